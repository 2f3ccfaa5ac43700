"""Stages as the office reads them: days, working days, the holidays and make-up days in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from linli.apps.seasons.models import Stage
from linli.core.workdays import MissingYear, Period, WorkCalendar

Days = tuple[date, date]
Answer = TypeVar("Answer")
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A stage with its days; ``before`` holds the former ones where they move.

    ``period`` is ``None`` where the holiday table lacks the year.
    """

    label: str
    first_day: date
    last_day: date
    clause: str
    period: Period | None
    before: Days | None = None

    @property
    def days(self) -> str:
        """Return the days with their weekdays, the year once unless it changes."""
        last_year = f"{self.last_day.year}年" if self.last_day.year != self.first_day.year else ""
        first, last = _day(self.first_day), _day(self.last_day)
        return f"{self.first_day.year}年{first}—{last_year}{last}"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The holiday table, and the sentences on the years that it lacks."""

    table: WorkCalendar
    lacking: list[str]

    def period(self, first: date, last: date) -> Period | None:
        """Return a period with its working days, ``None`` where a year is lacking."""
        return self._asked(lambda: self.table.period(first, last))

    def last_day(self, start: date, working_days: int) -> date | None:
        """Return when working days after a day are over, ``None`` where a year is lacking."""
        return self._asked(lambda: self.table.last_day_of_period(start, working_days))

    def _asked(self, ask: Callable[[], Answer]) -> Answer | None:
        try:
            return ask()
        except MissingYear as missing:
            if missing.sentence() not in self.lacking:
                self.lacking.append(missing.sentence())
            return None


def lines(
    calendar: Calendar, windows: Iterable[tuple[Stage, Days, Days | None, str]]
) -> tuple[WindowLine, ...]:
    """Return stages as lines: each with its days, the former days if they moved, and its clause."""
    return tuple(
        WindowLine(stage.label, *days, clause, calendar.period(*days), before)
        for stage, days, before, clause in windows
    )
