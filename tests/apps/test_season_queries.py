"""Which seasons an official has, the stage clock, and what the pack says in words."""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.applications.queries import received_in
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.queries import (
    Figure,
    StageStatus,
    clause_order,
    figures_of,
    notice_of,
    rule_texts,
    seasons_for,
    stage_clock,
)
from tests.factories import CITY, DAI, make_application, make_season

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("scope", "places", "applications"),
    [("14", 175, 3), (CITY, 175, 3), (DAI, 11, 1), ("140923901", 0, 0)],
)
def test_season_is_seen_from_above_and_below_its_city_with_the_own_numbers(
    scope: str, places: int, applications: int
) -> None:
    season = make_season()
    make_application(season)
    make_application(season, county="140981")
    make_application(season, county=None)

    found = [(one.code, one.place_count) for one in seasons_for(scope)]

    assert found == [(season.code, places)]
    assert received_in([season], scope).get(season.pk, 0) == applications


@pytest.mark.parametrize("scope", ["-", "1401", "15"])
def test_season_of_another_city_is_not_seen(scope: str) -> None:
    make_season()

    assert list(seasons_for(scope)) == []


def test_stages_before_the_present_one_are_finished_and_later_ones_ahead() -> None:
    season = make_season()
    season.stage = Stage.INTERVIEW

    statuses = [stage.status for stage in stage_clock(season, date(2024, 6, 30)).stages]

    assert statuses == [StageStatus.FINISHED] * 2 + [StageStatus.CURRENT] + [StageStatus.AHEAD] * 4


@pytest.mark.parametrize(
    ("today", "left", "over"),
    [(date(2024, 7, 4), 1, 0), (date(2024, 7, 5), 0, 0), (date(2024, 7, 6), -1, 1)],
)
def test_days_count_to_the_last_day_of_the_present_stage(today: date, left: int, over: int) -> None:
    season = make_season()
    season.stage = Stage.INTERVIEW

    clock = stage_clock(season, today)

    assert clock.current is not None
    assert (clock.current.last_day, clock.days_left, clock.days_over, clock.today) == (
        date(2024, 7, 5),
        left,
        over,
        today,
    )


def test_rehearsal_counts_no_days_because_its_days_are_not_today_s() -> None:
    clock = stage_clock(make_season(is_rehearsal=True), date(2026, 1, 1))

    assert clock.current is not None
    assert (clock.current.label, clock.days_left, clock.days_over) == ("宣传报名", None, 0)
    assert clock.today is None


def test_closed_season_has_no_present_stage() -> None:
    season = make_season()
    season.stage = Stage.CLOSED

    clock = stage_clock(season, date(2024, 8, 1))

    assert (clock.current, clock.days_left, clock.today) == (None, None, None)
    assert {stage.status for stage in clock.stages} == {StageStatus.FINISHED}


def test_notice_of_a_season_is_the_document_it_carries_out() -> None:
    assert notice_of(make_season()).number == "忻社发〔2024〕3号"


def test_single_figures_are_read_with_unit_clause_and_reading() -> None:
    figures = figures_of(make_season(), ("quota_total", "diploma_deadline", "notice_working_days"))

    assert figures == (
        Figure("quota_total", "全市招募人数", "175名", "D0 一(二)", ""),
        Figure(
            "diploma_deadline", "取得毕业证书的最后日期", "2024年7月5日", "D0 二4", "含7月5日当日"
        ),
        Figure("notice_working_days", "公示期", "3个工作日", "D0 三(五)", ""),
    )


def test_tables_are_read_row_by_row_in_chinese() -> None:
    rows = {one.name: one.rows for one in figures_of(make_season())}

    assert rows["quota"][0] == ("忻府区", "46名")
    assert rows["minimum_wage"] == (
        ("一类", "1,980.00元/月"),
        ("二类", "1,880.00元/月"),
        ("三类", "1,780.00元/月"),
    )
    assert rows["province_share"] == (("一类", "40%"), ("二类", "50%"), ("三类", "60%"))
    assert rows["wage_tier"][0] == ("忻府区", "一类")
    assert rows["stage_end"][0] == ("宣传报名", "2024年6月14日")


def test_no_code_of_the_pack_and_no_open_question_reaches_the_reader() -> None:
    season = make_season()

    texts = [
        text for one in figures_of(season) for text in (one.text, one.reading, *sum(one.rows, ()))
    ]
    texts += [text for rule in rule_texts(season) for text in (rule.label, *rule.sentences)]

    assert [
        text
        for text in texts
        if text.isascii() and text.strip("0123456789.,%") and "三(" not in text
    ] == []
    assert [text for text in texts if "Q" in text or "{" in text] == []


def test_sentences_of_a_check_have_the_figures_filled_in() -> None:
    rules = {rule.name: rule for rule in rule_texts(make_season())}

    assert rules["class_of_the_year"].sentences == (
        "毕业时间不在2024年，不属于2024年应届毕业生",
        "毕业时间未填写或无法辨认，请核对是否2024年应届",
    )
    assert rules["monthly_allowance"].sentences == ()


def test_clauses_are_put_in_the_order_of_their_document() -> None:
    right = [
        "D0 一",
        "D0 一(一)",
        "D0 一(二)",
        "D0 二4",
        "D0 二5",
        "D0 三(一)",
        "D0 三(一)2",
        "D0 三(一)6(1)",
        "D0 三(一)6(2)",
        "D0 三(二)",
        "D0 四(一)1",
        "D0 附件1",
        "D0 附件2",
        "民法典 第二百零一条",
    ]

    backwards = right[::-1]

    assert sorted(backwards, key=clause_order) == right


def test_season_without_windows_reads_the_figures_of_its_opening_day() -> None:
    season = make_season()
    season.windows.all().delete()
    Season.objects.filter(pk=season.pk).update(opened_at="2024-06-07T09:00:00+08:00")
    season.refresh_from_db()

    assert figures_of(season, ("quota_total",))[0].text == "175名"
