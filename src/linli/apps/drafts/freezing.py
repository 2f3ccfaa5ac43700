"""What stays as it was submitted once the registration is over: who applies, and for which places.

A supplement completes an application; it makes no other one of it.

Source: D0 三(一)2, 三(二).
"""

from collections.abc import Mapping
from datetime import datetime

from linli.apps.applications.models import Application
from linli.apps.drafts.fields import ANSWER, LABELS, TRANSFERS
from linli.apps.drafts.models import Draft
from linli.apps.drafts.window import registration_closed
from linli.apps.intake.doubts import form_of
from linli.core.documents.form_entry import entry_text
from linli.core.documents.registration_form import RegistrationForm
from linli.core.refusal import Refusal

# The attributes of the form by the fields of the site that say them.
_SAYS = {
    "name": "name",
    "id_number": "id_number",
    "intended": "intended",
    ANSWER: "accepts_transfer",
    **dict.fromkeys(TRANSFERS, "transfer_areas"),
}


class SubmittedForGood(Refusal):
    """Person and places of an application can no longer be changed."""


def frozen_fields(draft: Draft, at: datetime) -> frozenset[str]:
    """Return the fields that stay as they were submitted; none while the registration runs.

    The first choice stays open in a case without a county: no county could take it as it is.
    """
    case = draft.application
    if case is None or registration_closed(draft.season, at) is None:
        return frozenset()
    return frozenset(_SAYS) - ({"intended"} if case.county_id is None else set())


def require_texts_as_submitted(draft: Draft, texts: Mapping[str, str], at: datetime) -> None:
    """Refuse other texts in frozen fields than the application has. Raises ``SubmittedForGood``."""
    frozen = frozen_fields(draft, at) & set(texts)
    if not frozen or draft.application is None:
        return
    submitted = _texts_of(draft.application)
    _refuse([name for name in LABELS if name in frozen and texts[name] != submitted[name]])


def require_form_as_submitted(draft: Draft, form: RegistrationForm, at: datetime) -> None:
    """Refuse a form with another person or other places than the application. Raises ``SubmittedForGood``."""
    frozen = frozen_fields(draft, at)
    if not frozen or draft.application is None:
        return
    submitted = form_of(draft.application)
    differs = {one for one in _SAYS.values() if getattr(form, one) != getattr(submitted, one)}
    _refuse([name for name in LABELS if name in frozen and _SAYS[name] in differs])


def _texts_of(case: Application) -> Mapping[str, str]:
    form = form_of(case)
    answer, _, places = entry_text("transfer", form).partition("：")
    chosen = places.split("、") if places else []
    texts = {name: entry_text(name, form) for name in ("name", "id_number", "intended")}
    texts |= dict.fromkeys(TRANSFERS, "") | dict(zip(TRANSFERS, chosen, strict=False))
    return {**texts, ANSWER: answer}


def _refuse(names: list[str]) -> None:
    if names:
        raise SubmittedForGood(
            f"报名已经截止，{'、'.join(LABELS[name] for name in names)}以截止前提交的为准，不能再改",
            why="D0 三(一)2",
            mend="改回原来提交的内容；原来填错的，请带身份证到受理窗口办理",
        )
