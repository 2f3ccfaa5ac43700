"""Read the holiday table."""

from linli.apps.holidays.models import CalendarDay, CalendarYear
from linli.core.workdays import DayKind, WorkCalendar


def work_calendar() -> WorkCalendar:
    """Return the whole table as a calendar that counts working days."""
    return WorkCalendar(
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        exceptions={
            day: DayKind(kind) for day, kind in CalendarDay.objects.values_list("day", "kind")
        },
    )
