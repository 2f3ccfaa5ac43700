"""A calendar for rules that count working days."""

import chinese_calendar
import pytest

from linli.core.workdays import DayKind, WorkCalendar

YEARS = range(2020, 2027)


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    """Return the State's holidays and make-up days of 2020 to 2026."""
    holidays = {day for day in chinese_calendar.holidays if day.weekday() < 5}
    make_up = set(chinese_calendar.workdays)
    return WorkCalendar(
        frozenset(YEARS),
        dict.fromkeys(holidays, DayKind.HOLIDAY) | dict.fromkeys(make_up, DayKind.MAKE_UP),
    )
