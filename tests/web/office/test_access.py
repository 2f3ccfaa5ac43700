"""Each address for each kind of official, and the words of a refusal."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from tests.factories import CITY, make_application, make_official
from tests.web.office.made_placement import COUNTY, PLACEMENT, RUN, case_at, fill_placement

ADDRESSES = (
    "/office/",
    "/office/seasons/xinzhou-2024/",
    "/office/seasons/xinzhou-2024/policy/",
    "/office/seasons/xinzhou-2024/applications/",
    "/office/seasons/xinzhou-2024/applications/00001/",
    "/office/seasons/xinzhou-2024/applications/00001/ledger/",
    PLACEMENT,
    RUN,
    COUNTY,
    f"{RUN}files/candidates.csv",
    f"{case_at('00001')}placement.docx",
    f"{case_at('00001')}placement.pdf",
)
#: How many of them belong to a season, and stay shut with it.
OF_A_SEASON = len(ADDRESSES) - 1


@pytest.fixture
def official_of_another_city(db: None) -> User:
    Division.objects.create(code="1401", name="太原市", level=Division.Level.CITY)
    return make_official("taiyuan", division="1401", office=Office.CITY)


def answers(client: Client) -> tuple[int, ...]:
    return tuple(client.get(address).status_code for address in ADDRESSES)


@pytest.fixture
def placed(season: Season, city_official: User) -> Season:
    """A season whose case 00001 was placed in 代县."""
    return fill_placement(season, city_official)


def test_everyone_must_sign_in_before_any_page(client: Client, placed: Season) -> None:
    assert answers(client) == (302,) * 12


def test_city_official_opens_every_page_of_the_city(
    client: Client, placed: Season, city_official: User
) -> None:
    client.force_login(city_official)

    assert answers(client) == (200,) * 12


def test_county_official_opens_cases_of_the_own_county(as_dai: Client, placed: Season) -> None:
    assert answers(as_dai) == (*(200,) * 9, 403, 200, 200)


def test_official_of_another_county_is_refused_case_list_and_files(
    client: Client, placed: Season, yuanping_official: User
) -> None:
    client.force_login(yuanping_official)

    assert answers(client) == (200, 200, 200, 200, 403, 403, 200, 200, 403, 403, 403, 403)


def test_auditor_of_the_city_opens_every_page_and_takes_the_files(
    client: Client, placed: Season
) -> None:
    client.force_login(make_official("auditor", division=CITY, office=Office.AUDITOR))

    assert answers(client) == (200,) * 12


def test_finance_bureau_of_the_city_opens_every_page_but_takes_no_files(
    client: Client, placed: Season
) -> None:
    client.force_login(make_official("finance", division=CITY, office=Office.FINANCE))

    assert answers(client) == (*(200,) * 9, 403, 200, 200)


def test_official_of_another_city_is_refused_the_season(
    client: Client, placed: Season, official_of_another_city: User
) -> None:
    client.force_login(official_of_another_city)

    assert answers(client) == (200, *(403,) * OF_A_SEASON)


def test_official_without_a_division_sees_no_season_and_is_told_why(
    client: Client, placed: Season
) -> None:
    client.force_login(make_official("nobody", division=None))

    assert answers(client) == (200, *(403,) * OF_A_SEASON)
    assert "您的账号还没有设置所属区划" in client.get("/office/").content.decode()


def test_rehearsal_account_opens_rehearsals_and_never_a_real_season(
    client: Client, placed: Season, rehearsal: Season
) -> None:
    client.force_login(
        make_official("rehearsing", division=CITY, office=Office.CITY, is_rehearsal=True)
    )

    assert answers(client) == (200, *(403,) * OF_A_SEASON)
    assert client.get("/office/seasons/xinzhou-2024-2/").status_code == 200
    assert "/office/seasons/xinzhou-2024/" not in client.get("/office/").content.decode()


def test_case_that_no_county_has_yet_belongs_to_the_city_only(
    client: Client, season: Season, city_official: User, as_dai: Client
) -> None:
    make_application(season, county=None)

    assert as_dai.get(ADDRESSES[4]).status_code == 403
    client.force_login(city_official)
    assert client.get(ADDRESSES[4]).status_code == 200


def test_refusal_says_the_reason_and_nothing_of_the_person(
    client: Client, season: Season, yuanping_official: User, caplog: pytest.LogCaptureFixture
) -> None:
    application = make_application(season, name="郑样本")
    client.force_login(yuanping_official)

    text = client.get(ADDRESSES[4]).content.decode()

    assert "这件报名不在您的管辖范围内" in text
    for personal in ("郑样本", application.person.id_number, application.person.phone):
        assert personal not in text
        assert personal not in caplog.text


def test_unknown_address_and_unknown_case_are_answered_in_chinese(
    as_dai: Client, season: Season
) -> None:
    unknown_case = as_dai.get("/office/seasons/xinzhou-2024/applications/99999/")
    unknown_page = as_dai.get("/nowhere/")

    assert (unknown_case.status_code, unknown_page.status_code) == (404, 404)
    assert "没有这一页" in unknown_case.content.decode()
    assert "没有这一页" in unknown_page.content.decode()


def test_error_of_the_system_is_answered_in_chinese_without_its_details(
    as_dai: Client, season: Season
) -> None:
    Season.objects.update(pack_id="no-such-pack")
    as_dai.raise_request_exception = False

    response = as_dai.get(f"/office/seasons/{season.code}/policy/")

    assert response.status_code == 500
    assert "系统出错" in response.content.decode()
    assert "no-such-pack" not in response.content.decode()


def test_form_sent_without_its_token_is_refused_in_chinese(season: Season) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/office/sign-in/", {"username": "dai", "password": "x"})

    assert response.status_code == 403
    assert "这次提交没有被接受" in response.content.decode()


def test_pages_only_show_and_accept_no_changes(as_dai: Client, placed: Season) -> None:
    assert {as_dai.post(address).status_code for address in ADDRESSES} == {405}


def test_pages_with_personal_data_stay_in_no_cache(as_dai: Client, season: Season) -> None:
    make_application(season)

    response = as_dai.get(ADDRESSES[4])

    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
