"""What a placement is decided on: places, candidates, choices, rule and seed; as published files.

An outsider repeats a placement with three tables. They are written in one form only (rows in
order, figures with two decimals at least), so that the same placement has the same bytes and
the same fingerprint wherever its rows came from.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from linli.core.placement.allocation import PlacementResult, PlacementRule, place
from linli.core.placement.market import Own
from linli.core.placement.ranking import Candidate, Criterion, Standing, standings
from linli.core.placement.reasons import PLAIN_WORDING, Wording
from linli.core.placement.seats import Seats
from linli.core.placement.tables import csv_text

SEATS, CANDIDATES, CHOICES = "seats.csv", "candidates.csv", "choices.csv"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the candidates' table by which they are ranked, and what it means."""

    name: str
    criterion: Criterion

    @property
    def text(self) -> str:
        """Return the column as ``--rank-by`` names it: ``total:desc``."""
        return f"{self.name}:{'asc' if self.criterion.is_ascending else 'desc'}"


@dataclass(frozen=True, slots=True)
class OwnLists:
    """The figures that posts give candidates themselves, and the column that holds them."""

    column: Column
    figures: Own


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that decides a placement.

    ``choices`` holds posts by candidate, first choice first; a blank is a choice left open.
    """

    seats: tuple[Seats, ...]
    candidates: tuple[Candidate, ...]
    choices: Mapping[str, tuple[str, ...]]
    rank_by: tuple[Column, ...]
    seed: str
    rule: PlacementRule = PlacementRule.DEFERRED_ACCEPTANCE
    own: OwnLists | None = None

    @property
    def rank_by_text(self) -> str:
        """Return the chain as ``--rank-by`` takes it."""
        return ",".join(column.text for column in self.rank_by)

    def standings(self) -> tuple[Standing, ...]:
        """Return the candidates in the order of merit."""
        return standings(self.candidates, seed=self.seed)

    def without(self, leavers: Iterable[str]) -> "Inputs":
        """Return the same placement without candidates who left."""
        gone = set(leavers)
        return replace(self, candidates=tuple(one for one in self.candidates if one.id not in gone))

    def run(self, wording: Wording = PLAIN_WORDING) -> PlacementResult:
        """Place the candidates. Raises ``RuleNotPossible``."""
        chain = tuple(column.criterion for column in self.rank_by)
        own = None
        if self.own is not None:
            chain, own = (self.own.column.criterion, *chain), self.own.figures
        return place(
            self.seats,
            self.standings(),
            self.choices,
            chain=chain,
            own=own,
            rule=self.rule,
            wording=wording,
        )


def published_tables(inputs: Inputs) -> dict[str, str]:
    """Return the three tables of a placement as CSV, by file name, in their one form."""
    return {
        SEATS: csv_text(*_seat_rows(inputs.seats)),
        CANDIDATES: csv_text(*_candidate_rows(inputs)),
        CHOICES: csv_text(*_choice_rows(inputs)),
    }


def fingerprint(inputs: Inputs) -> str:
    """Return the SHA-256 of rule, chain, seed and the three tables, as hexadecimal digits.

    Digested are the lines ``rule``, ``rank_by``, ``seed`` and then each file's name and text.
    """
    parts = [f"rule={inputs.rule}\n", f"rank_by={inputs.rank_by_text}\n", f"seed={inputs.seed}\n"]
    for name, text in published_tables(inputs).items():
        parts += [f"{name}\n", text]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


Rows = tuple[Sequence[str], list[tuple[str, ...]]]


def _seat_rows(seats: Iterable[Seats]) -> Rows:
    ordered = sorted(seats, key=lambda one: one.post)
    if not any(one.reserved for one in ordered):
        return ("post", "places"), [(one.post, str(one.places)) for one in ordered]
    return (
        ("post", "places", "reserved", "reserved_for", "reserve"),
        [
            (one.post, str(one.places), str(one.reserved), one.group, _reserve(one))
            for one in ordered
        ],
    )


def _reserve(seats: Seats) -> str:
    if not seats.reserved:
        return ""
    return "hard" if seats.is_hard else "soft"


def _candidate_rows(inputs: Inputs) -> Rows:
    groups = sorted({one.group for one in inputs.seats if one.reserved})
    header = ("candidate", *(column.name for column in inputs.rank_by), *groups)
    rows = [
        (
            one.id,
            *(
                column.criterion.shown(figure)
                for column, figure in zip(inputs.rank_by, one.merit, strict=True)
            ),
            *("1" if group in one.groups else "0" for group in groups),
        )
        for one in sorted(inputs.candidates, key=lambda one: one.id)
    ]
    return header, rows


def _choice_rows(inputs: Inputs) -> Rows:
    own = inputs.own
    header = ["candidate", "choice", "post"] + ([own.column.name] if own else [])
    rows = []
    for candidate, posts in sorted(inputs.choices.items()):
        for number, post in enumerate(posts, start=1):
            if not post:
                continue
            figure = own.figures.get((candidate, post)) if own else None
            shown = (
                [own.column.criterion.shown(figure) if figure is not None else ""] if own else []
            )
            rows.append((candidate, str(number), post, *shown))
    return header, rows
