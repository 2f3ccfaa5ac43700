"""Run a plan over a file of any size in this process: DuckDB, streamed, no row lost."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from linli.core.policy.bulk.dialect import DUCKDB
from linli.core.policy.bulk.errors import (
    RowsLost,
    RowsRefused,
    UnreadableFile,
    refusal_of,
    written_whole,
)
from linli.core.policy.bulk.plan import Plan
from linli.core.policy.bulk.query import Query
from linli.core.policy.bulk.rows import Family, Table
from linli.core.policy.bulk.sql import ROW

_FAMILIES = {
    "BOOLEAN": Family.FLAG,
    "DATE": Family.DATE,
    "VARCHAR": Family.TEXT,
    "VARCHAR[]": Family.TEXTS,
    **dict.fromkeys(
        ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"),
        Family.WHOLE,
    ),
}
# All is said, so that nothing is guessed: a guess may skip the first lines without a word.
_CSV = "header = true, skip = 0, all_varchar = true, delim = ',', quote = '\"', escape = '\"'"
PROBLEMS_SHOWN = 10
_LEAST_MEMORY_MB = 400


class DuckdbEngine:
    """One connection for one run; memory is bounded, what does not fit is spilled to a folder."""

    name = "duckdb"

    def columns(self, source: Path) -> tuple[str, ...]:
        """Return the names of a file's columns."""
        with _connection() as connection:
            return tuple(_table(connection, source, None).columns)

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
        with _connection() as connection, written_whole(target) as part:
            table = _table(connection, source, key)
            query = Query(plan, table, DUCKDB, table.kept(keep))
            copy = f"COPY ({query.results()}) TO {_path(part)} ({_format(target)})"
            rows = int(self._run(connection, query, copy)[0][0])
            expected = connection.execute(f"SELECT count(*) FROM {table.relation}").fetchall()[0][0]
            if rows != expected:
                raise RowsLost(expected, rows)
        return rows

    def totals(
        self, plan: Plan, source: Path, *, by: str | None, key: str | None = None
    ) -> list[tuple[Any, ...]]:
        """Return one tuple a group: the group, its rows, and the total of each wanted rule."""
        with _connection() as connection:
            table = _table(connection, source, key)
            query = Query(plan, table, DUCKDB, table.kept((by,) if by else ()))
            found = self._run(connection, query, query.totals(by))
            return [row if by else (None, *row) for row in found]

    def compare(
        self, before: Plan, after: Plan, source: Path, *, by: str | None, key: str | None = None
    ) -> list[tuple[Any, ...]]:
        """Return one tuple a group: the group, rows, rows affected, totals before and after."""
        with _connection() as connection:
            table = _table(connection, source, key)
            query = Query(before, table, DUCKDB, table.kept((by,) if by else ()), beside=after)
            found = self._run(connection, query, query.compared(by))
            return [row if by else (None, *row) for row in found]

    def _run(
        self, connection: duckdb.DuckDBPyConnection, query: Query, sql: str
    ) -> list[tuple[Any, ...]]:
        try:
            return connection.execute(sql).fetchall()
        except duckdb.Error as error:
            refusal = refusal_of(str(error))
            if refusal is None:
                raise _unreadable(error) or error from None
            listed = connection.execute(query.problems(PROBLEMS_SHOWN)).fetchall()
            raise RowsRefused(listed or [refusal]) from error


@contextmanager
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with tempfile.TemporaryDirectory(prefix="linli-") as spill, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{_LEAST_MEMORY_MB}MB'")
        connection.execute(f"SET temp_directory = {_path(Path(spill))}")
        connection.execute("SET autoinstall_known_extensions = false")
        yield connection


def _table(connection: duckdb.DuckDBPyConnection, source: Path, key: str | None) -> Table:
    relation = _relation(source)
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
    except duckdb.Error as error:
        # The engine's own words may quote a row, and with it a person.
        raise UnreadableFile(source.suffix.removeprefix(".")) from error
    columns = {name: _family(kind) for name, kind, *_ in described}
    number = "file_row_number + 1" if source.suffix == ".parquet" else "row_number() OVER ()"
    table = Table(relation, columns, number if key is None else _key(key), number)
    table.check(key)
    return table


def _unreadable(error: duckdb.Error) -> UnreadableFile | None:
    """Return the refusal of a file that turns out broken on the way, by its line where told."""
    line = re.search(r"CSV Error on Line: (\d+)", str(error))
    return UnreadableFile("csv", int(line[1])) if line else None


def _key(key: str) -> str:
    quoted = key.replace('"', '""')
    return f'{ROW}."{quoted}"'


def _relation(source: Path) -> str:
    if source.suffix == ".parquet":
        return f"read_parquet({_path(source)})"
    return f"read_csv({_path(source)}, {_CSV})"


def _family(kind: str) -> Family:
    if kind.startswith("DECIMAL"):
        return Family.DECIMAL
    return _FAMILIES.get(kind, Family.OTHER)


def _format(target: Path) -> str:
    """Return how a file is written: a dictionary pays for codes, not for amounts."""
    if target.suffix == ".parquet":
        return "FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 200"
    return "FORMAT csv, HEADER"


def _path(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
