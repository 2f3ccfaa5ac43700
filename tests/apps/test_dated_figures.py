"""A programme runs by the figures of its pack: the length of its notice, a wage from the day it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.notices.actions import PeriodStillOpen, confirm_recruits, publish_list
from linli.apps.pay.actions import run_month
from linli.apps.seasons.models import Season
from linli.core.policy.pack import Pack
from linli.policies import get_pack
from tests.apps.cast import Officials, at, serving, state_of
from tests.apps.test_carried_out import varied
from tests.factories import DAI, make_application


def raised(since: date) -> Pack:
    """Return the pack of the notice with a minimum wage that is 100 yuan more from a day on."""
    pack = get_pack("xinzhou-2024")
    wage = pack.parameters["minimum_wage"]
    (first,) = wage.values
    table = pack.whole_table("minimum_wage", first.since)
    more: dict[tuple[str, ...], int] = {(tier,): fen + 10_000 for tier, fen in table.items()}
    values = (first, replace(first, since=since, value=more))
    return replace(
        pack, parameters={**pack.parameters, "minimum_wage": replace(wage, values=values)}
    )


# D0 三(五) has 3 working days; D3 社助 tells of 5 in 2025. Posted on Friday 12 July 2024.
@pytest.mark.parametrize(
    ("working_days", "last_day"),
    [
        (2, date(2024, 7, 16)),
        (3, date(2024, 7, 17)),
        (4, date(2024, 7, 18)),
        (5, date(2024, 7, 19)),
        (6, date(2024, 7, 22)),
    ],
)
def test_a_notice_hangs_as_many_working_days_as_the_pack_of_the_season_says(
    season: Season,
    cast: Officials,
    monkeypatch: pytest.MonkeyPatch,
    working_days: int,
    last_day: date,
) -> None:
    fill_packaged_years()
    pack = varied("notice_working_days", working_days)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)
    make_application(season, state=State.MEDICAL_PASSED)

    notice = publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))

    assert (notice.working_days, notice.last_day) == (working_days, last_day)


@pytest.mark.parametrize(
    ("moment", "is_over"),
    [
        (at(7, 18, 23, 59, 59), False),
        (at(7, 19, 23, 59, 59), False),
        (at(7, 20, 0), True),
        (at(7, 21), True),
    ],
)
def test_after_five_working_days_recruits_are_confirmed_from_the_next_day_on(
    season: Season,
    cast: Officials,
    monkeypatch: pytest.MonkeyPatch,
    moment: datetime,
    is_over: bool,
) -> None:
    fill_packaged_years()
    pack = varied("notice_working_days", 5)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)
    one = make_application(season, state=State.MEDICAL_PASSED)
    notice = publish_list(season, DAI, actor=cast.dai, at=at(7, 12, 9))

    try:
        confirm_recruits(notice, actor=cast.dai, at=moment)
    except PeriodStillOpen:
        assert not is_over

    assert state_of(one) == (State.FORMAL if is_over else State.PROPOSED)


# A month is paid by the wage of its last day.
@pytest.mark.parametrize(
    ("since", "allowance"),
    [
        (date(2024, 8, 30), 198_000),
        (date(2024, 8, 31), 198_000),
        (date(2024, 9, 1), 188_000),
    ],
)
def test_a_minimum_wage_that_rises_is_paid_from_the_month_in_which_it_holds(
    season: Season,
    cast: Officials,
    monkeypatch: pytest.MonkeyPatch,
    since: date,
    allowance: int,
) -> None:
    pack = raised(since)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)
    serving(season, date(2024, 7, 22))

    slip = run_month(season, date(2024, 8, 1), actor=cast.finance, at=at(9, 1)).slips.get()

    assert (slip.days_served, slip.allowance_fen) == (31, allowance)
