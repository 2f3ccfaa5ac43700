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
    PROBLEMS_SHOWN,
    RowsLost,
    RowsRefused,
    UnreadableFile,
    Unwritable,
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
_CSV = "header = true, skip = 0, all_varchar = true, delim = ',', quote = '\"', escape = '\"', comment = ''"
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
            results = _as_text(query) if target.suffix == ".csv" else query.results()
            copy = f"COPY ({results}) TO {_path(part)} ({_format(target)})"
            rows = int(self._run(connection, query, copy)[0][0])
            expected = _count(connection, table.relation)
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
        except duckdb.IOException as error:
            raise Unwritable from error
        except duckdb.Error as error:
            refusal = refusal_of(str(error))
            if refusal is None and isinstance(error, _BROKEN_FILE):
                # The engine's own words may quote a row, and with it a person.
                raise _unreadable(error, query.table.relation) from error
            if refusal is None:
                raise
            listed = connection.execute(query.problems(PROBLEMS_SHOWN)).fetchall()
            raise RowsRefused(listed or [refusal]) from error


def rows_in(file: Path) -> int:
    """Return the number of a file's rows."""
    with _connection() as connection:
        return _count(connection, _relation(file))


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])


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


_BROKEN_FILE = (
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.SerializationException,
)


def _unreadable(error: duckdb.Error, relation: str) -> UnreadableFile:
    """Return the refusal of a file that turns out broken on the way, by its line where told."""
    line = re.search(r"CSV Error on Line: (\d+)", str(error))
    form = "parquet" if relation.startswith("read_parquet") else "csv"
    return UnreadableFile(form, int(line[1]) if line else None)


def _key(key: str) -> str:
    quoted = key.replace('"', '""')
    return f'{ROW}."{quoted}"'


def _relation(source: Path) -> str:
    """Return the SQL of a file's rows; signs that would name other files, too, name themselves."""
    if source.suffix == ".parquet":
        return f"read_parquet({_path(_literally(source))})"
    return f"read_csv({_path(_literally(source))}, {_CSV})"


def _literally(file: Path) -> str:
    return re.sub(r"[*?\[]", lambda sign: f"[{sign[0]}]", str(file))


def _family(kind: str) -> Family:
    if kind.startswith("DECIMAL"):
        return Family.DECIMAL
    return _FAMILIES.get(kind, Family.OTHER)


def _as_text(query: Query) -> str:
    """Return the results for CSV, in which a list is written as it is read: with semicolons."""
    lists = [name for name in query.keep if query.table.columns[name] is Family.TEXTS]
    names = [query.writer.name(name) for name in lists]
    joined = ", ".join(f"array_to_string({name}, ';') AS {name}" for name in names)
    return f"SELECT * REPLACE ({joined}) FROM ({query.results()})" if joined else query.results()


def _format(target: Path) -> str:
    """Return how a file is written: a dictionary pays for codes, not for amounts."""
    if target.suffix == ".parquet":
        return "FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 200"
    return "FORMAT csv, HEADER"


def _path(path: Path | str) -> str:
    return "'" + str(path).replace("'", "''") + "'"
