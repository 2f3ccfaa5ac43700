"""Candidates and posts as the engine takes them: places kept for a group become lists of their own.

A post with reserved places is two lists: the reserved places, then the open ones. A member of
the group asks for the reserved places before the open ones; at a soft reservation the others
may ask for them too, behind every member (Hafalir, Yenmez and Yildirim 2013).
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.core.placement.ranking import Standing
from linli.core.placement.seats import Seats, SeatsRefused

#: The figure that a post gives a candidate, larger is better, by candidate and post.
Own = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Bid:
    """A candidate before a post: ``figures`` of the post's chain, ``rank`` there, equals alike.

    ``order`` parts equals too; the smaller goes first.
    """

    candidate: str
    figures: tuple[int, ...]
    rank: int
    order: tuple[int, int]

    @property
    def position(self) -> int:
        """Return the candidate's position in the order of merit, from 0."""
        return self.order[1]


@dataclass(frozen=True, slots=True)
class _List:
    """A kind of place at a post, which the engine fills by itself."""

    seats: Seats
    is_reserved: bool

    @property
    def places(self) -> int:
        return self.seats.reserved if self.is_reserved else self.seats.open


class Market:
    """Who wishes for what. A candidate is known by position in the order of merit, from 0."""

    def __init__(
        self,
        seats: Sequence[Seats],
        order: Sequence[Standing],
        choices: Mapping[str, Sequence[str]],
        own: Own | None,
    ) -> None:
        self.seats = {one.post: one for one in seats}
        if len(self.seats) < len(seats):
            raise SeatsRefused("名额表中有重复的岗位", mend="每个岗位只写一次")
        self.order, self._own = order, own
        self._given = [choices.get(one.candidate.id, ()) for one in order]
        # A post named twice is asked once, at the earlier turn; a blank is a choice left open.
        self.wishes = [tuple(filter(None, dict.fromkeys(posts))) for posts in self._given]
        self._lists = [
            _List(one, is_reserved)
            for one in self.seats.values()
            for is_reserved in ((True, False) if one.reserved else (False,))
        ]
        self._asked = self._lists_asked()
        self._figures = self._figures_by_post() if own is not None else {}

    def id(self, position: int) -> str:
        """Return the number of a candidate."""
        return self.order[position].candidate.id

    def number(self, position: int, post: str) -> int:
        """Return which choice a post is to a candidate, counted from 1."""
        return self._given[position].index(post) + 1

    def is_member(self, position: int, seats: Seats) -> bool:
        """Tell whether a candidate is of the group for which a post reserves places."""
        return bool(seats.reserved) and seats.group in self.order[position].candidate.groups

    def is_ranked(self, position: int, post: str) -> bool:
        """Tell whether a post ranks a candidate at all."""
        return self._own is None or (self.id(position), post) in self._own

    def bid(self, position: int, post: str) -> Bid:
        """Return a candidate as a post ranks them; the post must rank the candidate."""
        standing = self.order[position]
        if self._own is None:
            merit, rank, own = standing.candidate.merit, standing.rank, 0
        else:
            own = self._own[standing.candidate.id, post]
            merit = (own, *standing.candidate.merit)
            rank = bisect_left(self._figures[post], tuple(-figure for figure in merit)) + 1
        return Bid(standing.candidate.id, merit, rank, (-own, position))

    def arrays(self) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
        """Return choices, keys and places as the engine takes them, a list of places for a post."""
        width = max((len(asked) for asked in self._asked), default=0)
        choices = np.full((len(self.order), width), -1, np.int32)
        for position, asked in enumerate(self._asked):
            choices[position, : len(asked)] = asked
        places = np.array([one.places for one in self._lists], np.int64)
        is_common = self._own is None and all(
            one.is_hard or not one.reserved for one in self.seats.values()
        )
        keys = -np.arange(len(self.order), dtype=np.int64) if is_common else self._keys(choices)
        return choices, keys, places

    def found(self, position: int, index: int) -> tuple[str, bool]:
        """Return the post at which the engine placed a candidate, and whether as one of the group.

        A soft reservation's places that the group does not fill are open to all.
        """
        one = self._lists[self._asked[position][index]]
        return one.seats.post, one.is_reserved and self.is_member(position, one.seats)

    def _lists_asked(self) -> list[list[int]]:
        index = {
            (one.seats.post, one.is_reserved): number for number, one in enumerate(self._lists)
        }
        asked = []
        for position, posts in enumerate(self.wishes):
            numbers = []
            for post in posts:
                seats = self.seats.get(post)
                if seats is None or not self.is_ranked(position, post):
                    continue
                if seats.reserved and (not seats.is_hard or self.is_member(position, seats)):
                    numbers.append(index[post, True])
                numbers.append(index[post, False])
            asked.append(numbers)
        return asked

    def _figures_by_post(self) -> dict[str, list[tuple[int, ...]]]:
        """Return by post the negated figures of all whom it ranks, best first."""
        merit = {one.candidate.id: one.candidate.merit for one in self.order}
        found: dict[str, list[tuple[int, ...]]] = {}
        for (candidate, post), own in (self._own or {}).items():
            if candidate in merit:
                figures = (-own, *(-figure for figure in merit[candidate]))
                found.setdefault(post, []).append(figures)
        for rows in found.values():
            rows.sort()
        return found

    def _keys(self, choices: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return a key for each pair: members before others, the post's own figure, merit."""
        rows = [
            (*self._pair(position, number), position, turn)
            for position, asked in enumerate(self._asked)
            for turn, number in enumerate(asked)
        ]
        keys = np.full(choices.shape, np.iinfo(np.int64).min, np.int64)
        # Pairs without a post are never asked for; any keys that differ will do.
        keys += np.arange(choices.size, dtype=np.int64).reshape(choices.shape)
        for rank, row in enumerate(sorted(rows)):
            keys[row[-2:]] = -rank
        return keys

    def _pair(self, position: int, number: int) -> tuple[bool, int]:
        one = self._lists[number]
        is_behind = one.is_reserved and not self.is_member(position, one.seats)
        own = 0 if self._own is None else self._own[self.id(position), one.seats.post]
        return is_behind, -own
