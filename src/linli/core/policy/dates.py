"""Words for dates and months. A month is a point like a date, and moves by whole months."""

from datetime import date

from linli.core.policy.errors import RuleError
from linli.core.policy.expression import (
    FIRST_DAY,
    LAST_DAY,
    Expression,
    Kind,
    Operand,
    Shape,
    bounded,
    lift,
)
from linli.core.policy.language import larger
from linli.core.policy.units import Unit

MONTHS_A_YEAR = 12


def month_of(day: Expression) -> Expression:
    """Return the month in which a date lies."""
    _demand(day, "month_of", Kind.DATE)
    return Expression("month_of", (day,), Shape(Kind.MONTH, 0, *_months(day)))


def year_of(point: Expression) -> Expression:
    """Return the calendar year of a date or month."""
    _demand(point, "year_of", Kind.DATE, Kind.MONTH)
    low, high = (month // MONTHS_A_YEAR for month in _months(point))
    return Expression("year_of", (point,), Shape(Kind.NUMBER, 0, low, high, Unit.YEAR))


def first_day_of(month: Expression) -> Expression:
    """Return the first day of a month."""
    return _day_of("first_day", month)


def last_day_of(month: Expression) -> Expression:
    """Return the last day of a month."""
    return _day_of("last_day", month)


def whole_years(since: Expression, until: Expression) -> Expression:
    """Return the years completed between two dates: a person's age on a day.

    A year is complete on the day of the same month and number; born on 29 February, on
    1 March of a year without that day. Before ``since`` the number is below zero.
    """
    low, high = _distance("whole_years", since, until)
    shape = Shape(Kind.NUMBER, 0, low // MONTHS_A_YEAR - 1, high // MONTHS_A_YEAR + 1, Unit.YEARS)
    return Expression("whole_years", (since, until), shape)


def whole_months(since: Expression, until: Expression) -> Expression:
    """Return the months completed between two dates, by the number of the day."""
    low, high = _distance("whole_months", since, until)
    return Expression(
        "whole_months", (since, until), Shape(Kind.NUMBER, 0, low - 1, high, Unit.MONTHS)
    )


def months_after(day: Expression, months: Operand) -> Expression:
    """Return the same day some months later, or the month's last day where it has no such day.

    Source: Civil Code art. 202.
    """
    number = lift(months)
    _demand(day, "months_after", Kind.DATE)
    moved = month_of(day) + number
    shape = Shape(Kind.DATE, 0, _ordinal(moved.shape.low), _ordinal(moved.shape.high + 1) - 1)
    return bounded(Expression("months_after", (day, number), shape))


def last_day_of_term(first_day: Expression, months: Operand) -> Expression:
    """Return the last day of a term of months that counts its first day.

    It is the day before the corresponding day; where the last month has no such day, its
    last day. Source: Civil Code art. 202.
    """
    return larger(months_after(first_day, months) - 1, months_after(first_day - 1, months))


def working_day_after(day: Expression, days: Operand) -> Expression:
    """Return the last day of a period of working days that begins on the day after ``day``.

    The calendar is handed to the run; a year that it lacks is refused.
    Source: Civil Code art. 201; requirements Q2.
    """
    number = lift(days)
    _demand(day, "working_day_after", Kind.DATE)
    if number.shape.kind is not Kind.NUMBER or number.shape.scale or number.shape.low < 1:
        raise RuleError("working_day_after 的工作日数应为正整数")
    shape = Shape(Kind.DATE, 0, day.shape.low, LAST_DAY.toordinal())
    return Expression("working_day", (day, number), shape)


def ordinal_of_month(month: int) -> int:
    """Return the ordinal of a month's first day; a month is year × 12 + month − 1."""
    year, rest = divmod(month, MONTHS_A_YEAR)
    return FIRST_DAY.replace(year=year, month=rest + 1).toordinal()


def _day_of(operation: str, month: Expression) -> Expression:
    _demand(month, f"{operation}_of", Kind.MONTH)
    low, high = _ordinal(month.shape.low), _ordinal(month.shape.high + 1) - 1
    return bounded(Expression(operation, (month,), Shape(Kind.DATE, 0, low, high)))


def _ordinal(month: int) -> int:
    """Return the ordinal of a month's first day, or one out of the calendar."""
    return ordinal_of_month(month) if MONTHS_A_YEAR <= month < date.max.year * MONTHS_A_YEAR else -1


def _distance(word: str, since: Expression, until: Expression) -> tuple[int, int]:
    _demand(since, word, Kind.DATE)
    _demand(until, word, Kind.DATE)
    early, late = _months(since), _months(until)
    return late[0] - early[1], late[1] - early[0]


def _months(point: Expression) -> tuple[int, int]:
    """Return the bounds of a date or month as month numbers."""
    if point.shape.kind is Kind.MONTH:
        return point.shape.low, point.shape.high
    low, high = (date.fromordinal(day) for day in (point.shape.low, point.shape.high))
    return _month_number(low), _month_number(high)


def _month_number(day: date) -> int:
    return day.year * MONTHS_A_YEAR + day.month - 1


def _demand(node: Expression, word: str, *kinds: Kind) -> None:
    if node.shape.kind not in kinds:
        raise RuleError(
            f"{word} 要用{'或'.join(kind.label for kind in kinds)}，不能用{node.shape.kind.label}"
        )
