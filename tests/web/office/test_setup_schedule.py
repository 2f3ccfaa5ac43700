"""The days of a season in the browser: extended as shown, moved on, its notice recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.drafts.models import Draft
from linli.apps.holidays.actions import fill_packaged_years
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.actions import open_season
from linli.apps.seasons.extending import reporting_limit
from linli.apps.seasons.models import Season, Stage
from linli.policies import get_pack
from tests.factories import OPENED, make_application, make_season

QueryCounter = Callable[[Client, str], int]

SCHEDULE = "/office/seasons/xinzhou-2024/schedule/"
EXTENSION = {"stage": "registration", "last_day": "2024-06-17", "reason": "系统停机一天"}
PUBLICATION = {"channel": "市政府网站", "address": "", "published_at": "2024-06-07 09:00"}


@pytest.fixture(autouse=True)
def holidays(db: None) -> None:
    fill_packaged_years()


@pytest.fixture
def june(time_machine: Any, city_official: User, client: Client) -> Callable[[int], Client]:
    """Return the city's browser on a day of June 2024."""

    def on(day: int) -> Client:
        time_machine.move_to(f"2024-06-{day:02d}T10:00:00+08:00")
        client.force_login(city_official)
        return client

    return on


def extend(client: Client, **fields: str) -> HttpResponse:
    return client.post(f"{SCHEDULE}extend/", {**EXTENSION, **fields})  # type: ignore[return-value]


def last_day(season: Season) -> date:
    return season.windows.get(stage=Stage.REGISTRATION).last_day


def test_the_page_shows_today_and_the_working_days_of_every_stage(
    june: Callable[[int], Client], season: Season
) -> None:
    page = june(10).get(SCHEDULE)

    windows = page.context["page"].windows
    assert [one.period.working_days for one in windows] == [9, 7, 8, 4, 4, 2, 8]
    assert windows[0].period.holidays == (date(2024, 6, 10),)
    assert "今天2024年6月10日（星期一）" in page.content.decode()


def test_an_extension_is_shown_before_anything_moves(
    june: Callable[[int], Client], season: Season
) -> None:
    make_application(season)
    make_application(season, state=State.SUPPLEMENT_REQUESTED)
    make_application(season, state=State.WITHDRAWN)
    applicant = User.objects.create(username="applicant-1")
    Draft.objects.create(season=season, account=applicant)

    page = extend(june(13)).context["page"]

    assert (page.plan.days, page.applications, page.supplements, page.drafts) == (3, 2, 1, 1)
    assert [one.days for one in page.windows[:2]] == [
        "2024年6月1日（六）—6月17日（一）",
        "2024年6月18日（二）—6月28日（五）",
    ]
    assert page.windows[0].before == (date(2024, 6, 1), date(2024, 6, 14))
    assert (page.notice_days, page.notice_over) == (3, date(2024, 7, 18))
    assert [one.text for one in page.staying] == ["2024年7月5日"]
    assert last_day(season) == date(2024, 6, 14)


@pytest.mark.parametrize(
    ("last_day", "over", "is_short"),
    [
        # 确定人选 then runs from 26 September to 1 October, and so on, a day later each time.
        ("2024-08-29", date(2024, 9, 30), False),
        ("2024-08-30", date(2024, 10, 8), True),
        ("2024-09-05", date(2024, 10, 10), True),
        ("2024-09-06", date(2024, 10, 10), True),
        ("2024-09-07", date(2024, 10, 10), False),
    ],
)
def test_a_notice_that_would_outlast_its_stage_is_pointed_out(
    june: Callable[[int], Client], season: Season, last_day: str, over: date, is_short: bool
) -> None:
    answer = extend(june(13), last_day=last_day)

    page = answer.context["page"]
    assert (page.notice_over, page.is_notice_short) == (over, is_short)
    assert ("内不能期满" in answer.content.decode()) == is_short


@pytest.mark.parametrize(
    ("given", "over", "is_late"),
    [
        # 报到 ends on 31 July, the last day that the notice has; a later stage alone can be moved.
        ({"stage": "registration", "last_day": "2024-06-15"}, date(2024, 8, 1), True),
        ({"stage": "registration", "last_day": "2024-06-17"}, date(2024, 8, 3), True),
        ({"stage": "reporting", "last_day": "2024-08-01"}, date(2024, 8, 1), True),
    ],
)
def test_reporting_after_the_last_day_of_the_notice_is_pointed_out(
    june: Callable[[int], Client],
    season: Season,
    given: dict[str, str],
    over: date,
    is_late: bool,
) -> None:
    answer = extend(june(13), **given)

    page, text = answer.context["page"], answer.content.decode()
    assert (page.reporting_over, page.reporting_limit) == (over, date(2024, 7, 31))
    assert ("晚于文件规定的最后一天" in text) == is_late
    assert "文件规定到2024年7月31日为止" in text


@pytest.mark.parametrize(("end", "is_late"), [(29, False), (30, False), (31, True)])
def test_reporting_up_to_the_last_day_of_the_notice_is_in_time(
    june: Callable[[int], Client], season: Season, end: int, is_late: bool
) -> None:
    # As if the office had given 报到 fewer days: extended by one day it ends the day after.
    season.windows.filter(stage=Stage.REPORTING).update(last_day=date(2024, 7, end))

    answer = extend(june(13), last_day="2024-06-15")

    assert answer.context["page"].is_reporting_late == is_late
    assert ("晚于文件规定的最后一天" in answer.content.decode()) == is_late


def test_a_rehearsal_held_later_reports_later_by_as_many_days(
    june: Callable[[int], Client], city_official: User
) -> None:
    pack = get_pack("xinzhou-2024")
    opened = open_season(
        pack,
        actor=city_official,
        at=OPENED,
        seed="样本",
        is_rehearsal=True,
        first_day=date(2024, 6, 11),
    )

    assert reporting_limit(opened) == date(2024, 8, 10)


def test_examples_follow_the_days_of_the_season_after_an_extension(
    june: Callable[[int], Client], season: Season
) -> None:
    client = june(13)
    before = client.get(SCHEDULE).context
    extend(client, shown=extend(client).context["page"].plan.mark)

    after = client.get(SCHEDULE).context

    assert [one["extending"]["last_day"].help_text for one in (before, after)] == [
        "含当日，到24时为止；例如2024-06-15",
        "含当日，到24时为止；例如2024-06-18",
    ]
    assert after["extending"]["last_day"].field.widget.attrs["placeholder"] == "2024-06-18"
    assert after["publishing"]["published_at"].help_text == "北京时间，例如2024-06-13 09:00"


def test_what_was_shown_is_extended_and_stands_in_the_log(
    june: Callable[[int], Client], season: Season
) -> None:
    client = june(13)
    mark = extend(client).context["page"].plan.mark

    answer = extend(client, shown=mark)

    page = client.get(SCHEDULE).context["page"]
    assert (answer.status_code, answer.headers["Location"]) == (302, SCHEDULE)
    assert last_day(season) == date(2024, 6, 17)
    assert [(one.stage, one.reason, one.last_day) for one in page.extensions] == [
        (Stage.REGISTRATION, "系统停机一天", date(2024, 6, 17))
    ]


def test_an_extension_that_another_forestalled_is_shown_anew(
    june: Callable[[int], Client], season: Season
) -> None:
    client = june(13)
    marks = [
        extend(client, last_day=day).context["page"].plan.mark
        for day in ("2024-06-15", "2024-06-17")
    ]
    extend(client, last_day="2024-06-15", shown=marks[0])

    answer = extend(client, shown=marks[1])

    assert (answer.status_code, answer.context["page"].plan.days) == (422, 2)
    assert "已由他人更改" in answer.content.decode()
    assert last_day(season) == date(2024, 6, 15)


@pytest.mark.parametrize(("day", "status"), [(13, 200), (14, 200), (15, 422)])
def test_a_stage_can_be_extended_up_to_its_last_day(
    june: Callable[[int], Client], season: Season, day: int, status: int
) -> None:
    assert extend(june(day)).status_code == status


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"last_day": "2024-06-14"}, "新的最后一天必须更晚"),
        ({"last_day": "六月"}, "日期无法识别"),
        ({"reason": " "}, "请写明理由"),
        ({"reason": "长" * 401}, "请把理由写在400字以内"),
        ({"stage": "closed"}, "这个阶段不能延长"),
    ],
)
def test_an_extension_that_cannot_be_is_refused_and_keeps_what_was_typed(
    june: Callable[[int], Client], season: Season, fields: dict[str, str], sentence: str
) -> None:
    answer = extend(june(13), **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert answer.context["extending"]["stage"].value() == {**EXTENSION, **fields}["stage"]
    assert last_day(season) == date(2024, 6, 14)


def test_the_season_goes_on_with_a_reason(june: Callable[[int], Client], season: Season) -> None:
    client = june(15)
    assert client.get(SCHEDULE).context["page"].following.stage is Stage.ELIGIBILITY_REVIEW

    answer = client.post(
        f"{SCHEDULE}advance/", {"stage": "eligibility_review", "reason": "报名已截止"}
    )

    assert answer.status_code == 302
    assert Season.objects.get().stage == Stage.ELIGIBILITY_REVIEW
    assert entries_of(season.code)[-1]["reason"] == "报名已截止"


@pytest.mark.parametrize(("day", "is_early"), [(13, True), (14, True), (15, False)])
def test_going_on_before_the_last_day_is_over_is_pointed_out(
    june: Callable[[int], Client], season: Season, day: int, is_early: bool
) -> None:
    page = june(day).get(SCHEDULE)

    assert page.context["page"].following.is_early == is_early
    assert ("6月14日24时才结束" in page.content.decode()) == is_early


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"stage": "interview", "reason": "样本"}, "不能转入“面见复审”"),
        ({"stage": "eligibility_review", "reason": ""}, "请写明理由"),
        ({"stage": "x", "reason": "样本"}, "没有这个阶段"),
    ],
)
def test_no_stage_is_skipped_and_none_entered_without_a_reason(
    june: Callable[[int], Client], season: Season, given: dict[str, str], sentence: str
) -> None:
    answer = june(15).post(f"{SCHEDULE}advance/", given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Season.objects.get().stage == Stage.REGISTRATION


@pytest.mark.parametrize(
    ("day", "ticked", "stage"),
    [
        (14, False, Stage.REGISTRATION),
        (14, True, Stage.ELIGIBILITY_REVIEW),
        (15, False, Stage.ELIGIBILITY_REVIEW),
    ],
)
def test_a_stage_that_still_runs_is_left_only_by_somebody_who_knows_it(
    june: Callable[[int], Client], season: Season, day: int, ticked: bool, stage: Stage
) -> None:
    client, early = june(day), "“宣传报名”到6月14日24时才结束"
    given = {
        "stage": "eligibility_review",
        "reason": "样本",
        **({"is_early": "on"} if ticked else {}),
    }

    is_told = early in client.get(SCHEDULE).content.decode()
    client.post(f"{SCHEDULE}advance/", given)

    assert (is_told, Season.objects.get().stage) == (day == 14, stage)


def test_the_last_step_closes_the_season_and_then_none_is_offered(
    june: Callable[[int], Client], season: Season
) -> None:
    client = june(15)
    Season.objects.update(stage=Stage.REPORTING)
    assert "结束招募季" in client.get(SCHEDULE).content.decode()

    given = {"stage": "closed", "reason": "首月补贴已发放", "is_early": "on"}
    client.post(f"{SCHEDULE}advance/", given)

    page = client.get(SCHEDULE)
    assert Season.objects.get().stage == Stage.CLOSED
    assert (page.context["page"].following, page.context["page"].can_extend) == (None, False)
    assert "招募季已结束" in page.content.decode()


def test_a_publication_is_recorded_with_channel_address_and_time(
    june: Callable[[int], Client], season: Season
) -> None:
    client = june(10)
    address = "https://www.example.com/notice"

    answer = client.post(f"{SCHEDULE}publish/", {**PUBLICATION, "address": address})

    text = client.get(SCHEDULE).content.decode()
    assert answer.status_code == 302
    assert f'<a href="{address}" rel="noopener">市政府网站</a>' in text
    assert "2024年6月7日 09:00发布" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"channel": ""}, "请填写发布渠道"),
        ({"address": "javascript:x"}, "网址写得不对"),
        ({"published_at": "2024-06-10 10:01"}, "发布时间晚于现在"),
        ({"published_at": "上周"}, "发布时间无法识别"),
    ],
)
def test_a_publication_that_cannot_be_is_refused(
    june: Callable[[int], Client], season: Season, fields: dict[str, str], sentence: str
) -> None:
    answer = june(10).post(f"{SCHEDULE}publish/", {**PUBLICATION, **fields})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert season.publications.count() == 0


@pytest.mark.parametrize("act", ["extend", "advance", "publish"])
def test_a_county_reads_the_days_and_is_told_who_changes_them(
    as_dai: Client, season: Season, act: str
) -> None:
    page = as_dai.get(SCHEDULE)
    refused = as_dai.post(f"{SCHEDULE}{act}/", EXTENSION)

    assert "<form" not in page.content.decode().split("<main")[1]
    assert "“安排日程”由市委社会工作部办理" in page.content.decode()
    assert refused.status_code == 403
    assert "由市委社会工作部办理" in refused.content.decode()


def test_a_rehearsal_bears_its_mark(as_city: Client, rehearsal: Season) -> None:
    assert "<strong>演练</strong>" in as_city.get(SCHEDULE).content.decode()


def test_the_page_asks_as_many_queries_for_three_extensions_as_for_one(
    june: Callable[[int], Client], season: Season, queries_of: QueryCounter
) -> None:
    client = june(13)

    def extend_to(day: str) -> int:
        mark = extend(client, last_day=day).context["page"].plan.mark
        extend(client, last_day=day, shown=mark)
        client.post(f"{SCHEDULE}publish/", {**PUBLICATION, "channel": day})
        return queries_of(client, SCHEDULE)

    counts = {extend_to(day) for day in ("2024-06-15", "2024-06-16", "2024-06-17")}

    assert len(counts) == 1
    assert len(client.get(SCHEDULE).context["page"].extensions) == 3


def test_two_seasons_have_days_of_their_own(june: Callable[[int], Client], season: Season) -> None:
    other = make_season()
    client = june(13)
    mark = extend(client).context["page"].plan.mark

    extend(client, shown=mark)

    assert (last_day(season), last_day(other)) == (date(2024, 6, 17), date(2024, 6, 14))
