"""A placement in a real browser: an official follows one person, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Season
from tests.factories import make_season
from tests.support.barriers import barriers_on
from tests.web.office.made_placement import (
    COUNTY,
    PLACEMENT,
    RUN,
    case_at,
    fill_placement,
    fill_vacancy,
)

PageOf = Callable[[User, int], Page]
PAGES = (PLACEMENT, RUN, COUNTY, case_at("00001"), case_at("00003"), case_at("00004"))


@pytest.fixture
def placed(live_server: Any, city_official: User, dai_official: User) -> Season:
    season = fill_placement(make_season(is_rehearsal=True), city_official)
    fill_vacancy(season, dai_official)
    return season


def test_a_county_official_follows_a_person_from_the_list_to_the_case_and_to_the_paper(
    live_server: Any, page_of: PageOf, dai_official: User, placed: Season
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}/office/seasons/xinzhou-2024/")

    page.get_by_role("link", name="入围", exact=True).click()
    expect(page.get_by_text("已按公布的三个表重新计算，结果一致")).to_be_visible()
    page.get_by_role("link", name="代县", exact=True).click()
    page.get_by_role("region", name="递补候选1人").get_by_role("link", name="00004").click()

    section = page.get_by_role("region", name="入围情况")
    expect(section.get_by_role("listitem")).to_contain_text("低于该地区末位入围89.00")
    expect(section).to_contain_text("递补报名00001留下的名额")
    with page.expect_download() as paper:
        section.get_by_role("link", name="PDF").click()
    assert paper.value.suggested_filename == "00004-placement.pdf"


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_of_a_placement_have_no_serious_barrier_and_do_not_overflow(
    live_server: Any, page_of: PageOf, city_official: User, placed: Season, width: int
) -> None:
    page = page_of(city_official, width)

    barriers = {address: barriers_on(page, f"{live_server.url}{address}") for address in PAGES}

    assert barriers == {address: [] for address in PAGES}


def test_the_page_before_a_placement_has_no_serious_barrier(
    live_server: Any, page_of: PageOf, city_official: User, season: Season
) -> None:
    page = page_of(city_official, 390)

    assert barriers_on(page, f"{live_server.url}{PLACEMENT}") == []


def test_pages_of_a_placement_carry_no_script_and_no_style_of_their_own(
    live_server: Any, page_of: PageOf, city_official: User, placed: Season
) -> None:
    page = page_of(city_official, 1440)

    found = []
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        found.append(page.locator("script, style, [style], [onclick]").count())

    assert found == [0] * len(PAGES)
