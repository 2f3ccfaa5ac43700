"""Run the policy engine and its peers over the same made-up workers, in turn, and compare.

Each run is a process of its own; what counts is the CPU-seconds of its work, all threads
together, without start and imports. Medians of the rounds are compared as ratios, since
seconds of different machines do not compare.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from statistics import median

import duckdb

from linli.benchmarks.policy_peer import MEASURES, example_pack
from linli.benchmarks.policy_people import make_people
from linli.core.policy import compile_rules, explain

FULL, TOTALS = "full", "totals"
RACED = ("linli", "numpy", "openfisca")
REFERENCE = "decimal"


@dataclass(frozen=True, slots=True)
class Run:
    """One process: CPU-seconds of its work, peak memory."""

    cpu_seconds: float
    peak_mb: int


@dataclass(frozen=True, slots=True)
class PolicyBench:
    """What one benchmark found. A ratio above 1 says that the peer takes longer."""

    size: int
    rounds: int
    full_to_numpy: float
    openfisca_to_full: float
    openfisca_to_totals: float
    decimal_to_full: float
    full_peak_mb: int
    totals_peak_mb: int
    rows_wrong: dict[str, int]
    one_case_ms: float


def bench_policy(
    *, size: int, rounds: int = 3, seed: int = 1, tell: Callable[[str], None] = lambda _: None
) -> PolicyBench:
    """Compare engine and peers on ``size`` workers; ``tell`` is called before each run."""
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as name:
        folder = Path(name)
        people = folder / "people.parquet"
        day = date.today()
        tell(f"造{size:,}人")
        make_people(pack=example_pack(), day=day, size=size, seed=seed, out=people)
        runs: dict[tuple[str, str], list[Run]] = {}
        for number, (mode, peer) in product(range(rounds), product((FULL, TOTALS), RACED)):
            tell(f"第{number + 1}轮 {peer} {mode}")
            runs.setdefault((peer, mode), []).append(_run(peer, people, folder, mode))
        tell("decimal（基准，一轮）")
        reference = _run(REFERENCE, people, folder, FULL)
        wrong = {peer: _rows_wrong(folder, peer) for peer in RACED}
        return _compared(size, rounds, runs, reference, wrong)


def _compared(
    size: int,
    rounds: int,
    runs: dict[tuple[str, str], list[Run]],
    reference: Run,
    wrong: dict[str, int],
) -> PolicyBench:
    cpu = {key: median(run.cpu_seconds for run in found) for key, found in runs.items()}
    full, totals = cpu["linli", FULL], cpu["linli", TOTALS]
    return PolicyBench(
        size=size,
        rounds=rounds,
        full_to_numpy=full / cpu["numpy", FULL],
        openfisca_to_full=cpu["openfisca", FULL] / full,
        openfisca_to_totals=cpu["openfisca", TOTALS] / totals,
        decimal_to_full=reference.cpu_seconds / full,
        full_peak_mb=max(run.peak_mb for run in runs["linli", FULL]),
        totals_peak_mb=max(run.peak_mb for run in runs["linli", TOTALS]),
        rows_wrong=wrong,
        one_case_ms=one_case_ms(),
    )


def _run(peer: str, people: Path, folder: Path, mode: str) -> Run:
    call = [sys.executable, "-m", f"linli.benchmarks.policy_{peer}", str(people)]
    if mode == FULL:
        call.append(str(folder / f"{peer}.parquet"))
    told = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    found = json.loads(told)
    return Run(found["cpu_seconds"], found["peak_mb"])


def _rows_wrong(folder: Path, peer: str) -> int:
    """Count the workers for whom a peer's fen differ from the Decimal reference, or who are missing."""
    files = [str(folder / f"{name}.parquet") for name in (peer, REFERENCE)]
    differs = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in MEASURES)
    query = f"""
        SELECT count(*) FROM read_parquet($1) a FULL JOIN read_parquet($2) b USING (person)
        WHERE {differs}
    """  # noqa: S608 - column names of this module
    with duckdb.connect() as connection:
        return int(connection.execute(query, files).fetchall()[0][0])


def one_case_ms(*, cases: int = 300, rounds: int = 5) -> float:
    """Return the CPU-milliseconds of explaining one worker's pay and shares, in the best round."""
    edition = compile_rules(example_pack(), date.today())
    workers = list(_workers())
    for worker in workers:
        explain(edition, "county_share", worker)
    timed = []
    for _ in range(rounds):
        start = time.process_time()
        for number in range(cases):
            explain(edition, "county_share", workers[number % len(workers)])
        timed.append((time.process_time() - start) / cases * 1000)
    return min(timed)


def _workers() -> Iterator[dict[str, str | int]]:
    pack = example_pack()
    for county, city in pack.table("city_of_county", date.today()).items():
        codes = {name: list(pack.inputs[name].choices)[-1] for name in _CODES}
        yield {"city": str(city), "county": county, "post": 4, "grade": 6, "star": 3, **codes}


_CODES = ("education", "certificate", "assessment")
