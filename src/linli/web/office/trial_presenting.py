"""What the pages of a trial show, prepared: names masked, figures those of the trial's own tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from linli.apps.accounts.models import User
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission
from linli.apps.selection.explaining import explain_trial, method_words, ranking_words
from linli.apps.selection.models import PlacementTrial, TrialPlacement
from linli.apps.selection.permissions import may_try_placement
from linli.apps.selection.placement_basis import wording_of
from linli.apps.selection.trial_queries import (
    Readiness,
    readiness,
    rows_of_trial,
    totals_of,
    trial_figures,
    trials_of,
    with_sums,
)
from linli.core.identity.names import mask_name
from linli.core.placement import PlacementStatus, Wording
from linli.core.placement.comparing import PostFigures
from linli.core.placement.published_result import ResultRow
from linli.web.design.badges import Badge
from linli.web.office.placement_case import STATUS_BADGES, PlacementCard, choice_rows
from linli.web.office.presenting import PAGE_SIZE
from linli.web.office.trial_forms import PeopleForm


@dataclass(frozen=True, slots=True)
class TrialsPage:
    """The trials of a season, newest first, and whether another one can be made."""

    readiness: Readiness
    may_try: Permission
    page: Page[PlacementTrial]


@dataclass(frozen=True, slots=True)
class CountyFigures:
    """A county in a trial."""

    code: str
    name: str
    figures: PostFigures


@dataclass(frozen=True, slots=True)
class TrialPage:
    """One trial: how it was made, and what it would come to by county."""

    trial: PlacementTrial
    counties: tuple[CountyFigures, ...]
    placed: int
    reserve: int
    unplaced: int
    method: str
    method_clause: str
    ranking: str
    ranking_clause: str
    before: int

    @property
    def candidates(self) -> int:
        """Return how many were ranked."""
        return self.placed + self.reserve + self.unplaced

    @property
    def places(self) -> int:
        """Return how many places there were to give."""
        return sum(row.figures.places for row in self.counties)


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One person in a trial. The name is masked; ``reason`` is the engine's sentence."""

    case_number: str
    name: str
    total: str
    merit_rank: int
    result: Badge
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the people of a trial."""

    trial: PlacementTrial
    page: Page[TrialPlacement]
    rows: tuple[TrialRow, ...]


def trials_page(season: Season, official: User, number: str, *, today: date) -> TrialsPage:
    """Return what the list of trials shows to an official on a day."""
    page = Paginator(with_sums(trials_of(season)), PAGE_SIZE).get_page(number)
    return TrialsPage(readiness(season, today), may_try_placement(official, season), page)


def trial_page(trial: PlacementTrial) -> TrialPage:
    """Return what the page of a trial shows. Raises ``TableRefused``."""
    pack, day = trial.season.pack, beijing_date(trial.made_at)
    figures, names = trial_figures(trial), county_names(trial.season)
    placed, reserve = (
        sum(getattr(one, name) for one in figures.values()) for name in ("admitted", "reserve")
    )
    return TrialPage(
        trial=trial,
        counties=tuple(
            CountyFigures(code, names.get(code, code), one) for code, one in figures.items()
        ),
        placed=placed,
        reserve=reserve,
        unplaced=trial.placements.filter(status=PlacementStatus.UNPLACED).count(),
        method=method_words(trial),
        method_clause=pack.clause("placement_rule", day),
        ranking=ranking_words(trial),
        ranking_clause=pack.clause("tie_chain", day),
        before=trial.number - 1,
    )


def county_names(season: Season) -> Mapping[str, str]:
    """Return the counties of a season by code."""
    return dict(season.quotas.values_list("county_id", "county__name"))


def people_page(trial: PlacementTrial, form: PeopleForm, number: str) -> PeoplePage:
    """Return one page of the people of a trial whom the filter lets through. Raises ``TableRefused``."""
    wishes = form.wishes if form.is_valid() else {"number": "-", "county": "", "status": ""}
    found = rows_of_trial(trial, county=wishes["county"], status=wishes["status"])
    if wishes["number"]:
        found = found.filter(application__case_number__contains=wishes["number"])
    page = Paginator(found, PAGE_SIZE).get_page(number)
    totals = totals_of(trial)
    wording = wording_of(trial.season.pack, beijing_date(trial.made_at))
    return PeoplePage(trial, page, tuple(_row(one, totals, wording) for one in page))


def _row(one: TrialPlacement, totals: Mapping[str, str], wording: Wording) -> TrialRow:
    number = one.application.case_number
    county = one.county.name if one.county else ""
    status = PlacementStatus(one.status)
    return TrialRow(
        case_number=number,
        name=mask_name(one.application.person.name),
        total=totals.get(number, ""),
        merit_rank=one.merit_rank,
        result=STATUS_BADGES[status],
        outcome=outcome_words(status, county, one.choice, one.rank, wording),
        reason=one.reason,
    )


def outcome_words(
    status: PlacementStatus, county: str, choice: int, rank: int, wording: Wording
) -> str:
    """Return in a few words where a placement puts somebody."""
    if status is PlacementStatus.PLACED:
        return f"{county}（{wording.choice(choice)}）"
    return f"{county}递补第{rank}位" if status is PlacementStatus.RESERVE else "未入围"


def result_words(row: ResultRow, names: Mapping[str, str], wording: Wording) -> str:
    """Return the same of a row as it is published."""
    county = names.get(row.post, row.post)
    return outcome_words(row.status, county, row.choice, row.rank, wording)


def trial_card(placement: TrialPlacement) -> PlacementCard:
    """Return one person's reasons in a trial, choice by choice. Raises ``TableRefused``."""
    told = explain_trial(placement)
    number = placement.application.case_number
    total = totals_of(placement.run).get(number, "")
    return PlacementCard(
        badge=STATUS_BADGES[PlacementStatus(placement.status)],
        outcome=told.outcome,
        standing=f"面见总分{total}分，本次试算第{placement.merit_rank}名",
        choices=choice_rows(told.choices),
        later=(),
        run=None,
        county="",
    )


def first_numbers(numbers: Sequence[str]) -> Sequence[str]:
    """Return as many case numbers as a page lists."""
    return numbers[:PAGE_SIZE]
