"""What the pages of a county's public notice show, prepared: the list to come, the lists that are posted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.holidays.queries import work_calendar
from linli.apps.ledger.actions import beijing_date
from linli.apps.notices.actions import (
    ListPreview,
    NobodyToPropose,
    is_public,
    open_objections,
    preview_list,
)
from linli.apps.notices.models import Listing, Objection, Posting, PublicNotice
from linli.apps.notices.timing import PostedTooEarly, is_after_stage, require_begun
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal
from linli.core.workdays import DayKind, days
from linli.web.design.badges import GOOD, QUIET, WAITING, Badge
from linli.web.office.words import state_badge

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class PeriodDay:
    """One day of a period; ``number`` is the how-manieth working day that counts, 0 for none."""

    day: date
    word: str
    number: int

    @property
    def label(self) -> str:
        """Return the day with its weekday."""
        return f"{self.day.month}月{self.day.day}日（{_WEEKDAYS[self.day.weekday()]}）"


@dataclass(frozen=True, slots=True)
class ComingList:
    """The list as it would be public now; ``refusal`` says why none can be posted.

    ``unfinished`` counts who still waits for the medical check: they come on a further list.
    ``too_early`` says from when the list can be posted; ``is_late`` asks for a reason.
    """

    preview: ListPreview | None
    period: tuple[PeriodDay, ...]
    refusal: str
    unfinished: int
    too_early: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class PostedRow:
    """One posted list in the table."""

    notice: PublicNotice
    people: int
    standing: Badge
    open_objections: int


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A county's public notice: the list to come and those posted."""

    coming: ComingList
    posted: tuple[PostedRow, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a posted list, with the case behind it and where it stands."""

    position: int
    case_number: str
    name: str
    school: str
    major: str
    state: Badge
    open_objections: int
    is_proposed: bool
    last_day: date | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """One posted list: its people, its channels, whom a confirmation would take and whom not."""

    notice: PublicNotice
    standing: Badge
    today: date
    later: PublicNotice | None
    period: tuple[PeriodDay, ...]
    people: tuple[PersonRow, ...]
    postings: tuple[Posting, ...]

    @property
    def clear(self) -> tuple[PersonRow, ...]:
        """Return who is proposed and has no open objection."""
        return tuple(one for one in self.people if one.is_proposed and not one.open_objections)

    @property
    def due(self) -> tuple[PersonRow, ...]:
        """Return who of them has hung for the whole period."""
        return tuple(one for one in self.clear if one.last_day and one.last_day < self.today)

    @property
    def first_end(self) -> date:
        """Return the last day of whose period ends first, of those who are proposed."""
        ends = [one.last_day for one in self.people if one.is_proposed and one.last_day]
        return min(ends, default=self.notice.last_day)

    @property
    def is_over(self) -> bool:
        """Tell whether anybody's period is over."""
        return self.first_end < self.today

    @property
    def held(self) -> tuple[PersonRow, ...]:
        """Return who is proposed and held back by an open objection."""
        return tuple(one for one in self.people if one.is_proposed and one.open_objections)


def notice_page(season: Season, county: str, *, today: date) -> NoticePage:
    """Return what the page of a county's public notice shows on a day."""
    return NoticePage(_coming(season, county, today), _posted(season, county, today))


def _coming(season: Season, county: str, today: date) -> ComingList:
    waiting = season.applications.filter(county_id=county).in_state(State.PLACED).count()
    try:
        preview = preview_list(season, county, on=today)
    except NobodyToPropose:
        return ComingList(None, (), "", waiting)
    except Refusal as refusal:
        return ComingList(None, (), refusal.sentence(), waiting)
    period = period_days(season, preview.posted_on, preview.last_day)
    is_late = is_after_stage(season, today)
    return ComingList(preview, period, "", waiting, _too_early(season, today), is_late)


def _too_early(season: Season, today: date) -> str:
    """Return why a list cannot be posted yet, blank from the first day of the stage on."""
    try:
        require_begun(season, today)
    except PostedTooEarly as refusal:
        return refusal.sentence()
    return ""


def period_days(season: Season, first: date, last: date) -> tuple[PeriodDay, ...]:
    """Return the days of a period, each with what it is by the State's calendar."""
    calendar = work_calendar()
    counts_first = bool(season.pack.scalar("notice_counts_posting_day", first))
    found: list[PeriodDay] = []
    number = 0
    for day in days(first, last):
        is_counted = calendar.is_working_day(day) and (day != first or counts_first)
        number += is_counted
        word = _word(day, calendar.exceptions.get(day), is_counted, is_first=day == first)
        found.append(PeriodDay(day, word, number if is_counted else 0))
    return tuple(found)


def _word(day: date, kind: DayKind | None, is_counted: bool, *, is_first: bool) -> str:
    if kind is DayKind.HOLIDAY:
        return "放假"
    if kind is DayKind.MAKE_UP and is_counted:
        return "补班"
    if day.weekday() >= 5 and kind is None:
        return "周末"
    return "" if is_counted or not is_first else "张贴当日，不计"


def _posted(season: Season, county: str, today: date) -> tuple[PostedRow, ...]:
    proposed = Q(listings__application__state=State.PROPOSED)
    found = (
        season.notices.filter(county_id=county)
        .select_related("county", "corrected_by")
        .annotate(proposed=Count("listings", filter=proposed))
        .order_by("-number")
    )
    # A correction takes over the people, and with them what is objected to them.
    lists = Objection.objects.filter(status=Objection.Status.OPEN).order_by()
    lists = lists.filter(application__listing__notice__in=found)
    counts = Counter(lists.values_list("application__listing__notice", flat=True))
    return tuple(
        PostedRow(one, len(one.rows), _standing(one, one.proposed, today), counts[one.pk])
        for one in found
    )


def _standing(notice: PublicNotice, proposed: int, today: date) -> Badge:
    if hasattr(notice, "corrected_by"):
        return Badge(f"已由第{notice.corrected_by.number}份更正", QUIET)
    if is_public(notice, today):
        return Badge("公示中", WAITING)
    return Badge("期满，待确定", WAITING) if proposed else Badge("已办理完毕", GOOD)


def list_page(notice: PublicNotice, *, today: date) -> ListPage:
    """Return what the page of one posted list shows on a day."""
    found = notice.listings.select_related("application", "notice").defer("application__form")
    listings = {one.position: one for one in found}
    counts = open_objections([one.application_id for one in listings.values()])
    people = tuple(_person(row, listings.get(row["number"]), counts) for row in notice.rows)
    return ListPage(
        notice=notice,
        standing=_standing(notice, sum(one.is_proposed for one in people), today),
        today=today,
        later=getattr(notice, "corrected_by", None),
        period=period_days(notice.season, notice.posted_on, notice.last_day),
        people=people,
        postings=tuple(notice.postings.all()),
    )


def _person(
    row: Mapping[str, Any], listing: Listing | None, counts: Mapping[int, int]
) -> PersonRow:
    """Return one line; whoever moved to a correction is found there."""
    application = listing.application if listing else None
    return PersonRow(
        position=row["number"],
        case_number=application.case_number if application else "",
        name=row["name"],
        school=row["school"],
        major=row["major"],
        state=state_badge(application) if application else Badge("见更正后的名单", QUIET),
        open_objections=counts.get(application.pk, 0) if application else 0,
        is_proposed=application is not None and application.state == State.PROPOSED,
        last_day=listing.last_day if listing else None,
    )


def alike_label(objection: Objection) -> str:
    """Return one objection as a line of choice: against whom, when, how it came."""
    application: Application = objection.application
    day = beijing_date(objection.received_at)
    way = objection.get_way_display() or "其他方式"
    who = "匿名" if objection.is_anonymous else "署名"
    return f"对{application.case_number}，{day.month}月{day.day}日，{way}，{who}"
