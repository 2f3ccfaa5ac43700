"""A city official opens a rehearsal, routes its cases and extends the registration, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.seasons.models import Season, Stage
from tests.factories import make_application, make_form
from tests.support.barriers import barriers_on

PageOf = Callable[[User, int], Page]
BASE = "/office/seasons/xinzhou-2024/"
PAGES = (
    "/office/seasons/new/",
    "/office/seasons/new/?pack=xinzhou-2024&kind=rehearsal&first_day=2026-09-20",
    "/office/seasons/new/?pack=xinzhou-2024&kind=x",
    f"{BASE}schedule/",
    f"{BASE}routing/",
    f"{BASE}applications/00001/route/",
    f"{BASE}enquiries/",
    "/office/people/",
)


def receive(season: Season, *counties: str | None) -> None:
    for county in counties:
        form = make_form("张样本", "", intended={"city": "忻州市", "county": county})
        make_application(season, county=None, state=State.RECEIVED, form=form)


@pytest.fixture(autouse=True)
def holidays(live_server: Any) -> None:
    fill_packaged_years()


def test_city_opens_a_rehearsal_routes_its_cases_and_extends_the_registration(
    live_server: Any, page_of: PageOf, city_official: User
) -> None:
    page = page_of(city_official, 390)
    today = timezone.localdate()

    page.goto(f"{live_server.url}/office/")
    page.get_by_role("link", name="开启招募季").click()
    page.get_by_label("演练：处处标明“演练”，不发通知").check()
    page.get_by_label("报名开始日期").fill(today.isoformat())
    page.get_by_role("button", name="核对内容").click()
    expect(page.get_by_text("与文件总数175一致")).to_be_visible()
    assert barriers_on(page) == []
    page.get_by_role("button", name="开启演练").click()
    expect(page.get_by_role("heading", name="日程和发布")).to_be_visible()
    expect(page.get_by_label("演练标识")).to_be_visible()

    season = Season.objects.get()
    receive(season, "代县", "原平市", "代县", None)
    page.goto(f"{live_server.url}{BASE}")
    page.get_by_role("link", name="转县", exact=True).click()
    receive(season, "忻府区")
    page.get_by_role("button", name="转县（4件）").click()
    expect(page.get_by_role("alert")).to_contain_text("又收到1件报名，尚未转县")
    page.get_by_role("button", name="转县（5件）").click()
    expect(page.get_by_text("忻府区1件、代县2件、原平市1件、留市级1件")).to_be_visible()
    assert barriers_on(page) == []

    page.goto(f"{live_server.url}{BASE}schedule/")
    last_day = today + timedelta(days=16)
    page.get_by_label("新的最后一天").fill(last_day.isoformat())
    page.get_by_label("延长的理由").fill("系统停机三天")
    page.get_by_role("button", name="看哪些日期会变").click()
    expect(page.get_by_role("heading", name="“宣传报名”延长3天")).to_be_visible()
    assert barriers_on(page) == []
    page.get_by_role("button", name="延长“宣传报名”3天").click()
    expect(page.get_by_text("系统停机三天")).to_be_visible()
    assert season.windows.get(stage=Stage.REGISTRATION).last_day == last_day


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_have_no_serious_barrier_no_script_and_do_not_overflow(
    live_server: Any, page_of: PageOf, city_official: User, rehearsal: Season, width: int
) -> None:
    receive(rehearsal, "代县", None)
    page = page_of(city_official, width)
    found = {}
    for address in PAGES:
        barriers = barriers_on(page, f"{live_server.url}{address}")
        found[address] = (barriers, page.locator("script, style, [style], [onclick]").count())

    assert found == {address: ([], 0) for address in PAGES}
