"""What auditors of the city read of the city's own pages, and that they act on none of them."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import Office
from linli.apps.applications.states import State
from linli.apps.enquiries.actions import ask_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.factories import CITY, DAI, make_application, make_form, make_official

BASE = "/office/seasons/xinzhou-2024/"


@pytest.fixture
def auditor(client: Client, season: Season) -> Client:
    client.force_login(make_official("auditor", division=CITY, office=Office.AUDITOR))
    return client


@pytest.fixture
def enquiry(season: Season) -> Enquiry:
    return ask_enquiry(
        season,
        category=Enquiry.Category.CONDITIONS,
        question="样本问题",
        contact="13800000009",
        code="333333333333",
        at=at(6, 4),
    )


@pytest.mark.parametrize("page", ["routing", "agreements", "enquiries"])
def test_pages_of_the_city_hold_no_form_for_auditors(auditor: Client, page: str) -> None:
    form = make_form("张样本", "", intended={"city": "太原市", "county": "小店区"})
    season = Season.objects.get()
    make_application(season, county=None, state=State.RECEIVED, form=form)

    answer = auditor.get(f"{BASE}{page}/")

    main = answer.content.decode().partition("<main")[2]
    assert (answer.status_code, "<form" in main, "/route/" in main) == (200, False, False)


def test_auditors_post_nothing_to_them(auditor: Client, enquiry: Enquiry) -> None:
    addresses = ("routing/", "agreements/file/", f"enquiries/{enquiry.pk}/answer/")

    assert [auditor.post(f"{BASE}{one}").status_code for one in addresses] == [403] * 3


def test_auditors_read_an_enquiry_without_who_asked(auditor: Client, enquiry: Enquiry) -> None:
    text = auditor.get(f"{BASE}enquiries/{enquiry.pk}/").content.decode()

    assert ("样本问题" in text, "13800000009" in text, "<textarea" in text) == (True, False, False)


def test_auditors_are_told_why_requests_about_own_data_stay_with_the_city(auditor: Client) -> None:
    answer = auditor.get(f"{BASE}requests/")

    assert answer.status_code == 403
    assert "只供答复的单位处理，不供查阅（个人信息保护法第六条）" in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "status"),
    [("review", 200), ("routing", 403), ("agreements", 403), ("enquiries", 403)],
)
def test_auditors_of_a_county_read_the_queue_of_their_own_alone(
    client: Client, season: Season, page: str, status: int
) -> None:
    client.force_login(make_official("auditor", division=DAI, office=Office.AUDITOR))

    assert client.get(f"{BASE}{page}/").status_code == status
    assert (f'href="{BASE}{page}/"' in client.get(BASE).content.decode()) == (status == 200)
