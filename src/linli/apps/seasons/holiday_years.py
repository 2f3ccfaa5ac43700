"""Load the holidays of a year: what would change in the table and in running seasons, shown first.

Source: D0 三(五); the State Council's yearly notice; requirements A12.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.permissions import Permission, may_act_at, require
from linli.apps.holidays.actions import put_year
from linli.apps.holidays.models import CalendarDay, CalendarYear
from linli.apps.holidays.queries import work_calendar
from linli.apps.holidays.reading import (
    CLAUSE,
    KINDS,
    BadHolidayFile,
    DayRow,
    days_of,
    is_weekend,
    read_days,
)
from linli.apps.ledger.actions import Event, record
from linli.apps.seasons.models import ORDER, Season, Stage, StageWindow
from linli.core.record import shown_mark
from linli.core.refusal import Refusal
from linli.core.workdays import DayKind, MissingYear, WorkCalendar

LOAD, READ = "载入放假安排", "查看放假安排"
LONGEST_SOURCE = CalendarYear._meta.get_field("source").max_length or 0
_WORDS = {kind: word for word, kind in KINDS.items()}


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
                "changes": [[one.day.isoformat(), one.before, one.after] for one in self.changes],
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
    """Return what a file would make of a year, and write nothing.

    Raises ``BadHolidayFile`` where the year would be left without days, and what ``read_days`` raises.
    """
    return _plan(year, read_days(content), work_calendar())


def plan_years(content: bytes) -> tuple[YearPlan, ...]:
    """Return what a file would make of each of its years, each as if those before it were loaded.

    Nothing is written. Raises the first wrong row's ``BadHolidayFile`` and what ``plan_year`` raises.
    """
    return _plans(read_days(content), work_calendar())


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
    rows = read_days(content)
    plan = _plan(year, rows, _locked([year], named))
    for row in plan.wrong:
        assert row.refusal is not None
        raise row.refusal
    if shown != plan.mark:
        raise TableChanged(
            "核对以后情况有变：放假安排表或者招募季的日期已由他人更改",
            why=CLAUSE,
            mend="按现在的情况重新核对后再载入",
        )
    _put([plan], named, actor, at)
    return plan


@transaction.atomic
def load_years(content: bytes, *, source: str, actor: User, at: datetime) -> tuple[YearPlan, ...]:
    """Set every year of a file, or none, and return what that changed; the ledger keeps all days.

    Raises what ``load_year`` raises but ``TableChanged``: nothing was shown that could be another.
    """
    require(may_load(actor))
    named = _required(source)
    rows = read_days(content)
    plans = _plans(rows, _locked(_years_of(rows), named))
    _put(plans, named, actor, at)
    return plans


def in_words(day: date, kind: DayKind | None) -> str:
    """Return what a day is, as the office writes it; ``None`` stands for the weekly rule."""
    if kind is not None:
        return _WORDS[kind]
    return "照常休息" if is_weekend(day) else "照常上班"


def _plan(year: int, given: Iterable[DayRow], table: WorkCalendar) -> YearPlan:
    rows = tuple(_within(row, year) for row in given)
    wrong = tuple(row for row in rows if row.refusal is not None)
    days = {} if wrong else days_of(rows)
    if not wrong and not days:
        raise BadHolidayFile(
            f"文件里{year}年的日期都是本来休息的周末，没有一天是放假或者补班",
            mend="对照通知补入工作日的放假和周末的补班",
        )
    present = {day: kind for day, kind in table.exceptions.items() if day.year == year}
    return YearPlan(
        year=year,
        is_new=year not in table.years,
        days=days,
        wrong=wrong,
        changes=() if wrong else _changes(present, days),
        windows=() if wrong else _affected(table, year, days),
    )


def _plans(rows: tuple[DayRow, ...], table: WorkCalendar) -> tuple[YearPlan, ...]:
    days_of(rows)  # a wrong row may be of any year: it stops all of them
    plans = []
    for year in _years_of(rows):
        own = (row for row in rows if row.day is not None and row.day.year == year)
        plans.append(_plan(year, own, table))
        table = _with_year(table, year, plans[-1].days)
    return tuple(plans)


def _years_of(rows: Iterable[DayRow]) -> list[int]:
    return sorted({row.day.year for row in rows if row.day is not None})


def _locked(years: Iterable[int], source: str) -> WorkCalendar:
    """Lock years, and return the table as it is without what this does.

    Two who load one year wait for one another, so that the second sees what the first did. A year
    that is new has no row to wait at, so it is made first; all in their order and before the
    ledger's head, so that nobody waits in a circle.
    """
    made: set[int] = set()
    for year in sorted(years):
        _, is_new = CalendarYear.objects.get_or_create(year=year, defaults={"source": source})
        CalendarYear.objects.select_for_update().get(year=year)
        made.update({year} if is_new else ())
    table = work_calendar()
    return replace(table, years=table.years - made)


def _put(plans: Iterable[YearPlan], source: str, actor: User, at: datetime) -> None:
    events = []
    for plan in plans:
        put_year(plan.year, plan.days, source=source)
        events.append(_loading(plan, source, actor, at))
    record(events)


def _within(row: DayRow, year: int) -> DayRow:
    if row.day is None or row.day.year == year:
        return row
    told = f"第{row.number}行的{row.day}不在{year}年"
    mend = f"只填{year}年的日期；通知里属于{row.day.year}年的，补入该年的完整表格另行载入"
    return DayRow(row.number, row.day, row.kind, BadHolidayFile(told, mend=mend))


def _required(source: str) -> str:
    named = source.strip()
    if not 0 < len(named) <= LONGEST_SOURCE:
        raise SourceMissing(
            f"没有写依据，或者超过{LONGEST_SOURCE}字",
            why=CLAUSE,
            mend="写国务院办公厅通知的文号或者名称",
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
    loaded = _with_year(table, year, days)
    found = (
        AffectedWindow(window, _count(table, window), _count(loaded, window))
        for window in _running_windows()
    )
    return tuple(one for one in found if one.before != one.after)


def _with_year(table: WorkCalendar, year: int, days: Mapping[date, DayKind]) -> WorkCalendar:
    others = {day: kind for day, kind in table.exceptions.items() if day.year != year}
    return WorkCalendar(years=table.years | {year}, exceptions={**others, **days})


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
        clause=CLAUSE,
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
