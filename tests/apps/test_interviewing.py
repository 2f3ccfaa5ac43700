"""Who goes to the interview, and what the examiners' marks come to."""

from datetime import UTC

import pytest
from django.db import connection

from linli.apps.applications.change import NotPermitted, WrongState
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Quota, Season
from linli.apps.selection.models import Score
from linli.apps.selection.score_workbook import ScoreRow
from linli.apps.selection.scoring import UnknownCase, record_scores
from linli.apps.selection.shortlisting import list_for_interview
from linli.core.placement.scores import TooFewMarks
from tests.apps.cast import Officials, at, entry_count, last_entry, state_of, states_of
from tests.factories import DAI, YUANPING, make_application

NATIONAL, PROVINCIAL, MUNICIPAL, DEPARTMENT = (
    {f"honor_{level}": 1} for level in ("national", "provincial", "municipal", "department")
)


def qualified(season: Season, *honours: dict[str, int]) -> list[Application]:
    return [
        make_application(season, state=State.QUALIFIED, materials=materials)
        for materials in honours
    ]


def with_places(season: Season, places: int) -> None:
    Quota.objects.filter(season=season, county_id=DAI).update(places=places)


def test_the_best_honours_go_to_the_interview_three_to_a_place(
    season: Season, cast: Officials
) -> None:
    with_places(season, 1)
    cases = qualified(season, {}, PROVINCIAL, DEPARTMENT, NATIONAL, MUNICIPAL)

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))

    left_off, listed = State.NOT_INTERVIEW_LISTED, State.INTERVIEW_LISTED
    assert states_of(cases) == [left_off, listed, left_off, listed, listed]


def test_all_who_tie_at_the_last_place_go_to_the_interview(season: Season, cast: Officials) -> None:
    with_places(season, 1)
    cases = qualified(season, NATIONAL, PROVINCIAL, MUNICIPAL, MUNICIPAL, DEPARTMENT)

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))

    assert states_of(cases) == [State.INTERVIEW_LISTED] * 4 + [State.NOT_INTERVIEW_LISTED]


def test_where_fewer_qualified_than_three_to_a_place_all_go(
    season: Season, cast: Officials
) -> None:
    cases = qualified(season, {}, {})

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))

    assert states_of(cases) == [State.INTERVIEW_LISTED] * 2


def test_only_the_highest_honour_of_a_person_counts(season: Season, cast: Officials) -> None:
    (one,) = qualified(season, DEPARTMENT | MUNICIPAL | {"honor_provincial": 3})

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))

    assert last_entry(one.subject)["inputs"]["honour_grade"] == 3


def test_a_county_lists_its_own_qualified_and_leaves_other_counties_alone(
    season: Season, cast: Officials
) -> None:
    own = make_application(season, state=State.QUALIFIED)
    other = make_application(season, county=YUANPING, state=State.QUALIFIED)

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))

    assert states_of([own, other]) == [State.INTERVIEW_LISTED, State.QUALIFIED]


def test_who_is_left_off_is_told_why(season: Season, cast: Officials) -> None:
    with_places(season, 0)
    (one,) = qualified(season, NATIONAL)

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25).astimezone(UTC))

    entry = last_entry(one.subject)
    assert (entry["reason"], entry["rule"]) == (
        "荣誉级别在进入面见复审的末位之后",
        "xinzhou-2024@2024-06-07:interview_order",
    )


def test_scores_are_kept_mark_by_mark_with_their_total(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)

    record_scores(
        season, DAI, [ScoreRow(one.case_number, (8850, 9000, 9125))], actor=cast.dai, at=at(7, 4)
    )

    score = Score.objects.get(application=one)
    assert (score.marks, score.total, str(score)) == ([8850, 9000, 9125], 8992, "89.92")
    assert state_of(one) is State.INTERVIEWED
    assert last_entry(one.subject)["inputs"] == {
        "from": "interview_listed",
        "to": "interviewed",
        "marks": [8850, 9000, 9125],
        "total": 8992,
    }


def test_an_absent_candidate_gets_no_score_and_is_recorded_as_absent(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)

    record_scores(season, DAI, [ScoreRow(one.case_number, ())], actor=cast.dai, at=at(7, 4))

    assert (state_of(one), Score.objects.count()) == (State.INTERVIEW_ABSENT, 0)


def test_a_recused_examiners_blank_cell_counts_neither_as_a_mark_nor_in_the_total(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)

    record_scores(
        season, DAI, [ScoreRow(one.case_number, (8850, None, 9125))], actor=cast.dai, at=at(7, 4)
    )

    score = Score.objects.get(application=one)
    assert (score.marks, score.total) == ([8850, 9125], 8988)


def test_a_candidate_who_came_and_got_no_mark_is_not_recorded_as_absent(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)

    with pytest.raises(TooFewMarks, match="只有0个评分"):
        record_scores(
            season, DAI, [ScoreRow(one.case_number, (None, None))], actor=cast.dai, at=at(7, 4)
        )

    assert state_of(one) is State.INTERVIEW_LISTED


@pytest.mark.parametrize(
    ("county", "state", "number"),
    [
        (YUANPING, State.INTERVIEW_LISTED, None),
        (DAI, State.QUALIFIED, None),
        (DAI, State.INTERVIEW_LISTED, "99999"),
    ],
    ids=["other county", "not listed", "no such case"],
)
def test_a_row_for_a_case_that_waits_for_no_score_stops_the_whole_sheet(
    season: Season, cast: Officials, county: str, state: State, number: str | None
) -> None:
    good = make_application(season, state=State.INTERVIEW_LISTED)
    bad = make_application(season, county=county, state=state)
    wrong = number or bad.case_number
    before = entry_count()

    with pytest.raises(UnknownCase, match=f"报名{wrong}不在本县面见复审名单中"):
        record_scores(
            season,
            DAI,
            [ScoreRow(good.case_number, (9000,)), ScoreRow(wrong, (9000,))],
            actor=cast.dai,
            at=at(7, 4),
        )

    assert (state_of(good), Score.objects.count()) == (State.INTERVIEW_LISTED, 0)
    assert entry_count() == before


@pytest.mark.parametrize("marks", [((9000,), (8000,)), ((9000,), ()), ((), ())])
def test_a_case_that_stands_twice_on_a_sheet_stops_the_whole_sheet(
    season: Season, cast: Officials, marks: tuple[tuple[int, ...], tuple[int, ...]]
) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)

    with pytest.raises(WrongState, match=f"报名{one.case_number}在一批操作中出现两次"):
        record_scores(
            season,
            DAI,
            [ScoreRow(one.case_number, row) for row in marks],
            actor=cast.dai,
            at=at(7, 4),
        )

    assert (state_of(one), Score.objects.count()) == (State.INTERVIEW_LISTED, 0)


def test_scores_of_a_county_are_recorded_by_that_county_alone(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)

    with pytest.raises(NotPermitted, match="“登记面见成绩”不在您的管辖范围内"):
        record_scores(
            season, DAI, [ScoreRow(one.case_number, (9000,))], actor=cast.yuanping, at=at(7, 4)
        )

    assert (state_of(one), Score.objects.count()) == (State.INTERVIEW_LISTED, 0)


def test_a_result_once_recorded_is_not_recorded_again(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.INTERVIEW_LISTED)
    rows = [ScoreRow(one.case_number, (9000,))]
    record_scores(season, DAI, rows, actor=cast.dai, at=at(7, 4))

    with pytest.raises(UnknownCase, match=one.case_number):
        record_scores(
            season, DAI, [ScoreRow(one.case_number, (10000,))], actor=cast.dai, at=at(7, 4)
        )

    assert Score.objects.get().total == 9000


@pytest.mark.django_db
def test_a_table_of_scores_has_no_column_for_who_a_person_is() -> None:
    with connection.cursor() as cursor:
        columns = {
            column.name
            for column in connection.introspection.get_table_description(cursor, "selection_score")
        }

    assert columns == {"id", "application_id", "marks", "total"}


def test_who_was_listed_before_counts_towards_the_number(season: Season, cast: Officials) -> None:
    with_places(season, 1)
    first = qualified(season, {}, {})
    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 24))
    later = qualified(season, MUNICIPAL, NATIONAL, {})

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))

    left_off, listed = State.NOT_INTERVIEW_LISTED, State.INTERVIEW_LISTED
    assert states_of([*first, *later]) == [listed, listed, left_off, listed, left_off]


def test_a_second_listing_of_a_full_county_lists_nobody(season: Season, cast: Officials) -> None:
    with_places(season, 1)
    for state in (State.INTERVIEWED, State.PLACED, State.INTERVIEW_ABSENT):
        make_application(season, state=state)
    later = qualified(season, NATIONAL, {})

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))

    assert states_of(later) == [State.NOT_INTERVIEW_LISTED] * 2


def test_who_was_placed_elsewhere_still_counts_where_they_applied(
    season: Season, cast: Officials
) -> None:
    with_places(season, 1)
    for _ in range(3):
        make_application(season, county=YUANPING, applied_county_id=DAI, state=State.PLACED)
    (later,) = qualified(season, NATIONAL)

    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))

    assert state_of(later) is State.NOT_INTERVIEW_LISTED
