"""Engine values as people and programs read them: yuan, dates, ages, 是/否, 未知."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from linli.core.money import yuan_text
from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.expression import Kind, Outcome, Shape
from linli.core.policy.pack import Input, Scalar
from linli.core.policy.units import Unit

Value = int | str | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Age:
    """Years and months, as retirement ages are said."""

    years: int
    months: int


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month: ``2025-01``."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


Plain = Scalar | Outcome | Age | Month | None


def plain(value: Value, shape: Shape) -> Plain:
    """Turn an engine value into a plain one: decimals, dates, months, ages, outcomes."""
    if value is None:
        return None
    if shape.kind is Kind.OUTCOME:
        return Outcome(str(value))
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    if shape.kind is Kind.DATE:
        return date.fromordinal(value)
    if shape.kind is Kind.MONTH:
        return Month(value // MONTHS_A_YEAR, value % MONTHS_A_YEAR + 1)
    if shape.unit is Unit.AGE:
        return Age(value // MONTHS_A_YEAR, value % MONTHS_A_YEAR)
    if shape.kind is Kind.NUMBER and shape.scale:
        return Decimal(value).scaleb(-shape.scale)
    return value


def shown(value: Value, shape: Shape) -> str:
    """Return a value as officials read it."""
    return shower(shape)(value)


def shower(shape: Shape) -> Callable[[Value], str]:
    """Return the function that shows the values of a shape as officials read them."""
    show: Callable[[Any], str] = _SHOWERS.get(shape.kind) or _number_shower(shape)
    return lambda value: "未知" if value is None else show(value)


def percentage(ratio: int | Decimal) -> str:
    """Return a ratio in per cent: 0.55 → ``55%``."""
    return f"{(Decimal(ratio) * 100).normalize():f}%"


def labels_of(inputs: Mapping[str, Input], codes: frozenset[str]) -> dict[str, str]:
    """Return the names of codes: of the inputs with just these codes, else of all inputs.

    A code to which inputs give several names keeps its code.
    """
    choices = [fact.choices for fact in inputs.values()]
    named: dict[str, set[str]] = {}
    for one in [one for one in choices if codes and set(one) == codes] or choices:
        for code, label in one.items():
            named.setdefault(code, set()).add(label)
    return {code: labels.pop() for code, labels in named.items() if len(labels) == 1}


def _month(month: int) -> str:
    return f"{month // MONTHS_A_YEAR}年{month % MONTHS_A_YEAR + 1}月"


_SHOWERS: dict[Kind, Callable[[Any], str]] = {
    Kind.OUTCOME: lambda outcome: Outcome(outcome).label,
    Kind.FLAG: lambda flag: "是" if flag else "否",
    Kind.TEXT: lambda text: str(text),
    Kind.HISTORY: lambda items: "、".join(items) or "无",
    Kind.DATE: lambda ordinal: date.fromordinal(ordinal).isoformat(),
    Kind.MONTH: _month,
}


def _number_shower(shape: Shape) -> Callable[[int], str]:
    if shape.kind is Kind.MONEY:
        return _finer_yuan(shape.scale) if shape.scale else lambda fen: f"{yuan_text(fen)}元"
    if shape.unit is Unit.AGE:
        return _age
    if shape.scale:
        return lambda number: f"{Decimal(number).scaleb(-shape.scale):f}"
    return str


def _age(months: int) -> str:
    years, rest = divmod(months, MONTHS_A_YEAR)
    return f"{years}年{rest}个月" if rest else f"{years}年"


def _finer_yuan(scale: int) -> Callable[[int], str]:
    """Show money that is finer than a fen, without zeros at its end."""

    def show(value: int) -> str:
        yuan, _, decimals = f"{Decimal(value).scaleb(-scale - 2):,f}".partition(".")
        return f"{yuan}.{decimals.rstrip('0').ljust(2, '0')}元"

    return show
