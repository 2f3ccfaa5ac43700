"""What a month's pay comes to, worked out before it is run."""

import calendar
from dataclasses import dataclass
from datetime import date

from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.seasons.carried_out import require_value
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from linli.core.policy import Edition, compile_rules, explain
from linli.core.record import shown_mark
from linli.core.refusal import Refusal


class AlreadyRun(Refusal):
    """The month has been run; a second run would pay twice."""


class MonthNotOver(Refusal):
    """A month is run after its last day: until then nobody has served it."""


@dataclass(frozen=True, slots=True)
class PayPlan:
    """A month, by its first day, and the slips that its run would store; none is stored yet."""

    month: date
    slips: tuple[PaySlip, ...]

    @property
    def mark(self) -> str:
        """Return a mark of every slip: whoever confirms sends it back."""
        return shown_mark(
            {
                f"{self.month:%Y-%m}/{slip.worker_id}": [
                    slip.days_served,
                    slip.premium_fen,
                    slip.deduction_fen,
                    slip.net_fen,
                    slip.province_fen,
                    slip.city_fen,
                    slip.county_fen,
                ]
                for slip in self.slips
            }
        )


def last_day_of(month: date) -> date:
    """Return the last day of the month that a day lies in."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def plan_month(season: Season, month: date, *, today: date) -> PayPlan:
    """Return what a month's run would pay all workers of a season who served, and write nothing.

    ``month`` is any day of the month. Raises ``MonthNotOver`` and ``AlreadyRun``.
    Source: D0 四(一), 四(二); requirements H1, H3, Q4, Q5, Q6, Q12.
    """
    month, last = month.replace(day=1), last_day_of(month)
    if today <= last:
        raise MonthNotOver(
            f"{month:%Y年%m月}尚未结束，不能核算补贴", why="D0 四(一)1", mend="次月办理"
        )
    require_value(season.pack, "allowance_is_insured", last, False)
    if PayRun.objects.filter(season=season, month=month).exists():
        raise AlreadyRun(
            f"{month:%Y年%m月}的补贴已经核算",
            why="D0 四(二)2",
            mend="打开该月查看每人的补贴单；核算以后不能更改，多发、少发的，在系统以外追回或者补发",
        )
    edition = compile_rules(season.pack, last)
    serving = Worker.objects.filter(
        application__season=season, reported_on__lte=last, last_day__gte=month
    ).select_related("person", "county", "community", "application")
    large = ("form", "materials", "findings", "reading", "papers")
    workers = serving.defer(*(f"application__{name}" for name in large)).order_by("pk")
    return PayPlan(month, tuple(_slip(worker, month, edition) for worker in workers))


def _slip(worker: Worker, month: date, edition: Edition) -> PaySlip:
    first, last = max(worker.reported_on, month), min(worker.last_day, last_day_of(month))
    days_served, length = (last - first).days + 1, last_day_of(month).day
    is_first = worker.reported_on >= month
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
