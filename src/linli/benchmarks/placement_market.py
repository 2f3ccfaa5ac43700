"""Made-up candidates, choices and places as arrays, from a seed: same seed and NumPy, same bytes.

Example: python -m linli.benchmarks.placement_market FOLDER 1000000 117 common
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

#: Whether all posts rank by one list, or each by its own.
COMMON, OWN = "common", "own"
CHOICES = 4
LOT_BITS = 32
# Made up, from no document: the places for ten candidates, and the highest total in hundredths.
_PLACES_FOR_TEN = 7
_HIGHEST = 10_000


@dataclass(frozen=True, slots=True)
class MadeUpMarket:
    """What every engine is given: choices by candidate, keys by candidate or pair, places by post.

    A key is a total in hundredths and, in the low bits, a drawn lot, so that no two are alike.
    """

    choices: Array
    keys: Array
    places: Array

    def write(self, folder: Path) -> None:
        """Write the three arrays into an existing folder."""
        for name in self.__slots__:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def read(cls, folder: Path) -> "MadeUpMarket":
        """Return what ``write`` wrote."""
        return cls(*(np.load(folder / f"{name}.npy") for name in cls.__slots__))


def make_market(*, people: int, posts: int, lists: str, seed: int) -> MadeUpMarket:
    """Draw candidates with four different choices each, evenly over the posts."""
    random = np.random.default_rng(seed)
    choices = _choices(random, people, posts)
    lots = random.permutation(people)
    if lists == OWN:
        # The lot of a candidate, and which of the candidate's pairs it is.
        lots = lots[:, None] * CHOICES + np.arange(CHOICES)
    keys = random.integers(0, _HIGHEST, lots.shape, dtype=np.int64) << LOT_BITS | lots
    places = random.multinomial(people * _PLACES_FOR_TEN // 10, np.full(posts, 1 / posts))
    return MadeUpMarket(choices, keys, places.astype(np.int64))


def _choices(random: np.random.Generator, people: int, posts: int) -> Array:
    choices = np.empty((people, CHOICES), np.int32)
    for turn in range(CHOICES):
        drawn = random.integers(0, posts - turn, people, dtype=np.int32)
        # Drawn among those not yet named, counted without them.
        for named in np.sort(choices[:, :turn], axis=1).T:
            drawn += drawn >= named
        choices[:, turn] = drawn
    return choices


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("people", type=int)
    parser.add_argument("posts", type=int)
    parser.add_argument("lists", choices=(COMMON, OWN))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make_market(people=given.people, posts=given.posts, lists=given.lists, seed=given.seed).write(
        given.folder
    )
