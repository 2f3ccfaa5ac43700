"""Fill the holiday table: from the packaged years, or from a file an intranet site is given."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import chinese_calendar
from django.db import transaction

from linli.apps.holidays.models import CalendarDay, CalendarYear
from linli.apps.holidays.reading import days_of, read_days
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


def load_file(file: Path) -> tuple[int, ...]:
    """Load years from a file as ``read_days`` reads it; return the years.

    Raises ``BadHolidayFile`` naming the line, and what ``read_days`` raises; then nothing has been
    written.
    """
    days = days_of(read_days(file.read_bytes()))
    years = tuple(sorted({day.year for day in days}))
    with transaction.atomic():
        for year in years:
            own = {day: kind for day, kind in days.items() if day.year == year}
            put_year(year, own, source=f"文件（{len(own)}天）")
    return years
