"""What the page of a county's reserve shows, prepared: names masked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator

from linli.apps.applications.models import Application
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import (
    mark_of_reserve,
    open_vacancies,
    reserve_queue,
    why_reserve_is_needed,
)
from linli.apps.selection.reserve_queries import Link, ReserveCounts, chains_of, reserve_counts
from linli.core.identity.names import mask_name
from linli.web.design.badges import Badge
from linli.web.office.presenting import PAGE_SIZE
from linli.web.office.words import state_badge


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One person of the reserve; ``place`` is where they stand now, ``rank`` where they were queued."""

    place: int
    case_number: str
    name: str
    total: str
    rank: int
    reason: str


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """Who left a place that is open still, and how."""

    case_number: str
    name: str
    state: Badge


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One vacancy of a chain: who left and why, who moved up, when. ``filler`` is blank if nobody."""

    leaver: str
    reason: str
    filler: str
    name: str
    position: int | None
    now: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ReservePage:
    """A county's reserve: its figures, the queue, open vacancies, the chains; why it must wait."""

    county: Division
    counts: ReserveCounts
    queue: tuple[QueueRow, ...]
    vacancies: tuple[VacancyRow, ...]
    chains: tuple[tuple[LinkRow, ...], ...]
    needed: str
    mark: str

    def pages(self, number: str) -> Page[QueueRow]:
        """Return one page of the queue."""
        return Paginator(self.queue, PAGE_SIZE).get_page(number)


def reserve_page(season: Season, county: Division, *, today: date) -> ReservePage:
    """Return what the page of a county's reserve shows on a day."""
    queue = reserve_queue(season, county.code, on=today)
    (counts,) = reserve_counts(season, county.code)
    needed = why_reserve_is_needed(season, county.code)
    vacancies = open_vacancies(season, county.code).select_related("person")
    return ReservePage(
        county=county,
        counts=counts,
        queue=tuple(_queued(place, one) for place, one in enumerate(queue, start=1)),
        vacancies=tuple(
            VacancyRow(one.case_number, mask_name(one.person.name), state_badge(one))
            for one in vacancies.order_by("case_number")
        ),
        chains=tuple(
            tuple(_link(link) for link in chain) for chain in chains_of(season, county.code)
        ),
        needed=needed.sentence() if needed else "",
        mark=mark_of_reserve(queue),
    )


def _queued(place: int, one: Application) -> QueueRow:
    return QueueRow(
        place=place,
        case_number=one.case_number,
        name=mask_name(one.person.name),
        total=str(one.score),
        rank=one.placement.rank,
        reason=one.placement.reason,
    )


def _link(link: Link) -> LinkRow:
    one = link.backfill
    return LinkRow(
        leaver=one.leaver.case_number,
        reason=one.reason.removeprefix(f"报名{one.leaver.case_number}"),
        filler=one.filler.case_number if one.filler else "",
        name=mask_name(one.filler.person.name) if one.filler else "",
        position=one.queue_position,
        now=one.filler.state_label if one.filler else "",
        at=link.at,
    )
