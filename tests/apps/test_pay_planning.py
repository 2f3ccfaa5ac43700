"""A month's pay before it is run, the months there are, and what is not as usual about a slip."""

from datetime import date

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.pay.actions import PayPlanChanged, run_month
from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.pay.planning import AlreadyRun, MonthNotOver, plan_month
from linli.apps.pay.queries import made_at, pay_months, slip_of, slips_of, sums_of
from linli.apps.pay.remarks import Remark, remarks_on
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from tests.apps.cast import Officials, at, entry_count, serving
from tests.factories import CITY, DAI, YUANPING

JULY, AUGUST = date(2024, 7, 1), date(2024, 8, 1)
FIRST_OF_AUGUST = date(2024, 8, 1)


def remarks(season: Season, month: date, today: date) -> list[tuple[Remark, ...]]:
    plan = plan_month(season, month, today=today)
    return [remarks_on(slip, plan.month) for slip in plan.slips]


def test_a_plan_is_what_the_run_stores_and_stores_nothing(season: Season, cast: Officials) -> None:
    serving(season, date(2024, 7, 22))
    serving(season, date(2024, 7, 31), county=YUANPING)
    before = entry_count()

    plan = plan_month(season, date(2024, 7, 15), today=FIRST_OF_AUGUST)
    stored = (PayRun.objects.count(), PaySlip.objects.count(), entry_count())
    run = run_month(season, JULY, actor=cast.finance, at=at(8, 1), shown=plan.mark)

    assert (plan.month, stored) == (JULY, (0, 0, before))
    assert sums_of(plan.slips) == sums_of(run.slips.all())
    assert made_at(run) == at(8, 1)


def test_a_month_is_run_only_as_it_was_shown(season: Season, cast: Officials) -> None:
    worker = serving(season, date(2024, 7, 22))
    mark = plan_month(season, JULY, today=FIRST_OF_AUGUST).mark
    Worker.objects.filter(pk=worker.pk).update(last_day=date(2024, 7, 30))

    with pytest.raises(PayPlanChanged, match="应发的补贴有变化.*D0 四\\(二\\)2"):
        run_month(season, JULY, actor=cast.finance, at=at(8, 1), shown=mark)

    assert PayRun.objects.count() == 0


@pytest.mark.parametrize(("today", "is_over"), [(30, False), (31, False), (32, True)])
def test_a_month_is_planned_after_its_last_day(
    season: Season, cast: Officials, today: int, is_over: bool
) -> None:
    day = date.fromordinal(JULY.toordinal() + today - 1)
    refused = ""

    try:
        plan_month(season, JULY, today=day)
    except MonthNotOver as refusal:
        refused = refusal.what

    assert refused == ("" if is_over else "2024年07月尚未结束，不能核算补贴")


def test_a_month_that_was_run_is_not_planned_again(season: Season, cast: Officials) -> None:
    run_month(season, JULY, actor=cast.finance, at=at(8, 1))

    with pytest.raises(AlreadyRun, match="核算以后不能更改，多发、少发的，在系统以外"):
        plan_month(season, JULY, today=FIRST_OF_AUGUST)


def test_months_run_from_the_first_report_to_today(season: Season, cast: Officials) -> None:
    serving(season, date(2024, 7, 31))
    serving(season, date(2024, 8, 1), date(2024, 9, 30))
    run = run_month(season, JULY, actor=cast.finance, at=at(8, 1))

    found = pay_months(season, CITY, today=date(2024, 10, 1))

    assert [(one.month.month, one.people, one.is_over, one.is_due, one.run) for one in found] == [
        (7, 1, True, False, run),
        (8, 2, True, True, None),
        (9, 2, True, True, None),
        (10, 1, False, False, None),
    ]


def test_months_end_with_the_last_day_of_the_last_term(season: Season, cast: Officials) -> None:
    serving(season, date(2024, 7, 22), date(2024, 8, 31))

    found = pay_months(season, CITY, today=date(2025, 1, 1))

    assert [one.month.month for one in found] == [7, 8]


def test_there_are_no_months_before_anybody_reports(season: Season, cast: Officials) -> None:
    assert pay_months(season, CITY, today=FIRST_OF_AUGUST) == ()


def test_a_county_has_its_own_months_and_slips(season: Season, cast: Officials) -> None:
    own = serving(season, date(2024, 7, 22))
    serving(season, date(2024, 7, 1), county=YUANPING)
    run = run_month(season, JULY, actor=cast.finance, at=at(8, 1))

    number = own.application.case_number
    slip = slip_of(run, DAI, number)

    assert [slip.worker for slip in slips_of(run, DAI)] == [own]
    assert slip is not None and slip.worker == own
    assert slip_of(run, YUANPING, number) is None
    assert [one.people for one in pay_months(season, DAI, today=FIRST_OF_AUGUST)] == [1, 1]


def test_sums_add_up_to_the_fen(season: Season, cast: Officials) -> None:
    serving(season, date(2024, 7, 22))
    serving(season, date(2024, 7, 31))

    sums = sums_of(plan_month(season, JULY, today=FIRST_OF_AUGUST).slips)

    assert (sums.people, sums.allowance_fen, sums.deduction_fen, sums.net_fen) == (
        2,
        66_710,
        16_065,
        50_645,
    )
    assert (sums.province_fen, sums.city_fen, sums.county_fen) == (33_356, 16_677, 16_677)
    assert sums.add_up


def test_sums_that_do_not_add_up_are_told(season: Season, cast: Officials) -> None:
    serving(season, date(2024, 7, 22))
    (slip,) = plan_month(season, JULY, today=FIRST_OF_AUGUST).slips

    slip.city_fen += 1

    assert not sums_of([slip]).add_up


def test_first_month_part_month_and_a_premium_above_the_allowance_are_told(
    season: Season, cast: Officials
) -> None:
    for day in (date(2024, 7, 1), date(2024, 7, 2), date(2024, 7, 31)):
        serving(season, day)

    assert remarks(season, JULY, FIRST_OF_AUGUST) == [
        (Remark.FIRST,),
        (Remark.FIRST, Remark.PART),
        (Remark.SHORT, Remark.FIRST, Remark.PART),
    ]


@pytest.mark.parametrize(
    ("last_day", "told"),
    [
        (date(2024, 8, 30), (Remark.TERM_OVER, Remark.PART)),
        (date(2024, 8, 31), (Remark.TERM_OVER,)),
        (date(2024, 9, 1), ()),
    ],
)
def test_the_last_month_of_a_term_is_told(
    season: Season, cast: Officials, last_day: date, told: tuple[Remark, ...]
) -> None:
    serving(season, date(2024, 7, 22), last_day)

    assert remarks(season, AUGUST, date(2024, 9, 1)) == [told]


def test_who_left_stops_and_what_was_paid_beyond_is_told(season: Season, cast: Officials) -> None:
    worker = serving(season, date(2024, 7, 22), date(2024, 8, 15))
    Application.objects.update(state=State.LEFT)
    stopped = remarks(season, AUGUST, date(2024, 9, 1))
    run = run_month(season, AUGUST, actor=cast.finance, at=at(9, 1))
    Worker.objects.filter(pk=worker.pk).update(last_day=date(2024, 8, 14))

    (slip,) = slips_of(run, DAI)

    assert stopped == [(Remark.ENDED, Remark.PART)]
    assert remarks_on(slip, AUGUST) == (Remark.BEYOND, Remark.PART)


def test_words_of_an_end_say_that_the_pay_runs_to_the_last_day_and_not_to_the_month() -> None:
    assert [one.words for one in (Remark.ENDED, Remark.TERM_OVER)] == [
        "已解除协议，发至最后服务日，次日起停发",
        "服务期满，发至期满当日，次日起停发",
    ]


def test_each_kind_has_a_clause_of_the_pack(season: Season, cast: Officials) -> None:
    clauses = {one.clause for one in season.pack.parameters.values()}
    clauses |= {one.clause for one in season.pack.rules.values()}

    assert {remark.clause for remark in Remark} <= clauses


@pytest.mark.parametrize(
    ("today", "is_due"),
    [(date(2024, 7, 30), False), (date(2024, 7, 31), False), (FIRST_OF_AUGUST, True)],
)
def test_a_month_is_due_from_the_day_after_its_last(
    season: Season, cast: Officials, today: date, is_due: bool
) -> None:
    serving(season, date(2024, 7, 22))

    assert pay_months(season, CITY, today=today)[0].is_due is is_due
