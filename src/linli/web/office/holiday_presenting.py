"""The holidays of the years as the system administrator reads them, on the page and as a workbook."""

from dataclasses import dataclass
from datetime import date, datetime

from linli.apps.applications.queries import LedgerEntry, ledger_entries
from linli.apps.holidays.models import CalendarDay, CalendarYear
from linli.apps.holidays.reading import DAY, KIND, KINDS
from linli.apps.ledger.models import Entry
from linli.apps.seasons.holiday_years import YearPlan, in_words, years_known
from linli.core.documents.workbook import Kind, Sheet, SheetColumn, write_workbook
from linli.core.workdays import DayKind

#: More than the State has ever moved in a year.
_BLANK_ROWS = 60


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year that is known; ``actor`` and ``at`` tell who loaded what stands there, if the ledger knows."""

    year: int
    source: str
    holidays: int
    make_ups: int
    actor: str
    at: datetime | None


def years_page() -> tuple[YearLine, ...]:
    """Return the years that are known, newest first; five queries at most."""
    found = Entry.objects.filter(subject__startswith="holidays/").order_by("sequence")
    subjects = dict(found.values_list("sequence", "subject"))
    acts = {subjects[one.sequence]: one for one in ledger_entries(found)}
    return tuple(
        _line(one, holidays, make_ups, acts.get(f"holidays/{one.year}"))
        for one, holidays, make_ups in years_known()
    )


def _line(known: CalendarYear, holidays: int, make_ups: int, act: LedgerEntry | None) -> YearLine:
    # Earlier versions replaced a year from the shell without an entry: then the last one is of other days.
    if act is None or act.reason != known.source:
        return YearLine(known.year, known.source, holidays, make_ups, "", None)
    return YearLine(known.year, known.source, holidays, make_ups, act.actor, act.at)


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day that changes, in words."""

    day: date
    before: str
    after: str


def changed_days(plan: YearPlan) -> tuple[DayLine, ...]:
    """Return the days that a plan changes, in words."""
    return tuple(
        DayLine(one.day, in_words(one.day, one.before), in_words(one.day, one.after))
        for one in plan.changes
    )


def holiday_workbook(year: int, *, dated: date) -> bytes:
    """Return the days of a year as a workbook with room for more; none of a year that is not known."""
    days = CalendarDay.objects.filter(year=year).values_list("day", "kind")
    columns = (SheetColumn(DAY, Kind.DATE), SheetColumn(KIND, choices=tuple(KINDS)))
    rows = tuple((day, in_words(day, DayKind(kind))) for day, kind in days)
    sheet = Sheet(f"{year}年", f"{year}年放假和补班日", columns, rows, (), _BLANK_ROWS)
    return write_workbook((sheet,), dated=dated)
