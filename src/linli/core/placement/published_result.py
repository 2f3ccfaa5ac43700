"""``placements.csv``: what became of every candidate, with the fingerprint of what decided it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from linli.core.placement.allocation import (
    Placement,
    PlacementResult,
    PlacementRule,
    PlacementStatus,
)
from linli.core.placement.inputs import Inputs, fingerprint
from linli.core.placement.tables import Row, Table, TableRefused, csv_text, read_rows

_YES = "1"
_COLUMNS = (
    "candidate",
    "post",
    "choice",
    "rank",
    "status",
    "reason",
    "merit_rank",
    "of_group",
    "left",
)
_ORIGIN = ("rule", "rank_by", "seed", "backfill", "fingerprint")


class BackfillRule(StrEnum):
    """How the vacancies of a published placement were filled, if any were."""

    NONE = ""
    FROM_RESERVE = "from-reserve"
    PLACED_AGAIN = "placed-again"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One candidate of a published placement.

    ``rank`` is the place in the queue for a reserve and else the rank of merit, which
    ``merit_rank`` gives for all. ``is_of_group``: the post reserves places for a group to which
    the candidate belongs. ``left``: the candidate gave up the place or the reserve.
    """

    candidate: str
    post: str
    choice: int
    rank: int
    status: PlacementStatus
    reason: str
    merit_rank: int
    is_of_group: bool = False
    left: bool = False

    @property
    def is_placed(self) -> bool:
        """Tell whether the candidate holds a place."""
        return self.status is PlacementStatus.PLACED


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """A placement as published: a row a candidate, by number, and what it was decided on."""

    rows: tuple[ResultRow, ...]
    rule: PlacementRule
    rank_by: str
    seed: str
    fingerprint: str
    backfill: BackfillRule = BackfillRule.NONE


def publish(inputs: Inputs, result: PlacementResult) -> PublishedResult:
    """Return a placement in the form in which it is published."""
    found = map(_row_of, result.placements)
    rows = tuple(sorted(found, key=lambda row: row.candidate))
    return PublishedResult(rows, inputs.rule, inputs.rank_by_text, inputs.seed, fingerprint(inputs))


def _row_of(one: Placement) -> ResultRow:
    return ResultRow(
        one.candidate,
        one.post,
        one.choice,
        one.rank,
        one.status,
        one.reason,
        one.merit_rank,
        one.is_of_group,
    )


def write_result(published: PublishedResult) -> str:
    """Return a published placement as CSV."""
    origin = (
        published.rule,
        published.rank_by,
        published.seed,
        published.backfill,
        published.fingerprint,
    )
    return csv_text((*_COLUMNS, *_ORIGIN), ((*_cells(row), *origin) for row in published.rows))


def _cells(row: ResultRow) -> tuple[str, ...]:
    return (
        row.candidate,
        row.post,
        str(row.choice),
        str(row.rank),
        row.status,
        row.reason,
        str(row.merit_rank),
        _YES if row.is_of_group else "",
        _YES if row.left else "",
    )


def read_result(table: Table) -> PublishedResult:
    """Return a published placement. Raises ``TableRefused``."""
    rows, _ = read_rows(table, (*_COLUMNS, *_ORIGIN))
    found: dict[str, ResultRow] = {}
    for row in rows:
        one = _result_row(row)
        if one.candidate in found:
            raise row.refused(f"人员{one.candidate}重复", "每人只有一行")
        found[one.candidate] = one
    rule, rank_by, seed, backfill, told = _origin(table.name, rows)
    ordered = tuple(found[candidate] for candidate in sorted(found))
    return PublishedResult(
        ordered, PlacementRule(rule), rank_by, seed, told, BackfillRule(backfill)
    )


def _result_row(row: Row) -> ResultRow:
    status = PlacementStatus(row.one_of("status", PlacementStatus))
    return ResultRow(
        row.text("candidate"),
        row.cells["post"] if status is PlacementStatus.UNPLACED else row.text("post"),
        row.whole("choice"),
        row.whole("rank"),
        status,
        row.cells["reason"],
        row.whole("merit_rank"),
        row.one_of("of_group", ("", _YES)) == _YES,
        row.one_of("left", ("", _YES)) == _YES,
    )


def _origin(file: str, rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the columns that are alike in all rows."""
    first: tuple[str, ...] | None = None
    for row in rows:
        row.one_of("rule", PlacementRule)
        row.one_of("backfill", BackfillRule)
        told = tuple(row.cells[name] for name in _ORIGIN)
        if first is not None and told != first:
            raise row.refused(f"{'、'.join(_ORIGIN)}与前面的行不同", "一个文件只放一次安排的结果")
        first = told
    if first is None:
        raise TableRefused(f"{file}没有人员", mend="换成 linli place 写出的文件")
    return first
