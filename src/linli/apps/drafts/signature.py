"""A drawn signature holds for the person that stood in the form when it was drawn.

Source: D0 附件2.
"""

from collections.abc import Mapping
from datetime import datetime

from linli.apps.drafts.models import SIGNATURE, Draft, Upload
from linli.core.identity.id_number import normalise_id_number

#: The mark in ``Upload.reading`` of a signature that was taken out with a change of the person.
_OUTDATED = "outdated"


def outdate_signature(draft: Draft, before: Mapping[str, str], at: datetime) -> None:
    """Take the drawn signature out if the person is no longer the one of ``before``, the former fields."""
    if _person(before) != _person(draft.fields):
        drawn = Upload.objects.filter(draft=draft, kind=SIGNATURE).present()
        drawn.update(removed_at=at, reading={_OUTDATED: True})


def must_sign_again(draft: Draft) -> bool:
    """Tell whether name or ID number were changed after the last drawn signature, and not submitted since."""
    drawn = Upload.objects.filter(draft_id=draft.pk, kind=SIGNATURE).order_by("uploaded_at", "pk")
    last = drawn.last()
    if last is None or last.removed_at is None or _OUTDATED not in last.reading:
        return False
    return draft.submitted_at is None or draft.submitted_at < last.removed_at


def _person(fields: Mapping[str, str]) -> tuple[str, str]:
    name = "".join(fields.get("name", "").split())
    return name, normalise_id_number(fields.get("id_number", ""))
