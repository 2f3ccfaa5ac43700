"""The pages of trials: compute, read a person's reason, and what nobody else may see."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Placement, PlacementRun, PlacementTrial
from linli.apps.selection.placing import adopt_placement
from tests.apps.cast import at, candidate
from tests.factories import CITY, DAI, make_official
from tests.web.office.made_placement import BASE, PLACEMENT, case_at, fill_placement
from tests.web.office.made_trial import (
    ADOPT,
    COMPARE,
    PEOPLE,
    TRIAL,
    TRIALS,
    tried,
    two_trials,
    waiting_season,
)

QueryCounter = Callable[[Client, str], int]
PAGES = (TRIALS, TRIAL, PEOPLE, f"{PEOPLE}00004/", COMPARE)


@pytest.fixture
def waiting(season: Season) -> Season:
    return waiting_season(season)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_city_computes_a_trial_and_comes_to_its_page(as_city: Client, waiting: Season) -> None:
    answer = as_city.post(f"{TRIALS}new/", follow=True)
    page = answer.context["page"]

    assert answer.redirect_chain == [(TRIAL, 302)]
    assert (page.candidates, page.placed, page.reserve, page.unplaced) == (5, 3, 1, 1)
    dai = next(row for row in page.counties if row.code == DAI)
    figures = dai.figures
    assert (dai.name, figures.places, figures.admitted, figures.reserve) == ("代县", 2, 2, 1)
    assert (figures.last_rank, figures.last_figure) == (3, "89.00")
    assert "试算结果，没有采用" in answer.content.decode()


def test_a_trial_changes_no_case_and_no_page_but_its_own(
    as_city: Client, waiting: Season, city_official: User, dai_official: User
) -> None:
    addresses = (PLACEMENT, case_at("00001"), f"{BASE}/applications/")
    as_city.force_login(dai_official)
    before = [text_of(as_city, address) for address in addresses]

    tried(waiting, city_official)

    after = [text_of(as_city, address) for address in addresses]
    assert [without_tokens(text) for text in after] == [without_tokens(text) for text in before]
    assert (Placement.objects.count(), PlacementRun.objects.count()) == (0, 0)


def without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("office", [Office.FINANCE, Office.COUNTY])
def test_nobody_but_city_and_auditors_sees_a_trial(
    client: Client, season: Season, city_official: User, office: Office
) -> None:
    two_trials(season, city_official)
    division = DAI if office == Office.COUNTY else CITY
    client.force_login(make_official("other", division=division, office=office))

    answers = [client.get(address) for address in PAGES]

    assert [answer.status_code for answer in answers] == [403] * len(PAGES)
    assert "试算不是结果，采用以后各县（市、区）同时看到" in answers[0].content.decode()
    assert "试算" not in text_of(client, PLACEMENT)


def test_an_auditor_reads_trials_and_makes_and_adopts_none(
    client: Client, season: Season, city_official: User
) -> None:
    two_trials(season, city_official)
    client.force_login(make_official("auditor", division=CITY, office=Office.AUDITOR))

    assert [client.get(address).status_code for address in PAGES] == [200] * len(PAGES)
    assert client.post(f"{TRIALS}new/").status_code == 403
    assert (client.get(ADOPT).status_code, client.post(ADOPT).status_code) == (403, 403)
    assert "“入围试算”由市委社会工作部办理" in text_of(client, TRIALS)


def test_the_page_says_before_the_button_that_nobody_waits(as_city: Client, season: Season) -> None:
    text = text_of(as_city, TRIALS)

    assert "没有等待确定入围的面见人员（招募季现处于“宣传报名”）" in text
    assert "面见小组签字确认面见成绩以后再办理" in text
    assert "trials/new/" not in text


def test_the_page_lists_whose_diploma_date_is_missing_with_a_way_to_each(
    as_city: Client, waiting: Season
) -> None:
    Application.objects.filter(case_number__in=("00002", "00004")).update(diploma_date=None)

    text = text_of(as_city, TRIALS)

    assert "由各县（市、区）登记取得日期，未按期取得的办理取消招募资格" in text
    assert [f'href="{case_at(number)}"' in text for number in ("00001", "00002", "00004")] == [
        False,
        True,
        True,
    ]
    assert "trials/new/" not in text


def test_a_trial_that_was_asked_for_all_the_same_is_refused_with_the_reason(
    as_city: Client, waiting: Season
) -> None:
    Application.objects.update(diploma_date=None)

    answer = as_city.post(f"{TRIALS}new/")

    assert answer.status_code == 422
    assert "5名面见人员尚未登记毕业证书取得日期" in answer.content.decode()
    assert PlacementTrial.objects.count() == 0


def test_who_is_listed_for_the_interview_and_has_no_result_is_counted(
    as_city: Client, waiting: Season
) -> None:
    Application.objects.filter(case_number="00004").update(state="interview_listed")

    text = text_of(as_city, TRIALS)

    assert "没有参加试算的候选1人" in text
    assert f'<a href="{BASE}/interviews/{DAI}/">1人</a>' in text
    assert "trials/new/" in text


def test_the_reserve_of_a_county_stands_in_its_order_with_the_reasons(
    as_city: Client, waiting: Season, city_official: User
) -> None:
    candidate(waiting, 8760)
    tried(waiting, city_official)

    rows = as_city.get(f"{PEOPLE}?county={DAI}&status=reserve").context["page"].rows

    assert [(row.case_number, row.name, row.outcome) for row in rows] == [
        ("00006", "张*本", "代县递补第1位"),
        ("00004", "张*本", "代县递补第2位"),
    ]
    assert rows[0].reason == (
        "第一意向：面见总分87.60（第5名），低于该地区末位入围89.00（第3名）；列第一意向递补第1位"
    )


def test_people_are_found_by_number_and_a_filter_that_is_none_finds_nobody(
    as_city: Client, waiting: Season, city_official: User
) -> None:
    tried(waiting, city_official)

    def numbers(query: str) -> list[str]:
        page = as_city.get(f"{PEOPLE}?{query}").context["page"]
        return [row.case_number for row in page.rows]

    assert numbers("") == ["00005", "00001", "00002", "00003", "00004"]
    assert numbers("number=03") == ["00003"]
    assert numbers("status=unplaced") == ["00005"]
    assert numbers("county=9999") == []


def test_a_person_s_reasons_are_told_choice_by_choice_by_the_trial_s_own_figures(
    as_city: Client, season: Season, city_official: User
) -> None:
    two_trials(season, city_official)

    card = as_city.get(f"{PEOPLE}00004/").context["card"]
    later = as_city.get(f"{TRIALS}2/people/00004/").context["card"]

    assert (card.outcome, card.standing) == (
        "列代县递补第1位",
        "面见总分87.50分，本次试算第5名",
    )
    assert [(one.place, one.badge.label, one.text) for one in card.choices] == [
        ("代县", "未入围", "面见总分87.50（第5名），低于该地区末位入围89.00（第3名）")
    ]
    assert later.standing == "面见总分89.50分，本次试算第3名"


@pytest.mark.parametrize("address", [f"{TRIALS}9/", f"{PEOPLE}99999/", f"{TRIALS}9/adopt/"])
def test_a_trial_and_a_number_that_are_not_there_are_not_found(
    as_city: Client, waiting: Season, city_official: User, address: str
) -> None:
    tried(waiting, city_official)

    assert as_city.get(address).status_code == 404


def test_a_table_that_cannot_be_read_is_said_in_place_of_the_page(
    as_city: Client, waiting: Season, city_official: User
) -> None:
    tried(waiting, city_official)
    PlacementTrial.objects.update(seats="post,places\n140923,two\n")

    assert "seats.csv第2行：places“two”不是整数" in text_of(as_city, TRIAL)


def test_the_pages_of_trials_ask_as_much_of_the_database_for_many_as_for_few(
    as_city: Client, season: Season, city_official: User, queries_of: QueryCounter
) -> None:
    two_trials(season, city_official)
    few = [queries_of(as_city, address) for address in PAGES]
    for number in range(20):
        candidate(season, 8000 + number)
    tried(season, city_official)
    last = (TRIALS, f"{TRIALS}3/", f"{TRIALS}3/people/", f"{TRIALS}3/people/00009/")

    many = [queries_of(as_city, one) for one in (*last, COMPARE.replace("after=2", "after=3"))]

    assert many == few


def test_the_list_names_who_made_each_and_which_was_adopted(
    as_city: Client, season: Season, city_official: User
) -> None:
    fill_placement(season, city_official)

    text = text_of(as_city, TRIALS)

    assert "2024-07-05 20:00　王样本" in text
    assert f'<a href="{PLACEMENT}1/">第1次入围安排</a>' in text


def test_the_list_of_trials_loads_the_tables_of_none_and_of_no_run(
    as_city: Client, season: Season, city_official: User
) -> None:
    two_trials(season, city_official)
    adopt_placement(
        PlacementTrial.objects.get(number=2), actor=city_official, at=at(7, 5, 22), reason="研究"
    )

    with CaptureQueriesContext(connection) as queries:
        assert as_city.get(TRIALS).status_code == 200

    asked = [one["sql"] for one in queries]
    assert any('"selection_placementtrial"' in sql for sql in asked)
    assert [sql for sql in asked if re.search(r'"(seats|candidates|choices)"', sql)] == []
