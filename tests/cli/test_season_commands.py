"""The main job on the command line: a season from a mailbox to the first month's pay."""

import json
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from linli.benchmarks.throwaway_postgres import throwaway_server
from tests.cli.program import PROGRAM, Answer, environment, linli

APPLICANTS = 120
SEED = 7


def rehearse(data: Path, out: Path, *, database_url: str = "") -> Answer:
    """Run a small rehearsal."""
    call = ("rehearse", "xinzhou-2024", "--applicants", APPLICANTS, "--seed", SEED, "--out", out)
    return linli(*call, data=data, database_url=database_url)


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return data folder and results of one rehearsal that ran through."""
    folder = tmp_path_factory.mktemp("rehearsal")
    assert rehearse(folder / "data", folder / "out").status == 0
    return folder / "data", folder / "out"


def summary(out: Path) -> dict[str, object]:
    """Return a run's summary."""
    document: dict[str, object] = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return document


@pytest.mark.long
def test_the_same_rehearsal_on_postgresql_gives_the_same_summary_and_the_same_ledger(
    rehearsal: tuple[Path, Path], tmp_path: Path
) -> None:
    with throwaway_server() as server:
        answer = rehearse(tmp_path / "data", tmp_path / "out", database_url=server.url)

    assert answer.status == 0
    for name in ("summary.json", "ledger.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (rehearsal[1] / name).read_bytes()


def test_a_rehearsal_run_again_changes_nothing(
    rehearsal: tuple[Path, Path], tmp_path: Path
) -> None:
    again = rehearse(rehearsal[0], tmp_path / "again")

    assert again.status == 0
    for name in ("summary.json", "ledger.jsonl", "生活补贴发放表.xlsx"):
        assert (tmp_path / "again" / name).read_bytes() == (rehearsal[1] / name).read_bytes()


@pytest.mark.long
def test_a_run_killed_again_and_again_ends_as_if_it_had_never_been_stopped(
    rehearsal: tuple[Path, Path], tmp_path: Path
) -> None:
    call = [PROGRAM, "rehearse", "xinzhou-2024", "--applicants", APPLICANTS, "--seed", SEED]
    call += ["--out", tmp_path / "out"]
    for patience in (2.0, 2.6, 3.2, 3.8):
        run = subprocess.Popen(
            [str(part) for part in call],
            env=environment(tmp_path / "data"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=tmp_path,
        )
        time.sleep(patience)
        run.send_signal(signal.SIGKILL)
        run.wait()

    final = rehearse(tmp_path / "data", tmp_path / "out")

    assert final.status == 0
    for name in ("summary.json", "ledger.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (rehearsal[1] / name).read_bytes()


def test_every_file_that_the_summary_names_is_there_and_no_other(
    rehearsal: tuple[Path, Path],
) -> None:
    out = rehearsal[1]

    found = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())

    assert found == summary(out)["files"]


def test_the_funnel_never_widens_and_its_parts_add_up(rehearsal: tuple[Path, Path]) -> None:
    found = json.loads((rehearsal[1] / "summary.json").read_text(encoding="utf-8"))

    assert found["applicants"] == APPLICANTS == sum(found["reviewed"].values())
    assert sum(found["decided"].values()) == APPLICANTS
    assert found["decided"]["pass"] >= found["interviewed"]
    assert found["interviewed"] >= found["placed"] + found["reserve"] + found["unplaced"]
    medical = found["medical"]
    assert sum(medical.values()) == found["placed"] + found["backfilled"]
    assert medical["fail"] + medical["absent"] == found["backfilled"] + found["left_vacant"]
    ends = [
        medical["pass"],
        *(found[step] for step in ("published", "formal", "signed", "reported")),
    ]
    assert ends == [medical["pass"]] * 5
    assert sum(row["reported"] for row in found["by_division"]) == found["reported"]
    assert all(row["reported"] <= row["places"] for row in found["by_division"])


def test_pay_of_both_months_adds_up_and_the_premium_is_taken_once(
    rehearsal: tuple[Path, Path],
) -> None:
    found = json.loads((rehearsal[1] / "summary.json").read_text(encoding="utf-8"))

    first, second = found["pay_runs"]
    for run in (first, second):
        assert run["allowance_fen"] == run["net_fen"] + run["deduction_fen"]
        shares = run["province_fen"] + run["city_fen"] + run["county_fen"]
        assert run["allowance_fen"] == shares
    assert first["deduction_fen"] == 10_000 * found["reported"]
    assert (second["deduction_fen"], second["allowance_fen"]) == (0, found["monthly_pay_fen"])
    assert found["budget_year_fen"] == 395_160_000


def test_the_ledger_of_a_run_verifies_until_one_byte_of_an_entry_is_changed(
    rehearsal: tuple[Path, Path], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    database = data / "linli.sqlite3"
    with (
        sqlite3.connect(rehearsal[0] / "linli.sqlite3") as source,
        sqlite3.connect(database) as copy,
    ):
        source.backup(copy)
    whole = linli("ledger", "verify", data=data)
    with sqlite3.connect(database) as connection:
        connection.execute(
            "UPDATE ledger_entry SET body = replace(body, '转', '传') WHERE sequence = 200"
        )
        connection.execute(
            "UPDATE ledger_entry SET body = body || ' ' WHERE sequence = 200 AND body NOT LIKE '%传%'"
        )

    broken = linli("ledger", "verify", "--json", data=data)

    assert whole.status == 0
    assert broken.status == 1
    assert json.loads(broken.out)["broken"] == {"sequence": 200, "reason": "内容与摘要不符"}


def test_the_exported_ledger_verifies_by_itself_until_a_line_is_dropped(
    rehearsal: tuple[Path, Path], tmp_path: Path
) -> None:
    exported = rehearsal[1] / "ledger.jsonl"
    lines = exported.read_text(encoding="utf-8").splitlines(keepends=True)
    cut = tmp_path / "cut.jsonl"
    cut.write_text("".join(lines[:50] + lines[51:]), encoding="utf-8")

    assert linli("ledger", "verify", exported, data=rehearsal[0]).status == 0
    answer = linli("ledger", "verify", cut, "--json", data=rehearsal[0])
    assert (answer.status, json.loads(answer.out)["broken"]) == (
        1,
        {"sequence": 51, "reason": "缺少此条"},
    )


def test_a_mailbox_that_is_not_there_is_refused_and_nothing_is_written(prepared: Path) -> None:
    out = prepared.parent / "never"

    answer = linli("demo", "--mailbox", "nowhere", "--no-serve", "--out", out, data=prepared)

    assert answer.status == 2
    assert answer.err.endswith(
        "linli：找不到邮箱文件夹或文件；处理办法：请核对路径：放 .eml 文件的文件夹，或一个 .mbox 文件。\n"
    )
    assert not out.exists()
    with sqlite3.connect(prepared / "linli.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM seasons_season").fetchone() == (0,)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the results of the main job on its own sample mailbox."""
    folder = tmp_path_factory.mktemp("demonstration")
    answer = linli("demo", "--no-serve", "--out", folder / "out", data=folder / "data")
    assert answer.status == 0, answer.err
    return folder / "out"


@pytest.mark.long
def test_the_sample_season_has_every_kind_of_mail_a_transfer_a_reserve_and_a_backfill(
    demonstration: Path,
) -> None:
    found = json.loads((demonstration / "summary.json").read_text(encoding="utf-8"))
    ledger = (demonstration / "ledger.jsonl").read_text(encoding="utf-8")

    kinds = "application correction duplicate inquiry late set_aside spam supplement withdrawal"
    assert sorted(found["by_kind"]) == kinds.split()
    assert found["backfilled"] >= 1
    assert found["reserve"] >= 1
    assert found["objections"] == 1
    assert "调剂地区入围" in ledger
    assert "留下的名额" in ledger


@pytest.mark.long
def test_no_name_number_phone_or_address_of_a_person_is_in_the_ledger(demonstration: Path) -> None:
    ledger = (demonstration / "ledger.jsonl").read_text(encoding="utf-8")

    assert "990101" not in ledger
    assert ".example" not in ledger
    assert "样本路" not in ledger


@pytest.mark.long
def test_every_act_of_a_rehearsal_is_marked_as_one(demonstration: Path) -> None:
    lines = (demonstration / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[:-1]

    bodies = [json.loads(json.loads(line)["body"]) for line in lines]

    assert {body["rehearsal"] for body in bodies} == {True}
    assert all(
        body["clause"] and body["actor"] and body["at"].endswith("+08:00") for body in bodies
    )
