"""The benchmark of the last hour: a small one whole, with kills; its ratios, its limit, its lines."""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path

import click
import psycopg
import pytest
from click.testing import CliRunner

from linli.benchmarks.deadline_audit import Audit
from linli.benchmarks.deadline_bench import (
    DeadlineBench,
    Killed,
    Load,
    Options,
    Times,
    bench_deadline,
    limit_of,
    times_of,
)
from linli.benchmarks.deadline_gateway import Gateway
from linli.benchmarks.deadline_http import Browser
from linli.benchmarks.deadline_people import (
    FILES,
    MOST_PEOPLE,
    Applicant,
    Pictures,
    draw_pictures,
    marked,
)
from linli.benchmarks.deadline_profile import Line, read_profile, shape_of
from linli.benchmarks.deadline_walk import STEPS, GaveUp, Visit, walk, walk_patiently
from linli.benchmarks.processes import cpu_seconds, machine_times
from linli.benchmarks.throwaway_postgres import throwaway_server
from linli.cli.bench_deadline import bench_lines, parse_sizes
from linli.core.identity.id_number import id_number_fault
from linli.core.identity.phone import mobile_number
from linli.core.pages.portrait_check import PortraitTerms, check_portrait
from tests.support.own_loop import run_apart


@pytest.mark.long
def test_small_last_hour_loses_and_doubles_nothing_though_server_and_database_are_killed() -> None:
    options = Options(seconds=3, clients=2, stored=(50,), profile=True, warm_seconds=1)

    found = bench_deadline(options)

    (load,) = found.loads
    assert (load.stored, load.errors, list(load.steps)) == (50, {}, list(STEPS))
    # On a busy machine no application may begin and end within so few seconds.
    assert (load.seconds >= 3, load.per_second) == (True, load.applications / load.seconds)
    assert 0 <= load.whole.p50_ms <= load.whole.p99_ms
    assert set(load.cpu_seconds) == {"server", "database", "client"}
    assert 0 < load.busy <= 1
    assert found.killed is not None
    assert (found.killed.receipts >= 2, found.killed.errors != {}) == (True, True)
    assert found.audit.receipts >= found.killed.receipts + load.applications
    assert (found.audit.lost, found.audit.doubled, found.audit.faults) == (0, 0, {})
    assert found.has_whole_ledger
    assert found.profile is not None
    pages = {line.label: line.statements / line.calls for line in found.profile.pages}
    assert pages["POST account_request_login_code 302"] > 3
    assert any("INSERT INTO" in line.label for line in found.profile.statements)


def test_times_are_the_middle_and_the_slowest_hundredth_by_nearest_rank() -> None:
    hundred = [number / 1000 for number in range(100, 0, -1)]

    assert times_of(hundred) == Times(p50_ms=50.0, p99_ms=99.0)
    assert times_of([0.3, 0.1, 0.2]) == Times(p50_ms=200.0, p99_ms=300.0)
    assert times_of([0.25]) == Times(p50_ms=250.0, p99_ms=250.0)
    assert times_of([]) == Times(p50_ms=0.0, p99_ms=0.0)


@pytest.mark.parametrize(
    ("busy", "disk", "limit"),
    [
        (0.9, 0.0, "cpu: server"),
        (0.89, 0.2, "disk"),
        (0.89, 0.19, "waiting"),
        (0.95, 0.5, "cpu: server"),
    ],
)
def test_limit_is_who_uses_most_of_a_busy_machine_else_the_disk_else_waiting(
    busy: float, disk: float, limit: str
) -> None:
    spent = {"database": 3.0, "server": 9.5, "client": 2.0}

    assert limit_of(busy=busy, disk=disk, cpu_seconds=spent) == limit


def test_invented_applicants_have_numbers_of_nobody_each_of_their_own() -> None:
    people = [Applicant(number) for number in (0, 1, 95, 96, 100_000, MOST_PEOPLE - 1)]

    assert [id_number_fault(one.id_number) for one in people] == [None] * 6
    assert {one.id_number[:6] for one in people} == {"990101"}
    assert all(900 <= int(one.id_number[14:17]) <= 995 for one in people)
    assert [mobile_number(one.phone) for one in people] == [one.phone for one in people]
    for value in ("id_number", "phone", "name", "network_address"):
        assert len({getattr(one, value) for one in people}) == 6
    assert all(one.name.startswith("样本") for one in people)


def test_everyone_sends_the_same_picture_in_bytes_of_their_own(tmp_path: Path) -> None:
    draw_pictures(tmp_path, font=None)
    pictures = Pictures(tmp_path)

    sent = {kind: pictures.file_of(Applicant(7), kind) for kind in FILES}

    assert all(150_000 < len(sent[kind]) < 300_000 for kind in FILES[1:])
    assert check_portrait(sent["photo"], PortraitTerms(25, 35, 295, 413)) == ()
    assert len({pictures.digests_of(Applicant(n))[kind] for n in (7, 8) for kind in FILES}) == 6


def test_marked_picture_carries_a_comment_segment_behind_its_first_mark() -> None:
    assert marked(b"\xff\xd8\xff\xe0rest", b"ab") == b"\xff\xd8\xff\xfe\x00\x04ab\xff\xe0rest"


def test_durable_server_killed_in_the_middle_has_what_was_committed_when_it_starts_again() -> None:
    with throwaway_server(is_durable=True) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE kept (number int)")
            connection.execute("INSERT INTO kept VALUES (7)")
            connection.commit()
            connection.execute("INSERT INTO kept VALUES (8)")
            server.kill()
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")
        server.start()

        with psycopg.connect(server.url) as connection:
            rows = connection.execute("SELECT number FROM kept").fetchall()
            names = ("fsync", "synchronous_commit", "full_page_writes")
            settings = [connection.execute(f"SHOW {name}").fetchone() for name in names]  # type: ignore[call-overload]

    assert (rows, settings) == ([(7,)], [("on",)] * 3)


def test_cpu_seconds_are_those_of_a_program_with_all_its_processes() -> None:
    work = "import time\nwhile time.process_time() < 0.4: pass\ntime.sleep(60)"
    starts = f"subprocess.Popen([sys.executable, '-c', {work!r}])"
    child = f"import subprocess, sys; one = {starts}; input(); one.kill(); one.wait()"
    before, latest = machine_times(), time.monotonic() + 60
    with subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE) as program:
        while cpu_seconds(program.pid) < 0.4 and time.monotonic() < latest:
            time.sleep(0.02)
        spent = cpu_seconds(program.pid)
        program.communicate(b"\n")
    after = machine_times()

    assert 0.4 <= spent < 2.0
    assert cpu_seconds(program.pid) == 0.0
    # The two are told in hundredths, each rounded for itself.
    assert 0.4 <= after.busy - before.busy <= after.total - before.total + 0.02


def test_profile_adds_up_what_the_processes_wrote(tmp_path: Path) -> None:
    for name, pages in (("1", {"GET a 200": [2, 0.5, 0.25, 0.125, 0.0, 8]}), ("2", {})):
        kept = {"pages": pages, "statements": {"SELECT 1": [3, 0.75]}, "functions": {}}
        (tmp_path / f"{name}.json").write_text(json.dumps(kept))

    found = read_profile(tmp_path)

    assert found.pages == (Line("GET a 200", 2, 0.5, 0.25, 0.125, 0.0, 8),)
    assert found.statements == (Line("SELECT 1", 6, 1.5),)
    assert found.functions == ()


def test_statements_of_one_shape_are_one_whatever_and_however_many_their_values() -> None:
    one, many = "INSERT INTO a (b)\n VALUES (%s, %s)", "INSERT INTO a (b) VALUES (%s), (%s), (%s)"

    assert shape_of(one) == shape_of(many) == "INSERT INTO a (b) VALUES (…)"
    assert shape_of('RELEASE SAVEPOINT "s1398_x61"') == "RELEASE SAVEPOINT …"


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("0", (0,)),
        ("0,200000", (0, 200_000)),
        ("5,200001", None),
        ("-1", None),
        ("多", None),
        ("", None),
    ],
)
def test_stored_numbers_are_read_by_commas_up_to_as_many_as_there_are_people(
    text: str, sizes: tuple[int, ...] | None
) -> None:
    said = CliRunner().invoke(read_sizes, [f"--stored={text}"])

    assert (said.exit_code, said.output) == ((0, f"{sizes}\n") if sizes else (2, said.output))


@click.command()
@click.option("--stored", callback=parse_sizes)
def read_sizes(stored: tuple[int, ...]) -> None:
    click.echo(stored)


@pytest.mark.parametrize("is_patient", [False, True])
def test_applicant_before_a_closed_door_tells_the_error_and_goes_or_tries_again(
    is_patient: bool, tmp_path: Path
) -> None:
    draw_pictures(tmp_path, font=None)
    told: list[str] = []

    def browser() -> Browser:
        return Browser(1, network_address="10.0.0.7")

    visit = Visit(Applicant(7), "xinzhou-2024", browser(), Gateway(), Pictures(tmp_path))

    async def apply() -> None:
        if is_patient:
            async with asyncio.timeout(0.7):
                await walk_patiently(visit, told.append, anew=browser)
        else:
            await walk(visit, told.append)

    with pytest.raises(TimeoutError if is_patient else GaveUp):
        run_apart(apply())

    assert told == ["sign_in: refused"] * (3 if is_patient else 1)


def found_bench() -> DeadlineBench:
    steps = {name: Times(10.0, 20.0) for name in STEPS}
    load = Load(
        stored=1_000,
        seconds=60.0,
        applications=1_230,
        per_second=20.5,
        whole=Times(500.0, 1_200.0),
        steps=steps,
        errors={"submit: 500": 2},
        cpu_seconds={"server": 80.0, "database": 20.0, "client": 5.0},
        busy=0.97,
        disk=0.01,
        limit="cpu: server",
    )
    return DeadlineBench(
        clients=16,
        has_worker=False,
        loads=(load, load),
        flatness=1.0,
        killed=Killed(400, {"save: cut": 3}, 8.25, 1.5),
        audit=Audit(2_860, 1, 0, {"file": 1}),
        has_whole_ledger=True,
        profile=None,
    )


def test_lines_tell_rate_times_errors_limit_and_what_was_lost() -> None:
    lines = bench_lines(found_bench())

    assert lines[0] == "16人同时报名；后台没有运行：检查和通知留到以后"
    assert lines[1:4] == [
        "已存1,000件，60秒",
        "  每秒20.50件（共1,230件），错误submit: 500 2次",
        "  一件从头到尾　中位500毫秒，99%在1,200毫秒以内",
    ]
    assert lines[12] == "  提交，得到回执　中位10毫秒，99%在20毫秒以内"
    assert lines[13] == (
        "  CPU秒：网站 80.0，PostgreSQL 20.0，报名一方 5.0；整机忙97%，等磁盘1%；"
        "限于CPU，网站用得最多"
    )
    assert lines[-4:] == [
        "存得最多时 ÷ 最少时（每秒件数）  1.00",
        "强行结束：网站8.2秒后、PostgreSQL1.5秒后恢复，其间收下400件；重试save: cut 3次",
        "回执2,860件：丢失1件，重复0件（file 1次）",
        "台账完整",
    ]
