"""A season goes on while cases of its stage are not done: allowed to somebody who says how many."""

from __future__ import annotations

import pytest

from linli.apps.applications.states import State
from linli.apps.dashboard.moving_on import CountyUndone, Undone, WorkUndone, move_on, undone
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.actions import WrongStage
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import NotPermitted
from tests.apps.cast import Officials, at
from tests.factories import DAI, YUANPING, make_application


@pytest.fixture
def reviewing(season: Season) -> Season:
    """Two of 代县, one of 原平市 and one that is not routed wait for the review."""
    season.stage = Stage.ELIGIBILITY_REVIEW
    season.save()
    for state in (State.ROUTED, State.QUALIFIED, State.NOT_QUALIFIED, State.INTERVIEW_LISTED):
        make_application(season, state=state)
    make_application(season, county=YUANPING, state=State.ROUTED)
    make_application(season, county=None, state=State.RECEIVED)
    return season


def go_on(season: Season, cast: Officials, leaving: int | None, who: str = "city") -> None:
    move_on(
        season,
        Stage.INTERVIEW,
        actor=getattr(cast, who),
        at=at(6, 29),
        reason="面见日期已定",
        leaving=leaving,
    )


def test_what_the_stage_waits_for_is_told_by_county(reviewing: Season) -> None:
    assert undone(reviewing) == Undone(
        (
            CountyUndone("", "没有转县", ((State.RECEIVED, 1),)),
            CountyUndone(DAI, "代县", ((State.ROUTED, 1), (State.QUALIFIED, 1))),
            CountyUndone(YUANPING, "原平市", ((State.ROUTED, 1),)),
        )
    )
    assert undone(reviewing).sentence == "已接收1人、待资格审查2人、资格审查通过1人"


def test_the_registration_leaves_nothing_behind(season: Season) -> None:
    make_application(season, state=State.RECEIVED)

    assert undone(season) == Undone(())


@pytest.mark.parametrize("leaving", [None, 0, 3, 5])
def test_nobody_moves_on_unless_just_these_are_named(
    reviewing: Season, cast: Officials, leaving: int | None
) -> None:
    with pytest.raises(WorkUndone, match="现阶段还有4人没有办完：已接收1人、待资格审查2人"):
        go_on(reviewing, cast, leaving)

    assert Season.objects.get().stage == Stage.ELIGIBILITY_REVIEW


def test_who_knows_it_moves_on_and_the_ledger_keeps_how_many(
    reviewing: Season, cast: Officials
) -> None:
    go_on(reviewing, cast, 4)

    entry = entries_of(reviewing.code)[-1]
    assert (Season.objects.get().stage, entry["reason"]) == (Stage.INTERVIEW, "面见日期已定")
    assert entry["inputs"] == {
        "from": "eligibility_review",
        "to": "interview",
        "undone": {"received": 1, "routed": 2, "qualified": 1},
    }


def test_where_nothing_waits_nothing_is_asked_nor_kept(season: Season, cast: Officials) -> None:
    season.stage = Stage.ELIGIBILITY_REVIEW
    season.save()
    make_application(season, state=State.INTERVIEW_LISTED)

    go_on(season, cast, None)

    entry = entries_of(season.code)[-1]
    assert entry["inputs"] == {"from": "eligibility_review", "to": "interview"}


def test_moving_on_twice_skips_no_stage(reviewing: Season, cast: Officials) -> None:
    go_on(reviewing, cast, 4)

    # The listed person waits for the interview now as well.
    with pytest.raises(WrongStage):
        go_on(reviewing, cast, 5)


@pytest.mark.parametrize("who", ["dai", "yuanping", "auditor", "datong"])
def test_nobody_but_the_city_moves_on_nor_learns_what_is_undone(
    reviewing: Season, cast: Officials, who: str
) -> None:
    with pytest.raises(NotPermitted):
        go_on(reviewing, cast, None, who)
