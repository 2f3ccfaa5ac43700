"""Medical conclusions, and nothing else of a medical check."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states, lock_standings, require_fits
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.models import MedicalCheck
from linli.core.refusal import Refusal

_MEDICAL_ACTS = {
    MedicalCheck.Conclusion.PASS: Act.PASS_MEDICAL,
    MedicalCheck.Conclusion.FAIL: Act.FAIL_MEDICAL,
    MedicalCheck.Conclusion.ABSENT: Act.RECORD_MEDICAL_ABSENCE,
}
#: Where an applicant goes by the own act while the county's list of the day is out.
_GONE = (State.DECLINED, State.WITHDRAWN)


class RecheckPending(Refusal):
    """A medical check that waits for a second one has no conclusion to record yet."""


class CheckDayWrong(Refusal):
    """A day of a medical check lies before the season's checks begin, or is still to come."""


@transaction.atomic
def record_medical(
    results: Mapping[Application, str],
    *,
    hospital: str,
    checked_on: date,
    actor: User,
    at: datetime,
) -> tuple[Application, ...]:
    """Record medical conclusions, and nothing else of the medical check.

    Whoever declined or withdrew on the site in the meantime is passed over and returned, so that
    the others' conclusions are kept. Raises ``RecheckPending``: until the second check the case
    stays where it is; and ``CheckDayWrong``. Source: D0 三(四); requirements E3, X12.
    """
    for season in {one.season for one in results}:
        require_check_day(season, checked_on, today=beijing_date(at))
    for one, conclusion in results.items():
        require_fits(MedicalCheck, "hospital", hospital, one)
        if conclusion == MedicalCheck.Conclusion.RECHECK:
            raise RecheckPending(
                f"报名{one.case_number}待复检，还没有结论", why="D0 三(四)", mend="复检有结果后登记"
            )
    standings = lock_standings(results)
    gone = tuple([one for one in results if standings[one.pk].state in _GONE])
    present = {one: conclusion for one, conclusion in results.items() if one not in gone}
    change_states(
        [
            Change(
                one,
                _MEDICAL_ACTS[MedicalCheck.Conclusion(conclusion)],
                actor,
                at,
                reason=MedicalCheck.Conclusion(conclusion).label,
            )
            for one, conclusion in present.items()
        ]
    )
    MedicalCheck.objects.bulk_create(
        MedicalCheck(
            application=one, conclusion=conclusion, checked_on=checked_on, hospital=hospital
        )
        for one, conclusion in present.items()
    )
    return gone


def require_check_day(season: Season, day: date, *, today: date) -> None:
    """Refuse a day on which nobody can have been checked. Raises ``CheckDayWrong``.

    After the last day of the stage it may be: a backfill comes late. A rehearsal may run ahead
    of the calendar. Source: D0 三(四).
    """
    first = season.window(Stage.MEDICAL_CHECK).first_day
    if day < first:
        fault = f"体检日期{day}早于体检开始的{first}"
    elif day > today and not season.is_rehearsal:
        fault = f"体检日期{day}还没有到"
    else:
        return
    raise CheckDayWrong(fault, why="D0 三(四)", mend="核对体检日期")
