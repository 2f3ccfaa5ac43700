"""From the medical check to the formal recruits, in a real browser, at the sizes of the office's screens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.holidays.models import CalendarYear
from linli.apps.notices.actions import publish_list
from linli.apps.notices.lodging import Statement, lodge_objection
from linli.apps.notices.models import Objection
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.medical import record_medical
from tests.apps.cast import signed
from tests.apps.test_rechecking import waiting
from tests.factories import DAI, make_application, make_season
from tests.support.barriers import barriers_on
from tests.web.office.made_ending import (
    FIRST,
    LIST,
    MEDICAL,
    NOTICE,
    OBJECTIONS,
    SECOND,
    TAKE,
    TELEPHONE,
    answer_at,
    fill_medical,
    make_communities,
    passed,
)
from tests.web.office.made_placement import BASE

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}
TODAY_AT = "%Y-%m-%d %H:%M"


@pytest.fixture
def filled(live_server: Any, city_official: User, dai_official: User) -> Season:
    season = fill_medical(make_season(), city_official)
    # The pages are looked at today, whenever that is.
    for year in (timezone.localdate().year, timezone.localdate().year + 1):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "样本"})
    for name in ("王样本", "赵样本"):
        make_application(season, state=State.MEDICAL_PASSED, name=name)
    return season


def test_conclusions_a_backfill_a_notice_an_objection_and_the_others_confirmed(
    live_server: Any, page_of: PageOf, dai_official: User, filled: Season
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{MEDICAL}")
    page.get_by_label("体检医院").fill("代县样本医院")
    page.get_by_label("体检日期", exact=True).fill("2024-07-08")
    page.get_by_label("都登记为合格").check()
    page.get_by_label("报名00001的结论").select_option("不合格")
    page.get_by_role("button", name="核对将要办理的事项").click()
    expect(page.get_by_text("递补位次第1位，面见总分87.50分")).to_be_visible()
    assert barriers_on(page) == []
    page.get_by_role("button", name="登记2人的结论").click()
    page.get_by_role("button", name="同意递补").click()
    expect(page.get_by_text("1人递补入围")).to_be_visible()

    page.get_by_role("link", name="公示").click()
    expect(page.get_by_text("还有1人没有体检结论")).to_be_visible()
    page.get_by_label("受理异议的电话").fill("0350-0000000")
    page.get_by_label("阶段结束以后发布的原因").fill("递补人选体检较晚")
    page.get_by_role("button", name="发布公示").click()
    page.get_by_role("link", name=re.compile("登记异议.*第2行")).click()
    page.get_by_label("电话", exact=True).check()
    page.get_by_label("收到时间").fill(timezone.localtime().strftime(TODAY_AT))
    page.get_by_label("反映的问题").fill("反映毕业时间不实")
    page.get_by_role("button", name="登记异议").click()
    expect(page.get_by_text("1件异议还没有答复")).to_be_visible()

    with time_machine.travel(timezone.now() + timedelta(days=12)):
        page = page_of(dai_official, 1440)
        page.goto(f"{live_server.url}{LIST}")
        page.get_by_role("button", name="确定2名正式招募人选").click()
        expect(page.get_by_text("已确定2人为正式招募人选")).to_be_visible()
    assert barriers_on(page) == []

    found = Application.objects.filter(county=dai_official.division).order_by("case_number")
    assert dict(found.values_list("case_number", "state")) == {
        "00001": "medical_failed",
        "00002": "formal",
        "00004": "placed",
        "00005": "not_recruited",
        "00006": "proposed",
        "00007": "formal",
    }
    assert list(Objection.objects.values_list("way", "is_anonymous")) == [("telephone", True)]


def before_the_list(filled: Season, dai: User) -> tuple[str, ...]:
    """Leave a place open, and return the pages that stand before a list is posted."""
    record_medical(
        {Application.objects.get(case_number="00001"): "absent"},
        hospital="代县样本医院",
        checked_on=filled.window(Stage.MEDICAL_CHECK).first_day,
        actor=dai,
        at=timezone.now(),
    )
    waits = waiting(filled, dai)
    return MEDICAL, answer_at("00002"), f"{MEDICAL}{waits.case_number}/recheck/", NOTICE


def after_the_list(filled: Season, dai: User) -> tuple[str, ...]:
    """Post a list with two objections of one wording, and return the pages that stand after it."""
    passed(filled)
    notice = publish_list(
        filled, DAI, actor=dai, at=timezone.now(), telephone=TELEPHONE, reason="样本"
    )
    for line, code in ((1, "7KQM3XWPV2HT"), (2, "8KQM3XWPV2HT")):
        lodge_objection(notice, line, Statement("名单有问题"), code=code, at=timezone.now())
    key = Objection.objects.values_list("pk", flat=True)[0]
    return LIST, TAKE, OBJECTIONS, f"{OBJECTIONS}{key}/", f"{OBJECTIONS}{key}/alike/"


def with_agreements(filled: Season, dai: User) -> tuple[str, ...]:
    """Lay recruits before the signing, before the filing and before the report, and return the page."""
    make_communities()
    make_application(filled, state=State.FORMAL)
    for state, community in ((State.SIGNED, FIRST), (State.FILED, SECOND)):
        signed(
            filled,
            state=state,
            street_id=FIRST[:9],
            community_id=community,
            filing_receipt="样本回执" * (state is State.FILED),
        )
    return (f"{BASE}/agreements/",)


@pytest.mark.parametrize("width", list(SCREENS))
@pytest.mark.parametrize("stage", [before_the_list, after_the_list, with_agreements])
def test_pages_have_no_serious_barrier_and_do_not_overflow(
    live_server: Any,
    page_of: PageOf,
    dai_official: User,
    filled: Season,
    stage: Callable[[Season, User], tuple[str, ...]],
    width: int,
) -> None:
    page = page_of(dai_official, 1440)
    page.set_viewport_size({"width": width, "height": SCREENS[width]})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    addresses = stage(filled, dai_official)

    found = {one: barriers_on(page, f"{live_server.url}{one}") for one in addresses}

    assert (found, complaints) == ({one: [] for one in addresses}, [])


def test_conclusions_are_entered_without_script(
    live_server: Any, browser: Any, page_of: PageOf, dai_official: User, filled: Season
) -> None:
    cookies = page_of(dai_official, 1440).context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{live_server.url}{MEDICAL}")

    page.get_by_label("体检医院").fill("代县样本医院")
    page.get_by_label("体检日期", exact=True).fill("2024-07-08")
    page.get_by_label("报名00001的结论").select_option("缺席")
    page.get_by_role("button", name="核对将要办理的事项").click()
    page.get_by_role("button", name="登记1人的结论").click()

    expect(page.get_by_text("已登记1人的体检结论")).to_be_visible()
    context.close()
