"""A month's pay: by tier and calendar days, the premium off the first month, three shares to the fen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.apps.ledger.queries import entries_of
from linli.apps.pay.actions import run_month
from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.pay.planning import AlreadyRun, MonthNotOver
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from tests.apps.cast import Officials, at, entry_count, serving
from tests.factories import BEIJING

JULY, AUGUST = date(2024, 7, 1), date(2024, 8, 1)
TIER_1, TIER_2, TIER_3 = "140981", "140923", "140922"


def run(season: Season, cast: Officials, month: date) -> PayRun:
    """Run a month on the first morning after it."""
    after = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    morning = datetime(after.year, after.month, 1, 9, tzinfo=BEIJING)
    return run_month(season, month, actor=cast.finance, at=morning)


def paid(season: Season, cast: Officials, month: date) -> PaySlip:
    """Run a month with one worker and return the slip."""
    return run(season, cast, month).slips.get()


@pytest.mark.parametrize(
    ("county", "tier", "fen", "shares"),
    [
        (TIER_1, 1, 198_000, (79_200, 59_400, 59_400)),
        (TIER_2, 2, 188_000, (94_000, 47_000, 47_000)),
        (TIER_3, 3, 178_000, (106_800, 35_600, 35_600)),
    ],
)
def test_a_full_month_pays_the_tier_of_the_county_and_is_borne_in_its_shares(
    season: Season, cast: Officials, county: str, tier: int, fen: int, shares: tuple[int, ...]
) -> None:
    serving(season, date(2024, 7, 22), county=county)

    slip = paid(season, cast, AUGUST)

    assert (slip.tier, slip.full_month_fen, slip.days_served, slip.days_in_month) == (
        tier,
        fen,
        31,
        31,
    )
    assert (slip.allowance_fen, slip.premium_fen, slip.deduction_fen, slip.net_fen) == (
        fen,
        0,
        0,
        fen,
    )
    assert (slip.province_fen, slip.city_fen, slip.county_fen) == shares


def test_the_odd_fen_of_the_rest_goes_to_the_county(season: Season, cast: Officials) -> None:
    serving(season, date(2024, 7, 22), county=TIER_1)

    slip = paid(season, cast, JULY)

    assert (slip.allowance_fen, slip.province_fen, slip.city_fen, slip.county_fen) == (
        63_871,
        25_548,
        19_161,
        19_162,
    )


@pytest.mark.parametrize(
    ("reported_on", "days", "allowance"),
    [
        (date(2024, 7, 1), 31, 188_000),
        (date(2024, 7, 2), 30, 181_935),
        (date(2024, 7, 22), 10, 60_645),
        (date(2024, 7, 30), 2, 12_129),
        (date(2024, 7, 31), 1, 6_065),
    ],
)
def test_a_month_begun_late_is_paid_by_its_calendar_days_rounded_half_up(
    season: Season, cast: Officials, reported_on: date, days: int, allowance: int
) -> None:
    serving(season, reported_on)

    slip = paid(season, cast, JULY)

    assert (slip.days_served, slip.allowance_fen) == (days, allowance)


@pytest.mark.parametrize(
    ("last_day", "days", "allowance"),
    [
        (date(2024, 8, 31), 31, 188_000),
        (date(2024, 8, 30), 30, 181_935),
        (date(2024, 8, 15), 15, 90_968),
        (date(2024, 8, 1), 1, 6_065),
    ],
)
def test_a_worker_who_leaves_early_is_paid_up_to_the_last_day(
    season: Season, cast: Officials, last_day: date, days: int, allowance: int
) -> None:
    serving(season, date(2024, 7, 22), last_day)

    slip = paid(season, cast, AUGUST)

    assert (slip.days_served, slip.allowance_fen) == (days, allowance)


def test_february_is_paid_whole_whatever_its_length(season: Season, cast: Officials) -> None:
    serving(season, date(2024, 7, 22))

    slip = paid(season, cast, date(2025, 2, 1))

    assert (slip.days_served, slip.days_in_month, slip.allowance_fen) == (28, 28, 188_000)


def test_months_before_the_report_and_after_the_last_day_are_not_paid(
    season: Season, cast: Officials
) -> None:
    serving(season, date(2024, 7, 22), date(2024, 8, 31))

    people = [
        run(season, cast, month).slips.count()
        for month in (date(2024, 6, 1), JULY, AUGUST, date(2024, 9, 1))
    ]

    assert people == [0, 1, 1, 0]


def test_workers_of_another_season_are_not_paid_in_this_one(
    season: Season, rehearsal: Season, cast: Officials
) -> None:
    serving(rehearsal, date(2024, 7, 22))

    assert run(season, cast, AUGUST).slips.count() == 0


def test_the_premium_comes_off_the_first_month_and_off_no_other(
    season: Season, cast: Officials
) -> None:
    serving(season, date(2024, 7, 22))

    first, second = (paid(season, cast, month) for month in (JULY, AUGUST))

    assert (first.allowance_fen, first.premium_fen, first.deduction_fen, first.net_fen) == (
        60_645,
        10_000,
        10_000,
        50_645,
    )
    assert (second.premium_fen, second.deduction_fen, second.net_fen) == (0, 0, 188_000)


@pytest.mark.parametrize(
    ("reported_on", "allowance", "deduction", "net"),
    [
        (date(2024, 7, 30), 12_129, 10_000, 2_129),
        (date(2024, 7, 31), 6_065, 6_065, 0),
    ],
)
def test_pay_never_falls_below_nothing_and_the_slip_shows_both_amounts(
    season: Season, cast: Officials, reported_on: date, allowance: int, deduction: int, net: int
) -> None:
    serving(season, reported_on)

    slip = paid(season, cast, JULY)

    assert (slip.allowance_fen, slip.premium_fen, slip.deduction_fen, slip.net_fen) == (
        allowance,
        10_000,
        deduction,
        net,
    )


def test_who_reports_on_the_first_of_a_month_has_the_premium_taken_off_that_month(
    season: Season, cast: Officials
) -> None:
    serving(season, AUGUST)

    slip = paid(season, cast, AUGUST)

    assert (slip.allowance_fen, slip.deduction_fen) == (188_000, 10_000)


@pytest.mark.parametrize("again", [JULY, date(2024, 7, 15), date(2024, 7, 31)])
def test_a_month_is_not_run_twice_whatever_day_of_it_is_named(
    season: Season, cast: Officials, again: date
) -> None:
    serving(season, date(2024, 7, 22))
    run(season, cast, JULY)
    before = entry_count()

    with pytest.raises(AlreadyRun, match="2024年07月的补贴已经核算.*D0 四\\(二\\)2"):
        run(season, cast, again)

    assert (PayRun.objects.count(), PaySlip.objects.count(), entry_count()) == (1, 1, before)


def test_every_slip_explains_itself_with_formulas_and_clauses(
    season: Season, cast: Officials
) -> None:
    serving(season, date(2024, 7, 22))

    steps = paid(season, cast, JULY).steps

    clauses = [step["clause"] for step in steps]
    assert {"D0 四(一)1", "D0 四(一)2", "D0 四(二)1", "D0 附件3"} <= set(clauses)
    assert all(step["label"] and step["formula"] and step["value"] for step in steps)


def test_the_run_is_written_down_with_its_sums_and_without_names(
    season: Season, cast: Officials
) -> None:
    for reported_on in (date(2024, 7, 22), date(2024, 7, 31)):
        serving(season, reported_on)

    run(season, cast, JULY)

    entry = entries_of(season.code)[-1]
    assert (entry["actor"], entry["action"], entry["rule"], entry["inputs"]) == (
        "finance",
        "run_pay",
        "xinzhou-2024@2024-06-07:net_pay",
        {
            "month": "2024-07",
            "people": 2,
            "allowance_fen": 66_710,
            "deduction_fen": 16_065,
            "net_fen": 50_645,
        },
    )


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    first=st.integers(1, 31),
    length=st.integers(1, 400),
    county=st.sampled_from([TIER_1, TIER_2, TIER_3]),
)
def test_shares_add_up_to_the_allowance_for_any_days_served(
    season: Season, cast: Officials, first: int, length: int, county: str
) -> None:
    with transaction.atomic():
        start = date(2024, 7, first)
        serving(season, start, date.fromordinal(start.toordinal() + length), county=county)
        slip = paid(season, cast, JULY)
        transaction.set_rollback(True)

    assert slip.province_fen + slip.city_fen + slip.county_fen == slip.allowance_fen
    assert slip.net_fen + slip.deduction_fen == slip.allowance_fen
    assert slip.county_fen - slip.city_fen in (0, 1)
    assert 0 <= slip.net_fen <= slip.allowance_fen <= slip.full_month_fen


@pytest.mark.parametrize(
    ("field", "constraint"),
    [
        ("county_fen", "shares_add_up"),
        ("province_fen", "shares_add_up"),
        ("net_fen", "net_adds_up"),
        ("deduction_fen", "net_adds_up"),
        ("allowance_fen", "adds?_up"),
    ],
)
def test_the_database_refuses_a_slip_that_does_not_add_up(
    season: Season, cast: Officials, field: str, constraint: str
) -> None:
    serving(season, date(2024, 7, 22))
    slip = paid(season, cast, JULY)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PaySlip.objects.filter(pk=slip.pk).update(**{field: getattr(slip, field) + 1})


def test_the_database_refuses_a_second_slip_of_one_worker_in_a_month(
    season: Season, cast: Officials
) -> None:
    serving(season, date(2024, 7, 22))
    slip = paid(season, cast, JULY)
    slip.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        slip.save(force_insert=True)

    assert Worker.objects.get().slips.count() == 1


@pytest.mark.parametrize(
    ("moment", "is_over"),
    [
        (at(7, 22), False),
        (at(7, 31, 23, 59, 59), False),
        (at(8, 1, 0), True),
        (at(8, 1, 0).astimezone(UTC), True),
        (at(8, 2), True),
    ],
)
def test_a_month_is_paid_from_the_first_second_after_it(
    season: Season, cast: Officials, moment: datetime, is_over: bool
) -> None:
    refused = ""

    try:
        run_month(season, JULY, actor=cast.finance, at=moment)
    except MonthNotOver as refusal:
        refused = refusal.what

    assert refused == ("" if is_over else "2024年07月尚未结束，不能核算补贴")
    assert PayRun.objects.count() == is_over
