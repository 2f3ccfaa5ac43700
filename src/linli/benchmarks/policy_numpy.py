"""The Ningxia pay rules by hand in NumPy on whole fen: the floor that other engines are held to.

Text codes stay the dictionary codes of the Parquet file, and every table becomes an array
that these codes index. A row group is worked through at a time, which fits the caches.
Source: D4 18, D4 19.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import lcm
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from linli.benchmarks.policy_columns import (
    NUMBERS,
    TEXTS,
    Array,
    looked_up,
    output,
    totals_by_county,
)
from linli.benchmarks.policy_figures import PolicyFigures, figures_of, half_up
from linli.benchmarks.policy_peer import Totals, add_to, main


def run(people: Path, figures: PolicyFigures, out: Path | None) -> Totals:
    """Compute the pay of all workers and its shares; write a row each to ``out`` unless ``None``."""
    tables = _Tables.of(figures)
    columns = [*TEXTS, *NUMBERS, *(["person"] if out else [])]
    totals: Totals = {}
    with pq.ParquetFile(people, read_dictionary=TEXTS) as source, output(out) as sink:
        for group in range(source.num_row_groups):
            rows = source.read_row_group(group, columns=columns).combine_chunks()
            measures = _pay(rows, tables)
            add_to(totals, totals_by_county(rows["county"], measures))
            if sink:
                sink.write_table(pa.table([rows["person"], *measures], schema=sink.schema))
    return totals


@dataclass(frozen=True, slots=True)
class _Tables:
    """The figures as arrays: money in fen, rates as numerators over one denominator a table.

    ``grade_pay`` lies flat, ``grades`` a post: one index costs half of two.
    """

    base_pay: Mapping[str, int]
    grade_pay: Array
    grades: int
    star_subsidy: Array
    education_allowance: Mapping[str, int]
    professional_allowance: Mapping[str, int]
    performance_share: tuple[int, int]
    performance_rate: Mapping[str, int]
    performance_rate_per: int
    region_rate: Mapping[str, int]
    region_rate_per: int
    city_part_rate: tuple[int, int]

    @classmethod
    def of(cls, figures: PolicyFigures) -> "_Tables":
        performance_rate, performance_rate_per = _numerators(figures.performance_rate)
        region_rate, region_rate_per = _numerators(figures.region_rate)
        grade_pay = _by_number(figures.grade_pay.items())
        return cls(
            base_pay={
                city: half_up(wage, figures.base_pay_ratio)
                for city, wage in figures.city_average_wage.items()
            },
            grade_pay=grade_pay.ravel(),
            grades=grade_pay.shape[1],
            star_subsidy=_by_number([((star,), fen) for star, fen in figures.star_subsidy.items()]),
            education_allowance=figures.education_allowance,
            professional_allowance=figures.professional_allowance,
            performance_share=figures.performance_share.as_integer_ratio(),
            performance_rate=performance_rate,
            performance_rate_per=performance_rate_per,
            region_rate=region_rate,
            region_rate_per=region_rate_per,
            city_part_rate=figures.city_part_rate.as_integer_ratio(),
        )


def _numerators(rates: Mapping[str, Decimal]) -> tuple[dict[str, int], int]:
    per = lcm(*(rate.as_integer_ratio()[1] for rate in rates.values()))
    return {code: int(rate * per) for code, rate in rates.items()}, per


def _by_number(amounts: Collection[tuple[tuple[int, ...], int]]) -> Array:
    """Return a table whose keys are small numbers as an array that they index."""
    highest = map(max, zip(*(place for place, _ in amounts), strict=True))
    table: Array = np.zeros([1 + number for number in highest], np.int64)
    for place, fen in amounts:
        table[place] = fen
    return table


def _pay(rows: pa.Table, tables: _Tables) -> tuple[Array, ...]:
    """Return the measures of some workers, in the order of ``MEASURES``."""
    post, grade, star = (rows[name].chunk(0).to_numpy() for name in NUMBERS)
    gross = (
        _entries(rows["city"], tables.base_pay)
        + tables.grade_pay[post * tables.grades + grade]
        + tables.star_subsidy[star]
        + _entries(rows["education"], tables.education_allowance)
        + _entries(rows["certificate"], tables.professional_allowance)
    )
    portion = _half_up(gross * tables.performance_share[0], tables.performance_share[1])
    rate = _entries(rows["assessment"], tables.performance_rate)
    performance_part = _half_up(portion * rate, tables.performance_rate_per)
    pay = gross - portion + performance_part
    region_rate = _entries(rows["county"], tables.region_rate)
    region_share = _half_up(pay * region_rate, tables.region_rate_per)
    rest = pay - region_share
    city_share = rest * tables.city_part_rate[0] // tables.city_part_rate[1]
    return gross, performance_part, pay, region_share, city_share, rest - city_share


def _entries(column: pa.ChunkedArray, table: Mapping[str, int]) -> Array:
    return looked_up(column, table.__getitem__, np.int64)


def _half_up(numerator: Array, denominator: int) -> Array:
    """Divide to the whole fen, halves up. Nothing here is below zero."""
    return (numerator + denominator // 2) // denominator


if __name__ == "__main__":
    main(run, figures_of)
