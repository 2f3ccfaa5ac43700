"""Working days and the holiday table on the command line."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.program import Answer, linli

NOTICE = "国办发明电〔2030〕1号"
SOURCE = ("--source", NOTICE)


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """Return a prepared data folder of the test's own, with a system administrator."""
    folder = shutil.copytree(prepared, tmp_path / "data")
    official(folder, "sun", "system")
    return folder


def official(data: Path, username: str, office: str) -> None:
    given = ("--office", office, "--division", "1409", "--name", "某样本")
    made = linli("official", "add", username, *given, data=data, given="Lantern-quartz-57\n")
    assert made.status == 0, made.err


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


def loading(table: Path, data: Path, *options: str, actor: str = "sun") -> Answer:
    return linli("calendar", "load", table, "--as", actor, *options, data=data)


def years_in(data: Path) -> list[int]:
    return [row["year"] for row in json.loads(linli("calendar", "years", "--json", data=data).out)]


def written(folder: Path, *rows: str) -> Path:
    table = folder / "table.csv"
    table.write_text("\n".join(("日期,类别", *rows, "")), encoding="utf-8")
    return table


def test_a_year_that_the_table_lacks_is_refused_until_a_file_brings_it(
    data: Path, tmp_path: Path
) -> None:
    table = written(tmp_path, "2031-01-01,放假", "2031-01-02,放假")

    before = linli("workdays", "add", "2031-01-01", 1, data=data)
    loaded = loading(table, data, "--source", NOTICE)
    after = linli("workdays", "add", "2031-01-01", 1, data=data)

    assert before.status == 2
    assert "节假日表缺少2031年" in before.err
    assert before.err.endswith("载入放假安排：linli calendar load 文件 --as 用户名 --source 通知\n")
    assert (loaded.status, loaded.out.splitlines()) == (
        0,
        [
            "2031年（新的年份）：放假2天，补班0天，2天有变化，0个阶段的工作日数改变",
            "　2031-01-01　照常上班→放假",
            "　2031-01-02　照常上班→放假",
            "已载入2031年的放假安排",
        ],
    )
    assert after.out == "2031-01-03\n"
    *_, entry, _head = map(json.loads, linli("ledger", "export", data=data).out.splitlines())
    body = json.loads(entry["body"])
    assert (body["subject"], body["actor"], body["reason"]) == ("holidays/2031", "sun", NOTICE)


def test_a_dry_run_tells_the_stages_that_change_and_loads_nothing(
    data: Path, tmp_path: Path
) -> None:
    official(data, "li", "city")
    opened = linli(
        *("season", "open", "xinzhou-2024", "--rehearsal", "--starts", "2031-06-02"),
        *("--as", "li"),
        data=data,
    )
    table = written(tmp_path, "2031-06-04,放假", "2032-01-01,放假")

    tried = loading(table, data, "--dry-run")
    shapes = json.loads(loading(table, data, "--dry-run", "--json").out)

    lines = tried.out.splitlines()
    assert (opened.status, tried.status) == (0, 0)
    assert lines[0].startswith("2031年（新的年份）：放假1天，补班0天，1天有变化，")
    assert next(line for line in lines if "宣传报名" in line).endswith("工作日无法计算→9")
    assert lines[-1] == "只是试算，没有载入"
    assert (shapes["loaded"], [one["year"] for one in shapes["years"]]) == (False, [2031, 2032])
    assert shapes["years"][1]["changes"] == [
        {"day": "2032-01-01", "before": None, "after": "holiday"}
    ]
    assert not {2031, 2032} & set(years_in(data))


@pytest.mark.parametrize(
    ("rows", "options", "actor", "sentence"),
    [
        (("2031-01-01,放假", "2031-02-30,放假"), SOURCE, "sun", "第3行的日期2031-02-30不存在"),
        (("2031-01-04,放假",), SOURCE, "sun", "2031年的日期都是本来休息的周末"),
        (("2031-01-01,放假",), (), "sun", "没有写依据"),
        (("2031-01-01,放假",), SOURCE, "an", "“载入放假安排”由系统管理员办理"),
        (("2031-01-01,放假",), ("--dry-run",), "an", "“载入放假安排”由系统管理员办理"),
        (("2031-01-01,放假",), SOURCE, "nobody", "没有这个工作人员"),
    ],
)
def test_what_is_refused_is_told_and_nothing_is_written(
    data: Path,
    tmp_path: Path,
    rows: tuple[str, ...],
    options: tuple[str, ...],
    actor: str,
    sentence: str,
) -> None:
    official(data, "an", "security")

    refused = loading(written(tmp_path, *rows), data, *options, actor=actor)

    assert refused.status == 2
    assert sentence in refused.err
    assert 2031 not in years_in(data)


def test_a_year_is_loaded_under_a_name_only(data: Path, tmp_path: Path) -> None:
    refused = linli("calendar", "load", written(tmp_path, "2031-01-01,放假"), data=data)

    assert refused.status == 2
    assert "--as" in refused.err
