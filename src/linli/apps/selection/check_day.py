"""Which day may be recorded as that of a medical check: the true one, and why if it is not of the stage.

Source: D0 三(三), 三(四); requirements A12, E1, E3.
"""

from collections.abc import Collection
from datetime import date, datetime

from linli.apps.accounts.models import User
from linli.apps.applications.change import ReasonMissing
from linli.apps.applications.models import Application
from linli.apps.ledger.actions import Event, beijing_date
from linli.apps.seasons.models import Season, Stage
from linli.core.refusal import Refusal

CLAUSE = "D0 三(四)"


class CheckDayWrong(Refusal):
    """A day of a medical check is still to come, or lies before the interview's result."""


def is_outside_stage(season: Season, day: date) -> bool:
    """Tell whether a day needs a reason: it is not of the stage; in a rehearsal none does."""
    window = season.window(Stage.MEDICAL_CHECK)
    return not season.is_rehearsal and not window.first_day <= day <= window.last_day


def require_check_day(season: Season, day: date, *, today: date, reason: str) -> None:
    """Refuse a day that has not come, and without a reason one that is not of the stage.

    A hospital may see people before the stage, and who was backfilled after it: the true day is
    kept, with its reason. A rehearsal may run ahead of the calendar. Raises ``CheckDayWrong`` and
    ``ReasonMissing``. Source: D0 三(四); requirements A12.
    """
    if day > today and not season.is_rehearsal:
        raise CheckDayWrong(f"体检日期{day}还没有到", why=CLAUSE, mend="核对体检日期")
    if is_outside_stage(season, day) and not reason.strip():
        window = season.window(Stage.MEDICAL_CHECK)
        raise ReasonMissing(
            f"体检日期{day}不在{Stage.MEDICAL_CHECK.label}阶段的{window.first_day}至"
            f"{window.last_day}之内，必须写明原因",
            why=CLAUSE,
            mend="核对体检日期；日期无误的，写明原因",
        )


def require_interviewed(applications: Collection[Application], day: date) -> None:
    """Refuse a day before somebody's interview result: only then it stands who is checked.

    Where no panel signed, before the interviews begin. A rehearsal may run ahead of the calendar.
    Raises ``CheckDayWrong``, naming the first case. Source: D0 三(三).
    """
    real = [one for one in applications if not one.season.is_rehearsal]
    begins = {one: one.window(Stage.INTERVIEW).first_day for one in {one.season for one in real}}
    cases = Application.objects.filter(pk__in=[one.pk for one in real])
    signed = dict(cases.values_list("pk", "turn__panel__sign_off__signed_at"))
    for one in sorted(real, key=lambda one: one.case_number):
        if signed_at := signed.get(one.pk):
            known, event = beijing_date(signed_at), "面见成绩签字确认"
        else:
            known, event = begins[one.season], "面见复审开始"
        if day < known:
            raise CheckDayWrong(
                f"体检日期{day}早于报名{one.case_number}{event}的{known}",
                why="D0 三(三)",
                mend="核对体检日期",
            )


def explained(
    applications: Collection[Application], day: date, reason: str, actor: User, at: datetime
) -> list[Event]:
    """Return what the ledger keeps of a day that is not of the stage: by case, why.

    It is an entry of its own, as the person is told the conclusion's reason and not this one.
    """
    seasons = {one.season for one in applications}
    outside = {one for one in seasons if is_outside_stage(one, day)}
    return [
        Event(
            at=at,
            actor=actor.username,
            action="explain_check_day",
            subject=one.subject,
            clause=CLAUSE,
            reason=reason,
            rule=one.season.rule_version,
            inputs={"checked_on": day.isoformat()},
            rehearsal=one.season.is_rehearsal,
        )
        for one in applications
        if one.season in outside
    ]
