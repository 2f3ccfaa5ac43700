"""Diplomas: when each candidate got one, and who is revoked for coming late (D0 二4)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import (
    Change,
    change_states,
    lock_standings,
    require_permission,
)
from linli.apps.applications.models import Application
from linli.apps.applications.states import TABLE, Act
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.seasons.permissions import require_office
from linli.core.policy import Edition, compile_rules, explain
from linli.core.refusal import Refusal


class DiplomaDayWrong(Refusal):
    """Nobody has a diploma yet that is dated after today, nor a graduate of this year one of a year before."""


class DiplomaRecorded(Refusal):
    """Somebody else has recorded another date meanwhile."""


class DiplomaNotLate(Refusal):
    """A candidate whose diploma came in time, or may still come, keeps the place."""


@transaction.atomic
def record_diplomas(dates: Mapping[Application, date], *, actor: User, at: datetime) -> None:
    """Record when candidates obtained their diplomas; a late one is revoked by an act of its own.

    Raises ``NotPermitted``, ``DiplomaDayWrong`` and ``DiplomaRecorded``.
    Source: D0 二4; requirements A10.
    """
    for application, day in dates.items():
        _require_diploma_office(application, actor)
        require_diploma_day(application, day, today=beijing_date(at))
    lock_standings(dates)
    _require_as_in_hand(dates)
    events = [_diploma_event(one, day, actor, at) for one, day in dates.items()]
    for application, day in dates.items():
        application.diploma_date = day
    Application.objects.bulk_update(list(dates), ["diploma_date"], batch_size=200)
    record(events)


def require_diploma_day(application: Application, day: date, *, today: date) -> None:
    """Refuse a day that is still to come, or before the year of the graduates who are recruited.

    Raises ``DiplomaDayWrong``. Source: D0 一(一), 二4.
    """
    if day > today:
        raise DiplomaDayWrong(
            f"报名{application.case_number}：取得日期{day}还没有到",
            why="D0 二4",
            mend="按毕业证书上的日期填写",
        )
    year = application.season.pack.whole("class_year", today)
    if day.year < year:
        raise DiplomaDayWrong(
            f"报名{application.case_number}：取得日期{day}早于{year}年，招募的是{year}年应届毕业生",
            why="D0 一(一)",
            mend="核对毕业证书；证书上确是这一天的，核实资格审查结论",
        )


def _require_as_in_hand(applications: Iterable[Application]) -> None:
    """Refuse a date that the copy in hand does not know of. Raises ``DiplomaRecorded``."""
    keys = [one.pk for one in applications]
    rows = Application.objects.filter(pk__in=keys).values_list("pk", "diploma_date")
    recorded = dict(rows)
    for one in applications:
        if recorded[one.pk] != one.diploma_date:
            raise recorded_meanwhile(one.case_number, recorded[one.pk])


def recorded_meanwhile(case_number: str, day: date | None) -> DiplomaRecorded:
    """Return the refusal of a date beside the one that somebody else recorded."""
    return DiplomaRecorded(
        f"报名{case_number}已由他人登记为{day or '尚未取得'}",
        why="D0 二4",
        mend="刷新页面核对；登记有误的，在已登记的名单中更正",
    )


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
    for one in applications:
        require_permission(actor, Act.REVOKE, one)
    changes = [_late_revocation(one, reason, actor, at) for one in applications]
    change_states(changes)


def _late_revocation(application: Application, reason: str, actor: User, at: datetime) -> Change:
    recorded = Application.objects.values_list("diploma_date", flat=True).get(pk=application.pk)
    edition = compile_rules(application.season.pack, beijing_date(at))
    if not is_late(edition, recorded, today=beijing_date(at)):
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


def is_late(edition: Edition, day: date | None, *, today: date) -> bool:
    """Tell whether a diploma of a day, or one not obtained until today, comes too late.

    Source: D0 二4; requirements Q3; policy rule ``diploma_in_time``.
    """
    # Nobody without a diploma today can have got it earlier than today.
    answer = explain(edition, "diploma_in_time", {"diploma_date": day or today})
    return bool(answer.reasons)
