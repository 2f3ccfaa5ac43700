"""Addresses and made-up people of three late acts: diplomas, the end of the reserve, a month's pay."""

from __future__ import annotations

from datetime import date

from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from tests.factories import CITY, DAI, YUANPING, make_application, make_official
from tests.web.office.made_placement import BASE

DIPLOMAS, RESERVE, PAY = (f"{BASE}/{name}/" for name in ("diplomas", "reserve", "pay"))
REVOKE = f"{DIPLOMAS}revoke/"
JULY, AUGUST = f"{PAY}2024-07/", f"{PAY}2024-08/"
REASON = "毕业证书于7月6日取得，晚于规定的最后日期"


def signed_in(client: Client, office: Office, division: str = CITY) -> User:
    """Sign in an official of another office, and return who it is."""
    official = make_official(f"{office}-{division}", division=division, office=office)
    client.force_login(official)
    return official


def candidates(season: Season) -> list[Application]:
    """Return three interviewed of 代县 without a date, and one of 原平市."""
    own = [
        make_application(season, state=State.INTERVIEWED, name=name)
        for name in ("甲样本", "乙样本", "丙样本")
    ]
    return [*own, make_application(season, county=YUANPING, state=State.INTERVIEWED)]


def serve(
    season: Season,
    reported_on: date,
    last_day: date = date(2025, 7, 21),
    *,
    county: str = DAI,
    state: State = State.REPORTED,
    name: str = "张样本",
) -> Worker:
    """Return somebody who reported for duty in a county on a day."""
    street, _ = Division.objects.get_or_create(
        code=f"{county}901",
        defaults={"name": "样本街道", "level": Division.Level.STREET, "parent_id": county},
    )
    community, _ = Division.objects.get_or_create(
        code=f"{county}901901",
        defaults={"name": "样本社区", "level": Division.Level.COMMUNITY, "parent": street},
    )
    one = make_application(season, county=county, state=state, name=name)
    return Worker.objects.create(
        person=one.person,
        application=one,
        county_id=county,
        street=street,
        community=community,
        reported_on=reported_on,
        last_day=last_day,
    )
