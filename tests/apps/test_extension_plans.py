"""An extension is shown before it is made; what is made is what was shown."""

from datetime import date

import pytest

from linli.apps.seasons.extending import (
    ExtensionChanged,
    NotLater,
    StageOver,
    extend_stage,
    plan_extension,
)
from linli.apps.seasons.models import Season, Stage
from tests.apps.cast import Officials, at, entry_count


def june(day: int) -> date:
    return date(2024, 6, day)


def last_days(season: Season) -> dict[str, date]:
    return {one.stage: one.last_day for one in season.windows.all()}


def test_a_plan_tells_the_days_before_and_after_of_every_stage_and_writes_nothing(
    season: Season,
) -> None:
    before, entries = last_days(season), entry_count()

    plan = plan_extension(season, Stage.AGREEMENT, date(2024, 7, 22), today=june(13))

    assert plan.days == 2
    assert [one.stage for one in plan.moves if not one.moves] == list(Stage)[:5]
    assert [(one.stage, one.before, one.after) for one in plan.moves if one.moves] == [
        (
            Stage.AGREEMENT,
            (date(2024, 7, 18), date(2024, 7, 20)),
            (date(2024, 7, 18), date(2024, 7, 22)),
        ),
        (
            Stage.REPORTING,
            (date(2024, 7, 21), date(2024, 7, 31)),
            (date(2024, 7, 23), date(2024, 8, 2)),
        ),
    ]
    assert (last_days(season), entry_count()) == (before, entries)


@pytest.mark.parametrize(("today", "is_possible"), [(13, True), (14, True), (15, False)])
def test_a_stage_is_planned_longer_up_to_its_last_day(
    season: Season, today: int, is_possible: bool
) -> None:
    if is_possible:
        assert plan_extension(season, Stage.REGISTRATION, june(20), today=june(today)).days == 6
    else:
        with pytest.raises(StageOver):
            plan_extension(season, Stage.REGISTRATION, june(20), today=june(today))


@pytest.mark.parametrize("day", [13, 14])
def test_a_day_that_is_not_later_is_refused_in_the_plan(season: Season, day: int) -> None:
    with pytest.raises(NotLater):
        plan_extension(season, Stage.REGISTRATION, june(day), today=june(10))


def test_what_was_shown_is_made(season: Season, cast: Officials) -> None:
    shown = plan_extension(season, Stage.REGISTRATION, june(20), today=june(13)).mark

    extend_stage(
        season,
        Stage.REGISTRATION,
        june(20),
        reason="样本",
        actor=cast.city,
        at=at(6, 13),
        shown=shown,
    )

    assert last_days(season)["registration"] == june(20)


def test_an_extension_whose_days_another_has_moved_meanwhile_is_not_made(
    season: Season, cast: Officials
) -> None:
    shown = plan_extension(season, Stage.REGISTRATION, june(20), today=june(13)).mark
    extend_stage(season, Stage.REGISTRATION, june(15), reason="样本", actor=cast.city, at=at(6, 13))

    with pytest.raises(ExtensionChanged, match="已由他人更改"):
        extend_stage(
            season,
            Stage.REGISTRATION,
            june(20),
            reason="样本",
            actor=cast.city,
            at=at(6, 13),
            shown=shown,
        )

    assert last_days(season)["registration"] == june(15)
