"""The PyPI package ``matching`` on the made-up market, as its manual says and its algorithm alone.

Building the game is part of the first: it copies the players and checks every pair of them,
and most of its time goes there.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from matching import Player
from matching.algorithms import hospital_resident
from matching.games import HospitalResident
from matching.players import Hospital

from linli.benchmarks.placement_market import Array, MadeUpMarket
from linli.benchmarks.placement_peer import main

_DEPTH = 10_000_000

#: The post of each person who is placed.
Placed: TypeAlias = dict[int, int]


@dataclass(frozen=True, slots=True)
class Preferences:
    """Who wishes for which posts, best first, whom posts prefer, best first, and the places."""

    market: MadeUpMarket
    people: dict[int, list[int]]
    posts: dict[int, list[int]]
    places: dict[int, int]


def prepare(market: MadeUpMarket) -> Preferences:
    """Return the market as dictionaries, without posts that have no places: the package warns of them."""
    choices, width = market.choices, market.choices.shape[1]
    posts: dict[int, list[int]] = {}
    keys = market.keys if market.keys.ndim == 2 else np.repeat(market.keys, width)
    for pair in np.argsort(keys, axis=None)[::-1].tolist():
        person, turn = divmod(pair, width)
        post = int(choices[person, turn])
        if market.places[post]:
            posts.setdefault(post, []).append(person)
    wishes = (
        (person, [post for post in row if market.places[post]])
        for person, row in enumerate(choices.tolist())
    )
    people = {person: row for person, row in wishes if row}
    return Preferences(market, people, posts, {post: int(market.places[post]) for post in posts})


def run(preferences: Preferences) -> Placed:
    """Return the post of each person who is placed, by the game that the package documents."""
    # Copying its players, who hold one another, goes as deep as there are players.
    sys.setrecursionlimit(_DEPTH)
    game = HospitalResident.create_from_dictionaries(
        preferences.people, preferences.posts, preferences.places
    )
    return _placed(game.solve(optimal="resident"))


def run_algorithm(preferences: Preferences) -> Placed:
    """Return the same from the package's algorithm alone, without its copies and checks."""
    people = {name: Player(name) for name in preferences.people}
    posts = {name: Hospital(name, preferences.places[name]) for name in preferences.posts}
    for name, person in people.items():
        person.set_prefs([posts[post] for post in preferences.people[name]])
    for name, post in posts.items():
        post.set_prefs([people[person] for person in preferences.posts[name]])
    return _placed(hospital_resident(list(people.values()), list(posts.values()), "resident"))


def _placed(matching: Mapping[Any, Sequence[Any]]) -> Placed:
    return {person.name: post.name for post, people in matching.items() for person in people}


def answer(preferences: Preferences, placed: Placed) -> Array:
    """Return by candidate the index of the choice at which they are placed, -1 for none."""
    choices = preferences.market.choices.tolist()
    return np.array(
        [
            row.index(placed[person]) if person in placed else -1
            for person, row in enumerate(choices)
        ]
    )


if __name__ == "__main__":
    main(prepare, run, answer)
