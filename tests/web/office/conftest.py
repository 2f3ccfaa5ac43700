"""A season with three officials, and Chromium signed in as any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import BrowserContext, Page

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.models import Season
from tests.factories import CITY, DAI, YUANPING, make_official, make_season
from tests.web.office.made_intake import fill_desk

WIDTHS = {390: 844, 1440: 900}


@pytest.fixture
def city_official(db: None) -> User:
    return make_official("city", division=CITY, office=Office.CITY, name="王样本")


@pytest.fixture
def dai_official(db: None) -> User:
    return make_official("dai", division=DAI, name="赵样本")


@pytest.fixture
def yuanping_official(db: None) -> User:
    return make_official("yuanping", division=YUANPING, name="钱样本")


@pytest.fixture
def season(city_official: User) -> Season:
    return make_season()


@pytest.fixture
def rehearsal(city_official: User) -> Season:
    return make_season(is_rehearsal=True)


@pytest.fixture
def as_dai(client: Client, dai_official: User) -> Client:
    client.force_login(dai_official)
    return client


@pytest.fixture
def as_city(client: Client, city_official: User) -> Client:
    client.force_login(city_official)
    return client


@pytest.fixture
def desk(season: Season, city_official: User) -> Season:
    """A season with something on its intake desk."""
    return fill_desk(season, city_official)


@pytest.fixture
def queries_of(db: None) -> Callable[[Client, str], int]:
    """Count the queries that one request asks."""

    def count(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    return count


@pytest.fixture
def page_of(live_server: Any, context: BrowserContext) -> Callable[[User, int], Page]:
    """Open Chromium at a width, signed in as an official."""

    def open_page(official: User, width: int) -> Page:
        client = Client()
        client.force_login(official)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        return page

    return open_page
