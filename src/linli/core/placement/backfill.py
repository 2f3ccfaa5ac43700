"""Fill vacancies: from a post's own reserve, or by placing again without those who left.

Which of the two holds is for the document to say. Filling from the reserve moves nobody who
holds a place (a placed person has begun the medical check); it can leave someone with a place
they like less than one that went to a lower rank. Placing again leaves no such envy and may
move people from place to place. Source: D0 三(四): 在各县（市、区）报名人员中择优递补;
requirements E4, E5.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from linli.core.placement.allocation import PlacementResult, PlacementStatus
from linli.core.placement.seats import Seats, next_filler


@dataclass(frozen=True, slots=True)
class Backfill:
    """One vacancy and who fills it; ``filler`` is ``None`` when nobody is left who may.

    ``queue_position`` counts from 1 in the post's reserve; a filler who leaves another place
    comes ``from_post`` instead, which is then a vacancy in its turn.
    """

    post: str
    leaver: str
    filler: str | None
    queue_position: int | None = None
    from_post: str = ""


@dataclass(frozen=True, slots=True)
class Reserve:
    """Who waits at a post, best first; ``members`` are those of the group with reserved places.

    ``held_by_members`` and ``held_by_others`` count who holds a place now, after the leavers.
    """

    seats: Seats
    queue: tuple[str, ...]
    members: Collection[str] = ()
    held_by_members: int = 0
    held_by_others: int = 0


def fill_from_reserve(
    vacancies: Sequence[tuple[str, str]], reserves: Mapping[str, Reserve]
) -> tuple[Backfill, ...]:
    """Fill each vacancy ``(post, leaver)`` in the order given from the post's own reserve.

    One vacancy takes one filler, the first of the queue who may have the place.
    """
    waiting = {post: _Waiting(one) for post, one in reserves.items()}
    return tuple(waiting[post].fill(leaver) for post, leaver in vacancies)


class _Waiting:
    """A post's reserve while it is used up: those of the group and the others, best first."""

    def __init__(self, reserve: Reserve) -> None:
        self._seats = reserve.seats
        self._held = {True: reserve.held_by_members, False: reserve.held_by_others}
        self._queues: dict[bool, deque[tuple[int, str]]] = {True: deque(), False: deque()}
        members = frozenset(reserve.members)
        for position, one in enumerate(reserve.queue, start=1):
            self._queues[one in members].append((position, one))

    def fill(self, leaver: str) -> Backfill:
        """Return who fills the place of a leaver, and take them out of the reserve."""
        # Of each kind only the first matters: the first of the queue, and the first of the other kind.
        heads = sorted(
            (queue[0][0], is_member) for is_member, queue in self._queues.items() if queue
        )
        kinds = [is_member for _, is_member in heads]
        place = next_filler(
            self._seats, members=self._held[True], others=self._held[False], queue=kinds
        )
        if place is None:
            return Backfill(self._seats.post, leaver, None)
        self._held[kinds[place]] += 1
        position, filler = self._queues[kinds[place]].popleft()
        return Backfill(self._seats.post, leaver, filler, position)


def steps_between(
    before: PlacementResult, after: PlacementResult, leavers: Sequence[str]
) -> tuple[Backfill, ...]:
    """Return the chain of vacancies that leads from a placement to the one without the leavers.

    A vacancy is filled by the best of those who newly came to the post; the place that a
    filler leaves is the next vacancy. Where posts rank by lists of their own, some may
    exchange places though nobody left them: the first of them opens that chain.
    """
    was = _posts(before)
    waited = {
        (one.post, candidate): position
        for one in before.posts
        for position, candidate in enumerate(one.reserve, start=1)
    }
    coming: dict[str, deque[str]] = defaultdict(deque)
    for one in after.posts:
        coming[one.post].extend(id for id in one.admitted if was.get(id) != one.post)
    has_left = set(leavers)
    open_now = deque((was[leaver], leaver) for leaver in leavers if leaver in was)
    steps = []
    while open_now or (movers := _still_moving(coming, was, has_left)):
        if not open_now:
            open_now.append((was[movers[0]], movers[0]))
            has_left.add(movers[0])
        post, leaver = open_now.popleft()
        filler = coming[post].popleft() if coming[post] else None
        if filler is None:
            steps.append(Backfill(post, leaver, None))
            continue
        origin = was.get(filler, "")
        steps.append(Backfill(post, leaver, filler, waited.get((post, filler)), origin))
        if origin and filler not in has_left:
            open_now.append((origin, filler))
    return tuple(steps)


def _still_moving(
    coming: Mapping[str, Collection[str]], was: Mapping[str, str], has_left: Collection[str]
) -> list[str]:
    everyone = (one for queue in coming.values() for one in queue)
    return [one for one in everyone if one in was and one not in has_left]


def _posts(result: PlacementResult) -> dict[str, str]:
    return {
        one.candidate: one.post for one in result.placements if one.status is PlacementStatus.PLACED
    }
