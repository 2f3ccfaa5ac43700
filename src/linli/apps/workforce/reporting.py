"""Many reports for duty at once, shown first; and who has not reported when the stage is over.

Source: D0 三(七); requirements G3.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.change import Change, change_states, lock_standings
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import require_office
from linli.apps.workforce.actions import last_day_of_term, report_for_duty, require_report_day
from linli.apps.workforce.models import Worker
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

_CLAUSE = "D0 三(七)"


class ReportsChanged(Refusal):
    """Who would be recorded as having reported is no longer who was shown."""


class NotOverdue(Refusal):
    """The time for reporting is not over yet."""


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """Whose record would be opened, each with the last day of the term; ``gone`` no longer wait."""

    reported_on: date
    terms: tuple[tuple[Agreement, date], ...]
    gone: int

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        terms = {one.number: last.isoformat() for one, last in self.terms}
        return shown_mark({"on": self.reported_on.isoformat(), "terms": terms})


def plan_reports(
    season: Season, scope: str, keys: Collection[int], *, reported_on: date, today: date
) -> ReportPlan:
    """Return whose reports on a day would be recorded within a county or street, and write nothing.

    Raises ``ReportDayWrong``.
    """
    found = (
        Agreement.objects.filter(
            pk__in=list(keys),
            application__season=season,
            application__state=State.FILED,
            community__code__startswith=scope,
        )
        .select_related("application__person", "application__season__city", "street", "community")
        .order_by("number")
    )
    for one in found:
        require_report_day(one, reported_on, today)
    terms = tuple((one, last_day_of_term(reported_on, one.term_months)) for one in found)
    return ReportPlan(reported_on, terms, len(set(keys)) - len(terms))


@transaction.atomic
def report_as_shown(
    season: Season,
    keys: Collection[int],
    *,
    reported_on: date,
    shown: str,
    actor: User,
    at: datetime,
) -> list[Worker]:
    """Record the reports within the official's own county or street if they are those shown.

    Raises ``ReportsChanged``, ``NotPermitted`` and what ``report_for_duty`` raises.
    """
    scope = actor.scope
    act = Act.REPORT_FOR_DUTY.label
    require_office(actor, season, Office.COUNTY, Office.STREET, act=act, county=scope)
    lock_standings(Application.objects.filter(season=season, agreement__in=list(keys)))
    today = beijing_date(at)
    plan = plan_reports(season, scope, keys, reported_on=reported_on, today=today)
    if plan.mark != shown:
        raise ReportsChanged(
            "核对以后有人已由他人办理", why=_CLAUSE, mend="按现在的情况重新核对后再登记"
        )
    return report_for_duty({one: reported_on for one, _ in plan.terms}, actor=actor, at=at)


@transaction.atomic
def record_no_show(application: Application, *, reason: str, actor: User, at: datetime) -> None:
    """End the agreement of somebody who has not reported by the last day of the stage.

    The place falls vacant. Whoever asks to leave is let go by ``end_agreement`` instead. Raises
    ``NotOverdue``, ``NotPermitted``, ``ReasonMissing`` and ``WrongState``.
    Source: D0 三(七); requirements G3.
    """
    window = application.season.windows.get(stage=Stage.REPORTING)
    if beijing_date(at) <= window.last_day:
        raise NotOverdue(
            f"报名{application.case_number}的报到期限到{window.last_day}（含当日），还没有过",
            why=window.clause,
            mend="期限过后仍未报到的，次日起办理",
        )
    change_states([Change(application, Act.RECORD_NO_SHOW, actor, at, reason=reason)])


def overdue_in(season: Season, scope: str, *, today: date) -> ApplicationQuerySet:
    """Return who of a county or street should have reported and has not, by case number.

    Nobody until the last day of the stage is over. Who has not signed counts as well: to a street,
    if the county arranged one of its communities. Source: D0 三(七); requirements G3.
    """
    rows = season.applications.in_state(State.FORMAL, State.SIGNED, State.FILED)
    if today <= season.window(Stage.REPORTING).last_day:
        return rows.none()
    return rows.filter(
        Q(county__code__startswith=scope)
        | Q(state=State.FORMAL, arrangement__community__code__startswith=scope)
        | Q(agreement__community__code__startswith=scope)
    ).order_by("case_number")
