"""Facts written to the files that engines read, and their results read back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from linli.core.policy import Edition
from linli.core.policy.bulk.rows import column
from linli.core.policy.pack import Input
from tests.core.policy.bulk.generated_facts import Facts

_TYPES: dict[str, Any] = {
    "integer": pl.Int64,
    "money": pl.Int64,
    "flag": pl.Boolean,
    "choice": pl.String,
    "date": pl.Date,
    "month": pl.String,
    "history": pl.List(pl.String),
}


def write_parquet(file: Path, edition: Edition, rows: Sequence[Facts]) -> Path:
    """Write rows of facts, with their numbers, as a typed file."""
    inputs = edition.pack.inputs.values()
    schema = {"row": pl.Int64, **{column(fact): _type(fact) for fact in inputs}}
    names = {"row": "row", **{column(fact): fact.name for fact in inputs}}
    data = {column: [row[name] for row in rows] for column, name in names.items()}
    pl.DataFrame(data, schema=schema).write_parquet(file)
    return file


def _type(fact: Input) -> Any:
    return pl.Decimal(24, fact.places) if fact.type == "decimal" else _TYPES[fact.type]


def read_rows(file: Path) -> dict[int, dict[str, Any]]:
    """Return the rows of a file of results by number, as plain Python values."""
    reader = "read_parquet" if file.suffix == ".parquet" else "read_csv"
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM {reader}('{file}')")
        names = [name for name, *_ in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {row.pop("row"): row for row in rows}
