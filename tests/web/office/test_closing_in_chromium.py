"""Diplomas, the end of the reserve and a month's pay in a real browser, at the office's screens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.pay.models import PaySlip
from linli.apps.seasons.models import Season
from tests.factories import CITY, YUANPING, make_application, make_official, make_season
from tests.support.barriers import barriers_on
from tests.web.office.made_closing import (
    AUGUST,
    DIPLOMAS,
    JULY,
    PAY,
    REASON,
    RESERVE,
    REVOKE,
    candidates,
    serve,
)
from tests.web.office.made_placement import fill_placement, fill_vacancy

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}


@pytest.fixture
def filled(live_server: Any, city_official: User, dai_official: User) -> Season:
    """A season with people at every stage that the three pages know."""
    season = make_season()
    fill_placement(season, city_official)
    fill_vacancy(season, dai_official)
    candidates(season)
    for name in ("丁样本", "戊样本"):
        make_application(season, state=State.INTERVIEWED, name=name, diploma_date=date(2024, 7, 6))
    serve(season, date(2024, 7, 22), name="己样本")
    serve(season, date(2024, 7, 31), date(2024, 8, 15), state=State.LEFT, name="庚样本")
    serve(season, date(2024, 7, 1), county=YUANPING, name="辛样本")
    return season


@pytest.fixture
def finance_official(db: None) -> User:
    return make_official("finance", division=CITY, office=Office.FINANCE, name="孙样本")


@pytest.mark.long
def test_a_late_diploma_is_recorded_and_revoked_and_a_month_is_run(
    live_server: Any,
    page_of: PageOf,
    dai_official: User,
    finance_official: User,
    filled: Season,
) -> None:
    late = filled.applications.get(person__name="甲样本")
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{DIPLOMAS}")
    page.get_by_label(f"报名{late.case_number}的取得日期").fill("2024-07-06")
    page.get_by_role("button", name="登记取得日期").click()
    expect(page.get_by_text("已登记1人的取得日期")).to_be_visible()
    page.get_by_role("link", name="办理取消招募资格").click()
    page.get_by_label(late.case_number).check()
    page.get_by_label("取消资格的理由").fill(REASON)
    page.get_by_role("button", name="核对将要办理的事项").click()
    assert barriers_on(page) == []
    page.get_by_role("button", name="取消1人的招募资格").click()
    expect(page.get_by_text("已取消1人的招募资格")).to_be_visible()

    page = page_of(finance_official, 1440)
    page.goto(f"{live_server.url}{PAY}")
    page.get_by_role("link", name=re.compile("试算和核算.*2024年7月")).click()
    expect(page.get_by_text("省级分担")).to_be_visible()
    page.get_by_role("button", name="核算2024年7月的补贴").click()
    expect(page.get_by_text("2024年7月的补贴已经核算，已记入台账")).to_be_visible()
    assert barriers_on(page) == []

    assert Application.objects.get(pk=late.pk).state == State.REVOKED
    assert PaySlip.objects.count() == 3


@pytest.mark.long
@pytest.mark.parametrize("width", list(SCREENS))
def test_pages_have_no_serious_barrier_and_do_not_overflow(
    live_server: Any,
    page_of: PageOf,
    dai_official: User,
    finance_official: User,
    city_official: User,
    filled: Season,
    width: int,
) -> None:
    complaints: list[str] = []
    slip = f"{JULY}{filled.applications.get(person__name='庚样本').case_number}/"
    addresses = {
        dai_official: (DIPLOMAS, f"{DIPLOMAS}?list=recorded", REVOKE, RESERVE),
        city_official: (DIPLOMAS, RESERVE),
        finance_official: (PAY, JULY, AUGUST, slip),
    }
    found = {}

    for official, own in addresses.items():
        page = page_of(official, 1440)
        page.set_viewport_size({"width": width, "height": SCREENS[width]})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for address in own:
            found[address] = barriers_on(page, f"{live_server.url}{address}")

    assert ({key: seen for key, seen in found.items() if seen}, complaints) == ({}, [])
