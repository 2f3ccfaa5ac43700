"""Many rows on the command line: ``linli evaluate`` and ``linli what-if``."""

import json
from pathlib import Path

import duckdb
import pytest

from linli import policies
from tests.cli.program import Answer, linli

HEAD = "id,city,county,post,grade,star,education,certificate,assessment\n"
WORKERS = (
    HEAD
    + "甲1,6404,640422,4,6,3,bachelor,assistant,qualified\n"
    + "甲2,6401,640104,1,12,5,postgraduate,senior,excellent\n"
    + "甲3,6404,640422,4,6,0,none,none,unqualified\n"
)
DAY = ("--on", "2026-07-01")


@pytest.fixture
def workers(tmp_path: Path) -> Path:
    """Return a file of three made-up workers."""
    file = tmp_path / "workers.csv"
    file.write_text(WORKERS, encoding="utf-8")
    return file


def evaluated(workers: Path, prepared: Path, *options: object) -> Answer:
    return linli("evaluate", "ningxia-example", "--facts", workers, *options, data=prepared)


def what_if(workers: Path, prepared: Path, *options: object) -> Answer:
    return linli("what-if", "ningxia-example", "--facts", workers, *options, data=prepared)


def test_each_row_keeps_its_columns_and_gets_its_results_in_fen(
    workers: Path, prepared: Path
) -> None:
    out = workers.with_name("pay.csv")

    answer = evaluated(workers, prepared, "--out", out, "--rules", "pay,region_share", *DAY)

    assert (answer.status, answer.out) == (0, "3行，2条规则，结果在 pay.csv\n")
    header, *rows = out.read_text(encoding="utf-8").splitlines()
    assert header == HEAD.strip() + ",pay_fen,region_share_fen"
    assert [row.split(",")[:3] for row in rows] == [
        row.split(",")[:3] for row in WORKERS.splitlines()[1:]
    ]


@pytest.mark.parametrize(
    "engine", ["duckdb", "polars", pytest.param("spark", marks=pytest.mark.long)]
)
def test_every_engine_gives_what_the_explanation_of_one_worker_gives(
    workers: Path, prepared: Path, engine: str
) -> None:
    out = workers.with_name("pay.csv")
    columns = HEAD.strip().split(",")
    facts = dict(zip(columns, WORKERS.splitlines()[1].split(","), strict=True))
    case = {
        name: int(value) if name in ("post", "grade", "star") else value
        for name, value in facts.items()
        if name != "id"
    }

    evaluated(workers, prepared, "--out", out, "--rules", "county_share", "--engine", engine, *DAY)
    explained = linli(
        "explain", "ningxia-example", "county_share", "--facts", "-", "--json", *DAY,
        data=prepared, given=json.dumps(case),
    )  # fmt: skip

    first = out.read_text(encoding="utf-8").splitlines()[1]
    assert first.split(",")[-1] == str(json.loads(explained.out)["value"])


def test_answer_for_programs_names_pack_day_rows_and_rules(workers: Path, prepared: Path) -> None:
    out = workers.with_name("pay.parquet")

    answer = evaluated(
        workers, prepared, "--out", out, "--rules", "pay", "--keep", "id", "--json", *DAY
    )

    assert json.loads(answer.out) == {
        "pack": "ningxia-example",
        "edition": json.loads(answer.out)["edition"],
        "on": "2026-07-01",
        "engine": "duckdb",
        "rows": 3,
        "rules": ["pay"],
        "out": "pay.parquet",
    }
    with duckdb.connect() as connection:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet($1)", [str(out)])
        assert [row[:2] for row in described.fetchall()] == [
            ("id", "VARCHAR"),
            ("pay_fen", "BIGINT"),
        ]


def test_without_rules_all_are_computed_for_which_the_columns_are_there(
    workers: Path, prepared: Path
) -> None:
    out = workers.with_name("pay.csv")

    answer = evaluated(workers, prepared, "--out", out, *DAY)

    header = out.read_text(encoding="utf-8").splitlines()[0]
    assert (answer.status, "pay_fen" in header, "next_promotion_month" in header) == (
        0,
        True,
        False,
    )
    assert "只缺列“assessments”，未算：months_earlier" in answer.err
    assert "条规则缺两列以上，未算\n" in answer.err


def test_every_engine_finds_the_rules_for_which_the_columns_are_there(
    workers: Path, prepared: Path
) -> None:
    texts = []
    for engine in ("duckdb", "polars"):
        out = workers.with_name(f"{engine}.csv")
        evaluated(workers, prepared, "--out", out, "--engine", engine, *DAY)
        texts.append(out.read_text(encoding="utf-8"))

    assert texts[0] == texts[1] and "pay_fen" in texts[0]


def test_column_that_is_missing_is_named_with_the_rules_that_lack_it_alone(
    workers: Path, prepared: Path
) -> None:
    lines = [line.rsplit(",", 1)[0] for line in WORKERS.splitlines()]
    workers.write_text("\n".join(lines) + "\n", encoding="utf-8")

    answer = evaluated(workers, prepared, "--out", workers.with_name("pay.csv"), *DAY)

    told = next(line for line in answer.err.splitlines() if line.startswith("只缺列“assessment”"))
    assert "pay" in told.split("未算：")[1].split("、")


def test_file_is_read_by_its_very_name_and_not_as_a_pattern(tmp_path: Path, prepared: Path) -> None:
    named, other = tmp_path / "data[1].csv", tmp_path / "data1.csv"
    named.write_text(WORKERS, encoding="utf-8")
    other.write_text(HEAD, encoding="utf-8")

    answer = evaluated(named, prepared, "--out", tmp_path / "o.csv", "--rules", "pay", *DAY)

    assert answer.out == "3行，1条规则，结果在 o.csv\n"


def test_pack_in_a_folder_of_its_own_is_worked_like_those_that_ship(
    workers: Path, prepared: Path
) -> None:
    folder = Path(policies.__file__).parent / "ningxia_example"

    answer = linli(
        "evaluate", folder, "--facts", workers, "--out", workers.with_name("o.csv"),
        "--rules", "pay", *DAY, data=prepared,
    )  # fmt: skip

    assert (answer.status, answer.out) == (0, "3行，1条规则，结果在 o.csv\n")


def test_people_without_a_county_are_a_group_of_their_own_and_no_second_total(
    tmp_path: Path, prepared: Path
) -> None:
    source = tmp_path / "days.csv"
    source.write_text(WORKERS.replace("id,", "team,").replace("甲3,", ","), encoding="utf-8")

    answer = what_if(source, prepared, "--set", "base_pay_ratio=60%", "--by", "team", *DAY)

    groups = [line.split("　")[0] for line in answer.out.splitlines() if "涉及" in line]
    assert groups == ["甲1", "甲2", "（未填）", "合计"]


def test_row_that_cannot_be_computed_is_named_and_nothing_is_written(
    workers: Path, prepared: Path
) -> None:
    workers.write_text(
        WORKERS + "甲4,6404,640422,5,6,3,bachelor,none,qualified\n", encoding="utf-8"
    )
    out = workers.with_name("pay.csv")

    answer = evaluated(workers, prepared, "--out", out, "--rules", "pay", "--key", "id", *DAY)

    assert (answer.status, answer.out, out.exists()) == (2, "", False)
    assert "甲4：" in answer.err and "（post）的值不合要求：应是1至4的整数" in answer.err
    assert sorted(file.name for file in workers.parent.iterdir()) == ["workers.csv"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--facts", "missing.csv", "--out", "o.csv"), "找不到文件“missing.csv”"),
        (("--facts", "workers.csv", "--out", "o.xlsx"), "“o.xlsx”不是 parquet 或 csv"),
        (("--facts", "workers.csv", "--out", "workers.csv"), "结果文件不能就是事实文件"),
        (("--facts", "workers.csv", "--out", "o.csv", "--rules", "nothing"), "没有规则“nothing”"),
        (
            ("--facts", "workers.csv", "--out", "o.csv", "--rules", "pay", "--keep", "nobody"),
            "文件没有列“nobody”",
        ),
        (
            ("--facts", "workers.csv", "--out", "o.csv", "--rules", "pay", "--key", "nobody"),
            "文件没有列“nobody”",
        ),
        (
            ("--facts", "workers.csv", "--out", "o.csv", "--rules", "next_promotion_month"),
            "文件缺少列“last_promotion_month、assessments”",
        ),
        (("--facts", "empty.csv", "--out", "o.csv"), "文件里的列不够算任何一条规则"),
    ],
)
def test_call_that_cannot_be_carried_out_is_refused_in_one_line(
    workers: Path, prepared: Path, options: tuple[str, ...], sentence: str
) -> None:
    workers.with_name("empty.csv").write_text("id\n1\n", encoding="utf-8")
    paths = [
        workers.with_name(word) if word.endswith((".csv", ".xlsx")) else word for word in options
    ]

    answer = linli("evaluate", "ningxia-example", *paths, *DAY, data=prepared)

    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert sentence in answer.err
    assert workers.read_text(encoding="utf-8") == WORKERS


def test_what_if_tells_cost_and_people_by_county(workers: Path, prepared: Path) -> None:
    answer = what_if(workers, prepared, "--set", "star_standard.3=400", "--json", *DAY)

    found = json.loads(answer.out)
    gross = found["measures"][0]
    assert (found["rows"], found["affected"], found["by"], found["set"]) == (
        3, 1, "county", ["star_standard.3=400"],
    )  # fmt: skip
    assert (gross["rule"], gross["difference_fen"]) == ("gross_pay", 10_000)
    assert [
        (group["group"], group["name"], group["rows"], group["affected"])
        for group in found["groups"]
    ] == [("640104", "兴庆区", 1, 0), ("640422", "西吉县", 2, 1)]


def test_what_if_sets_two_editions_side_by_side(workers: Path, prepared: Path) -> None:
    options = ("--on", "2025-07-01", "--against", "2026-07-01", "--rules", "base_pay", "--json")

    found = json.loads(what_if(workers, prepared, *options).out)

    assert (found["on"], found["against"], found["affected"]) == ("2025-07-01", "2026-07-01", 3)
    assert found["measures"][0]["difference_fen"] == (
        found["measures"][0]["after_fen"] - found["measures"][0]["before_fen"]
    )


def test_what_if_for_people_says_total_and_sign(workers: Path, prepared: Path) -> None:
    answer = what_if(
        workers, prepared, "--set", "star_standard.3=400", "--rules", "star_subsidy", *DAY
    )

    assert answer.out.splitlines()[-2:] == [
        "合计　3人，涉及1人",
        "    星级补贴　800.00元 → 900.00元　+100.00元",
    ]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "没有说明改什么"),
        (("--set", "star_standard=400"), "按键分列，要写明哪一项"),
        (("--set", "star_standard.3=多"), "不是单位“yuan/month”的数值"),
        (("--set", "base_pay_ratio=0.6", "--by", "nobody"), "文件没有列“nobody”"),
    ],
)
def test_what_if_that_cannot_be_carried_out_is_refused(
    workers: Path, prepared: Path, options: tuple[str, ...], sentence: str
) -> None:
    answer = what_if(workers, prepared, *options, *DAY)

    assert (answer.status, answer.out) == (2, "")
    assert sentence in answer.err


def test_working_days_are_counted_by_the_holiday_table(tmp_path: Path, prepared: Path) -> None:
    source, out = tmp_path / "notices.csv", tmp_path / "ends.csv"
    source.write_text("posted_on\n2024-07-12\n2024-09-30\n", encoding="utf-8")

    linli(
        "evaluate", "xinzhou-2024", "--facts", source, "--out", out, "--rules", "notice_last_day",
        data=prepared,
    )  # fmt: skip

    assert out.read_text(encoding="utf-8").splitlines()[1:] == [
        "2024-07-12,2024-07-17",
        "2024-09-30,2024-10-10",
    ]


@pytest.mark.long
def test_benchmark_prints_ratios_and_finds_no_row_wrong(prepared: Path) -> None:
    found = json.loads(linli("bench", "policy", "--size", 1000, "--json", data=prepared).out)

    assert (found["rows_wrong"]["linli"], found["rows_wrong"]["numpy"]) == (0, 0)
    assert found["rounds"] == 3 and found["full_to_numpy"] > 0
