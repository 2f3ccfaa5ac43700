"""What a change would cost and whom it would touch: two editions over the same rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from linli.core.policy.bulk.duckdb_engine import DuckdbEngine
from linli.core.policy.bulk.plan import Plan
from linli.core.policy.compiling import Edition
from linli.core.policy.errors import UnknownName


@dataclass(frozen=True, slots=True)
class Change:
    """A group's rows, how many of them change, and each measure's total before and after.

    Money is fen; a yes/no counts its yes, a check its passes.
    """

    group: str | None
    rows: int
    affected: int
    before: Mapping[str, int]
    after: Mapping[str, int]

    def difference(self, measure: str) -> int:
        """Return how much a measure's total grows."""
        return self.after[measure] - self.before[measure]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions compared by group, and in all."""

    measures: tuple[str, ...]
    by: str | None
    groups: tuple[Change, ...]

    @property
    def total(self) -> Change:
        """Return the change over all groups."""
        return Change(
            None,
            sum(change.rows for change in self.groups),
            sum(change.affected for change in self.groups),
            _sum([change.before for change in self.groups], self.measures),
            _sum([change.after for change in self.groups], self.measures),
        )


def compare(
    before: Edition,
    after: Edition,
    source: Path,
    *,
    by: str | None = None,
    measures: tuple[str, ...] = (),
) -> Comparison:
    """Compare two editions of a pack over the rows of a file, by a column of the file.

    ``measures`` are rules; by default those that the pack names. Both editions are computed
    in one pass; the pack and the file stay as they are.
    """
    measures = measures or before.pack.measures
    if not measures:
        raise UnknownName(
            f"政策包 {before.pack.id} 没有写明汇总哪些规则（measures）",
            mend="用 --rules 指明要汇总的规则",
        )
    plans = Plan(before, measures), Plan(after, measures, tag="n")
    rows = DuckdbEngine().compare(*plans, source, by=by)
    return Comparison(measures, by, tuple(_change(measures, row) for row in rows))


def _change(measures: tuple[str, ...], row: tuple[object, ...]) -> Change:
    group, rows, affected, *totals = row
    numbers = [int(str(total)) for total in totals]
    half = len(measures)
    return Change(
        None if group is None else str(group),
        int(str(rows)),
        int(str(affected or 0)),
        dict(zip(measures, numbers[:half], strict=True)),
        dict(zip(measures, numbers[half:], strict=True)),
    )


def _sum(totals: list[Mapping[str, int]], measures: tuple[str, ...]) -> dict[str, int]:
    return {measure: sum(total[measure] for total in totals) for measure in measures}
