"""Pages that the accessibility statement speaks of and no other test opens in a browser: account, answers, offices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from linli.apps.accounts.models import Office, User
from linli.apps.applications.states import State
from linli.apps.enquiries.actions import ask_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notices.actions import publish_list
from linli.apps.notices.lodging import Statement, lodge_objection
from linli.apps.seasons.models import Season
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import at
from tests.factories import CITY, DAI, make_application, make_official, make_season
from tests.support.barriers import barriers_on

WIDTHS = (390, 1440)
PageOf = Callable[[User | None, int], Page]


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def city_official(db: None) -> User:
    return make_official("city", division=CITY, office=Office.CITY, name="王样本")


@pytest.fixture
def season(city_official: User) -> Season:
    fill_packaged_years()
    return make_season()


@pytest.fixture
def page_of(live_server: Any, context: BrowserContext) -> PageOf:
    """Open Chromium at a width, signed in as an account or as nobody."""

    def open_page(account: User | None, width: int) -> Page:
        if account is not None:
            client = Client()
            client.force_login(account)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        return page

    return open_page


def barriers(page: Page, base: str, addresses: tuple[str, ...]) -> dict[str, list[str]]:
    """Return what is found on pages, each of which is shown and no other instead."""
    found = {}
    for address in addresses:
        found[address] = barriers_on(page, f"{base}{address}")
        assert page.url == f"{base}{address}"
    return {address: some for address, some in found.items() if some}


@pytest.mark.parametrize("width", WIDTHS)
def test_signing_in_has_no_serious_barrier(
    live_server: Any, page_of: PageOf, db: None, width: int
) -> None:
    page = page_of(None, width)

    found = barriers(page, live_server.url, ("/account/login/", "/account/login/password/"))
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("textbox").first.fill("sample@mail.example")
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url("**/account/login/code/")

    assert (found, barriers_on(page)) == ({}, [])


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_ones_own_account_have_no_serious_barrier(
    live_server: Any, page_of: PageOf, db: None, width: int
) -> None:
    page = page_of(applicant(), width)

    addresses = ("/account/email/", "/account/phone/", "/account/logout/")

    assert barriers(page, live_server.url, addresses) == {}
    assert barriers_on(page, f"{live_server.url}/account/passkeys/") == []
    assert barriers_on(page, f"{live_server.url}/account/passkeys/add/") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_answering_whether_one_takes_part_in_the_medical_check_has_no_serious_barrier(
    live_server: Any, page_of: PageOf, season: Season, width: int
) -> None:
    account = applicant()
    case = own_application(season, account, state=State.PLACED)
    page = page_of(account, width)

    own = f"/my/{season.code}/{case.case_number}/"

    assert barriers(page, live_server.url, (own, f"{own}medical/")) == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_offices_pages_for_objections_and_enquiries_have_no_serious_barrier(
    live_server: Any, page_of: PageOf, season: Season, city_official: User, width: int
) -> None:
    dai = make_official("dai", division=DAI, name="赵样本")
    make_application(season, state=State.MEDICAL_PASSED, name="张样本")
    notice = publish_list(season, DAI, actor=dai, at=at(7, 12, 9))
    said = Statement("样本内容", "样本线索", "孙样本", "sun@sample.example")
    objection = lodge_objection(notice, 1, said, code="7KQM3XWPV2HT", at=at(7, 15))
    enquiry = ask_enquiry(
        season,
        category=Enquiry.Category.PAY,
        question="样本问题",
        code="8KQM3XWPV2HT",
        at=timezone.now(),
    )
    office = f"/office/seasons/{season.code}/"
    objections, enquiries = f"{office}objections/", f"{office}enquiries/"

    found = barriers(
        page_of(dai, width), live_server.url, (objections, f"{objections}{objection.pk}/")
    )
    found |= barriers(
        page_of(city_official, width), live_server.url, (enquiries, f"{enquiries}{enquiry.pk}/")
    )

    assert found == {}
