"""No row is lost, passed over or computed half, whatever the file holds and whoever runs beside."""

import csv
import threading
from datetime import date
from pathlib import Path

import pytest

from linli.core.policy import CaseError, Edition, NothingInForce, compile_rules, explain, load_pack
from linli.core.policy.bulk.duckdb_engine import DuckdbEngine
from linli.core.policy.bulk.errors import RowsRefused, UnreadableFile
from linli.core.policy.bulk.plan import Plan
from linli.core.policy.bulk.polars_engine import PolarsEngine
from linli.core.refusal import Refusal
from tests.core.policy.tiny_packs import rule_text, write_pack

TOML = """\
[inputs.n]
description = "数"
type = "integer"
high = 100
[inputs.b]
description = "是否"
type = "flag"
[inputs.d]
description = "日期"
type = "date"
[inputs.h]
description = "历次"
type = "history"
choices = { x = "甲" }
most = 5
[parameters.p]
description = "数值"
unit = "count"
clause = "D9 一"
values = [{ from = 2024-06-01, value = 3 }]
"""
RULES = "from linli.core.policy import fold, in_force\n" + "".join(
    [
        rule_text("twice(n)", "n * 2"),
        rule_text("either(b, d, p)", "b | (in_force(p, on=d) > 2)"),
        rule_text("both(b, d, p)", "b & (in_force(p, on=d) > 2)"),
        rule_text("refusing(d, p)", "in_force(p, on=d)"),
        rule_text("walked(h, refusing)", "fold(h, 0, lambda s, i: s + refusing)"),
        rule_text("chosen(b, walked)", "when(b, walked, 0)"),
    ]
)
ENGINES = [DuckdbEngine(), PolarsEngine()]
EARLY, LATE = date(2024, 1, 1), date(2025, 1, 1)


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Return a pack with a rule that has no answer before June 2024."""
    return compile_rules(load_pack(write_pack(tmp_path, TOML, RULES)), date(2025, 1, 1))


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_rows_whose_key_begins_with_a_hash_are_rows(
    edition: Edition, tmp_path: Path, engine: DuckdbEngine | PolarsEngine
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = [f"{'#' if number % 2 else ''}{number},{number}" for number in range(100)]
    source.write_text("\n".join(["key,n", *rows]) + "\n", encoding="utf-8")

    written = engine.evaluate(Plan(edition, ("twice",)), source, target)

    assert written == 100
    with target.open(encoding="utf-8", newline="") as stream:
        found = list(csv.reader(stream))
    assert found == [
        ["key", "n", "twice"],
        *([*row.split(","), str(2 * number)] for number, row in enumerate(rows)),
    ]


def answers(edition: Edition, rule: str, engine: object, folder: Path, row: str) -> object:
    """Return what an engine answers for one row, or that it refuses it."""
    source, target = folder / "row.csv", folder / "answer.csv"
    source.write_text(f"b,d,h\n{row}\n", encoding="utf-8")
    assert isinstance(engine, DuckdbEngine | PolarsEngine)
    try:
        engine.evaluate(Plan(edition, (rule,)), source, target, keep=())
    except RowsRefused:
        return "refused"
    return target.read_text(encoding="utf-8").splitlines()[1]


def one_case(edition: Edition, rule: str, row: str) -> object:
    """Return what the exact run answers for one row, or that it refuses it."""
    b, d, h = row.split(",")
    facts = {"b": b == "true", "d": date.fromisoformat(d), "h": h.split(";") if h else []}
    try:
        value = explain(edition, rule, facts).value
    except (CaseError, NothingInForce):
        return "refused"
    return str(value).lower()


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("rule", ["either", "both", "walked", "chosen"])
@pytest.mark.parametrize("flag", ["true", "false"])
@pytest.mark.parametrize("day", [EARLY, LATE], ids=str)
@pytest.mark.parametrize("history", ["", "x", "x;x"])
def test_engine_refuses_exactly_what_a_single_case_refuses(
    edition: Edition, tmp_path: Path, engine: object, rule: str, flag: str, day: date, history: str
) -> None:
    row = f"{flag},{day},{history}"

    assert answers(edition, rule, engine, tmp_path, row) == one_case(edition, rule, row)


def test_two_runs_into_one_target_leave_one_whole_result(edition: Edition, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    told: list[int | Refusal | OSError] = []

    def run(size: int) -> None:
        source = tmp_path / f"in{size}.csv"
        source.write_text("n\n" + "1\n" * size, encoding="utf-8")
        try:
            told.append(DuckdbEngine().evaluate(Plan(edition, ("twice",)), source, target))
        except (Refusal, OSError) as error:
            told.append(error)

    threads = [threading.Thread(target=run, args=(size,)) for size in (20_000, 30_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(str(one) for one in told) == ["20000", "30000"]
    assert len(target.read_text(encoding="utf-8").splitlines()) in (20_001, 30_001)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_file_whose_body_is_damaged_is_refused_without_its_content(
    edition: Edition, tmp_path: Path
) -> None:
    source, whole = tmp_path / "in.csv", tmp_path / "in.parquet"
    source.write_text("key,n\n" + "姓名,7\n" * 50_000, encoding="utf-8")
    DuckdbEngine().evaluate(Plan(edition, ("twice",)), source, whole)
    body = bytearray(whole.read_bytes())
    body[10:400] = b"\xff" * 390
    whole.write_bytes(bytes(body))

    with pytest.raises(UnreadableFile) as caught:
        DuckdbEngine().evaluate(Plan(edition, ("twice",)), whole, tmp_path / "o.csv", keep=("key",))

    assert str(caught.value).startswith("文件不是有效的parquet")


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("990101199001019009", "990101********9009"),
        (" 990101199001019009 ", "990101********9009"),
        ("13900000000", "139****0000"),
        ("王小明", "王*明"),
        ("2024-0007", "2024-0007"),
    ],
)
def test_key_that_names_a_person_is_told_in_part(
    edition: Edition, tmp_path: Path, key: str, told: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f'编号,n\n"{key}",101\n', encoding="utf-8")

    with pytest.raises(RowsRefused) as caught:
        DuckdbEngine().evaluate(Plan(edition, ("twice",)), source, tmp_path / "o.csv", key="编号")

    assert [row[0] for row in caught.value.rows] == [told]
