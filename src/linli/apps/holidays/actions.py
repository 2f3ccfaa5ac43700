"""Fill the holiday table: from the packaged years, or from a file an intranet site is given."""

import csv
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import chinese_calendar
from django.db import transaction

from linli.apps.holidays.models import CalendarDay, CalendarYear
from linli.core.refusal import Refusal
from linli.core.workdays import DayKind

_SOURCE = "chinesecalendar（国务院办公厅历年放假安排）"


class BadHolidayFile(Refusal):
    """A holiday file that cannot be used; names the line."""


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
    """Load years from a CSV ``day,kind`` (kind ``holiday`` or ``make_up``); return the years.

    Raises ``BadHolidayFile`` naming the line; then nothing has been written.
    """
    days: dict[date, DayKind] = {}
    for number, row in enumerate(csv.DictReader(_text(file).splitlines()), start=2):
        day, kind = _read(row, number)
        days[day] = kind
    if not days:
        raise BadHolidayFile("文件里没有日期", mend="首行写 day,kind，其后每行一天")
    years = tuple(sorted({day.year for day in days}))
    with transaction.atomic():
        for year in years:
            own = {day: kind for day, kind in days.items() if day.year == year}
            put_year(year, own, source=f"文件（{len(own)}天）")
    return years


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadHolidayFile(
            "文件不是UTF-8编码", mend="另存为“CSV UTF-8（逗号分隔）”后再试"
        ) from error


def _read(row: Mapping[str, str | None], number: int) -> tuple[date, DayKind]:
    text, kind = (row.get("day") or "").strip(), (row.get("kind") or "").strip()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) or kind not in set(DayKind):
        raise BadHolidayFile(
            f"第{number}行不是“日期,类别”", mend="如 2027-01-01,holiday 或 2027-02-07,make_up"
        )
    try:
        return date.fromisoformat(text), DayKind(kind)
    except ValueError as error:
        raise BadHolidayFile(f"第{number}行的日期不存在", mend="改正日期") from error
