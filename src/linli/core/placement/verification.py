"""Check a published placement against its tables, without the engine that made it.

Each check follows the words of the rule: nobody beyond the places, everybody at a post they
asked for, and nobody passed over for a post by someone whom it ranks lower. Last, the
placement is made again and compared.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from linli.core.placement.inputs import Inputs, fingerprint
from linli.core.placement.published_result import (
    BackfillRule,
    PublishedResult,
    ResultRow,
    publish,
)
from linli.core.placement.seats import Seats
from linli.core.placement.vacating import LeaverRefused, fill_vacancies, rows_without

_Rank = tuple[int, int]
_NOBODY: _Rank = (0, -1)


@dataclass(frozen=True, slots=True)
class Envy:
    """A candidate who would rather be at a post, and whom the post ranks before its last.

    ``over`` is the last who was admitted, blank where a place stands empty. ``is_explained``:
    the rule that a backfill moves nobody who holds a place allows it.
    """

    candidate: str
    post: str
    over: str
    is_explained: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found. ``faults`` are sentences about rows that cannot be.

    ``differing`` are those whose rows are other ones when the placement is made again, ``left``
    those who are said to have left.
    """

    faults: tuple[str, ...]
    beyond_quota: tuple[tuple[str, int, int], ...]
    envy: tuple[Envy, ...]
    has_fingerprint: bool
    is_repeated: bool
    differing: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def is_stable(self) -> bool:
        """Tell whether nobody has justified envy, and no place stands empty that someone wants.

        With ``faults`` that was not looked at, and is not so.
        """
        return not self.faults and all(one.is_explained for one in self.envy)

    @property
    def holds(self) -> bool:
        """Tell whether everything is as it should be."""
        return (
            not self.faults
            and not self.beyond_quota
            and self.is_stable
            and self.has_fingerprint
            and self.is_repeated
        )


def verify(inputs: Inputs, published: PublishedResult) -> Verification:
    """Check a published placement against the tables that it claims to rest on."""
    faults = tuple(_faults(inputs, published.rows))
    again = () if faults else _again(inputs, published)
    return Verification(
        faults,
        tuple(_beyond_quota(inputs, published.rows)),
        () if faults else tuple(_envies(inputs, published)),
        published.fingerprint == fingerprint(inputs),
        not faults and again == published.rows,
        differing=_differing(again, published.rows),
        left=tuple(row.candidate for row in published.rows if row.left),
    )


def _beyond_quota(inputs: Inputs, rows: Sequence[ResultRow]) -> Iterator[tuple[str, int, int]]:
    held = Counter(row.post for row in rows if row.is_placed)
    for seats in inputs.seats:
        if held[seats.post] > seats.places:
            yield seats.post, held[seats.post], seats.places


def _faults(inputs: Inputs, rows: Sequence[ResultRow]) -> Iterator[str]:
    people = {one.id for one in inputs.candidates}
    posts = {one.post for one in inputs.seats}
    told = {row.candidate for row in rows}
    yield from (f"结果中没有人员{id}" for id in sorted(people - told))
    yield from (f"人员{id}不在candidates.csv中" for id in sorted(told - people))
    for row in rows:
        if not row.is_placed:
            continue
        asked = inputs.choices.get(row.candidate, ())
        if row.post not in posts:
            yield f"人员{row.candidate}的岗位{row.post}不在seats.csv中"
        elif row.post not in asked:
            yield f"人员{row.candidate}没有填报岗位{row.post}"
        elif asked.index(row.post) + 1 != row.choice:
            yield f"人员{row.candidate}的志愿序号应为{asked.index(row.post) + 1}，结果写{row.choice}"
        elif inputs.own and (row.candidate, row.post) not in inputs.own.figures:
            yield f"岗位{row.post}没有将人员{row.candidate}列入排序"


@dataclass(frozen=True, slots=True)
class _Held:
    """The places of a post: those kept for the group, and the open ones, best first."""

    seats: Seats
    kept: tuple[_Rank, ...]
    opened: tuple[_Rank, ...]

    @property
    def count(self) -> int:
        return len(self.kept) + len(self.opened)

    def beaten_by(self, rank: _Rank, *, is_member: bool) -> _Rank | None:
        """Return the holder whom a newcomer would displace, ``_NOBODY`` where a place is empty.

        ``None`` if the post would turn the newcomer away.
        """
        open_places = self.seats.open
        if not self.seats.is_hard:
            open_places += self.seats.reserved - len(self.kept)
        if is_member and len(self.kept) < self.seats.reserved:
            return self.opened[-1] if self.count >= self.seats.places else _NOBODY
        if len(self.opened) < open_places:
            return _NOBODY
        behind = [last[-1] for last in (self.opened, self.kept if is_member else ()) if last]
        return next((last for last in behind if rank < last), None)


class _Ranking:
    """Who comes before whom at a post, read from the tables."""

    def __init__(self, inputs: Inputs) -> None:
        self._own = inputs.own.figures if inputs.own else None
        self._position = {one.candidate.id: number for number, one in enumerate(inputs.standings())}
        self._groups = {one.id: one.groups for one in inputs.candidates}
        self._id = list(self._position)

    def is_ranked(self, candidate: str, post: str) -> bool:
        return self._own is None or (candidate, post) in self._own

    def is_member(self, candidate: str, seats: Seats) -> bool:
        return bool(seats.reserved) and seats.group in self._groups[candidate]

    def rank(self, candidate: str, post: str) -> _Rank:
        own = 0 if self._own is None else -self._own[candidate, post]
        return own, self._position[candidate]

    def name(self, rank: _Rank) -> str:
        return "" if rank == _NOBODY else self._id[rank[1]]

    def held(self, seats: Seats, holders: Sequence[str]) -> _Held:
        ranked = sorted((self.rank(one, seats.post), one) for one in holders)
        members = [one for _, one in ranked if self.is_member(one, seats)]
        kept = set(members[: seats.reserved])
        return _Held(
            seats,
            tuple(rank for rank, one in ranked if one in kept),
            tuple(rank for rank, one in ranked if one not in kept),
        )


def _envies(inputs: Inputs, published: PublishedResult) -> Iterator[Envy]:
    ranking = _Ranking(inputs)
    holders: dict[str, list[str]] = {one.post: [] for one in inputs.seats}
    for row in published.rows:
        if row.is_placed:
            holders[row.post].append(row.candidate)
    held = {one.post: ranking.held(one, holders[one.post]) for one in inputs.seats}
    moves_nobody = published.backfill is BackfillRule.FROM_RESERVE
    for row in published.rows:
        if row.left:
            continue
        asked = [post for post in inputs.choices.get(row.candidate, ()) if post in held]
        better = asked[: asked.index(row.post)] if row.is_placed else asked
        for post in better:
            if not ranking.is_ranked(row.candidate, post):
                continue
            over = held[post].beaten_by(
                ranking.rank(row.candidate, post),
                is_member=ranking.is_member(row.candidate, held[post].seats),
            )
            if over is not None:
                waits_there = not row.is_placed and row.post == post
                yield Envy(
                    row.candidate, post, ranking.name(over), moves_nobody and not waits_there
                )


def _again(inputs: Inputs, published: PublishedResult) -> tuple[ResultRow, ...]:
    """Return the rows when the placement is made again, none if nobody could have left so."""
    gone = [row.candidate for row in published.rows if row.left]
    if published.backfill is BackfillRule.PLACED_AGAIN:
        return rows_without(inputs, gone)
    first = publish(inputs, inputs.run())
    if published.backfill is BackfillRule.NONE:
        return first.rows
    try:
        return fill_vacancies(first, gone, inputs=inputs)[0].rows
    except LeaverRefused:
        return ()


def _differing(again: Sequence[ResultRow], rows: Sequence[ResultRow]) -> tuple[str, ...]:
    """Return the candidates whose rows are other ones when the placement is made again."""
    made = {row.candidate: row for row in again}
    return tuple(row.candidate for row in rows if made and made.get(row.candidate) != row)
