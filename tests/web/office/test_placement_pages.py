"""The pages of a placement: the run, a county, the four files; what each official may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Placement, PlacementRun
from linli.apps.selection.placement_queries import run_files
from linli.apps.selection.placing import place_candidates
from linli.web.office.words import Badge
from tests.apps.cast import at, candidate, scored
from tests.factories import CITY, DAI, YUANPING, make_official
from tests.web.office.made_placement import (
    BASE,
    COUNTY,
    FILES,
    PLACEMENT,
    RUN,
    case_at,
    fill_placement,
    fill_vacancy,
)

QueryCounter = Callable[[Client, str], int]


@pytest.fixture
def placed(season: Season, city_official: User) -> Season:
    return fill_placement(season, city_official)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_before_any_placement_the_page_says_what_comes_first(
    as_dai: Client, season: Season
) -> None:
    text = text_of(as_dai, PLACEMENT)

    assert "还没有办理入围安排" in text
    assert "面见复审结束、毕业证书取得日期登记齐全后，由市委社会工作部办理" in text


def test_a_season_that_an_earlier_release_placed_is_told_so_and_where_the_results_stand(
    as_dai: Client, season: Season
) -> None:
    one = scored(season, 9000)
    Placement.objects.create(
        application=one, county_id=DAI, status="placed", choice=1, rank=1, reason="样本"
    )

    text = text_of(as_dai, PLACEMENT)

    assert "还没有办理入围安排" not in text
    assert "入围安排已由0.4版以前的版本办理。当时没有保留名额表、人员表和志愿表" in text
    assert (
        f'见<a href="{BASE}/applications/">报名名单</a>，入围、递补的结果和理由见各件的台账' in text
    )


def test_the_city_reads_how_a_placement_was_made_and_what_it_came_to(
    as_city: Client, placed: Season
) -> None:
    page = as_city.get(PLACEMENT).context["page"]
    text = text_of(as_city, PLACEMENT)

    assert (page.candidates, page.placed, page.reserve, page.unplaced) == (5, 3, 1, 1)
    assert len(page.counties) == 14
    assert (page.total.places, page.total.admitted, page.total.reserve) == (3, 3, 1)
    assert (page.total.filled, page.total.vacant) == (0, 0)
    for part in (
        "参加本次安排的5名面见人员：入围3人，递补候选1人，未入围1人",
        "2024年7月5日 20:00　王样本　市委社会工作部",
        "每人按志愿先后申请",
        "先看面见总分，相同的看优先人员，仍相同的抽签",
        PlacementRun.objects.get().fingerprint,
        "样本种子",
        "--rule deferred-acceptance --rank-by total:desc,priority:desc",
    ):
        assert part in text


def test_a_table_that_cannot_be_read_is_said_in_place_of_the_page(
    as_dai: Client, placed: Season
) -> None:
    PlacementRun.objects.update(seats="post,places\n140923,two\n")

    assert "seats.csv第2行：places“two”不是整数" in text_of(as_dai, PLACEMENT)


def test_a_county_sees_the_own_row_without_a_sum(as_dai: Client, placed: Season) -> None:
    page = as_dai.get(PLACEMENT).context["page"]

    assert [row.code for row in page.counties] == [DAI]
    assert "<tfoot>" not in text_of(as_dai, PLACEMENT)


def test_a_street_sees_how_it_was_made_and_no_county(client: Client, placed: Season) -> None:

    Division.objects.create(
        code="140923901", name="样本街道", level=Division.Level.STREET, parent_id=DAI
    )
    client.force_login(make_official("street", division="140923901", office=Office.STREET))

    assert "您的管辖范围内没有可以查看的名单" in text_of(client, PLACEMENT)
    assert client.get(COUNTY).status_code == 403


def test_a_county_lists_who_was_admitted_who_waits_and_who_came_in(
    as_dai: Client, placed: Season, dai_official: User
) -> None:
    fill_vacancy(placed, dai_official)

    page = as_dai.get(COUNTY).context["page"]

    assert [
        (one.rank, one.case_number, one.name, one.total, one.choice, one.state.label, one.note)
        for one in page.admitted
    ] == [
        (2, "00001", "张*本", "90.00", "第一意向", "体检不合格", "由00004递补"),
        (3, "00002", "张*本", "89.00", "第一意向", "入围体检", ""),
    ]
    assert [
        (
            one.rank,
            one.merit_rank,
            one.case_number,
            one.total,
            one.choice,
            one.state.label,
            one.note,
        )
        for one in page.reserve
    ] == [(1, 5, "00004", "87.50", "", "入围体检", "递补00001的名额")]
    text = text_of(as_dai, COUNTY)
    assert "（递补第1位）递补" in text
    assert "报名00001体检不合格" in text


def test_a_vacancy_that_nobody_fills_is_said_to_be_empty(
    as_dai: Client, placed: Season, dai_official: User
) -> None:
    Placement.objects.filter(application__case_number="00004").delete()
    placed.applications.filter(case_number="00004").update(state="not_recruited")
    fill_vacancy(placed, dai_official)

    page = as_dai.get(COUNTY).context["page"]

    (later,) = as_dai.get(case_at("00001")).context["page"].placement.later
    assert (page.admitted[0].note, page.county.vacant) == ("名额空缺", 1)
    assert later.text == "报名00001体检不合格；本县递补候选已用完，名额空缺"
    assert "递补候选已用完，<strong>名额空缺</strong>" in text_of(as_dai, COUNTY)


def test_a_county_that_had_room_says_that_all_who_asked_came_in(
    client: Client, season: Season, city_official: User, as_dai: Client
) -> None:

    candidate(season, 9000)
    place_candidates(season, actor=city_official, at=at(7, 5, 20))

    text = text_of(as_dai, COUNTY)

    assert "办理时名额没有用完" in text
    assert "没有递补候选：参加本次安排、第一意向为代县的人员都已入围" in text
    assert "没有发生递补" in text


def test_another_county_is_refused_the_list_and_told_why(
    client: Client, placed: Season, yuanping_official: User
) -> None:
    client.force_login(yuanping_official)

    refused = client.get(COUNTY)

    assert refused.status_code == 403
    assert "这个县（市、区）不在您的管辖范围内" in refused.content.decode()
    assert client.get(f"{RUN}counties/{YUANPING}/").status_code == 200


def test_pages_of_a_placement_show_no_name_in_full(as_city: Client, placed: Season) -> None:
    for address in (PLACEMENT, COUNTY):
        assert "张样本" not in text_of(as_city, address)


def test_what_is_not_there_is_not_found(as_city: Client, placed: Season) -> None:
    absent = (
        f"{PLACEMENT}2/",
        f"{PLACEMENT}2/counties/{DAI}/",
        f"{RUN}counties/140000/",
        f"{RUN}counties/{CITY}/",
        f"{RUN}files/names.csv",
        f"{PLACEMENT}2/files/seats.csv",
    )

    assert [as_city.get(address).status_code for address in absent] == [404] * 6


@pytest.mark.parametrize("file", FILES)
def test_the_city_and_the_auditors_take_each_file_as_it_was_published(
    client: Client, placed: Season, city_official: User, file: str
) -> None:
    auditor = make_official("auditor", division=CITY, office=Office.AUDITOR)
    taken = []
    for official in (city_official, auditor):
        client.force_login(official)
        taken.append(client.get(f"{RUN}files/{file}"))

    expected = run_files(PlacementRun.objects.get())[file]
    assert [one.content for one in taken] == [expected, expected]
    assert taken[0]["Content-Disposition"] == f'attachment; filename="{file}"'
    assert taken[0]["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("office", "division"), [(Office.COUNTY, DAI), (Office.FINANCE, CITY), (Office.AUDITOR, DAI)]
)
def test_others_are_refused_the_files_and_told_why(
    client: Client, placed: Season, office: Office, division: str
) -> None:
    client.force_login(make_official("other", division=division, office=office))

    refused = client.get(f"{RUN}files/candidates.csv")

    assert refused.status_code == 403
    assert (
        "四个文件含参加安排的全部面见人员的成绩和志愿，由市级统一提供" in refused.content.decode()
    )
    assert "files/candidates.csv" not in text_of(client, PLACEMENT)


def test_the_only_placement_of_a_season_bears_no_number(as_dai: Client, placed: Season) -> None:
    text = text_of(as_dai, PLACEMENT)

    assert ("<h1>入围安排</h1>" in text, "第1次" in text) == (True, False)


def test_a_second_placement_is_shown_first_and_leads_to_the_first(
    as_city: Client, placed: Season, city_official: User
) -> None:

    scored(placed, 8000)
    place_candidates(placed, actor=city_official, at=at(7, 6, 20))

    second, first = (as_city.get(address) for address in (PLACEMENT, RUN))

    assert [one.context["page"].run.number for one in (second, first)] == [2, 1]
    assert f'href="{RUN}"' in second.content.decode()
    assert "入围安排（第1次）" in first.content.decode()


def test_pages_ask_as_many_queries_for_three_as_for_one(
    as_dai: Client,
    season: Season,
    city_official: User,
    dai_official: User,
    queries_of: QueryCounter,
) -> None:

    candidate(season, 9000)
    place_candidates(season, actor=city_official, at=at(7, 5, 20))
    with_one = [queries_of(as_dai, address) for address in (RUN, COUNTY)]
    Placement.objects.all().delete()
    PlacementRun.objects.all().delete()
    season.applications.update(state="interviewed")
    for total in (8900, 8800):
        candidate(season, total, "代县", "原平市")
    place_candidates(season, actor=city_official, at=at(7, 5, 21))

    assert [queries_of(as_dai, address) for address in (RUN, COUNTY)] == with_one


def test_the_case_tells_each_choice_in_order_and_then_the_outcome(
    as_city: Client, placed: Season
) -> None:
    card = as_city.get(case_at("00003")).context["page"].placement

    assert (card.badge, card.outcome, card.standing) == (
        Badge("入围体检", "good"),
        "按第1调剂地区入围原平市体检",
        "面见总分88.00分，本次安排第4名",
    )
    assert [(one.name, one.place, one.badge.label, one.clause) for one in card.choices] == [
        ("第一意向", "代县", "未入围", "D0 附件2"),
        ("第1调剂地区", "原平市", "入围", "D0 附件2"),
        ("第2调剂地区", "五台县", "不再检索", "D0 附件2"),
    ]
    assert (card.later, card.county, card.run) == ((), YUANPING, PlacementRun.objects.get())


def test_the_case_tells_of_the_vacancy_and_of_who_filled_it(
    as_dai: Client, placed: Season, dai_official: User
) -> None:
    fill_vacancy(placed, dai_official)

    told = [
        as_dai.get(case_at(number)).context["page"].placement.later for number in ("00001", "00004")
    ]

    assert [[(one.title, one.text, one.clause) for one in later] for later in told] == [
        [("名额空出", "报名00001体检不合格；由报名00004递补（递补第1位）", "D0 三(四)")],
        [
            (
                "由递补入围",
                "递补报名00001留下的名额（递补第1位）：报名00001体检不合格",
                "D0 三(四)",
            )
        ],
    ]


def test_the_case_before_a_placement_has_no_such_section(as_dai: Client, season: Season) -> None:
    scored(season, 9000, diploma_date=date(2024, 7, 1))

    response = as_dai.get(case_at("00001"))

    assert response.context["page"].placement is None
    assert "入围情况" not in response.content.decode()


@pytest.mark.parametrize(
    ("suffix", "kind", "head"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
def test_the_explanation_is_handed_out_under_the_case_number_alone(
    as_dai: Client, placed: Season, suffix: str, kind: str, head: bytes
) -> None:
    response = as_dai.get(f"{case_at('00001')}placement.{suffix}")

    assert (response.status_code, response["Content-Type"]) == (200, kind)
    assert response["Content-Disposition"] == f'attachment; filename="00001-placement.{suffix}"'
    assert response.content.startswith(head)


def test_a_case_without_a_placement_has_no_explanation_and_says_why(
    as_dai: Client, season: Season
) -> None:
    scored(season, 9000)

    refused = as_dai.get(f"{case_at('00001')}placement.pdf")

    assert refused.status_code == 404
    assert "报名00001没有可以逐项说明的入围结果" in refused.content.decode()


def test_the_tab_leads_to_the_placement_from_every_page_of_the_season(
    as_dai: Client, placed: Season
) -> None:
    for tail in ("", "policy/", "applications/", "placement/"):
        assert f'<a href="{PLACEMENT}"' in text_of(as_dai, f"{BASE}/{tail}")
