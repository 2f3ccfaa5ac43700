"""A season is planned before it is opened: what does not add up is refused, what is shown is kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from linli.apps.seasons.actions import (
    PlanChanged,
    SameSeasonOpen,
    UnexplainedStep,
    advance,
    open_season,
    same_season,
)
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import NotPermitted
from linli.apps.seasons.planning import (
    DaysFixed,
    NoRecruitment,
    QuotasDoNotAddUp,
    plan_season,
    recruitment_packs,
)
from linli.core.policy import Pack
from linli.core.policy.pack import Scalar
from linli.policies import get_pack, pack_ids
from tests.apps.cast import Officials, at, entry_count, open_one

PACK = get_pack("xinzhou-2024")
DAI = ("140923",)
pytestmark = pytest.mark.django_db


def changed(name: str, value: Scalar | Mapping[tuple[str, ...], Scalar]) -> Pack:
    """Return the pack with another value of a parameter, as if its coherence were not declared."""
    parameter = PACK.parameter(name)
    dated = replace(parameter.values[0], value=value)
    return replace(PACK, parameters={**PACK.parameters, name: replace(parameter, values=(dated,))})


def rows(name: str) -> dict[tuple[str, ...], Scalar]:
    value = PACK.parameter(name).values[0].value
    assert isinstance(value, Mapping)
    return dict(value)


def test_a_plan_holds_the_places_and_days_of_the_notice_and_writes_nothing() -> None:
    plan = plan_season(PACK)

    assert (plan.code, plan.city, plan.places, plan.communities) == (
        "xinzhou-2024",
        "1409",
        175,
        174,
    )
    assert sum(one.places for one in plan.counties) == 175
    assert [one.code for one in plan.counties if one.differs_from_communities] == ["140902"]
    assert [(one.stage, one.first_day, one.last_day) for one in plan.windows[:2]] == [
        (Stage.REGISTRATION, date(2024, 6, 1), date(2024, 6, 14)),
        (Stage.ELIGIBILITY_REVIEW, date(2024, 6, 15), date(2024, 6, 25)),
    ]
    assert (Season.objects.count(), entry_count()) == (0, 0)


@pytest.mark.parametrize(("places", "difference"), [(10, 1), (11, 0), (12, 1)])
def test_places_that_do_not_add_up_to_the_citys_are_refused(places: int, difference: int) -> None:
    pack = changed("quota", {**rows("quota"), DAI: places})

    if difference:
        told = f"招募名额合计{175 + places - 11}，文件的总数是175，差{difference}"
        with pytest.raises(QuotasDoNotAddUp, match=told):
            plan_season(pack)
    else:
        assert plan_season(pack).places == 175


def test_communities_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(QuotasDoNotAddUp, match="社区数合计174，文件的总数是173，差1"):
        plan_season(changed("community_total", 173))


def test_a_county_without_its_communities_is_named() -> None:
    communities = rows("community_count")
    del communities[DAI]

    with pytest.raises(QuotasDoNotAddUp, match="不一致：140923"):
        plan_season(changed("community_count", communities))


def test_a_season_whose_places_do_not_add_up_is_not_opened(cast: Officials) -> None:
    pack = changed("quota_total", 174)

    with pytest.raises(QuotasDoNotAddUp):
        open_season(pack, actor=cast.city, at=at(5, 31), seed="样本")

    assert (Season.objects.count(), entry_count()) == (0, 0)


def test_only_packs_with_places_and_days_recruit() -> None:
    refused = []
    for name in pack_ids():
        try:
            plan_season(get_pack(name))
        except NoRecruitment:
            refused.append(name)

    assert [pack.id for pack in recruitment_packs()] == ["xinzhou-2024"]
    assert refused == [name for name in pack_ids() if name != "xinzhou-2024"]


def test_the_figures_of_a_programme_are_those_of_its_own_pack() -> None:
    more = dict.fromkeys(rows("quota"), 25)
    other = replace(
        changed("quota", more),
        parameters={
            **changed("quota", more).parameters,
            "quota_total": changed("quota_total", 350).parameters["quota_total"],
        },
    )

    assert (plan_season(other).places, plan_season(PACK).places) == (350, 175)


@pytest.mark.parametrize(("day", "shift"), [(date(2024, 6, 1), 0), (date(2024, 6, 2), 1)])
def test_a_rehearsal_moves_all_windows_by_as_many_days(day: date, shift: int) -> None:
    plan = plan_season(PACK, is_rehearsal=True, first_day=day)

    moved = timedelta(days=shift)
    assert plan.shift == moved
    assert all(
        (one.first_day, one.last_day) == (one.document[0] + moved, one.document[1] + moved)
        for one in plan.windows
    )


def test_a_rehearsal_is_not_planned_before_the_day_of_the_document() -> None:
    with pytest.raises(DaysFixed, match="演练不能更早开始"):
        plan_season(PACK, is_rehearsal=True, first_day=date(2024, 5, 31))


def test_what_was_shown_is_opened(cast: Officials) -> None:
    shown = plan_season(PACK).mark

    opened = open_season(PACK, actor=cast.city, at=at(5, 31), seed="样本", shown=shown)

    assert opened.code == "xinzhou-2024"


def test_a_plan_that_another_has_opened_meanwhile_is_not_opened_twice(cast: Officials) -> None:
    shown = plan_season(PACK).mark
    open_one(cast.city)

    with pytest.raises(PlanChanged, match="刚刚又开启了一季"):
        open_season(PACK, actor=cast.city, at=at(5, 31), seed="样本", shown=shown)

    assert Season.objects.count() == 1


def test_a_season_that_is_open_already_is_not_opened_again_unless_it_is_asked_for(
    cast: Officials,
) -> None:
    first = open_one(cast.city)

    with pytest.raises(SameSeasonOpen, match="编号xinzhou-2024，现处于“宣传报名”"):
        open_season(PACK, actor=cast.city, at=at(5, 31), seed="样本")
    again = open_season(PACK, actor=cast.city, at=at(5, 31), seed="样本", is_another=True)

    assert (first.code, again.code) == ("xinzhou-2024", "xinzhou-2024-2")


@pytest.mark.parametrize(
    ("day", "is_same"),
    [(date(2024, 6, 1), False), (date(2024, 6, 2), True), (date(2024, 6, 3), False)],
)
def test_a_rehearsal_of_another_first_day_is_another_season(
    cast: Officials, day: date, is_same: bool
) -> None:
    rehearsal = partial(open_season, PACK, actor=cast.city, at=at(5, 31), seed="样本")
    rehearsal(is_rehearsal=True, first_day=date(2024, 6, 2))
    found = same_season(plan_season(PACK, is_rehearsal=True, first_day=day))

    assert (found is not None) == is_same
    assert same_season(plan_season(PACK)) is None


def test_a_closed_season_and_a_run_made_from_something_stand_in_nobodys_way(
    cast: Officials,
) -> None:
    season = open_one(cast.city)
    plan = plan_season(PACK)
    assert (same_season(plan), same_season(plan, source="样本")) == (season, None)

    season.stage = Stage.CLOSED
    season.save()

    assert same_season(plan) is None


def test_real_and_rehearsal_other_days_and_another_edition_have_marks_of_their_own() -> None:
    marks = {
        plan_season(PACK).mark,
        plan_season(PACK, is_rehearsal=True).mark,
        plan_season(PACK, is_rehearsal=True, first_day=date(2024, 6, 2)).mark,
        plan_season(replace(PACK, edition="2024-06-08")).mark,
    }

    assert len(marks) == 4
    assert plan_season(PACK).mark in marks


@pytest.mark.parametrize("who", ["dai", "finance", "auditor", "datong"])
def test_nobody_but_the_city_of_the_pack_opens_a_season(cast: Officials, who: str) -> None:
    with pytest.raises(NotPermitted, match="“开启招募季”(由市委社会工作部办理|不在您的管辖范围内)"):
        open_season(PACK, actor=getattr(cast, who), at=at(5, 31), seed="样本")

    assert Season.objects.count() == 0


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_season_does_not_go_on_without_a_reason(cast: Officials, reason: str) -> None:
    season = open_one(cast.city)

    with pytest.raises(UnexplainedStep):
        advance(season, Stage.ELIGIBILITY_REVIEW, actor=cast.city, at=at(6, 15), reason=reason)

    assert Season.objects.get(pk=season.pk).stage == Stage.REGISTRATION
