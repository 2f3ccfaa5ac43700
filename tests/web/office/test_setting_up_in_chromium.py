"""A season opened by mistake is withdrawn, and a year of holidays loaded, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import Office, User
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.holidays.models import CalendarYear
from linli.apps.seasons.models import Season
from linli.apps.seasons.withdrawing import withdraw_season
from tests.apps.cast import at
from tests.factories import CITY, make_application, make_official, make_season
from tests.support.barriers import barriers_on

PageOf = Callable[[User, int], Page]
PageAs = Callable[[User], Page]
SCHEDULE = "/office/seasons/xinzhou-2024/schedule/"
YEAR = "日期,类别\n2024-06-10,放假\n2024-06-12,放假\n2024-07-13,补班\n"


@pytest.fixture(autouse=True)
def holidays(live_server: Any) -> None:
    fill_packaged_years()


@pytest.fixture
def system(db: None) -> User:
    return make_official("system", division=CITY, office=Office.SYSTEM, name="孙样本")


@pytest.fixture(params=[390, 1366, 1440])
def page_as(request: pytest.FixtureRequest, page_of: PageOf) -> PageAs:
    """Open Chromium at each width, signed in as an official."""

    def opened(official: User) -> Page:
        page = page_of(official, 1440)
        page.set_viewport_size({"width": request.param, "height": 844})
        return page

    return opened


def seen(page: Page, name: str) -> list[Any]:
    """Return what bars anybody from the page, and keep a picture where somebody asks for it."""
    if folder := os.environ.get("PICTURES"):
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*barriers_on(page), *(["overflow"] if wide else [])]


def test_city_withdraws_a_season_opened_by_mistake(
    live_server: Any, page_as: PageAs, city_official: User, season: Season
) -> None:
    make_season()
    page = page_as(city_official)

    page.goto(f"{live_server.url}{SCHEDULE}")
    assert seen(page, "schedule") == []
    page.get_by_role("link", name="撤销开启的招募季").click()
    page.get_by_role("button", name="撤销xinzhou-2024").click()
    expect(page.get_by_role("alert")).to_contain_text("请核对编号以后勾选")
    assert seen(page, "withdraw-refused") == []
    page.get_by_label("撤销的理由").fill("重复开启")
    page.get_by_label("编号xinzhou-2024核对无误，确要撤销").check()
    page.get_by_role("button", name="撤销xinzhou-2024").click()
    expect(page.get_by_role("heading", name="已撤销的招募季（1个）")).to_be_visible()
    expect(page.get_by_text("由王样本撤销；理由：重复开启")).to_be_visible()
    assert seen(page, "seasons") == []


def test_city_reads_why_a_season_cannot_be_withdrawn(
    live_server: Any, page_as: PageAs, city_official: User, season: Season
) -> None:
    make_application(season)
    page = page_as(city_official)

    page.goto(f"{live_server.url}{SCHEDULE}withdraw/")

    expect(page.get_by_text("已有报名1条，不能撤销")).to_be_visible()
    assert seen(page, "withdraw-not") == []


def test_system_administrator_loads_a_year(
    live_server: Any,
    page_as: PageAs,
    city_official: User,
    season: Season,
    system: User,
    kept_files: None,
) -> None:
    other = make_season()
    withdraw_season(other, reason="重复开启", actor=city_official, at=at(6, 3))
    page = page_as(system)

    page.goto(f"{live_server.url}/office/administration/")
    page.get_by_role("link", name="放假安排").first.click()
    assert seen(page, "holidays") == []
    page.get_by_role("textbox", name="年份").fill("2024")
    page.get_by_role("textbox", name="依据").fill("国办发明电〔2023〕7号")
    bad = {"name": "a.csv", "mimeType": "text/csv", "buffer": f"{YEAR}2024-06-13,补班\n".encode()}
    page.get_by_label("放假和补班日").set_input_files(files=[bad])  # type: ignore[list-item]
    page.get_by_role("button", name="上传并试算").click()
    expect(page.get_by_text("第5行的2024-06-13是星期四，本来就上班，不是补班")).to_be_visible()
    assert seen(page, "holidays-wrong") == []
    good = {"name": "a.csv", "mimeType": "text/csv", "buffer": YEAR.encode()}
    page.get_by_label("放假和补班日").set_input_files(files=[good])  # type: ignore[list-item]
    page.get_by_role("button", name="重新上传并试算").click()
    expect(page.get_by_role("cell", name="宣传报名")).to_be_visible()
    assert seen(page, "holidays-tried") == []
    page.get_by_role("button", name="载入2024年的放假安排").click()
    expect(page.get_by_text("2024年的放假安排已载入")).to_be_visible()
    assert CalendarYear.objects.get(year=2024).source == "国办发明电〔2023〕7号"
    assert seen(page, "holidays-loaded") == []


def test_city_reads_that_reporting_would_be_late(
    live_server: Any, page_as: PageAs, city_official: User, season: Season
) -> None:
    window = season.windows.get(stage="registration")
    page = page_as(city_official)
    window.last_day = window.last_day.replace(year=2027)
    season.windows.exclude(stage="registration").update(
        first_day="2027-07-01", last_day="2027-07-31"
    )
    window.save()

    page.goto(f"{live_server.url}{SCHEDULE}")
    page.get_by_label("新的最后一天").fill("2027-06-20")
    page.get_by_label("延长的理由").fill("系统停机")
    page.get_by_role("button", name="看哪些日期会变").click()

    expect(page.get_by_text("晚于文件规定的最后一天")).to_be_visible()
    assert seen(page, "extend") == []
