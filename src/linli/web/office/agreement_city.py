"""What the city's page of agreements shows, prepared: counties against their places, what waits to be filed."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from linli.apps.agreements.filing import with_paper, without_paper
from linli.apps.agreements.models import Agreement
from linli.apps.agreements.paper_files import IN_FORCE
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.places.queries import counties_of
from linli.apps.seasons.models import Season
from linli.apps.workforce.reporting import overdue_in
from linli.core.identity.names import mask_name
from linli.web.office.presenting import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class CountyRow:
    """How far one county has come; ``formal`` have not signed yet."""

    code: str
    name: str
    places: int
    formal: int
    signed: int
    without_paper: int
    filed: int
    reported: int
    overdue: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An agreement that waits to be filed; ``has_paper`` tells whether its signed paper is there."""

    key: int
    number: str
    name: str
    county: str
    place: str
    signed_on: date
    has_paper: bool


@dataclass(frozen=True, slots=True)
class CityPage:
    """The city's filing. ``waiting`` holds a page of agreements at most; ``left`` counts all that wait."""

    places: int
    counties: tuple[CountyRow, ...]
    total: CountyRow
    waiting: tuple[WaitingRow, ...]
    left: int
    county: Division | None

    @property
    def all_waiting(self) -> int:
        """Return how many agreements of all counties wait."""
        return self.total.signed - self.total.filed

    @property
    def free(self) -> int:
        """Return how many more the city may take on record."""
        return self.places - self.total.filed


def city_page(season: Season, county: str, *, today: date) -> CityPage:
    """Return what the city's page shows on a day, its waiting list that of one county where one is named."""
    counties = {one.code: one for one in counties_of(season.city_id).values()}
    rows = _rows(season, counties, today)
    scope = county if county in counties else season.city_id
    waiting = with_paper(
        Agreement.objects.filter(
            application__season=season,
            application__state=State.SIGNED,
            application__county__code__startswith=scope,
        )
        .select_related("application__person", "application__county", "street", "community")
        .order_by("number")
    )
    return CityPage(
        places=season.pack.whole("quota_total", today),
        counties=rows,
        total=_total(rows),
        waiting=tuple(_waiting(one) for one in waiting[:PAGE_SIZE]),
        left=waiting.count(),
        county=counties.get(county),
    )


def _rows(season: Season, counties: dict[str, Division], today: date) -> tuple[CountyRow, ...]:
    places = dict(season.quotas.values_list("county_id", "places"))
    states: dict[str, Counter[str]] = defaultdict(Counter)
    asked = season.applications.in_state(State.FORMAL, *IN_FORCE)
    for county, state in asked.values_list("county_id", "state"):
        states[county or ""][state] += 1
    lacking = without_paper(
        Agreement.objects.filter(application__season=season, application__state__in=IN_FORCE)
    )
    missing = Counter(lacking.values_list("application__county_id", flat=True))
    late = overdue_in(season, season.city_id, today=today)
    overdue = Counter(late.values_list("county_id", flat=True))
    return tuple(
        CountyRow(
            code=code,
            name=county.name,
            places=places.get(code, 0),
            formal=states[code][State.FORMAL],
            signed=sum(states[code][one] for one in IN_FORCE),
            without_paper=missing[code],
            filed=states[code][State.FILED] + states[code][State.REPORTED],
            reported=states[code][State.REPORTED],
            overdue=overdue[code],
        )
        for code, county in counties.items()
    )


def _total(rows: tuple[CountyRow, ...]) -> CountyRow:
    return CountyRow(
        code="",
        name="合计",
        places=sum(one.places for one in rows),
        formal=sum(one.formal for one in rows),
        signed=sum(one.signed for one in rows),
        without_paper=sum(one.without_paper for one in rows),
        filed=sum(one.filed for one in rows),
        reported=sum(one.reported for one in rows),
        overdue=sum(one.overdue for one in rows),
    )


def _waiting(one: Agreement) -> WaitingRow:
    county = one.application.county
    return WaitingRow(
        key=one.pk,
        number=one.number,
        name=mask_name(one.application.person.name),
        county=county.name if county else "",
        place=f"{one.street.name} {one.community.name}",
        signed_on=one.signed_on,
        has_paper=bool(getattr(one, "has_paper")),  # noqa: B009
    )
