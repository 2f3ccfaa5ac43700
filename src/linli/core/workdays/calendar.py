"""Working days by the State's yearly holiday table: holidays, and weekend days worked instead.

The table is data handed in; a year that it lacks is an error, never a guess.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from linli.core.refusal import Refusal


class DayKind(StrEnum):
    """What the State Council's yearly notice says of a day that breaks the weekly rule."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


class MissingYear(Refusal):
    """The holiday table has no rows for a year that a period touches."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"节假日表缺少{year}年",
            why="国务院办公厅每年公布的放假安排",
            mend=f"请系统管理员载入{year}年的放假安排后再试",
        )
        self.year = year


class NotAPeriod(Refusal):
    """A number of working days below one, or an end before its start."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included: how many are worked, and which break the weekly rule."""

    first: date
    last: date
    working_days: int
    holidays: tuple[date, ...]
    make_ups: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The years that the table covers, and the days in them that break the weekly rule."""

    years: frozenset[int]
    exceptions: Mapping[date, DayKind]

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on a day. Raises ``MissingYear``."""
        if day.year not in self.years:
            raise MissingYear(day.year)
        kind = self.exceptions.get(day)
        if kind is None:
            return day.weekday() < 5
        return kind is DayKind.MAKE_UP

    def last_day_of_period(
        self, start: date, working_days: int, *, count_first_day: bool = False
    ) -> date:
        """Return the last day of a period of ``working_days`` that begins on ``start``.

        The day of the beginning itself counts only with ``count_first_day``; the period
        then ends at 24:00 of the day returned.
        Source: Civil Code art. 201; requirements Q2.
        """
        if working_days < 1:
            raise NotAPeriod("工作日数应为正整数", mend="填写1或更大的整数")
        day = start if count_first_day else start + timedelta(days=1)
        left = working_days
        while True:
            left -= self.is_working_day(day)
            if not left:
                return day
            day += timedelta(days=1)

    def count(self, first: date, last: date) -> int:
        """Count the working days from ``first`` to ``last``, both included."""
        if last < first:
            raise NotAPeriod("结束日期早于开始日期", mend="调换两个日期")
        return sum(self.is_working_day(day) for day in days(first, last))

    def period(self, first: date, last: date) -> Period:
        """Return a period with its working days. Raises ``MissingYear`` and ``NotAPeriod``."""
        working_days = self.count(first, last)
        broken = [day for day in days(first, last) if day in self.exceptions]
        return Period(
            first,
            last,
            working_days,
            tuple(day for day in broken if self.exceptions[day] is DayKind.HOLIDAY),
            tuple(day for day in broken if self.exceptions[day] is DayKind.MAKE_UP),
        )


def days(first: date, last: date) -> Iterator[date]:
    """Yield each day from ``first`` to ``last``, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
