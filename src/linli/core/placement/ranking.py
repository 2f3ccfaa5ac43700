"""Rank candidates by a chain of fields, with a drawn lot as its last link.

Source: requirements Q8: priority acts only between equals, then a lot with a public seed.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate by case number. ``total`` is in hundredths of a point."""

    id: str
    total: int
    has_priority: bool = False


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
    """Order candidates best first; equals in total and priority share a rank (1, 2, 2, 4)."""
    ordered = sorted(
        candidates, key=lambda one: (-one.total, not one.has_priority, drawn_lot(seed, one.id))
    )
    result: list[Standing] = []
    for position, one in enumerate(ordered, start=1):
        rank = result[-1].rank if result and _equals(result[-1].candidate, one) else position
        result.append(Standing(one, rank, drawn_lot(seed, one.id)))
    return tuple(result)


def _equals(left: Candidate, right: Candidate) -> bool:
    return (left.total, left.has_priority) == (right.total, right.has_priority)


def shortlist(scores: Sequence[tuple[str, int]], *, places: int, ratio: int) -> tuple[str, ...]:
    """Return who enters the interview: the best ``places × ratio``, all tied at the last place included.

    ``scores`` holds case number and score, larger is better.
    Source: D0 三(二); requirements Q7.
    """
    ordered = sorted(scores, key=lambda row: (-row[1], row[0]))
    limit = places * ratio
    if len(ordered) <= limit:
        return tuple(row[0] for row in ordered)
    last = ordered[limit - 1][1] if limit else None
    return tuple(row[0] for row in ordered if last is not None and row[1] >= last)
