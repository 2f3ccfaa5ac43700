"""What every peer of the policy engine shares: its columns, its call, its answer.

A peer is a module with ``run(people, figures, out)``: it reads the workers of a Parquet file,
writes one row a worker to ``out`` (nothing if ``None``) and returns the totals by county.

Example: python -m linli.benchmarks.policy_numpy PEOPLE.parquet [OUT.parquet] [--on 2026-11-01]
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Mapping
from datetime import date
from operator import add
from pathlib import Path
from typing import TypeVar

from linli.core.policy import Pack
from linli.policies import get_pack

# The money of a worker, in fen; a peer's output is ``person`` and these, in this order.
MEASURES = (
    "gross_pay_fen",
    "performance_part_fen",
    "pay_fen",
    "region_share_fen",
    "city_share_fen",
    "county_share_fen",
)
# The one codec of all engines, so that none wins by writing larger or smaller files.
COMPRESSION = "snappy"

Totals = dict[str, tuple[int, ...]]
Ready = TypeVar("Ready")


def example_pack() -> Pack:
    """Return the pack with figures for everything that the pay rules need."""
    return get_pack("ningxia-example")


def main(
    run: Callable[[Path, Ready, Path | None], Totals], prepare: Callable[[Pack, date], Ready]
) -> None:
    """Run a peer as its own program and print its totals and CPU-seconds as one JSON document.

    ``prepare`` takes from the pack what a run on a day needs. ``cpu_seconds`` is the run
    alone: without the start of Python, imports, the pack and what is prepared from it.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=Path)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--on", type=date.fromisoformat, default=date.today())
    arguments = parser.parse_args()
    ready = prepare(example_pack(), arguments.on)
    start = time.process_time()
    totals = run(arguments.people, ready, arguments.out)
    cpu_seconds = time.process_time() - start
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "cpu_seconds": cpu_seconds,
                "peak_mb": peak_kb // 1024,
                "totals": sorted_totals(totals),
            }
        )
    )


def add_to(totals: Totals, more: Mapping[str, tuple[int, ...]]) -> None:
    """Add the totals of further workers, county by county."""
    for county, sums in more.items():
        before = totals.get(county, (0,) * len(MEASURES))
        totals[county] = tuple(map(add, before, sums))


def sorted_totals(totals: Mapping[str, tuple[int, ...]]) -> dict[str, dict[str, int]]:
    """Return totals by county code and measure, in order of the codes."""
    return {county: dict(zip(MEASURES, totals[county], strict=True)) for county in sorted(totals)}
