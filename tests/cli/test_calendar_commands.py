"""Working days and the holiday table on the command line."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.program import linli


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """Return a prepared data folder of the test's own."""
    return shutil.copytree(prepared, tmp_path / "data")


def test_three_working_days_from_12_july_2024_end_on_17_july(prepared: Path) -> None:
    answer = linli("workdays", "add", "2024-07-12", 3, data=prepared)

    assert (answer.status, answer.out) == (0, "2024-07-17\n")


def test_counting_the_first_day_ends_the_period_a_working_day_earlier(prepared: Path) -> None:
    answer = linli("workdays", "add", "2024-07-12", 3, "--count-first-day", "--json", data=prepared)

    assert json.loads(answer.out)["last_day"] == "2024-07-16"


def test_a_make_up_saturday_counts_as_a_working_day(prepared: Path) -> None:
    # 14 September 2024 was worked for the Mid-Autumn holiday of 15 to 17 September.
    answer = linli("workdays", "count", "2024-09-14", "2024-09-18", data=prepared)

    assert answer.out == "2\n"


def test_a_year_that_the_table_lacks_is_refused_until_a_file_brings_it(
    data: Path, tmp_path: Path
) -> None:
    before = linli("workdays", "add", "2031-01-01", 1, data=data)
    table = tmp_path / "2031.csv"
    table.write_text("day,kind\n2031-01-01,holiday\n2031-01-02,holiday\n", encoding="utf-8")

    loaded = linli("calendar", "load", table, data=data)
    after = linli("workdays", "add", "2031-01-01", 1, data=data)

    assert before.status == 2
    assert "节假日表缺少2031年" in before.err
    assert before.err.endswith("载入放假安排：linli calendar load 文件.csv\n")
    assert loaded.status == 0
    assert after.out == "2031-01-03\n"


def test_a_holiday_file_with_a_bad_line_is_refused_and_nothing_is_written(
    data: Path, tmp_path: Path
) -> None:
    table = tmp_path / "bad.csv"
    table.write_text("day,kind\n2031-01-01,holiday\n2031-02-30,holiday\n", encoding="utf-8")

    loaded = linli("calendar", "load", table, data=data)
    years = json.loads(linli("calendar", "years", "--json", data=data).out)

    assert loaded.status == 2
    assert "第3行的日期不存在" in loaded.err
    assert 2031 not in [row["year"] for row in years]
