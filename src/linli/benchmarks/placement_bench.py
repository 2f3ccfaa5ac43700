"""Run the placement engine beside a peer and the floor over the same made-up markets, and compare.

Each run is a process of its own; what counts is the CPU-seconds of its work, all threads
together, without start and imports. Medians of the rounds are compared as ratios, since
seconds of different machines do not compare.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from pathlib import Path
from statistics import median

import numpy as np

from linli.benchmarks.placement_market import COMMON, OWN

ENGINE, FLOOR, ROAD = "linli", "floor", "road"
# The package as its manual says, and its algorithm without the checks around it.
PEER, ALGORITHM = "matching", "algorithm"
POSTS = (117, 10_000)
SMALLEST = 1_000
# The package compares everyone with everyone: larger markets do not end in five minutes.
PEER_UP_TO = 10_000
LIMIT_SECONDS = 600
# The whole road with its sentences: the sizes of a city and of a province.
ROAD_SIZES = (1_000, 10_000)


@dataclass(frozen=True, slots=True)
class Run:
    """One process: CPU-seconds of its work, peak memory."""

    cpu_seconds: float
    peak_mb: int


@dataclass(frozen=True, slots=True)
class MarketBench:
    """One market. A ratio above 1 says that the engine takes longer than the floor, or the peer than the engine.

    ``peer_to_engine`` and ``algorithm_to_engine`` are ``None`` where the peer is not run or
    does not end in time; ``growth`` is the growth since the size before over that of n log n,
    ``None`` for the smallest; ``road_ms`` are the CPU-milliseconds of the whole road with
    sentences. ``differing`` counts the candidates whom any of these places otherwise.
    """

    people: int
    posts: int
    lists: str
    engine_to_floor: float
    peer_to_engine: float | None
    algorithm_to_engine: float | None
    growth: float | None
    peak_mb: int
    floor_peak_mb: int
    road_ms: float | None
    differing: int


@dataclass(frozen=True, slots=True)
class PlacementBench:
    """What one benchmark found, market by market."""

    size: int
    rounds: int
    markets: tuple[MarketBench, ...]


def bench_placement(
    *,
    size: int,
    rounds: int = 3,
    seed: int = 1,
    posts: Sequence[int] = POSTS,
    smallest: int = SMALLEST,
    limit_seconds: float = LIMIT_SECONDS,
    tell: Callable[[str], None] = lambda _: None,
) -> PlacementBench:
    """Compare on markets of ``smallest`` candidates, ten times as many, and so on up to ``size``.

    What is run only once ends after ``limit_seconds``; ``tell`` is called before each run.
    """
    sizes = _sizes(smallest, size)
    markets = []
    for number, lists in product(posts, (COMMON, OWN)):
        before: tuple[int, float] | None = None
        for people in sizes:
            with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
                bench = _Market(people, number, lists, Path(folder), tell)
                bench.make(seed)
                runs = bench.race(rounds, limit_seconds)
            markets.append(_compared(bench, runs, before))
            before = people, _seconds(runs[ENGINE])
    return PlacementBench(size, rounds, tuple(markets))


def _sizes(smallest: int, size: int) -> list[int]:
    sizes = []
    while smallest < size:
        sizes.append(smallest)
        smallest *= 10
    return [*sizes, size]


class _Market:
    """A made-up market in a folder, and the programs that run over it."""

    def __init__(
        self, people: int, posts: int, lists: str, folder: Path, tell: Callable[[str], None]
    ) -> None:
        self.people, self.posts, self.lists = people, posts, lists
        self.differing = 0
        self._folder, self._tell = folder, tell

    def make(self, seed: int) -> None:
        """Draw the market in a process of its own: its memory must not count for the runs."""
        self._tell(f"造{self.people:,}人 × {self.posts:,}岗位（{self.lists}）")
        market = (str(self._folder), str(self.people), str(self.posts), self.lists)
        _program("market", *market, "--seed", str(seed))

    def race(self, rounds: int, limit_seconds: float) -> dict[str, list[Run]]:
        """Run engine and floor in turn, and once each whatever else ends on this market."""
        runs: dict[str, list[Run]] = {ENGINE: [], FLOOR: []}
        for number, engine in product(range(rounds), runs):
            self._tell(f"第{number + 1}轮 {engine}")
            runs[engine].append(self._run(engine))
        for engine in self._once():
            self._tell(f"{engine}（一轮，至多{limit_seconds}秒）")
            try:
                runs[engine] = [self._run(engine, limit_seconds)]
            except subprocess.TimeoutExpired:
                self._tell(f"{engine}在{limit_seconds}秒内没有结束")
            else:
                self.differing += count_differing(self._out(ENGINE), self._out(engine))
        return runs

    def _once(self) -> list[str]:
        peers = [PEER, ALGORITHM] if self.people <= PEER_UP_TO else []
        return [*peers, ROAD] if self.people in ROAD_SIZES and self.lists == COMMON else peers

    def _run(self, engine: str, limit_seconds: float | None = None) -> Run:
        told = _program(engine, str(self._folder), str(self._out(engine)), limit=limit_seconds)
        found = json.loads(told)
        return Run(found["cpu_seconds"], found["peak_mb"])

    def _out(self, engine: str) -> Path:
        return self._folder / f"placed-{engine}.npy"


def count_differing(one: Path, other: Path) -> int:
    """Count the candidates whom two engines place by different choices."""
    return int((np.load(one) != np.load(other)).sum())


def _program(name: str, *arguments: str, limit: float | None = None) -> str:
    call = [sys.executable, "-m", f"linli.benchmarks.placement_{name}", *arguments]
    return subprocess.run(call, check=True, capture_output=True, text=True, timeout=limit).stdout


def _seconds(runs: Sequence[Run]) -> float:
    return median(run.cpu_seconds for run in runs)


def _compared(
    market: _Market, runs: dict[str, list[Run]], before: tuple[int, float] | None
) -> MarketBench:
    seconds = {name: _seconds(found) for name, found in runs.items()}
    engine = seconds[ENGINE]
    return MarketBench(
        people=market.people,
        posts=market.posts,
        lists=market.lists,
        engine_to_floor=engine / seconds[FLOOR],
        peer_to_engine=seconds[PEER] / engine if PEER in seconds else None,
        algorithm_to_engine=seconds[ALGORITHM] / engine if ALGORITHM in seconds else None,
        growth=growth_to_n_log_n(market.people, engine, *before) if before else None,
        peak_mb=max(run.peak_mb for run in runs[ENGINE]),
        floor_peak_mb=max(run.peak_mb for run in runs[FLOOR]),
        road_ms=seconds[ROAD] * 1000 if ROAD in seconds else None,
        differing=market.differing,
    )


def growth_to_n_log_n(
    people: int, seconds: float, people_before: int, seconds_before: float
) -> float:
    """Return by how much the time grew from one size to another, over the growth of n log n."""
    expected = people * log(people) / (people_before * log(people_before))
    return seconds / seconds_before / expected
