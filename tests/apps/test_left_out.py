"""Adopting a placement while people are not done, or are late with the diploma: never unnoticed."""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.applications.states import State
from linli.apps.interviews.signing import sign_off
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.apps.selection.left_out import (
    CountyLeftOut,
    GoAhead,
    LeftOut,
    PeopleLeftOut,
    left_out_of,
)
from linli.apps.selection.models import Placement, PlacementRun
from linli.apps.selection.placing import adopt_placement, place_candidates, try_placement
from tests.apps.cast import Officials, at, candidate, scored, states_of
from tests.apps.sample_panel import drawn_panel, enter_both, row
from tests.factories import DAI, YUANPING, make_application

DAY = date(2024, 7, 6)
WHY = "部务会议研究，其余人员另行安排"


def adopted(season: Season, cast: Officials, go_ahead: GoAhead | None = None) -> PlacementRun:
    trial = try_placement(season, actor=cast.city, at=at(7, 6, 20))
    return adopt_placement(
        trial, actor=cast.city, at=at(7, 6, 22), reason="研究确定", go_ahead=go_ahead
    )


def last_inputs(season: Season) -> dict[str, object]:
    inputs: dict[str, object] = entries_of(season.code)[-1]["inputs"]
    return {
        name: inputs[name]
        for name in ("left_out", "late_diplomas", "go_ahead_reason")
        if name in inputs
    }


def test_people_are_counted_by_county_and_by_what_they_wait_for(
    season: Season, cast: Officials
) -> None:
    panel, cases = drawn_panel(season, cast, people=2)
    make_application(season, county=None, state=State.RECEIVED)
    for state in (State.ROUTED, State.ROUTED, State.SUPPLEMENT_REQUESTED, State.QUALIFIED):
        make_application(season, county=YUANPING, state=state)
    for state in (State.NOT_QUALIFIED, State.NOT_INTERVIEW_LISTED, State.INTERVIEW_ABSENT):
        make_application(season, county=YUANPING, state=state)
    candidate(season, 9000)
    enter_both(panel, cast, [row(cases[0])])

    found = left_out_of(season, DAY)

    reviewing = ((State.ROUTED, 2), (State.SUPPLEMENT_REQUESTED, 1))
    assert found == LeftOut(
        (
            CountyLeftOut("", "没有转县", ((State.RECEIVED, 1),), 0, 0, 0, ()),
            CountyLeftOut(DAI, "代县", (), 0, 1, 1, ()),
            CountyLeftOut(YUANPING, "原平市", reviewing, 1, 0, 0, ()),
        )
    )
    assert (found.people, found.sentence) == (7, "7人没有参加试算")


def test_signing_the_sheets_leaves_nobody_out(season: Season, cast: Officials) -> None:
    panel, (case,) = drawn_panel(season, cast, people=1)
    enter_both(panel, cast, [row(case)])
    assert left_out_of(season, DAY).people == 1

    sign_off(panel, actor=cast.dai, at=at(7, 4, 17))

    assert left_out_of(season, DAY) == LeftOut(())


@pytest.mark.parametrize(
    ("day", "is_late"),
    [(date(2024, 7, 4), False), (date(2024, 7, 5), False), (date(2024, 7, 6), True)],
)
def test_a_diploma_recorded_after_the_last_day_is_named(
    season: Season, day: date, is_late: bool
) -> None:
    one = scored(season, 9000, county=YUANPING, diploma_date=day)

    found = left_out_of(season, DAY)

    assert found.late == ((one.case_number,) if is_late else ())
    assert found.sentence == ("1人取得毕业证书晚于规定日期而参加排名" if is_late else "")


def test_nobody_left_out_needs_no_more_than_before_and_leaves_nothing_more_in_the_ledger(
    small: Season, cast: Officials
) -> None:
    candidate(small, 9000)

    adopted(small, cast)

    assert last_inputs(small) == {}


@pytest.mark.parametrize(
    ("go_ahead", "said"),
    [
        (None, "还有2人没有参加试算，1人取得毕业证书晚于规定日期而参加排名"),
        (GoAhead(2, 1, " "), "写明理由"),
        (GoAhead(1, 1, WHY), "核对以后人数有变化，现在是2人没有参加试算"),
        (GoAhead(2, 0, WHY), "核对以后人数有变化"),
    ],
)
def test_adoption_without_an_answer_for_just_these_people_is_refused(
    small: Season, cast: Officials, go_ahead: GoAhead | None, said: str
) -> None:
    _two_left_out_and_one_late(small)

    with pytest.raises(PeopleLeftOut, match=said):
        adopted(small, cast, go_ahead)

    assert (Placement.objects.count(), PlacementRun.objects.count()) == (0, 0)


def _two_left_out_and_one_late(season: Season) -> None:
    candidate(season, 9000)
    scored(season, 8900, diploma_date=date(2024, 7, 6))
    make_application(season, state=State.ROUTED)
    make_application(season, county=YUANPING, state=State.INTERVIEW_LISTED)


def test_who_goes_ahead_is_kept_with_the_numbers_and_the_late_are_not_dropped(
    small: Season, cast: Officials
) -> None:
    _two_left_out_and_one_late(small)

    adopted(small, cast, GoAhead(2, 1, f" {WHY} "))

    assert last_inputs(small) == {"left_out": 2, "late_diplomas": 1, "go_ahead_reason": WHY}
    cases = list(small.applications.order_by("case_number"))
    assert states_of(cases) == ["placed", "placed", "routed", "interview_listed"]


def test_placing_in_one_go_tells_the_ledger_of_whom_it_leaves_out(
    small: Season, cast: Officials
) -> None:
    _two_left_out_and_one_late(small)

    place_candidates(small, actor=cast.city, at=at(7, 6, 20))

    assert last_inputs(small) == {
        "left_out": 2,
        "late_diplomas": 1,
        "go_ahead_reason": "试算后随即采用",
    }


def test_a_second_adoption_counts_anew(small: Season, cast: Officials) -> None:
    _two_left_out_and_one_late(small)
    adopted(small, cast, GoAhead(2, 1, WHY))
    candidate(small, 8000)

    with pytest.raises(PeopleLeftOut, match="还有2人没有参加试算；"):
        adopted(small, cast)
    adopted(small, cast, GoAhead(2, 0, WHY))

    assert last_inputs(small)["late_diplomas"] == 0
