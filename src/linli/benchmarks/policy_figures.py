"""The figures of the Ningxia pay rules on a day, as plain numbers for the peers.

Money is whole fen, ratios are exact decimals. No figure of a document stands in a peer.
Source: D4 18, D4 19.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from linli.core.policy import Pack, UnknownName


@dataclass(frozen=True, slots=True)
class PolicyFigures:
    """What the pay of a worker is computed with. ``region_rate`` is by county, from D4 19."""

    city_average_wage: Mapping[str, int]
    base_pay_ratio: Decimal
    grade_pay: Mapping[tuple[int, int], int]
    star_subsidy: Mapping[int, int]
    education_allowance: Mapping[str, int]
    professional_allowance: Mapping[str, int]
    performance_share: Decimal
    performance_rate: Mapping[str, Decimal]
    region_rate: Mapping[str, Decimal]
    city_part_rate: Decimal


def figures_of(pack: Pack, day: date) -> PolicyFigures:
    """Return the figures in force on a day, of ``ningxia-example`` or of a locality's own pack."""
    mountain = _ratio(pack, "mountain_county_rate", day)
    other = _ratio(pack, "other_county_rate", day)
    return PolicyFigures(
        city_average_wage=pack.whole_table("city_average_wage", day),
        base_pay_ratio=_ratio(pack, "base_pay_ratio", day),
        grade_pay=_by_post_and_grade(pack, day),
        star_subsidy={int(key): fen for key, fen in pack.whole_table("star_standard", day).items()},
        education_allowance=pack.whole_table("education_standard", day),
        professional_allowance=pack.whole_table("certificate_standard", day),
        performance_share=_ratio(pack, "performance_share", day),
        performance_rate=_ratios(pack, "performance_rate", day),
        region_rate={
            county: mountain if is_mountain else other
            for county, is_mountain in pack.table("is_mountain_county", day).items()
        },
        city_part_rate=_ratio(pack, "city_part_rate", day),
    )


def half_up(fen: int, ratio: Decimal) -> int:
    """Return fen times a ratio, rounded half up to the fen. Neither may be below zero."""
    numerator, denominator = ratio.as_integer_ratio()
    return (2 * fen * numerator + denominator) // (2 * denominator)


def _by_post_and_grade(pack: Pack, day: date) -> dict[tuple[int, int], int]:
    table = pack.parameter("grade_pay_standard").on(day).value
    if not isinstance(table, Mapping):
        raise UnknownName("参数“grade_pay_standard”不是按岗位和等级分列的数值")
    return {
        (int(post), int(grade)): fen for (post, grade), fen in table.items() if isinstance(fen, int)
    }


def _ratio(pack: Pack, name: str, day: date) -> Decimal:
    return Decimal(str(pack.scalar(name, day)))


def _ratios(pack: Pack, name: str, day: date) -> dict[str, Decimal]:
    return {key: Decimal(str(value)) for key, value in pack.table(name, day).items()}
