"""Arrange which community each formal recruit goes to, before the street signs: as shown, then for good.

Source: D0 三(六), 一(三); requirements G1, Q13.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.actions import (
    Assignment,
    CommunityTaken,
    WrongCommunity,
    require_communities,
    unexplained_places,
)
from linli.apps.agreements.models import Arrangement
from linli.apps.applications.change import lock_standings, require_fits
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.states import State
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.places.queries import communities_of
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

_CLAUSE = "D0 三(六)"
ACT = "安排社区"

__all__ = [
    "ArrangementChanged",
    "ArrangementPlan",
    "CommunityTaken",
    "Wish",
    "WrongCommunity",
    "arrange_as_shown",
    "arranged_places",
    "plan_arrangements",
    "recruits_to_arrange",
]


class ArrangementChanged(Refusal):
    """Who is to be arranged, or where they stood before, is no longer what was shown."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The community that a recruit is to go to, by code, and the county's reason where one is needed."""

    community: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ArrangementPlan:
    """What would be arranged: each recruit's community, and the one they had before, ``""`` for none.

    ``gone`` are no formal recruits any more, by case number.
    """

    assignments: tuple[Assignment, ...]
    before: Mapping[str, str]
    gone: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        shown = {
            one.application.case_number: [
                one.community.code,
                one.reason,
                self.before[one.application.case_number],
            ]
            for one in self.assignments
        }
        return shown_mark(shown)


def recruits_to_arrange(season: Season, county: str) -> ApplicationQuerySet:
    """Return a county's formal recruits: those without a community first, then as they were arranged."""
    # Where databases put what is empty is their own choice: PostgreSQL last, SQLite first.
    order = F("arrangement__arranged_at").asc(nulls_first=True)
    return (
        season.applications.filter(county_id=county)
        .in_state(State.FORMAL)
        .select_related("person", "season__city", "arrangement")
        .order_by(order, "case_number")
    )


def arranged_places(season: Season) -> Counter[str]:
    """Return how many formal recruits are arranged for each community."""
    return Counter(_waiting(season).values_list("community_id", flat=True))


def _unexplained(season: Season, *, but: Sequence[str]) -> Counter[str]:
    """Return who goes to each community without a reason, those of some case numbers left out."""
    others = _waiting(season).filter(reason="").exclude(application__case_number__in=list(but))
    return unexplained_places(season) + Counter(others.values_list("community_id", flat=True))


def _waiting(season: Season) -> QuerySet[Arrangement]:
    return Arrangement.objects.filter(application__season=season, application__state=State.FORMAL)


def plan_arrangements(
    season: Season, county: str, wishes: Mapping[str, Wish], *, at: datetime
) -> ArrangementPlan:
    """Return what arranging some of a county's formal recruits would do, and write nothing.

    ``wishes`` are by case number. Raises ``WrongCommunity`` and ``CommunityTaken``.
    """
    numbers = list(wishes)
    found = season.applications.filter(county_id=county, case_number__in=numbers)
    formal = {
        one.case_number: one
        for one in found.in_state(State.FORMAL)
        .select_related("person", "season__city", "arrangement__community")
        .order_by("case_number")
    }
    places = {one.code: one for one in communities_of(county, is_sample=season.is_rehearsal)}
    unknown = [number for number in formal if wishes[number].community not in places]
    if unknown:
        raise WrongCommunity(
            f"报名{unknown[0]}的社区不是本县（市、区）的社区", why="D0 一(三)", mend="重新选择社区"
        )
    assignments = tuple(
        Assignment(one, places[wishes[number].community], wishes[number].reason)
        for number, one in formal.items()
    )
    unexplained = _unexplained(season, but=numbers)
    require_communities(season, assignments, unexplained=unexplained, on=beijing_date(at))
    before = {number: _before(one) for number, one in formal.items()}
    return ArrangementPlan(assignments, before, tuple(sorted(wishes.keys() - formal.keys())))


def _before(application: Application) -> str:
    arrangement: Arrangement | None = getattr(application, "arrangement", None)
    return arrangement.community_id if arrangement else ""


@transaction.atomic
def arrange_as_shown(
    season: Season,
    county: str,
    wishes: Mapping[str, Wish],
    *,
    shown: str,
    actor: User,
    at: datetime,
) -> ArrangementPlan:
    """Arrange the communities if it brings about just what was shown; return that.

    A recruit may be arranged anew until the agreement is signed. Raises ``ArrangementChanged``,
    ``NotPermitted``, ``TextTooLong`` and what ``plan_arrangements`` raises.
    """
    require_office(actor, season, Office.COUNTY, act=ACT, county=county)
    lock_season(season)
    lock_standings(season.applications.filter(county_id=county, case_number__in=list(wishes)))
    plan = plan_arrangements(season, county, wishes, at=at)
    if plan.mark != shown:
        raise ArrangementChanged(
            "核对以后有人已签订协议、撤回或者已由他人安排",
            why=_CLAUSE,
            mend="按现在的情况重新核对后再办理",
        )
    for one in plan.assignments:
        require_fits(Arrangement, "reason", one.reason, one.application)
        Arrangement.objects.update_or_create(
            application=one.application,
            defaults={"community": one.community, "reason": one.reason, "arranged_at": at},
        )
    record([_event(one, plan.before, actor, at) for one in plan.assignments])
    return plan


def _event(one: Assignment, before: Mapping[str, str], actor: User, at: datetime) -> Event:
    case = one.application
    return Event(
        at=at,
        actor=actor.username,
        action="arrange_community",
        subject=case.subject,
        clause=_CLAUSE,
        reason=one.reason,
        rule=case.season.rule_version,
        inputs={"community": one.community.code, "before": before[case.case_number]},
        rehearsal=case.season.is_rehearsal,
    )
