"""What every placement engine of the benchmark shares: its call, its clock, its answer.

An engine is a module with ``prepare(market)`` and ``run(ready)``; ``run`` is what is measured.
``answer(ready, found)`` gives the placements as the core's engine does: by candidate the index
of the choice, -1 for none.

Example: python -m linli.benchmarks.placement_linli FOLDER OUT.npy
"""

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from linli.benchmarks.placement_market import Array, MadeUpMarket

Ready = TypeVar("Ready")
Found = TypeVar("Found")

# Small markets are placed again and again, until a time that the clock can tell has passed.
_MEASURED_SECONDS = 0.2


def main(
    prepare: Callable[[MadeUpMarket], Ready],
    run: Callable[[Ready], Found],
    answer: Callable[[Ready, Found], Array | None],
) -> None:
    """Run an engine as its own program, print CPU-seconds of one run and peak memory as JSON.

    ``cpu_seconds`` is the run alone: without the start of Python, imports, reading the market
    and bringing it into the form that the engine takes.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("market", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    ready = prepare(MadeUpMarket.read(given.market))
    cpu_seconds, found = timed(run, ready)
    peak_mb = peak_memory_mb()
    placed = answer(ready, found)
    if placed is not None:
        np.save(given.out, placed.astype(np.int16))
    print(json.dumps({"cpu_seconds": cpu_seconds, "peak_mb": peak_mb}))


def timed(run: Callable[[Ready], Found], ready: Ready) -> tuple[float, Found]:
    """Return the CPU-seconds of one run, all threads together, and what it found."""
    start, runs = time.process_time(), 0
    while True:
        found = run(ready)
        runs += 1
        passed = time.process_time() - start
        if passed >= _MEASURED_SECONDS:
            return passed / runs, found


def peak_memory_mb() -> int:
    """Return the most that this process had in memory; ``getrusage`` counts its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(found[1]) // 1024 if found else 0
