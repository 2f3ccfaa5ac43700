"""What many medical conclusions at once would bring about, shown before they are recorded.

Source: D0 三(四); requirements E3, E4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.selection.backfilling import Proposal, mark_of, propose_backfills
from linli.apps.selection.check_day import require_check_day, require_interviewed
from linli.apps.selection.medical import (
    NOT_YET_KNOWN,
    Again,
    Conclusion,
    record_medical,
    require_second_checks,
)
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

_OUT = (Conclusion.FAIL, Conclusion.ABSENT)


class MedicalPlanChanged(Refusal):
    """Who stands for the check, or who would move up, is no longer what was shown."""


@dataclass(frozen=True, slots=True)
class MedicalPlan:
    """The conclusions to be recorded, whom they pass over, and who would fill each vacancy.

    ``gone`` no longer wait for the check, by case number: they answered or were dealt with meanwhile.
    ``backfills`` also fill vacancies that were open before.
    """

    results: tuple[tuple[Application, Conclusion], ...]
    gone: tuple[str, ...]
    backfills: tuple[Proposal, ...]

    @property
    def passed(self) -> tuple[Application, ...]:
        """Return those who pass."""
        return tuple(one for one, conclusion in self.results if conclusion == Conclusion.PASS)

    @property
    def out(self) -> tuple[tuple[Application, Conclusion], ...]:
        """Return those who leave a place, each with the conclusion."""
        return tuple(row for row in self.results if row[1] in _OUT)

    @property
    def repeated(self) -> tuple[Application, ...]:
        """Return those who are to be checked a second time and hold their place till then."""
        return tuple(one for one, conclusion in self.results if conclusion == Conclusion.RECHECK)

    @property
    def mark(self) -> str:
        """Return a mark of all that is shown: whoever confirms sends it back."""
        return shown_mark(
            {
                "results": {one.case_number: conclusion.value for one, conclusion in self.results},
                "backfills": mark_of(self.backfills),
            }
        )


def plan_medical(
    season: Season,
    county: str,
    results: Mapping[str, str],
    *,
    checked_on: date,
    today: date,
    again: Again = NOT_YET_KNOWN,
    reason: str = "",
) -> MedicalPlan:
    """Return what conclusions by case number would bring about in a county, and write nothing.

    ``reason`` says why the day is not of the stage. Raises ``CheckDayWrong``, ``ReasonMissing``
    and ``RecheckedOnce``. Source: D0 三(四); requirements E3, E4.
    """
    require_check_day(season, checked_on, today=today, reason=reason)
    waiting = {
        one.case_number: one
        for one in season.applications.filter(county_id=county, case_number__in=list(results))
        .in_state(State.PLACED)
        .select_related("person", "season__city")
        .order_by("case_number")
    }
    require_interviewed(waiting.values(), checked_on)
    rows = tuple((one, Conclusion(results[number])) for number, one in waiting.items())
    require_second_checks(dict(rows), checked_on, again)
    leaving = [one for one, conclusion in rows if conclusion in _OUT]
    return MedicalPlan(
        rows,
        tuple(sorted(results.keys() - waiting.keys())),
        propose_backfills(season, county, on=today, leaving=leaving),
    )


@transaction.atomic
def record_as_planned(
    season: Season,
    county: str,
    results: Mapping[str, str],
    *,
    hospital: str,
    checked_on: date,
    shown: str,
    actor: User,
    at: datetime,
    again: Again = NOT_YET_KNOWN,
    reason: str = "",
) -> MedicalPlan:
    """Record conclusions by case number if they bring about just what was shown; return that.

    Raises ``MedicalPlanChanged``, ``NotPermitted`` and what ``record_medical`` raises. Source: D0 三(四); requirements E3, E4.
    """
    require_office(actor, season, Office.COUNTY, act="登记体检结论", county=county)
    lock_season(season)
    # Locked first: nobody declines between the comparison and the conclusion.
    lock_standings(season.applications.filter(county_id=county, case_number__in=list(results)))
    plan = plan_medical(
        season,
        county,
        results,
        checked_on=checked_on,
        today=beijing_date(at),
        again=again,
        reason=reason,
    )
    if plan.mark != shown:
        raise MedicalPlanChanged(
            "核对以后有人答复、撤回或者已由他人登记，办理结果有变化",
            why="D0 三(四)",
            mend="按现在的情况重新核对后再登记",
        )
    record_medical(
        dict(plan.results),
        hospital=hospital,
        checked_on=checked_on,
        actor=actor,
        at=at,
        again=again,
        reason=reason,
    )
    return plan
