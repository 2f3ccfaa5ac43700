"""A season in its registration, with the public's clock on 10 June 2024, and a list of July."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.models import Office, User
from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notices.actions import publish_list
from linli.apps.notices.models import PublicNotice
from linli.apps.seasons.models import Season
from tests.factories import BEIJING, CITY, DAI, make_application, make_official, make_season

MoveTo = Callable[[str], None]


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    """Begin every test with nothing sent in this hour."""
    cache.clear()


@pytest.fixture
def move_to(time_machine: Any) -> MoveTo:
    """Set the clock of the server, in Beijing: ``2024-06-14T23:59:59``."""

    def move(moment: str) -> None:
        time_machine.move_to(datetime.fromisoformat(moment).replace(tzinfo=BEIJING))

    return move


@pytest.fixture(autouse=True)
def in_registration(move_to: MoveTo) -> None:
    move_to("2024-06-10T10:00:00")


@pytest.fixture
def city_official(db: None) -> User:
    return make_official("city", division=CITY, office=Office.CITY, name="王样本")


@pytest.fixture
def dai_official(db: None) -> User:
    return make_official("dai", division=DAI, name="赵样本")


@pytest.fixture
def season(city_official: User) -> Season:
    return make_season()


@pytest.fixture
def notice(season: Season, dai_official: User, move_to: MoveTo) -> PublicNotice:
    """A list of two people of 代县, posted on 12 July; the clock stands on 15 July."""
    fill_packaged_years()
    for name in ("张样本", "欧阳样本"):
        make_application(season, state=State.MEDICAL_PASSED, name=name)
    posted = datetime(2024, 7, 12, 9, 0, tzinfo=BEIJING)
    move_to("2024-07-15T10:00:00")
    return publish_list(season, DAI, actor=dai_official, at=posted)


@pytest.fixture
def queries_of(db: None) -> Callable[[Client, str], int]:
    """Count the queries that one request asks."""

    def count(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    return count
