"""A county sets when and where people come to the interview and to the medical check.

Source: D0 三(三), 三(四); requirements D1, E1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import ReasonMissing
from linli.apps.applications.models import ApplicationQuerySet
from linli.apps.applications.states import State
from linli.apps.applications.telling import Tiding, Topic, tell
from linli.apps.ledger.actions import BEIJING, Event, beijing_date, record
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.appointments import appointment_of, told
from linli.apps.seasons.models import Appointment, Season, Stage
from linli.apps.seasons.permissions import require_office
from linli.core.documents.official import date_text
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

#: Who comes to a stage, and the clause under which the county calls them.
_COMING = {Stage.INTERVIEW: State.INTERVIEW_LISTED, Stage.MEDICAL_CHECK: State.PLACED}
CLAUSES: Mapping[str, str] = {Stage.INTERVIEW: "D0 三(三)", Stage.MEDICAL_CHECK: "D0 三(四)"}


class AppointmentOutside(Refusal):
    """People are asked to come on a day that is not of the stage, or is over."""


class AppointmentChanged(Refusal):
    """Time and place are no longer what was shown."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When and where, and what to bring; ``notes`` may be blank."""

    starts_at: datetime
    place: str
    notes: str = ""


def coming(season: Season, county: str, stage: Stage) -> ApplicationQuerySet:
    """Return who of a county is called to a stage now; a second check has a day of its own."""
    called = season.applications.filter(county_id=county, medical_recheck=None)
    return called.in_state(_COMING[stage])


def mark_of(appointment: Appointment | None) -> str:
    """Return a mark of what is set: whoever changes it sends it back."""
    return shown_mark(_plain(_terms(appointment)))


@transaction.atomic
def appoint(
    season: Season,
    county: str,
    stage: Stage,
    terms: Terms,
    *,
    actor: User,
    at: datetime,
    reason: str = "",
    shown: str | None = None,
) -> Appointment:
    """Set when and where people of a county come to a stage; those who are called already are told.

    The same terms again change nothing; other terms need a ``reason``, which people are told.
    ``shown`` is the mark of what somebody changes: of anything else it is not a change.
    Raises ``NotPermitted``, ``AppointmentOutside``, ``AppointmentChanged`` and ``ReasonMissing``.
    Source: D0 三(三), 三(四); requirements D1, E1.
    """
    label = f"确定{stage.label}的时间和地点"
    require_office(actor, season, Office.COUNTY, act=label, county=county)
    lock_season(season)
    present = appointment_of(season, county, stage)
    before = _terms(present)
    if present is not None and before == terms:
        return present
    if shown is not None and shown != mark_of(present):
        raise AppointmentChanged(
            "时间和地点已由他人更改", why=CLAUSES[stage], mend="按现在的安排重新核对后再更改"
        )
    _require_within(season, stage, terms, at)
    if present is not None and not reason.strip():
        raise ReasonMissing(
            "更改时间和地点必须写明原因", why=CLAUSES[stage], mend="填写原因后再提交"
        )
    made, _ = Appointment.objects.update_or_create(
        season=season,
        county_id=county,
        stage=stage,
        defaults={"starts_at": terms.starts_at, "place": terms.place, "notes": terms.notes},
    )
    record([_appointed(made, before, reason.strip(), actor, at)])
    text = _sentence(made, reason.strip() if before else "")
    called = coming(season, county, stage).select_related("season__city")
    tell([Tiding(one, Topic.APPOINTMENT, text, at) for one in called])
    return made


def _terms(appointment: Appointment | None) -> Terms | None:
    if appointment is None:
        return None
    return Terms(appointment.starts_at, appointment.place, appointment.notes)


def _require_within(season: Season, stage: Stage, terms: Terms, at: datetime) -> None:
    window, day = season.window(stage), beijing_date(terms.starts_at)
    if not window.first_day <= day <= window.last_day:
        raise AppointmentOutside(
            f"{date_text(day)}不在{stage.label}的{date_text(window.first_day)}至"
            f"{date_text(window.last_day)}之内",
            why=CLAUSES[stage],
            mend="在阶段之内另定日期；需要延长阶段的，由市委社会工作部办理",
        )
    if terms.starts_at <= at and not season.is_rehearsal:
        raise AppointmentOutside("所定时间已经过去", why=CLAUSES[stage], mend="核对日期和时间")


def _sentence(made: Appointment, reason: str) -> str:
    stage = made.get_stage_display()
    if reason:
        return f"{stage}的时间和地点有更改。{told(made)}更改原因：{reason.rstrip('。')}。"
    return f"{stage}的时间和地点已确定。{told(made)}"


def _appointed(
    made: Appointment, before: Terms | None, reason: str, actor: User, at: datetime
) -> Event:
    season = made.season
    return Event(
        at=at,
        actor=actor.username,
        action="appoint",
        subject=f"{season.code}/{made.county_id}",
        clause=CLAUSES[made.stage],
        reason=reason,
        rule=season.rule_version,
        inputs={
            "stage": made.stage,
            "before": _plain(before),
            "after": _plain(_terms(made)),
        },
        rehearsal=season.is_rehearsal,
    )


def _plain(terms: Terms | None) -> dict[str, str]:
    if terms is None:
        return {}
    when = terms.starts_at.astimezone(BEIJING).isoformat(timespec="minutes")
    return {"starts_at": when, "place": terms.place, "notes": terms.notes}
