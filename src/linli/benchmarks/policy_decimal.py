"""The Ningxia pay rules as a loop over people in ``Decimal``: slow, plain, and the reference.

It shares no arithmetic with the engine or the other peers. Amounts are in fen.
Source: D4 18, D4 19.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from linli.benchmarks.policy_columns import output
from linli.benchmarks.policy_figures import PolicyFigures, figures_of
from linli.benchmarks.policy_peer import Totals, add_to, main

_FEN = Decimal(1)
_BATCH = 50_000

Amounts = tuple[int, ...]


class Worker(NamedTuple):
    """A row of the people file; its fields are the columns."""

    person: int
    city: str
    county: str
    post: int
    grade: int
    star: int
    education: str
    certificate: str
    assessment: str


def run(people: Path, figures: PolicyFigures, out: Path | None) -> Totals:
    """Compute the pay of all workers and its shares; write a row each to ``out`` unless ``None``."""
    totals: Totals = {}
    with output(out) as sink:
        for workers in _batches(people):
            amounts = [amounts_of(worker, figures) for worker in workers]
            add_to(totals, _totals(workers, amounts))
            if sink:
                persons = [worker.person for worker in workers]
                columns = [persons, *zip(*amounts, strict=True)]
                sink.write_table(pa.table(columns, schema=sink.schema))
    return totals


def amounts_of(worker: Worker, figures: PolicyFigures) -> Amounts:
    """Return what one worker is paid and who bears it, in the order of ``MEASURES``."""
    base = _half_up(figures.city_average_wage[worker.city] * figures.base_pay_ratio)
    gross = (
        base
        + figures.grade_pay[worker.post, worker.grade]
        + figures.star_subsidy[worker.star]
        + figures.education_allowance[worker.education]
        + figures.professional_allowance[worker.certificate]
    )
    portion = _half_up(gross * figures.performance_share)
    performance_part = _half_up(portion * figures.performance_rate[worker.assessment])
    pay = gross - portion + performance_part
    region_share = _half_up(pay * figures.region_rate[worker.county])
    rest = pay - region_share
    city_share = (rest * figures.city_part_rate).quantize(_FEN, ROUND_DOWN)
    shares = (region_share, city_share, rest - city_share)
    return tuple(map(int, (gross, performance_part, pay, *shares)))


def _half_up(fen: Decimal) -> Decimal:
    return fen.quantize(_FEN, ROUND_HALF_UP)


def _totals(workers: list[Worker], amounts: list[Amounts]) -> Totals:
    by_county: defaultdict[str, list[Amounts]] = defaultdict(list)
    for worker, measures in zip(workers, amounts, strict=True):
        by_county[worker.county].append(measures)
    return {county: tuple(map(sum, zip(*rows, strict=True))) for county, rows in by_county.items()}


def _batches(people: Path) -> Iterator[list[Worker]]:
    with pq.ParquetFile(people) as source:
        for batch in source.iter_batches(_BATCH, columns=list(Worker._fields)):
            columns = (batch.column(name).to_pylist() for name in Worker._fields)
            yield list(map(Worker._make, zip(*columns, strict=True)))


if __name__ == "__main__":
    main(run, figures_of)
