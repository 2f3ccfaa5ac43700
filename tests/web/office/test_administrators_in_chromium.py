"""Three administrators let a new official in, in a real browser; nothing keeps anybody from their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from linli.apps.accounts.access_record import Kind, note_access
from linli.apps.accounts.lockout import count_attempt
from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from tests.apps.made_administrators import make
from tests.factories import CITY, make_official
from tests.support.barriers import barriers_on

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}
PASSWORD = "新的样本密码-2024"
OF_ALL = ("administration/", "people/", "people/{dai}/", "people/{waiting}/", "password/")
PAGES = {
    Office.SYSTEM: (*OF_ALL, "people/new/", "people/{dai}/close/", "people/{dai}/reset-password/"),
    Office.SECURITY: (*OF_ALL, "people/{waiting}/grant/", "people/{dai}/unlock/", "records/"),
    Office.AUDIT: (*OF_ALL, "records/", "records/exports/", "records/accounts/", "seasons/new/"),
}


@pytest.fixture
def three(live_server: Any, db: None) -> dict[Office, User]:
    return {
        office: make_official(office.value, division=CITY, office=office, name=f"{name}样本")
        for office, name in zip(ADMINISTRATORS, ("孙", "李", "周"), strict=True)
    }


def filled(three: dict[Office, User], dai: User) -> dict[str, int]:
    """Leave something behind every page; return the keys of the people."""
    waiting = make(three[Office.SYSTEM], "zhang")
    now = timezone.now()
    for _ in range(5):
        count_attempt(dai.username)
    for number, (kind, account) in enumerate(
        ((Kind.SIGNED_IN, dai), (Kind.FAILED, None), (Kind.LOCKED, dai), (Kind.FAILED, dai))
    ):
        note_access(kind, account, at=now - timedelta(minutes=number), address="192.0.2.7")
    note_access(
        Kind.REFUSED,
        dai,
        at=now,
        address="2001:db8::7",
        page="GET /office/seasons/xinzhou-2024/routing/",
        reason="“转县”由市委社会工作部办理",
    )
    return {"dai": dai.pk, "waiting": waiting.pk}


def sized(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": SCREENS[width]})
    return page


def test_three_administrators_let_a_new_official_in(
    live_server: Any, page_of: PageOf, three: dict[Office, User], context: BrowserContext
) -> None:
    page = page_of(three[Office.SYSTEM], 390)
    page.goto(f"{live_server.url}/office/")
    page.get_by_role("link", name="建立账号").click()
    page.get_by_label("姓名").fill("张样本")
    page.get_by_label("用户名").fill("zhang")
    page.get_by_label("单位类别").select_option("county")
    page.get_by_label("所属区划").select_option("140923")
    page.get_by_label("依据").fill("市委社会工作部5月20日来函")
    page.get_by_role("button", name="建立账号").click()
    expect(page.get_by_text("链接只在这里出现一次")).to_be_visible()
    assert barriers_on(page) == []
    link = page.locator("p.raw").inner_text()

    page = page_of(three[Office.SECURITY], 390)
    page.goto(f"{live_server.url}/office/people/")
    page.get_by_role("link", name="张样本").click()
    page.get_by_role("link", name="授权").click()
    page.get_by_label("依据").fill("市委社会工作部5月20日来函")
    page.get_by_role("button", name="授权").click()
    expect(page.get_by_text("授予单位和区划")).to_be_visible()

    context.clear_cookies()
    page.goto(link)
    assert barriers_on(page) == []
    page.get_by_label("新密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍新密码").fill(PASSWORD)
    page.get_by_role("button", name="设置密码").click()
    page.get_by_role("link", name="登录").click()
    page.get_by_label("用户名").fill("zhang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="招募季", exact=True)).to_be_visible()

    page = page_of(three[Office.AUDIT], 390)
    page.goto(f"{live_server.url}/office/records/accounts/")
    expect(page.get_by_text("建立工作人员账号")).to_be_visible()
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_text("台账完整：共2条")).to_be_visible()


@pytest.mark.parametrize("office", ADMINISTRATORS)
def test_nothing_keeps_anybody_from_the_pages_of_an_administrator(
    live_server: Any,
    page_of: PageOf,
    three: dict[Office, User],
    dai_official: User,
    office: Office,
) -> None:
    keys = filled(three, dai_official)
    page = page_of(three[office], 390)

    for width in SCREENS:
        sized(page, width)
        for address in PAGES[office]:
            place = f"{live_server.url}/office/{address.format(**keys)}"
            assert (width, address, barriers_on(page, place)) == (width, address, [])


def test_a_locked_name_is_told_at_the_door_on_a_phone(
    live_server: Any, page: Page, dai_official: User
) -> None:
    sized(page, 390)
    page.goto(f"{live_server.url}/office/sign-in/")
    for _ in range(5):
        page.get_by_label("用户名").fill("dai")
        page.get_by_label("密码").fill("x")
        page.get_by_role("button", name="登录").click()

    expect(page.get_by_text("这个用户名登录失败次数太多")).to_be_visible()
    assert barriers_on(page) == []
