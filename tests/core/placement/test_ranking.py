"""The order of candidates: total, then priority between equals, then the lot."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import Candidate, Standing, drawn_lot, shortlist, standings

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        st.integers(1, 999).map(lambda number: f"A{number:03d}"),
        st.integers(6900, 6903),
        st.booleans(),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)


def test_equal_totals_share_a_rank_and_the_next_rank_counts_them() -> None:
    totals = {"A001": 7200, "A002": 7100, "A003": 7100, "A004": 7100, "A005": 7000}

    found = standings([Candidate(*row) for row in totals.items()], seed="样本")

    assert [standing.rank for standing in found] == [1, 2, 2, 2, 5]
    assert {standing.candidate.id: standing.rank for standing in found} == {
        "A001": 1,
        "A002": 2,
        "A003": 2,
        "A004": 2,
        "A005": 5,
    }


def test_priority_parts_equals_and_takes_the_better_rank() -> None:
    three = [Candidate("A001", 7100), Candidate("A002", 7100, True), Candidate("A003", 7100)]

    found = standings(three, seed="样本")

    assert (found[0].candidate.id, found[0].rank) == ("A002", 1)
    assert [standing.rank for standing in found] == [1, 2, 2]


def test_priority_never_outweighs_one_hundredth_of_a_point() -> None:
    pair = [Candidate("A001", 7100, True), Candidate("A002", 7101)]

    found = standings(pair, seed="样本")

    assert [(standing.candidate.id, standing.rank) for standing in found] == [
        ("A002", 1),
        ("A001", 2),
    ]


def test_lot_can_be_drawn_again_by_anyone_from_seed_and_number() -> None:
    expected = hashlib.sha256("公开种子|A001".encode()).hexdigest()

    assert drawn_lot("公开种子", "A001") == expected
    assert standings([Candidate("A001", 1)], seed="公开种子") == (
        Standing(Candidate("A001", 1), 1, expected),
    )


def test_another_seed_may_draw_another_order() -> None:
    pair = [Candidate("A001", 7100), Candidate("A002", 7100)]

    firsts = {standings(pair, seed=str(seed))[0].candidate.id for seed in range(20)}

    assert firsts == {"A001", "A002"}


@given(CANDIDATES, st.randoms(use_true_random=False))
def test_order_does_not_depend_on_the_order_of_rows(candidates: list[Candidate], random) -> None:
    shuffled = random.sample(candidates, len(candidates))

    assert standings(shuffled, seed="样本") == standings(candidates, seed="样本")


@given(CANDIDATES)
def test_rank_counts_those_who_are_truly_better(candidates: list[Candidate]) -> None:
    found = standings(candidates, seed="样本")

    def merit(one: Candidate) -> tuple[int, bool]:
        return (one.total, one.has_priority)

    better = {one.id: sum(merit(other) > merit(one) for other in candidates) for one in candidates}
    assert {standing.candidate.id: standing.rank - 1 for standing in found} == better
    assert {standing.candidate for standing in found} == set(candidates)


@given(CANDIDATES)
def test_equals_stand_in_the_order_of_their_lots(candidates: list[Candidate]) -> None:
    found = standings(candidates, seed="样本")

    pairs = pairwise(found)
    assert all(left.lot < right.lot for left, right in pairs if left.rank == right.rank)


def test_nobody_to_rank_gives_an_empty_order() -> None:
    assert standings([], seed="样本") == ()


@pytest.mark.parametrize(
    ("scores", "places", "listed"),
    [
        ([9, 8, 7, 6], 1, (0, 1, 2)),
        ([9, 8, 7, 7], 1, (0, 1, 2, 3)),
        ([9, 7, 7, 7, 7, 6], 1, (0, 1, 2, 3, 4)),
        ([9, 9, 9, 8], 1, (0, 1, 2)),
        ([5, 5, 5, 5, 5], 1, (0, 1, 2, 3, 4)),
        ([9, 8, 7], 1, (0, 1, 2)),
        ([9, 8], 1, (0, 1)),
        ([9, 8], 0, ()),
        ([], 1, ()),
        ([1, 9, 5, 7, 3, 8, 2], 2, (1, 5, 3, 2, 4, 6)),
    ],
)
def test_shortlist_takes_three_for_a_place_and_all_tied_at_the_last(
    scores: list[int], places: int, listed: tuple[int, ...]
) -> None:
    rows = [(f"A{number:03d}", score) for number, score in enumerate(scores)]

    found = shortlist(rows, places=places, ratio=3)

    assert found == tuple(f"A{number:03d}" for number in listed)


@given(
    st.lists(st.tuples(st.uuids().map(str), st.integers(0, 4)), max_size=15),
    st.integers(0, 3),
    st.integers(1, 4),
)
def test_shortlist_leaves_out_nobody_as_good_as_someone_listed(
    rows: list[tuple[str, int]], places: int, ratio: int
) -> None:
    listed = shortlist(rows, places=places, ratio=ratio)

    scores = dict(rows)
    inside = [scores[name] for name in listed]
    outside = [score for name, score in rows if name not in listed]
    assert len(listed) >= min(places * ratio, len(rows))
    assert not inside or not outside or max(outside) < min(inside)
    assert sum(score > min(inside) for score in inside) < places * ratio if inside else True
