"""What the pages of a season show, prepared: masked, in the office's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.core.paginator import Page, Paginator

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.overview import (
    CountyRow,
    FunnelStep,
    Overview,
    funnel_of,
    overview,
)
from linli.apps.applications.queries import (
    ClauseSection,
    clause_sections,
    find_applications,
    received_in,
)
from linli.apps.dashboard.queries import due_for, terms_of
from linli.apps.dashboard.standing import unfinished
from linli.apps.holidays.queries import work_calendar
from linli.apps.seasons.models import ORDER, Season, Stage
from linli.apps.seasons.queries import (
    Figure,
    StageClock,
    figures_of,
    notice_of,
    seasons_for,
    stage_clock,
)
from linli.core.identity.names import mask_name
from linli.core.policy import Document
from linli.web.design.badges import Badge
from linli.web.office.county_board import Board, board_of, wishes_of
from linli.web.office.due_presenting import DueTask, WorkingDays, due_sentence, due_tasks
from linli.web.office.forms import FilterForm
from linli.web.office.window_presenting import Calendar
from linli.web.office.words import proposal_badge, state_badge

PAGE_SIZE = 50
_KEY_FIGURES = (
    "quota_total",
    "community_total",
    "service_months",
    "diploma_deadline",
    "interview_ratio",
    "tie_chain",
    "notice_working_days",
)


@dataclass(frozen=True, slots=True)
class SeasonCard:
    """A season in the list, with the document it carries out, and how much is due there."""

    season: Season
    document: Document
    received: int
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """One season: what is due, where it stands, its figures. ``unfinished`` says what the stage waits for.

    ``funnel`` is that of the county chosen in the board's wishes, or of the whole scope.
    """

    document: Document
    due: tuple[DueTask, ...]
    clock: StageClock
    unfinished: str
    overview: Overview
    funnel: tuple[FunnelStep, ...]
    funnel_scope: str
    board: Board
    key_figures: tuple[Figure, ...]
    scope_name: str


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """The documents of a season's pack, and what the pack leaves out."""

    documents: tuple[Document, ...]
    left_out: tuple[str, ...]
    sections: tuple[ClauseSection, ...]


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application in the list. The name is masked."""

    case_number: str
    name: str
    county: str
    state: Badge
    proposal: Badge
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """One page of the list."""

    page: Page[Application]
    rows: tuple[ApplicationRow, ...]
    scope_name: str


def season_cards(official: User, *, today: date) -> tuple[SeasonCard, ...]:
    """Return the seasons that an official may open, newest first; a rehearsal account sees rehearsals only."""
    found = seasons_for(official.scope).filter(withdrawn_at=None).prefetch_related("windows")
    if official.is_rehearsal:
        found = found.filter(is_rehearsal=True)
    seasons = list(found)
    due = due_for(official, seasons, today=today)
    received = received_in(seasons, official.scope)
    return tuple(
        SeasonCard(
            season,
            notice_of(season),
            received.get(season.pk, 0),
            ""
            if season.stage == Stage.CLOSED and not due[season.pk]
            else due_sentence(due[season.pk]),
            any(one.is_late for one in due[season.pk]),
        )
        for season in seasons
    )


def season_page(
    season: Season, official: User, *, today: date, asked: Mapping[str, str] = MappingProxyType({})
) -> SeasonPage:
    """Return what the overview of a season shows to an official; ``asked`` is the address's query."""
    figures = overview(season, official.scope)
    counties = dict(season.quotas.values_list("county_id", "county__name"))
    wishes = wishes_of(asked, [row.code for row in figures.counties if row.code])
    chosen = next(
        (row for row in figures.counties if row.code and row.code == wishes.county), figures.total
    )
    calendar = Calendar(work_calendar(), [])

    def working_days(last: date) -> int | None:
        period = calendar.period(today, last) if last >= today else None
        return period.working_days if period and not season.is_rehearsal else None

    clock = stage_clock(season, today)
    return SeasonPage(
        document=notice_of(season),
        due=due_tasks(
            season,
            official,
            due_for(official, [season], today=today)[season.pk],
            working_days=working_days,
        ),
        clock=clock,
        unfinished=_unfinished(season, figures.total, clock, working_days),
        overview=figures,
        funnel=funnel_of(chosen.counts),
        funnel_scope=chosen.name if chosen.code else scope_name(official),
        board=board_of(
            figures.counties,
            figures.total,
            counties,
            wishes,
            terms=terms_of(season),
            own=official.scope,
            today=today,
        ),
        key_figures=figures_of(season, _KEY_FIGURES),
        scope_name=scope_name(official),
    )


def _unfinished(
    season: Season, total: CountyRow, clock: StageClock, working_days: WorkingDays
) -> str:
    """Return what the present stage has left of working days, and what it still has to finish."""
    stage = Stage(season.stage)
    if clock.current is None:
        return ""
    left = working_days(clock.current.last_day)
    days = f"含今天还有{left}个工作日。" if left is not None else ""
    following = ORDER[ORDER.index(stage) + 1]
    before = "结束招募季" if following is Stage.CLOSED else f"转入“{following.label}”"
    waiting = "、".join(
        f"{state.label}{number}人" for state, number in unfinished(stage, total.states)
    )
    return (
        f"{days}{before}以前还要办完：{waiting}。" if waiting else f"{days}本阶段没有未办完的报名。"
    )


def policy_page(season: Season) -> PolicyPage:
    """Return what the pack of a season says, clause by clause."""
    pack = season.pack
    return PolicyPage(tuple(pack.documents.values()), pack.left_out, clause_sections(season))


def application_page(
    season: Season, official: User, form: FilterForm, number: str
) -> ApplicationPage:
    """Return one page of the applications that an official sees and the filter lets through."""
    scope = official.scope if form.is_valid() else "-"
    found = find_applications(season, scope, **form.wishes)
    page = Paginator(found, PAGE_SIZE).get_page(number)
    return ApplicationPage(
        page, tuple(_row(application) for application in page), scope_name(official)
    )


def scope_name(official: User) -> str:
    """Return the name of the division whose subtree an official sees."""
    return official.division.name if official.division else "（未设置区划）"


def _row(application: Application) -> ApplicationRow:
    return ApplicationRow(
        case_number=application.case_number,
        name=mask_name(application.person.name),
        county=application.county.name if application.county else "未转县",
        state=state_badge(application),
        proposal=proposal_badge(application.proposal),
        received_at=application.received_at,
    )
