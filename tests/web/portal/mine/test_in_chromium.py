"""The applicant's own pages in a real browser: by hand on a phone, and free of barriers at every width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.apps.applicants import own_application
from tests.apps.cast import state_of
from tests.support.barriers import barriers_on
from tests.web.portal.mine import made_cases

PageOf = Callable[[User, int], Page]


def test_applicant_on_a_phone_declines_the_medical_check(
    live_server: Any, page_of: PageOf, season: Season, mine: User
) -> None:
    case = own_application(season, mine, state=State.PLACED)
    page = page_of(mine, 390)
    page.goto(f"{live_server.url}/my/")

    page.get_by_role("link", name=season.title).click()
    page.get_by_role("link", name="答复是否参加体检").click()
    page.get_by_label("不参加，放弃名额").check()
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("alert")).to_contain_text("选择了不参加，请先勾选确认")
    expect(page.get_by_label("不参加，放弃名额")).to_be_checked()
    page.get_by_label("我知道空出的名额由别人递补").check()
    page.get_by_role("button", name="答复").click()

    expect(page.get_by_role("heading", name="已放弃体检")).to_be_visible()
    assert state_of(case) is State.DECLINED


@pytest.mark.parametrize("width", [360, 390, 1440])
def test_pages_have_no_serious_barrier_and_do_not_overflow(
    live_server: Any, page_of: PageOf, season: Season, mine: User, dai_official: User, width: int
) -> None:
    case = made_cases.finished(season, mine, dai_official)
    other = own_application(season, User.objects.create(username="other"), state=State.FORMAL)
    own = f"/my/{season.code}/{case.case_number}/"
    page = page_of(mine, width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    addresses = ("/my/", own, f"{own}request/", "/my/messages/", "/my/data/", "/my/data/close/")

    found = {one: barriers_on(page, f"{live_server.url}{one}") for one in addresses}
    signing = page_of(User.objects.get(username="other"), width)
    formal = f"{live_server.url}/my/{season.code}/{other.case_number}/"
    found |= {one: barriers_on(signing, f"{formal}{one}") for one in ("agreement/", "withdraw/")}

    assert {one: barriers for one, barriers in found.items() if barriers} == {}
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("made", made_cases.HALF_WAY)
def test_case_half_way_has_no_serious_barrier_on_its_pages(
    live_server: Any,
    page_of: PageOf,
    season: Season,
    mine: User,
    dai_official: User,
    made: Callable[[Season, User, User], Application],
    width: int,
) -> None:
    case = made(season, mine, dai_official)
    page = page_of(mine, width)
    own = f"{live_server.url}/my/{season.code}/{case.case_number}/"

    found = {
        one: barriers_on(page, f"{own}{one}")
        for one in ("", "medical/", "withdraw/", "agreement/", "request/")
    }

    assert {one: barriers for one, barriers in found.items() if barriers} == {}


@pytest.mark.parametrize("width", [390, 1440])
def test_offices_pages_for_requests_and_claims_have_no_serious_barrier(
    live_server: Any, page_of: PageOf, season: Season, city_official: User, width: int
) -> None:
    page = page_of(city_official, width)
    office = f"{live_server.url}/office/seasons/{season.code}"

    before = barriers_on(page, f"{office}/requests/") + barriers_on(
        page, f"{office}/intake/reclaim/"
    )
    page.get_by_role("button", name="认领").click()

    assert (before, barriers_on(page)) == ([], [])
