"""Who goes to the interview, and what the examiners' marks come to."""

import re
from datetime import UTC
from pathlib import Path

import pytest
from django.db import connection

import linli
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.entering import SheetRefused, UnknownCase
from linli.apps.interviews.models import ScoreSheet
from linli.apps.interviews.signing import sign_off
from linli.apps.seasons.models import Quota, Season
from linli.apps.selection.models import Score
from linli.apps.selection.score_workbook import ScoreRow
from linli.apps.selection.shortlisting import list_for_interview
from tests.apps.cast import Officials, at, entry_count, last_entry, state_of, states_of
from tests.apps.sample_panel import drawn_panel, enter_both, relate, row
from tests.factories import DAI, YUANPING, make_application

NATIONAL, PROVINCIAL, MUNICIPAL, DEPARTMENT = (
    {f"honor_{level}": 1} for level in ("national", "provincial", "municipal", "department")
)


def qualified(season: Season, *honours: dict[str, int]) -> list[Application]:
    return [
        make_application(season, state=State.QUALIFIED, materials=materials)
        for materials in honours
    ]


def recorded(
    season: Season, cast: Officials, marks: tuple[int | None, ...], recused: tuple[int, ...] = ()
) -> Application:
    """Return a candidate whose sheet was entered twice and signed."""
    panel, (case,) = drawn_panel(season, cast, people=1)
    for number in recused:
        relate(panel, number, case, cast.dai)
    enter_both(panel, cast, [ScoreRow(case, marks)])
    sign_off(panel, actor=cast.dai, at=at(7, 4, 17))
    return season.applications.get(case_number=case)


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
        "本县没有招募名额",
        "xinzhou-2024@2024-06-07:interview_order",
    )


def test_scores_are_kept_mark_by_mark_with_their_total(season: Season, cast: Officials) -> None:
    one = recorded(season, cast, (8850, 9000, 9125, 8888, 9999))

    score = Score.objects.get(application=one)
    assert (score.marks, score.total, str(score)) == (
        [8850, 9000, 9125, 8888, 9999], 9172, "91.72",
    )  # fmt: skip
    assert state_of(one) is State.INTERVIEWED
    entry = last_entry(one.subject)
    assert (entry["clause"], entry["reason"], entry["inputs"]) == (
        "D0 三(三)",
        "面见复审评分",
        {
            "from": "interview_listed",
            "to": "interviewed",
            "marks": [8850, 9000, 9125, 8888, 9999],
            "total": 9172,
        },
    )


def test_an_absent_candidate_gets_no_score_and_is_recorded_as_absent(
    season: Season, cast: Officials
) -> None:
    one = recorded(season, cast, ())

    assert (state_of(one), Score.objects.count()) == (State.INTERVIEW_ABSENT, 0)
    assert last_entry(one.subject)["reason"] == "未到场"


def test_a_recused_examiners_blank_cell_counts_neither_as_a_mark_nor_in_the_total(
    season: Season, cast: Officials
) -> None:
    one = recorded(season, cast, (8850, None, 9125, None, 9000), recused=(2, 4))

    score = Score.objects.get(application=one)
    assert (score.marks, score.total) == ([8850, 9125, 9000], 8992)


def test_a_candidate_who_came_and_got_no_mark_is_not_recorded_as_absent(
    season: Season, cast: Officials
) -> None:
    panel, (case,) = drawn_panel(season, cast, people=1)

    with pytest.raises(SheetRefused, match=f"报名{case}考官1没有评分"):
        enter_both(panel, cast, [row(case, None, None, None, None, None)])

    assert state_of(season.applications.get(case_number=case)) is State.INTERVIEW_LISTED


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
    panel, (good,) = drawn_panel(season, cast, people=1)
    bad = make_application(season, county=county, state=state)
    wrong = number or bad.case_number
    before = entry_count()

    with pytest.raises(UnknownCase, match=f"报名{wrong}不在本组面见次序中"):
        enter_both(panel, cast, [row(good), row(wrong)])

    assert (ScoreSheet.objects.count(), entry_count()) == (0, before)


def test_only_the_sign_off_writes_scores() -> None:
    writing = re.compile(
        r"\bScore\(|Score\.objects\.(bulk_|get_or_|update_or_)?create|RECORD_INTERVIEW_"
    )
    sources = Path(linli.__file__).parent
    found = {
        path.relative_to(sources).as_posix()
        for path in sources.rglob("*.py")
        if writing.search(path.read_text("utf-8"))
    }

    # The model's own class, the table of acts, the one place that writes, and the words for it.
    assert found == {
        "apps/selection/models.py",
        "apps/applications/states.py",
        "apps/interviews/signing.py",
        "apps/notifications/wording.py",
        "web/portal/mine/words.py",
    }


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
