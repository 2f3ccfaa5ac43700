"""The season's first page: what is due and where it is done, the funnel of a county, tiles, the sorted table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import html

from linli.apps.accounts.models import Office, User
from linli.apps.applications.states import State
from linli.apps.dashboard.due import Due, DueLine
from linli.apps.seasons.models import Season, Stage
from linli.web.office.county_tiles import tile_places
from linli.web.office.due_presenting import due_tasks
from linli.web.office.presenting import season_page
from tests.factories import CITY, DAI, YUANPING, make_application, make_official, make_season
from tests.web.office.made_dashboard import fill_dashboard

QueryCounter = Callable[[Client, str], int]
OVERVIEW = "/office/seasons/xinzhou-2024/"
TODAY = date(2024, 6, 24)


@pytest.fixture
def filled(season: Season, time_machine: Any) -> Season:
    time_machine.move_to("2024-06-24T10:00:00+08:00")
    return fill_dashboard(season)


def tree(client: Client, address: str) -> Any:
    return html.fromstring(client.get(address).content.decode())


def of(page: Any, name: str, inner: str = "") -> list[Any]:
    """Return the elements of a class, or what stands inside them by XPath."""
    found: list[Any] = page.xpath(
        f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]{inner}"
    )
    return found


def texts(found: list[Any]) -> list[str]:
    return [" ".join(one.text_content().split()) for one in found]


def test_county_reads_what_is_due_with_the_pace_of_its_review(
    as_dai: Client, filled: Season
) -> None:
    rows = texts(of(tree(as_dai, OVERVIEW), "task-row"))

    assert rows[1] == ("资格审查 12件6月25日24时截止；还有2个工作日，平均每天6件 还有1天")
    assert rows[0].startswith("核对读取结果 1项")
    assert len(rows) == 11


def test_city_reads_first_what_is_over_its_last_day(as_city: Client, filled: Season) -> None:
    rows = texts(of(tree(as_city, OVERVIEW), "task-row"))

    assert rows[0] == "登记招募公告的发布渠道6月14日24时截止 已过10天"
    assert rows[-1] == "答复咨询 1件最早的一件已等12天 待办"


@pytest.mark.parametrize("name", ["city", "dai"])
def test_each_thing_that_is_due_leads_to_a_page_that_the_official_may_open(
    client: Client, filled: Season, dai_official: User, name: str
) -> None:
    client.force_login(User.objects.get(username=name))

    for link in of(tree(client, OVERVIEW), "task-row", "//a"):
        assert client.get(link.get("href"), follow=True).status_code == 200, link.get("href")


def test_every_thing_has_a_page_and_says_how_far_its_last_day_is(
    season: Season, dai_official: User
) -> None:
    lines = [
        DueLine(what, 2, TODAY, left, None)
        for what, left in zip(Due, (-2, 0, 3, 4, *[None] * (len(Due) - 4)), strict=True)
    ]

    tasks = due_tasks(season, dai_official, lines, working_days=lambda last: None)

    assert [one.badge.label for one in tasks[:5]] == [
        "已过2天",
        "今天截止",
        "还有3天",
        "还有4天",
        "待办",
    ]
    assert [one.badge.tone for one in tasks[:4]] == ["bad", "waiting", "waiting", "quiet"]
    assert all(one.href.startswith(OVERVIEW) for one in tasks)


@pytest.mark.parametrize(
    ("office", "division", "sentence"),
    [
        (Office.AUDITOR, CITY, "纪检监察、审计不办理招募业务"),
        (Office.AUDITOR, DAI, "纪检监察、审计不办理招募业务"),
        (Office.FINANCE, CITY, "今天没有需要您办理的事项"),
    ],
)
def test_who_has_nothing_to_do_is_told_so(
    client: Client, season: Season, office: Office, division: str, sentence: str
) -> None:
    client.force_login(make_official("other", division=division, office=office))

    page = tree(client, OVERVIEW)

    assert sentence in of(page, "due-none")[0].text_content()
    is_told_of_trials = "试算" in of(page, "due-none")[0].text_content()
    assert is_told_of_trials is (office == Office.AUDITOR and division == CITY)
    for link in of(page, "due-none", "//a"):
        assert client.get(link.get("href")).status_code == 200


def test_season_list_says_how_much_is_due_in_each_season(
    as_dai: Client, filled: Season, time_machine: Any
) -> None:
    assert texts(of(tree(as_dai, "/office/"), "season-due")) == ["待办11项"]

    make_season(is_rehearsal=True)
    time_machine.move_to("2024-06-26T10:00:00+08:00")
    as_dai.force_login(User.objects.get(username="dai"))

    assert texts(of(tree(as_dai, "/office/"), "season-due")) == [
        "待办13项，其中3项已过期限",
        "没有待办事项",
    ]


def test_card_of_a_season_that_is_over_says_nothing_of_things_to_do(
    as_dai: Client, filled: Season
) -> None:
    Season.objects.update(stage=Stage.CLOSED)

    assert texts(of(tree(as_dai, "/office/"), "season-due")) == []
    assert "招募季已结束，没有待办事项。" in as_dai.get(OVERVIEW).content.decode()


def test_clock_says_what_the_next_stage_waits_for(filled: Season, dai_official: User) -> None:
    page = season_page(filled, dai_official, today=TODAY)
    assert page.unfinished == (
        "含今天还有2个工作日。转入“面见复审”以前还要办完：待资格审查12人、待补正3人、资格审查通过8人。"
    )

    filled.stage = Stage.CLOSED
    assert season_page(filled, dai_official, today=TODAY).unfinished == ""


def test_funnel_is_that_of_the_county_that_is_chosen_and_of_all_if_none_is(
    filled: Season, city_official: User
) -> None:
    def funnel(county: str) -> tuple[str, list[int], str]:
        page = season_page(filled, city_official, today=TODAY, asked={"county": county})
        steps = page.funnel
        return (
            page.funnel_scope,
            [one.people for one in steps[:3]],
            steps[2].percent_of_previous,
        )

    assert funnel("") == ("忻州市", [239, 148, 28], "18.9%")
    assert funnel(YUANPING) == ("原平市", [61, 41, 11], "26.8%")
    assert funnel("110101") == funnel("")


def test_table_is_sorted_by_the_column_that_is_asked_for(
    filled: Season, city_official: User
) -> None:
    def names(**asked: str) -> list[str]:
        board = season_page(filled, city_official, today=TODAY, asked=asked).board
        return [line.row.name for line in board.lines]

    assert names()[0] == "忻府区"
    assert names(sort="received", down="1")[:3] == ["忻府区", "原平市", "代县"]
    assert names(sort="vacancy")[0] == "代县"
    assert names(sort="name", down="1")[0] == "原平市"
    assert names(sort="nonsense") == names()
    assert {one[-1] for one in (names(), names(sort="received", down="1"))} == {
        "未转县（市级办理）"
    }


def test_heading_tells_its_direction_and_turns_it_round(as_city: Client, filled: Season) -> None:
    page = tree(as_city, f"{OVERVIEW}?sort=vacancy&down=1")

    (sorted_by,) = of(page, "counties", "//th[@aria-sort]")
    assert (sorted_by.get("aria-sort"), sorted_by.find("a").get("href")) == (
        "descending",
        "?measure=applied&sort=vacancy#counties",
    )


@pytest.mark.parametrize(
    ("measure", "value"),
    [("applied", "3.5"), ("decided", "59.5%"), ("vacancy", "3"), ("overdue", "0")],
)
def test_tile_shows_the_number_of_the_measure_that_the_table_shows(
    as_city: Client, filled: Season, measure: str, value: str
) -> None:
    page = tree(as_city, f"{OVERVIEW}?measure={measure}")

    names, numbers = (texts(of(page, f"tile-{part}")) for part in ("name", "number"))
    tiles = dict(zip(names, numbers, strict=True))
    row = next(one for one in of(page, "counties", "/tbody/tr") if "代县" in one.text_content())

    assert (len(tiles), tiles["代县"]) == (14, value)
    assert value in texts(row.findall("td"))


@pytest.mark.parametrize(
    ("measure", "meaning"),
    [
        ("applied", "每个名额的报名人数：报名人数除以名额，例如3.5表示每个名额有3.5人报名"),
        ("decided", "已审查的比例：已有审查决定的人数占未撤回人数的比例"),
        ("vacancy", "空缺：名额减去现已入围且未退出的人数"),
        ("overdue", "逾期未办：所在阶段的最后一天已过而还没有办完的人数"),
    ],
)
def test_legend_says_what_numbers_and_colours_of_the_tiles_mean(
    as_city: Client, filled: Season, measure: str, meaning: str
) -> None:
    page = tree(as_city, f"{OVERVIEW}?measure={measure}")

    assert texts(of(page, "tile-legend", "//dt")) == ["数字", "颜色"]
    assert texts(of(page, "tile-legend", "//dd")) == [
        meaning,
        "数值小数值大各县（市、区）按数值从小到大分为四档，数值相同的颜色相同",
    ]
    assert len(of(page, "tile-swatch")) == 4


def test_legend_of_a_county_explains_the_tiles_without_a_number(
    as_dai: Client, filled: Season
) -> None:
    page = tree(as_dai, OVERVIEW)

    assert texts(of(page, "tile-legend", "//dt")) == ["数字", "虚线框"]
    assert texts(of(page, "tile-legend", "//dd"))[1] == "不在您的管辖范围，不显示数字"


def test_county_sees_its_own_tile_among_the_others_without_their_numbers(
    as_dai: Client, filled: Season
) -> None:
    page = tree(as_dai, OVERVIEW)

    assert texts(of(page, "tile-own")) == ["代县3.5本县"]
    assert len(of(page, "tile-elsewhere")) == 13
    assert len(of(page, "tile-number")) == 1


def test_overdue_counts_who_waits_after_the_last_day_of_the_stage(
    filled: Season, city_official: User
) -> None:
    def late(day: int) -> int:
        board = season_page(filled, city_official, today=date(2024, 6, day)).board
        return next(line.overdue for line in board.lines if line.row.code == DAI)

    assert [late(25), late(26)] == [0, 23]


def test_tiles_stand_in_the_rough_geography_or_in_the_order_of_the_codes() -> None:
    assert tile_places(["140930", DAI]) == {"140930": (2, 1), DAI: (1, 5)}
    assert tile_places(["a", "b", "c", "d", "e", "f", "g"])["g"] == (2, 1)


def test_every_county_of_the_pack_has_a_place_of_its_own(season: Season) -> None:
    codes = list(season.quotas.values_list("county_id", flat=True))

    assert len(set(tile_places(codes).values())) == len(codes) == 14
    assert tile_places(codes)[DAI] == (1, 5)


def test_page_of_the_first_day_and_of_an_empty_season_answers(
    as_city: Client, season: Season
) -> None:
    page = tree(as_city, OVERVIEW)

    assert texts(of(page, "funnel", "/tbody/tr/td[1]")) == ["0"] * 8
    assert "—" in of(page, "counties", "/tbody")[0].text_content()


def test_page_asks_as_many_queries_with_many_cases_as_with_few(
    as_city: Client, season: Season, queries_of: QueryCounter
) -> None:
    make_application(season)
    few = queries_of(as_city, OVERVIEW)
    for state in State:
        make_application(season, county=YUANPING, state=state)

    assert queries_of(as_city, OVERVIEW) == few
