"""The applicants of the last hour: a process that applies through the pages, as many at once as told.

A line of JSON on its output begins and ends the measuring; the last one is the result.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from linli.benchmarks.deadline_gateway import Gateway
from linli.benchmarks.deadline_http import Browser
from linli.benchmarks.deadline_people import Applicant, Pictures
from linli.benchmarks.deadline_walk import GaveUp, Visit, walk, walk_patiently

BEGUN, ENDED, RESULT = "begun", "ended", "result"
# A pause after a failure: nobody hammers a server that is down.
_AFTER_FAILURE_SECONDS = 0.2


@dataclass
class Tally:
    """What came of all applications so far; ``done`` are those that ended while measuring."""

    is_measuring: bool = False
    is_over: bool = False
    done: list[dict[str, float]] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    receipts: list[tuple[str, int]] = field(default_factory=list)

    def tell_error(self, kind: str) -> None:
        """Count an error, also before and after the measuring: none may stay unseen."""
        self.errors[kind] += 1

    def tell_done(self, visit: Visit, seconds: float) -> None:
        """Keep a receipt, and the times if the measuring runs."""
        self.receipts.append((visit.case_number, visit.applicant.number))
        if self.is_measuring:
            self.done.append({"whole": seconds, **visit.seconds})


@dataclass(frozen=True, slots=True)
class Load:
    """How to apply: where, as whom from which number on, and whether to try again."""

    port: int
    season: str
    pictures: Pictures
    gateway: Gateway
    numbers: "count[int]"
    is_patient: bool


async def apply_in_turn(load: Load, tally: Tally) -> None:
    """Apply as one invented person after the other until the time is over."""
    while not tally.is_over:
        applicant = Applicant(next(load.numbers))

        def browser(address: str = applicant.network_address) -> Browser:
            return Browser(load.port, network_address=address)

        visit = Visit(applicant, load.season, browser(), load.gateway, load.pictures)
        begun = time.perf_counter()
        try:
            if load.is_patient:
                await walk_patiently(visit, tally.tell_error, anew=browser)
            else:
                await walk(visit, tally.tell_error)
        except GaveUp:
            await asyncio.sleep(_AFTER_FAILURE_SECONDS)
        else:
            tally.tell_done(visit, time.perf_counter() - begun)
        finally:
            visit.browser.close()


async def run(options: argparse.Namespace) -> dict[str, Any]:
    """Apply for the time told, or until SIGTERM; return the result."""
    tally, gateway, stop = Tally(), Gateway(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = await gateway.listen(options.gateway_port)
    load = Load(
        options.port,
        options.season,
        Pictures(options.pictures),
        gateway,
        count(options.first),
        options.patient,
    )
    clients = [asyncio.create_task(apply_in_turn(load, tally)) for _ in range(options.clients)]
    await _sleep(stop, options.warm)
    tally.is_measuring = True
    _say(BEGUN)
    begun = time.perf_counter()
    await _sleep(stop, options.seconds)
    seconds = time.perf_counter() - begun
    tally.is_measuring, tally.is_over = False, True
    _say(ENDED)
    await asyncio.gather(*clients)
    server.close()
    return {
        "seconds": seconds,
        "done": tally.done,
        "errors": dict(tally.errors),
        "receipts": tally.receipts,
        "next": next(load.numbers),
    }


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    """Wait, no longer than until the process is asked to end."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass


def _say(event: str, **more: Any) -> None:
    sys.stdout.write(json.dumps({"event": event, **more}) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the options, apply, print the result."""
    options = argparse.ArgumentParser()
    for name in ("--port", "--gateway-port", "--clients", "--first"):
        options.add_argument(name, type=int, required=True)
    options.add_argument("--season", required=True)
    options.add_argument("--pictures", type=Path, required=True)
    options.add_argument("--warm", type=float, default=3.0)
    options.add_argument("--seconds", type=float, required=True)
    options.add_argument("--patient", action="store_true")
    _say(RESULT, **asyncio.run(run(options.parse_args())))


if __name__ == "__main__":
    main()
