"""From what was read of one person's mails to the application that is registered."""

from collections.abc import Mapping
from typing import Any

from linli.apps.applications.receiving import Draft
from linli.core.documents.form_reading import FieldReading
from linli.core.intake.applicants import Applicant
from linli.core.intake.facts_record import plain
from linli.core.intake.sent import MailFacts
from linli.core.papers.record import paper_to_record


def draft_of(applicant: Applicant, facts: Mapping[str, MailFacts]) -> Draft:
    """Return an application as its mails stand; ``received_at`` of the applicant is known.

    A letter by which the person withdraws changes nothing here: an official confirms it.
    """
    materials = {kind.value: count for kind, count in applicant.materials.items()}
    unknown = {"unknown": len(applicant.unsorted)} if applicant.unsorted else {}
    assert applicant.received_at is not None
    return Draft(
        form=applicant.form,
        materials=materials | unknown,
        received_at=applicant.received_at,
        source="mail",
        name=applicant.name or "",
        # A number that was read with doubt may be a stranger's: it binds nobody until it is settled.
        id_number=None if "id_number" in applicant.doubts else applicant.id_number,
        phone=applicant.phone or "",
        email=_address(applicant, facts),
        findings=_findings(applicant),
        reading=reading_of(applicant),
        papers=tuple(
            {**paper_to_record(sent.paper), "at": plain(sent.at)} for sent in applicant.papers
        ),
    )


def _address(applicant: Applicant, facts: Mapping[str, MailFacts]) -> str:
    """Return from where the person applied: letters go there, whoever sends something later."""
    came_with = applicant.form_mail or next(iter(applicant.counted_mails), None)
    return facts[came_with].sender if came_with else ""


def reading_of(applicant: Applicant) -> dict[str, Any]:
    """Return how the form was read, as ``Application.reading`` holds it."""
    return {
        "carrier": applicant.form_source,
        "digest": applicant.form_digest or "",
        "mail": applicant.form_mail or "",
        "pages": plain(applicant.form_pages),
        "fields": {name: _field(reading) for name, reading in applicant.fields.items()},
        "doubts": dict(applicant.doubts),
        "unknown": sorted(applicant.unknown),
        "unsorted": plain(applicant.unsorted),
        "unsure": plain(applicant.unsure),
    }


def _field(reading: FieldReading) -> dict[str, Any]:
    if reading.place is None:
        return {"original": reading.original}
    return {"original": reading.original, "place": plain(reading.place)}


def _findings(applicant: Applicant) -> tuple[dict[str, str], ...]:
    problems = [
        {"code": problem.code.value, "text": problem.reason} for problem in applicant.problems
    ]
    return (*problems, *({"code": "set_aside", "text": text} for text in applicant.set_aside))
