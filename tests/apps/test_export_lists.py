"""The office's lists as workbooks: who takes which, what stands there, how much it costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from linli.apps.accounts.models import User
from linli.apps.agreements.models import Agreement
from linli.apps.enquiries.actions import ask_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.exports import lists
from linli.apps.exports.catalogue import CATALOGUE, lists_for
from linli.apps.exports.making import FILES
from linli.apps.exports.models import Export
from linli.apps.exports.ordering import Order, order_export
from linli.apps.seasons.models import Season
from linli.apps.selection.models import TrialPlacement
from linli.apps.selection.placing import adopt_placement, try_placement
from tests.apps.cast import Officials, at, candidate
from tests.apps.made_administrators import make_administrators
from tests.factories import (
    DAI,
    YUANPING,
    make_application,
    make_checks,
    make_decision,
    make_finished_case,
    make_mail,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_files")]
NOW = at(7, 20)


def taken(season: Season, official: User, name: str, **order: Any) -> Export:
    wish = Order(CATALOGUE[name], "核对名单", **order)
    return order_export(season, wish, actor=official, at=NOW)


def sheet(export: Export) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(FILES.kept(export.digest)))
    return book.get_sheet_by_index(0).to_python()


def table(export: Export) -> list[dict[str, Any]]:
    """Return the rows by header; the header stands under title, mark and notes."""
    rows = sheet(export)
    headers = [column.header for column in CATALOGUE[export.list_name].columns]
    start = rows.index(headers)
    return [dict(zip(headers, row, strict=True)) for row in rows[start + 1 :]]


def names_for(season: Season, official: User) -> list[str]:
    return [one.name for one in lists_for(official, season)]


def test_each_office_has_the_lists_of_its_pages_and_no_other(
    season: Season, cast: Officials
) -> None:
    everybodys = ["applications", "interviews", "placement", "officials"]
    made = make_administrators()
    administrators = (made.system, made.security, made.audit)

    found = {
        "city": names_for(season, cast.city),
        "county": names_for(season, cast.dai),
        "finance": names_for(season, cast.finance),
        "auditor": names_for(season, cast.auditor),
        "street": names_for(season, cast.dai_street),
        "community": names_for(season, cast.dai_community),
        "administrators": [names_for(season, one) for one in administrators],
        "other city": names_for(season, cast.datong),
    }

    assert found == {
        "city": [
            *("applications", "review", "interviews", "placement", "agreements"),
            *("mails", "enquiries", "routing", "officials", "ledger"),
        ],
        "county": [
            *("applications", "review", "interviews", "placement", "medical", "agreements"),
            *("mails", "notices", "objections", "officials"),
        ],
        "finance": everybodys,
        "auditor": [*everybodys, "ledger"],
        "street": ["applications", "officials"],
        "community": ["applications", "officials"],
        "administrators": [[], [], []],
        "other city": [],
    }


def test_a_county_gets_its_own_cases_and_the_city_all(season: Season, cast: Officials) -> None:
    make_application(season, county=DAI)
    make_application(season, county=YUANPING)

    dai = table(taken(season, cast.dai, "applications"))
    city = table(taken(season, cast.city, "applications"))

    assert [row["报名编号"] for row in dai] == ["00001"]
    assert [row["报名编号"] for row in city] == ["00001", "00002"]


def test_cells_have_the_types_of_what_they_hold(season: Season, cast: Officials) -> None:
    case = make_finished_case(season, cast.dai)

    (row,) = table(taken(season, cast.dai, "agreements"))

    number = case.person.id_number or ""
    assert row == {
        "协议编号": f"样本-{case.pk}",
        "报名编号": "00001",
        "姓名": "李*本",
        "身份证号": f"990101********{number[-4:]}",
        "联系电话": "138****0001",
        "县（市、区）": "代县",
        "街道（乡镇）": "代县样本第1街道",
        "社区": "代县样本第1社区",
        "月生活补贴（元）": 1880.0,
        "人身意外保险费（元）": 100.0,
        "服务期限（月）": 12.0,
        "签订日期": date(2024, 7, 19),
        "备案回执": "备2024-001",
        "备案日期": date(2024, 7, 20),
        "报到日期": date(2024, 7, 22),
        "当前状态": "已报到",
    }


def test_instants_are_those_of_beijings_clock(season: Season, cast: Officials) -> None:
    make_application(season, received_at=at(6, 3, 23, 59, 58))

    (row,) = table(taken(season, cast.dai, "applications"))

    assert row["收到时间"] == datetime(2024, 6, 3, 23, 59, 58)


def test_full_list_has_names_and_numbers_in_full(season: Season, cast: Officials) -> None:
    case = make_application(season, name="张样本")

    (row,) = table(taken(season, cast.dai, "applications", is_full=True))

    told = (row["姓名"], row["身份证号"], row["联系电话"])
    assert told == ("张样本", case.person.id_number, "13800000001")


def test_placement_list_shows_what_was_adopted_and_never_a_trial(
    small: Season, cast: Officials
) -> None:
    for total in (9500, 9400):
        candidate(small, total)
    trial = try_placement(small, actor=cast.city, at=at(7, 5, 20))
    tried = table(taken(small, cast.city, "placement"))
    adopt_placement(trial, actor=cast.city, at=at(7, 5, 22), reason="部务会议研究确定")

    adopted = table(taken(small, cast.dai, "placement"))

    assert (len(TrialPlacement.objects.all()), tried) == (2, [])
    assert [(row["报名编号"], row["面见总分"]) for row in adopted] == [
        ("00001", 95.0),
        ("00002", 94.0),
    ]


def test_what_somebody_typed_is_never_a_formula(season: Season, cast: Officials) -> None:
    typed = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.example")')
    for words in typed:
        case = make_application(season)
        case.form["school"] = words
        case.save()

    export = taken(season, cast.dai, "applications")

    assert [row["毕业院校"] for row in table(export)] == list(typed)
    with ZipFile(BytesIO(FILES.kept(export.digest))) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
    assert (b"<f>" in page, b"<hyperlink" in page) == (False, False)


def test_head_says_what_it_holds_who_took_it_when_and_what_for(
    season: Season, cast: Officials
) -> None:
    make_application(season)

    rows = sheet(
        taken(season, cast.dai, "applications", filters={"county": DAI, "state": "routed"})
    )

    assert [row[0] for row in rows[:3]] == [
        f"{season.title}报名名单",
        "口径：每件报名一行：院校、专业、意向县、来源、状态和系统意见；范围：代县；"
        "筛选：县（市、区）“代县”、状态“待资格审查”；个人信息已遮挡",
        "导出时间：2024-07-20 10:00:00；导出人：dai样本；用途：核对名单",
    ]


def test_list_of_a_rehearsal_bears_its_mark(rehearsal: Season, cast: Officials) -> None:
    rows = sheet(taken(rehearsal, cast.dai, "applications"))

    assert rows[1][0] == "【演练·样本】　不作为正式材料使用"


def test_filters_of_the_page_narrow_the_list(season: Season, cast: Officials) -> None:
    make_application(season, proposal="pass")
    make_application(season, proposal="fail")

    passed = table(taken(season, cast.dai, "review", filters={"proposal": "pass"}))

    assert [row["报名编号"] for row in passed] == ["00001"]


def test_review_list_tells_the_reasons_and_the_standing_decision(
    season: Season, cast: Officials
) -> None:
    case = make_application(season, state="qualified", proposal="refer")
    make_checks(case)
    make_decision(case, cast.dai)

    (row,) = table(taken(season, cast.dai, "review", filters={"state": "qualified"}))

    decided = (row["审查决定"], row["决定人"], row["决定时间"], row["决定理由"])
    assert decided == ("通过", "dai样本", datetime(2024, 6, 18, 10), "经核对原件，符合条件")
    assert row["原因及条款"].endswith(
        "本人承诺栏没有签名（D0 附件2）；毕业院校不在省内（D0 一(一)）"
    )


def test_contact_of_an_enquiry_is_masked_but_in_full_lists(season: Season, cast: Officials) -> None:
    ask_enquiry(
        season,
        category=Enquiry.Category.PAY,
        question="样本问题",
        contact="13900000001",
        code="8KQM3XWPV2HT",
        at=at(6, 20),
    )

    masked = table(taken(season, cast.city, "enquiries"))
    full = table(taken(season, cast.city, "enquiries", is_full=True))

    assert [row[0]["联系方式"] for row in (masked, full)] == ["已留", "13900000001"]


def finished(season: Season, cast: Officials, file: str) -> None:
    """Carry one more case to the end, with a mail and a filing receipt of its own."""
    case = make_finished_case(season, cast.dai)
    make_mail(case, file=file)
    Agreement.objects.filter(application=case).update(filing_receipt=F("number"))


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_longer_list_costs_no_more_queries_by_chunk(
    season: Season, cast: Officials, name: str
) -> None:
    official = next(
        one for one in (cast.dai, cast.city) if CATALOGUE[name].may(one, season).allowed
    )
    finished(season, cast, "a.eml")
    make_checks(make_application(season))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            taken(season, official, name)
        return len(queries)

    asked()
    before = asked()
    for number in range(3):
        finished(season, cast, f"{number}.eml")
        make_checks(make_application(season))

    assert asked() == before


def test_rows_keep_their_order_over_chunks(
    season: Season, cast: Officials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "CHUNK", 2)
    for _ in range(5):
        make_application(season)

    export = taken(season, cast.dai, "applications")

    numbers: Sequence[str] = [row["报名编号"] for row in table(export)]
    assert (numbers, export.rows) == (["00001", "00002", "00003", "00004", "00005"], 5)
