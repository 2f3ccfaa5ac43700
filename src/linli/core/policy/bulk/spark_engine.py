"""Run a plan with Spark: the same SQL as DuckDB, for data that lies on a cluster. An optional extra."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from linli.core.policy.bulk.dialect import SPARK
from linli.core.policy.bulk.duckdb_engine import rows_in
from linli.core.policy.bulk.errors import (
    PROBLEMS_SHOWN,
    RowsLost,
    RowsRefused,
    UnreadableFile,
    refusal_of,
)
from linli.core.policy.bulk.plan import Plan
from linli.core.policy.bulk.query import Query
from linli.core.policy.bulk.rows import Family, Table
from linli.core.policy.bulk.spark_session import spark_session
from linli.core.policy.bulk.sql import ROW

_FAMILIES = {
    "boolean": Family.FLAG,
    "date": Family.DATE,
    "string": Family.TEXT,
    "array<string>": Family.TEXTS,
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), Family.WHOLE),
}
_NUMBER = "linli_row_number"
_CSV = {"header": True, "escape": '"', "encoding": "UTF-8"}
_REFUSED, _BROKEN = "USER_RAISED_EXCEPTION", "FAILED_READ_FILE"
_CHUNK = 1 << 20
_PATTERN = re.compile(r"([\\{}\[\]*?])")


class SparkEngine:
    """Runs in the one session of this process; starting that takes a quarter of a minute.

    A row is named by its number in the file, unless ``key`` names a column.
    """

    name = "spark"

    def __init__(self) -> None:
        self.session = spark_session()

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
        names a row in a refusal. Raises ``RowsRefused``, ``RowsLost`` and ``CaseError``.
        """
        with self._table(source, key) as table:
            query = Query(plan, table, SPARK, table.kept(keep))
            with self._refusing(query, source):
                return self._write(query, source, target)

    def totals(
        self, plan: Plan, source: Path, *, by: str | None, key: str | None = None
    ) -> list[tuple[Any, ...]]:
        """Return one tuple a group: the group, its rows, and the total of each wanted rule."""
        with self._table(source, key) as table:
            query = Query(plan, table, SPARK, table.kept((by,) if by else ()))
            return self._groups(query, query.totals(by), by, source)

    def compare(
        self, before: Plan, after: Plan, source: Path, *, by: str | None, key: str | None = None
    ) -> list[tuple[Any, ...]]:
        """Return one tuple a group: the group, rows, rows affected, totals before and after."""
        with self._table(source, key) as table:
            query = Query(before, table, SPARK, table.kept((by,) if by else ()), beside=after)
            return self._groups(query, query.compared(by), by, source)

    def _groups(
        self, query: Query, sql: str, by: str | None, source: Path
    ) -> list[tuple[Any, ...]]:
        with self._refusing(query, source):
            found = [tuple(row) for row in self.session.sql(sql).collect()]
        return [
            (row[0] if by else None, *(int(number) for number in row[1 if by else 0 :]))
            for row in found
        ]

    def _write(self, query: Query, source: Path, target: Path) -> int:
        """Write one file; Spark writes folders, so beside the target there is one for a while.

        The rows are counted by another engine: what both read alike is not lost.
        """
        rows = self.session.sql(query.results()).coalesce(1)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="linli-") as folder:
            written = Path(folder) / "rows"
            if target.suffix == ".parquet":
                rows.write.parquet(_literal(written))
            else:
                rows.selectExpr(*_as_text(rows)).write.options(**_CSV).csv(_literal(written))
            (part,) = written.glob("part-*")
            found, expected = rows_in(part), rows_in(source)
            if found != expected:
                raise RowsLost(expected, found)
            part.replace(target)
        return found

    @contextmanager
    def _table(self, source: Path, key: str | None) -> Iterator[Table]:
        """Give a file a name for a while, with the number of each row."""
        view = f"linli_{uuid4().hex}"
        file = self._read(source)
        columns = {name: _FAMILIES.get(kind, _other(kind)) for name, kind in file.dtypes}
        file.selectExpr("*", f"{_numbered(source)} AS {_NUMBER}").createTempView(view)
        try:
            number = f"{ROW}.{_NUMBER}"
            table = Table(view, columns, f"{ROW}.{_quoted(key)}" if key else number, number)
            table.check(key)
            yield table
        finally:
            self.session.catalog.dropTempView(view)

    def _read(self, source: Path) -> Any:
        try:
            return self._opened(source)
        except Exception as error:
            raise _unreadable(error, source) or error from None

    def _opened(self, source: Path) -> Any:
        """Read a file: typed, or every column as text, an empty cell as unknown."""
        path = _literal(source)
        if source.suffix == ".parquet":
            return self.session.read.parquet(path)
        _check_encoding(source)
        # One stream, not cut at lines: a cell may hold line ends, and the numbers are those of rows.
        reader = self.session.read.options(**_CSV, multiLine=True, mode="FAILFAST")
        file = reader.csv(path)
        return file.selectExpr(
            *(f"nullif({_quoted(name)}, '') AS {_quoted(name)}" for name in file.columns)
        )

    @contextmanager
    def _refusing(self, query: Query, source: Path) -> Iterator[None]:
        """Turn an error of ours that comes back from Spark into the refusal of rows."""
        try:
            yield
        except Exception as error:
            refusal = refusal_of(str(error)) if _REFUSED in str(error) else None
            if refusal is None:
                raise _unreadable(error, source) or error from None
            listed = self.session.sql(query.problems(PROBLEMS_SHOWN)).collect()
            raise RowsRefused([tuple(row) for row in listed] or [refusal]) from error


def _unreadable(error: Exception, source: Path) -> UnreadableFile | None:
    """Return the refusal of a file that is broken; Spark's own words may quote a row."""
    return UnreadableFile(source.suffix.removeprefix(".")) if _BROKEN in str(error) else None


def _check_encoding(source: Path) -> None:
    """Refuse a text that is not UTF-8: Spark would put a sign in place of what it cannot read."""
    try:
        with source.open(encoding="utf-8") as text:
            while text.read(_CHUNK):
                pass
    except UnicodeDecodeError as error:
        raise UnreadableFile("csv") from error


def _numbered(source: Path) -> str:
    if source.suffix == ".parquet":
        return "_metadata.row_index + 1"
    return "monotonically_increasing_id() + 1"  # a CSV file is read as one part


def _other(kind: str) -> Family:
    return Family.DECIMAL if kind.startswith("decimal") else Family.OTHER


def _as_text(rows: Any) -> list[str]:
    """Return a file's columns for CSV, in which a list is written as it is read: with semicolons."""
    return [
        f"array_join({_quoted(name)}, ';') AS {_quoted(name)}"
        if kind == "array<string>"
        else _quoted(name)
        for name, kind in rows.dtypes
    ]


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _literal(path: Path) -> str:
    """Return a path for Spark, which takes brackets and stars for patterns."""
    return _PATTERN.sub(r"\\\1", str(path.absolute()))
