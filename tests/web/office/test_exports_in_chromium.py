"""Exports in a real browser: ordered by keyboard, watched while the worker is at it, taken; the sizes of screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.exports import ordering
from linli.apps.exports.catalogue import CATALOGUE
from linli.apps.exports.models import Export
from linli.apps.exports.ordering import Order, order_export
from linli.apps.notifications.working import SweepingWorker
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.factories import DAI, make_application, make_season
from tests.support.barriers import barriers_on

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}
EXPORTS = "/office/seasons/xinzhou-2024/exports/"

pytestmark = pytest.mark.usefixtures("kept_files")


@pytest.fixture
def filled(live_server: Any, city_official: User, dai_official: User) -> Season:
    season = make_season()
    for _ in range(3):
        make_application(season)
    return season


def make_some(season: Season, official: User) -> None:
    """Give an official exports in every state."""
    for number, status in enumerate(Export.Status):
        order = Order(CATALOGUE["applications"], f"资格审查会议用，第{number}次", {"county": DAI})
        export = order_export(season, order, actor=official, at=at(7, 20, 10, number))
        failure = "后台没有完成这份导出。请重新导出" if status == Export.Status.FAILED else ""
        Export.objects.filter(pk=export.pk).update(status=status, failure=failure, total=100_000)
    Export.objects.filter(status="running").update(rows=38_000)


def test_official_orders_a_long_list_by_keyboard_and_takes_it_when_it_is_ready(
    live_server: Any,
    page_of: PageOf,
    filled: Season,
    dai_official: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ordering, "MOST_ROWS_AT_ONCE", 0)
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{EXPORTS}")
    page.get_by_role("link", name="报名名单").focus()
    page.keyboard.press("Enter")
    page.get_by_label("用途").focus()
    page.keyboard.type("资格审查会议用")
    page.keyboard.press("Enter")
    expect(page.get_by_text("等待后台生成，3行")).to_be_visible()

    SweepingWorker(["exports"]).run()
    expect(page.get_by_role("status")).to_have_text("导出已经结束，见“我的导出”。", timeout=15_000)
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载").press("Enter")

    key = Export.objects.get().pk
    assert taken.value.suggested_filename == f"xinzhou-2024-applications-{key}.xlsx"


@pytest.mark.parametrize("width", SCREENS)
@pytest.mark.parametrize("address", ["", "lists/applications/", "log/"])
def test_pages_fit_the_screen_and_have_no_barriers(
    live_server: Any,
    page_of: PageOf,
    filled: Season,
    city_official: User,
    width: int,
    address: str,
) -> None:
    make_some(filled, city_official)
    page = page_of(city_official, 1440)
    page.set_viewport_size({"width": width, "height": SCREENS[width]})

    page.goto(f"{live_server.url}{EXPORTS}{address}")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers_on(page) == []
