"""Workbooks in a real browser: diploma dates and accounts, chosen, tried and made by keyboard; the sizes of screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import Office, User
from linli.apps.applications.states import State
from tests.factories import CITY, make_application, make_official, make_season
from tests.support.barriers import barriers_on
from tests.web.office import test_account_upload_pages as accounts
from tests.web.office.test_filled_pages import DIPLOMAS, workbook

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}

pytestmark = pytest.mark.usefixtures("kept_files")


def tried(page: Page, content: bytes) -> None:
    """Choose a file and send it by keyboard."""
    file: Any = {"name": "a.xlsx", "mimeType": "application/zip", "buffer": content}
    page.get_by_label("填好的表格").set_input_files(file)
    page.get_by_role("button", name="上传并试算").press("Enter")
    expect(page.get_by_role("heading", name="试算结果")).to_be_visible()


def assert_fits(page: Page) -> None:
    """Look at the page at every size."""
    for width, height in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert barriers_on(page) == []


def test_county_records_diploma_dates_from_a_workbook_put_right(
    live_server: Any, page_of: PageOf, city_official: User, dai_official: User
) -> None:
    season = make_season()
    for _ in range(2):
        make_application(season, state=State.INTERVIEWED)
    header = ("报名编号", "毕业证书取得日期")
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{DIPLOMAS}")

    tried(page, workbook(header, ("00001", "7月5日"), ("00009", "2024-07-05")))
    expect(page.get_by_role("link", name="下载问题清单")).to_be_visible()
    assert_fits(page)
    tried(page, workbook(header, ("00001", "2024-07-05"), ("00002", "2024-07-04")))
    assert_fits(page)
    page.get_by_role("button", name="核对无误，登记").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("已登记2人的取得日期")


def test_system_administrator_makes_accounts_and_sees_each_link_once(
    live_server: Any, page_of: PageOf, dai_official: User
) -> None:
    page = page_of(make_official("system", division=CITY, office=Office.SYSTEM), 1440)
    page.goto(f"{live_server.url}{accounts.PAGE}")
    assert_fits(page)

    tried(page, accounts.workbook("zhang", "wang"))
    assert_fits(page)
    page.get_by_role("button", name="核对无误，建立账号").press("Enter")

    expect(page.get_by_role("heading", name="已建立2个账号")).to_be_visible()
    assert_fits(page)
    expect(page.get_by_text("/office/password/first/")).to_have_count(2)
