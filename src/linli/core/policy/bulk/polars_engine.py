"""Run a plan with Polars, in memory: the second opinion of the SQL engines. An optional extra."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from linli.core.policy.bulk.errors import EngineMissing
from linli.core.policy.bulk.plan import Plan


class PolarsEngine:
    """Computes in this process and holds the rows in memory."""

    name = "polars"

    def __init__(self) -> None:
        if find_spec("polars") is None:
            raise EngineMissing("Polars", "polars")

    def evaluate(
        self,
        plan: Plan,
        source: Path,
        target: Path,
        *,
        keep: Sequence[str] | None = None,
        key: str | None = None,
    ) -> int:
        """Compute the plan's rules for each row of ``source`` into ``target``; return the rows.

        ``keep`` are the columns to carry along, all by default; ``key`` is the column that
        names a row in a refusal. Raises ``RowsRefused`` and ``CaseError``.
        """
        from linli.core.policy.bulk.polars_rows import PolarsRows  # noqa: PLC0415 (an extra)

        return PolarsRows(plan, source, keep, key).write(target)

    def totals(
        self, plan: Plan, source: Path, *, by: str | None, key: str | None = None
    ) -> list[tuple[Any, ...]]:
        """Return one tuple a group: the group, its rows, and the total of each wanted rule."""
        from linli.core.policy.bulk.polars_rows import PolarsRows  # noqa: PLC0415 (an extra)

        return PolarsRows(plan, source, (by,) if by else (), key).totals(by)
