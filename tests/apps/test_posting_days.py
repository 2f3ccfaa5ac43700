"""On which days a list is posted: from the first day of its stage on, after the last with a reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from linli.apps.applications.change import ReasonMissing
from linli.apps.applications.states import State
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.ledger.queries import entries_of
from linli.apps.notices.actions import publish_list
from linli.apps.notices.models import PublicNotice
from linli.apps.notices.timing import PostedTooEarly, is_after_stage
from linli.apps.seasons.models import Season, Stage, StageWindow
from tests.apps.cast import Officials, at, state_of
from tests.factories import DAI, make_application

LATE = "递补人选体检合格较晚"


@pytest.fixture(autouse=True)
def holiday_table(db: None) -> None:
    fill_packaged_years()


def reasons(season: Season) -> list[str]:
    found = entries_of(f"{season.code}/{DAI}")
    return [one["reason"] for one in found if one["action"] == "publish_list"]


def test_list_is_not_posted_on_the_day_before_the_stage_even_with_a_reason(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.MEDICAL_PASSED)

    with pytest.raises(PostedTooEarly) as refused:
        publish_list(season, DAI, actor=cast.dai, at=at(7, 11, 23, 59, 59), reason=LATE)

    assert str(refused.value) == (
        "确定人选阶段自2024年7月12日开始，现在还不能发布公示；依据：D0 三(五)；"
        "处理办法：2024年7月12日起发布。"
    )
    assert (state_of(one), PublicNotice.objects.count()) == (State.MEDICAL_PASSED, 0)


@pytest.mark.parametrize("moment", [at(7, 12, 0), at(7, 13), at(7, 17, 23, 59, 59)])
def test_list_is_posted_within_the_stage_without_a_reason(
    season: Season, cast: Officials, moment: datetime
) -> None:
    make_application(season, state=State.MEDICAL_PASSED)

    publish_list(season, DAI, actor=cast.dai, at=moment)

    assert reasons(season) == [""]


@pytest.mark.parametrize("blank", ["", " \n"])
def test_list_is_not_posted_after_the_stage_without_a_reason(
    season: Season, cast: Officials, blank: str
) -> None:
    one = make_application(season, state=State.MEDICAL_PASSED)

    with pytest.raises(
        ReasonMissing, match="确定人选阶段已于2024年7月17日结束，发布公示必须写明原因；依据：D0 三"
    ):
        publish_list(season, DAI, actor=cast.dai, at=at(7, 18, 0), reason=blank)

    assert (state_of(one), PublicNotice.objects.count()) == (State.MEDICAL_PASSED, 0)


def test_list_is_posted_after_the_stage_with_a_reason_that_the_ledger_keeps(
    season: Season, cast: Officials
) -> None:
    make_application(season, state=State.MEDICAL_PASSED)

    notice = publish_list(season, DAI, actor=cast.dai, at=at(7, 18, 0), reason=f" {LATE} ")

    assert (notice.posted_on, reasons(season)) == (date(2024, 7, 18), [LATE])


def test_days_of_the_stage_are_those_of_the_season_after_an_extension(
    season: Season, cast: Officials
) -> None:
    make_application(season, state=State.MEDICAL_PASSED)
    window = StageWindow.objects.get(season=season, stage=Stage.SELECTION)
    window.first_day += timedelta(days=3)
    window.last_day += timedelta(days=3)
    window.save()

    with pytest.raises(PostedTooEarly, match="自2024年7月15日开始"):
        publish_list(season, DAI, actor=cast.dai, at=at(7, 14), reason=LATE)
    publish_list(season, DAI, actor=cast.dai, at=at(7, 20))

    assert reasons(season) == [""]


@pytest.mark.parametrize("moment", [at(6, 8), at(7, 12), at(7, 18)])
def test_rehearsal_posts_on_any_day(rehearsal: Season, cast: Officials, moment: datetime) -> None:
    make_application(rehearsal, state=State.MEDICAL_PASSED)

    publish_list(rehearsal, DAI, actor=cast.dai, at=moment)

    assert reasons(rehearsal) == [""]


def test_page_asks_for_the_reason_from_the_day_after_the_last(
    season: Season, rehearsal: Season
) -> None:
    days = (date(2024, 7, 16), date(2024, 7, 17), date(2024, 7, 18))

    assert [is_after_stage(season, day) for day in days] == [False, False, True]
    assert [is_after_stage(rehearsal, day) for day in days] == [False] * 3
