"""A trial in a real browser: the city computes, reads, compares and adopts, at every width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Season
from tests.factories import make_season
from tests.support.barriers import barriers_on
from tests.web.office.conftest import WIDTHS
from tests.web.office.made_trial import (
    ADOPT,
    COMPARE,
    PEOPLE,
    TRIAL,
    TRIALS,
    raise_fourth,
    two_trials,
    waiting_season,
)

PageOf = Callable[[User, int], Page]
SECOND = f"{TRIALS}2/adopt/"
PAGES = (TRIALS, TRIAL, PEOPLE, f"{PEOPLE}00004/", COMPARE, f"{COMPARE}&show=all", ADOPT, SECOND)


@pytest.fixture
def waiting(live_server: Any, city_official: User) -> Season:
    return waiting_season(make_season(is_rehearsal=True))


def test_the_city_tries_twice_compares_and_adopts_by_keyboard_alone(
    live_server: Any, page_of: PageOf, city_official: User, waiting: Season
) -> None:
    page = page_of(city_official, 1440)
    page.goto(f"{live_server.url}{TRIALS}")
    page.get_by_role("button", name="试算", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="第1次试算")).to_be_visible()
    raise_fourth(waiting)
    page.get_by_role("link", name="试算", exact=True).press("Enter")
    page.get_by_role("button", name="试算", exact=True).press("Enter")

    page.get_by_role("link", name="与第1次试算比较").press("Enter")
    people = page.get_by_role("region", name="列出2人")
    expect(people).to_contain_text("面见总分由87.50改为89.50")
    page.get_by_role("link", name="第2次试算").first.press("Enter")
    page.get_by_role("link", name="逐人查看结果和理由").press("Enter")
    page.get_by_role("link", name="00002").press("Enter")
    expect(page.get_by_role("region", name="入围情况")).to_contain_text("低于该地区末位入围89.50")

    page.get_by_role("link", name="第2次试算").first.press("Enter")
    page.get_by_role("link", name="核对并采用").press("Enter")
    page.get_by_label("采用理由").fill("部务会议7月5日研究确定")
    page.get_by_label("已核对本次试算的结果").press("Space")
    page.get_by_role("button", name="确定采用第2次试算").press("Enter")
    expect(page.get_by_role("heading", name="入围安排")).to_be_visible()
    expect(page.get_by_text("部务会议7月5日研究确定")).to_be_visible()


@pytest.mark.parametrize("width", sorted({390, 1366, *WIDTHS}))
def test_pages_of_trials_have_no_serious_barrier_and_do_not_overflow(
    live_server: Any, page_of: PageOf, city_official: User, width: int
) -> None:
    two_trials(make_season(is_rehearsal=True), city_official)
    page = page_of(city_official, width if width in WIDTHS else 1440)
    page.set_viewport_size({"width": width, "height": 844})

    barriers = {address: barriers_on(page, f"{live_server.url}{address}") for address in PAGES}

    assert barriers == {address: [] for address in PAGES}


def test_pages_of_trials_carry_no_script_and_no_style_of_their_own(
    live_server: Any, page_of: PageOf, city_official: User
) -> None:
    two_trials(make_season(is_rehearsal=True), city_official)
    page = page_of(city_official, 1440)

    found = []
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        found.append(page.locator("script, style, [style], [onclick]").count())

    assert found == [0] * len(PAGES)
