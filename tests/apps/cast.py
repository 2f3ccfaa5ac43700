"""The officials that the tests of the apps act with, and short ways to what they act on.

Officials here have no password: nobody signs in, and making one takes longer than a test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import Draft, receive_applications
from linli.apps.applications.states import Act, State
from linli.apps.ledger.models import Entry
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.actions import open_season
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Score
from linli.apps.selection.placing import place_candidates
from linli.apps.workforce.models import Worker
from linli.core.documents.registration_form import RegistrationForm
from linli.core.places import Area
from linli.policies import get_pack
from tests import factories
from tests.factories import BEIJING, CITY, DAI, YUANPING, make_application, make_form

DAI_STREET, DAI_COMMUNITY = f"{DAI}901", f"{DAI}901901"
YUANPING_STREET, YUANPING_COMMUNITY = f"{YUANPING}901", f"{YUANPING}901901"
DATONG = "1402"
FULL_MATERIALS = {"id_card_front": 1, "id_card_back": 1, "diploma": 1, "degree_certificate": 1}

_numbers = count(90_000)


def at(month: int, day: int, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    """Return an instant of 2024, Beijing time."""
    return datetime(2024, month, day, hour, minute, second, tzinfo=BEIJING)


def official(username: str, office: Office, division: str | None) -> User:
    """Return an official without a password."""
    made = unsaved(username, office, division)
    made.save()
    return made


def unsaved(username: str, office: Office, division: str | None) -> User:
    return User(
        username=username,
        display_name=f"{username}样本",
        office=office,
        division_id=division,
        password="!",
    )


@dataclass(frozen=True, slots=True)
class Officials:
    """One official of each office that the tests need."""

    city: User
    dai: User
    yuanping: User
    dai_street: User
    yuanping_street: User
    dai_community: User
    finance: User
    auditor: User
    datong: User


def make_officials() -> Officials:
    """Return the cast; the fixture ``divisions`` must have run."""
    made = User.objects.bulk_create(
        [
            unsaved("city", Office.CITY, CITY),
            unsaved("dai", Office.COUNTY, DAI),
            unsaved("yuanping", Office.COUNTY, YUANPING),
            unsaved("dai-street", Office.STREET, DAI_STREET),
            unsaved("yuanping-street", Office.STREET, YUANPING_STREET),
            unsaved("dai-community", Office.COMMUNITY, DAI_COMMUNITY),
            unsaved("finance", Office.FINANCE, CITY),
            unsaved("auditor", Office.AUDITOR, CITY),
            unsaved("datong", Office.CITY, DATONG),
        ]
    )
    return Officials(*made)


def open_one(actor: User, *, is_rehearsal: bool = False) -> Season:
    """Return a season as its pack opens it, beside those that are open already."""
    return open_season(
        get_pack("xinzhou-2024"),
        actor=actor,
        at=at(5, 31, 9),
        seed="公开种子",
        is_rehearsal=is_rehearsal,
        is_another=True,
    )


def new_id_number() -> str:
    """Return the ID number of a person whom no other test has."""
    return factories.id_number(next(_numbers))


def make_registration_form(number: str, **fields: Any) -> RegistrationForm:
    """Return a form that passes every check, of a person born in the month of the ID number."""
    values: dict[str, Any] = {
        "name": "张样本",
        "sex": "女",
        "ethnicity": "某民族",
        "birth": f"{number[6:10]}-{number[10:12]}",
        "native_place": "样本籍贯",
        "political_status": "样本面貌",
        "school": "忻州师范学院",
        "graduation": "2024-06",
        "major": "汉语言文学",
        "education": "本科",
        "degree": "文学学士",
        "id_number": number,
        "address": "样本市样本路1号",
        "phone": "13800000001",
        "intended": Area("忻州市", "代县"),
        "accepts_transfer": False,
        "resume": "2020年至2024年在校学习（样本）",
        "pledge_signed": True,
    }
    return RegistrationForm(**{**values, **fields})


def make_draft(number: str | None = None, **fields: Any) -> Draft:
    """Return a draft of an application that passes every check; ``form=…`` gives another form."""
    own = number or new_id_number()
    values: dict[str, Any] = {
        "form": make_registration_form(own),
        "materials": FULL_MATERIALS,
        "received_at": at(6, 3),
        "source": "mail",
        "name": "张样本",
        "id_number": own,
        "phone": "13800000001",
        "email": "zhang@sample.example",
    }
    return Draft(**{**values, **fields})


def receive(season: Season, actor: User, *drafts: Draft) -> list[Application]:
    """Register drafts, or one that passes every check."""
    return receive_applications(season, drafts or (make_draft(),), actor=actor)


def withdraw(actor: User, *cases: Application) -> None:
    """Withdraw cases, as their people asked."""
    change_states([Change(one, Act.WITHDRAW, actor, at(6, 5)) for one in cases])


def scored(
    season: Season, total: int, *, county: str = DAI, priority: bool = False, **fields: Any
) -> Application:
    """Return an interviewed candidate with a total in hundredths of a point."""
    one = make_application(
        season,
        county=county,
        state=State.INTERVIEWED,
        has_priority=priority,
        **{"diploma_date": date(2024, 7, 1), **fields},
    )
    Score.objects.create(application=one, marks=[total], total=total)
    return one


def candidate(
    season: Season, total: int, *wishes: str, priority: bool = False, city: str = "忻州市"
) -> Application:
    """Return an interviewed candidate whose form names these counties in order."""
    first, *others = [{"city": city, "county": name} for name in wishes or ("代县",)]
    form = make_form(
        "张样本", "", intended=first, accepts_transfer=bool(others), transfer_areas=others
    )
    return scored(season, total, priority=priority, form=form)


def placed_by(season: Season, cast: Officials) -> None:
    """Place all candidates as the city does on the last evening of the interviews."""
    place_candidates(season, actor=cast.city, at=at(7, 5, 20))


def signed(season: Season, *, state: State = State.SIGNED, **fields: Any) -> Agreement:
    """Return an agreement of a recruit in 代县."""
    one = make_application(season, state=state)
    values: dict[str, Any] = {
        "number": f"样本协议-{one.case_number}",
        "street_id": DAI_STREET,
        "community_id": DAI_COMMUNITY,
        "monthly_allowance_fen": 188_000,
        "premium_fen": 10_000,
        "term_months": 12,
        "signed_on": date(2024, 7, 18),
    }
    return Agreement.objects.create(application=one, **{**values, **fields})


def serving(
    season: Season, reported_on: date, last_day: date = date(2025, 7, 21), *, county: str = DAI
) -> Worker:
    """Return a worker of a county who reported for duty on a day."""
    one = make_application(season, county=county, state=State.REPORTED)
    return Worker.objects.create(
        person=one.person,
        application=one,
        county_id=county,
        street_id=DAI_STREET,
        community_id=DAI_COMMUNITY,
        reported_on=reported_on,
        last_day=last_day,
    )


def state_of(application: Application) -> State:
    """Return the state that the database holds."""
    return State(Application.objects.values_list("state", flat=True).get(pk=application.pk))


def states_of(applications: Sequence[Application]) -> list[State]:
    """Return the states that the database holds, in the order given."""
    return [state_of(one) for one in applications]


def last_entry(subject: str) -> dict[str, Any]:
    """Return the body of the last ledger entry about a subject."""
    return entries_of(subject)[-1]


def entry_count() -> int:
    """Return how many entries the ledger has."""
    return Entry.objects.count()
