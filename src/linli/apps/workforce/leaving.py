"""End an agreement before its term: the worker leaves, the allowance stops, the place falls vacant."""

from datetime import date, datetime, timedelta

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.change import Change, change_states, lock_standings
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act
from linli.apps.ledger.actions import beijing_date
from linli.apps.seasons.actions import lock_season
from linli.apps.workforce.models import Worker
from linli.core.policy import Edition, Outcome, compile_rules, explain
from linli.core.refusal import Refusal


class LeavingIncomplete(Refusal):
    """The person has not asked to leave, or the formalities are not done."""


class WrongLeavingDay(Refusal):
    """The day of leaving lies before the service or the agreement, after the term, or in the future."""


@transaction.atomic
def end_agreement(
    application: Application,
    *,
    ended_on: date,
    reason: str,
    is_requested: bool,
    is_settled: bool,
    actor: User,
    at: datetime,
) -> tuple[date, ...]:
    """End a person's agreement on their own request (health and other special reasons).

    ``is_requested``: there is a request by the person; ``is_settled``: the formalities are
    done. The last day of service follows from the pack, so that the allowance stops at once.
    Returns the months, by first day, that were paid beyond the last day of service: finance
    claims that back. Raises ``LeavingIncomplete``, ``WrongLeavingDay``, ``NotPermitted``, ``ReasonMissing``,
    ``WrongState``. Source: D0 五(三), 四(二)2; requirements H6, K11.
    """
    # A month's pay is run under the season's lock; nobody else moves the worker under the case's.
    lock_season(application.season)
    lock_standings([application])
    worker = Worker.objects.filter(application=application).first()
    edition = compile_rules(application.season.pack, ended_on)
    facts = {"leaving_requested": is_requested, "leaving_formalities_done": is_settled}
    answer = explain(edition, "leaving", facts)
    if answer.value is not Outcome.PASS:
        told = answer.reasons[0]
        raise LeavingIncomplete(
            f"报名{application.case_number}：{told.text}",
            why=told.clause,
            mend="收到本人申请并办完手续后登记",
        )
    last_day = _last_day(edition, worker, ended_on) if worker else ended_on
    _require_day(application, worker, ended_on, last_day, today=beijing_date(at))
    paid_beyond: tuple[date, ...] = ()
    if worker:
        worker.last_day = last_day
        paid_beyond = _months_paid_beyond(worker)
        worker.save(update_fields=("last_day",))
    change_states(
        [
            Change(
                application,
                Act.END_AGREEMENT,
                actor,
                at,
                reason=reason,
                rule=f"{application.season.rule_version}:leaving",
                inputs={
                    "ended_on": ended_on.isoformat(),
                    "months_paid_beyond": [month.isoformat() for month in paid_beyond],
                },
            )
        ]
    )
    return paid_beyond


def _require_day(
    application: Application,
    worker: Worker | None,
    ended_on: date,
    last_day: date,
    *,
    today: date,
) -> None:
    """Refuse a day outside the service or, before it began, the agreement. Raises ``WrongLeavingDay``."""
    if worker:
        fits = worker.reported_on < last_day < worker.last_day
        span = "在报到次日至服务期满之前"
    else:
        later = Agreement.objects.filter(application=application, signed_on__gt=ended_on)
        fits = not later.exists()
        span = "不早于协议签订之日"
    if not fits or ended_on > today:
        raise WrongLeavingDay(
            f"报名{application.case_number}的解除日期{ended_on}应{span}，且不晚于办理当日",
            why="D0 五(三)",
            mend="核对解除日期",
        )


def _months_paid_beyond(worker: Worker) -> tuple[date, ...]:
    """Return the first days of the months whose slips pay for days after the last day."""
    slips = worker.slips.order_by("run__month").values_list("run__month", "days_in_month")
    return tuple(
        month for month, length in slips if month + timedelta(days=length - 1) > worker.last_day
    )


def _last_day(edition: Edition, worker: Worker, ended_on: date) -> date:
    """Return the last day for which an allowance is paid."""
    facts = {"agreement_ended": True, "ended_on": ended_on, "reported_on": worker.reported_on}
    value = explain(edition, "allowance_last_day", facts).value
    assert isinstance(value, date)
    return value
