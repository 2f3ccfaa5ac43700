"""The days of a season as the office reads them, and what an extension would move."""

from dataclasses import dataclass
from datetime import date

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import FINAL, State
from linli.apps.dashboard.moving_on import Undone, undone
from linli.apps.drafts.models import Draft
from linli.apps.holidays.queries import work_calendar
from linli.apps.seasons.extending import ExtensionPlan, reporting_limit
from linli.apps.seasons.extensions import Extension, extensions_of
from linli.apps.seasons.models import ORDER, Publication, Season, Stage
from linli.apps.seasons.permissions import Permission, may_act_in_season
from linli.apps.seasons.queries import Figure, StageClock, figures_of, first_day, stage_clock
from linli.web.office.window_presenting import Calendar, WindowLine, lines

_SINGLE_DAYS = ("diploma_deadline",)


@dataclass(frozen=True, slots=True)
class NextStage:
    """The stage that follows, and whether the present one still has days to run."""

    stage: Stage
    present: Stage
    last_day: date
    is_early: bool

    @property
    def early(self) -> str:
        """Return until when the present stage still runs, blank if it has ended."""
        if not self.is_early:
            return ""
        return f"“{self.present.label}”到{self.last_day.month}月{self.last_day.day}日24时才结束"


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """A season's days: the clock, the windows, what was extended and published."""

    clock: StageClock
    today: date
    windows: tuple[WindowLine, ...]
    lacking: tuple[str, ...]
    extensions: tuple[Extension, ...]
    publications: tuple[Publication, ...]
    following: NextStage | None
    undone: Undone
    can_extend: bool
    permission: Permission


@dataclass(frozen=True, slots=True)
class ExtensionPage:
    """What an extension would move: days, working days, registrations, and what stays.

    ``notice_days`` are the working days that a public notice takes; ``notice_over`` is the last of
    them where it is posted on the first day of its stage, ``None`` where the calendar lacks a year.
    """

    plan: ExtensionPlan
    windows: tuple[WindowLine, ...]
    lacking: tuple[str, ...]
    applications: int
    drafts: int
    supplements: int
    notice_days: int
    notice_over: date | None
    selection_over: date
    reporting_over: date
    reporting_limit: date
    reporting_clause: str
    staying: tuple[Figure, ...]

    @property
    def is_notice_short(self) -> bool:
        """Tell whether even a notice posted on the first day would outlast its stage (D0 三(五))."""
        return self.notice_over is not None and self.notice_over > self.selection_over

    @property
    def is_reporting_late(self) -> bool:
        """Tell whether people would report later than the document allows (D0 三(七))."""
        return self.reporting_over > self.reporting_limit


def schedule_page(season: Season, official: User, *, today: date) -> SchedulePage:
    """Return what the schedule of a season shows on a day."""
    calendar = Calendar(work_calendar(), [])
    windows = sorted(season.windows.all(), key=lambda one: ORDER.index(Stage(one.stage)))
    return SchedulePage(
        clock=stage_clock(season, today),
        today=today,
        windows=lines(
            calendar,
            (
                (Stage(one.stage), (one.first_day, one.last_day), None, one.clause)
                for one in windows
            ),
        ),
        lacking=tuple(calendar.lacking),
        extensions=extensions_of(season),
        publications=tuple(season.publications.all()),
        following=_following(season, today),
        undone=undone(season),
        can_extend=any(
            ORDER.index(Stage(one.stage)) >= ORDER.index(Stage(season.stage))
            and one.last_day >= today
            for one in windows
        ),
        permission=may_act_in_season(official, season, (Office.CITY,), act="安排日程"),
    )


def _following(season: Season, today: date) -> NextStage | None:
    present = Stage(season.stage)
    if present is Stage.CLOSED:
        return None
    last_day = season.window(present).last_day
    return NextStage(ORDER[ORDER.index(present) + 1], present, last_day, today <= last_day)


def extension_page(season: Season, plan: ExtensionPlan) -> ExtensionPage:
    """Return what an extension would move, with its counts."""
    calendar = Calendar(work_calendar(), [])
    clauses = {one.stage: one.clause for one in season.windows.all()}
    windows = lines(
        calendar,
        (
            (one.stage, one.after, one.before if one.moves else None, clauses[one.stage.value])
            for one in plan.moves
        ),
    )
    after = {one.stage: one.after for one in plan.moves}
    selection = after[Stage.SELECTION]
    notice_days = season.pack.whole("notice_working_days", first_day(season))
    notice_over = calendar.last_day(selection[0], notice_days)
    running = Application.objects.filter(season=season).exclude(state__in=FINAL)
    return ExtensionPage(
        plan=plan,
        windows=windows,
        lacking=tuple(calendar.lacking),
        applications=running.count(),
        drafts=Draft.objects.filter(season=season, application=None).count(),
        supplements=running.filter(state=State.SUPPLEMENT_REQUESTED).count(),
        notice_days=notice_days,
        notice_over=notice_over,
        selection_over=selection[1],
        reporting_over=after[Stage.REPORTING][1],
        reporting_limit=reporting_limit(season),
        reporting_clause=clauses[Stage.REPORTING],
        staying=figures_of(season, _SINGLE_DAYS),
    )
