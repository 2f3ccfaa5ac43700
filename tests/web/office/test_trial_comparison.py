"""Two trials side by side: in what the records differ, who stands elsewhere, and why."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Quota, Season
from linli.web.office.comparison_presenting import ComparePage, MovedRow
from tests.apps.cast import candidate
from tests.factories import DAI, YUANPING
from tests.web.office.made_trial import COMPARE, TRIALS, tried, two_trials, waiting_season

WUTAI = "140922"
UNTOUCHED = "本人的成绩和志愿没有变化，因名额或者他人的变化而改变"


def compared(client: Client, query: str = "") -> ComparePage:
    page: ComparePage = client.get(f"{COMPARE}{query}").context["page"]
    return page


def rows_of(page: ComparePage) -> dict[str, tuple[str, str, str, str, str]]:
    def told(row: MovedRow) -> tuple[str, str, str, str, str]:
        return (
            row.movement.label,
            row.before,
            row.after,
            f"{row.ranks.before}→{row.ranks.after}",
            row.why[0],
        )

    return {row.case_number: told(row) for row in page.rows}


def figures_of(page: ComparePage, county: str) -> dict[str, tuple[str, str]]:
    row = next(one for one in page.counties if one.name == county)
    return {pair.label: (pair.before, pair.after) for pair in row.figures}


def test_a_corrected_total_moves_the_person_and_those_behind_and_says_whose_record_it_was(
    as_city: Client, season: Season, city_official: User
) -> None:
    two_trials(season, city_official)

    page = compared(as_city)

    assert (page.terms, page.entered, page.left, page.refigured, page.rewished) == ((), 0, 0, 1, 0)
    assert rows_of(page) == {
        "00002": ("去向改变", "代县（第一意向）", "代县递补第1位", "3→4", UNTOUCHED),
        "00004": (
            "去向改变",
            "代县递补第1位",
            "代县（第一意向）",
            "5→3",
            "面见总分由87.50改为89.50",
        ),
    }
    assert page.rows[0].why[1:] == (
        "前一次：按第一意向入围",
        "后一次：第一意向：面见总分89.00（第4名），低于该地区末位入围89.50（第3名）；列第一意向递补第1位",
    )


def test_counties_stand_side_by_side_before_and_after(
    as_city: Client, season: Season, city_official: User
) -> None:
    two_trials(season, city_official)

    page = compared(as_city)

    assert figures_of(page, "代县") == {
        "名额": ("2", "2"),
        "入围": ("2", "2"),
        "末位入围名次": ("3", "3"),
        "末位入围总分": ("89.00", "89.50"),
        "递补候选": ("1", "1"),
    }
    assert [one.name for one in page.counties] == ["代县", "原平市"]
    assert (len(page.alike), "五台县" in page.alike) == (12, True)


def test_a_county_in_which_nobody_comes_in_any_more_has_no_last_one(
    as_city: Client, season: Season, city_official: User
) -> None:
    tried(waiting_season(season), city_official)
    Application.objects.filter(case_number="00003").update(state=State.WITHDRAWN)
    Application.objects.filter(case_number="00001").update(has_priority=True)
    tried(season, city_official)

    assert figures_of(compared(as_city), "原平市") == {
        "名额": ("1", "1"),
        "入围": ("1", "0"),
        "末位入围名次": ("4", "—"),
        "末位入围总分": ("88.00", "—"),
        "递补候选": ("0", "0"),
    }


def test_one_county_alone_is_shown_where_it_was_asked_for(
    as_city: Client, season: Season, city_official: User
) -> None:
    two_trials(season, city_official)

    pages = [compared(as_city, f"&county={county}") for county in (YUANPING, WUTAI)]

    found = [([one.name for one in page.counties], page.alike) for page in pages]
    assert found == [(["原平市"], ()), ([], ("五台县",))]


def test_a_revoked_diploma_and_a_new_result_are_told_as_leaving_and_coming(
    as_city: Client, season: Season, city_official: User
) -> None:
    tried(waiting_season(season), city_official)
    Application.objects.filter(case_number="00001").update(state=State.REVOKED)
    candidate(season, 8100)
    tried(season, city_official)

    page = compared(as_city)
    found = rows_of(page)

    assert (page.entered, page.left) == (1, 1)
    assert found["00001"] == (
        "不再参加",
        "代县（第一意向）",
        "没有参加",
        "2→—",
        "不再等待安排，现为“取消招募资格”",
    )
    assert found["00006"][:4] == ("新参加", "没有参加", "代县递补第2位", "—→5")
    assert found["00003"][:3] == ("去向改变", "原平市（第1调剂地区）", "代县（第一意向）")
    assert [number for number, _ in found.items()] == ["00006", "00001", "00003"]


def test_other_places_and_other_wishes_are_told_by_county_and_person(
    as_city: Client, season: Season, city_official: User
) -> None:
    tried(waiting_season(season), city_official)
    Quota.objects.filter(season=season, county_id=DAI).update(places=1)
    case = season.applications.get(case_number="00001")
    case.form = {**case.form, "intended": {"city": "忻州市", "county": "原平市"}}
    case.save(update_fields=("form",))
    tried(season, city_official)

    page = compared(as_city)

    assert page.terms == ("代县可以安排的名额由2名变为1名",)
    assert page.rewished == 1
    assert rows_of(page)["00001"][4] == "志愿由代县、原平市改为原平市"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["00002", "00004"]),
        ("&show=requeued", []),
        ("&show=reranked", ["00003"]),
        ("&show=all", ["00002", "00004", "00003"]),
        (f"&show=all&county={YUANPING}", ["00003"]),
        (f"&county={DAI}", ["00002", "00004"]),
    ],
)
def test_what_is_listed_is_chosen_by_kind_and_county(
    as_city: Client, season: Season, city_official: User, query: str, numbers: list[str]
) -> None:
    two_trials(season, city_official)

    page = compared(as_city, query)

    assert [row.case_number for row in page.rows] == numbers


def test_the_later_places_of_a_reserve_are_told_apart_from_going_elsewhere(
    as_city: Client, season: Season, city_official: User
) -> None:
    tried(waiting_season(season), city_official)
    candidate(season, 8760)
    tried(season, city_official)

    found = rows_of(compared(as_city, "&show=requeued"))

    assert found == {
        "00004": ("位次改变", "代县递补第1位", "代县递补第2位", "5→6", UNTOUCHED),
    }


def test_two_trials_on_the_same_records_are_told_to_be_the_same(
    as_city: Client, season: Season, city_official: User
) -> None:
    tried(waiting_season(season), city_official)
    tried(season, city_official)

    answer = as_city.get(COMPARE)

    assert "两次试算依据的记录完全相同，结果也相同" in answer.content.decode()
    assert (answer.context["page"].rows, answer.context["page"].is_same) == ((), True)


def test_names_are_masked_and_a_page_has_fifty_rows_at_most(
    as_city: Client, season: Season, city_official: User
) -> None:
    tried(waiting_season(season), city_official)
    for number in range(60):
        candidate(season, 8000 + number)
    tried(season, city_official)

    page = compared(as_city)
    text = as_city.get(f"{COMPARE}&page=2").content.decode()

    assert (page.entered, len(page.rows), page.page.paginator.num_pages) == (60, 50, 2)
    assert ("张*本" in text, "张样本" in text) == (True, False)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?before=1&after=1", "请选择另一次试算"),
        ("?before=1&after=9", "没有这次试算，请重新选择"),
        ("", "请选择一次试算"),
        ("?before=1&after=2&county=9999", "没有这个县（市、区），请重新选择"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_what_to_choose(
    as_city: Client, season: Season, city_official: User, query: str, said: str
) -> None:
    two_trials(season, city_official)

    answer = as_city.get(f"{TRIALS}compare/{query}")

    assert (answer.context["page"], said in answer.content.decode()) == (None, True)
