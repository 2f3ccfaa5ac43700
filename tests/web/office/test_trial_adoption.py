"""Adopting a trial in the browser: what is read first, the reason, and every refusal in words."""

from __future__ import annotations

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.notifications.models import Message
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Placement, PlacementRun
from tests.apps.cast import states_of
from tests.web.office.made_placement import COUNTY, PLACEMENT, RUN
from tests.web.office.made_trial import ADOPT, TRIAL, raise_fourth, tried, waiting_season

FILLED = {"reason": "部务会议7月5日研究确定", "is_read": "on"}


@pytest.fixture
def waiting(season: Season, city_official: User) -> Season:
    tried(waiting_season(season), city_official)
    return season


def test_the_city_adopts_and_all_counties_read_their_results_together(
    as_city: Client, waiting: Season, dai_official: User
) -> None:
    assert "名额、参加安排的人员、成绩、优先情况和志愿都与试算时相同" in (
        as_city.get(ADOPT).content.decode()
    )

    answer = as_city.post(ADOPT, FILLED)

    assert (answer.status_code, answer.headers["Location"]) == (302, RUN)
    assert states_of(list(waiting.applications.order_by("case_number"))) == [
        *["placed"] * 3,
        "reserve",
        "not_recruited",
    ]
    as_city.force_login(dai_official)
    text = as_city.get(PLACEMENT).content.decode()
    assert ("部务会议7月5日研究确定" in text, "试算" in text) == (True, False)
    assert "低于该地区末位入围89.00（第3名）" in as_city.get(COUNTY).content.decode()


def test_the_city_finds_the_way_from_the_run_to_its_trial_and_back(
    as_city: Client, waiting: Season
) -> None:
    as_city.post(ADOPT, FILLED)

    assert f'<a href="{TRIAL}">第1次试算</a>' in as_city.get(RUN).content.decode()
    assert f'即<a href="{RUN}">第1次入围安排</a>' in as_city.get(TRIAL).content.decode()


@pytest.mark.parametrize(
    ("left_out", "said"), [("reason", "请写明采用理由"), ("is_read", "请核对以后勾选")]
)
def test_a_reason_and_the_tick_are_needed(
    as_city: Client, waiting: Season, left_out: str, said: str
) -> None:
    sent = {name: text for name, text in FILLED.items() if name != left_out}

    answer = as_city.post(ADOPT, sent)

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert Placement.objects.count() == 0


@pytest.mark.parametrize(("length", "status"), [(200, 302), (201, 422)])
def test_a_reason_is_at_most_two_hundred_characters_long(
    as_city: Client, waiting: Season, length: int, status: int
) -> None:
    assert as_city.post(ADOPT, {**FILLED, "reason": "议" * length}).status_code == status


def test_records_that_changed_since_are_told_before_and_after_the_button(
    as_city: Client, waiting: Season
) -> None:
    raise_fourth(waiting)

    page = as_city.get(ADOPT)
    answer = as_city.post(ADOPT, FILLED)

    assert page.context["changes"] == ("报名00004：面见总分由87.50改为89.50",)
    assert "确定采用第1次试算" not in page.content.decode()
    assert answer.status_code == 422
    assert (
        "第1次试算以后记录有变化：报名00004：面见总分由87.50改为89.50；依据：D0 附件2；"
        "处理办法：重新试算，核对以后再确定采用。"
    ) in answer.content.decode()
    assert (PlacementRun.objects.count(), Message.objects.count()) == (0, 0)


def test_a_trial_that_was_adopted_is_not_adopted_again(as_city: Client, waiting: Season) -> None:
    as_city.post(ADOPT, FILLED)

    answer = as_city.post(ADOPT, FILLED)

    assert answer.status_code == 422
    assert "第1次试算已经采用，即第1次入围安排" in answer.content.decode()
    assert PlacementRun.objects.count() == 1


def test_a_county_adopts_nothing(as_dai: Client, waiting: Season) -> None:
    answer = as_dai.post(ADOPT, FILLED)

    assert answer.status_code == 403
    assert "“确定采用入围安排”由市委社会工作部办理" in answer.content.decode()
