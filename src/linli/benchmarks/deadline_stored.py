"""Fill a season with submitted applications before the load: rows as the pages write them, in bulk.

``python -m linli.benchmarks.deadline_stored SEASON FIRST COUNT`` stores the people from number FIRST
on. The bytes of their files are not written: no page of the load reads another applicant's file.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

import django

from linli.benchmarks.deadline_people import FILES, MOST_PEOPLE, Applicant
from linli.core.documents.registration_form import RegistrationForm
from linli.core.refusal import Refusal

# People of one transaction.
_CHUNK = 2_000
_FILE_BYTES = 240_000
# What differs from one applicant to the other within a pattern, and is kept as it is written.
_OWN = ("name", "id_number", "phone", "address", "resume", "sex", "birth")


class TooMany(Refusal):
    """There are not as many invented ID numbers."""


def store(season: Any, *, first: int, count: int, at: datetime) -> None:
    """Store the applications of ``count`` people from number ``first`` on, received at ``at``.

    Raises ``TooMany``.
    """
    if first + count > MOST_PEOPLE:
        raise TooMany(f"虚构的身份证号只有{MOST_PEOPLE:,}个", mend="减少已存的报名件数")
    for start in range(first, first + count, _CHUNK):
        end = min(start + _CHUNK, first + count)
        _store_some(season, [Applicant(number) for number in range(start, end)], at)


def _store_some(season: Any, applicants: Sequence[Applicant], at: datetime) -> None:
    from django.db import transaction  # noqa: PLC0415 (models load after Django)

    with transaction.atomic():
        accounts = _accounts(applicants)
        applications = _applications(season, applicants, accounts, at)
        _drafts(season, applicants, accounts, applications, at)
        _receipts(applications, at)


def _accounts(applicants: Sequence[Applicant]) -> list[Any]:
    from linli.apps.accounts.models import User  # noqa: PLC0415 (as above)

    return copied(
        User(
            username=f"applicant-{one.number:016x}",
            # Nobody signs in with a password, as with accounts that the pages open.
            password="!" + "-" * 40,
            phone=one.phone,
            is_phone_verified=True,
        )
        for one in applicants
    )


def _applications(
    season: Any, applicants: Sequence[Applicant], accounts: Sequence[Any], at: datetime
) -> list[Any]:
    from linli.apps.applications.receiving import (  # noqa: PLC0415 (as above)
        details_of,
        made,
        receipt,
        take_numbers,
    )
    from linli.apps.ledger.actions import record  # noqa: PLC0415 (as above)
    from linli.apps.people.models import Person  # noqa: PLC0415 (as above)

    names = _names(season.city_id[:2])
    received = [_received(one, names, at) for one in applicants]
    people = copied(
        Person(
            id_number=one.id_number,
            is_rehearsal=season.is_rehearsal,
            account=account,
            **details_of(draft),
        )
        for one, account, draft in zip(applicants, accounts, received, strict=True)
    )
    first = take_numbers(season, len(applicants))
    applications = copied(
        made(season, draft, person, number)
        for number, (draft, person) in enumerate(zip(received, people, strict=True), start=first)
    )
    record(
        [
            receipt(season, application, account)
            for application, account in zip(applications, accounts, strict=True)
        ]
    )
    return applications


def _received(applicant: Applicant, names: Any, at: datetime) -> Any:
    from linli.apps.applications.models import Application  # noqa: PLC0415 (as above)
    from linli.apps.applications.receiving import Draft  # noqa: PLC0415 (as above)
    from linli.apps.drafts.fields import entry_fields  # noqa: PLC0415 (as above)

    fields = entry_fields(applicant.fields, is_signed=True)
    own: dict[str, Any] = {name: fields[name] for name in _OWN}
    form = replace(
        _pattern(applicant.pattern, names),
        **own,
        has_photo=True,
        pledge_date=at.date().isoformat(),
    )
    return Draft(
        form=form,
        materials=dict.fromkeys(FILES[1:], 1),
        received_at=at,
        source=Application.Source.PORTAL,
        name=applicant.name,
        id_number=applicant.id_number,
        phone=applicant.phone,
        reading={"carrier": "portal", "digest": "", "mail": "", "fields": {}, "doubts": {}},
    )


@cache
def _names(province: str) -> Any:
    from linli.apps.places.queries import gazetteer  # noqa: PLC0415 (as above)

    return gazetteer(province)


@cache
def _pattern(number: int, names: Any) -> RegistrationForm:
    """Return the form that those who differ by name, number and place alone have in common."""
    from linli.apps.drafts.fields import entry_fields  # noqa: PLC0415 (as above)
    from linli.apps.intake.entries import read_fields  # noqa: PLC0415 (as above)

    fields = entry_fields(Applicant(number).fields, is_signed=True)
    return read_fields(fields, names=names)[0]


def _drafts(
    season: Any,
    applicants: Sequence[Applicant],
    accounts: Sequence[Any],
    applications: Sequence[Any],
    at: datetime,
) -> None:
    from linli.apps.drafts.models import Draft, Upload  # noqa: PLC0415 (as above)

    # A saving, then a file each, as in the load.
    revision = 1 + len(FILES)
    drafts = copied(
        Draft(
            season=season,
            account=account,
            fields=one.fields,
            stamps=dict.fromkeys(one.fields, 1),
            revision=revision,
            saved_at=at,
            application=application,
            submitted_at=at,
            submitted_revision=revision,
        )
        for one, account, application in zip(applicants, accounts, applications, strict=True)
    )
    copied(
        Upload(
            draft=draft,
            kind=kind,
            digest=sha256(f"{one.number} {kind}".encode()).hexdigest(),
            media_type="image/jpeg",
            size=_FILE_BYTES,
            uploaded_at=at,
            is_submitted=True,
        )
        for one, draft in zip(applicants, drafts, strict=True)
        for kind in FILES
    )


def _receipts(applications: Sequence[Any], at: datetime) -> None:
    """Store the message of each receipt; it is sent already."""
    from linli.apps.notifications.models import Delivery, Message  # noqa: PLC0415 (as above)

    messages = copied(
        Message(
            application=one,
            key=f"{one.subject}:receipt:{at.isoformat()}",
            subject="报名回执",
            body=f"已收到您的报名，报名编号{one.case_number}。" * 8,
            short=f"报名编号{one.case_number}",
            attachment="filled_form",
            stored_at=at,
        )
        for one in applications
    )
    copied(
        Delivery(message=message, channel=channel, due_at=at, status=Delivery.Status.SENT)
        for message in messages
        for channel in Delivery.Channel
    )


def copied(rows: Iterable[Any]) -> list[Any]:
    """Store rows of one model by COPY, several times faster than INSERT; return them with their keys."""
    from django.db import connection  # noqa: PLC0415 (as above)

    stored = list(rows)
    table = stored[0]._meta
    fields, key = table.concrete_fields, table.pk.column
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table.db_table, key, len(stored)],
        )
        for row, (number,) in zip(stored, cursor.fetchall(), strict=True):
            row.pk = number
        with cursor.copy(f'COPY "{table.db_table}" ({columns}) FROM STDIN') as copy:
            for row in stored:
                copy.write_row(
                    [
                        field.get_db_prep_save(field.pre_save(row, True), connection)
                        for field in fields
                    ]
                )
    return stored


def main() -> None:
    """Store what the arguments say, then let the database count what it holds."""
    code, first, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    django.setup()
    from django.db import connection  # noqa: PLC0415 (as above)
    from django.utils import timezone  # noqa: PLC0415 (as above)

    from linli.apps.seasons.models import Season  # noqa: PLC0415 (as above)

    store(Season.objects.get(code=code), first=first, count=number, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
