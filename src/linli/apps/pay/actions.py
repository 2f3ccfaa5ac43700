"""Run a month's pay."""

from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.pay.planning import plan_month
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.core.refusal import Refusal


class PayPlanChanged(Refusal):
    """Who served in the month, or until when, is no longer what was shown."""


@transaction.atomic
def run_month(
    season: Season, month: date, *, actor: User, at: datetime, shown: str | None = None
) -> PayRun:
    """Compute the slips of all workers of a season who served in a month.

    ``month`` is any day of the month; ``shown`` is the mark of the plan that somebody
    confirms: another is not carried out. Raises ``AlreadyRun``, ``MonthNotOver``,
    ``PayPlanChanged`` and ``NotPermitted``. Source: D0 四(一), 四(二); requirements H1, H3,
    H5, Q4, Q5, Q6, Q12; policy parameter ``allowance_is_insured``.
    """
    require_office(actor, season, Office.FINANCE, act="核算生活补贴")
    lock_season(season)
    plan = plan_month(season, month, today=beijing_date(at))
    if shown is not None and shown != plan.mark:
        raise PayPlanChanged(
            "核对以后有人解除协议或者补登报到，应发的补贴有变化",
            why="D0 四(二)2",
            mend="按现在的情况重新核对后再核算",
        )
    run = PayRun.objects.create(season=season, month=plan.month)
    slips = list(plan.slips)
    for slip in slips:
        slip.run = run
    PaySlip.objects.bulk_create(slips, batch_size=200)
    record([_event(run, slips, actor, at)])
    return run


def _event(run: PayRun, slips: list[PaySlip], actor: User, at: datetime) -> Event:
    return Event(
        at=at,
        actor=actor.username,
        action="run_pay",
        subject=run.season.code,
        clause="D0 四(一)",
        rule=f"{run.season.rule_version}:net_pay",
        inputs={
            "month": f"{run.month:%Y-%m}",
            "people": len(slips),
            "allowance_fen": sum(slip.allowance_fen for slip in slips),
            "deduction_fen": sum(slip.deduction_fen for slip in slips),
            "net_fen": sum(slip.net_fen for slip in slips),
        },
        rehearsal=run.season.is_rehearsal,
    )
