"""What must hold for any worker under the Ningxia opinions (D4), with the example's figures."""

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.policy import compile_rules, explain
from linli.policies import get_pack

PACK = get_pack("ningxia-example")
DAYS = (date(2024, 12, 27), date(2025, 7, 1), date(2026, 7, 1))
EDITIONS = {day: compile_rules(PACK, day) for day in DAYS}
BASE = EDITIONS[DAYS[0]]
FEN = Decimal("0.01")


def choice(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(PACK.inputs[name].choices))


@st.composite
def workers(draw: st.DrawFn) -> dict[str, Any]:
    county = draw(choice("county"))
    return {
        "county": county,
        "city": PACK.table("city_of_county", DAYS[0])[county],
        "post": draw(st.integers(1, 4)),
        "grade": draw(st.integers(1, 24)),
        "star": draw(st.integers(0, 5)),
        **{name: draw(choice(name)) for name in ("education", "certificate", "assessment")},
    }


def figure(name: str, day: date, *key: Any) -> Decimal:
    """Return a figure of the pack in yuan, or as the ratio it is."""
    parameter = PACK.parameter(name)
    stored = parameter.on(day).value
    value = stored[tuple(map(str, key))] if key else stored
    return Decimal(value) / (100 if parameter.unit.is_money else 1)


def worked_by_hand(day: date, who: dict[str, Any]) -> dict[str, Decimal]:
    """Follow D4 18 and 19 in yuan, without the engine."""
    wage = figure("city_average_wage", day, who["city"])
    base = (wage * figure("base_pay_ratio", day)).quantize(FEN, ROUND_HALF_UP)
    gross = base + sum(
        figure(table, day, *(who[key] for key in keys))
        for table, keys in (
            ("grade_pay_standard", ("post", "grade")),
            ("star_standard", ("star",)),
            ("education_standard", ("education",)),
            ("certificate_standard", ("certificate",)),
        )
    )
    portion = (gross * figure("performance_share", day)).quantize(FEN, ROUND_HALF_UP)
    rate = figure("performance_rate", day, who["assessment"])
    part = (portion * rate).quantize(FEN, ROUND_HALF_UP)
    pay = gross - portion + part
    kind = "mountain" if figure("is_mountain_county", day, who["county"]) else "other"
    region = (pay * figure(f"{kind}_county_rate", day)).quantize(FEN, ROUND_HALF_UP)
    city = ((pay - region) * figure("city_part_rate", day)).quantize(FEN, ROUND_DOWN)
    return {
        "gross_pay": gross,
        "performance_part": part,
        "pay": pay,
        "region_share": region,
        "city_share": city,
        "county_share": pay - region - city,
    }


@given(st.sampled_from(DAYS), workers())
def test_pay_and_shares_come_out_as_worked_by_hand(day: date, who: dict[str, Any]) -> None:
    steps = {step.rule: step.value for step in explain(EDITIONS[day], "county_share", who).steps}

    by_hand = {rule: int(yuan * 100) for rule, yuan in worked_by_hand(day, who).items()}

    assert {rule: steps[rule] for rule in by_hand} == by_hand


@given(workers(), st.integers(1, 23))
def test_pay_never_falls_with_the_grade(who: dict[str, Any], grade: int) -> None:
    lower, higher = ({**who, "grade": one} for one in (grade, grade + 1))

    assert explain(BASE, "pay", lower).whole <= explain(BASE, "pay", higher).whole


@pytest.mark.parametrize("post", range(1, 5))
def test_grades_of_every_post_lie_within_the_ladder(post: int) -> None:
    assert explain(BASE, "range_within_ladder", {"post": post}).reasons == ()


RESULTS = st.lists(choice("assessment"), max_size=39)


@given(st.integers(1, 4), RESULTS, choice("assessment"))
def test_a_further_year_never_takes_a_grade_away(post: int, years: list[str], more: str) -> None:
    grade = PACK.whole_table("post_lowest_grade", DAYS[0])[str(post)]

    def reached(results: list[str]) -> int:
        facts = {"post": post, "grade": grade, "assessments": results}
        return explain(BASE, "grade_reached", facts).whole

    highest = PACK.whole_table("post_highest_grade", DAYS[0])[str(post)]
    assert grade <= reached(years) <= reached([*years, more]) <= highest


@given(st.integers(0, 100_000))
def test_trainings_of_the_three_levels_add_up_to_all(leaders: int) -> None:
    levels = ("region_training", "city_training", "county_training")

    parts = [explain(BASE, level, {"leaders": leaders}).whole for level in levels]

    assert sum(parts) == leaders and parts == sorted(parts)


@given(st.integers(0, 10_000_000))
def test_headcount_never_exceeds_eighteen_to_ten_thousand(residents: int) -> None:
    cap = explain(BASE, "headcount_cap", {"urban_residents": residents}).whole

    assert cap * 10_000 <= residents * 18 < (cap + 1) * 10_000
