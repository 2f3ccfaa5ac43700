"""Open a worker's record when a recruit reports for duty."""

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.states import Act
from linli.apps.ledger.actions import beijing_date
from linli.apps.workforce.models import Worker
from linli.core.refusal import Refusal


class ReportDayWrong(Refusal):
    """A day of reporting lies before the agreement was signed, or is still to come."""


def last_day_of_term(start: date, months: int) -> date:
    """Return the last day, included, of a term of whole months that begins on ``start``.

    Source: D0 一(四); Civil Code art. 202 (no such day in the month: its last day).
    """
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    length = calendar.monthrange(year, month)[1]
    if start.day > length:
        return date(year, month, length)
    return date(year, month, start.day) - timedelta(days=1)


@transaction.atomic
def report_for_duty(
    reports: Mapping[Agreement, date], *, actor: User, at: datetime
) -> list[Worker]:
    """Record that recruits reported to their communities, and open their records.

    Also after the last day of the stage: whoever is late has reported all the same. Raises
    ``ReportDayWrong`` and what ``change_states`` raises.
    Source: D0 三(七), 一(四); requirements A7, G3.
    """
    for agreement, day in reports.items():
        require_report_day(agreement, day, beijing_date(at))
    workers = [
        Worker(
            person=agreement.application.person,
            application=agreement.application,
            county_id=agreement.application.county_id or "",
            street_id=agreement.street_id,
            community_id=agreement.community_id,
            reported_on=day,
            last_day=last_day_of_term(day, agreement.term_months),
        )
        for agreement, day in reports.items()
    ]
    change_states(
        [
            Change(
                one.application,
                Act.REPORT_FOR_DUTY,
                actor,
                at,
                reason="到社区报到，办理入职手续",
                inputs={
                    "reported_on": one.reported_on.isoformat(),
                    "last_day": one.last_day.isoformat(),
                    "community": one.community_id,
                },
            )
            for one in workers
        ]
    )
    return Worker.objects.bulk_create(workers)


def require_report_day(agreement: Agreement, day: date, today: date) -> None:
    """Refuse a day before the signing, or one that has not come. Raises ``ReportDayWrong``."""
    number = agreement.application.case_number
    if day < agreement.signed_on:
        fault = f"报名{number}的报到日期{day}早于签订协议的{agreement.signed_on}"
    elif day > today:
        fault = f"报名{number}的报到日期{day}还没有到"
    else:
        return
    raise ReportDayWrong(fault, why="D0 三(七)", mend="核对报到日期")
