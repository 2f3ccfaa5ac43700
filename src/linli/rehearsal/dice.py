"""Chance that comes out the same on every machine and every Python version."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Throw from a stream of its own, named by a seed and what the stream is for.

    Only ``Random.random`` is used: Python promises that it never changes, while
    ``choice``, ``shuffle`` and ``randrange`` have changed between versions. A stream
    per person keeps one person the same when others are added.
    """

    def __init__(self, seed: int, purpose: str) -> None:
        self._random = Random(f"{seed}|{purpose}")

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to ``limit`` - 1."""
        return int(self._random.random() * limit)

    def between(self, first: int, last: int) -> int:
        """Return a whole number from ``first`` to ``last``, both included."""
        return first + self.below(last - first + 1)

    def chance(self, share: float) -> bool:
        """Return true in ``share`` of all throws."""
        return self._random.random() < share

    def pick(self, options: Sequence[T]) -> T:
        """Return one of ``options``, each as likely as the other."""
        return options[self.below(len(options))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """Return one key of ``weights``, as likely as its weight; order matters."""
        point = self.below(sum(weights.values()))
        for option, weight in weights.items():
            point -= weight
            if point < 0:
                return option
        raise AssertionError("the point is below the sum of the weights")

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return ``items`` in a random order (Fisher-Yates)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def sample(self, items: Sequence[T], size: int) -> list[T]:
        """Return ``size`` different items, or all of them if there are fewer."""
        return self.shuffled(items)[:size]
