"""Rows that may not be computed are refused by name, on every engine alike; nothing is written."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from linli.core.policy import CaseError, Edition, NothingInForce, compute
from linli.core.policy.bulk.duckdb_engine import DuckdbEngine
from linli.core.policy.bulk.errors import RowsRefused
from linli.core.policy.bulk.plan import Plan
from linli.core.policy.bulk.rows import column, refused_words
from linli.core.refusal import Refusal
from tests.core.policy.bulk.files import write_parquet
from tests.core.policy.bulk.operations_pack import SOUND

MISSING_YEAR = "节假日表缺少所需的年份"
NO_ROW = "“有缺的表”没有所需的一项"
NOT_IN_FORCE = "参数“费用”在所需日期没有生效的数值"


def refused(engine: Any, plan: Plan, source: Path, key: str | None = "row") -> RowsRefused:
    """Return the refusal of a file's rows, of which nothing may be written."""
    target = source.with_name("results.parquet")
    with pytest.raises(RowsRefused) as refusal:
        engine.evaluate(plan, source, target, keep=(), key=key)
    assert not target.exists()
    return refusal.value


def rows_of(*facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return sound rows but for what is given, numbered from 1."""
    return [{"row": number, **SOUND, **one} for number, one in enumerate(facts, start=1)]


WITHOUT_ANSWER: list[tuple[str, dict[str, Any], str]] = [
    ("left_over", {"amount": 1, "part": 2}, "各部分之和超过总额"),
    ("its_sparse", {"number": 3}, NO_ROW),
    # What is missing could not change the answer, and is missing all the same.
    ("sparse_and_so", {"holds": False, "number": 3}, NO_ROW),
    ("sparse_or_so", {"holds": False, "number": 3}, NO_ROW),
    ("less_than_sparse", {"maybe": None, "number": 3}, NO_ROW),
    ("worst_with_sparse", {"holds": False, "number": 3}, NO_ROW),
    ("its_bonus", {"number": 0}, "“奖励”没有所需的一项"),
    ("fee_then", {"paid_on": date(2024, 5, 31)}, NOT_IN_FORCE),
    ("fee_then", {"paid_on": date(2027, 1, 1)}, NOT_IN_FORCE),
    ("period_end", {"posted_on": date(2022, 12, 20)}, MISSING_YEAR),
    ("period_end", {"posted_on": date(2025, 12, 31)}, MISSING_YEAR),
    ("period_end", {"posted_on": date(2025, 12, 25), "term": 5}, MISSING_YEAR),
]


@pytest.mark.parametrize(("rule", "facts", "words"), WITHOUT_ANSWER)
def test_one_case_without_an_answer_is_refused(
    operations: Edition, rule: str, facts: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        compute(operations, rule, SOUND | facts)

    assert isinstance(refusal.value, CaseError | NothingInForce) or words == MISSING_YEAR


@pytest.mark.parametrize(("rule", "facts", "words"), WITHOUT_ANSWER)
def test_row_without_an_answer_is_refused(
    engine: Any, operations: Edition, tmp_path: Path, rule: str, facts: dict[str, Any], words: str
) -> None:
    known = {"maybe": 1, "holds": True}
    source = write_parquet(tmp_path / "facts.parquet", operations, rows_of(known, facts, known))

    refusal = refused(engine, Plan(operations, (rule,)), source)

    assert refusal.rows == (("2", words),)


def test_refusal_names_row_and_reason(engine: Any, operations: Edition, tmp_path: Path) -> None:
    source = write_parquet(tmp_path / "facts.parquet", operations, rows_of({"number": 3}))

    refusal = refused(engine, Plan(operations, ("its_sparse",)), source)

    assert str(refusal) == (
        "有的行不能计算：1：“有缺的表”没有所需的一项；"
        "处理办法：改正这些行后重新运行，本次没有写出结果。"
    )


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_row_is_named_by_its_number_where_no_column_is(
    engine: Any, operations: Edition, tmp_path: Path, suffix: str
) -> None:
    source = write_parquet(tmp_path / "facts.parquet", operations, rows_of({}, {}, {"number": 3}))
    if suffix == "csv":
        source = _as_csv(source)

    refusal = refused(engine, Plan(operations, ("its_sparse",)), source, key=None)

    assert refusal.rows == (("3", NO_ROW),)


def _as_csv(source: Path) -> Path:
    target = source.with_suffix(".csv")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT row, number FROM '{source}') TO '{target}' (HEADER)")
    return target


def test_row_without_a_key_is_refused_all_the_same(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    row = {**SOUND, "row": None, "number": 3}
    source = write_parquet(tmp_path / "facts.parquet", operations, [row])

    refusal = refused(engine, Plan(operations, ("its_sparse",)), source)

    assert refusal.rows == (("", NO_ROW),)


def test_working_days_need_a_calendar(engine: Any, operations: Edition, tmp_path: Path) -> None:
    source = write_parquet(tmp_path / "facts.parquet", operations, rows_of({}))
    plan = Plan(replace(operations, calendar=None), ("period_end",))

    with pytest.raises(CaseError) as refusal:
        engine.evaluate(plan, source, tmp_path / "results.parquet")

    assert refusal.value.what == "计算工作日需要放假安排表"


# Rules that read each kind of fact, and the columns that they read.
READING = (
    "number_kept",
    "by_hours",
    "weighted",
    "halved",
    "following_day",
    "first_day",
    "neither",
    "region",
    "years",
    "excellent_either",
)
SOUND_CELLS = {
    "number": "1",
    "hours": "2",
    "mark": "85.5",
    "amount_fen": "1",
    "day": "2024-07-01",
    "month": "2024-07",
    "holds": "true",
    "place": "east",
    "past": "good",
    "posts": "",
}
# At most ten for a column: so many rows are listed in a refusal.
BAD_CELLS: dict[str, list[Any]] = {
    "number": ["abc", "1.5", "1.0", "", "1001", "-101", " 5", "+5", "1e2", "9" * 30],
    "amount_fen": ["1.00", "1元", "10000001", "NaN", "٣", "5\n", "0x1F", "9" * 18, "1,000", "--1"],
    "hours": ["0.4", "24.1", "2.55", "2,5", ".5", "5.", "1e1", "", "9" * 18, "9" * 40],
    "mark": ["85.555", "-10.01", "100.01"],
    "day": [
        *("2024-02-30", "2024-2-3", "20240705", "1899-12-31", "2200-01-01", ""),
        "2024-07-05 00:00",
    ],
    "month": ["2024-13", "2024-00", "2024", "2024-07-32", "1899-12", "2200-01"],
    "holds": ["TRUE", "是", "1", "t"],
    "place": ["north", "East", "东区", "east "],
    "past": ["good;bad", "good,good", ";good", "good;", ";".join(["good"] * 6)],
    "posts": ["good", "head;head;head;head"],
}


def bad_rows(cells: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Return rows of which each has the next bad cell of each column that has one left."""
    longest = max(map(len, cells.values()))
    return [
        {name: bad[place] for name, bad in cells.items() if place < len(bad)}
        for place in range(longest)
    ]


def reasons(edition: Edition, rows: list[dict[str, Any]]) -> list[str]:
    """Return the words that refuse each row: one reason a column, in the pack's order."""
    return [
        "；".join(
            refused_words(fact) for fact in edition.pack.inputs.values() if column(fact) in row
        )
        for row in rows
    ]


def test_cell_that_is_not_the_fact_is_refused(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    bad = bad_rows(BAD_CELLS)
    rows = [SOUND_CELLS, *(SOUND_CELLS | row for row in bad), SOUND_CELLS]
    source = _csv(tmp_path / "facts.csv", rows)

    refusal = refused(engine, Plan(operations, READING), source, key=None)

    expected = zip(map(str, range(2, len(bad) + 2)), reasons(operations, bad), strict=True)
    assert dict(refusal.rows) == dict(expected)


def _csv(file: Path, rows: Sequence[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(SOUND_CELLS))
        writer.writeheader()
        writer.writerows(rows)
    return file


TYPED: dict[str, tuple[Any, Any, list[Any]]] = {
    "number": (pl.Int32, 1, [1001, -101, None]),
    "hours": (pl.Decimal(38, 3), Decimal(2), [Decimal("2.555"), Decimal(10) ** 30, Decimal("0.4")]),
    "mark": (pl.Int64, 85, [10**18, -11]),
    "amount_fen": (pl.Int64, 1, [10_000_001]),
    "day": (pl.Date, date(2024, 7, 1), [date(1800, 1, 1), None]),
    "month": (pl.Date, date(2024, 7, 31), [date(2200, 1, 1), None]),
    "holds": (pl.Boolean, None, []),
    "place": (pl.String, None, ["north"]),
    "past": (pl.List(pl.String), None, [["good", None], ["good", ""]]),
    "posts": (pl.List(pl.String), [], [["good"], ["head"] * 4, None]),
}


def test_value_of_a_typed_column_that_is_not_the_fact_is_refused(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    bad = bad_rows({name: cells for name, (_, _, cells) in TYPED.items()})
    sound = {name: value for name, (_, value, _) in TYPED.items()}
    source = tmp_path / "facts.parquet"
    schema = {name: kind for name, (kind, _, _) in TYPED.items()}
    pl.DataFrame([sound, *(sound | row for row in bad)], schema=schema).write_parquet(source)

    refusal = refused(engine, Plan(operations, READING), source, key=None)

    expected = zip(map(str, range(2, len(bad) + 2)), reasons(operations, bad), strict=True)
    assert dict(refusal.rows) == dict(expected)


def test_reasons_of_a_row_are_told_in_words(operations: Edition, tmp_path: Path) -> None:
    source = _csv(tmp_path / "facts.csv", [SOUND_CELLS | {"number": "x", "day": "y"}])

    refusal = refused(DuckdbEngine(), Plan(operations, READING), source, key=None)

    assert refusal.rows == (
        (
            "1",
            "“数”（number）的值不合要求：应是-100至1000的整数；"
            "“日期甲”（day）的值不合要求：应是1900至2199年的日期，如 2024-07-05",
        ),
    )


COLUMNS: list[tuple[str, Any, Any, str]] = [
    ("number_kept", "number", pl.Series([1.0]), "列“number”是其他，不能读作“数”"),
    ("number_kept", "number", pl.Series([True]), "列“number”是是非，不能读作“数”"),
    ("number_kept", "number", pl.Series([Decimal("1.0")]), "列“number”是小数，不能读作“数”"),
    ("halved", "amount_fen", pl.Series([1.5]), "列“amount_fen”是其他，不能读作“金额”"),
    ("halved", "amount", pl.Series([1]), "文件缺少列“amount_fen”"),
    ("weighted", "mark", pl.Series([85.5]), "列“mark”是其他，不能读作“成绩”"),
    ("following_day", "day", pl.Series([datetime(2024, 7, 1)]), "列“day”是其他，不能读作“日期甲”"),
    ("following_day", "day", pl.Series([20240701]), "列“day”是整数，不能读作“日期甲”"),
    ("years", "past", pl.Series([[1]]), "列“past”是其他，不能读作“历年考核”"),
    ("neither", "holds", pl.Series([1]), "列“holds”是整数，不能读作“条件甲”"),
]


@pytest.mark.parametrize(("rule", "name", "values", "what"), COLUMNS)
def test_column_that_is_not_exact_is_refused_before_the_run(
    engine: Any, operations: Edition, tmp_path: Path, rule: str, name: str, values: Any, what: str
) -> None:
    source = tmp_path / "facts.parquet"
    pl.DataFrame({name: values}).write_parquet(source)

    with pytest.raises(CaseError) as refusal:
        engine.evaluate(Plan(operations, (rule,)), source, tmp_path / "results.parquet")

    assert refusal.value.what.split("：")[0] == what


@pytest.mark.parametrize("asked", [{"key": "编号"}, {"keep": ["编号"]}])
def test_column_that_the_file_lacks_is_refused(
    engine: Any, operations: Edition, tmp_path: Path, asked: dict[str, Any]
) -> None:
    source = _csv(tmp_path / "facts.csv", [SOUND_CELLS])

    with pytest.raises(CaseError) as refusal:
        engine.evaluate(Plan(operations, READING), source, tmp_path / "results.csv", **asked)

    assert refusal.value.what == "文件没有列“编号”"
