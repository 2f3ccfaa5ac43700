"""What opening a season would fix, as the city's office reads it before it confirms."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.queries import officials_of_city
from linli.apps.holidays.queries import work_calendar
from linli.apps.places.models import Division
from linli.apps.seasons.actions import same_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.planning import SeasonPlan
from linli.apps.seasons.queries import Figure, figures_on
from linli.core.policy import Document
from linli.web.office.window_presenting import Calendar, WindowLine, lines

_FIXED = (
    *("quota_total", "service_months", "diploma_deadline", "interview_ratio", "tie_chain"),
    "notice_working_days",
)


@dataclass(frozen=True, slots=True)
class CountyLine:
    """A county with its places, its communities and who of its office can act."""

    name: str
    places: int
    communities: int
    differs: bool
    officials: str


@dataclass(frozen=True, slots=True)
class SetupPage:
    """A planned season. ``missing`` are codes that the table of divisions lacks."""

    plan: SeasonPlan
    document: Document
    city: str
    counties: tuple[CountyLine, ...]
    windows: tuple[WindowLine, ...]
    figures: tuple[Figure, ...]
    offices: tuple[tuple[str, str], ...]
    unstaffed: tuple[str, ...]
    missing: tuple[str, ...]
    lacking: tuple[str, ...]
    others: tuple[Season, ...]
    same: Season | None

    @property
    def county_places(self) -> int:
        """Return the places of all counties together."""
        return sum(one.places for one in self.counties)

    @property
    def differing(self) -> tuple[CountyLine, ...]:
        """Return the counties whose places differ from their communities (requirements A4)."""
        return tuple(one for one in self.counties if one.differs)

    @property
    def can_open(self) -> bool:
        """Tell whether nothing stands against opening."""
        return not self.missing


def setup_page(plan: SeasonPlan) -> SetupPage:
    """Return what a plan shows, with five queries."""
    codes = [plan.city, *(one.code for one in plan.counties)]
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    people = _people(plan)
    counties = tuple(
        CountyLine(
            names.get(one.code, one.code),
            one.places,
            one.communities,
            one.differs_from_communities,
            _named(people[Office.COUNTY, one.code]),
        )
        for one in plan.counties
    )
    calendar = Calendar(work_calendar(), [])
    windows = lines(
        calendar,
        (
            (
                one.stage,
                (one.first_day, one.last_day),
                one.document if plan.shift else None,
                one.clause,
            )
            for one in plan.windows
        ),
    )
    return SetupPage(
        plan=plan,
        document=plan.pack.notice,
        city=names.get(plan.city, plan.city),
        counties=counties,
        windows=windows,
        figures=figures_on(plan.pack, plan.day, _FIXED),
        offices=tuple(
            (str(office.label), _named(people[office, plan.city]))
            for office in (Office.CITY, Office.FINANCE, Office.AUDITOR)
        ),
        unstaffed=tuple(one.name for one in counties if not one.officials),
        missing=tuple(code for code in codes if code not in names),
        lacking=tuple(calendar.lacking),
        others=tuple(Season.objects.standing().filter(city_id=plan.city).exclude(stage="closed")),
        same=same_season(plan),
    )


def _people(plan: SeasonPlan) -> Mapping[tuple[str, str], list[User]]:
    found: dict[tuple[str, str], list[User]] = defaultdict(list)
    for one in officials_of_city(plan.city, is_rehearsal=plan.is_rehearsal):
        found[one.office, one.division_id or ""].append(one)
    return found


def _named(people: Iterable[User]) -> str:
    return "、".join(str(one) for one in people)
