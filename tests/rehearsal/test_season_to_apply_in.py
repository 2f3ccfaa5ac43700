"""A visitor of the demonstration finds a season whose registration is open today."""

from datetime import date, datetime, timedelta

import pytest

from linli.apps.seasons.actions import advance
from linli.apps.seasons.models import Season, Stage
from linli.rehearsal.runs import season_to_apply_in
from tests.apps.cast import make_officials, open_one
from tests.factories import BEIJING

NOON = datetime(2026, 12, 1, 12, tzinfo=BEIJING)
pytestmark = pytest.mark.usefixtures("divisions")


def to_apply_in(at: datetime = NOON) -> Season:
    return season_to_apply_in("xinzhou-2024", seed=7, at=at)


def registration(season: Season) -> tuple[date, date]:
    window = season.windows.get(stage=Stage.REGISTRATION)
    return window.first_day, window.last_day


def test_a_rehearsal_is_opened_whose_registration_begins_today() -> None:
    season = to_apply_in()

    assert (season.is_rehearsal, season.stage) == (True, "registration")
    assert registration(season) == (date(2026, 12, 1), date(2026, 12, 14))


@pytest.mark.parametrize(("days", "is_same"), [(0, True), (13, True), (14, False)])
def test_another_is_opened_only_when_the_registration_is_over(days: int, is_same: bool) -> None:
    first = to_apply_in()

    second = to_apply_in(NOON + timedelta(days=days))

    assert (second == first) is is_same
    assert registration(second)[0] <= date(2026, 12, 1) + timedelta(days=days)


def test_one_whose_registration_has_not_begun_does_not_count() -> None:
    later = to_apply_in(NOON + timedelta(days=1))

    assert to_apply_in() != later


def test_neither_a_real_season_nor_one_that_has_gone_on_takes_visitors() -> None:
    cast = make_officials()
    real = open_one(cast.city)
    real.windows.filter(stage=Stage.REGISTRATION).update(
        first_day=date(2026, 12, 1), last_day=date(2026, 12, 14)
    )
    gone_on = to_apply_in()
    advance(gone_on, Stage.ELIGIBILITY_REVIEW, actor=cast.city, at=NOON, reason="样本")

    assert to_apply_in() not in (real, gone_on)
