"""Questions about a county's reserve: what stands where, and which vacancy led to which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from linli.apps.applications.states import Act, State
from linli.apps.ledger.queries import times_of
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Backfill
from linli.apps.selection.queries import LEFT_A_PLACE
from linli.core.placement import PlacementStatus

_LARGE = ("form", "materials", "findings", "reading", "papers")


@dataclass(frozen=True, slots=True)
class ReserveCounts:
    """A county's reserve in figures; ``empty`` are vacancies that the reserve could not fill."""

    code: str
    name: str
    waiting: int
    open: int
    filled: int
    empty: int
    released: int


@dataclass(frozen=True, slots=True)
class Link:
    """One vacancy dealt with: the backfill, and when the ledger says so."""

    backfill: Backfill
    at: datetime | None


def reserve_counts(season: Season, scope: str) -> tuple[ReserveCounts, ...]:
    """Return the figures of the counties of a subtree of divisions, by code."""
    kinds = {
        "waiting": Q(state=State.RESERVE),
        "open": LEFT_A_PLACE & Q(vacancy=None),
        "filled": Q(vacancy__filler__isnull=False),
        "empty": Q(vacancy__isnull=False, vacancy__filler=None),
        "released": Q(state=State.NOT_RECRUITED, placement__status=PlacementStatus.RESERVE),
    }
    counted = {name: Count("pk", filter=who) for name, who in kinds.items()}
    found = season.applications.filter(county__code__startswith=scope).order_by()
    grouped = found.values("county_id").annotate(**counted)
    rows: dict[str, dict[str, int]] = {
        county: dict(zip(kinds, numbers, strict=True))
        for county, *numbers in grouped.values_list("county_id", *kinds)
    }
    quotas = season.quotas.filter(county__code__startswith=scope).select_related("county")
    return tuple(
        ReserveCounts(
            one.county_id,
            one.county.name,
            **{name: rows.get(one.county_id, {}).get(name, 0) for name in kinds},
        )
        for one in quotas
    )


def chains_of(season: Season, county: str) -> tuple[tuple[Link, ...], ...]:
    """Return a county's vacancies that were dealt with, each chain from who left first.

    Who filled a vacancy and left as well is followed by who filled that one.
    Source: D0 三(四); requirements E4.
    """
    related = ("leaver__person", "leaver__season", "filler__person", "filler__season")
    large = (f"{who}__{name}" for who in ("leaver", "filler") for name in _LARGE)
    backfills = season.backfills.filter(county_id=county).select_related(*related).defer(*large)
    links = {link.backfill.leaver_id: link for link in _dated(backfills.order_by("pk"))}
    fillers = {link.backfill.filler_id for link in links.values()}
    return tuple(_chain(links, leaver) for leaver in links if leaver not in fillers)


def _chain(links: dict[int, Link], leaver: int | None) -> tuple[Link, ...]:
    chain: list[Link] = []
    while leaver in links:
        chain.append(links[leaver])
        leaver = links[leaver].backfill.filler_id
    return tuple(chain)


def _dated(backfills: Iterable[Backfill]) -> list[Link]:
    rows = list(backfills)
    moved_up = times_of([one.filler.subject for one in rows if one.filler], Act.BACKFILL)
    left_empty = times_of([one.leaver.subject for one in rows if not one.filler], "leave_vacant")
    return [
        Link(
            one,
            moved_up.get(one.filler.subject) if one.filler else left_empty.get(one.leaver.subject),
        )
        for one in rows
    ]
