"""The worker: queues that do not wait for one another, swept up now and then."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from linli.cli.worker import QUEUES
from tests.cli.program import PROGRAM, environment, linli


def test_work_that_was_left_running_is_counted_and_done(prepared: Path) -> None:
    answer = linli("worker", "--once", "--json", data=prepared)

    assert (answer.status, json.loads(answer.out)) == (
        0,
        {"requeued": 0, "retried": 0, "failed": 0},
    )


def children(process: int) -> list[int]:
    file = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in file.read_text().split()] if file.exists() else []


def command_line(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")


def wait_for(found: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not found():
        assert time.monotonic() < until
        time.sleep(0.1)


def is_gone(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_without_a_queue_has_one_process_a_queue_and_takes_all_along(
    prepared: Path, blow: signal.Signals
) -> None:
    worker = subprocess.Popen(
        [PROGRAM, "worker"],
        env=environment(prepared),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for(lambda: len(children(worker.pid)) == len(QUEUES) - 1)
    first, *others = children(worker.pid)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: first not in children(worker.pid) and len(children(worker.pid)) > len(others))
    beside = children(worker.pid)
    wait_for(lambda: all("worker --queue" in command_line(one) for one in beside))
    told = {command_line(one).partition("--queue ")[2].split()[0] for one in beside}

    worker.send_signal(blow)
    worker.wait()
    wait_for(lambda: all(is_gone(one) for one in beside))

    assert told == set(QUEUES[1:])
