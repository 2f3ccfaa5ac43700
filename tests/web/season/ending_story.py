"""Agreements, the report for duty, the first month's pay, an export with its purpose, and the auditor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from playwright.sync_api import FilePayload

from tests.support.portal import paper
from tests.web.season.cast import COMMUNITIES, OBJECTED_TO, ON_THE_PHONE, account_of, number_of
from tests.web.season.hands import Room, clock
from tests.web.season.opening_story import OFFICE, TITLE

_AGREEMENTS = f"{OFFICE}agreements/"
_SIGNING, _FILING, _DUTY = date(2024, 7, 22), date(2024, 7, 23), date(2024, 7, 24)
_SCAN: FilePayload = {"name": "协议.jpg", "mimeType": "image/jpeg", "buffer": paper("协议")}
_PURPOSE = "报送市委社会工作部会议"


def kelan_arranges_the_communities(room: Room, names: Sequence[str]) -> None:
    with clock(date(2024, 7, 21), 10):
        kelan = room.official("kelan").open(OFFICE).follow("协议")
        for name, community in zip(names, COMMUNITIES, strict=True):
            kelan.choose(f"报名{number_of(name)}的社区", f"岚漪镇 {community}")
        kelan.press("核对安排").press(f"安排{len(names)}人")
        kelan.reads(f"已安排{len(names)}人的社区")


def the_recruit_reads_the_agreement_on_the_phone(room: Room) -> None:
    with clock(date(2024, 7, 21), 20):
        phone = room.applicant(ON_THE_PHONE, account_of(ON_THE_PHONE)).open("/my/").follow(TITLE)
        phone.follow(re.compile("阅读协议"))
        phone.fill({"输入姓名作为签名": ON_THE_PHONE}).press("已阅读，签名确认")


def the_street_signs_and_uploads_the_scans(room: Room, names: Sequence[str]) -> None:
    with clock(_SIGNING, 10):
        street = room.official("street").open(OFFICE).follow("协议")
        street.fill({"签订日期": _SIGNING.isoformat()})
        for name in names:
            street.tick(re.compile(f"报名{number_of(name)}.*已签"), exact=False)
        street.press("核对将要登记的签订").press(f"登记{len(names)}人签订")
        for name in names:
            street.open(_AGREEMENTS)
            street.follow(re.compile(f"上传.*报名{number_of(name)}"))
            street.attach("签订后的协议", _SCAN).press("上传")
            street.reads("现在的文件")


def the_city_files_them(room: Room, people: int) -> None:
    with clock(_FILING, 10):
        city = room.official("city").open(OFFICE).follow("协议")
        city.press("核对将要备案的协议").press(f"备案{people}份")
        city.reads(f"已备案{people}份")


def they_report_for_duty(room: Room, names: Sequence[str]) -> None:
    """Let the street write down who came; each has a worker's record from that day on."""
    with clock(_DUTY, 10):
        street = room.official("street").open(_AGREEMENTS)
        street.fill({"报到日期": _DUTY.isoformat()})
        for name in names:
            street.tick(re.compile(f"报名{number_of(name)}.*已到"), exact=False)
        street.press("核对将要登记的报到").press(f"登记{len(names)}人报到")
        street.follow(re.compile(f"服务记录.*报名{number_of(names[0])}"))
        street.reads("社区工作者记录", "2025年7月23日（含当日）")


def finance_runs_july(room: Room) -> None:
    with clock(date(2024, 8, 1), 9):
        finance = room.official("finance").open(OFFICE).follow("发放")
        finance.follow(re.compile("试算和核算.*2024年7月")).reads("省级分担", "相符")
        finance.press("核算2024年7月的补贴")
        finance.reads("2024年7月的补贴已经核算，已记入台账")


def kelan_ends_the_reserve(room: Room, people: int) -> None:
    with clock(date(2024, 8, 2), 9):
        kelan = room.official("kelan").open(OFFICE).follow("候补")
        kelan.press("核对结束候补").press(f"结束{people}人的候补")
        kelan.reads(f"候补已经结束，{people}人转为“未招募”")


def the_city_exports_a_list_for_a_purpose(room: Room) -> None:
    with clock(date(2024, 8, 2), 10):
        city = room.official("city").open(OFFICE).follow("导出").follow("报名名单")
        city.fill({"用途": _PURPOSE}).press("导出").reads(f"用途：{_PURPOSE}")
        file = city.take(re.compile("^下载"))
        assert re.fullmatch(r"xinzhou-2024-applications-\d+\.xlsx", file), file


def the_auditor_reads_the_ledger_and_the_export_log(room: Room) -> None:
    with clock(date(2024, 8, 5), 9):
        number = number_of(OBJECTED_TO)
        auditor = room.official("auditor").open(f"{OFFICE}applications/{number}/")
        auditor.follow("台账").reads("异议成立", "毕业证书经核实不符合招募条件", "列入公示")
        auditor.open(f"{OFFICE}exports/").follow("导出记录").reads(_PURPOSE)


def what_the_auditor_may_not_do_is_refused_with_its_reason(room: Room) -> None:
    with clock(date(2024, 8, 5), 10):
        auditor = room.official("auditor").open(f"{OFFICE}requests/")
        auditor.reads("不能打开这一页", "“答复个人信息申请”由市委社会工作部办理")


def the_city_closes_the_season(room: Room) -> None:
    with clock(date(2024, 8, 5), 11):
        city = room.official("city").open(f"{OFFICE}schedule/")
        city.fill({"转入的理由": "各项工作已经办完"}).press("结束招募季").reads("招募季已结束")
