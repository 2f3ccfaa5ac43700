"""Going on while people are not done: each page says who, asks for a tick with the number, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season, Stage
from linli.apps.selection.models import Placement, PlacementRun
from tests.apps.cast import at, scored
from tests.factories import YUANPING, make_application
from tests.web.office.made_placement import BASE, RUN, case_at
from tests.web.office.made_trial import ADOPT, TRIAL, TRIALS, tried, waiting_season

QueryCounter = Callable[[Client, str], int]
SCHEDULE, NEW = f"{BASE}/schedule/", "/office/seasons/new/"
READ = {"reason": "部务会议研究确定", "is_read": "on"}
KNOWN = {"goes_ahead": "on", "go_ahead_reason": "其余人员另行安排", "people": "2", "late": "1"}
LATE = "00006"


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def evening() -> Iterator[None]:
    """Let it be the day after the last one for diplomas."""
    with time_machine.travel(at(7, 6, 22), tick=False):
        yield


@pytest.fixture
def unfinished(evening: None, season: Season, city_official: User) -> Season:
    """Five wait as ever, one more is late; two of 原平市 are not done."""
    waiting_season(season)
    scored(season, 8000, diploma_date=date(2024, 7, 6))
    make_application(season, county=YUANPING, state=State.ROUTED)
    make_application(season, county=YUANPING, state=State.INTERVIEW_LISTED)
    tried(season, city_official)
    return season


@pytest.mark.parametrize("address", [TRIALS, TRIAL, ADOPT])
def test_the_pages_of_a_trial_name_by_county_who_takes_no_part_and_who_is_late(
    as_city: Client, unfinished: Season, address: str
) -> None:
    text = text_of(as_city, address)

    for told in (
        "没有参加试算的候选2人，毕业证书晚于规定日期的1人",
        f'<a href="{BASE}/applications/?county={YUANPING}&amp;state=routed">待资格审查1人</a>',
        f'<a href="{BASE}/interviews/{YUANPING}/">1人</a>',
        f'<a href="{BASE}/diplomas/?county=140923&amp;list=late">1人</a>',
        f'<a href="{case_at(LATE)}">{LATE}</a>',
    ):
        assert told in text


def test_nobody_left_out_is_not_told_of_and_asked_nothing_more(
    as_city: Client, evening: None, season: Season, city_official: User
) -> None:
    tried(waiting_season(season), city_official)

    assert ["没有参加试算" in text_of(as_city, one) for one in (TRIALS, TRIAL, ADOPT)] == [
        False
    ] * 3
    assert as_city.post(ADOPT, READ).headers["Location"] == RUN


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "还有人没有办完。确要现在采用的，请先勾选"),
        ({**KNOWN, "go_ahead_reason": " "}, "请写明不等这些人办完的理由"),
        ({**KNOWN, "people": "1"}, "核对以后人数有变化，现在是2人没有参加试算"),
        ({**KNOWN, "late": "0"}, "核对以后人数有变化"),
    ],
)
def test_it_is_not_adopted_without_the_second_tick_the_numbers_and_the_reason(
    as_city: Client, unfinished: Season, given: dict[str, str], said: str
) -> None:
    answer = as_city.post(ADOPT, {**READ, **given})

    text = answer.content.decode()
    assert (answer.status_code, said in text) == (422, True)
    assert '<input type="hidden" name="people" value="2">' in text
    assert Placement.objects.count() == 0


def test_the_city_that_knows_it_adopts_once(as_city: Client, unfinished: Season) -> None:
    label = "我知道2人没有参加试算，1人取得毕业证书晚于规定日期而参加排名，仍要采用"
    assert label in text_of(as_city, ADOPT)

    answers = [as_city.post(ADOPT, {**READ, **KNOWN}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert PlacementRun.objects.count() == 1
    inputs = entries_of(unfinished.code)[-1]["inputs"]
    assert (inputs["left_out"], inputs["go_ahead_reason"]) == (2, "其余人员另行安排")
    assert "没有参加试算" not in text_of(as_city, TRIAL)


def test_the_page_of_a_trial_asks_as_many_queries_for_many_as_for_few(
    as_city: Client, unfinished: Season, queries_of: QueryCounter
) -> None:
    few = queries_of(as_city, TRIAL)
    for county in (YUANPING, "140922", "140929"):
        make_application(unfinished, county=county, state=State.QUALIFIED)

    assert queries_of(as_city, TRIAL) == few


@pytest.fixture
def reviewing(season: Season) -> Season:
    season.stage = Stage.ELIGIBILITY_REVIEW
    season.save()
    make_application(season, county=YUANPING, state=State.ROUTED)
    make_application(season, county=YUANPING, state=State.QUALIFIED)
    return season


def test_the_form_says_what_the_stage_has_not_done_and_asks_for_a_tick(
    as_city: Client, reviewing: Season
) -> None:
    given = {"stage": "interview", "reason": "面见日期已定"}
    with time_machine.travel(at(6, 29, 9), tick=False):
        text = text_of(as_city, SCHEDULE)
        silent = as_city.post(f"{SCHEDULE}advance/", {**given, "leaving": "2"})
        other = as_city.post(f"{SCHEDULE}advance/", {**given, "leaving": "1", "leaves": "on"})
        stage = Season.objects.get().stage
        known = as_city.post(f"{SCHEDULE}advance/", {**given, "leaving": "2", "leaves": "on"})

    assert "我知道还有2人没有办完，仍要转入" in text
    assert f"?county={YUANPING}&amp;state=routed" in text
    assert "确要现在转入的，请先勾选" in silent.content.decode()
    assert "现阶段还有2人没有办完：待资格审查1人、资格审查通过1人" in other.content.decode()
    assert (silent.status_code, other.status_code, stage) == (422, 422, "eligibility_review")
    assert (known.status_code, Season.objects.get().stage) == (302, Stage.INTERVIEW)


def test_a_season_is_not_opened_twice_unless_somebody_asks_for_another(
    as_city: Client, season: Season
) -> None:
    page = as_city.get(f"{NEW}?pack=xinzhou-2024&kind=real")
    given = {"pack": "xinzhou-2024", "kind": "real", "shown": page.context["page"].plan.mark}

    text = page.content.decode()
    refused = as_city.post(NEW, given)
    opened = as_city.post(NEW, {**given, "is_another": "on"})

    assert f'同日开始报名的一季已经开启：<a href="{BASE}/">' in text
    assert "仍要另开一个" in text
    assert (refused.status_code, opened.status_code) == (422, 302)
    assert f'<a href="{BASE}/">' in refused.content.decode()
    assert Season.objects.count() == 2


def test_the_first_season_is_opened_without_being_asked(as_city: Client) -> None:
    assert "仍要另开一个" not in text_of(as_city, f"{NEW}?pack=xinzhou-2024&kind=rehearsal")
