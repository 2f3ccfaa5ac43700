"""Fill the holiday table: from the packaged years, or one year with the days given."""

from collections.abc import Mapping
from datetime import date

import chinese_calendar
from django.db import transaction

from linli.apps.holidays.models import CalendarDay, CalendarYear
from linli.core.workdays import DayKind

_SOURCE = "chinesecalendar（国务院办公厅历年放假安排）"


def fill_packaged_years() -> int:
    """Add the years that the installed calendar package knows and the table lacks; return how many."""
    packaged = chinese_calendar.constants
    days: dict[date, DayKind] = dict.fromkeys(packaged.holidays, DayKind.HOLIDAY)
    days.update(dict.fromkeys(packaged.workdays, DayKind.MAKE_UP))
    exceptions = {
        day: kind for day, kind in days.items() if (kind is DayKind.HOLIDAY) == (day.weekday() < 5)
    }
    known = set(CalendarYear.objects.values_list("year", flat=True))
    years = sorted({day.year for day in days} - known)
    for year in years:
        put_year(
            year,
            {day: kind for day, kind in exceptions.items() if day.year == year},
            source=_SOURCE,
        )
    return len(years)


@transaction.atomic
def put_year(year: int, exceptions: Mapping[date, DayKind], *, source: str) -> None:
    """Set one year of the table to the days given, replacing what stood there."""
    row, _ = CalendarYear.objects.update_or_create(year=year, defaults={"source": source})
    row.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, year=row, kind=kind) for day, kind in exceptions.items()
    )
