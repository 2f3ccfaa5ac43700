"""Sign the agreements of many at once, as arranged: shown first, then just that.

Source: D0 三(六); requirements G1.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.actions import Assignment, require_signing_day, sign_agreements
from linli.apps.agreements.models import Agreement, Arrangement
from linli.apps.applications.change import lock_standings
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.record import shown_mark
from linli.core.refusal import Refusal


class SigningChanged(Refusal):
    """Who would sign, or for which community, is no longer what was shown."""


@dataclass(frozen=True, slots=True)
class SigningPlan:
    """Who would sign on a day, for which community; ``gone`` are no longer waiting, by case number."""

    signed_on: date
    assignments: tuple[Assignment, ...]
    gone: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        people = {one.application.case_number: one.community.code for one in self.assignments}
        return shown_mark({"on": self.signed_on.isoformat(), "people": people})


def plan_signing(
    season: Season, scope: str, numbers: Collection[str], *, signed_on: date, today: date
) -> SigningPlan:
    """Return who of some case numbers would sign within a county or street, and write nothing.

    Raises ``OutsideWindow``.
    """
    require_signing_day(season, signed_on, today=today)
    found = Arrangement.objects.filter(
        application__season=season,
        application__state=State.FORMAL,
        application__case_number__in=list(numbers),
        community__code__startswith=scope,
    ).select_related("application__person", "application__season__city", "community__parent")
    rows = sorted(found, key=lambda one: one.application.case_number)
    assignments = tuple(Assignment(one.application, one.community, one.reason) for one in rows)
    there = {one.application.case_number for one in rows}
    return SigningPlan(signed_on, assignments, tuple(sorted(set(numbers) - there)))


@transaction.atomic
def sign_as_shown(
    season: Season,
    numbers: Collection[str],
    *,
    signed_on: date,
    shown: str,
    actor: User,
    at: datetime,
) -> list[Agreement]:
    """Sign the agreements within the official's own county or street if they are those shown.

    Raises ``SigningChanged``, ``NotPermitted`` and what ``sign_agreements`` raises.
    """
    scope = actor.scope
    require_office(actor, season, Office.COUNTY, Office.STREET, act=Act.SIGN.label, county=scope)
    lock_season(season)
    lock_standings(season.applications.filter(case_number__in=list(numbers)))
    plan = plan_signing(season, scope, numbers, signed_on=signed_on, today=beijing_date(at))
    if plan.mark != shown:
        raise SigningChanged(
            "核对以后有人已由他人办理、撤回或者改派了社区",
            why="D0 三(六)",
            mend="按现在的情况重新核对后再登记",
        )
    return sign_agreements(season, plan.assignments, signed_on=signed_on, actor=actor, at=at)
