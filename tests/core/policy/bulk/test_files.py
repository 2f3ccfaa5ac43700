"""Files as officials have them: every row in, every row out, whatever its columns are called."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from linli.core.policy import CaseError, Edition
from linli.core.policy.bulk.errors import UnreadableFile
from linli.core.policy.bulk.plan import Plan
from linli.core.refusal import Refusal
from tests.core.policy.bulk.files import write_parquet
from tests.core.policy.bulk.operations_pack import SOUND


def texts_of(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as texts, in their order."""
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_every_row_is_kept_in_its_order_though_keys_repeat(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    keys = ["甲", "甲", None, "", "乙", "甲"] * 500
    source = tmp_path / "facts.parquet"
    numbers = [number % 1000 for number in range(len(keys))]
    pl.DataFrame({"key": keys, "number": numbers}).write_parquet(source, row_group_size=100)
    target = tmp_path / "results.parquet"

    rows = engine.evaluate(Plan(operations, ("number_kept",)), source, target, key="key")

    found = pl.read_parquet(target)
    assert rows == len(keys)
    assert (found["key"].to_list(), found["number_kept"].to_list()) == (keys, numbers)


def test_rows_stay_in_their_order_though_they_are_ranked(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    marks = [Decimal(mark) for mark in (3, 1, 2, 3, 5)]
    rows = [SOUND | {"row": n, "mark": mark} for n, mark in enumerate(marks)]
    source = write_parquet(tmp_path / "facts.parquet", operations, rows)
    target = tmp_path / "results.parquet"

    engine.evaluate(Plan(operations, ("place_in_queue",)), source, target, keep=["row"])

    assert pl.read_parquet(target).rows() == [(0, 2), (1, 5), (2, 4), (3, 2), (4, 1)]


NAMES = [
    'a "quoted" name',
    "姓名",
    "back`tick",
    "semi;colon, comma",
    "SELECT",
    "x",
    "row_key",
    "a.b",
]


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_columns_of_any_name_are_carried_along(
    engine: Any, operations: Edition, tmp_path: Path, suffix: str
) -> None:
    source, target = tmp_path / "事实 [1]'s.parquet", tmp_path / f"结果{suffix}"
    data = {"number": [7], **{name: ["值"] for name in NAMES}}
    pl.DataFrame(data).write_parquet(source)

    engine.evaluate(Plan(operations, ("number_kept",)), source, target, key=NAMES[0])

    assert texts_of(_as_csv(target)) == [
        {"number": "7", **dict.fromkeys(NAMES, "值"), "number_kept": "7"}
    ]


def _as_csv(file: Path) -> Path:
    if file.suffix == ".csv":
        return file
    pl.read_parquet(file).write_csv(file.with_suffix(".csv"))
    return file.with_suffix(".csv")


def test_csv_with_byte_order_mark_and_windows_line_ends_is_read(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    source, target = tmp_path / "facts.csv", tmp_path / "results.csv"
    source.write_bytes('\ufeffnumber,备注\r\n7,"第一行\n第二行"\r\n8,"说""好"""\r\n'.encode())

    rows = engine.evaluate(Plan(operations, ("number_kept",)), source, target, keep=["备注"])

    assert rows == 2
    assert texts_of(target) == [
        {"备注": "第一行\n第二行", "number_kept": "7"},
        {"备注": '说"好"', "number_kept": "8"},
    ]


def test_list_is_written_to_csv_as_it_is_read(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    source, target = tmp_path / "facts.parquet", tmp_path / "results.csv"
    pl.DataFrame({"past": [["good", "poor"], None, ["poor"]]}).write_parquet(source)

    engine.evaluate(Plan(operations, ("years",)), source, target)

    assert texts_of(target) == [
        {"past": "good;poor", "years": "2"},
        {"past": "", "years": ""},
        {"past": "poor", "years": "1"},
    ]


SOUND_CELLS = {
    "number": ["007", "-0", "1000"],
    "hours": ["2", "2.50", "24.0"],
    "mark": ["", "85.5", "-0.01"],
    "amount_fen": ["-5", "5", "0"],
    "day": ["2024-02-29", "1900-01-01", "2199-12-31"],
    "month": ["2024-02", "2024-02-29", "2199-12"],
    "holds": ["true", "false", ""],
    "place": ["east", "", "west"],
    "past": ["good;poor;good", "", "good"],
    "posts": ["", "head", "excellent;clerk"],
    "county": ["640104", "640121", "640104"],
}
RESULTS = {
    "number_kept": ["7", "0", "1000"],
    "by_hours": ["4", "0", "42"],
    "weighted": ["", "47.0250", "-0.0055"],
    "halved_fen": ["-3", "3", "0"],
    "year_later": ["2025-02-28", "1901-01-01", "2200-12-31"],
    "its_month": ["2024-02", "1900-01", "2199-12"],
    "last_day": ["2024-02-29", "2024-02-29", "2199-12-31"],
    "month_moved": ["2024-09", "2024-02", "2283-04"],
    "neither": ["false", "true", ""],
    "region": ["东", "", "西"],
    "good_years": ["2", "", "1"],
    "excellent_either": ["0", "0", ""],
    "in_county": ["false", "true", "false"],
    "first_check": ["pass", "fail", "refer"],
}


def test_cells_of_a_csv_file_are_read_and_results_written_as_texts(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    source, target = tmp_path / "facts.csv", tmp_path / "results.csv"
    pl.DataFrame(SOUND_CELLS).write_csv(source)
    rules = tuple(name.removesuffix("_fen") for name in RESULTS)

    engine.evaluate(Plan(operations, rules), source, target, keep=())

    assert texts_of(target) == pl.DataFrame(RESULTS).rows(named=True)


def test_typed_columns_are_read_alike(engine: Any, operations: Edition, tmp_path: Path) -> None:
    source, target = tmp_path / "facts.parquet", tmp_path / "results.parquet"
    pl.DataFrame(
        {
            "number": pl.Series([7], dtype=pl.UInt16),
            "hours": pl.Series([2], dtype=pl.Int8),
            "mark": pl.Series([Decimal("85.5000")], dtype=pl.Decimal(12, 4)),
            "month": [date(2024, 2, 29)],
            "county": pl.Series([640121], dtype=pl.Int32),
            "place": ["east"],
            "past": ["good;poor"],
        }
    ).write_parquet(source)
    rules = ("by_hours", "weighted", "last_day", "in_county", "region", "good_years")

    engine.evaluate(Plan(operations, rules), source, target, keep=())

    assert pl.read_parquet(target).rows() == [
        (4, Decimal("47.0250"), date(2024, 2, 29), True, "东", 1)
    ]


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_file_without_rows_gives_a_file_without_rows(
    engine: Any, operations: Edition, tmp_path: Path, suffix: str
) -> None:
    source, target = tmp_path / f"facts{suffix}", tmp_path / f"results{suffix}"
    empty = pl.DataFrame(schema={"number": pl.Int64, "past": pl.List(pl.String)})
    if suffix == ".csv":
        source.write_text("number,past\n", encoding="utf-8")
    else:
        empty.write_parquet(source)
    plan = Plan(operations, ("number_kept", "good_years"))

    rows = engine.evaluate(plan, source, target, keep=["number"])

    assert (rows, engine.totals(plan, source, by=None)) == (0, [(None, 0, 0, 0)])
    assert _as_csv(target).read_text(encoding="utf-8").split() == ["number,number_kept,good_years"]


def test_column_with_the_name_of_a_result_is_not_carried_along(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    source, target = tmp_path / "facts.csv", tmp_path / "results.csv"
    source.write_text("number,number_kept\n7,8\n", encoding="utf-8")
    plan = Plan(operations, ("number_kept",))

    with pytest.raises(CaseError) as refusal:
        engine.evaluate(plan, source, target)
    engine.evaluate(plan, source, target, keep=["number"])

    assert refusal.value.what == "文件已有列“number_kept”，与要计算的结果同名"
    assert texts_of(target) == [{"number": "7", "number_kept": "7"}]


BROKEN = {
    "cell too many": ("facts.csv", b"number\n7,8\n"),
    "not UTF-8": ("facts.csv", "number,备注\n7,好\n".encode("gbk")),
    "not Parquet": ("facts.parquet", b"number\n7\n"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_file_that_is_not_what_its_name_says_is_refused(
    engine: Any, operations: Edition, tmp_path: Path, broken: str
) -> None:
    name, content = BROKEN[broken]
    source, target = tmp_path / name, tmp_path / "results.csv"
    source.write_bytes(content)

    with pytest.raises(UnreadableFile):
        engine.evaluate(Plan(operations, ("number_kept",)), source, target)

    assert not target.exists()


def test_line_above_the_names_of_the_columns_is_refused(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    source = tmp_path / "facts.csv"
    source.write_text("2024年花名册\nnumber,备注\n7,好\n", encoding="utf-8")

    with pytest.raises(Refusal):
        engine.evaluate(Plan(operations, ("number_kept",)), source, tmp_path / "results.csv")


def test_totals_are_exact_beyond_64_bits(engine: Any, operations: Edition, tmp_path: Path) -> None:
    rows = [SOUND | {"row": number, "large": 4 * 10**18} for number in range(3)]
    source = write_parquet(tmp_path / "facts.parquet", operations, rows)

    found = engine.totals(Plan(operations, ("large_amount",)), source, by=None)

    assert found == [(None, 3, 12 * 10**18)]


def test_totals_go_by_group_and_the_unknown_group_is_last(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    rows = [
        SOUND | {"row": number, "place": place, "maybe": maybe, "holds": holds}
        for number, (place, maybe, holds) in enumerate(
            [("west", 1, True), (None, 2, False), ("east", 3, None), ("west", None, True)]
        )
    ]
    source = write_parquet(tmp_path / "facts.parquet", operations, rows)
    plan = Plan(operations, ("nearer", "neither", "first_check", "halved"))

    found = engine.totals(plan, source, by="place")

    assert found == [("east", 1, 1, 0, 0, 0), ("west", 2, 1, 0, 2, 0), (None, 1, 1, 1, 0, 0)]


@pytest.mark.parametrize(
    ("rule", "kind"), [("weighted", "小数"), ("its_month", "年月"), ("region", "文字")]
)
def test_what_does_not_add_up_has_no_total(
    engine: Any, operations: Edition, tmp_path: Path, rule: str, kind: str
) -> None:
    source = write_parquet(tmp_path / "facts.parquet", operations, [SOUND | {"row": 1}])

    with pytest.raises(CaseError) as refusal:
        engine.totals(Plan(operations, (rule,)), source, by=None)

    assert refusal.value.what == f"规则“{rule}”得出{kind}，不能汇总"


def test_results_take_the_place_of_an_older_file(
    engine: Any, operations: Edition, tmp_path: Path
) -> None:
    source, target = tmp_path / "facts.csv", tmp_path / "results.csv"
    source.write_text("number\n7\n", encoding="utf-8")
    target.write_text("old\n1\n2\n", encoding="utf-8")

    engine.evaluate(Plan(operations, ("number_kept",)), source, target, keep=())

    assert texts_of(target) == [{"number_kept": "7"}]
    assert sorted(tmp_path.iterdir()) == [source, target]
