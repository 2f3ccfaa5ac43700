"""The outcome of intake as one document, in the shape that the intake's truth files have.

Verdicts, reasons and priorities are the review's: they come in by applicant key.
"""

from collections.abc import Mapping
from typing import Any

from linli.core.documents.form_reading import FieldReading
from linli.core.documents.grid import Box
from linli.core.documents.registration_form import RegistrationForm
from linli.core.intake.applicants import Applicant
from linli.core.intake.sent import SentPage, SentPaper
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
    applicant has ``readings``, by field what the form says, how sure and where, and
    ``papers``, each with its place; and what a person must look at: ``doubts`` (by field, a
    reading with its ``reason``), ``pages_in_doubt``, ``unsorted`` (how many these are), and
    ``set_aside``. A place names the mail where one is known, the attachment by its SHA-256,
    the picture inside it (``inner``, 0 for none), the page from 0, and the box as fractions
    of the upright page; the last three are null where the carrier has no pages.
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
        "form": form_document(applicant.form) if applicant.form else None,
        "form_source": applicant.form_source,
        "materials": {kind.value: count for kind, count in applicant.materials.items()},
        "papers": [_paper(sent) for sent in applicant.papers],
        "readings": {name: _reading(applicant, name) for name in applicant.fields},
        "doubts": {
            name: {**_reading(applicant, name), "reason": reason}
            for name, reason in applicant.doubts.items()
        },
        "pages_in_doubt": [_place(page) for page in (*applicant.unsorted, *applicant.unsure)],
        "unsorted": len(applicant.unsorted) + len(applicant.unsure),
        "set_aside": list(applicant.set_aside),
    }


def _reading(applicant: Applicant, name: str) -> dict[str, Any]:
    """Return what stands in a field of the form; of one that was not found, where to look for it."""
    reading = applicant.fields.get(name, FieldReading(""))
    pages = applicant.form_pages
    if reading.place is not None and reading.place.page < len(pages):
        place = _place(pages[reading.place.page], reading.place.box)
    else:
        place = {"attachment": applicant.form_digest, "inner": None, "page": None, "box": None}
    is_found = name in applicant.fields
    sure = reading.place.sure if reading.place is not None else float(is_found)
    place = {"mail": applicant.form_mail, **place}
    return {"original": reading.original, "sure": sure, "place": place}


def _paper(sent: SentPaper) -> dict[str, Any]:
    return {
        "kinds": [kind.value for kind in sent.paper.kinds],
        "sure": sent.paper.sure,
        "place": _place(sent.at) if sent.at is not None else None,
    }


def _place(page: SentPage, box: Box | None = None) -> dict[str, Any]:
    edges = [box.left, box.top, box.right, box.bottom] if box is not None else None
    return {"attachment": page.digest, "inner": page.inner, "page": page.page, "box": edges}


def form_document(form: RegistrationForm) -> dict[str, Any]:
    """Return a form in the shape of the truth files."""
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
