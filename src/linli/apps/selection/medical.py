"""Medical conclusions, and nothing else of a medical check.

Source: D0 三(四); requirements E1-E3, X12.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import (
    Change,
    Standing,
    WrongState,
    change_states,
    lock_standings,
    require_fits,
    require_permission,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State
from linli.apps.applications.telling import Tiding, Topic, tell
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.check_day import (
    CLAUSE,
    CheckDayWrong,
    explained,
    require_check_day,
    require_interviewed,
)
from linli.apps.selection.models import MedicalCheck, MedicalRecheck
from linli.core.documents.official import date_text
from linli.core.refusal import Refusal

Conclusion = MedicalCheck.Conclusion
_MEDICAL_ACTS = {
    Conclusion.PASS: Act.PASS_MEDICAL,
    Conclusion.FAIL: Act.FAIL_MEDICAL,
    Conclusion.ABSENT: Act.RECORD_MEDICAL_ABSENCE,
}
#: Where an applicant goes by the own act while the county's list of the day is out.
_GONE = (State.DECLINED, State.WITHDRAWN)


class RecheckedOnce(Refusal):
    """A check is repeated once; the second one has a conclusion."""


@dataclass(frozen=True, slots=True)
class Again:
    """When and where a second check is to be, as far as it is known."""

    on: date | None = None
    at: str = ""

    @property
    def sentence(self) -> str:
        """Return what the person is told of it."""
        if self.on is None and not self.at:
            return "复检时间和地点由县（市、区）另行通知。"
        day = date_text(self.on) if self.on else "时间另行通知"
        return f"复检：{day}，{self.at or '地点另行通知'}。"


NOT_YET_KNOWN = Again()


def again_of(recheck: MedicalRecheck) -> Again:
    """Return when and where a second check is to be."""
    return Again(recheck.again_on, recheck.again_at)


def medical_standard(season: Season) -> str:
    """Return by which standard people are checked. Source: D0 三(四); requirements E1."""
    return season.pack.text("medical_standard", season.window(Stage.MEDICAL_CHECK).first_day)


@transaction.atomic
def record_medical(
    results: Mapping[Application, str],
    *,
    hospital: str,
    checked_on: date,
    actor: User,
    at: datetime,
    again: Again = NOT_YET_KNOWN,
    reason: str = "",
) -> tuple[Application, ...]:
    """Record medical conclusions of one hospital and day, and nothing else of the medical check.

    Whoever must be checked a second time keeps the place, without a conclusion, and is told when
    and where (``again``). Whoever declined or withdrew on the site in the meantime is passed over
    and returned, so that the others' conclusions are kept. ``reason`` says why the day is not of
    the stage. Raises ``RecheckedOnce``, ``CheckDayWrong``, ``ReasonMissing``, ``WrongState`` and
    ``NotPermitted``. Source: D0 三(四); requirements E3, X12.
    """
    for one in results:
        require_permission(actor, Act.PASS_MEDICAL, one)
    for season in {one.season for one in results}:
        require_check_day(season, checked_on, today=beijing_date(at), reason=reason)
    for one in results:
        require_fits(MedicalCheck, "hospital", hospital, one)
        require_fits(MedicalRecheck, "again_at", again.at, one)
    standings = lock_standings(results)
    gone = tuple([one for one in results if standings[one.pk].state in _GONE])
    present = {
        one: Conclusion(conclusion) for one, conclusion in results.items() if one not in gone
    }
    repeated = [one for one, conclusion in present.items() if conclusion == Conclusion.RECHECK]
    require_interviewed(present, checked_on)
    require_second_checks(present, checked_on, again)
    first = MedicalRecheck(
        checked_on=checked_on, hospital=hospital, again_on=again.on, again_at=again.at
    )
    _repeat(repeated, standings, first, actor, at)
    final = {one: conclusion for one, conclusion in present.items() if one not in repeated}
    change_states(
        [
            Change(one, _MEDICAL_ACTS[conclusion], actor, at, reason=conclusion.label)
            for one, conclusion in final.items()
        ]
    )
    MedicalCheck.objects.bulk_create(
        MedicalCheck(
            application=one, conclusion=conclusion, checked_on=checked_on, hospital=hospital
        )
        for one, conclusion in final.items()
    )
    record(explained(present, checked_on, reason.strip(), actor, at))
    return gone


def require_second_checks(
    results: Mapping[Application, Conclusion], checked_on: date, again: Again
) -> None:
    """Refuse a third check, and a second one before the first.

    Raises ``RecheckedOnce`` and ``CheckDayWrong``. Source: D0 三(四).
    """
    if again.on is not None and again.on < checked_on:
        raise CheckDayWrong(
            f"复检日期{again.on}早于体检日期{checked_on}", why=CLAUSE, mend="核对复检日期"
        )
    firsts = MedicalRecheck.objects.filter(application__in=results).select_related("application")
    for first in firsts.order_by("application__case_number"):
        number = first.application.case_number
        if results[first.application] == Conclusion.RECHECK:
            raise RecheckedOnce(
                f"报名{number}已登记待复检，复检只进行一次，以复检结论为准",
                why=CLAUSE,
                mend="复检有结果后登记合格、不合格或者缺席",
            )
        if checked_on < first.checked_on:
            raise CheckDayWrong(
                f"报名{number}的复检日期{checked_on}早于初检的{first.checked_on}",
                why=CLAUSE,
                mend="核对复检日期",
            )


def _repeat(
    applications: Collection[Application],
    standings: Mapping[int, Standing],
    first: MedicalRecheck,
    actor: User,
    at: datetime,
) -> None:
    """Keep that people wait for a second check: who of them holds a place, and goes on holding it."""
    for one in applications:
        if (state := standings[one.pk].state) is not State.PLACED:
            raise WrongState(
                f"报名{one.case_number}现为“{state.label}”，不能登记待复检",
                why=CLAUSE,
                mend="刷新页面，按当前状态办理",
            )
    MedicalRecheck.objects.bulk_create(
        MedicalRecheck(
            application=one,
            checked_on=first.checked_on,
            hospital=first.hospital,
            again_on=first.again_on,
            again_at=first.again_at,
        )
        for one in applications
    )
    record([_repeated(one, first, actor, at) for one in applications])
    tell([Tiding(one, Topic.RECHECK, again_of(first).sentence, at) for one in applications])


def _repeated(application: Application, first: MedicalRecheck, actor: User, at: datetime) -> Event:
    season = application.season
    return Event(
        at=at,
        actor=actor.username,
        action="await_recheck",
        subject=application.subject,
        clause=CLAUSE,
        reason=Conclusion.RECHECK.label,
        rule=season.rule_version,
        inputs={
            "checked_on": first.checked_on.isoformat(),
            "again_on": first.again_on.isoformat() if first.again_on else "",
        },
        rehearsal=season.is_rehearsal,
    )
