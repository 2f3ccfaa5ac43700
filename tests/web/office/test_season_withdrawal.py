"""A season opened by mistake is withdrawn in the browser, and is seen by nobody outside any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from linli.apps.accounts.models import Office
from linli.apps.drafts.models import Draft
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.web.portal import access
from tests.apps.applicants import applicant
from tests.factories import CITY, make_application, make_official, make_season

QueryCounter = Callable[[Client, str], int]

SCHEDULE = "/office/seasons/xinzhou-2024/schedule/"
PAGE = f"{SCHEDULE}withdraw/"
APPLY = "/apply/xinzhou-2024/"
CONFIRMED = {"reason": "重复开启", "is_sure": "on"}
OUTSIDE = (
    "/seasons/xinzhou-2024/",
    "/seasons/xinzhou-2024/notice/",
    "/seasons/xinzhou-2024/enquiries/",
)


@pytest.fixture(autouse=True)
def holidays(db: None) -> None:
    fill_packaged_years()


@pytest.fixture
def kept_seasons() -> Iterator[None]:
    """What a server has read of seasons is forgotten afterwards."""
    access._read.clear()
    yield
    access._read.clear()


@pytest.fixture
def withdrawn(as_city: Client, season: Season) -> Client:
    """The city's browser, when the season was withdrawn."""
    assert as_city.post(PAGE, CONFIRMED).status_code == 302
    return as_city


def test_the_schedule_leads_to_the_page_that_shows_first_what_is_withdrawn(
    as_city: Client, season: Season
) -> None:
    page = as_city.get(PAGE)

    text = page.content.decode()
    assert f'href="{PAGE}"' in as_city.get(SCHEDULE).content.decode()
    assert (page.context["page"].places, page.context["page"].refusal) == (175, "")
    assert "2024年6月1日至2024年6月14日" in text
    assert "编号xinzhou-2024核对无误，确要撤销" in text
    assert Season.objects.get().withdrawn_at is None


def test_a_confirmed_withdrawal_stands_in_the_list_with_who_when_and_why(withdrawn: Client) -> None:
    answer = withdrawn.get("/office/")

    (one,) = answer.context["withdrawn"]
    assert answer.context["seasons"] == ()
    assert (one.season.code, one.actor, one.reason) == ("xinzhou-2024", "王样本", "重复开启")
    assert "由王样本撤销；理由：重复开启" in answer.content.decode()
    assert entries_of("xinzhou-2024")[-1]["action"] == "withdraw_season"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "请写明理由"),
        ({"reason": "长" * 401}, "请把理由写在400字以内"),
        ({"is_sure": ""}, "请核对编号以后勾选"),
    ],
)
def test_without_reason_or_tick_nothing_is_withdrawn(
    as_city: Client, season: Season, fields: dict[str, str], sentence: str
) -> None:
    answer = as_city.post(PAGE, {**CONFIRMED, **fields})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Season.objects.get().withdrawn_at is None


def test_a_season_with_an_application_says_so_and_offers_nothing_to_confirm(
    as_city: Client, season: Season
) -> None:
    make_application(season)

    page = as_city.get(PAGE)
    sent = as_city.post(PAGE, CONFIRMED)

    assert "招募季xinzhou-2024已有报名1条，不能撤销" in page.content.decode()
    assert "<form" not in page.content.decode().split("<main")[1]
    assert (sent.status_code, Season.objects.get().withdrawn_at) == (422, None)


def test_the_public_finds_a_withdrawn_season_no_more(withdrawn: Client) -> None:
    public = Client()

    assert "xinzhou-2024" not in public.get("/").content.decode()
    assert [public.get(address).status_code for address in OUTSIDE] == [404] * len(OUTSIDE)


def test_nobody_applies_to_a_withdrawn_season(withdrawn: Client) -> None:
    public = Client()
    public.force_login(applicant())

    answers = [public.get(APPLY), public.post(f"{APPLY}save/", {"name": "张样本"})]

    assert [one.status_code for one in answers] == [404, 404]


def test_a_server_that_still_shows_the_season_takes_no_draft(
    as_city: Client, season: Season, settings: Settings, kept_seasons: None
) -> None:
    settings.PUBLIC_SEASON_SECONDS = 60
    public = Client()
    public.force_login(applicant())
    before = public.get(APPLY).status_code
    as_city.post(PAGE, CONFIRMED)

    after = [public.get(APPLY).status_code, public.post(f"{APPLY}save/", {}).status_code]

    assert (before, after, Draft.objects.count()) == (200, [200, 404], 0)


@pytest.mark.parametrize(
    "tail", ["", "schedule/", "schedule/withdraw/", "applications/", "intake/"]
)
def test_a_withdrawn_season_has_no_pages_in_the_office(withdrawn: Client, tail: str) -> None:
    assert withdrawn.get(f"/office/seasons/xinzhou-2024/{tail}").status_code == 404


def test_another_season_is_opened_in_its_place_without_being_asked_twice(withdrawn: Client) -> None:
    page = withdrawn.get("/office/seasons/new/?pack=xinzhou-2024&kind=real").context["page"]

    answer = withdrawn.post(
        "/office/seasons/new/",
        {"pack": "xinzhou-2024", "kind": "real", "first_day": "", "shown": page.plan.mark},
    )

    assert (page.same, page.others, page.plan.code) == (None, (), "xinzhou-2024-2")
    assert answer.headers["Location"] == "/office/seasons/xinzhou-2024-2/schedule/"


@pytest.mark.parametrize(
    ("office", "count"), [(Office.AUDITOR, 1), (Office.CITY, 1), (Office.FINANCE, 0)]
)
def test_auditors_find_a_withdrawn_season_others_do_not(
    withdrawn: Client, client: Client, office: Office, count: int
) -> None:
    client.force_login(make_official("reader", division=CITY, office=office))

    assert len(client.get("/office/").context["withdrawn"]) == count


def test_a_county_is_told_who_withdraws_and_is_not_led_there(
    as_dai: Client, season: Season
) -> None:
    refused = as_dai.get(PAGE)

    assert PAGE not in as_dai.get(SCHEDULE).content.decode()
    assert refused.status_code == 403
    assert "“撤销开启的招募季”由市委社会工作部办理" in refused.content.decode()


def test_the_list_asks_as_many_queries_for_three_withdrawn_seasons_as_for_one(
    withdrawn: Client, queries_of: QueryCounter
) -> None:
    with_one = queries_of(withdrawn, "/office/")
    for _ in range(2):
        code = make_season().code
        withdrawn.post(f"/office/seasons/{code}/schedule/withdraw/", CONFIRMED)

    assert queries_of(withdrawn, "/office/") == with_one
    assert len(withdrawn.get("/office/").context["withdrawn"]) == 3
