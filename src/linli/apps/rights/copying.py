"""Everything that is kept of a person, in one file: what a program reads, and what a person reads.

Source: 个人信息保护法 第四十五条.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
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
from linli.apps.notifications.queries import messages_of
from linli.apps.rights.case_copy import MANY, plain, told_case
from linli.core.intake.media import ENDINGS


def personal_copy(account: User, *, at: datetime) -> bytes:
    """Return a ZIP with all that is kept of an account's person.

    ``data.json`` holds everything in text; beside it lie the forms as PDF and the files as they
    were sent. Bytes that are gone are named in ``data.json`` alone. Source: 个人信息保护法 第四十五条.
    """
    drafts = list(Draft.objects.filter(account=account).select_related("season"))
    cases = list(
        Application.objects.filter(person__account=account)
        .select_related("season__city", "person", "county")
        .prefetch_related(*MANY)
    )
    data = {
        "made_at": plain(at),
        "account": _account(account),
        "people": [_person(person) for person in account.people.order_by("pk")],
        "drafts": [_draft(draft) for draft in drafts],
        "applications": [told_case(case) for case in cases],
        "messages": [
            {
                "at": plain(one.stored_at),
                "read_at": plain(one.read_at),
                "subject": one.subject,
                "body": one.body,
                "short": one.short,
            }
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
        "opened_at": plain(account.date_joined),
        "last_sign_in_at": plain(account.last_login),
    }


def _person(person: Any) -> dict[str, str]:
    names = ("name", "id_number", "phone", "email", "address")
    return {name: getattr(person, name) or "" for name in names}


def _draft(draft: Draft) -> dict[str, Any]:
    uploads = [
        {"kind": one.kind, "size": one.size, "at": plain(one.uploaded_at), "read": one.reading}
        for one in draft.uploads.order_by("pk")
    ]
    return {
        "season": draft.season.code,
        "fields": draft.fields,
        "saved_at": plain(draft.saved_at),
        "submitted_at": plain(draft.submitted_at),
        "consented_at": plain(draft.consented_at),
        "files": uploads,
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
            name = f"{upload.kind}-{counts[upload.kind]}.{ENDINGS[upload.media_type]}"
            with suppress(NotKept):
                yield f"{draft.season.code}-files/{name}", UPLOADS.kept(upload.digest)


def _mails(cases: list[Application]) -> Iterator[tuple[str, bytes]]:
    for case in cases:
        for number, mail in enumerate(case.mails.all(), start=1):
            with suppress(NotKept):
                name = f"{case.season.code}-{case.case_number}/mail-{number}.eml"
                yield name, MAILS.kept(mail.digest)
