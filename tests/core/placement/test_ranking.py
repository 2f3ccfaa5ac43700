"""The order of candidates down a chain of criteria, and how its figures are told."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import Candidate, Criterion, Standing, drawn_lot, standings

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 999).map(lambda number: f"A{number:03d}"),
        st.tuples(st.integers(6900, 6903), st.integers(0, 1)),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)


def test_equal_totals_share_a_rank_and_the_next_rank_counts_them() -> None:
    totals = {"A001": 7200, "A002": 7100, "A003": 7100, "A004": 7100, "A005": 7000}

    found = standings([Candidate(one, (total,)) for one, total in totals.items()], seed="样本")

    assert [standing.rank for standing in found] == [1, 2, 2, 2, 5]
    assert {standing.candidate.id: standing.rank for standing in found} == {
        "A001": 1,
        "A002": 2,
        "A003": 2,
        "A004": 2,
        "A005": 5,
    }


def test_priority_parts_equals_and_takes_the_better_rank() -> None:
    three = [
        Candidate("A001", (7100, 0)),
        Candidate("A002", (7100, 1)),
        Candidate("A003", (7100, 0)),
    ]

    found = standings(three, seed="样本")

    assert (found[0].candidate.id, found[0].rank) == ("A002", 1)
    assert [standing.rank for standing in found] == [1, 2, 2]


def test_priority_never_outweighs_one_hundredth_of_a_point() -> None:
    pair = [Candidate("A001", (7100, 1)), Candidate("A002", (7101, 0))]

    found = standings(pair, seed="样本")

    assert [(standing.candidate.id, standing.rank) for standing in found] == [
        ("A002", 1),
        ("A001", 2),
    ]


def test_lot_can_be_drawn_again_by_anyone_from_seed_and_number() -> None:
    expected = hashlib.sha256("公开种子|A001".encode()).hexdigest()

    assert drawn_lot("公开种子", "A001") == expected
    assert standings([Candidate("A001", (1,))], seed="公开种子") == (
        Standing(Candidate("A001", (1,)), 1, expected),
    )


def test_another_seed_may_draw_another_order() -> None:
    pair = [Candidate("A001", (7100,)), Candidate("A002", (7100,))]

    firsts = {standings(pair, seed=str(seed))[0].candidate.id for seed in range(20)}

    assert firsts == {"A001", "A002"}


@given(CANDIDATES, st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_of_rows(candidates: list[Candidate], random) -> None:
    shuffled = random.sample(candidates, len(candidates))

    assert standings(shuffled, seed="样本") == standings(candidates, seed="样本")


@given(CANDIDATES)
def test_rank_counts_those_who_are_truly_better(candidates: list[Candidate]) -> None:
    found = standings(candidates, seed="样本")

    better = {one.id: sum(other.merit > one.merit for other in candidates) for one in candidates}
    assert {standing.candidate.id: standing.rank - 1 for standing in found} == better
    assert {standing.candidate for standing in found} == set(candidates)


@given(CANDIDATES)
def test_equals_stand_in_the_order_of_their_lots(candidates: list[Candidate]) -> None:
    found = standings(candidates, seed="样本")

    pairs = pairwise(found)
    assert all(left.lot < right.lot for left, right in pairs if left.rank == right.rank)


def test_nobody_to_rank_gives_an_empty_order() -> None:
    assert standings([], seed="样本") == ()


def test_a_later_link_acts_only_between_those_equal_in_all_before_it() -> None:
    chain = [
        Candidate("A001", (7100, 0, 9)),
        Candidate("A002", (7100, 1, 1)),
        Candidate("A003", (7100, 1, 2)),
        Candidate("A004", (7099, 1, 9)),
    ]

    found = standings(chain, seed="样本")

    assert [(one.candidate.id, one.rank) for one in found] == [
        ("A003", 1),
        ("A002", 2),
        ("A001", 3),
        ("A004", 4),
    ]


def test_groups_do_not_enter_the_order() -> None:
    pair = [Candidate("A001", (7100,)), Candidate("A002", (7100,), frozenset({"应届毕业生"}))]
    without = [Candidate(one.id, one.merit) for one in pair]

    found = standings(pair, seed="样本")

    assert [(one.candidate.id, one.rank, one.lot) for one in found] == [
        (one.candidate.id, one.rank, one.lot) for one in standings(without, seed="样本")
    ]


@pytest.mark.parametrize(
    ("criterion", "figure", "shown"),
    [
        (Criterion("总分", units=100), 9000, "90.00"),
        (Criterion("总分", units=100), 7050, "70.50"),
        (Criterion("总分", units=100), 7005, "70.05"),
        (Criterion("总分", units=100), 0, "0.00"),
        (Criterion("总分", units=1000), 70500, "70.50"),
        (Criterion("总分", units=1000), 70505, "70.505"),
        (Criterion("总分", units=1000), 100000, "100.00"),
        (Criterion("服务年限"), 12, "12"),
        (Criterion("通勤分钟", is_ascending=True), -35, "35"),
        (Criterion("通勤公里", units=10, is_ascending=True), -35, "3.50"),
        (Criterion("优先人员", is_yes_no=True), 1, "1"),
    ],
)
def test_points_are_told_with_two_decimals_at_least_and_whole_numbers_without(
    criterion: Criterion, figure: int, shown: str
) -> None:
    assert criterion.shown(figure) == shown
