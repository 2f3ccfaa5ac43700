"""Load the holidays of a year: what would change in the table and in running seasons, shown first.

Source: D0 三(五); the State Council's yearly notice; requirements A12.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.permissions import Permission, may_act_at, require
from linli.apps.holidays.actions import put_year
from linli.apps.holidays.models import CalendarDay, CalendarYear
from linli.apps.holidays.queries import work_calendar
from linli.apps.holidays.reading import BadHolidayFile, DayRow, days_of, read_days
from linli.apps.ledger.actions import Event, record
from linli.apps.seasons.models import ORDER, Season, Stage, StageWindow
from linli.core.record import shown_mark
from linli.core.refusal import Refusal
from linli.core.workdays import DayKind, MissingYear, WorkCalendar

LOAD, READ = "载入放假安排", "查看放假安排"
_LONGEST_SOURCE = CalendarYear._meta.get_field("source").max_length or 0


class SourceMissing(Refusal):
    """A year without the notice that it follows, or with more than is kept of its name."""


class TableChanged(Refusal):
    """What would change is no longer what was shown."""


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that is another than before; ``None`` stands for a day as the weekly rule has it."""

    day: date
    before: DayKind | None
    after: DayKind | None


@dataclass(frozen=True, slots=True)
class AffectedWindow:
    """A stage of a running season with its working days before and after, ``None`` where a year is lacking."""

    window: StageWindow
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A year as a file would make it. Nothing is loaded while ``wrong`` holds a row."""

    year: int
    is_new: bool
    days: Mapping[date, DayKind]
    wrong: tuple[DayRow, ...]
    changes: tuple[ChangedDay, ...]
    windows: tuple[AffectedWindow, ...]

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        return shown_mark(
            {
                "year": self.year,
                "new": self.is_new,
                "days": {day.isoformat(): kind.value for day, kind in sorted(self.days.items())},
                "changes": [one.day.isoformat() for one in self.changes],
                "windows": [[one.window.pk, one.before, one.after] for one in self.windows],
            }
        )

    def count(self, kind: DayKind) -> int:
        """Count the days of a kind."""
        return sum(one is kind for one in self.days.values())


def may_load(official: User) -> Permission:
    """Tell whether an official may load holidays: they hold for every season, so no rehearsal account."""
    return may_act_at(official, (Office.SYSTEM,), official.root, act=LOAD, is_rehearsal=False)


def may_read(official: User) -> Permission:
    """Tell whether an official may read what was loaded."""
    offices = (Office.SYSTEM, Office.AUDIT)
    rehearsal = official.is_rehearsal
    return may_act_at(official, offices, official.root, act=READ, is_rehearsal=rehearsal)


def plan_year(year: int, content: bytes) -> YearPlan:
    """Return what a file would make of a year, and write nothing. Raises what ``read_days`` raises."""
    rows = tuple(_within(row, year) for row in read_days(content))
    wrong = tuple(row for row in rows if row.refusal is not None)
    days = {} if wrong else days_of(rows)
    table = work_calendar()
    present = {day: kind for day, kind in table.exceptions.items() if day.year == year}
    return YearPlan(
        year=year,
        is_new=year not in table.years,
        days=days,
        wrong=wrong,
        changes=() if wrong else _changes(present, days),
        windows=() if wrong else _affected(table, year, days),
    )


@transaction.atomic
def load_year(
    year: int, content: bytes, *, source: str, actor: User, at: datetime, shown: str
) -> YearPlan:
    """Set a year of the table to the days of a file, as it was shown; the ledger keeps all of them.

    ``source`` names the notice, ``shown`` is the mark of the plan that somebody confirms. Raises
    ``NotPermitted``, ``SourceMissing``, ``BadHolidayFile``, ``TableChanged`` and what ``read_days``
    raises.
    """
    require(may_load(actor))
    named = _required(source)
    # Two who load one year wait for one another, so that the second sees what the first did.
    list(CalendarYear.objects.select_for_update().filter(year=year))
    plan = plan_year(year, content)
    for row in plan.wrong:
        assert row.refusal is not None
        raise row.refusal
    if shown != plan.mark:
        raise TableChanged(
            "核对以后情况有变：放假安排表或者招募季的日期已由他人更改",
            mend="按现在的情况重新核对后再载入",
        )
    put_year(year, plan.days, source=named)
    record([_loading(plan, named, actor, at)])
    return plan


def _within(row: DayRow, year: int) -> DayRow:
    if row.day is None or row.day.year == year:
        return row
    told = f"第{row.number}行的{row.day}不在{year}年"
    mend = f"只填{year}年的日期；通知里属于{row.day.year}年的，补入该年的完整表格另行载入"
    return DayRow(row.number, row.day, row.kind, BadHolidayFile(told, mend=mend))


def _required(source: str) -> str:
    named = source.strip()
    if not 0 < len(named) <= _LONGEST_SOURCE:
        raise SourceMissing(
            f"没有写依据，或者超过{_LONGEST_SOURCE}字", mend="写国务院办公厅通知的文号或者名称"
        )
    return named


def _changes(
    present: Mapping[date, DayKind], days: Mapping[date, DayKind]
) -> tuple[ChangedDay, ...]:
    return tuple(
        ChangedDay(day, present.get(day), days.get(day))
        for day in sorted({*present, *days})
        if present.get(day) is not days.get(day)
    )


def _affected(
    table: WorkCalendar, year: int, days: Mapping[date, DayKind]
) -> tuple[AffectedWindow, ...]:
    """Return the stages of running seasons, neither left nor over, whose working days would be others."""
    others = {day: kind for day, kind in table.exceptions.items() if day.year != year}
    loaded = WorkCalendar(years=table.years | {year}, exceptions={**others, **days})
    found = (
        AffectedWindow(window, _count(table, window), _count(loaded, window))
        for window in _running_windows()
    )
    return tuple(one for one in found if one.before != one.after)


def _running_windows() -> Iterable[StageWindow]:
    running = Season.objects.standing().exclude(stage=Stage.CLOSED)
    windows = StageWindow.objects.filter(season__in=running).select_related("season")
    return (
        one
        for one in windows.order_by("season__code", "first_day")
        if ORDER.index(Stage(one.stage)) >= ORDER.index(Stage(one.season.stage))
    )


def _count(table: WorkCalendar, window: StageWindow) -> int | None:
    try:
        return table.count(window.first_day, window.last_day)
    except MissingYear:
        return None


def _loading(plan: YearPlan, source: str, actor: User, at: datetime) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="load_holidays",
        subject=f"holidays/{plan.year}",
        clause="",
        reason=source,
        inputs={
            "days": {day.isoformat(): kind.value for day, kind in sorted(plan.days.items())},
            "changed": len(plan.changes),
        },
        rehearsal=False,
    )


def years_known() -> tuple[tuple[CalendarYear, int, int], ...]:
    """Return the years of the table, newest first, each with its days off and its make-up days."""
    kinds: dict[int, list[str]] = {}
    for year, kind in CalendarDay.objects.values_list("year_id", "kind"):
        kinds.setdefault(year, []).append(kind)
    return tuple(
        (
            one,
            kinds.get(one.year, []).count(DayKind.HOLIDAY),
            kinds.get(one.year, []).count(DayKind.MAKE_UP),
        )
        for one in CalendarYear.objects.order_by("-year")
    )
