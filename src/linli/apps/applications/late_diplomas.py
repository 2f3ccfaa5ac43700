"""Who is late with the diploma, and their revocation as it was shown (D0 二4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import lock_standings
from linli.apps.applications.diplomas import is_late, revoke_for_late_diploma
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.queries import diploma_candidates
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.policy import compile_rules
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

_RELATED = ("person", "season__city")


class RevocationChanged(Refusal):
    """Who would be revoked, or where they stand, is no longer what was shown."""


@dataclass(frozen=True, slots=True)
class RevocationPlan:
    """Who would be revoked; ``gone`` are chosen and no longer late or in a state that is revoked."""

    cases: tuple[Application, ...]
    gone: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        return shown_mark(
            {one.case_number: f"{one.state}/{one.diploma_date or ''}" for one in self.cases}
        )


@dataclass(frozen=True, slots=True)
class DiplomaCounts:
    """A county's diplomas in figures; ``late`` may be revoked today, ``revoked`` have been."""

    code: str
    name: str
    outstanding: int
    recorded: int
    late: int
    revoked: int


def diploma_counts(season: Season, scope: str, *, today: date) -> tuple[DiplomaCounts, ...]:
    """Return the figures of the counties of a subtree of divisions, by code."""
    found = season.applications.filter(county__code__startswith=scope)
    revocable = found.filter(state__in=TABLE[Act.REVOKE].origins)
    kinds = {
        "outstanding": diploma_candidates(season, scope).filter(diploma_date=None),
        "recorded": found.exclude(diploma_date=None),
        "late": revocable.filter(_is_late(season, revocable, today)),
        "revoked": found.filter(state=State.REVOKED),
    }
    counts = {name: _by_county(cases) for name, cases in kinds.items()}
    quotas = season.quotas.filter(county__code__startswith=scope).select_related("county")
    return tuple(
        DiplomaCounts(
            one.county_id,
            one.county.name,
            **{name: numbers.get(one.county_id, 0) for name, numbers in counts.items()},
        )
        for one in quotas
    )


def _by_county(found: ApplicationQuerySet) -> dict[str | None, int]:
    rows = found.order_by().values("county_id").annotate(people=Count("pk"))
    return dict(rows.values_list("county_id", "people"))


def late_candidates(season: Season, scope: str, *, today: date) -> ApplicationQuerySet:
    """Return the candidates of a subtree of divisions who may be revoked today, by case number.

    Recorded after the last day, or not recorded and the last day over.
    Source: D0 二4; requirements A10, Q3.
    """
    found = season.applications.filter(county__code__startswith=scope).in_state(
        *TABLE[Act.REVOKE].origins
    )
    return found.filter(_is_late(season, found, today)).select_related("county", *_RELATED)


def _is_late(season: Season, found: ApplicationQuerySet, today: date) -> Q:
    edition = compile_rules(season.pack, today)
    # Many share one date: each date is judged once.
    days = set(found.order_by().values_list("diploma_date", flat=True))
    late = {day for day in days if is_late(edition, day, today=today)}
    without = Q(diploma_date=None) if None in late else Q()
    return Q(diploma_date__in=late - {None}) | without


def plan_revocation(
    season: Season, county: str, numbers: Collection[str], *, today: date
) -> RevocationPlan:
    """Return who of the chosen case numbers would be revoked in a county, and write nothing."""
    late = late_candidates(season, county, today=today)
    cases = tuple(late.filter(case_number__in=list(numbers)))
    gone = set(numbers) - {one.case_number for one in cases}
    return RevocationPlan(cases, tuple(sorted(gone)))


@transaction.atomic
def revoke_as_planned(
    season: Season,
    county: str,
    numbers: Collection[str],
    *,
    reason: str,
    shown: str,
    actor: User,
    at: datetime,
) -> RevocationPlan:
    """Revoke the chosen if they stand as they were shown; return what was done.

    Raises ``NotPermitted``, ``RevocationChanged`` and what ``revoke_for_late_diploma`` raises.
    Source: D0 二4; requirements A10, Q3, Q15.
    """
    require_office(actor, season, Office.COUNTY, act=Act.REVOKE.label, county=county)
    lock_standings(season.applications.filter(county_id=county, case_number__in=list(numbers)))
    plan = plan_revocation(season, county, numbers, today=beijing_date(at))
    if plan.mark != shown:
        raise RevocationChanged(
            "核对以后有人的取得日期或者状态有变化",
            why="D0 二4",
            mend="按现在的情况重新核对后再办理",
        )
    revoke_for_late_diploma(plan.cases, reason=reason, actor=actor, at=at)
    return plan
