"""The rows of one run with Polars: read and checked, computed rule by rule, written or added up."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from linli.core.policy.bulk.errors import written_whole
from linli.core.policy.bulk.plan import Plan, result_column
from linli.core.policy.bulk.polars_expressions import Columns
from linli.core.policy.bulk.polars_facts import read_rows, refuse
from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.expression import Kind, Outcome, Shape


class PolarsRows:
    """A plan over the rows of a file. Raises ``CaseError`` and ``RowsRefused``."""

    def __init__(
        self, plan: Plan, source: Path, keep: Sequence[str] | None, key: str | None
    ) -> None:
        rows, self.kept = read_rows(plan, source, keep, key)
        columns = Columns(plan, rows)
        for rule in plan.rules:
            columns.add(rule)
        self.plan, self.rows = plan, columns.frame
        refuse(self.rows, [pl.col(f"b_{rule}") for rule in plan.wanted if rule in columns.broken])

    def write(self, target: Path) -> int:
        """Write the kept columns and the wanted results; return the number of rows."""
        self.plan.check_kept(self.kept)
        kept = [pl.col(f"c_{name}").alias(name) for name in self.kept]
        found = self.rows.select(*kept, *self._outputs())
        with written_whole(target) as part:
            if target.suffix == ".parquet":
                found.write_parquet(part)
            else:
                found.with_columns(pl.col(pl.List(pl.String)).list.join(";")).write_csv(part)
        return int(found.height)

    def _outputs(self) -> Iterator[pl.Expr]:
        for rule in self.plan.wanted:
            shape = self.plan.tree(rule).shape
            yield _plain(pl.col(f"r_{rule}"), shape).alias(result_column(rule, shape))

    def totals(self, by: str | None) -> list[tuple[Any, ...]]:
        """Return one tuple a group, in the order of the groups, unknown last."""
        self.plan.check_measures()
        sums = [
            _counted(pl.col(f"r_{rule}"), self.plan.tree(rule).shape.kind).cast(pl.Int128).sum()
            for rule in self.plan.wanted
        ]
        if by is None:
            return [(None, *self.rows.select(pl.len(), *sums).row(0))]
        groups = self.rows.group_by(pl.col(f"c_{by}")).agg(pl.len().alias("rows"), *sums)
        return list(groups.sort(f"c_{by}", nulls_last=True).rows())


def _plain(value: pl.Expr, shape: Shape) -> pl.Expr:
    """Return a result as files hold it: months as text, decimals with their point."""
    if shape.kind is Kind.MONTH:
        year, month = value // MONTHS_A_YEAR, value % MONTHS_A_YEAR + 1
        parts = (year.cast(pl.String).str.zfill(4), month.cast(pl.String).str.zfill(2))
        return pl.concat_str(parts, separator="-")
    if shape.kind is Kind.NUMBER and shape.scale:
        # A product of decimals keeps the larger scale, here the one that both have.
        wide = pl.Decimal(38, shape.scale)
        return value.cast(wide) * pl.lit(f"{10**-shape.scale:.{shape.scale}f}").cast(wide)
    return value


def _counted(value: pl.Expr, kind: Kind) -> pl.Expr:
    return value == str(Outcome.PASS) if kind is Kind.OUTCOME else value
