"""Laws of the words over any case: against plain Python written apart from the engine."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.policy import (
    CaseError,
    Edition,
    NothingInForce,
    Pack,
    Rule,
    compile_rules,
    compute,
    explain,
    round_down,
    round_half_up,
)
from linli.core.policy.expression import Kind
from linli.core.policy.pack import Input
from linli.core.workdays import WorkCalendar
from tests.core.policy.tiny_packs import JUNE, edition_of, rule_text

RULES = {
    "larger_": ("amount, fee", "larger(amount, fee)"),
    "smaller_": ("score, days", "smaller(score, days)"),
    "rest_": ("fee, amount", "rest(fee, amount)"),
    "yuan": ("amount, rate", 'round_half_up(amount * rate, to="yuan")'),
    "per_fact": ("amount, score", 'round_down(amount, per=score + 1, to="yuan")'),
    "next_grade": ("grade_pay, grade", "at(grade_pay, smaller(grade + 1, 3)) - grade_pay"),
    "then": ("limit, done", "in_force(limit, on=done)"),
    "age": ("months", "as_age(months)"),
    "month_": ("done", "month_of(done)"),
    "year_": ("done", "year_of(done)"),
    "year_of_month": ("since", "year_of(since + 1)"),
    "later_month": ("since, months", "since + months"),
    "distance": ("since, done", "since - month_of(done)"),
    "later_day": ("done, span", "done + span"),
    "days_between": ("done, born", "done - born"),
    "first": ("since", "first_day_of(since)"),
    "last": ("since", "last_day_of(since)"),
    "years": ("born, done", "whole_years(born, done)"),
    "whole": ("born, done", "whole_months(born, done)"),
    "after": ("done, months", "months_after(done, months)"),
    "working_": ("done, working", "working_day_after(done, working)"),
    "count": ("results", 'count_of(results, "excellent")'),
    "items": ("results", "length(results)"),
    "run": ("results", 'fold(results, 0, lambda n, item: when(item == "failed", n + 1, 0))'),
    "points": ("results, points_of", "fold(results, 0, lambda n, item: n + at(points_of, item))"),
    "band": ("step_pay", "step_pay"),
    "place_": ("score, team", "rank(score, within=(team,))"),
    "second": ("place_, score", "rank(when(place_ <= 2, score, 0), descending=False)"),
    "east": ("place, holds", '(place == "east") & ~holds'),
}  # fmt: skip
CHECK = (
    '@check("D9 四", "样本检查", code="c", effect=Effect.REFER, text="不行")\n'
    "def fit(east, other):\n    return east | other\n"
)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
HISTORIES = st.lists(st.sampled_from(["excellent", "fair", "failed"]), max_size=5)
TENTHS = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)


def unknown(known: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return known | st.none()


FACTS = st.fixed_dictionaries(
    {
        "amount": st.integers(-1_000_000, 1_000_000),
        "days": unknown(st.integers(0, 31)),
        "holds": unknown(st.booleans()),
        "other": unknown(st.booleans()),
        "place": unknown(st.sampled_from(["east", "west"])),
        "done": unknown(DAYS),
        "born": unknown(DAYS),
        "since": unknown(DAYS),
        "months": unknown(st.integers(-12, 240)),
        "span": st.integers(-400, 400),
        "working": unknown(st.integers(1, 30)),
        "score": unknown(TENTHS),
        "team": unknown(st.sampled_from(["red", "blue"])),
        "results": unknown(HISTORIES),
        "grade": st.integers(1, 3),
        "rating": st.sampled_from(["excellent", "fair", "failed"]),
    }
)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Return a pack with one rule for each word."""
    rules = "".join(
        rule_text(f"{name}({needs})", result) for name, (needs, result) in RULES.items()
    )
    folder = tmp_path_factory.mktemp("laws")
    calendar = WorkCalendar(frozenset(range(1900, 2201)), {})
    return edition_of(folder, rules + CHECK).with_calendar(calendar)


@settings(deadline=None)
@given(FACTS, st.lists(FACTS, max_size=3))
def test_answer_without_steps_is_that_with_steps_and_stays_in_its_proven_bounds(
    edition: Edition, facts: dict[str, Any], others: list[dict[str, Any]]
) -> None:
    for name, compiled in edition.rules.items():
        try:
            found = explain(edition, name, facts, others=others)
        except (CaseError, NothingInForce) as refusal:
            with pytest.raises(type(refusal)) as caught:
                compute(edition, name, facts, others=others)
            assert str(caught.value) == str(refusal)
            continue
        assert compute(edition, name, facts, others=others) == found.value
        assert found.steps[-1].value == found.value
        shape, value = compiled.tree.shape, found.value
        if isinstance(value, int) and shape.kind in (Kind.NUMBER, Kind.MONEY):
            assert shape.low <= value <= shape.high
        elif isinstance(value, date):
            assert shape.low <= value.toordinal() <= shape.high


@given(DAYS, st.integers(-12, 240))
def test_day_some_months_later_agrees_with_the_calendar(
    edition: Edition, day: date, months: int
) -> None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]

    found = compute(edition, "after", {"done": day, "months": months})

    assert found == date(year, month + 1, min(day.day, last))


@given(DAYS, st.integers(0, 40_000))
def test_age_is_the_number_of_birthdays_passed(edition: Edition, born: date, days: int) -> None:
    day = min(born + timedelta(days=days), date(2199, 12, 31))
    birthdays = 0
    while True:
        year = born.year + birthdays + 1
        leaps = (born.month, born.day) == (2, 29) and monthrange(year, 2)[1] == 28
        birthday = date(year, 3, 1) if leaps else date(year, born.month, born.day)
        if birthday > day:
            break
        birthdays += 1

    assert compute(edition, "years", {"born": born, "done": day}) == birthdays


@given(DAYS, DAYS)
def test_months_completed_are_the_last_whose_day_is_reached(
    edition: Edition, since: date, until: date
) -> None:
    months = compute(edition, "whole", {"born": since, "done": until})

    def reached(number: int) -> bool:
        """Tell whether the day of the same number, that many months later, is not past ``until``."""
        month = since.year * 12 + since.month + number
        return (month, since.day) <= (until.year * 12 + until.month, until.day)

    assert isinstance(months, int)
    assert (reached(months), reached(months + 1)) == (True, False)


@given(DAYS)
def test_first_and_last_day_enclose_their_month(edition: Edition, day: date) -> None:
    first, last = (compute(edition, name, {"since": day}) for name in ("first", "last"))

    assert isinstance(first, date)
    assert isinstance(last, date)
    assert (first, last) == (
        day.replace(day=1),
        day.replace(day=monthrange(day.year, day.month)[1]),
    )


@given(HISTORIES)
def test_walks_along_a_history_agree_with_plain_loops(edition: Edition, results: list[str]) -> None:
    found = {
        name: compute(edition, name, {"results": results})
        for name in ("count", "items", "run", "points")
    }

    assert found == {
        "count": results.count("excellent"),
        "items": len(results),
        "run": reduce(lambda run, result: run + 1 if result == "failed" else 0, results, 0),
        "points": sum({"excellent": 3, "fair": 1, "failed": 0}[result] for result in results),
    }


@settings(deadline=None)
@given(st.lists(st.tuples(TENTHS | st.none(), st.sampled_from(["red", "blue"])), min_size=1))
def test_place_is_that_of_the_first_equal_in_the_sorted_group(
    edition: Edition, drawn: list[tuple[Decimal | None, str]]
) -> None:
    cases = [{"score": score, "team": team} for score, team in drawn]
    score, team = drawn[0]
    group = sorted((one for one, its in drawn if its == team and one is not None), reverse=True)

    found = compute(edition, "place_", cases[0], others=cases[1:])

    assert found == (None if score is None else group.index(score) + 1)


@given(st.integers(-1_000_000, 1_000_000))
def test_rest_and_parts_add_up_or_are_refused(edition: Edition, amount: int) -> None:
    fee = 10_000

    if amount > fee:
        with pytest.raises(CaseError):
            compute(edition, "rest_", {"amount": amount})
    else:
        assert compute(edition, "rest_", {"amount": amount}) == fee - amount


@given(DAYS)
def test_figure_of_a_date_is_that_of_the_pack_on_it(edition: Edition, day: date) -> None:
    if day < JUNE:
        with pytest.raises(NothingInForce):
            compute(edition, "then", {"done": day})
    else:
        assert compute(edition, "then", {"done": day}) == edition.pack.whole("limit", day)


@settings(deadline=None)
@given(
    st.integers(-(10**8), 10**8),
    st.integers(1, 10**6),
    st.integers(0, 4),
    st.sampled_from([("fen", 1), ("yuan", 100)]),
)
def test_rounding_agrees_with_decimals(
    amount: int, divisor: int, scale: int, place: tuple[Any, int]
) -> None:
    to, step = place
    per = Decimal(divisor).scaleb(-scale)
    inputs = {"amount": Input("amount", "金额", "money", low=-(10**8), high=10**8)}
    rules = {
        "up": Rule("up", lambda amount: round_half_up(amount, per=per, to=to), "D9 一", "样本"),
        "down": Rule("down", lambda amount: round_down(amount, per=per, to=to), "D9 一", "样本"),
    }
    pack = Pack("sample", "样本", "1", Path("sample"), {}, inputs, {}, rules)

    found = [compute(compile_rules(pack, JUNE), name, {"amount": amount}) for name in rules]

    exact = Decimal(amount) / per / step
    assert found == [
        int(exact.quantize(Decimal(1), rounding)) * step for rounding in (ROUND_HALF_UP, ROUND_DOWN)
    ]
