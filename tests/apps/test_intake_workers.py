"""Mails read in workers: whatever a mail does to its worker, it gets its outcome, and no other mail suffers."""

import datetime as dt
import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from linli.apps.intake.reading import MEBIBYTE, Limits, Reading, Stop
from linli.apps.intake.worker_process import Try, WorkersBroken
from linli.apps.intake.workers import Workers, cores
from tests.apps import made_readers

LIMITS = Limits(memory=128 * MEBIBYTE)
HASTY = Limits(seconds=0.8, plain_seconds=0.5, memory=128 * MEBIBYTE)
PICTURES_LEFT = "；图片和扫描件未读取，须由人工查看"
BY_A_PERSON = "，须由人工打开"


def workers(count: int = 1, *, limits: Limits = LIMITS, most_mails: int = 500) -> Workers:
    return Workers(
        made_readers.obedient, {"表": "登记表"}, count=count, limits=limits, most_mails=most_mails
    )


def tries(orders: Iterable[str]) -> Iterator[Try]:
    for order in orders:
        yield Try(order, order.encode(), f"digest of {order}")


def read(*orders: str, count: int = 1, **options: Any) -> dict[str, Reading]:
    return {reading.name: reading for reading in workers(count, **options).readings(tries(orders))}


def facts(reading: Reading) -> Mapping[str, Any]:
    assert reading.facts is not None
    return reading.facts


def test_a_mail_that_harms_nothing_is_read_once_with_its_pictures() -> None:
    arrived = dt.datetime(2024, 6, 8, 10, tzinfo=dt.UTC)
    mail = Try("a.eml", b"nothing", "d", stamped_at=arrived)

    assert list(workers().readings([mail])) == [
        Reading(
            "a.eml",
            "d",
            {
                "pictures": True,
                "stamped_at": "2024-06-08T10:00:00+00:00",
                "size": 7,
                "served": 1,
                "threads": [cores(), cores()],
                "settings": {"表": "登记表"},
            },
        )
    ]


def test_a_reader_sees_no_password_key_or_address_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = ("LINLI_IMAP_PASSWORD", "LINLI_SECRET_KEY", "DATABASE_URL", "SAMPLE_TOKEN")
    needed = ("PATH", "LC_ALL", "TMPDIR", "PYTHONHASHSEED")
    for name in secret:
        monkeypatch.setenv(name, "样本口令")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TMPDIR", "/tmp")
    monkeypatch.setenv("PYTHONHASHSEED", "7")

    (reading,) = Workers(made_readers.telling, {}, count=1, limits=LIMITS).readings(tries(["a"]))

    seen = facts(reading)
    assert {name: seen.get(name) for name in (*secret, *needed)} == {
        **dict.fromkeys(secret),
        **{name: os.environ[name] for name in needed},
    }
    assert "样本口令" not in seen.values()


@pytest.mark.parametrize(
    ("deed", "stop", "reason"),
    [
        ("grow 160", Stop.MEMORY, "读取占用内存超过128MB，已中止"),
        ("grow_at_once 300", Stop.MEMORY, "读取占用内存超过128MB，已中止"),
        ("child 120", Stop.MEMORY, "读取占用内存超过128MB，已中止"),
        ("crash", Stop.DIED, "读取进程异常退出，已中止"),
        ("exit", Stop.DIED, "读取进程异常退出，已中止"),
        ("garbage", Stop.DIED, "读取进程异常退出，已中止"),
        ("huge", Stop.DIED, "读取进程异常退出，已中止"),
        ("raise", Stop.FAILED, "读取程序出错，已中止"),
    ],
)
def test_a_mail_that_breaks_its_bounds_is_stopped_and_read_again_without_pictures(
    deed: str, stop: Stop, reason: str
) -> None:
    reading = read(deed)[deed]

    assert (reading.stop, reading.reason) == (stop, reason + PICTURES_LEFT)
    assert facts(reading)["pictures"] is False


@pytest.mark.parametrize("deed", ["sleep 60", "match", "stop", "close", "half"])
def test_a_mail_whose_worker_does_not_answer_in_time_is_stopped(deed: str) -> None:
    reading = read(deed, limits=HASTY)[deed]

    assert (reading.stop, reading.reason) == (Stop.TIME, "读取用时过长，已中止" + PICTURES_LEFT)
    assert facts(reading)["pictures"] is False


@pytest.mark.parametrize(
    ("deed", "stop", "reason"),
    [
        ("always grow_at_once 300", Stop.MEMORY, "读取占用内存超过128MB，已中止"),
        ("always crash", Stop.DIED, "读取进程异常退出，已中止"),
        ("always raise", Stop.FAILED, "读取程序出错，已中止"),
    ],
)
def test_a_mail_stopped_twice_is_left_to_a_person_with_the_reason(
    deed: str, stop: Stop, reason: str
) -> None:
    reading = read(deed)[deed]

    assert (reading.facts, reading.stop, reading.reason) == (None, stop, reason + BY_A_PERSON)


def test_both_tries_of_a_mail_together_keep_within_its_time() -> None:
    began = time.monotonic()
    reading = read("always match", limits=HASTY)["always match"]
    took = time.monotonic() - began

    assert (reading.facts, reading.reason) == (None, "读取超过0.8秒，已中止" + BY_A_PERSON)
    # Two workers had to be started, too.
    assert HASTY.seconds <= took < HASTY.seconds + 2


def test_what_failed_is_named_without_what_the_mail_says() -> None:
    assert read("raise")["raise"].fault.partition(":")[0] == "ValueError made_readers.py"


def test_mails_beside_and_after_a_stopped_one_are_read_in_full() -> None:
    orders = [f"sleep 0.0{number}" for number in range(1, 8)]
    found = read(*orders[:3], "crash", "grow_at_once 300", "raise", *orders[3:], count=2)

    assert [name for name in orders if found[name].stop] == []
    assert len(found) == len(orders) + 3


def test_a_mail_is_not_blamed_for_the_memory_that_earlier_mails_left_in_its_worker() -> None:
    found = read("grow 60", "grow 90")

    assert {name: (one.stop, facts(one)["served"]) for name, one in found.items()} == {
        "grow 60": (None, 1),
        "grow 90": (None, 1),
    }


def test_a_worker_serves_many_mails_and_is_replaced_after_so_many() -> None:
    found = read(*(f"sleep 0.00{number}" for number in range(5)), most_mails=2)

    assert [facts(reading)["served"] for reading in found.values()] == [1, 2, 1, 2, 1]


def test_a_worker_that_holds_much_memory_between_mails_is_replaced() -> None:
    found = read("grow 90", "nothing", "sleep 0")

    assert [facts(reading)["served"] for reading in found.values()] == [1, 1, 2]


def test_workers_share_the_cores_and_read_at_the_same_time() -> None:
    began = time.monotonic()
    found = read("sleep 1", "sleep 1.01", "sleep 1.02", "sleep 1.03", count=4)

    assert time.monotonic() - began < 3
    assert [facts(reading)["threads"] for reading in found.values()] == [
        [max(1, cores() // 4)] * 2
    ] * 4


def test_mails_are_drawn_only_when_a_worker_is_free() -> None:
    drawn = []

    def mails() -> Iterator[Try]:
        for one in tries(f"sleep 0.00{number}" for number in range(9)):
            drawn.append(one.name)
            yield one

    ahead = [len(drawn) - done for done, _ in enumerate(workers(2).readings(mails()))]

    assert max(ahead) <= 3


def test_a_large_mail_reaches_its_worker_whole() -> None:
    mail = Try("a", b"nothing\n" + bytes(8 * MEBIBYTE), "d")

    (reading,) = workers(limits=Limits()).readings([mail])

    assert facts(reading)["size"] == 8 * MEBIBYTE + 8


def test_readings_that_are_there_already_are_passed_on_without_a_worker() -> None:
    known = Reading("a", "d", {"text": "1"})

    assert list(Workers(made_readers.unmade, {}).readings([known])) == [known]


def test_a_worker_neither_prints_nor_reads_nor_writes_files(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "file"
    found = read("talk", f"write {written}", "core", "interrupt")

    assert [reading.stop for reading in found.values()] == [None, Stop.FAILED, None, None]
    assert (written.read_bytes(), capfd.readouterr()) == (b"", ("", ""))


def test_workers_that_cannot_be_made_end_the_run_with_what_is_missing() -> None:
    with pytest.raises(WorkersBroken, match="model.onnx"):
        list(Workers(made_readers.unmade, {}, count=1).readings(tries(["nothing"])))


def test_workers_that_end_before_they_are_ready_end_the_run() -> None:
    with pytest.raises(WorkersBroken, match="before they are ready"):
        list(Workers(made_readers.stillborn, {}, count=2).readings(tries(["nothing"])))


@pytest.mark.parametrize("error", [KeyboardInterrupt, GeneratorExit])
def test_no_worker_outlives_a_run_that_is_broken_off(error: type[BaseException]) -> None:
    pool = workers(2)
    running = pool.readings(tries(["nothing", "sleep 60", "stop", "sleep 61"]))
    next(running)
    pids = [worker.pid for worker in pool.running]

    with pytest.raises(error):
        running.throw(error())

    assert pids
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def test_a_worker_killed_from_outside_between_two_mails_costs_no_mail() -> None:
    pool = workers()
    running = pool.readings(tries(["nothing", "sleep 0"]))
    next(running)
    os.kill(pool.running[0].pid, signal.SIGKILL)

    (reading,) = running

    assert (reading.stop, facts(reading)["pictures"]) == (None, True)


def test_a_run_that_waits_for_its_caller_blames_no_mail_for_it() -> None:
    running = workers(2, limits=HASTY).readings(tries(["nothing", "sleep 0.2"]))
    next(running)
    time.sleep(HASTY.seconds)

    assert next(running).stop is None
