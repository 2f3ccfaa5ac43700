"""Programs with all their processes: CPU time as ``/proc`` tells it, and the end of all at once."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
# Behind the closing bracket of the name: the state, and further on the ticks in user and kernel
# mode, its own and those of children waited for.
_STATE, _TIMES = 0, slice(11, 15)
# Ended, and not yet looked after by its parent.
_GONE = frozenset({"", "Z", "X"})
_EVERY_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class MachineTimes:
    """CPU-seconds of all cores since the machine started: at work, waiting for the disk, all in all."""

    busy: float
    disk: float
    total: float


def descendants(parent: int) -> list[int]:
    """Return the processes that a process started, and those that these started; none without ``/proc``."""
    children: list[int] = []
    # Each thread lists those that it started itself.
    for thread in (PROC / str(parent) / "task").glob("*/children"):
        with suppress(OSError):
            children += [int(number) for number in thread.read_text().split()]
    return [one for child in children for one in (child, *descendants(child))]


def cpu_seconds(process: int) -> float:
    """Return the CPU-seconds so far of a program with all its processes; 0 where it has ended."""
    return sum(
        sum(int(ticks) for ticks in _stat(one)[_TIMES]) / _TICKS
        for one in (process, *descendants(process))
    )


def _stat(process: int) -> list[str]:
    try:
        line = (PROC / str(process) / "stat").read_text()
    except OSError:
        return []
    return line.rpartition(")")[2].split()


def machine_times() -> MachineTimes:
    """Return the times of the whole machine."""
    first = (PROC / "stat").read_text().partition("\n")[0]
    ticks = [int(number) for number in first.split()[1:9]]
    idle, disk = ticks[3], ticks[4]
    return MachineTimes((sum(ticks) - idle - disk) / _TICKS, disk / _TICKS, sum(ticks) / _TICKS)


def kill_whole(program: "subprocess.Popen[bytes]") -> None:
    """Kill every process of a program at once, as a power cut does, and return when none is left."""
    # Stopped first, it starts nothing behind our back.
    program.send_signal(signal.SIGSTOP)
    processes = [program.pid, *descendants(program.pid)]
    for number in processes:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    program.wait()
    # What still holds a port or shared memory would be taken for the next program, or keep it out.
    while any((_stat(number) or [""])[_STATE] not in _GONE for number in processes):
        time.sleep(_EVERY_SECONDS)
