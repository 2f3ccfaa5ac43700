"""The pages in a real browser: what officials do, at both widths, under the strict policy for contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.factories import (
    PASSWORD,
    YUANPING,
    make_application,
    make_checks,
    make_finished_case,
    make_season,
)
from tests.support.barriers import barriers_on

PageOf = Callable[[User, int], Page]
PAGES = (
    "/office/",
    "/office/seasons/xinzhou-2024/",
    "/office/seasons/xinzhou-2024/policy/",
    "/office/seasons/xinzhou-2024/applications/",
    "/office/seasons/xinzhou-2024/applications/00001/",
    "/office/seasons/xinzhou-2024/applications/00002/",
    "/office/seasons/xinzhou-2024/applications/00001/ledger/",
    "/office/seasons/xinzhou-2024/applications/00003/",
    "/nowhere/",
)


@pytest.fixture
def filled_season(live_server: Any, city_official: User, dai_official: User) -> Season:
    season = make_season(is_rehearsal=True)
    make_finished_case(season, dai_official)
    make_checks(make_application(season, state=State.ROUTED, name="欧阳样本", proposal="refer"))
    make_application(season, county=YUANPING)
    return season


def test_county_official_signs_in_and_reads_a_case_with_its_clauses_and_ledger(
    live_server: Any, page: Page, filled_season: Season
) -> None:
    page.goto(f"{live_server.url}/office/")
    page.get_by_label("用户名").fill("dai")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    page.get_by_role("link", name=filled_season.title).click()
    page.get_by_role("link", name="报名", exact=True).click()
    expect(page.get_by_role("heading", name="共2件")).to_be_visible()
    expect(page.get_by_role("link", name="00003")).to_have_count(0)

    page.get_by_role("link", name="00002").click()
    expect(page.get_by_role("listitem").filter(has_text="毕业证书待取得")).to_contain_text(
        "符合（附条件）"
    )
    page.get_by_role("link", name="台账").click()
    expect(page.get_by_text("台账中还没有此件的记录")).to_be_visible()

    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="工作人员登录")).to_be_visible()


def test_wrong_password_is_read_out_as_an_alert(
    live_server: Any, page: Page, filled_season: Season
) -> None:
    page.goto(f"{live_server.url}/office/sign-in/")
    page.get_by_label("用户名").fill("dai")
    page.get_by_label("密码").fill("x")
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")


def test_clause_link_shows_that_clause_on_the_policy_page(
    live_server: Any, page_of: PageOf, dai_official: User, filled_season: Season
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{PAGES[5]}")

    page.get_by_role("link", name="D0 二4").click()

    expect(page.get_by_role("region", name="D0 二4")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_have_no_serious_barrier_no_forbidden_content_and_do_not_overflow(
    live_server: Any, page_of: PageOf, dai_official: User, filled_season: Season, width: int
) -> None:
    page = page_of(dai_official, width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    barriers = {address: barriers_on(page, f"{live_server.url}{address}") for address in PAGES}

    assert barriers == {address: [] for address in PAGES}
    assert [one for one in complaints if "status of 40" not in one] == []
    assert hosts == {live_server.url.split("/")[2]}


@pytest.mark.parametrize("width", [390, 1440])
def test_sign_in_has_no_serious_barrier_before_and_after_a_refusal(
    live_server: Any, page: Page, filled_season: Season, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    before = barriers_on(page, f"{live_server.url}/office/sign-in/")

    page.get_by_role("button", name="登录").click()
    after = barriers_on(page)

    assert (before, after) == ([], [])


def test_rehearsal_mark_stays_in_sight_when_the_page_is_scrolled(
    live_server: Any, page_of: PageOf, dai_official: User, filled_season: Season
) -> None:
    page = page_of(dai_official, 390)
    page.goto(f"{live_server.url}{PAGES[4]}")

    page.get_by_text("来件", exact=True).scroll_into_view_if_needed()

    expect(page.get_by_text("演练", exact=True).first).to_be_in_viewport()


def test_keyboard_reaches_the_text_by_the_first_key(
    live_server: Any, page_of: PageOf, dai_official: User, filled_season: Season
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{PAGES[1]}")

    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()


def test_pages_work_without_script_and_carry_none(
    live_server: Any, page_of: PageOf, dai_official: User, filled_season: Season
) -> None:
    page = page_of(dai_official, 1440)

    found = []
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        found.append(page.locator("script, style, [style], [onclick]").count())

    assert found == [0] * len(PAGES)


def test_every_file_that_a_style_sheet_names_is_there(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / "collected" / "staticfiles.json").is_file()
