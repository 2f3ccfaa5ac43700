"""Workbooks, summary and papers hold what the records hold, and nothing of a person that is not needed."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from python_calamine import CalamineWorkbook

from linli.apps.applications.actions import Ruling, check_applications, decide, route_to_counties
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.intake.models import Mail
from linli.apps.ledger.queries import verify_export
from linli.apps.pay.actions import run_month
from linli.apps.reports import workbooks
from linli.apps.reports.export import export_season, write_whole
from linli.apps.reports.papers import county_organ
from linli.apps.reports.summary import summary
from linli.apps.seasons.models import Season
from linli.apps.selection.models import Score
from linli.apps.workforce.leaving import end_agreement
from linli.core.identity.names import mask_id_number
from tests.apps.cast import (
    Officials,
    at,
    make_draft,
    make_registration_form,
    new_id_number,
    receive,
    scored,
    serving,
)
from tests.factories import DAI, YUANPING, make_application, make_finished_case, make_mail

DATED = date(2024, 7, 31)
MAKERS: dict[str, Callable[..., bytes]] = {
    "mail_list": workbooks.mail_list,
    "review_list": workbooks.review_list,
    "roster": workbooks.roster,
    "pay_sheet": workbooks.pay_sheet,
    "budget_sheet": workbooks.budget_sheet,
}


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """Return every sheet of a workbook by name, row by row, read by another library than wrote it."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def table(content: bytes) -> list[list[Any]]:
    """Return the header and rows of the one sheet, without title and marks."""
    ((_, rows),) = sheets(content).items()
    start = next(number for number, row in enumerate(rows) if all(str(cell) for cell in row))
    return rows[start:]


@pytest.fixture
def reviewed(season: Season, cast: Officials) -> Application:
    """A case that was referred for two reasons and passed by its county."""
    form = make_registration_form(new_id_number(), pledge_signed=False, ethnicity="某民族")
    (one,) = receive(season, cast.city, make_draft(form=form, materials={"hukou": 1}))
    check_applications(season, [one], actor=cast.city, at=at(6, 15))
    route_to_counties(season, [one], actor=cast.city, at=at(6, 15))
    decide([Ruling(one, "pass", "经核对原件，符合条件")], actor=cast.dai, at=at(6, 20))
    return one


def test_the_score_list_has_the_marks_that_were_given_best_first(season: Season) -> None:
    for marks, total in (([8000, 8100], 8050), ([8200, 8300, 8401], 8300)):
        one = make_application(season, state=State.INTERVIEWED)
        Score.objects.create(application=one, marks=marks, total=total)

    assert table(workbooks.score_list(season, dated=DATED)) == [
        ["报名编号", "姓名", "第一意向县", "评分1", "评分2", "评分3", "总分"],
        ["00002", "张样本", "代县", 82, 83, 84.01, 83],
        ["00001", "张样本", "代县", 80, 81, "", 80.5],
    ]


def test_the_review_list_holds_proposal_reasons_with_clauses_decision_and_who_decided(
    season: Season, reviewed: Application
) -> None:
    header, row = table(workbooks.review_list(season, dated=DATED))

    assert dict(zip(header, row, strict=True)) == {
        "报名编号": "00001",
        "姓名": "张样本",
        "身份证号": mask_id_number(reviewed.person.id_number or ""),
        "联系电话": "138****0001",
        "毕业院校": "忻州师范学院",
        "专业": "汉语言文学",
        "学历": "本科",
        "意向县（市、区）": "代县",
        "系统意见": "需人工核定",
        "原因及条款": (
            "本人承诺栏没有签名（D0 附件2）；"
            "既无毕业证，也无《教育部学籍在线验证报告》（D0 三(一)6(2)）"
        ),
        "审查决定": "通过",
        "决定人": "dai样本",
        "决定理由": "经核对原件，符合条件",
        "当前状态": "资格审查通过",
    }


def test_the_review_list_has_every_case_in_order_with_the_last_decision(
    season: Season, cast: Officials, reviewed: Application
) -> None:
    waiting = make_application(season, state=State.ROUTED, proposal="refer")
    decide([Ruling(waiting, "supplement", "请补正")], actor=cast.dai, at=at(6, 18))
    decide([Ruling(waiting, "fail", "未补正")], actor=cast.dai, at=at(6, 25))
    make_application(season, state=State.RECEIVED)

    _, *rows = table(workbooks.review_list(season, dated=DATED))

    assert [(row[0], row[8], row[10], row[12]) for row in rows] == [
        ("00001", "需人工核定", "通过", "经核对原件，符合条件"),
        ("00002", "需人工核定", "不通过", "未补正"),
        ("00003", "", "", ""),
    ]


def test_the_mail_list_shows_the_time_of_receipt_in_beijing_and_what_became_of_a_mail(
    season: Season, reviewed: Application
) -> None:
    make_mail(reviewed, file="m1.eml")
    Mail.objects.create(
        season=season,
        file="m2.eml",
        digest="0" * 64,
        kind="set_aside",
        is_set_aside=True,
        reason="看不出邮件的用意，须由人工阅读",
        reading={"subject": "咨询", "problems": [{"text": "附件打不开"}] * 2},
    )
    Mail.objects.filter(file="m1.eml").update(reading={"problems": []})

    _, *rows = table(workbooks.mail_list(season, dated=DATED))

    assert rows == [
        ["m1.eml", "2024-06-03 10:00:00", "", "报名", "", "", "", "00001"],
        [
            "m2.eml",
            "不详",
            "咨询",
            "待人工阅读",
            "是",
            "看不出邮件的用意，须由人工阅读",
            "附件打不开",
            "",
        ],
    ]


def test_the_pay_sheet_has_a_sheet_a_month_with_every_slip_and_exact_sums(
    season: Season, cast: Officials
) -> None:
    serving(season, date(2024, 7, 22))
    serving(season, date(2024, 7, 31), county=YUANPING)
    for month in (date(2024, 7, 1), date(2024, 8, 1)):
        run_month(season, month, actor=cast.finance, at=at(9, 1))

    found = sheets(workbooks.pay_sheet(season, dated=DATED))

    assert list(found) == ["2024-07", "2024-08"]
    title, header, first, second, total = found["2024-07"]
    assert title[0] == "忻州市2024年招募高校毕业生担任社区助理2024年7月生活补贴发放表"
    assert first == [
        1, "张样本", "代县", "代县样本第1社区", "二类", 1880, 10, 606.45, 100, 506.45, 303.23, 151.61,
        151.61,
    ]  # fmt: skip
    assert second[4:] == ["一类", 1980, 1, 63.87, 63.87, 0, 25.55, 19.16, 19.16]
    assert total[0] == "合计"
    assert dict(zip(header, total, strict=True))["应发"] == pytest.approx(670.32, abs=1e-9)


def test_a_season_without_pay_has_a_pay_sheet_that_says_so(season: Season) -> None:
    found = sheets(workbooks.pay_sheet(season, dated=DATED))

    assert found["无"][0][0] == "尚无补贴"


def test_the_budget_sheet_adds_up_to_the_year_of_the_notice(season: Season) -> None:
    header, *rows, total = table(workbooks.budget_sheet(season, dated=DATED))

    sums = dict(zip(header, total, strict=True))
    assert len(rows) == 14
    assert (sums["社区数"], sums["招募人数"], sums["月预算"], sums["年度预算"]) == (
        174,
        175,
        329_300,
        3_951_600,
    )


def test_the_roster_lists_who_serves_where_from_when_to_when(
    season: Season, cast: Officials
) -> None:
    one = make_finished_case(season, cast.dai)

    header, row = table(workbooks.roster(season, dated=DATED))

    shown = dict(zip(header, row, strict=True))
    assert (shown["姓名"], shown["街道（乡镇）"], shown["社区"]) == (
        "李样本",
        one.agreement.street.name,
        one.agreement.community.name,
    )
    assert (shown["报到日期"], shown["服务期满日"], shown["备案回执"]) == (
        date(2024, 7, 22),
        date(2025, 7, 21),
        "备2024-001",
    )


def test_the_roster_marks_who_left_and_shows_the_last_day_of_service(
    season: Season, cast: Officials
) -> None:
    one = make_finished_case(season, cast.dai)
    _, serving = table(workbooks.roster(season, dated=DATED))
    end_agreement(
        one,
        ended_on=date(2024, 8, 15),
        reason="因身体原因不能继续服务",
        is_requested=True,
        is_settled=True,
        actor=cast.dai,
        at=at(8, 20),
    )

    header, left = table(workbooks.roster(season, dated=DATED))

    last_day, remark = header.index("服务期满日"), header.index("备注")
    assert (serving[last_day], serving[remark]) == (date(2025, 7, 21), "")
    assert (left[last_day], left[remark]) == (
        date(2024, 8, 15),
        "已解除协议，服务期满日栏为服务最后一日",
    )


@pytest.mark.parametrize("maker", MAKERS)
def test_no_workbook_shows_a_whole_id_number_phone_address_or_ethnicity(
    season: Season, cast: Officials, reviewed: Application, maker: str
) -> None:
    finished = make_finished_case(season, cast.dai)
    Mail.objects.update(reading={"problems": []})
    run_month(season, date(2024, 8, 1), actor=cast.finance, at=at(9, 1))

    text = json.dumps(sheets(MAKERS[maker](season, dated=DATED)), ensure_ascii=False, default=str)

    people = [reviewed, finished]
    secrets = {one.person.id_number or "" for one in people} | {
        one.form[field]
        for one in people
        for field in ("ethnicity", "political_status", "native_place", "address", "phone")
    }
    assert {secret for secret in secrets if secret in text} == set()


@pytest.mark.parametrize("maker", MAKERS)
def test_the_same_records_give_the_same_bytes(season: Season, cast: Officials, maker: str) -> None:
    make_finished_case(season, cast.dai)
    Mail.objects.update(reading={"problems": []})

    first, second = (MAKERS[maker](season, dated=DATED) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("maker", MAKERS)
def test_every_workbook_of_a_rehearsal_says_so_and_none_of_a_season_does(
    season: Season, rehearsal: Season, maker: str
) -> None:
    shown = [
        "演练" in json.dumps(sheets(MAKERS[maker](one, dated=DATED)), ensure_ascii=False)
        for one in (season, rehearsal)
    ]

    assert shown == [False, True]


def test_the_summary_has_the_shape_that_the_interfaces_promise(
    season: Season, cast: Officials, reviewed: Application
) -> None:
    make_finished_case(season, cast.dai)
    scored(season, 9000)
    run_month(season, date(2024, 8, 1), actor=cast.finance, at=at(9, 1))

    found = summary(season, ["summary.json"])

    by_division = {row["division"]: row for row in found.pop("by_division")}
    assert {
        key: found[key]
        for key in (
            "season", "rehearsal", "applicants", "by_kind", "reviewed", "interviewed", "placed",
            "reserve", "medical", "backfilled", "published", "objections", "signed", "reported",
            "monthly_pay_fen", "files",
        )
    } == {
        "season": "xinzhou-2024",
        "rehearsal": False,
        "applicants": 3,
        "by_kind": {"application": 1},
        "reviewed": {"pass": 0, "fail": 0, "refer": 2},
        "interviewed": 2,
        "placed": 1,
        "reserve": 0,
        "medical": {"pass": 1, "fail": 0, "absent": 0},
        "backfilled": 0,
        "published": 1,
        "objections": 0,
        "signed": 1,
        "reported": 1,
        "monthly_pay_fen": 188_000,
        "files": ["summary.json"],
    }  # fmt: skip
    assert len(by_division) == 14
    assert sum(row["budget_year_fen"] for row in by_division.values()) == 395_160_000
    assert {
        key: by_division[DAI][key] for key in ("name", "places", "reported", "monthly_pay_fen")
    } == {
        "name": "代县",
        "places": 11,
        "reported": 1,
        "monthly_pay_fen": 188_000,
    }
    assert json.loads(json.dumps(found)) == found


def test_the_summary_of_a_season_just_opened_is_all_noughts(season: Season) -> None:
    found = summary(season, [])

    counts = {key: value for key, value in found.items() if isinstance(value, int)}
    assert {key for key, value in counts.items() if value} == {"budget_year_fen"}


def all_at_once(_: str, files: Any, __: int) -> Any:
    return files


def test_an_export_writes_what_it_lists_and_names_no_person_in_a_file_name(
    season: Season, cast: Officials, tmp_path: Path
) -> None:
    one = make_finished_case(season, cast.dai)
    Mail.objects.update(reading={"problems": []})
    season.notices.update(rows=[])

    found = export_season(
        season,
        tmp_path / "out",
        fonts=Path(settings.ASSETS) / "fonts",
        progress=all_at_once,
        workers=1,
    )

    written = sorted(
        str(file.relative_to(tmp_path / "out"))
        for file in (tmp_path / "out").rglob("*")
        if file.is_file()
    )
    assert written == found["files"]
    assert f"协议/{one.case_number}.docx" in written
    assert not [name for name in written if "样本" in name or (one.person.id_number or "-") in name]
    assert verify_export(tmp_path / "out" / "ledger.jsonl").broken is None
    assert json.loads((tmp_path / "out" / "summary.json").read_text()) == found


def test_a_file_is_written_whole_and_replaces_the_one_before(tmp_path: Path) -> None:
    for content in (b"first", b"second"):
        write_whole(tmp_path / "deep" / "file.bin", content)

    assert [(file.name, file.read_bytes()) for file in (tmp_path / "deep").iterdir()] == [
        ("file.bin", b"second")
    ]


@pytest.mark.parametrize(
    ("county", "organ"),
    [
        ("代县", "中共代县县委社会工作部"),
        ("五台县", "中共五台县委社会工作部"),
        ("忻府区", "中共忻府区委社会工作部"),
        ("原平市", "中共原平市委社会工作部"),
    ],
)
def test_the_organ_of_a_county_is_named_as_people_name_it(county: str, organ: str) -> None:
    assert county_organ(county) == organ
