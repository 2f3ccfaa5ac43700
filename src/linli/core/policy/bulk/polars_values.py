"""What Polars columns are made of: constants, choices, dates as days, plain operations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl

from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.expression import Kind, Outcome

KEY_SEPARATOR = "\x1f"  # between the keys of a table, put together as one text
TYPES: dict[Kind, Any] = {
    Kind.NUMBER: pl.Int64,
    Kind.MONEY: pl.Int64,
    Kind.MONTH: pl.Int64,
    Kind.FLAG: pl.Boolean,
    Kind.DATE: pl.Date,
    Kind.TEXT: pl.String,
    Kind.OUTCOME: pl.String,
}


def whole(number: Any) -> pl.Expr:
    """Return a whole number of 64 bits."""
    return pl.lit(int(number), dtype=pl.Int64)


def constant(value: Any, kind: Kind) -> pl.Expr:
    """Return a figure or literal as one value for all rows."""
    if kind is Kind.DATE:
        return pl.lit(date.fromordinal(value))
    return pl.lit(value, dtype=TYPES[kind])


def series_of(values: Sequence[Any], kind: Kind) -> pl.Series:
    """Return figures as one series."""
    if kind is Kind.DATE:
        values = [date.fromordinal(value) for value in values]
    return pl.Series(values, dtype=TYPES[kind])


def joined_key(row: Sequence[Any]) -> str:
    """Return a table's key as one text, as Polars writes its parts."""
    return KEY_SEPARATOR.join(
        str(part).lower() if isinstance(part, bool) else str(part) for part in row
    )


def words(text: str, where: pl.Expr) -> pl.Expr:
    """Return words where a condition holds, null elsewhere."""
    return pl.when(where).then(pl.lit(text))


def first_of(columns: Iterable[pl.Expr | None]) -> pl.Expr | None:
    """Return the first words of each row, or nothing where no row can have any."""
    some = [column for column in columns if column is not None]
    return pl.coalesce(some) if some else None


def chosen(condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    """Return one of two columns row by row; null where the condition is unknown."""
    return pl.when(condition).then(then).when(~condition).then(otherwise)


def month_number(day: pl.Expr) -> pl.Expr:
    """Return a date's month as year × 12 + month − 1."""
    return day.dt.year().cast(pl.Int64) * MONTHS_A_YEAR + day.dt.month().cast(pl.Int64) - 1


def _first_day(month: pl.Expr) -> pl.Expr:
    return pl.date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)


def days_of(day: pl.Expr) -> pl.Expr:
    """Return the number of a day, to count with."""
    return day.cast(pl.Int32).cast(pl.Int64)


def day_of(days: pl.Expr) -> pl.Expr:
    """Return the day of a number."""
    return days.cast(pl.Int32, strict=False).cast(pl.Date)


def _whole_months(since: pl.Expr, until: pl.Expr) -> pl.Expr:
    early = until.dt.day() < since.dt.day()
    return month_number(until) - month_number(since) - early.cast(pl.Int64)


def _whole_years(since: pl.Expr, until: pl.Expr) -> pl.Expr:
    """Return the completed years: a year is twelve completed months, also before the first day."""
    return _whole_months(since, until).floordiv(MONTHS_A_YEAR)


def _months_after(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    first = _first_day(month_number(day) + months)
    same = day_of(days_of(first) + day.dt.day().cast(pl.Int64) - 1)
    return pl.min_horizontal(same, first.dt.month_end())


PLAIN: dict[str, Callable[..., pl.Expr]] = {
    "*": lambda left, right: left * right,
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "and": lambda left, right: left & right,
    "or": lambda left, right: left | right,
    "not": lambda condition: ~condition,
    "passes": lambda outcome: outcome == str(Outcome.PASS),
    "month_of": month_number,
    "first_day": _first_day,
    "last_day": lambda month: _first_day(month).dt.month_end(),
    "whole_years": _whole_years,
    "whole_months": _whole_months,
    "months_after": _months_after,
}
