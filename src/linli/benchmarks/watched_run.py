"""Run a program and watch it: wall time, CPU time of it and its children, memory over time."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from linli.benchmarks.processes import PROC, descendants
from linli.core.refusal import Refusal

EVERY_SECONDS = 0.25
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
MEBIBYTE = 1 << 20


class ProgramFailed(Refusal):
    """The watched program ended with an error."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Memory at one moment, in MB of resident pages: the program's, and its largest child's."""

    second: float
    parent_mb: int
    worker_mb: int


@dataclass(frozen=True, slots=True)
class WatchedRun:
    """What one run took. ``samples`` are empty where the system has no ``/proc``."""

    wall_seconds: float
    cpu_seconds: float
    samples: tuple[Sample, ...]

    def peaks(self, first: float, last: float) -> tuple[int, int]:
        """Return the largest parent and worker, in MB, between two shares of the run (0 to 1)."""
        start, end = first * self.wall_seconds, last * self.wall_seconds
        within = [one for one in self.samples if start <= one.second <= end]
        return (
            max((one.parent_mb for one in within), default=0),
            max((one.worker_mb for one in within), default=0),
        )


def watched_run(call: Sequence[str], *, environment: Mapping[str, str]) -> WatchedRun:
    """Run a program to its end. Raises ProgramFailed with the end of what it said."""
    start = time.monotonic()
    samples: list[Sample] = []
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            call, env=dict(environment), stdout=subprocess.DEVNULL, stderr=said
        ) as process,
    ):
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            if PROC.is_dir():
                samples.append(_sample(process.pid, time.monotonic() - start))
            time.sleep(EVERY_SECONDS)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise ProgramFailed(_end_of(said))
    return WatchedRun(
        wall_seconds=time.monotonic() - start,
        # The usage includes that of all children that were waited for.
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        samples=tuple(samples),
    )


def _end_of(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    return "程序以错误结束：" + "\n".join(lines[-3:])


def _sample(parent: int, second: float) -> Sample:
    workers = [_resident_mb(child) for child in descendants(parent)]
    return Sample(second, _resident_mb(parent), max(workers, default=0))


def _resident_mb(process: int) -> int:
    try:
        pages = int((PROC / str(process) / "statm").read_text().split()[1])
    except (OSError, IndexError):
        # It ended between the listing and the look.
        return 0
    return pages * PAGE_BYTES // MEBIBYTE
