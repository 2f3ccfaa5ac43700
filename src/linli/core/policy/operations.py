"""The plain operations on whole numbers, dates as ordinals, and months as year × 12 + month − 1."""

import operator
from collections.abc import Callable
from datetime import date
from typing import Any

from linli.core.policy.dates import MONTHS_A_YEAR, ordinal_of_month
from linli.core.policy.expression import Expression, Kind, Outcome


def plain_operation(node: Expression) -> Callable[..., Any]:
    """Return the function of one or two known values that a node stands for."""
    if node.operation == "rescale":
        factor = int(node.value or 1)
        return lambda value: value * factor
    if node.operation in ("round", "floor"):
        amount, divisor = (operand.shape.scale for operand in node.operands)
        return _quotient(10**divisor, 10**amount, int(node.value or 1), node.operation == "round")
    if node.operation == "year_of" and node.operands[0].shape.kind is Kind.MONTH:
        return lambda month: month // MONTHS_A_YEAR
    return _OPERATIONS[node.operation]


def _quotient(widened: int, whole: int, step: int, half_up: bool) -> Callable[[int, int], int]:
    """Divide to a whole number of steps by magnitude: halves away from zero, or the rest dropped."""

    def divided(amount: int, divisor: int) -> int:
        denominator = divisor * whole * step
        doubled = 2 * abs(amount) * widened + (denominator if half_up else 0)
        magnitude = doubled // (2 * denominator) * step
        return magnitude if amount >= 0 else -magnitude

    return divided


def _month_of(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return day.year * MONTHS_A_YEAR + day.month - 1


def _whole_months(since: int, until: int) -> int:
    months = _month_of(until) - _month_of(since)
    return months - (date.fromordinal(until).day < date.fromordinal(since).day)


def _whole_years(since: int, until: int) -> int:
    born, day = date.fromordinal(since), date.fromordinal(until)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _months_after(ordinal: int, months: int) -> int:
    month = _month_of(ordinal) + months
    last = ordinal_of_month(month + 1) - 1
    return min(ordinal_of_month(month) + date.fromordinal(ordinal).day - 1, last)


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "not": operator.not_,
    "passes": lambda outcome: outcome == Outcome.PASS,
    "year_of": lambda ordinal: date.fromordinal(ordinal).year,
    "month_of": _month_of,
    "first_day": ordinal_of_month,
    "last_day": lambda month: ordinal_of_month(month + 1) - 1,
    "whole_years": _whole_years,
    "whole_months": _whole_months,
    "months_after": _months_after,
}
