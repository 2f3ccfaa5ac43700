"""Place ranked candidates into posts with quotas: applicant-proposing deferred acceptance.

Telling the truth is best for every applicant, and nobody is passed over for a post by
someone who ranks lower. Source: D0 附件2 (first choice, up to three further areas in order).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappush, heappushpop

from linli.core.placement.ranking import Standing


class PlacementStatus(StrEnum):
    """What became of a candidate."""

    PLACED = "placed"
    RESERVE = "reserve"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a candidate stands: placed at ``post`` by choice ``choice``, or in a post's reserve.

    ``rank`` is the rank in the whole list for the placed, the place in the queue for a
    reserve. ``reason`` is a Chinese sentence.
    """

    candidate: str
    post: str
    choice: int
    rank: int
    status: PlacementStatus
    reason: str


def place(
    places: Mapping[str, int], order: Sequence[Standing], choices: Mapping[str, Sequence[str]]
) -> tuple[Placement, ...]:
    """Place candidates, best first, and queue the others at their first choice.

    ``places`` gives the quota by post, ``order`` every candidate best first, ``choices``
    the posts each accepts in order. A choice outside ``places`` is not on offer.
    """
    position = {standing.candidate.id: index for index, standing in enumerate(order)}
    held = _deferred_acceptance(places, order, choices, position)
    post_of = {
        order[-negative].candidate.id: post for post, heap in held.items() for negative in heap
    }
    cut_off = {
        post: order[-heap[0]] for post, heap in held.items() if len(heap) == places[post] and heap
    }
    queues: dict[str, int] = {}
    return tuple(_result(standing, places, choices, post_of, cut_off, queues) for standing in order)


def _deferred_acceptance(
    places: Mapping[str, int],
    order: Sequence[Standing],
    choices: Mapping[str, Sequence[str]],
    position: Mapping[str, int],
) -> dict[str, list[int]]:
    """Return by post a heap of negated positions, worst held candidate on top."""
    held: dict[str, list[int]] = {post: [] for post in places}
    turns: dict[str, int] = {}
    waiting = [(standing.candidate.id, 0) for standing in reversed(order)]
    while waiting:
        candidate, turn = waiting.pop()
        offered = choices.get(candidate, ())
        if turn >= len(offered):
            continue
        post = offered[turn]
        rejected = _propose(held, places, post, -position[candidate])
        if rejected is not None:
            loser = order[-rejected].candidate.id
            turns[loser] = turns.get(loser, 0) + 1
            waiting.append((loser, turns[loser]))
    return held


def _propose(
    held: dict[str, list[int]], places: Mapping[str, int], post: str, entry: int
) -> int | None:
    """Offer a candidate to a post; return the entry that is turned away, if any."""
    if not places.get(post):
        return entry
    if len(held[post]) < places[post]:
        heappush(held[post], entry)
        return None
    return heappushpop(held[post], entry)


def _result(
    standing: Standing,
    places: Mapping[str, int],
    choices: Mapping[str, Sequence[str]],
    post_of: Mapping[str, str],
    cut_off: Mapping[str, Standing],
    queues: dict[str, int],
) -> Placement:
    candidate = standing.candidate.id
    offered = list(choices.get(candidate, ()))
    post = post_of.get(candidate)
    refusals = [
        _shortfall(standing, area, places, cut_off)
        for area in offered[: offered.index(post) if post else None]
    ]
    if post:
        choice = offered.index(post) + 1
        word = "第一意向" if choice == 1 else f"第{choice - 1}调剂地区"
        return Placement(
            candidate,
            post,
            choice,
            standing.rank,
            PlacementStatus.PLACED,
            "；".join([*refusals, f"按{word}入围"]),
        )
    if offered and offered[0] in places:
        queues[offered[0]] = queues.get(offered[0], 0) + 1
        queue = queues[offered[0]]
        reason = "；".join([*refusals, f"列第一意向递补第{queue}位"])
        return Placement(candidate, offered[0], 0, queue, PlacementStatus.RESERVE, reason)
    return Placement(
        candidate,
        "",
        0,
        standing.rank,
        PlacementStatus.UNPLACED,
        "；".join(refusals) or "没有可选岗位",
    )


def _shortfall(
    standing: Standing, post: str, places: Mapping[str, int], cut_off: Mapping[str, Standing]
) -> str:
    """Say which link of the chain kept a candidate out of a post."""
    if post not in places:
        return "所填地区不在本次招募范围"
    if not places[post]:
        return "所填地区没有名额"
    last = cut_off[post]
    if standing.candidate.total < last.candidate.total:
        return f"得分{_points(standing.candidate.total)}，低于该县末位入围{_points(last.candidate.total)}"
    if standing.candidate.has_priority != last.candidate.has_priority:
        return f"得分{_points(standing.candidate.total)}与末位入围相同，对方属优先人员"
    return f"得分{_points(standing.candidate.total)}与末位入围相同，抽签次序在后"


def _points(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"
