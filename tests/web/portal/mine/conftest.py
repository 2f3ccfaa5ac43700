"""An applicant, a second one who must see nothing, the city's official, and Chromium signed in as any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant
from tests.apps.cast import at
from tests.factories import CITY, DAI, make_official, make_season

PageOf = Callable[[User, int], Page]


@pytest.fixture
def season(city_official: User) -> Season:
    return make_season()


@pytest.fixture
def city_official(db: None) -> User:
    return make_official("city", division=CITY, office=Office.CITY, name="王样本")


@pytest.fixture
def dai_official(db: None) -> User:
    return make_official("dai", division=DAI, name="赵样本")


@pytest.fixture
def mine(db: None) -> User:
    return applicant()


@pytest.fixture
def stranger(db: None) -> User:
    return applicant("applicant-2", "13800000002")


@pytest.fixture
def as_mine(client: Client, mine: User) -> Client:
    client.force_login(mine)
    return client


@pytest.fixture
def as_stranger(stranger: User) -> Client:
    client = Client()
    client.force_login(stranger)
    return client


@pytest.fixture
def as_city(city_official: User) -> Client:
    client = Client()
    client.force_login(city_official)
    return client


@pytest.fixture
def in_june(db: None) -> Iterator[None]:
    """Stop the clock on 5 June 2024, in the days of the registration."""
    with time_machine.travel(at(6, 5), tick=False):
        yield


@pytest.fixture
def in_july(db: None) -> Iterator[None]:
    """Stop the clock on 8 July 2024, in the days of the medical checks."""
    with time_machine.travel(at(7, 8), tick=False):
        yield


@pytest.fixture
def page_of(live_server: Any, context: BrowserContext) -> PageOf:
    """Open Chromium at a width, signed in as an account."""

    def open_page(account: User, width: int) -> Page:
        client = Client()
        client.force_login(account)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900 if width > 600 else 800})
        return page

    return open_page
