"""The chain of vacancies by which placing again without who left moves people from place to place."""

from hypothesis import given

from linli.core.placement import Backfill, Candidate, Seats, standings, steps_between
from tests.support.placement_cases import (
    LEAVERS,
    NONE,
    Case,
    cases,
    follow,
    outcome,
    placed,
    posts_of,
)


@given(cases(people=6), LEAVERS)
def test_steps_lead_exactly_from_a_placement_to_the_one_without_the_leavers(
    case: Case, leavers: set[str]
) -> None:
    before, after = placed(case), placed(case.without(leavers))

    steps = steps_between(before, after, sorted(leavers))

    reached = follow(posts_of(before), steps)
    assert {one: post for one, post in reached.items() if one not in leavers} == posts_of(after)
    # The chain ends: nobody moves twice, and every place is left before it is filled.
    fillers = [one.filler for one in steps if one.filler]
    assert len(fillers) == len(set(fillers))
    assert len({(one.post, one.leaver) for one in steps}) == len(steps)
    was = posts_of(before)
    assert all(was[one.leaver] == one.post for one in steps)
    assert all((was[one.filler] or "") == one.from_post for one in steps if one.filler)


def by_hand(case: Case, leavers: set[str]) -> dict[str, str | None]:
    """Follow the vacancy chain in one list: the best who would rather be there moves up."""
    now = {one: post for one, post in outcome(case).items() if one not in leavers}
    open_now = [post for one, post in outcome(case).items() if one in leavers and post]
    while open_now:
        post = open_now.pop()
        for one in (one for one in case.ids if one in now):
            truth = case.truth(one)
            if post in truth[: truth.index(now[one])]:
                if now[one]:
                    open_now.append(now[one])
                now[one] = post
                break
    return now


@given(cases(people=6, own=False, kinds=(NONE,)), LEAVERS)
def test_in_one_list_placing_again_equals_following_the_vacancies_by_hand(
    case: Case, leavers: set[str]
) -> None:
    assert outcome(case.without(leavers)) == by_hand(case, leavers)


def test_chain_names_each_vacancy_its_filler_and_the_place_left() -> None:
    order = standings(
        [Candidate(f"A{number}", (9000 - number, 0)) for number in range(1, 6)], seed="样本"
    )
    choices = {
        "A1": ["代县"],
        "A2": ["代县", "五台县"],
        "A3": ["五台县", "偏关县"],
        "A4": ["偏关县"],
        "A5": ["五台县"],
    }
    case = Case(tuple(Seats(post, 1) for post in ("代县", "五台县", "偏关县")), order, choices)

    steps = steps_between(placed(case), placed(case.without({"A1"})), ["A1"])
    none_left = steps_between(placed(case), placed(case.without({"A1", "A2"})), ["A1", "A2"])

    assert steps == (
        Backfill("代县", "A1", "A2", None, "五台县"),
        Backfill("五台县", "A2", "A3", None, "偏关县"),
        Backfill("偏关县", "A3", "A4", 1),
    )
    assert none_left == (
        Backfill("代县", "A1", None),
        Backfill("五台县", "A2", "A3", None, "偏关县"),
        Backfill("偏关县", "A3", "A4", 1),
    )


def test_first_vacancy_of_a_post_takes_the_better_of_those_who_come() -> None:
    order = standings(
        [Candidate(f"A{number}", (9000 - number, 0)) for number in range(1, 5)], seed="样本"
    )
    case = Case((Seats("代县", 2),), order, {one.candidate.id: ["代县"] for one in order})

    steps = steps_between(placed(case), placed(case.without({"A1", "A2"})), ["A2", "A1"])

    assert steps == (Backfill("代县", "A2", "A3", 1), Backfill("代县", "A1", "A4", 2))


def test_chain_ends_where_someone_moved_to_a_place_that_was_added() -> None:
    order = standings([Candidate("A1", (9000, 0)), Candidate("A2", (8000, 0))], seed="样本")
    choices = {"A1": ["代县"], "A2": ["代县", "五台县"]}
    before = Case((Seats("代县", 1), Seats("五台县", 1)), order, choices)
    after = Case((Seats("代县", 2), Seats("五台县", 1)), order, choices)

    assert steps_between(placed(before), placed(after), []) == (Backfill("五台县", "A2", None),)


def test_who_held_no_place_leaves_no_vacancy() -> None:
    order = standings([Candidate("A1", (9000, 0)), Candidate("A2", (8000, 0))], seed="样本")
    case = Case((Seats("代县", 1),), order, {"A1": ["代县"], "A2": ["代县"]})

    assert steps_between(placed(case), placed(case.without({"A2"})), ["A2"]) == ()


def test_two_may_exchange_places_once_a_third_no_longer_asks_between_them() -> None:
    # A3 stands between: the first choice of A3 is 代县, where A1 is turned away for it.
    order = standings(
        [Candidate(f"A{number}", (9000 - number, 0)) for number in range(1, 4)], seed="样本"
    )
    own = {
        ("A2", "代县"): 3, ("A3", "代县"): 2, ("A1", "代县"): 1,
        ("A1", "五台县"): 2, ("A2", "五台县"): 1,
    }  # fmt: skip
    choices = {"A1": ["代县", "五台县"], "A2": ["五台县", "代县"], "A3": ["代县"]}
    case = Case((Seats("代县", 1), Seats("五台县", 1)), order, choices, own)

    before, after = placed(case), placed(case.without({"A3"}))
    steps = steps_between(before, after, ["A3"])

    assert posts_of(before) == {"A1": "五台县", "A2": "代县", "A3": None}
    assert posts_of(after) == {"A1": "代县", "A2": "五台县"}
    assert steps == (
        Backfill("五台县", "A1", "A2", None, "代县"),
        Backfill("代县", "A2", "A1", None, "五台县"),
    )
