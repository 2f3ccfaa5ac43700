"""The season's first page in a real browser: by keyboard, at all sizes of screens, with nothing for axe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Season, Stage
from tests.factories import make_season
from tests.support.barriers import barriers_on
from tests.web.office.made_dashboard import fill_dashboard

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}
OVERVIEW = "/office/seasons/xinzhou-2024/"


@pytest.fixture
def filled(live_server: Any, time_machine: Any, city_official: User, dai_official: User) -> Season:
    time_machine.move_to("2024-06-24T10:00:00+08:00")
    return fill_dashboard(make_season())


def sized(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": SCREENS[width]})
    return page


@pytest.mark.parametrize("width", SCREENS)
@pytest.mark.parametrize("measure", ["applied", "decided", "vacancy", "overdue"])
def test_first_page_has_no_barrier_at_any_size_and_with_any_measure(
    live_server: Any, page_of: PageOf, filled: Season, city_official: User, width: int, measure: str
) -> None:
    page = sized(page_of(city_official, 1440), width)

    assert barriers_on(page, f"{live_server.url}{OVERVIEW}?measure={measure}&sort=vacancy") == []


@pytest.mark.parametrize("width", SCREENS)
def test_pages_of_a_county_and_of_a_closed_season_have_no_barrier(
    live_server: Any, page_of: PageOf, filled: Season, dai_official: User, width: int
) -> None:
    page = sized(page_of(dai_official, 1440), width)

    assert barriers_on(page, f"{live_server.url}{OVERVIEW}") == []
    assert barriers_on(page, f"{live_server.url}/office/") == []

    Season.objects.update(stage=Stage.CLOSED)
    assert barriers_on(page, f"{live_server.url}{OVERVIEW}") == []


def test_no_number_of_a_tile_is_cut_off_on_a_phone(
    live_server: Any, page_of: PageOf, filled: Season, city_official: User
) -> None:
    page = sized(page_of(city_official, 390), 390)
    page.goto(f"{live_server.url}{OVERVIEW}?measure=decided")

    wide = page.eval_on_selector_all(
        ".tile-number",
        "all => all.filter(one => one.scrollWidth > one.closest('.tile').clientWidth).length",
    )

    assert wide == 0


@pytest.mark.parametrize(("width", "is_told"), [(390, True), (1366, False), (1440, False)])
def test_table_that_is_wider_than_the_screen_says_so_and_keeps_the_county_in_sight(
    live_server: Any,
    page_of: PageOf,
    filled: Season,
    city_official: User,
    width: int,
    is_told: bool,
) -> None:
    page = sized(page_of(city_official, 1440), width)
    page.goto(f"{live_server.url}{OVERVIEW}")
    scrolled = page.locator(".scroll", has=page.locator(".counties"))

    hidden = scrolled.evaluate("one => one.scrollWidth - one.clientWidth")
    scrolled.evaluate("one => one.scrollTo(one.scrollWidth, 0)")
    name = page.locator(".counties tbody th").first

    assert (hidden > 0) == is_told
    assert page.locator(".scroll-hint").is_visible() == is_told
    if is_told:
        box, frame = name.bounding_box(), scrolled.bounding_box()
        assert box is not None
        assert frame is not None
        assert abs(box["x"] - frame["x"]) < 1


def test_official_goes_by_keyboard_from_the_measure_to_the_sorted_table_and_a_county(
    live_server: Any, page_of: PageOf, filled: Season, city_official: User
) -> None:
    page = page_of(city_official, 1440)
    page.goto(f"{live_server.url}{OVERVIEW}")

    page.get_by_role("link", name="空缺").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".measures [aria-current]")).to_have_text("空缺")

    page.locator(".counties").get_by_role("link", name="报名", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".counties tbody th").first).to_have_text("忻府区")
    expect(page.locator(".measures [aria-current]")).to_have_text("空缺")

    page.locator(".tile-link", has_text="代县").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}{OVERVIEW}applications/?county=140923")


def test_task_leads_to_the_page_that_does_it(
    live_server: Any, page_of: PageOf, filled: Season, dai_official: User
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{OVERVIEW}")

    page.get_by_role("link", name="资格审查 12件").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_server.url}{OVERVIEW}review/")
