import os
import sys

import pytest

from linli.benchmarks.intake_bench import Memory, memory_of
from linli.benchmarks.watched_run import ProgramFailed, Sample, WatchedRun, watched_run

GROWING = tuple(
    Sample(second, parent_mb=100 + 10 * second, worker_mb=300 if second < 4 else 320)
    for second in range(9)
)


def test_peaks_are_those_of_a_part_of_the_run() -> None:
    run = WatchedRun(wall_seconds=8, cpu_seconds=1, samples=GROWING)

    assert run.peaks(0, 1) == (180, 320)
    assert run.peaks(0.25, 0.5) == (140, 320)
    assert run.peaks(0, 0.4) == (130, 300)
    assert WatchedRun(8, 1, ()).peaks(0, 1) == (0, 0)


def test_growth_is_what_the_last_half_has_more_than_the_first() -> None:
    run = WatchedRun(wall_seconds=8, cpu_seconds=1, samples=GROWING)

    assert memory_of(run, 1000) == Memory(
        mails=1000, parent_mb=180, worker_mb=320, parent_growth_mb=40, worker_growth_mb=0
    )


def test_a_program_is_watched_with_the_memory_and_time_of_its_children() -> None:
    child = "import time; kept = bytearray(80 << 20); time.sleep(0.8)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    run = watched_run([sys.executable, "-c", parent], environment=os.environ)

    parent_mb, worker_mb = run.peaks(0, 1)
    assert run.wall_seconds > 0.8
    assert run.cpu_seconds > 0
    assert worker_mb > 80 > parent_mb > 0


def test_a_program_that_fails_says_how_it_ended() -> None:
    with pytest.raises(ProgramFailed, match="样本错误"):
        watched_run([sys.executable, "-c", "raise SystemExit('样本错误')"], environment=os.environ)
