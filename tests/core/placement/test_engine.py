"""The array engine against an independent one, and against all stable matchings of small cases."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from linli.core.placement.engine import deferred_acceptance

COMMON, OWN = "one list", "lists per post"


def choices_of(rows: Sequence[Sequence[int]], width: int | None = None) -> np.ndarray:
    return np.array(rows, np.int32).reshape(len(rows), -1 if width is None else width)


def drawn(seed: int, lists: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a made-up market: a post is named once a person, gaps and posts without places occur."""
    random = np.random.default_rng(seed)
    people, width, posts = (int(random.integers(1, most)) for most in (9, 5, 6))
    rows = [random.permutation(max(posts, width))[:width] for _ in range(people)]
    choices = choices_of(rows, width)
    choices[(choices >= posts) | (random.random(choices.shape) < 0.2)] = -1
    shape = people if lists == COMMON else choices.shape
    size = int(np.prod(shape))
    # Totals over the whole range of 64 bits, as 0 - 100.00 points and a drawn lot would give.
    keys = random.permutation(size).reshape(shape) * (1 << 40) - (1 << 45)
    return choices, keys, random.integers(0, 4, posts)


def per_pair(choices: np.ndarray, keys: np.ndarray) -> np.ndarray:
    return keys if keys.ndim == 2 else np.repeat(keys[:, None], choices.shape[1], axis=1)


def by_matching(choices: np.ndarray, keys: np.ndarray, places: np.ndarray) -> list[int]:
    """Let the package ``matching`` place; it wants no one without choices, no post without either."""
    keys = per_pair(choices, keys)
    people = {
        f"A{person}": [post for post in row if post >= 0 and places[post]]
        for person, row in enumerate(choices.tolist())
    }
    people = {person: posts for person, posts in people.items() if posts}
    asked = {post for posts in people.values() for post in posts}

    def key(person: str, post: int) -> int:
        number = int(person[1:])
        return keys[number, choices[number].tolist().index(post)]

    posts = {
        post: sorted(
            (person for person in people if post in people[person]),
            key=lambda person, post=post: -key(person, post),
        )
        for post in asked
    }
    found = [-1] * len(choices)
    if people:
        game = HospitalResident.create_from_dictionaries(
            people, posts, {post: int(places[post]) for post in posts}
        )
        for hospital, residents in game.solve(optimal="resident").items():
            for resident in residents:
                number = int(resident.name[1:])
                found[number] = choices[number].tolist().index(hospital.name)
    return found


@pytest.mark.parametrize("lists", [COMMON, OWN])
def test_ten_thousand_made_up_markets_are_placed_as_an_independent_engine_places_them(
    lists: str,
) -> None:
    differing = []
    for seed in range(5000):
        market = drawn(seed, lists)
        if deferred_acceptance(*market).tolist() != by_matching(*market):
            differing.append(seed)

    assert differing == []


def stable_matchings(
    choices: np.ndarray, keys: np.ndarray, places: np.ndarray
) -> Iterator[tuple[int, ...]]:
    """Yield every stable matching, as the index of each person's choice, -1 for none."""
    keys, rows = per_pair(choices, keys).tolist(), choices.tolist()
    options = [[*(index for index, post in enumerate(row) if post >= 0), -1] for row in rows]
    for found in product(*options):
        held: dict[int, list[int]] = {post: [] for post in range(len(places))}
        for person, index in enumerate(found):
            if index >= 0:
                held[rows[person][index]].append(keys[person][index])
        if any(len(taken) > places[post] for post, taken in held.items()):
            continue
        if not any(
            len(held[post]) < places[post] or any(key < keys[person][better] for key in held[post])
            for person, index in enumerate(found)
            for better, post in enumerate(rows[person][: index if index >= 0 else None])
            if post >= 0
        ):
            yield found


@settings(deadline=None)  # each example goes through every matching
@given(st.integers(0, 1 << 32), st.sampled_from([COMMON, OWN]))
def test_outcome_is_the_best_stable_matching_for_every_applicant(seed: int, lists: str) -> None:
    choices, keys, places = drawn(seed, lists)
    people = slice(0, 5)
    keys, choices = keys[people], choices[people]

    found = deferred_acceptance(choices, keys, places)

    stable = list(stable_matchings(choices, keys, places))
    ends = [[index if index >= 0 else 99 for index in one] for one in stable]
    best = [min(column) for column in zip(*ends, strict=True)]
    assert tuple(found.tolist()) in stable
    assert [index if index >= 0 else 99 for index in found.tolist()] == best


def test_applicants_keep_what_posts_would_rather_have_otherwise() -> None:
    # Each person likes best the post that likes the other person best.
    choices = choices_of([[0, 1], [1, 0]])
    keys = np.array([[1, 4], [2, 3]])

    found = deferred_acceptance(choices, keys, np.array([1, 1]))

    assert list(stable_matchings(choices, keys, np.array([1, 1]))) == [(0, 0), (1, 1)]
    assert found.tolist() == [0, 0]


CORNERS = {
    "nobody": ([], 4, [1, 1], []),
    "people without any column of choices": ([[], []], 0, [1], [-1, -1]),
    "no posts": ([[-1, -1], [-1, -1]], 2, [], [-1, -1]),
    "a post without places": ([[0], [0]], 1, [0], [-1, -1]),
    "only gaps": ([[-1], [-1]], 1, [3], [-1, -1]),
    "a gap before a choice": ([[-1, 0], [-1, 0]], 2, [1], [1, -1]),
    "more places than people": ([[0, 1], [0, 1]], 2, [5, 5], [0, 0]),
    "as many places as people": ([[0, 1], [0, 1]], 2, [1, 1], [0, 1]),
    "one choice each": ([[0], [0], [1]], 1, [1, 1], [0, -1, 0]),
    "one post": ([[0], [0], [0]], 1, [2], [0, 0, -1]),
    "one person": ([[1, 0]], 2, [1, 0], [1]),
    "a place nobody asks for": ([[0], [0]], 1, [1, 9], [0, -1]),
    "everyone is turned away everywhere": ([[0, 1], [1, 0]], 2, [0, 0], [-1, -1]),
    "the last post": ([[2, 1], [2, 1]], 2, [0, 1, 1], [0, 1]),
    "the same post twice": ([[0, 0, 1], [0, 0, 1]], 3, [1, 1], [0, 2]),
}


@pytest.mark.parametrize(
    ("rows", "width", "places", "expected"), CORNERS.values(), ids=CORNERS.keys()
)
@pytest.mark.parametrize("lists", [COMMON, OWN])
def test_corner_cases_are_placed_the_earlier_person_first(
    rows: list[list[int]], width: int, places: list[int], expected: list[int], lists: str
) -> None:
    choices = choices_of(rows, width)
    keys = -np.arange(len(rows) if lists == COMMON else choices.size, dtype=np.int64)
    keys = keys if lists == COMMON else keys.reshape(choices.shape)

    found = deferred_acceptance(choices, keys, np.array(places, np.int64))

    assert found.tolist() == expected


@pytest.mark.parametrize("lists", [COMMON, OWN])
def test_market_of_a_city_takes_many_rounds_and_stays_stable(lists: str) -> None:
    random = np.random.default_rng(7)
    people, posts = 5000, 40
    choices = random.permuted(np.tile(np.arange(posts), (people, 1)), axis=1)[:, :4]
    choices = choices.astype(np.int32)
    shape = people if lists == COMMON else choices.shape
    keys = random.permutation(int(np.prod(shape))).reshape(shape)
    places = random.integers(50, 100, posts)

    found = deferred_acceptance(choices, keys, places)

    assert _quota_and_envy(choices, per_pair(choices, keys), places, found) == (0, 0)


def _quota_and_envy(
    choices: np.ndarray, keys: np.ndarray, places: np.ndarray, found: np.ndarray
) -> tuple[int, int]:
    """Return posts over their places, and pairs better than the last holder or before free places."""
    held = np.flatnonzero(found >= 0)
    post, key = choices[held, found[held]], keys[held, found[held]]
    taken = np.bincount(post, minlength=len(places))
    last = np.full(len(places), np.iinfo(np.int64).max)
    np.minimum.at(last, post, key)
    last[taken < places] = -1
    wished = np.arange(choices.shape[1]) < np.where(found < 0, choices.shape[1], found)[:, None]
    return int((taken > places).sum()), int((wished & (keys > last[choices])).sum())
