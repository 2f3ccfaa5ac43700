"""The end of a county's reserve: only when no vacancy is left to come, and as it was shown."""

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import (
    ReserveChanged,
    ReserveNeeded,
    backfill_county,
    mark_of_reserve,
    release_reserve,
    reserve_queue,
)
from linli.apps.selection.models import Backfill
from linli.apps.selection.reserve_queries import chains_of, reserve_counts
from tests.apps.cast import Officials, at, candidate, last_entry, placed_by, states_of
from tests.apps.test_backfilling import medical
from tests.factories import DAI, YUANPING, make_application


@pytest.fixture
def waiting(small: Season, cast: Officials) -> list[Application]:
    """Return two placed and three in the reserve of 代县, best first."""
    for total in (9500, 9400, 9300, 9200, 9100):
        candidate(small, total)
    placed_by(small, cast)
    return list(small.applications.order_by("case_number"))


def settle(*cases: Application, state: State = State.FORMAL) -> None:
    Application.objects.filter(pk__in=[one.pk for one in cases]).update(state=state)


@pytest.mark.parametrize("state", [State.PLACED, State.MEDICAL_PASSED, State.PROPOSED])
def test_reserve_is_kept_while_somebody_placed_is_no_formal_recruit(
    small: Season, cast: Officials, waiting: list[Application], state: State
) -> None:
    settle(waiting[0])
    settle(waiting[1], state=state)

    with pytest.raises(ReserveNeeded, match="还有1人入围而未确定为正式招募人选.*D0 三\\(四\\)"):
        release_reserve(small, DAI, actor=cast.dai, at=at(7, 31))

    assert states_of(waiting[2:]) == [State.RESERVE] * 3


def test_reserve_is_kept_while_a_vacancy_is_open(
    small: Season, cast: Officials, waiting: list[Application]
) -> None:
    settle(waiting[0])
    medical({waiting[1]: "fail"}, cast.dai)

    with pytest.raises(ReserveNeeded, match="还有1个空缺没有办理递补.*D0 三\\(四\\)"):
        release_reserve(small, DAI, actor=cast.dai, at=at(7, 31))

    assert states_of(waiting[2:]) == [State.RESERVE] * 3


def test_reserve_is_released_in_its_order_and_another_county_keeps_its_own(
    small: Season, cast: Officials, waiting: list[Application]
) -> None:
    settle(*waiting[:2])
    elsewhere = make_application(small, county=YUANPING, state=State.RESERVE)

    left = release_reserve(small, DAI, actor=cast.dai, at=at(7, 31))

    assert left == waiting[2:]
    assert last_entry(left[0].subject)["clause"] == "D0 三(四)"
    assert states_of([*left, elsewhere]) == [State.NOT_RECRUITED] * 3 + [State.RESERVE]


def test_reserve_is_released_only_as_it_was_shown(
    small: Season, cast: Officials, waiting: list[Application]
) -> None:
    settle(*waiting[:2])
    shown = mark_of_reserve(reserve_queue(small, DAI, on=at(7, 31).date()))
    settle(waiting[2], state=State.WITHDRAWN)

    with pytest.raises(ReserveChanged, match="候补名单已有变化"):
        release_reserve(small, DAI, actor=cast.dai, at=at(7, 31), shown=shown)

    assert states_of(waiting[3:]) == [State.RESERVE] * 2


def test_chain_tells_who_left_who_moved_up_and_when(
    small: Season, cast: Officials, waiting: list[Application]
) -> None:
    first, second, third, fourth, fifth = waiting
    medical({first: "fail", second: "absent"}, cast.dai)
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 8, 18))
    for one in (third, fourth):
        one.refresh_from_db()
    medical({third: "fail"}, cast.dai)
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 9, 18))
    fifth.refresh_from_db()
    medical({fifth: "fail"}, cast.dai)
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 10, 18))

    found = [
        [(link.backfill.leaver, link.backfill.filler, link.at) for link in chain]
        for chain in chains_of(small, DAI)
    ]

    assert found == [
        [
            (first, third, at(7, 8, 18)),
            (third, fifth, at(7, 9, 18)),
            (fifth, None, at(7, 10, 18)),
        ],
        [(second, fourth, at(7, 8, 18))],
    ]
    assert Backfill.objects.count() == 4


def test_counties_are_counted_by_what_stands_where(
    small: Season, cast: Officials, waiting: list[Application]
) -> None:
    medical({waiting[0]: "fail", waiting[1]: "fail"}, cast.dai)
    opened = reserve_counts(small, DAI)
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 8, 18))
    settle(*waiting[2:4])
    release_reserve(small, DAI, actor=cast.dai, at=at(7, 31))

    (before,), (after,) = opened, reserve_counts(small, DAI)

    assert (before.waiting, before.open, before.filled, before.empty, before.released) == (
        3,
        2,
        0,
        0,
        0,
    )
    assert (after.waiting, after.open, after.filled, after.empty, after.released) == (0, 0, 2, 0, 1)
