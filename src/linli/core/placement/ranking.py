"""Rank candidates by a chain of criteria, with a drawn lot as its last link.

Source: requirements Q8: priority acts only between equals, then a lot with a public seed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One link of the chain: what it is called and how its figures are told.

    A figure is a whole number, larger is better; ``units`` of them make one whole (100 for
    hundredths of a point). Where a smaller figure is the better one (``is_ascending``) its
    negative stands in the chain. ``is_yes_no`` has the figures 1 and 0.
    """

    label: str
    units: int = 1
    is_ascending: bool = False
    is_yes_no: bool = False

    def shown(self, figure: int) -> str:
        """Return a figure for a sentence: points with two decimals at least, whole numbers without."""
        number = -figure if self.is_ascending else figure
        if self.units == 1:
            return str(number)
        value = Decimal(number) / self.units
        return f"{value:.2f}" if value == value.quantize(_CENT) else f"{value.normalize():f}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate by case number, with one figure for each link of the chain, larger is better.

    ``groups`` are those for which some post reserves places.
    """

    id: str
    merit: tuple[int, ...]
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate's place in the order: ``rank`` is shared by those whom only the lot parts."""

    candidate: Candidate
    rank: int
    lot: str


def drawn_lot(seed: str, candidate_id: str) -> str:
    """Return the lot of a candidate: SHA-256 of seed and number, smaller goes first.

    Anyone can compute it again, and it does not depend on the order of rows.
    """
    return hashlib.sha256(f"{seed}|{candidate_id}".encode()).hexdigest()


def standings(candidates: Iterable[Candidate], *, seed: str) -> tuple[Standing, ...]:
    """Order candidates best first; who is equal in the whole chain shares a rank (1, 2, 2, 4)."""
    drawn = [
        (tuple(-figure for figure in one.merit), drawn_lot(seed, one.id), one) for one in candidates
    ]
    drawn.sort(key=lambda row: row[:2])
    result: list[Standing] = []
    for position, (_, lot, one) in enumerate(drawn, start=1):
        is_equal = bool(result) and result[-1].candidate.merit == one.merit
        result.append(Standing(one, result[-1].rank if is_equal else position, lot))
    return tuple(result)
