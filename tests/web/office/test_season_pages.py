"""The list of seasons, the overview and the policy page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season, Stage
from linli.web.office.presenting import season_page
from tests.factories import YUANPING, make_application

QueryCounter = Callable[[Client, str], int]

OVERVIEW = "/office/seasons/xinzhou-2024/"


def test_overview_names_document_and_organs(as_dai: Client, season: Season) -> None:
    text = as_dai.get(OVERVIEW).content.decode()

    assert "忻社发〔2024〕3号" in text
    assert "中共忻州市委社会工作部、忻州市教育局、忻州市人力资源和社会保障局、忻州市财政局" in text


def test_clauses_lead_to_the_policy_page_at_that_clause(as_dai: Client, season: Season) -> None:
    overview = as_dai.get(OVERVIEW).content.decode()
    policy = as_dai.get(f"{OVERVIEW}policy/").content.decode()

    assert (
        '<a class="clause" href="/office/seasons/xinzhou-2024/policy/#D0-二4" title="忻社发〔2024〕3号 二4">D0 二4</a>'
        in overview
    )
    assert 'id="D0-二4"' in policy


def test_county_official_reads_the_figures_of_the_own_county(
    season: Season, dai_official: User
) -> None:
    make_application(season, state=State.QUALIFIED)
    make_application(season, county=YUANPING)

    page = season_page(season, dai_official, today=date(2024, 6, 20))

    assert [row.name for row in page.overview.counties] == ["代县"]
    assert page.overview.total.counts["received"] == 1
    assert page.scope_name == "代县"


def test_city_official_reads_all_fourteen_counties(season: Season, city_official: User) -> None:
    page = season_page(season, city_official, today=date(2024, 6, 20))

    assert len(page.overview.counties) == 14
    assert (page.overview.total.places, page.overview.total.communities) == (175, 174)


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        ("2024-06-24", "还有<strong>1天</strong>"),
        ("2024-06-25", "<strong>今天是最后一天</strong>"),
        ("2024-06-26", "已超过1天"),
    ],
)
def test_clock_says_how_far_the_deadline_is(
    as_dai: Client, season: Season, time_machine: object, today: str, sentence: str
) -> None:
    Season.objects.update(stage=Stage.ELIGIBILITY_REVIEW)
    as_dai.get("/office/")
    time_machine.move_to(f"{today}T10:00:00+08:00")  # type: ignore[attr-defined]
    as_dai.force_login(User.objects.get(username="dai"))

    assert sentence in as_dai.get(OVERVIEW).content.decode()


def test_closed_season_says_that_all_stages_are_over(as_dai: Client, season: Season) -> None:
    Season.objects.update(stage=Stage.CLOSED)

    assert "各阶段均已结束" in as_dai.get(OVERVIEW).content.decode()


def test_every_page_of_a_rehearsal_carries_the_mark_and_no_page_of_a_real_season(
    as_dai: Client, season: Season, rehearsal: Season
) -> None:
    tails = (
        *("", "policy/", "applications/", "applications/00001/", "applications/00001/ledger/"),
        "placement/",
    )
    make_application(season)
    make_application(rehearsal)

    def marked(code: str) -> list[bool]:
        pages = [as_dai.get(f"/office/seasons/{code}/{tail}").content.decode() for tail in tails]
        return ["<strong>演练</strong>" in page and "<title>【演练】" in page for page in pages]

    assert marked(rehearsal.code) == [True] * 6
    assert marked(season.code) == [False] * 6


def test_policy_page_shows_figures_with_readings_and_checks_with_reasons(
    as_dai: Client, season: Season
) -> None:
    sections = {
        section.clause: section
        for section in as_dai.get(f"{OVERVIEW}policy/").context["page"].sections
    }

    deadline = sections["D0 二4"].figures[0]
    assert (deadline.text, deadline.reading) == ("2024年7月5日", "含7月5日当日")
    assert sections["D0 二4"].checks[0].sentences[0] == (
        "尚未取得毕业证，须在2024年7月5日前（含当日）取得，否则取消招募资格"
    )


def test_season_list_asks_as_many_queries_for_three_seasons_as_for_one(
    as_dai: Client, season: Season, queries_of: QueryCounter
) -> None:
    with_one = queries_of(as_dai, "/office/")
    for code in ("xinzhou-2024-2", "xinzhou-2024-3"):
        made = Season.objects.create(**_copy(season, code))
        for window in season.windows.all():
            window.pk, window.season = None, made
            window.save()

    assert queries_of(as_dai, "/office/") == with_one


def _copy(season: Season, code: str) -> dict[str, object]:
    return {
        "code": code,
        "pack_id": season.pack_id,
        "edition": season.edition,
        "title": season.title,
        "city": season.city,
        "seed": "x",
        "opened_at": season.opened_at,
    }


def test_overview_asks_as_many_queries_for_three_applications_as_for_one(
    as_dai: Client, season: Season, queries_of: QueryCounter
) -> None:
    make_application(season)
    with_one = queries_of(as_dai, OVERVIEW)
    make_application(season)
    make_application(season, state=State.QUALIFIED)

    assert queries_of(as_dai, OVERVIEW) == with_one
