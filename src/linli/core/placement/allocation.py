"""Place ranked candidates into posts with quotas, and say why to each of them.

Source: D0 附件2 (first choice, up to three further areas in order), 二5; requirements C5, Q8.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.core.placement import reasons
from linli.core.placement.engine import deferred_acceptance
from linli.core.placement.market import Bid, Market, Own
from linli.core.placement.ranking import Criterion, Standing
from linli.core.placement.reasons import PLAIN_WORDING, Answer, Outcome, Wording
from linli.core.placement.seats import Seats
from linli.core.refusal import Refusal


class PlacementRule(StrEnum):
    """How ranked candidates and their choices meet.

    Deferred acceptance: candidates ask in the order of their choices, posts keep the best.
    Score first (平行志愿): down one list, each takes the first choice with room. Where all
    posts rank by one list the two give the same places, by the same engine; places reserved
    for a group go to it first under either.
    """

    DEFERRED_ACCEPTANCE = "deferred-acceptance"
    SCORE_FIRST = "score-first"


class RuleNotPossible(Refusal):
    """Score first needs one list for all posts."""


class PlacementStatus(StrEnum):
    """What became of a candidate."""

    PLACED = "placed"
    RESERVE = "reserve"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a candidate stands: placed at ``post`` by choice ``choice``, or in a post's reserve.

    ``merit_rank`` is the rank at the post (in the whole list, or in the post's own), for the
    unplaced in the whole list; ``rank`` is the same, but for a reserve the place in the queue.
    ``reason`` is a Chinese sentence; ``answers`` say the same choice by choice. ``is_of_group``
    tells that the post reserves places for a group to which the candidate belongs.
    """

    candidate: str
    post: str
    choice: int
    rank: int
    status: PlacementStatus
    reason: str
    merit_rank: int
    answers: tuple[Answer, ...] = ()
    is_of_group: bool = False


@dataclass(frozen=True, slots=True)
class PostResult:
    """A post after the placement: who was admitted, the last of them, and who waits, best first.

    ``last`` is ``None`` while there is room. Where places are reserved for a group, ``last``
    is the last by the open places, ``last_of_group`` the last of the group.
    """

    post: str
    places: int
    admitted: tuple[str, ...]
    last: Bid | None
    last_of_group: Bid | None
    reserve: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacementResult:
    """A whole placement: candidates in the order of merit, posts in the order given."""

    placements: tuple[Placement, ...]
    posts: tuple[PostResult, ...]


def place(
    seats: Sequence[Seats],
    order: Sequence[Standing],
    choices: Mapping[str, Sequence[str]],
    *,
    chain: tuple[Criterion, ...],
    own: Own | None = None,
    rule: PlacementRule = PlacementRule.DEFERRED_ACCEPTANCE,
    wording: Wording = PLAIN_WORDING,
) -> PlacementResult:
    """Place candidates, best first, and queue the others at their first choice.

    ``order`` holds every candidate best first, ``choices`` the posts each accepts in order;
    a choice of a post without ``seats`` is not on offer, a post named again counts once.
    ``own`` gives the figure that a post gives a candidate, larger is better, where posts rank
    by lists of their own: it then stands before the chain (``chain[0]`` tells how it is
    called), and who has none is not acceptable there.

    Telling the truth is best for every candidate, and nobody is passed over for a post by
    someone whom it ranks lower. Raises ``RuleNotPossible`` and ``SeatsRefused``.
    """
    if rule is PlacementRule.SCORE_FIRST and own is not None:
        raise RuleNotPossible(
            "按成绩优先办理时，各岗位须使用同一名次，不能各自排序",
            mend="去掉各岗位自己的名次，或者改用 deferred-acceptance",
        )
    market = Market(seats, order, choices, own)
    placed = deferred_acceptance(*market.arrays())
    return _Telling(market, placed.tolist(), chain, wording).result()


class _Telling:
    """Turns what the engine found into sentences, post by post and choice by choice."""

    def __init__(
        self,
        market: Market,
        placed: Sequence[int],
        chain: tuple[Criterion, ...],
        wording: Wording,
    ) -> None:
        self._market, self._chain, self._wording = market, chain, wording
        self._held = [
            market.found(position, index) if index >= 0 else None
            for position, index in enumerate(placed)
        ]
        self._open: dict[str, list[Bid]] = {post: [] for post in market.seats}
        self._reserved: dict[str, list[Bid]] = {post: [] for post in market.seats}
        for position, held in enumerate(self._held):
            if held is not None:
                post, is_reserved = held
                holders = self._reserved if is_reserved else self._open
                holders[post].append(market.bid(position, post))
        self._queues = self._waiting()
        self._last = {post: self._last_admitted(one) for post, one in market.seats.items()}
        self._last_of_all = {
            post: max(self._open[post] + self._reserved[post], key=_order, default=None)
            for post in market.seats
        }

    def result(self) -> PlacementResult:
        places_in_queue = {
            bid.candidate: number
            for queue in self._queues.values()
            for number, bid in enumerate(queue, start=1)
        }
        return PlacementResult(
            tuple(
                self._placement(position, places_in_queue) for position in range(len(self._held))
            ),
            tuple(self._post(post) for post in self._market.seats),
        )

    def _waiting(self) -> dict[str, list[Bid]]:
        """Return by post those without a place who named it first, best first."""
        queues: dict[str, list[Bid]] = {post: [] for post in self._market.seats}
        for position, held in enumerate(self._held):
            wished = self._market.wishes[position]
            if held is None and wished and self._may_wait(position, wished[0]):
                queues[wished[0]].append(self._market.bid(position, wished[0]))
        return {post: sorted(queue, key=_order) for post, queue in queues.items()}

    def _may_wait(self, position: int, post: str) -> bool:
        seats = self._market.seats.get(post)
        if seats is None or not self._market.is_ranked(position, post):
            return False
        is_for_group = seats.is_hard and bool(seats.reserved) and not seats.open
        return not is_for_group or self._market.is_member(position, seats)

    def _post(self, post: str) -> PostResult:
        seats = self._market.seats[post]
        admitted = sorted([*self._open[post], *self._reserved[post]], key=_order)
        return PostResult(
            post,
            seats.places,
            tuple(bid.candidate for bid in admitted),
            self._last[post],
            self._last_of_group(seats),
            tuple(bid.candidate for bid in self._queues[post]),
        )

    def _last_admitted(self, seats: Seats) -> Bid | None:
        """Return the last admitted by the open places, ``None`` while there is room there."""
        opened, kept = self._open[seats.post], self._reserved[seats.post]
        is_full = len(opened) + len(kept) == seats.places
        if seats.is_hard and seats.reserved:
            is_full = len(opened) == seats.open
        return max(opened, key=_order, default=None) if is_full else None

    def _last_of_group(self, seats: Seats) -> Bid | None:
        """Return the last of the group who was admitted, by a kept place or by an open one."""
        admitted = [*self._open[seats.post], *self._reserved[seats.post]]
        members = [bid for bid in admitted if self._market.is_member(bid.position, seats)]
        is_full = len(admitted) == seats.places
        return max(members, key=_order, default=None) if is_full else None

    def _placement(self, position: int, places_in_queue: Mapping[str, int]) -> Placement:
        candidate, answers = self._market.id(position), self._answers(position)
        told = [self._told(one) for one in answers if one.outcome is not Outcome.NOT_REACHED]
        held = self._held[position]
        if held is not None:
            post, _ = held
            choice, rank = self._market.number(position, post), self._rank(position, post)
            status, reason = PlacementStatus.PLACED, "；".join(told)
            is_of_group = self._market.is_member(position, self._market.seats[post])
            return Placement(
                candidate, post, choice, rank, status, reason, rank, answers, is_of_group
            )
        if candidate in places_in_queue:
            post, queue = self._market.wishes[position][0], places_in_queue[candidate]
            rank, status = self._rank(position, post), PlacementStatus.RESERVE
            reason = "；".join([*told, f"列{self._wording.choice(1)}递补第{queue}位"])
            is_of_group = self._market.is_member(position, self._market.seats[post])
            return Placement(candidate, post, 0, queue, status, reason, rank, answers, is_of_group)
        rank, status = self._market.order[position].rank, PlacementStatus.UNPLACED
        reason = "；".join(told) or "没有可选岗位"
        return Placement(candidate, "", 0, rank, status, reason, rank, answers)

    def _rank(self, position: int, post: str) -> int:
        return self._market.bid(position, post).rank

    def _answers(self, position: int) -> tuple[Answer, ...]:
        held, found = self._held[position], []
        is_settled = False
        for post in self._market.wishes[position]:
            number = self._market.number(position, post)
            if is_settled:
                found.append(reasons.not_reached(number, post, self._wording))
            elif held is not None and held[0] == post:
                found.append(reasons.placed(number, post, self._wording, is_kept=held[1]))
                is_settled = True
            else:
                found.append(self._refusal(position, number, post))
        return tuple(found)

    def _told(self, answer: Answer) -> str:
        if answer.outcome is Outcome.PLACED:
            return answer.text
        return f"{self._wording.choice(answer.choice)}：{answer.text}"

    def _refusal(self, position: int, number: int, post: str) -> Answer:
        seats = self._market.seats.get(post)
        if seats is None:
            return reasons.not_offered(number, post, self._wording)
        if not seats.places:
            return reasons.no_places(number, post, self._wording)
        if not self._market.is_ranked(position, post):
            return reasons.not_ranked(number, post, self._wording)
        is_member = self._market.is_member(position, seats)
        last = self._last_of_all[post] if is_member else self._last[post]
        if last is None:
            return reasons.kept_for_group(number, post, seats.group, self._wording)
        own = self._market.bid(position, post)
        return reasons.beaten(
            number,
            post,
            own,
            last,
            self._chain,
            self._wording,
            is_open_only=bool(seats.reserved) and not is_member,
        )


def _order(bid: Bid) -> tuple[int, int]:
    return bid.order
