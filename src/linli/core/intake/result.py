"""The outcome of intake as one document, in the shape that the intake's truth files have.

Verdicts, reasons and priorities are the review's: they come in by applicant key.
"""

from collections.abc import Mapping
from typing import Any

from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.applicants import Applicant
from linli.core.intake.sorting import MailOutcome, Sorted
from linli.core.places import Area

_PLAIN_FIELDS = (
    "name", "sex", "ethnicity", "birth", "native_place", "political_status", "school", "graduation",
    "major", "education", "degree", "id_number", "address", "phone",
)  # fmt: skip
_UNJUDGED: Mapping[str, Any] = {"verdict": None, "reasons": [], "priority": []}


def result_document(
    outcome: Sorted, *, season: str, verdicts: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """Return the document, fit for JSON.

    ``verdicts`` gives by applicant key ``verdict``, ``reasons`` (each ``code`` and ``clause``)
    and ``priority``; who is not in it stands as not judged. Beside the truth's shape each
    applicant has what a person must look at: ``doubts`` (reason by field), how many pages
    are ``unsorted``, and ``set_aside``.
    """
    judged = verdicts or {}
    return {
        "season": season,
        "mails": [_mail(mail) for mail in outcome.mails],
        "applicants": [
            {**_applicant(applicant), **(judged.get(applicant.key) or _UNJUDGED)}
            for applicant in outcome.applicants
        ],
    }


def _mail(mail: MailOutcome) -> dict[str, Any]:
    return {
        "file": mail.file,
        "kind": mail.kind.value,
        "received_at": mail.received_at.isoformat() if mail.received_at else None,
        "from": mail.sender,
        "applicant_key": mail.applicant,
        "set_aside": mail.is_set_aside,
        "reason": mail.reason,
    }


def _applicant(applicant: Applicant) -> dict[str, Any]:
    return {
        "key": applicant.key,
        "identity": {
            "name": applicant.name,
            "id_number": applicant.id_number,
            "phone": applicant.phone,
        },
        "form": _form(applicant.form) if applicant.form else None,
        "form_source": applicant.form_source,
        "materials": {kind.value: count for kind, count in applicant.materials.items()},
        "doubts": dict(applicant.doubts),
        "unsorted": len(applicant.unsorted) + len(applicant.unsure),
        "set_aside": list(applicant.set_aside),
    }


def _form(form: RegistrationForm) -> dict[str, Any]:
    plain: dict[str, Any] = {name: getattr(form, name) for name in _PLAIN_FIELDS}
    return {
        **plain,
        "intended": _area(form.intended),
        "adjustment": {
            "accepts": form.accepts_transfer,
            "places": [_area(area) for area in form.transfer_areas],
        },
        "pledge_signed": form.pledge_signed,
    }


def _area(area: Area) -> dict[str, str | None]:
    return {"city": area.city, "county": area.county}
