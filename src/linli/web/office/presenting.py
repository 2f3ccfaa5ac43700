"""What the pages of a season show, prepared: masked, in the office's words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.queries import (
    ClauseSection,
    Overview,
    clause_sections,
    find_applications,
    overview,
)
from linli.apps.seasons.models import Season
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
from linli.web.office.forms import FilterForm
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
    """A season in the list, with the document it carries out."""

    season: Season
    document: Document


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """One season in figures."""

    document: Document
    clock: StageClock
    overview: Overview
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


def season_cards(official: User) -> tuple[SeasonCard, ...]:
    """Return the seasons that an official may open, newest first; a rehearsal account sees rehearsals only."""
    seasons = seasons_for(official.scope)
    if official.is_rehearsal:
        seasons = seasons.filter(is_rehearsal=True)
    return tuple(SeasonCard(season, notice_of(season)) for season in seasons)


def season_page(season: Season, official: User, *, today: date) -> SeasonPage:
    """Return what the overview of a season shows to an official."""
    return SeasonPage(
        document=notice_of(season),
        clock=stage_clock(season, today),
        overview=overview(season, official.scope),
        key_figures=figures_of(season, _KEY_FIGURES),
        scope_name=scope_name(official),
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
