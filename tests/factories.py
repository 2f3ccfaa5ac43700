"""The smallest valid objects for tests, and a cast of made-up people, all named 样本.

ID numbers use the unassigned area code 990101 and sequence codes from 900 on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from typing import Any

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.models import Application, Check, Decision
from linli.apps.applications.receiving import take_numbers
from linli.apps.applications.states import Act, State
from linli.apps.intake.models import Mail
from linli.apps.ledger.actions import Event, record
from linli.apps.notices.actions import row_of
from linli.apps.notices.models import Listing, PublicNotice
from linli.apps.people.models import Person
from linli.apps.places.models import Division
from linli.apps.seasons.actions import open_season
from linli.apps.seasons.models import Season
from linli.apps.selection.models import MedicalCheck, Placement, Score
from linli.apps.workforce.models import Worker
from linli.core.identity.id_number import check_character
from linli.policies import get_pack

BEIJING = timezone(timedelta(hours=8))
CITY, DAI, YUANPING = "1409", "140923", "140981"
PASSWORD = "样本-口令-2024"
RECEIVED = datetime(2024, 6, 3, 9, 30, tzinfo=BEIJING)
OPENED = datetime(2024, 5, 31, 9, 0, tzinfo=BEIJING)

_sequences = count()


def id_number(sequence: int) -> str:
    """Return the valid ID number of a made-up person: unassigned area, sequence codes from 900 on."""
    # Tens of thousands before one comes again: a process makes many people, and some tests name theirs.
    year, month = 1 + sequence // 96 % 3, 1 + sequence // 288 % 9
    day = (14 + sequence // 2592) % 28 + 1
    body = f"990101200{year}{month:02d}{day:02d}{900 + sequence % 96}"
    return body + check_character(body)


def make_city() -> Division:
    """Return 忻州市 with its province and the counties that the pack names."""
    province, _ = Division.objects.get_or_create(
        code="14", defaults={"name": "山西省", "level": Division.Level.PROVINCE}
    )
    city, _ = Division.objects.get_or_create(
        code=CITY, defaults={"name": "忻州市", "level": Division.Level.CITY, "parent": province}
    )
    for code, name in get_pack("xinzhou-2024").inputs["county"].choices.items():
        Division.objects.get_or_create(
            code=code, defaults={"name": name, "level": Division.Level.COUNTY, "parent": city}
        )
    return city


def make_official(
    username: str,
    *,
    division: str | None,
    office: Office = Office.COUNTY,
    name: str = "",
    is_rehearsal: bool = False,
) -> User:
    """Return an official who can sign in with ``PASSWORD``."""
    make_city()
    return User.objects.create_user(
        username,
        password=PASSWORD,
        display_name=name or f"{username}样本",
        office=office,
        division_id=division,
        is_rehearsal=is_rehearsal,
    )


def make_season(*, is_rehearsal: bool = False) -> Season:
    """Return a season of 忻州市 as its pack opens it, beside those that are open already."""
    make_city()
    opener = User.objects.filter(office=Office.CITY).first() or make_official(
        "opener", division=CITY, office=Office.CITY
    )
    return open_season(
        get_pack("xinzhou-2024"),
        actor=opener,
        at=OPENED,
        seed="样本种子",
        is_rehearsal=is_rehearsal,
        is_another=True,
    )


def make_form(name: str, number: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of 附件2 as intake stores them."""
    form: dict[str, Any] = {
        "name": name,
        "sex": "女",
        "ethnicity": "某民族",
        "birth": "2001-01",
        "native_place": "样本籍贯",
        "political_status": "样本面貌",
        "school": "忻州师范学院",
        "graduation": "2024-06",
        "major": "社会工作",
        "education": "本科",
        "degree": "法学学士",
        "id_number": number,
        "address": "样本市样本路1号",
        "phone": "13800000001",
        "intended": {"city": "忻州市", "county": "代县"},
        "accepts_transfer": True,
        "transfer_contradictory": False,
        "transfer_areas": [{"city": "忻州市", "county": "原平市"}],
        "resume": "2020年至2024年在校学习（样本）",
        "awards": "校级三好学生（样本）",
        "strengths": None,
        "has_photo": True,
        "pledge_signed": True,
        "pledge_date": "2024-06-03",
    }
    return {**form, **fields}


def make_application(
    season: Season,
    *,
    county: str | None = DAI,
    state: State = State.ROUTED,
    name: str = "张样本",
    **fields: Any,
) -> Application:
    """Return an application of a new person, with the next case number of the season."""
    number = id_number(next(_sequences))
    person = Person.objects.create(
        name=name, id_number=number, phone="13800000001", address="样本市样本路1号"
    )
    with transaction.atomic():
        next_number = take_numbers(season, 1)
    values = {
        "case_number": f"{next_number:05d}",
        "source": "mail",
        "received_at": RECEIVED,
        "form": make_form(name, number),
        "materials": {"id_card_front": 1, "id_card_back": 1, "diploma": 1},
    }
    return Application.objects.create(
        season=season,
        person=person,
        county_id=county,
        state=state,
        **{"applied_county_id": county, **values, **fields},
    )


def make_checks(application: Application) -> None:
    """Give a case one check that passes, one that passes with a condition, one referred, one failed."""
    rows = (
        ("in_registration_window", "报名时间", "D0 三(一)2", "pass", "", "", "是"),
        (
            "diploma_in_hand",
            "毕业证书待取得",
            "D0 二4",
            "pass",
            "diploma_pending",
            "尚未取得毕业证，须在2024-07-05前（含当日）取得，否则取消招募资格",
            "否 或 非（是）",
        ),
        (
            "pledge_is_signed",
            "本人承诺",
            "D0 附件2",
            "refer",
            "pledge_unsigned",
            "本人承诺栏没有签名",
            "否",
        ),
        (
            "school_of_the_province",
            "省内高校",
            "D0 一(一)",
            "fail",
            "school_outside_province",
            "毕业院校不在省内",
            "否",
        ),
    )
    for position, (rule, label, clause, outcome, code, text, formula) in enumerate(rows, start=1):
        Check.objects.create(
            application=application,
            position=position,
            rule=rule,
            label=label,
            clause=clause,
            outcome=outcome,
            code=code,
            text=text,
            formula=formula,
        )


def make_decision(
    application: Application,
    official: User,
    *,
    outcome: str = "pass",
    reason: str = "经核对原件，符合条件",
) -> Decision:
    """Return a decision of a named official on a case."""
    return Decision.objects.create(
        application=application,
        proposal=application.proposal,
        outcome=outcome,
        reason=reason,
        decided_by=official,
        decided_at=datetime(2024, 6, 18, 10, 0, tzinfo=BEIJING),
    )


def make_mail(
    application: Application, *, file: str = "001.eml", kind: str = "application"
) -> Mail:
    """Return a mail that belongs to a case."""
    return Mail.objects.create(
        season=application.season,
        file=file,
        digest=f"{application.pk:064x}",
        received_at=application.received_at,
        kind=kind,
        application=application,
    )


def make_entry(
    application: Application,
    official: User,
    act: Act,
    *,
    origin: State,
    target: State,
    reason: str = "",
) -> None:
    """Append one change of a case to the ledger."""
    record(
        [
            Event(
                at=datetime(2024, 6, 18, 2, 0, tzinfo=UTC),
                actor=official.username,
                action=act.value,
                subject=application.subject,
                clause="D0 三(二)",
                reason=reason,
                rule=application.season.rule_version,
                inputs={"from": origin.value, "to": target.value},
                rehearsal=application.season.is_rehearsal,
            )
        ]
    )


def make_finished_case(season: Season, official: User, *, name: str = "李样本") -> Application:
    """Return a case carried through to the report for duty, with every record on the way."""
    one = make_application(
        season, state=State.REPORTED, name=name, proposal="refer", has_priority=True
    )
    street, _ = Division.objects.get_or_create(
        code="140923901",
        defaults={
            "name": "代县样本第1街道",
            "level": Division.Level.STREET,
            "parent_id": DAI,
            "is_sample": True,
        },
    )
    community, _ = Division.objects.get_or_create(
        code="140923901901",
        defaults={
            "name": "代县样本第1社区",
            "level": Division.Level.COMMUNITY,
            "parent": street,
            "is_sample": True,
        },
    )
    make_checks(one)
    make_decision(one, official)
    make_mail(one)
    Score.objects.create(application=one, marks=[8850, 9000, 9125], total=8992)
    Placement.objects.create(
        application=one,
        county_id=DAI,
        status="placed",
        choice=1,
        rank=3,
        reason="面见总分89.92分，全市第3名，工作意向地区代县尚有名额",
    )
    MedicalCheck.objects.create(
        application=one, conclusion="pass", checked_on=date(2024, 7, 8), hospital="代县样本医院"
    )
    notice, _ = PublicNotice.objects.get_or_create(
        season=season,
        county_id=DAI,
        defaults={
            "posted_on": date(2024, 7, 12),
            "last_day": date(2024, 7, 17),
            "working_days": 3,
            "rows": [],
            "fingerprint": "ab" * 32,
        },
    )
    position = notice.listings.count() + 1
    notice.rows = [*notice.rows, row_of(position, one)]
    notice.save(update_fields=("rows",))
    Listing.objects.create(notice=notice, application=one, position=position)
    Agreement.objects.create(
        application=one,
        number=f"样本-{one.pk}",
        street=street,
        community=community,
        monthly_allowance_fen=188_000,
        premium_fen=10_000,
        term_months=12,
        signed_on=date(2024, 7, 19),
        filing_receipt="备2024-001",
        filed_on=date(2024, 7, 20),
    )
    Worker.objects.create(
        person=one.person,
        application=one,
        county_id=DAI,
        street=street,
        community=community,
        reported_on=date(2024, 7, 22),
        last_day=date(2025, 7, 21),
    )
    make_entry(
        one,
        official,
        Act.QUALIFY,
        origin=State.ROUTED,
        target=State.QUALIFIED,
        reason="经核对原件，符合条件",
    )
    return one
