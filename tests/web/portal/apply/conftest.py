"""An open season and an applicant, and Chromium signed in as the applicant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Season
from tests.support.portal import make_applicant, make_open_season

PHONE, DESK = (390, 844), (1440, 900)
OpenPage = Callable[..., Page]


@pytest.fixture
def season(kept_files: None, db: None) -> Season:
    return make_open_season()


@pytest.fixture
def applicant(db: None) -> User:
    return make_applicant()


@pytest.fixture
def as_applicant(client: Client, applicant: User) -> Client:
    client.force_login(applicant)
    return client


@pytest.fixture
def open_page(live_server: Any, browser: Browser, applicant: User, season: Season) -> OpenPage:
    """Open a page of its own browser, as another device: signed in, at a size, with or without scripts."""

    def opened(size: tuple[int, int] = PHONE, *, scripts: bool = True) -> Page:
        client = Client()
        client.force_login(applicant)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=live_server.url,
            java_script_enabled=scripts,
            locale="zh-CN",
        )
        context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": live_server.url,
                }
            ]
        )
        page: Page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    return opened
