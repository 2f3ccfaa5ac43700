"""Fill vacancies from a post's own reserve queue, by merit, moving nobody already placed.

Source: D0 三(四): 在各县（市、区）报名人员中择优递补.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backfill:
    """One vacancy and who fills it; ``filler`` is ``None`` when the reserve is used up."""

    post: str
    leaver: str
    filler: str | None
    queue_position: int | None


def backfill(
    vacancies: Sequence[tuple[str, str]], reserves: Mapping[str, Sequence[str]]
) -> tuple[Backfill, ...]:
    """Fill each vacancy ``(post, leaver)`` in the order given from the post's queue.

    One vacancy takes one filler; the queue is used from its front.
    """
    used: dict[str, int] = {}
    result = []
    for post, leaver in vacancies:
        queue = reserves.get(post, ())
        position = used.get(post, 0)
        filler = queue[position] if position < len(queue) else None
        used[post] = position + 1
        result.append(Backfill(post, leaver, filler, position + 1 if filler else None))
    return tuple(result)
