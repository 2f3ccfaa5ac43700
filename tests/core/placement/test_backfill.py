"""Vacancies filled from a post's own reserve, beside placing again without who left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import (
    Backfill,
    Candidate,
    PlacementResult,
    PlacementStatus,
    Reserve,
    Seats,
    fill_from_reserve,
    standings,
)
from tests.support.placement_cases import (
    GRADUATES,
    HARD,
    LEAVERS,
    NONE,
    Case,
    cases,
    follow,
    likes_at_least,
    outcome,
    placed,
)

RESERVES = {
    "代县": Reserve(Seats("代县", 2), ("A4", "A5")),
    "五台县": Reserve(Seats("五台县", 3), ("A6",)),
    "偏关县": Reserve(Seats("偏关县", 1), ()),
}


@pytest.mark.parametrize(
    ("vacancies", "filled"),
    [
        ([], ()),
        ([("代县", "A1")], (Backfill("代县", "A1", "A4", 1),)),
        (
            [("代县", "A1"), ("代县", "A2")],
            (Backfill("代县", "A1", "A4", 1), Backfill("代县", "A2", "A5", 2)),
        ),
        (
            [("代县", "A1"), ("五台县", "A3"), ("代县", "A2")],
            (
                Backfill("代县", "A1", "A4", 1),
                Backfill("五台县", "A3", "A6", 1),
                Backfill("代县", "A2", "A5", 2),
            ),
        ),
    ],
)
def test_one_vacancy_takes_one_filler_from_the_front_of_the_queue(
    vacancies: list[tuple[str, str]], filled: tuple[Backfill, ...]
) -> None:
    assert fill_from_reserve(vacancies, RESERVES) == filled


def test_vacancy_beyond_the_reserve_stays_empty() -> None:
    found = fill_from_reserve([("五台县", "A1"), ("五台县", "A2"), ("五台县", "A3")], RESERVES)

    assert found == (
        Backfill("五台县", "A1", "A6", 1),
        Backfill("五台县", "A2", None, None),
        Backfill("五台县", "A3", None, None),
    )


def test_county_without_reserve_is_not_filled_from_another() -> None:
    assert fill_from_reserve([("偏关县", "A1")], RESERVES) == (
        Backfill("偏关县", "A1", None, None),
    )


def test_post_that_is_full_takes_nobody_more() -> None:
    full = {"代县": Reserve(Seats("代县", 2), ("A4",), held_by_others=2)}

    assert fill_from_reserve([("代县", "A1")], full) == (Backfill("代县", "A1", None),)


@given(st.lists(st.sampled_from(sorted(RESERVES)), max_size=8))
def test_nobody_fills_two_vacancies_and_the_queue_keeps_its_order(posts: list[str]) -> None:
    found = fill_from_reserve([(post, f"L{number}") for number, post in enumerate(posts)], RESERVES)

    assert [(one.post, one.leaver) for one in found] == [
        (post, f"L{number}") for number, post in enumerate(posts)
    ]
    for post in posts:
        fillers = [one.filler for one in found if one.post == post and one.filler]
        queue = RESERVES[post].queue
        assert fillers == list(queue[: min(posts.count(post), len(queue))])


def test_kept_place_of_a_leaver_goes_to_the_group_before_a_better_other() -> None:
    seats = Seats("代县", 2, 1, GRADUATES)
    reserve = Reserve(seats, ("A3", "A4", "A5"), members={"A4"}, held_by_others=1)

    found = fill_from_reserve([("代县", "A2")], {"代县": reserve})

    assert found == (Backfill("代县", "A2", "A4", 2),)


def test_kept_place_once_filled_leaves_the_next_vacancy_to_the_best_of_all() -> None:
    seats = Seats("代县", 2, 1, GRADUATES)
    both_left = Reserve(seats, ("A3", "A4", "A5"), members={"A4", "A5"})
    one_left = Reserve(seats, ("A3", "A4"), members={"A4", "A1"}, held_by_members=1)

    assert fill_from_reserve([("代县", "A1"), ("代县", "A2")], {"代县": both_left}) == (
        Backfill("代县", "A1", "A4", 2),
        Backfill("代县", "A2", "A3", 1),
    )
    assert fill_from_reserve([("代县", "A2")], {"代县": one_left}) == (
        Backfill("代县", "A2", "A3", 1),
    )


@pytest.mark.parametrize(
    ("is_hard", "filler"),
    [(False, Backfill("代县", "A2", "A3", 1)), (True, Backfill("代县", "A2", None))],
)
def test_kept_place_that_no_member_waits_for_opens_only_if_soft(
    is_hard: bool, filler: Backfill
) -> None:
    seats = Seats("代县", 2, 1, GRADUATES, is_hard)
    reserve = Reserve(seats, ("A3", "A5"), held_by_others=1)

    assert fill_from_reserve([("代县", "A2")], {"代县": reserve}) == (filler,)


def after_leaving(
    case: Case, leavers: set[str]
) -> tuple[list[tuple[str, str]], dict[str, Reserve]]:
    """Return the vacancies of a placement, and the reserve of each post, without who left."""
    before = placed(case)
    vacancies = [
        (one.post, one.candidate)
        for one in before.placements
        if one.candidate in leavers and one.status is PlacementStatus.PLACED
    ]
    return vacancies, {one.post: _reserve(case, before, one.post, leavers) for one in before.posts}


def _reserve(case: Case, result: PlacementResult, post: str, leavers: set[str]) -> Reserve:
    found = next(one for one in result.posts if one.post == post)
    members = {one for one in case.ids if case.is_member(one, post)}
    holders = set(found.admitted) - leavers
    return Reserve(
        case.seats_at(post),
        tuple(one for one in found.reserve if one not in leavers),
        members,
        len(holders & members),
        len(holders - members),
    )


@given(cases(people=6), LEAVERS)
def test_filling_all_vacancies_at_once_equals_one_after_another(
    case: Case, leavers: set[str]
) -> None:
    vacancies, reserves = after_leaving(case, leavers)

    at_once = fill_from_reserve(vacancies, reserves)

    single, waiting = [], dict(reserves)
    for post, leaver in vacancies:
        (step,) = fill_from_reserve([(post, leaver)], waiting)
        single.append((step.post, step.leaver, step.filler))
        if step.filler:
            was = waiting[post]
            is_member = step.filler in was.members
            waiting[post] = Reserve(
                was.seats,
                tuple(one for one in was.queue if one != step.filler),
                was.members,
                was.held_by_members + is_member,
                was.held_by_others + (not is_member),
            )
    assert [(one.post, one.leaver, one.filler) for one in at_once] == single


@given(cases(people=6), LEAVERS, st.randoms(use_true_random=False))
def test_who_comes_in_does_not_depend_on_the_order_in_which_others_left(
    case: Case, leavers: set[str], random
) -> None:
    vacancies, reserves = after_leaving(case, leavers)
    shuffled = random.sample(vacancies, len(vacancies))

    one_way, other_way = (fill_from_reserve(rows, reserves) for rows in (vacancies, shuffled))

    assert {(one.post, one.filler) for one in one_way} == {
        (one.post, one.filler) for one in other_way
    }


@given(cases(people=6), LEAVERS)
def test_places_stay_within_quota_and_kept_places_with_the_group(
    case: Case, leavers: set[str]
) -> None:
    vacancies, reserves = after_leaving(case, leavers)

    steps = fill_from_reserve(vacancies, reserves)

    for post, reserve in reserves.items():
        fillers = [one.filler for one in steps if one.post == post and one.filler]
        members = reserve.held_by_members + sum(one in reserve.members for one in fillers)
        others = reserve.held_by_others + sum(one not in reserve.members for one in fillers)
        assert members + others <= reserve.seats.places
        assert others <= (reserve.seats.open if reserve.seats.is_hard else reserve.seats.places)
        waited = sum(one in reserve.members for one in reserve.queue)
        came = sum(one in reserve.members for one in fillers)
        vacant = sum(one == post for one, _ in vacancies)
        assert came >= min(waited, vacant, max(0, reserve.seats.reserved - reserve.held_by_members))


@pytest.mark.parametrize(
    ("choices", "filled", "again"),
    [
        # A2 waits at 代县: both ways A2 comes in.
        ({"A2": ["代县"], "A3": ["五台县"]}, ("代县", "五台县"), ("代县", "五台县")),
        # A2 is placed elsewhere and would rather be at 代县: only placing again moves A2.
        ({"A2": ["代县", "五台县"], "A3": ["代县"]}, ("五台县", "代县"), ("代县", None)),
        # A3 waits at 五台县 and had 代县 as the second choice: only placing again asks there.
        ({"A2": ["五台县"], "A3": ["五台县", "代县"]}, ("五台县", None), ("五台县", "代县")),
    ],
)
def test_reserve_does_not_move_who_is_placed_or_waits_elsewhere(
    choices: dict[str, list[str]],
    filled: tuple[str | None, str | None],
    again: tuple[str | None, str | None],
) -> None:
    order = standings(
        [Candidate(f"A{number}", (9000 - number, 0)) for number in range(1, 4)], seed="样本"
    )
    case = Case((Seats("代县", 1), Seats("五台县", 1)), order, {"A1": ["代县"], **choices})

    vacancies, reserves = after_leaving(case, {"A1"})
    now = follow(outcome(case), fill_from_reserve(vacancies, reserves))
    placed_again = outcome(case.without({"A1"}))

    assert (now["A2"], now["A3"]) == filled
    assert (placed_again["A2"], placed_again["A3"]) == again


@given(cases(people=6, own=False, kinds=(NONE, HARD)), LEAVERS)
def test_reserve_differs_from_placing_again_only_where_someone_elsewhere_wants_the_vacancy(
    case: Case, leavers: set[str]
) -> None:
    before = outcome(case)
    vacancies, reserves = after_leaving(case, leavers)

    now = follow(before, fill_from_reserve(vacancies, reserves))

    stay = {one: post for one, post in now.items() if one not in leavers}
    elsewhere = [
        one
        for one in stay
        for post in {post for post, _ in vacancies}
        if post in case.truth(one)[: case.truth(one).index(before[one])]
        and one not in reserves[post].queue
    ]
    assert stay == outcome(case.without(leavers)) or elsewhere


@given(cases(people=6), LEAVERS)
def test_filling_from_the_reserve_moves_nobody_and_hurts_nobody(
    case: Case, leavers: set[str]
) -> None:
    before = outcome(case)
    vacancies, reserves = after_leaving(case, leavers)

    now = follow(before, fill_from_reserve(vacancies, reserves))

    assert all(now[one] == before[one] for one in case.ids if before[one] and one not in leavers)
    assert all(
        likes_at_least(case, one, now[one], before[one]) for one in case.ids if one not in leavers
    )
