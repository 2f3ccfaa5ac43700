"""End an agreement before its term: the worker leaves, the allowance stops, the place falls vacant."""

from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act
from linli.apps.ledger.actions import beijing_date
from linli.apps.workforce.models import Worker
from linli.core.policy import Edition, Outcome, compile_rules, explain
from linli.core.refusal import Refusal


class LeavingIncomplete(Refusal):
    """The person has not asked to leave, or the formalities are not done."""


class WrongLeavingDay(Refusal):
    """The day of leaving lies before the report for duty, after the term, or in the future."""


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
) -> None:
    """End a person's agreement on their own request (health and other special reasons).

    ``is_requested``: there is a request by the person; ``is_settled``: the formalities are
    done. The last day of service follows from the pack, so that the allowance stops at once.
    Raises ``LeavingIncomplete``, ``WrongLeavingDay``, ``NotPermitted``, ``ReasonMissing``,
    ``WrongState``. Source: D0 五(三), 四(二)2; requirements H6, K11.
    """
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
    worker = Worker.objects.filter(application=application).first()
    last_day = _last_day(edition, worker, ended_on) if worker else ended_on
    if ended_on > beijing_date(at) or (
        worker and not worker.reported_on < last_day < worker.last_day
    ):
        raise WrongLeavingDay(
            f"报名{application.case_number}的解除日期{ended_on}应在报到次日至服务期满之前，"
            "且不晚于办理当日",
            why="D0 五(三)",
            mend="核对解除日期",
        )
    change_states(
        [
            Change(
                application,
                Act.END_AGREEMENT,
                actor,
                at,
                reason=reason,
                rule=f"{application.season.rule_version}:leaving",
                inputs={"ended_on": ended_on.isoformat()},
            )
        ]
    )
    if worker:
        worker.last_day = last_day
        worker.save(update_fields=("last_day",))


def _last_day(edition: Edition, worker: Worker, ended_on: date) -> date:
    """Return the last day for which an allowance is paid."""
    facts = {"agreement_ended": True, "ended_on": ended_on, "reported_on": worker.reported_on}
    value = explain(edition, "allowance_last_day", facts).value
    assert isinstance(value, date)
    return value
