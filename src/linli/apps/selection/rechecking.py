"""When and where a second medical check is to be, set or corrected while it has no conclusion.

Source: D0 三(四); requirements E1, E3.
"""

from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import lock_standings, require_fits, require_permission
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.applications.telling import Tiding, Topic, tell
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.selection.check_day import CheckDayWrong
from linli.apps.selection.medical import NOT_YET_KNOWN, Again, again_of
from linli.apps.selection.models import MedicalRecheck
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

CLAUSE = "D0 三(四)"


class NoRecheckOpen(Refusal):
    """A case does not wait for a second check, or no longer."""


class RecheckChanged(Refusal):
    """Day and hospital of a second check are no longer what was shown."""


def mark_of(again: Again) -> str:
    """Return a mark of what is set: whoever changes it sends it back."""
    return shown_mark(_plain(again))


@transaction.atomic
def arrange_recheck(
    application: Application,
    again: Again,
    *,
    actor: User,
    at: datetime,
    shown: str | None = None,
) -> MedicalRecheck:
    """Set or correct the day and hospital of a second check; the person is told.

    The same again changes nothing. ``shown`` is the mark of what somebody changes: of anything
    else it is not a change. Raises ``NotPermitted``, ``TextTooLong``, ``NoRecheckOpen``,
    ``RecheckChanged`` and ``CheckDayWrong``. Source: D0 三(四); requirements E1, E3.
    """
    require_permission(actor, Act.PASS_MEDICAL, application)
    require_fits(MedicalRecheck, "again_at", again.at, application)
    recheck = _open_recheck(application)
    before = again_of(recheck)
    if again == before:
        return recheck
    if shown is not None and shown != mark_of(before):
        raise RecheckChanged(
            "复检时间和医院已由他人更改", why=CLAUSE, mend="按现在的安排重新核对后再更改"
        )
    _require_to_come(recheck, again, at)
    recheck.again_on, recheck.again_at = again.on, again.at
    recheck.save(update_fields=("again_on", "again_at"))
    record([_arranged(application, before, again, actor, at)])
    word = "确定" if before == NOT_YET_KNOWN else "更改"
    text = f"复检的时间和医院已{word}。{again.sentence}"
    tell([Tiding(application, Topic.RECHECK, text, at)])
    return recheck


def _open_recheck(application: Application) -> MedicalRecheck:
    """Lock a case and return its second check. Raises ``NoRecheckOpen``."""
    standing = lock_standings([application])[application.pk]
    found = MedicalRecheck.objects.filter(application=application).first()
    if found is None or standing.state is not State.PLACED:
        raise NoRecheckOpen(
            f"报名{application.case_number}现在没有待复检",
            why=CLAUSE,
            mend="刷新页面，按当前状态办理",
        )
    return found


def _require_to_come(recheck: MedicalRecheck, again: Again, at: datetime) -> None:
    if again.on is None:
        return
    if again.on < recheck.checked_on:
        fault = f"复检日期{again.on}早于体检日期{recheck.checked_on}"
    elif again.on < beijing_date(at) and not recheck.application.season.is_rehearsal:
        fault = f"复检日期{again.on}已经过去"
    else:
        return
    raise CheckDayWrong(fault, why=CLAUSE, mend="核对复检日期")


def _arranged(
    application: Application, before: Again, after: Again, actor: User, at: datetime
) -> Event:
    season = application.season
    return Event(
        at=at,
        actor=actor.username,
        action="arrange_recheck",
        subject=application.subject,
        clause=CLAUSE,
        rule=season.rule_version,
        inputs={"before": _plain(before), "after": _plain(after)},
        rehearsal=season.is_rehearsal,
    )


def _plain(again: Again) -> dict[str, str]:
    return {"again_on": again.on.isoformat() if again.on else "", "again_at": again.at}
