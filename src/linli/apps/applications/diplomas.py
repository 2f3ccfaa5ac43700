"""Diplomas: when each candidate got one, and who is revoked for coming late (D0 二4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import (
    Change,
    change_states,
    lock_standings,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import TABLE, Act
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.permissions import require_office
from linli.core.policy import compile_rules, explain
from linli.core.refusal import Refusal


class DiplomaNotLate(Refusal):
    """A candidate whose diploma came in time, or may still come, keeps the place."""


@transaction.atomic
def record_diplomas(dates: Mapping[Application, date], *, actor: User, at: datetime) -> None:
    """Record when candidates obtained their diplomas; a late one is revoked by an act of its own.

    Raises ``NotPermitted``. Source: D0 二4; requirements A10.
    """
    for application in dates:
        _require_diploma_office(application, actor)
    lock_standings(dates)
    events = [_diploma_event(one, day, actor, at) for one, day in dates.items()]
    for application, day in dates.items():
        application.diploma_date = day
    Application.objects.bulk_update(list(dates), ["diploma_date"], batch_size=200)
    record(events)


def _require_diploma_office(application: Application, actor: User) -> None:
    season, county = application.season, application.county_id or ""
    require_office(
        actor,
        season,
        Office.COUNTY,
        act=f"登记报名{application.case_number}毕业证书",
        county=county,
    )


def _diploma_event(application: Application, day: date, actor: User, at: datetime) -> Event:
    before = application.diploma_date
    return Event(
        at=at,
        actor=actor.username,
        action="record_diploma",
        subject=application.subject,
        clause="D0 二4",
        inputs={
            "diploma_date": day.isoformat(),
            "recorded_before": before.isoformat() if before else "",
        },
        rehearsal=application.season.is_rehearsal,
    )


@transaction.atomic
def revoke_for_late_diploma(
    applications: Sequence[Application], *, reason: str, actor: User, at: datetime
) -> None:
    """Revoke candidates whose diploma did not come in time; a place held becomes a vacancy.

    A person decides, one reason for all named; nothing is revoked by itself. A candidate
    without a recorded date counts as late from the day after the deadline. Raises
    ``DiplomaNotLate``, ``ReasonMissing``, ``WrongState`` and ``NotPermitted``.
    Source: D0 二4; requirements A10, Q3; 个人信息保护法 art. 24.
    """
    changes = [_late_revocation(one, reason, actor, at) for one in applications]
    change_states(changes)


def _late_revocation(application: Application, reason: str, actor: User, at: datetime) -> Change:
    recorded = Application.objects.values_list("diploma_date", flat=True).get(pk=application.pk)
    edition = compile_rules(application.season.pack, beijing_date(at))
    # Nobody without a diploma today can have got it earlier than today.
    answer = explain(edition, "diploma_in_time", {"diploma_date": recorded or beijing_date(at)})
    if not answer.reasons:
        raise DiplomaNotLate(
            f"报名{application.case_number}的毕业证书"
            + (f"已于{recorded}取得，没有逾期" if recorded else "尚未登记，仍在期限内"),
            why=TABLE[Act.REVOKE].clause,
            mend="核对取得日期",
        )
    return Change(
        application,
        Act.REVOKE,
        actor,
        at,
        reason=reason,
        rule=f"{application.season.rule_version}:diploma_in_time",
        inputs={"diploma_date": recorded.isoformat() if recorded else ""},
    )
