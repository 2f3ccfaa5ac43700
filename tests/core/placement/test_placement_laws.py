"""What holds for every placement: quotas, no justified envy, truth, more places, leavers, the lot."""

import hashlib
from dataclasses import replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.placement import Candidate, PlacementStatus, Seats, standings
from tests.support.placement_cases import (
    GRADUATES,
    POSTS,
    Case,
    cases,
    is_stable,
    likes_at_least,
    matchings,
    outcome,
    placed,
    posts_of,
)

LISTS = [list(posts) for length in range(4) for posts in permutations(POSTS, length)]
# Three people; at 乙县 and 丙县 the order of merit is turned round.
THREE = standings(
    [
        Candidate("A1", (9000, 0)),
        Candidate("A2", (8000, 0), frozenset({GRADUATES})),
        Candidate("A3", (7000, 0), frozenset({GRADUATES})),
    ],
    seed="样本",
)
OWN = {
    ("A1", "甲县"): 3, ("A2", "甲县"): 2, ("A3", "甲县"): 1,
    ("A1", "乙县"): 1, ("A2", "乙县"): 2, ("A3", "乙县"): 3,
    ("A1", "丙县"): 1, ("A2", "丙县"): 3, ("A3", "丙县"): 2,
}  # fmt: skip
PLAIN = (Seats("甲县", 1), Seats("乙县", 1), Seats("丙县", 1))
KEPT = (Seats("甲县", 1, 1, GRADUATES), Seats("乙县", 2, 1, GRADUATES), Seats("丙县", 1))
EMPTY = tuple(replace(one, is_hard=True) for one in KEPT)


@given(cases())
def test_quota_is_never_exceeded_and_everyone_has_one_place_or_none(case: Case) -> None:
    found = placed(case)

    held = [one.post for one in found.placements if one.status is PlacementStatus.PLACED]
    assert all(held.count(one.post) <= one.places for one in case.seats)
    assert [one.candidate for one in found.placements] == case.ids
    assert {one.post: list(one.admitted) for one in found.posts} == {
        seats.post: sorted(
            (one for one, post in posts_of(found).items() if post == seats.post),
            key=lambda one, post=seats.post: case.rank(one, post),
        )
        for seats in case.seats
    }


@given(cases())
def test_nobody_is_sent_where_they_did_not_wish_or_are_not_ranked(case: Case) -> None:
    for one in placed(case).placements:
        if one.status is PlacementStatus.PLACED:
            assert case.choices[one.candidate][one.choice - 1] == one.post
            assert case.is_acceptable(one.candidate, one.post)


@given(cases())
def test_nobody_has_reason_to_envy_another_and_no_wished_place_stays_open(case: Case) -> None:
    assert is_stable(case, outcome(case))


@settings(deadline=None)  # each example goes through every matching
@given(cases(people=4))
def test_of_all_stable_placements_it_is_the_best_for_every_candidate(case: Case) -> None:
    found = outcome(case)

    stable = [one for one in matchings(case) if is_stable(case, one)]

    assert found in stable
    assert all(
        likes_at_least(case, candidate, found[candidate], other[candidate])
        for other in stable
        for candidate in case.ids
    )


@settings(deadline=None)  # each example goes through every matching
@given(cases(own=False, kinds=("none", "hard")))
def test_where_all_posts_rank_by_one_list_no_other_placement_is_stable(case: Case) -> None:
    stable = [one for one in matchings(case) if is_stable(case, one)]

    assert stable == [outcome(case)]


@given(cases())
def test_refusal_of_transfer_is_respected(case: Case) -> None:
    only_first = replace(case, choices={one: posts[:1] for one, posts in case.choices.items()})

    found = placed(only_first)

    assert {one.choice for one in found.placements} <= {0, 1}
    assert all(
        post in (None, *only_first.choices[candidate])
        for candidate, post in posts_of(found).items()
    )


@pytest.mark.parametrize("own", [None, OWN], ids=["one list", "lists per post"])
@pytest.mark.parametrize("seats", [PLAIN, KEPT, EMPTY], ids=["none kept", "soft", "hard"])
def test_no_list_of_choices_is_better_than_the_true_one_whatever_the_others_wish(
    seats: tuple[Seats, ...], own: dict[tuple[str, str], int] | None
) -> None:
    ids = [one.candidate.id for one in THREE]
    profiles = list(product(range(len(LISTS)), repeat=3))
    found = {}
    for profile in profiles:
        choices = {one: LISTS[number] for one, number in zip(ids, profile, strict=True)}
        found[profile] = outcome(Case(seats, THREE, choices, own))

    gains = [
        (profile, candidate, lie)
        for profile in profiles
        for place, candidate in enumerate(ids)
        for lie in range(len(LISTS))
        if not _is_best(
            [*LISTS[profile[place]], None],
            found[profile][candidate],
            found[(*profile[:place], lie, *profile[place + 1 :])][candidate],
        )
    ]

    assert (len(found), gains) == (16**3, [])


def _is_best(truth: list[str | None], honest: str | None, lied: str | None) -> bool:
    return lied not in truth or truth.index(honest) <= truth.index(lied)


@settings(deadline=None)  # each example places everyone 65 times
@given(cases(people=4))
def test_no_list_of_choices_is_better_than_the_true_one(case: Case) -> None:
    honest = outcome(case)

    for candidate in case.ids:
        for lie in LISTS:
            lied = outcome(case.with_choices(candidate, lie))
            assert likes_at_least(case, candidate, honest[candidate], lied[candidate])


@given(cases(), st.sampled_from(POSTS), st.integers(1, 2))
def test_more_places_hurt_nobody(case: Case, post: str, more: int) -> None:
    seats = [
        replace(one, places=one.places + more) if one.post == post else one for one in case.seats
    ]

    before, after = outcome(case), outcome(replace(case, seats=tuple(seats)))

    assert all(likes_at_least(case, one, after[one], before[one]) for one in case.ids)


@given(cases(), st.sets(st.sampled_from([f"A{number}" for number in range(5)])))
def test_who_leaves_hurts_nobody_who_stays(case: Case, leavers: set[str]) -> None:
    stay = case.without(leavers)

    before, after = outcome(case), outcome(stay)

    assert all(likes_at_least(case, one, after[one], before[one]) for one in stay.ids)


@given(cases(), st.randoms(use_true_random=False))
def test_placement_does_not_depend_on_the_order_of_any_row(case: Case, random) -> None:
    def shuffled(rows):
        return random.sample(list(rows), len(rows))

    candidates = [one.candidate for one in case.order]
    other = Case(
        seats=tuple(shuffled(case.seats)),
        order=standings(shuffled(candidates), seed="样本"),
        choices=dict(shuffled(case.choices.items())),
        own=None if case.own is None else dict(shuffled(case.own.items())),
    )

    one_way, other_way = placed(case), placed(other)

    assert other_way.placements == one_way.placements
    assert {one.post: one for one in other_way.posts} == {one.post: one for one in one_way.posts}


@given(cases())
def test_same_ties_are_decided_the_same_way_every_time(case: Case) -> None:
    assert placed(case) == placed(case)


@given(st.sets(st.integers(1, 99), min_size=2, max_size=6), st.text("种子0123", max_size=4))
def test_between_equals_the_public_seed_alone_decides(numbers: set[int], seed: str) -> None:
    ids = [f"A{number:02d}" for number in numbers]
    order = standings([Candidate(one, (7100, 1)) for one in ids], seed=seed)
    case = Case((Seats("甲县", 1),), order, {one: ["甲县"] for one in ids})

    found = outcome(case)

    lots = {hashlib.sha256(f"{seed}|{one}".encode()).hexdigest(): one for one in ids}
    assert [one for one, post in found.items() if post] == [lots[min(lots)]]
