"""Two placements side by side: what each was decided on, and what became of whom."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from linli.core.placement.allocation import PlacementStatus
from linli.core.placement.inputs import Inputs
from linli.core.placement.published_result import ResultRow

Wishes = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A post that has other places, or is on offer in one of the two alone (``None``)."""

    post: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A candidate's figure in one column of the chain, as tables write it; blank without one."""

    candidate: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WishChange:
    """A candidate's choices, each with its number, where they are others."""

    candidate: str
    before: Wishes
    after: Wishes


@dataclass(frozen=True, slots=True)
class TermChange:
    """Rule, chain or seed, named ``rule``, ``rank_by`` and ``seed``, where it is another."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class InputChanges:
    """All in which two inputs differ; what is of one kind is in the order of posts or candidates.

    ``entered`` and ``left`` are the candidates of the later and of the earlier one alone: of
    them no figures and wishes are told.
    """

    terms: tuple[TermChange, ...]
    seats: tuple[SeatChange, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    figures: tuple[FigureChange, ...]
    wishes: tuple[WishChange, ...]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return any(
            (self.terms, self.seats, self.entered, self.left, self.figures, self.wishes)
        )  # fmt: skip


def changes_between(before: Inputs, after: Inputs) -> InputChanges:
    """Return in what two inputs differ.

    Figures and wishes are compared as the published tables write them, so that it does not
    matter whether inputs came from records or from files.
    """
    figures, later_figures = _figures(before), _figures(after)
    stayed = sorted(figures.keys() & later_figures.keys())
    return InputChanges(
        terms=_terms(before, after),
        seats=_seats(before, after),
        entered=tuple(sorted(later_figures.keys() - figures.keys())),
        left=tuple(sorted(figures.keys() - later_figures.keys())),
        figures=tuple(
            FigureChange(one, column, figures[one].get(column, ""), text)
            for one in stayed
            for column, text in later_figures[one].items()
            if figures[one].get(column, "") != text
        ),
        wishes=tuple(
            WishChange(one, ours, theirs)
            for one in stayed
            if (ours := _wishes(before, one)) != (theirs := _wishes(after, one))
        ),
    )


def _terms(before: Inputs, after: Inputs) -> tuple[TermChange, ...]:
    pairs = {
        "rule": (before.rule.value, after.rule.value),
        "rank_by": (before.rank_by_text, after.rank_by_text),
        "seed": (before.seed, after.seed),
    }
    return tuple(TermChange(name, *pair) for name, pair in pairs.items() if pair[0] != pair[1])


def _seats(before: Inputs, after: Inputs) -> tuple[SeatChange, ...]:
    ours, theirs = ({one.post: one.places for one in side.seats} for side in (before, after))
    return tuple(
        SeatChange(post, ours.get(post), theirs.get(post))
        for post in sorted(ours.keys() | theirs.keys())
        if ours.get(post) != theirs.get(post)
    )


def _figures(inputs: Inputs) -> dict[str, dict[str, str]]:
    return {
        one.id: {
            column.name: column.criterion.shown(figure)
            for column, figure in zip(inputs.rank_by, one.merit, strict=True)
        }
        for one in inputs.candidates
    }


def _wishes(inputs: Inputs, candidate: str) -> Wishes:
    posts = inputs.choices.get(candidate, ())
    return tuple((number, post) for number, post in enumerate(posts, start=1) if post)


class Movement(StrEnum):
    """What became of a candidate between two placements."""

    ENTERED = "entered"
    LEFT = "left"
    MOVED = "moved"
    REQUEUED = "requeued"
    RERANKED = "reranked"


@dataclass(frozen=True, slots=True)
class Moved:
    """A candidate of whom two placements say something else; ``None``: was not among them."""

    candidate: str
    movement: Movement
    before: ResultRow | None
    after: ResultRow | None

    def concerns(self, post: str) -> bool:
        """Tell whether either placement puts the candidate at a post."""
        return any(one is not None and one.post == post for one in (self.before, self.after))


def movements(before: Iterable[ResultRow], after: Iterable[ResultRow]) -> tuple[Moved, ...]:
    """Return of whom two placements say something else, in the order of candidates."""
    ours, theirs = ({row.candidate: row for row in rows} for rows in (before, after))
    found = []
    for candidate in sorted(ours.keys() | theirs.keys()):
        pair = ours.get(candidate), theirs.get(candidate)
        movement = _movement(*pair)
        if movement is not None:
            found.append(Moved(candidate, movement, *pair))
    return tuple(found)


def _movement(before: ResultRow | None, after: ResultRow | None) -> Movement | None:
    if before is None:
        return Movement.ENTERED
    if after is None:
        return Movement.LEFT
    if (before.status, before.post, before.choice) != (after.status, after.post, after.choice):
        return Movement.MOVED
    if before.status is PlacementStatus.RESERVE and before.rank != after.rank:
        return Movement.REQUEUED
    return Movement.RERANKED if before.merit_rank != after.merit_rank else None


@dataclass(frozen=True, slots=True)
class PostFigures:
    """What a placement came to at a post; ``last_rank`` and ``last_figure`` are of the last admitted.

    They are 0 and blank where nobody was. ``last_figure`` is the first of the chain.
    """

    places: int = 0
    admitted: int = 0
    reserve: int = 0
    last_rank: int = 0
    last_figure: str = ""


def post_figures(
    places: Mapping[str, int], totals: Mapping[str, str], rows: Iterable[ResultRow]
) -> Mapping[str, PostFigures]:
    """Return by post what a placement came to.

    ``places`` are by post, ``totals`` by candidate: the figure that stands first in the chain, as
    tables write it.
    """
    admitted: dict[str, list[ResultRow]] = {}
    reserve: Counter[str] = Counter()
    for row in rows:
        if row.status is PlacementStatus.PLACED:
            admitted.setdefault(row.post, []).append(row)
        elif row.status is PlacementStatus.RESERVE:
            reserve[row.post] += 1
    figures = {}
    for post in sorted(places.keys() | admitted.keys() | reserve.keys()):
        held = admitted.get(post, [])
        last = max(held, key=lambda row: row.merit_rank, default=None)
        figures[post] = PostFigures(
            places.get(post, 0),
            len(held),
            reserve[post],
            last.merit_rank if last else 0,
            totals.get(last.candidate, "") if last else "",
        )
    return figures
