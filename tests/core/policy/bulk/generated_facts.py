"""Made-up facts for a pack, crowded around every limit that its figures set.

All facts come from a seed, so that a failure can be repeated. A row may be one that the
rules refuse; ``population`` sets such rows apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property
from random import Random
from typing import Any

import chinese_calendar

from linli.core.policy import Age, Edition, Month, compile_rules, compute
from linli.core.policy.bulk.plan import Plan, walk
from linli.core.policy.dates import MONTHS_A_YEAR, ordinal_of_month
from linli.core.policy.expression import FIRST_DAY, LAST_DAY
from linli.core.policy.pack import Input, Pack
from linli.core.refusal import Refusal
from linli.core.workdays import DayKind, WorkCalendar
from linli.policies import get_pack

Facts = dict[str, Any]

CALENDAR = WorkCalendar(
    frozenset(range(2023, 2026)),
    dict.fromkeys((day for day in chinese_calendar.holidays if day.weekday() < 5), DayKind.HOLIDAY)
    | dict.fromkeys(chinese_calendar.workdays, DayKind.MAKE_UP),
)
_LEAP_DAYS = (date(1964, 2, 29), date(2000, 2, 29), date(2024, 2, 29))
_LARGEST_STEP = 1200  # numbers up to here may be days, months or years


def editions(pack_id: str) -> list[Edition]:
    """Return a pack on every day on which one of its figures changes."""
    pack = get_pack(pack_id)
    days = {dated.since for one in pack.parameters.values() for dated in one.values}
    return [compile_rules(pack, day, calendar=CALENDAR) for day in sorted(days)]


@dataclass(frozen=True)
class Limits:
    """The numbers and days that a pack's figures, tables and rules name."""

    edition: Edition

    @property
    def pack(self) -> Pack:
        return self.edition.pack

    @cached_property
    def figures(self) -> list[Any]:
        """Return every value of every parameter and literal, and every key of a table."""
        found: list[Any] = []
        for parameter in self.pack.parameters.values():
            for dated in parameter.values:
                table = dated.value if isinstance(dated.value, Mapping) else {(): dated.value}
                found += table.values()
                found += [int(part) for key in table for part in key if part.isdecimal()]
        for compiled in self.edition.rules.values():
            found += [node.value for node in walk(compiled.tree) if node.operation == "literal"]
        return [figure for figure in found if not isinstance(figure, bool)]

    @cached_property
    def numbers(self) -> list[Decimal]:
        return sorted({Decimal(one) for one in self.figures if isinstance(one, int | Decimal)})

    @cached_property
    def days(self) -> list[date]:
        """Return every date of the pack, and those that lie its numbers before or after."""
        anchors = {one for one in self.figures if isinstance(one, date)} | {self.edition.on}
        anchors |= {
            dated.since for parameter in self.pack.parameters.values() for dated in parameter.values
        }
        found = anchors | set(_LEAP_DAYS)
        for number in self._steps():
            for day in anchors:
                found |= {_moved(day, number), _moved(day, -number)}
                found |= {_moved(day, number * MONTHS_A_YEAR), _moved(day, -number * MONTHS_A_YEAR)}
                found |= {_within(day + timedelta(number)), _within(day - timedelta(number))}
        return sorted(found)

    def _steps(self) -> Iterator[int]:
        for number in self.numbers:
            if number == int(number) and 0 < number < _LARGEST_STEP:
                yield int(number)


def _moved(day: date, months: int) -> date:
    month = day.year * MONTHS_A_YEAR + day.month - 1 + months
    low, high = (one.year * MONTHS_A_YEAR + one.month - 1 for one in (FIRST_DAY, LAST_DAY))
    first = date.fromordinal(ordinal_of_month(min(max(month, low), high)))
    return first + timedelta(min(day.day, 28) - 1)


def _within(day: date) -> date:
    return min(max(day, FIRST_DAY), LAST_DAY)


class Maker:
    """Makes facts for the inputs of one edition."""

    def __init__(self, edition: Edition, seed: int = 0) -> None:
        self.inputs = edition.pack.inputs
        self.limits = Limits(edition)
        self.random = Random(f"{edition.pack.id} {edition.on} {seed}")

    def rows(self, count: int) -> list[Facts]:
        """Return some rows, each with its number as ``row``."""
        return [{"row": number, **self.row()} for number in range(1, count + 1)]

    def row(self) -> Facts:
        """Return the facts of one case; facts of one type often equal each other."""
        facts: Facts = {}
        for name, fact in self.inputs.items():
            alike = [facts[other] for other in facts if self.inputs[other].type == fact.type]
            facts[name] = self._value(fact, [one for one in alike if one is not None])
        return facts

    def _value(self, fact: Input, alike: Sequence[Any]) -> Any:
        if fact.may_be_unknown and self.random.random() < 0.15:
            return None
        if alike and fact.type in _ORDERED and self.random.random() < 0.25:
            near = _near(fact, self.random.choice(alike), self.random.choice((-1, 0, 0, 1)))
            if near is not None:
                return near
        return getattr(self, f"_{fact.type}")(fact)

    def _integer(self, fact: Input) -> int:
        return self._number(fact)

    def _money(self, fact: Input) -> int:
        return self._number(fact)

    def _decimal(self, fact: Input) -> Decimal:
        return Decimal(self._number(fact)).scaleb(-fact.places)

    def _number(self, fact: Input) -> int:
        """Return a whole number of the fact's last place: a limit, a small one, or any."""
        draw = self.random.random()
        if draw < 0.15:
            return self._clipped(fact, self.random.choice((fact.low, fact.high)))
        if draw < 0.6 and self.limits.numbers:
            return self._clipped(fact, self._named(fact))
        if draw < 0.8:
            return self._clipped(fact, max(fact.low, 0) + self.random.randint(0, 12))
        return self.random.randint(fact.low, fact.high)

    def _named(self, fact: Input) -> int:
        number = self.random.choice(self.limits.numbers)
        return int(number.scaleb(fact.places)) + self.random.choice((-1, 0, 1))

    def _clipped(self, fact: Input, number: int) -> int:
        if fact.low <= number <= fact.high:
            return number
        return self.random.randint(fact.low, fact.high)

    def _flag(self, _: Input) -> bool:
        return self.random.random() < 0.5

    def _choice(self, fact: Input) -> str:
        return self.random.choice(sorted(fact.choices))

    def _history(self, fact: Input) -> list[str]:
        """Return a history: none, one item, as many as may be, or some; often runs of one code."""
        length = self.random.choice((0, 1, fact.high, self.random.randint(0, fact.high)))
        codes = sorted(fact.choices)
        run = self.random.choice(codes)
        return [run if self.random.random() < 0.4 else self._choice(fact) for _ in range(length)]

    def _date(self, _: Input) -> date:
        draw = self.random.random()
        if draw < 0.6:
            step = self.random.choice((-1, 0, 0, 1))
            return _within(self.random.choice(self.limits.days) + timedelta(step))
        if draw < 0.9:
            return date(2024, 1, 1) + timedelta(self.random.randint(-900, 900))
        if draw < 0.92:
            return self.random.choice((FIRST_DAY, LAST_DAY))
        return date(1950, 1, 1) + timedelta(self.random.randint(0, 27_000))

    def _month(self, fact: Input) -> str:
        return f"{self._date(fact):%Y-%m}"


_ORDERED = ("integer", "money", "decimal", "date")


def _near(fact: Input, value: Any, step: int) -> Any:
    """Return a value a step from another fact's, or nothing where the fact does not go so far."""
    if isinstance(value, date):
        return _within(value + timedelta(step))
    number = int(Decimal(value).scaleb(fact.places)) + step
    if not fact.low <= number <= fact.high:
        return None
    return Decimal(number).scaleb(-fact.places) if fact.type == "decimal" else number


Answers = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class Population:
    """Rules of an edition over rows, and the answers of single cases, by row and rule.

    Where a single case is refused, there is no answer.
    """

    edition: Edition
    rules: tuple[str, ...]
    rows: Sequence[Facts]
    answers: Answers

    @property
    def plan(self) -> Plan:
        return Plan(self.edition, self.rules)

    def sound(self) -> "Population":
        """Return all rules over the rows that none of them refuses."""
        return self._of(self.rules, self.answered(*self.rules))

    def unfailing(self) -> "Population":
        """Return the rules that refuse no row, over all rows."""
        return self._of([rule for rule in self.rules if not self.refused(rule)], self.rows)

    def failing(self) -> Iterator["Population"]:
        """Yield the rules that refuse the same rows, over the rows that they answer."""
        alike: dict[tuple[int, ...], list[str]] = {}
        for rule in self.rules:
            refused = tuple(row["row"] for row in self.refused(rule))
            alike.setdefault(refused, []).append(rule)
        for refused, rules in alike.items():
            if refused:
                yield self._of(rules, self.answered(*rules))

    def answered(self, *rules: str) -> list[Facts]:
        """Return the rows that all of some rules answer."""
        return [row for row in self.rows if self.answers[row["row"]].keys() >= set(rules)]

    def refused(self, rule: str) -> list[Facts]:
        """Return the rows that a rule refuses."""
        return [row for row in self.rows if rule not in self.answers[row["row"]]]

    def _of(self, rules: Sequence[str], rows: Sequence[Facts]) -> "Population":
        answers = {
            row["row"]: {rule: self.answers[row["row"]][rule] for rule in rules} for row in rows
        }
        return Population(self.edition, tuple(rules), rows, answers)


def population(
    edition: Edition, rules: Sequence[str], rows: Sequence[Facts], *, ranked: bool = False
) -> Population:
    """Compute rules row by row; where they rank (``ranked``), each row among all the others."""
    others = rows if ranked else ()
    answers: dict[int, dict[str, Any]] = {}
    for facts in rows:
        found = answers[facts["row"]] = {}
        for rule in rules:
            with suppress(Refusal):
                found[rule] = as_in_files(compute(edition, rule, facts, others=others))
    return Population(edition, tuple(rules), rows, answers)


@cache
def latest_population(pack_id: str, count: int) -> Population:
    """Return all rules but those that rank, on the last day on which a figure changes."""
    edition = editions(pack_id)[-1]
    return population(edition, _unranked(edition), Maker(edition).rows(count))


@cache
def ranked_population(pack_id: str, count: int) -> Population:
    """Return the rules that rank, on the same day, if the pack has any."""
    edition = editions(pack_id)[-1]
    ranked = [rule for rule in edition.rules if rule not in _unranked(edition)]
    alone = population(edition, ranked, Maker(edition, seed=1).rows(count))
    return population(edition, ranked, alone.answered(*ranked), ranked=True)


@cache
def earlier_populations(pack_id: str, count: int) -> tuple[Population, ...]:
    """Return all rules but those that rank on the other days on which a figure changes."""
    return tuple(
        population(edition, _unranked(edition), Maker(edition).rows(count)).sound()
        for edition in editions(pack_id)[:-1]
    )


def _unranked(edition: Edition) -> list[str]:
    return [rule for rule in edition.rules if not Plan(edition, (rule,)).ranks()]


def as_in_files(value: Any) -> Any:
    """Return a result as files hold it: months as text, ages as months, outcomes as text."""
    if isinstance(value, Age):
        return value.years * MONTHS_A_YEAR + value.months
    return str(value) if isinstance(value, Month | str) else value
