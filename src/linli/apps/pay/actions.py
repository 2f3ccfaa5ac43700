"""Run a month's pay."""

import calendar
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.carried_out import require_value
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import require_office
from linli.apps.workforce.models import Worker
from linli.core.policy import Edition, compile_rules, explain
from linli.core.refusal import Refusal


class AlreadyRun(Refusal):
    """The month has been run; a second run would pay twice."""


class MonthNotOver(Refusal):
    """A month is run after its last day: until then nobody has served it."""


@transaction.atomic
def run_month(season: Season, month: date, *, actor: User, at: datetime) -> PayRun:
    """Compute the slips of all workers of a season who served in a month.

    ``month`` is any day of the month. Raises ``AlreadyRun``, ``MonthNotOver`` and
    ``NotPermitted``. Source: D0 四(一), 四(二); requirements H1, H3, H5, Q4, Q5, Q6, Q12;
    policy parameter ``allowance_is_insured``.
    """
    require_office(actor, season, Office.FINANCE, act="核算生活补贴")
    month = month.replace(day=1)
    length = calendar.monthrange(month.year, month.month)[1]
    last = month.replace(day=length)
    if beijing_date(at) <= last:
        raise MonthNotOver(
            f"{month:%Y年%m月}尚未结束，不能核算补贴", why="D0 四(一)1", mend="次月办理"
        )
    pack = season.pack
    require_value(pack, "allowance_is_insured", last, False)
    lock_season(season)
    if PayRun.objects.filter(season=season, month=month).exists():
        raise AlreadyRun(
            f"{month:%Y年%m月}的补贴已经核算", why="D0 四(二)2", mend="如需更正，另行登记补发或扣回"
        )
    run = PayRun.objects.create(season=season, month=month)
    edition = compile_rules(pack, last)
    serving = Worker.objects.filter(
        application__season=season, reported_on__lte=last, last_day__gte=month
    )
    slips = [_slip(run, worker, edition, length) for worker in serving.order_by("pk")]
    PaySlip.objects.bulk_create(slips, batch_size=200)
    record([_event(run, slips, actor, at)])
    return run


def _slip(run: PayRun, worker: Worker, edition: Edition, length: int) -> PaySlip:
    first = max(worker.reported_on, run.month)
    last = min(worker.last_day, run.month.replace(day=length))
    days_served = (last - first).days + 1
    is_first = worker.reported_on >= run.month
    facts: dict[str, int | str] = {
        "county": worker.county_id,
        "days_served": days_served,
        "days_in_month": length,
        "first_month": is_first,
    }
    premium = edition.pack.whole_table("accident_premium", edition.on)[worker.county_id]
    answers = {rule: explain(edition, rule, facts) for rule in ("net_pay", "county_part")}
    steps = {step.rule: step for answer in answers.values() for step in answer.steps}
    fen = {name: _whole(step.value) for name, step in steps.items()}
    return PaySlip(
        run=run,
        worker=worker,
        tier=fen["tier"],
        full_month_fen=fen["monthly_allowance"],
        days_served=days_served,
        days_in_month=length,
        allowance_fen=fen["month_allowance"],
        premium_fen=premium if is_first else 0,
        deduction_fen=fen["insurance_deduction"],
        net_fen=fen["net_pay"],
        province_fen=fen["province_part"],
        city_fen=fen["city_part"],
        county_fen=fen["county_part"],
        steps=[
            {
                "label": step.label,
                "value": step.shown,
                "formula": step.formula,
                "clause": step.clause,
            }
            for step in steps.values()
        ],
    )


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a pay rule must give a whole number")
    return value


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
