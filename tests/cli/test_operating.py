"""What an operator runs into: a taken port, an older run's papers, a damaged or empty record."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.cli.program import PROGRAM, environment, linli


def rehearse(data: Path, out: Path, applicants: int) -> None:
    answer = linli("rehearse", "xinzhou-2024", "--applicants", applicants, "--out", out, data=data)
    assert answer.status == 0, answer.err


def test_a_port_that_another_site_listens_on_is_refused_before_anything_is_done(
    prepared: Path,
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        answer = linli("serve", "--port", port, data=prepared)

    assert (answer.status, answer.out) == (2, "")
    assert f"端口 {port} 不能使用" in answer.err


def test_an_address_that_is_named_can_be_opened(prepared: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    site = subprocess.Popen(
        [PROGRAM, "serve", "--port", str(port)],
        env=environment(prepared), stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert site.stderr is not None
    try:
        assert [next(site.stderr).decode() for _ in range(2)] == [
            "正在打开网站\n",
            f"网站：http://127.0.0.1:{port}/ （按 Ctrl+C 结束）\n",
        ]
        with pytest.raises(HTTPError, match="404"):
            urlopen(f"http://127.0.0.1:{port}/nowhere")
    finally:
        os.killpg(site.pid, signal.SIGKILL)
        _, logged = site.communicate()
    # What is not there is an answer, and no line in the log.
    assert logged == b""


def test_whatever_fails_while_the_address_is_awaited_starts_no_second_server() -> None:
    program = (
        "from linli.cli import site\n"
        "def failing(*_, **__): raise RuntimeError\n"
        "site._is_listening = failing\n"
        "site._announce('127.0.0.1', 1)\n"
        "print('server', flush=True)\n"
    )

    # The output ends when the last of the processes does.
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=60, check=True
    )

    assert done.stdout == b"server\n"


def test_a_second_run_into_a_folder_removes_what_the_first_wrote_and_nothing_else(
    tmp_path: Path,
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    rehearse(data, out, 40)
    before = set(json.loads((out / "summary.json").read_text(encoding="utf-8"))["files"])
    (out / "协议" / "notes.txt").write_text("不是本程序写的", encoding="utf-8")

    rehearse(data, out, 12)

    after = set(json.loads((out / "summary.json").read_text(encoding="utf-8"))["files"])
    found = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    assert before - after
    assert found == after | {"协议/notes.txt"}


def test_a_byte_that_is_no_text_any_more_is_named_like_any_other_change(tmp_path: Path) -> None:
    data = tmp_path / "data"
    rehearse(data, tmp_path / "out", 12)
    with sqlite3.connect(data / "linli.sqlite3") as connection:
        connection.execute("UPDATE ledger_entry SET body = CAST(x'ff' AS TEXT) WHERE sequence = 61")

    answer = linli("ledger", "verify", "--json", data=data)

    assert answer.status == 1
    assert json.loads(answer.out)["broken"] == {"sequence": 61, "reason": "内容与摘要不符"}


def test_a_record_that_lost_all_its_entries_does_not_pass_for_a_new_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    rehearse(data, tmp_path / "out", 12)
    with sqlite3.connect(data / "linli.sqlite3") as connection:
        connection.execute("DELETE FROM ledger_entry")
        connection.execute("DELETE FROM ledger_head")

    answer = linli("ledger", "verify", data=data)

    assert (answer.status, answer.out) == (1, "台账不一致：第1条，缺少全部条目\n")


def test_a_folder_that_cannot_be_written_is_refused_before_the_season_runs(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    answer = linli(
        "rehearse", "xinzhou-2024", "--applicants", 12, "--out", tmp_path / "file" / "out",
        data=tmp_path / "data",
    )  # fmt: skip

    assert answer.status == 2
    assert not (tmp_path / "data" / "linli.sqlite3").exists()
