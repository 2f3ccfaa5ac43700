"""Routing from the city to its counties: what would go where, what went, when and by whom.

Source: D0 三(二); requirements B18.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.actions import county_named, route_to_counties
from linli.apps.applications.models import ApplicationQuerySet
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.models import Entry
from linli.apps.places.models import Division
from linli.apps.places.queries import counties_of
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

#: What of an application nobody looks at when it is routed.
_HEAVY = ("materials", "papers", "reading", "findings")


class RoutingChanged(Refusal):
    """What would be routed is no longer what was shown."""


class Left(StrEnum):
    """Why a case stays with the city's office."""

    NO_WISH = "no_wish"
    OTHER_CITY = "other_city"
    UNKNOWN_COUNTY = "unknown_county"

    @property
    def label(self) -> str:
        """Return the reason in the office's words."""
        return {
            "no_wish": "没有填写工作意向地区",
            "other_city": "工作意向不在本市",
            "unknown_county": "只写了市，或者所写的县（市、区）不在本市",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Routed:
    """How many cases go, or went, to one county, by its official name."""

    county: str
    cases: int


@dataclass(frozen=True, slots=True)
class LeftCase:
    """A case that stays with the city's office, and why."""

    case_number: str
    why: Left


@dataclass(frozen=True, slots=True)
class RoutingPlan:
    """What routing now would do: counties in the order of their codes, and the cases that stay.

    ``mark`` stands for all that is shown, down to the single case.
    """

    cases: int
    counties: tuple[Routed, ...]
    left: tuple[LeftCase, ...]
    mark: str

    @property
    def routed(self) -> int:
        """Return how many cases go to a county."""
        return self.cases - len(self.left)


@dataclass(frozen=True, slots=True)
class Routing:
    """One routing that was done: to which counties how many; ``reason`` where one was sent elsewhere."""

    at: datetime
    by: str
    counties: tuple[Routed, ...]
    left: int
    case_number: str = ""
    origin: str = ""
    reason: str = ""


def plan_routing(season: Season) -> RoutingPlan:
    """Return what routing all received cases would do, and write nothing."""
    rows = season.applications.in_state(State.RECEIVED).values_list("case_number", "form__intended")
    return _plan(season, rows)


@transaction.atomic
def route_as_shown(season: Season, *, shown: str, cases: int, actor: User, at: datetime) -> None:
    """Route all received cases, if they are those that were shown.

    ``shown`` is the mark of the plan that somebody confirms, ``cases`` how many it held. Raises
    ``NotPermitted`` and ``RoutingChanged``. Source: D0 三(二); requirements B18.
    """
    require_office(actor, season, Office.CITY, act=Act.ROUTE.label)
    # Receiving takes its numbers under this lock: nothing comes in between.
    lock_season(season)
    received = list(
        season.applications.in_state(State.RECEIVED)
        .select_related("season__city", "person__account")
        .defer(*_HEAVY)
    )
    plan = _plan(season, ((one.case_number, one.form.get("intended")) for one in received))
    if plan.mark != shown:
        more = plan.cases - cases
        news = f"又收到{more}件报名" if more > 0 else "有报名已由他人转县，或者改了工作意向"
        raise RoutingChanged(
            f"您核对以后{news}，尚未转县", why=TABLE[Act.ROUTE].clause, mend="按下面的新数重新核对"
        )
    route_to_counties(season, received, actor=actor, at=at)


def _plan(season: Season, rows: Iterable[tuple[str, dict[str, Any] | None]]) -> RoutingPlan:
    counties = counties_of(season.city_id)
    counts: Counter[str] = Counter()
    left: list[LeftCase] = []
    shown: dict[str, str] = {}
    for number, intended in rows:
        county = county_named(intended, season, counties)
        shown[number] = county.code if county else ""
        if county:
            counts[county.name] += 1
        else:
            left.append(LeftCase(number, _why_left(intended, season)))
    routed = _in_order(counts, counties)
    return RoutingPlan(len(shown), routed, tuple(left), shown_mark(shown))


def _why_left(intended: Mapping[str, Any] | None, season: Season) -> Left:
    wish = intended or {}
    if not wish.get("city") and not wish.get("county"):
        return Left.NO_WISH
    is_elsewhere = wish.get("city") and wish["city"] != season.city.name
    return Left.OTHER_CITY if is_elsewhere else Left.UNKNOWN_COUNTY


def _in_order(counts: Mapping[str, int], counties: Mapping[str, Division]) -> tuple[Routed, ...]:
    return tuple(Routed(name, counts[name]) for name in counties if counts.get(name))


def kept_by_city(season: Season) -> ApplicationQuerySet:
    """Return the cases that were looked at and stay with the city: no county has them yet."""
    return season.applications.filter(county=None).in_state(
        *(state for state in TABLE[Act.ROUTE].origins if state is not State.RECEIVED)
    )


def routings_of(season: Season) -> tuple[Routing, ...]:
    """Return the routings of a season from the ledger, the last one first."""
    # The season's entries are many, its routings few: the database picks, what is read decides.
    likely = Entry.objects.of_subject(season.code).filter(body__contains="route_cases")
    bodies = [json.loads(body) for body in likely.values_list("body", flat=True)]
    found = [body for body in bodies if body["action"] == "route_cases"]
    actors = {str(body["actor"]) for body in found}
    people = User.objects.filter(username__in=actors).values_list("username", "display_name")
    names, counties = dict(people), counties_of(season.city_id)
    return tuple(_routing(body, names, counties) for body in reversed(found))


def _routing(
    body: Mapping[str, Any], names: Mapping[str, str], counties: Mapping[str, Division]
) -> Routing:
    by_code = {one.code: one.name for one in counties.values()}
    inputs = body["inputs"]
    went = Counter({by_code.get(code, ""): number for code, number in inputs["cases"].items()})
    is_alone = "case_number" in inputs
    return Routing(
        at=datetime.fromisoformat(body["at"]),
        by=names.get(body["actor"]) or body["actor"],
        counties=_in_order(went, counties),
        left=went[""],
        case_number=inputs["case_number"] if is_alone else "",
        origin=by_code.get(inputs["from_county"], "市级") if is_alone else "",
        reason=body["reason"],
    )
