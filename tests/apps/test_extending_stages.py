"""A stage is extended before it is over: everyone's deadline moves, and what follows moves with it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.apps.intake.receipt import registration_time
from linli.apps.intake.terms import terms_of_season
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.actions import advance, open_season
from linli.apps.seasons.extending import (
    NotLater,
    StageOver,
    UnexplainedExtension,
    extend_stage,
)
from linli.apps.seasons.extensions import Extension, extensions_of
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import NotPermitted
from linli.apps.seasons.planning import DaysFixed
from linli.policies import get_pack
from tests.apps.cast import Officials, at, entry_count, open_one
from tests.factories import BEIJING

#: The day before the registration ends.
EVE = at(6, 13)
Days = dict[str, tuple[date, date]]


def days_of(season: Season) -> Days:
    return {one.stage: (one.first_day, one.last_day) for one in season.windows.all()}


def june(day: int) -> date:
    return date(2024, 6, day)


def extend(
    season: Season,
    cast: Officials,
    last_day: date,
    *,
    stage: Stage = Stage.REGISTRATION,
    moment: datetime = EVE,
    reason: str = "系统停机一天",
) -> None:
    extend_stage(season, stage, last_day, reason=reason, actor=cast.city, at=moment)


def test_the_stage_ends_later_and_every_later_stage_moves_by_as_many_days(
    season: Season, cast: Officials
) -> None:
    extend(season, cast, june(17))

    assert days_of(season) == {
        "registration": (june(1), june(17)),
        "eligibility_review": (june(18), june(28)),
        "interview": (june(29), date(2024, 7, 8)),
        "medical_check": (date(2024, 7, 9), date(2024, 7, 14)),
        "selection": (date(2024, 7, 15), date(2024, 7, 20)),
        "agreement": (date(2024, 7, 21), date(2024, 7, 23)),
        "reporting": (date(2024, 7, 24), date(2024, 8, 3)),
    }


def test_earlier_stages_stay_where_they_are(season: Season, cast: Officials) -> None:
    before = days_of(season)

    extend(season, cast, date(2024, 7, 6), stage=Stage.INTERVIEW)

    after = days_of(season)
    assert [name for name in before if before[name] == after[name]] == [
        "registration",
        "eligibility_review",
    ]
    assert after["interview"] == (june(26), date(2024, 7, 6))


def test_everyones_deadline_moves(season: Season, cast: Officials) -> None:
    extend(season, cast, june(15))

    late = datetime(2024, 6, 16, tzinfo=BEIJING)
    time = registration_time(season)
    assert (time.deadline, terms_of_season(season).deadline) == (late, late)
    assert [time.is_over(late - timedelta(seconds=1)), time.is_over(late)] == [False, True]


def test_one_entry_tells_by_whom_why_and_the_days_before_and_after(
    season: Season, cast: Officials
) -> None:
    before = entry_count()

    extend(season, cast, date(2024, 7, 22), stage=Stage.AGREEMENT, reason=" 连续降雨 ")

    assert entry_count() == before + 1
    assert entries_of(season.code)[-1] == {
        "sequence": before + 1,
        "at": "2024-06-13T10:00:00+08:00",
        "actor": "city",
        "action": "extend_stage",
        "subject": "xinzhou-2024",
        "clause": "D0 三",
        "reason": "连续降雨",
        "rule": "xinzhou-2024@2024-06-07",
        "inputs": {
            "stage": "agreement",
            "before": {
                "agreement": ["2024-07-18", "2024-07-20"],
                "reporting": ["2024-07-21", "2024-07-31"],
            },
            "after": {
                "agreement": ["2024-07-18", "2024-07-22"],
                "reporting": ["2024-07-23", "2024-08-02"],
            },
        },
        "rehearsal": False,
    }


@pytest.mark.parametrize("moment", [at(6, 13, 23, 59, 59), at(6, 14, 0), at(6, 14, 23, 59, 59)])
def test_a_stage_is_extended_up_to_the_end_of_its_last_day(
    season: Season, cast: Officials, moment: datetime
) -> None:
    extend(season, cast, june(15), moment=moment)

    assert days_of(season)["registration"] == (june(1), june(15))


@pytest.mark.parametrize("moment", [at(6, 15, 0), at(6, 15, 0, 0, 1), at(7, 1)])
def test_a_stage_whose_last_day_is_over_is_not_reopened(
    season: Season, cast: Officials, moment: datetime
) -> None:
    before = (days_of(season), entry_count())

    with pytest.raises(StageOver, match="“宣传报名”已经结束，不能延长"):
        extend(season, cast, date(2024, 7, 31), moment=moment)

    assert (days_of(season), entry_count()) == before


def test_a_stage_that_the_season_has_left_is_not_reopened_even_on_its_last_day(
    season: Season, cast: Officials
) -> None:
    advance(season, Stage.ELIGIBILITY_REVIEW, actor=cast.city, at=at(6, 14), reason="样本")

    with pytest.raises(StageOver):
        extend(season, cast, june(20), moment=at(6, 14))
    extend(season, cast, june(26), stage=Stage.ELIGIBILITY_REVIEW, moment=at(6, 14))


def test_a_season_has_no_days_of_being_closed_to_extend(season: Season, cast: Officials) -> None:
    with pytest.raises(StageOver, match="“已结束”"):
        extend(season, cast, date(2024, 9, 1), stage=Stage.CLOSED)


@pytest.mark.parametrize(("day", "is_taken"), [(13, False), (14, False), (15, True)])
def test_the_new_last_day_must_be_later(
    season: Season, cast: Officials, day: int, is_taken: bool
) -> None:
    if is_taken:
        extend(season, cast, june(day))
    else:
        with pytest.raises(NotLater, match="现于2024-06-14结束，新的最后一天必须更晚"):
            extend(season, cast, june(day))

    assert days_of(season)["registration"][1] == june(15 if is_taken else 14)


@pytest.mark.parametrize("reason", ["", " \n"])
def test_an_extension_without_a_reason_is_refused(
    season: Season, cast: Officials, reason: str
) -> None:
    with pytest.raises(UnexplainedExtension):
        extend(season, cast, june(15), reason=reason)

    assert days_of(season)["registration"][1] == june(14)


@pytest.mark.parametrize("who", ["dai", "dai_street", "finance", "auditor", "datong"])
def test_nobody_but_the_city_of_the_season_extends_it(
    season: Season, cast: Officials, who: str
) -> None:
    with pytest.raises(NotPermitted, match="“延长阶段”(由市委社会工作部办理|不在您的管辖范围内)"):
        extend_stage(
            season,
            Stage.REGISTRATION,
            june(20),
            reason="样本",
            actor=getattr(cast, who),
            at=at(6, 13),
        )

    assert days_of(season)["registration"][1] == june(14)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.integers(1, 400), stage=st.sampled_from(list(Stage)[:-1]))
def test_stages_stay_whole_and_follow_one_another_whatever_is_extended(
    season: Season, cast: Officials, days: int, stage: Stage
) -> None:
    before = days_of(season)

    extend(
        season, cast, before[stage.value][1] + timedelta(days=days), stage=stage, moment=at(6, 1)
    )

    after = list(days_of(season).values())
    assert all(
        later[0] - earlier[1] == timedelta(days=1)
        for earlier, later in zip(after, after[1:], strict=False)
    )
    grown = [(last - first).days for first, last in after]
    was = [(last - first).days for first, last in before.values()]
    assert sum(grown) == sum(was) + days


# ---------------------------------------------------------------- rehearsals on other days


def test_a_rehearsal_begins_on_the_day_that_is_named_and_keeps_the_lengths_of_the_notice(
    cast: Officials,
) -> None:
    official = open_season(get_pack("xinzhou-2024"), actor=cast.city, at=at(5, 31), seed="样本")

    moved = open_season(
        get_pack("xinzhou-2024"),
        actor=cast.city,
        at=at(5, 31),
        seed="样本",
        is_rehearsal=True,
        first_day=date(2026, 12, 1),
    )

    shift = date(2026, 12, 1) - june(1)
    assert days_of(moved) == {
        name: (first + shift, last + shift) for name, (first, last) in days_of(official).items()
    }
    assert entries_of(moved.code)[-1]["inputs"]["first_day"] == "2026-12-01"


def test_the_days_of_a_real_season_are_those_of_the_notice(cast: Officials) -> None:
    with pytest.raises(DaysFixed, match="正式招募季的报名自文件规定的2024-06-01开始"):
        open_season(
            get_pack("xinzhou-2024"),
            actor=cast.city,
            at=at(5, 31),
            seed="样本",
            first_day=june(2),
        )

    assert Season.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "is_taken"), [(date(2024, 5, 31), False), (june(1), True), (june(2), True)]
)
def test_a_rehearsal_is_not_held_before_the_notice_holds(
    cast: Officials, day: date, is_taken: bool
) -> None:
    def opened() -> Season:
        return open_season(
            get_pack("xinzhou-2024"),
            actor=cast.city,
            at=at(5, 31),
            seed="样本",
            is_rehearsal=True,
            first_day=day,
        )

    if is_taken:
        assert days_of(opened())["registration"][0] == day
    else:
        with pytest.raises(DaysFixed, match="演练不能更早开始"):
            opened()


def test_the_official_day_itself_may_be_named_for_a_real_season(cast: Officials) -> None:
    season = open_season(
        get_pack("xinzhou-2024"), actor=cast.city, at=at(5, 31), seed="样本", first_day=june(1)
    )

    assert days_of(season)["registration"] == (june(1), june(14))


def test_extensions_are_read_from_the_ledger_in_their_order_and_of_their_season_alone(
    season: Season, cast: Officials
) -> None:
    extend(season, cast, june(17))
    extend(
        season,
        cast,
        june(30),
        stage=Stage.ELIGIBILITY_REVIEW,
        moment=at(6, 20),
        reason="extend_stage",
    )
    advance(
        season, Stage.ELIGIBILITY_REVIEW, actor=cast.city, at=at(6, 20), reason="不是extend_stage"
    )

    assert extensions_of(season) == (
        Extension(Stage.REGISTRATION, "系统停机一天", june(14), june(17), EVE),
        Extension(Stage.ELIGIBILITY_REVIEW, "extend_stage", june(28), june(30), at(6, 20)),
    )
    assert extensions_of(open_one(cast.city)) == ()
