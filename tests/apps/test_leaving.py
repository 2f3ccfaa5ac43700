"""Who cannot go on ends the agreement on request: the allowance stops, the reserve is called."""

from collections.abc import Sequence
from datetime import date

import pytest

from linli.apps.agreements.actions import file_with_city, taken_places
from linli.apps.agreements.models import Agreement
from linli.apps.applications.change import NotPermitted, ReasonMissing, WrongState
from linli.apps.applications.models import Application
from linli.apps.applications.overview import overview
from linli.apps.applications.states import State
from linli.apps.pay.actions import run_month
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county
from linli.apps.workforce import leaving
from linli.apps.workforce.leaving import LeavingIncomplete, WrongLeavingDay, end_agreement
from linli.apps.workforce.models import Worker
from tests.apps.cast import (
    DAI_COMMUNITY,
    Officials,
    at,
    candidate,
    last_entry,
    placed_by,
    serving,
    signed,
    state_of,
)
from tests.factories import CITY, DAI

REASON = "因身体原因不能继续服务"


def left(one: Application, day: date, cast: Officials, **given: object) -> tuple[date, ...]:
    values = {"is_requested": True, "is_settled": True, "reason": REASON, "actor": cast.dai}
    values |= {"at": at(8, 20), **given}
    return end_agreement(Application.objects.get(pk=one.pk), ended_on=day, **values)


def test_agreement_ends_on_request_and_the_day_is_kept(season: Season, cast: Officials) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))

    left(worker.application, date(2024, 8, 15), cast)

    entry = last_entry(worker.application.subject)
    assert state_of(worker.application) is State.LEFT
    assert Worker.objects.get(pk=worker.pk).last_day == date(2024, 8, 15)
    assert {key: entry[key] for key in ("action", "clause", "reason")} == {
        "action": "end_agreement",
        "clause": "D0 五(三)",
        "reason": REASON,
    }
    assert entry["inputs"] == {
        "ended_on": "2024-08-15",
        "months_paid_beyond": [],
        "from": "reported",
        "to": "left",
    }


def test_allowance_is_paid_to_the_last_day_and_not_after_it(
    season: Season, cast: Officials
) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))
    left(worker.application, date(2024, 8, 15), cast)

    august = run_month(season, date(2024, 8, 1), actor=cast.finance, at=at(9, 1))
    september = run_month(season, date(2024, 9, 1), actor=cast.finance, at=at(10, 1))

    assert [slip.days_served for slip in august.slips.all()] == [15]
    assert not september.slips.exists()


@pytest.mark.parametrize(
    ("is_requested", "is_settled"), [(False, True), (True, False), (False, False)]
)
def test_without_request_or_formalities_nobody_leaves(
    season: Season, cast: Officials, is_requested: bool, is_settled: bool
) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))

    with pytest.raises(LeavingIncomplete) as refused:
        left(
            worker.application,
            date(2024, 8, 15),
            cast,
            is_requested=is_requested,
            is_settled=is_settled,
        )

    number = worker.application.case_number
    assert (refused.value.what, refused.value.why) == (
        f"报名{number}：没有本人的解除协议申请，或手续尚未履行，不能离岗",
        "D0 五(三)",
    )
    assert state_of(worker.application) is State.REPORTED


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        (date(2024, 7, 22), False),
        (date(2024, 7, 23), True),
        (date(2024, 8, 20), True),
        (date(2024, 8, 21), False),
    ],
)
def test_day_of_leaving_lies_after_the_report_and_not_after_today(
    season: Season, cast: Officials, day: date, is_taken: bool
) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))

    if is_taken:
        left(worker.application, day, cast)
    else:
        with pytest.raises(WrongLeavingDay, match="应在报到次日至服务期满之前，且不晚于办理当日"):
            left(worker.application, day, cast)

    assert (state_of(worker.application) is State.LEFT) is is_taken


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        (date(2024, 7, 17), False),
        (date(2024, 7, 18), True),
        (date(2024, 7, 19), True),
        (date(2024, 8, 20), True),
        (date(2024, 8, 21), False),
    ],
)
def test_before_the_report_the_day_lies_within_the_agreement_and_not_after_today(
    season: Season, cast: Officials, day: date, is_taken: bool
) -> None:
    agreement = signed(season, signed_on=date(2024, 7, 18))

    if is_taken:
        assert left(agreement.application, day, cast) == ()
    else:
        with pytest.raises(WrongLeavingDay, match="应不早于协议签订之日，且不晚于办理当日"):
            left(agreement.application, day, cast)

    assert (state_of(agreement.application) is State.LEFT) is is_taken


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2024, 7, 30), [date(2024, 7, 1), date(2024, 8, 1)]),
        (date(2024, 7, 31), [date(2024, 8, 1)]),
        (date(2024, 8, 1), [date(2024, 8, 1)]),
        (date(2024, 8, 30), [date(2024, 8, 1)]),
        (date(2024, 8, 31), []),
        (date(2024, 9, 1), []),
    ],
)
def test_months_that_were_paid_beyond_the_last_day_are_named_for_finance(
    season: Season, cast: Officials, day: date, months: list[date]
) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))
    for month in (date(2024, 7, 1), date(2024, 8, 1)):
        run_month(season, month, actor=cast.finance, at=at(9, 1))

    answer = left(worker.application, day, cast, at=at(9, 10))

    entry = last_entry(worker.application.subject)
    assert answer == tuple(months)
    assert entry["inputs"]["months_paid_beyond"] == [month.isoformat() for month in months]


def test_the_slips_of_others_are_no_months_to_claim_back(season: Season, cast: Officials) -> None:
    serving(season, reported_on=date(2024, 7, 22))
    run_month(season, date(2024, 7, 1), actor=cast.finance, at=at(8, 1))
    late = serving(season, reported_on=date(2024, 7, 24))

    assert left(late.application, date(2024, 7, 26), cast) == ()


def test_a_month_that_is_run_while_the_agreement_ends_is_named_too(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))

    def lock_after_the_pay_run(season: Season) -> Season:
        run_month(season, date(2024, 7, 1), actor=cast.finance, at=at(8, 1))
        return season

    monkeypatch.setattr(leaving, "lock_season", lock_after_the_pay_run)

    assert left(worker.application, date(2024, 7, 29), cast) == (date(2024, 7, 1),)


def test_the_service_is_read_when_nobody_else_can_change_it_any_more(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))
    locked: list[Application] = []

    def lock_after_another_official(cases: Sequence[Application]) -> None:
        # Whoever held the lock until now has set an earlier last day.
        Worker.objects.filter(pk=worker.pk).update(last_day=date(2024, 8, 10))
        locked.extend(cases)

    monkeypatch.setattr(leaving, "lock_standings", lock_after_another_official)

    with pytest.raises(WrongLeavingDay):
        left(worker.application, date(2024, 8, 15), cast)
    assert locked == [worker.application]


def test_day_of_leaving_lies_before_the_end_of_the_term(season: Season, cast: Officials) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))
    later = at(7, 30).replace(year=2025)

    with pytest.raises(WrongLeavingDay):
        left(worker.application, worker.last_day, cast, at=later)
    left(worker.application, date(2025, 7, 20), cast, at=later)

    assert Worker.objects.get(pk=worker.pk).last_day == date(2025, 7, 20)


def test_reason_is_needed_and_another_county_may_not_end_it(
    season: Season, cast: Officials
) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))

    with pytest.raises(ReasonMissing, match="“解除协议”必须写明理由"):
        left(worker.application, date(2024, 8, 15), cast, reason=" ")
    with pytest.raises(NotPermitted):
        left(worker.application, date(2024, 8, 15), cast, actor=cast.yuanping)
    assert Worker.objects.get(pk=worker.pk).last_day == worker.last_day


def test_agreement_ends_once(season: Season, cast: Officials) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))
    left(worker.application, date(2024, 8, 15), cast)

    with pytest.raises(WrongState, match="现为“已解除协议”"):
        left(worker.application, date(2024, 8, 14), cast)


def test_place_of_one_who_left_goes_to_the_reserve(small: Season, cast: Officials) -> None:
    for total in (9500, 9400, 9300):
        candidate(small, total)
    placed_by(small, cast)
    first, _, third = small.applications.order_by("case_number")
    Application.objects.filter(pk=first.pk).update(state=State.SIGNED)
    left(first, date(2024, 7, 19), cast)

    fillers = backfill_county(small, DAI, actor=cast.dai, at=at(7, 20))

    assert fillers == [third]
    assert last_entry(third.subject)["reason"] == (
        f"递补报名{first.case_number}（已解除协议）留下的名额"
    )


def test_community_of_one_who_left_is_free_again(season: Season, cast: Officials) -> None:
    agreement = signed(season)
    before = taken_places(season)[DAI_COMMUNITY]

    left(agreement.application, date(2024, 8, 15), cast)

    assert (before, taken_places(season)[DAI_COMMUNITY]) == (1, 0)


def test_receipt_of_one_who_left_is_not_given_again(season: Season, cast: Officials) -> None:
    first = signed(season)
    file_with_city(season, [first], actor=cast.city, at=at(7, 20))
    left(first.application, date(2024, 8, 15), cast)
    second = signed(season)

    file_with_city(season, [second], actor=cast.city, at=at(8, 20))

    receipts = Agreement.objects.order_by("pk").values_list("filing_receipt", flat=True)
    assert list(receipts) == [f"{season.code}-BA001", f"{season.code}-BA002"]


def test_who_left_keeps_counting_as_signed_and_reported_but_holds_no_place(
    season: Season, cast: Officials
) -> None:
    worker = serving(season, reported_on=date(2024, 7, 22))
    left(worker.application, date(2024, 8, 15), cast)

    counts = overview(season, CITY).total.counts

    assert (counts["signed"], counts["reported"], counts["holding"]) == (1, 1, 0)
