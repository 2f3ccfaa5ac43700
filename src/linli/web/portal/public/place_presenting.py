"""Places by county for the public: a table, and tiles or a map shaded by them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.fields.json import KT

from linli.apps.applications.states import State
from linli.apps.places.queries import counties_of
from linli.apps.seasons.models import Quota, Season
from linli.apps.seasons.queries import first_day
from linli.web.design.shading import shade_of
from linli.web.portal.public.maps import MapShape, county_map


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One county: its places, communities, people who have applied so far (``None``: not shown).

    ``shade`` is 1 for the quarter of the counties with the fewest places up to ``SHADES``.
    """

    code: str
    name: str
    places: int
    communities: int
    applied: int | None
    differs: bool
    shade: int


@dataclass(frozen=True, slots=True)
class CountyShape:
    """A county on the map: its row, its outline, where its name goes."""

    row: PlaceRow
    outline: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CountyMap:
    """The map of a season's counties, its size in the units of the outlines, its approval number."""

    width: int
    height: int
    approval: str
    shapes: tuple[CountyShape, ...]


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """The counties in the order of their codes, the sums, the map where the office supplies one."""

    rows: tuple[PlaceRow, ...]
    places: int
    communities: int
    applied: int | None
    map: CountyMap | None
    count_clause: str
    count_reading: str


def places_page(season: Season) -> PlacesPage:
    """Return what the page of places shows. Source: D0 附件1; requirements A3, A4."""
    quotas = list(season.quotas.select_related("county").order_by("county_id"))
    counts = _applied(season) if _shows_count(season, first_day(season)) else None
    rows = _rows(quotas, counts)
    parameter = season.pack.parameter("shows_application_count")
    return PlacesPage(
        rows,
        sum(row.places for row in rows),
        sum(row.communities for row in rows),
        sum(row.applied or 0 for row in rows) if counts is not None else None,
        _map(season, rows),
        parameter.clause,
        parameter.reading,
    )


def _shows_count(season: Season, day: date) -> bool:
    return season.pack.scalar("shows_application_count", day) is True


def _applied(season: Season) -> dict[str, int]:
    """Return how many applications stand in each county named first, by its code.

    One that has not been routed yet counts where its form says. Withdrawn ones do not count.
    """
    standing = season.applications.exclude(state=State.WITHDRAWN).order_by()
    routed = standing.exclude(applied_county=None).values_list("applied_county_id")
    counts = Counter(dict(routed.annotate(Count("pk"))))
    waiting = standing.filter(applied_county=None, form__intended__city=season.city.name)
    named = waiting.annotate(named=KT("form__intended__county")).values_list("named")
    codes = {name: county.code for name, county in counties_of(season.city_id).items()}
    for name, number in named.annotate(Count("pk")):
        if name in codes:
            counts[codes[name]] += number
    return dict(counts)


def _rows(quotas: list[Quota], counts: dict[str, int] | None) -> tuple[PlaceRow, ...]:
    sizes = [quota.places for quota in quotas]
    return tuple(
        PlaceRow(
            quota.county_id,
            quota.county.name,
            quota.places,
            quota.communities,
            None if counts is None else counts.get(quota.county_id, 0),
            quota.differs_from_communities,
            shade_of(quota.places, sizes),
        )
        for quota in quotas
    )


def _map(season: Season, rows: tuple[PlaceRow, ...]) -> CountyMap | None:
    """Return the map that the office supplies, if it shows exactly the season's counties."""
    found = county_map(season.city_id, frozenset(row.name for row in rows))
    if found is None:
        return None
    shapes: dict[str, MapShape] = {shape.name: shape for shape in found.shapes}
    return CountyMap(
        found.width,
        found.height,
        found.approval,
        tuple(
            CountyShape(row, shapes[row.name].outline, shapes[row.name].x, shapes[row.name].y)
            for row in rows
        ),
    )
