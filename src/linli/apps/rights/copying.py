"""Everything that is kept of a person, in one file: what a program reads, and what a person reads.

Source: 个人信息保护法 第四十五条.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from linli.apps.accounts.models import User
from linli.apps.accounts.queries import verified_addresses
from linli.apps.applications.models import Application
from linli.apps.drafts.models import Draft
from linli.apps.drafts.uploading import UPLOADS
from linli.apps.intake.form_paper import NoForm, pdf_paper
from linli.apps.intake.keeping import MAILS, NotKept
from linli.apps.ledger.actions import BEIJING
from linli.apps.ledger.queries import entries_of
from linli.apps.notifications.queries import messages_of

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "application/pdf": "pdf",
}
#: What the ledger tells of an act; who did it and the inputs are the office's.
_TOLD = ("at", "action", "clause", "reason")


def personal_copy(account: User, *, at: datetime) -> bytes:
    """Return a ZIP with all that is kept of an account's person.

    ``data.json`` holds everything in text; beside it lie the forms as PDF and the files as they
    were sent. Bytes that are gone are named in ``data.json`` alone. Source: 个人信息保护法 第四十五条.
    """
    drafts = list(Draft.objects.filter(account=account).select_related("season"))
    cases = list(
        Application.objects.filter(person__account=account)
        .select_related("season__city", "person", "county")
        .prefetch_related("checks", "decisions", "mails", "rights_requests")
    )
    data = {
        "made_at": _moment(at),
        "account": _account(account),
        "people": [_person(person) for person in account.people.order_by("pk")],
        "drafts": [_draft(draft) for draft in drafts],
        "applications": [_case(case) for case in cases],
        "messages": [
            {"at": _moment(one.stored_at), "subject": one.subject, "body": one.body}
            for one in messages_of(account)
        ],
    }
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _put(archive, "data.json", json.dumps(data, ensure_ascii=False, indent=2).encode(), at)
        for name, content in (*_forms(cases), *_files(drafts), *_mails(cases)):
            _put(archive, name, content, at)
    return target.getvalue()


def _put(archive: ZipFile, name: str, content: bytes, at: datetime) -> None:
    entry = ZipInfo(name, date_time=at.astimezone(BEIJING).timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)


def _account(account: User) -> dict[str, Any]:
    return {
        "phone": account.phone or "",
        "addresses": sorted(verified_addresses(account)),
        "opened_at": _moment(account.date_joined),
        "last_sign_in_at": _moment(account.last_login),
    }


def _person(person: Any) -> dict[str, str]:
    names = ("name", "id_number", "phone", "email", "address")
    return {name: getattr(person, name) or "" for name in names}


def _draft(draft: Draft) -> dict[str, Any]:
    uploads = [
        {"kind": one.kind, "size": one.size, "at": _moment(one.uploaded_at), "read": one.reading}
        for one in draft.uploads.order_by("pk")
    ]
    return {
        "season": draft.season.code,
        "fields": draft.fields,
        "saved_at": _moment(draft.saved_at),
        "submitted_at": _moment(draft.submitted_at),
        "files": uploads,
    }


def _case(case: Application) -> dict[str, Any]:
    return {
        "season": case.season.code,
        "case_number": case.case_number,
        "state": case.state_label,
        "received_at": _moment(case.received_at),
        "form": case.form,
        "materials": case.materials,
        "papers": case.papers,
        "findings": case.findings,
        "diploma_date": _day(case.diploma_date),
        "checks": list(case.checks.values("label", "clause", "outcome", "text")),
        "decisions": [
            {
                "outcome": one.get_outcome_display(),
                "reason": one.reason,
                "at": _moment(one.decided_at),
            }
            for one in case.decisions.all()
        ],
        "requests": [
            {"kind": one.get_kind_display(), "text": one.text, "answer": one.answer}
            for one in case.rights_requests.all()
        ],
        "ledger": [{name: body[name] for name in _TOLD} for body in entries_of(case.subject)],
        **_results(case),
    }


def _results(case: Application) -> dict[str, Any]:
    """Return what became of a case, record by record, by the names of the records' fields."""
    wanted = {
        "score": ("marks", "total"),
        "placement": ("status", "rank", "merit_rank", "reason", "answers"),
        "medical_confirmation": ("attends", "answered_at"),
        "medical_check": ("conclusion", "checked_on", "hospital"),
        "agreement": ("number", "signed_on", "filed_on", "monthly_allowance_fen", "term_months"),
        "agreement_reading": ("read_and_signed_at", "digest"),
        "worker": ("post", "reported_on", "last_day"),
    }
    found = {name: getattr(case, name, None) for name in wanted}
    return {
        name: {field: _plain(getattr(record, field)) for field in wanted[name]}
        for name, record in found.items()
        if record is not None
    }


def _forms(cases: list[Application]) -> Iterator[tuple[str, bytes]]:
    for case in cases:
        with suppress(NoForm):
            yield f"{case.season.code}-{case.case_number}/form.pdf", pdf_paper(case)


def _files(drafts: list[Draft]) -> Iterator[tuple[str, bytes]]:
    for draft in drafts:
        counts: Counter[str] = Counter()
        for upload in draft.uploads.order_by("pk"):
            counts[upload.kind] += 1
            name = f"{upload.kind}-{counts[upload.kind]}.{_ENDINGS[upload.media_type]}"
            with suppress(NotKept):
                yield f"{draft.season.code}-files/{name}", UPLOADS.kept(upload.digest)


def _mails(cases: list[Application]) -> Iterator[tuple[str, bytes]]:
    for case in cases:
        for number, mail in enumerate(case.mails.all(), start=1):
            with suppress(NotKept):
                name = f"{case.season.code}-{case.case_number}/mail-{number}.eml"
                yield name, MAILS.kept(mail.digest)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _moment(value)
    return _day(value) if isinstance(value, date) else value


def _moment(at: datetime | None) -> str:
    return at.astimezone(BEIJING).isoformat(timespec="seconds") if at else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
