"""Routing and review: clear ones together, a supplement, a refusal with its reason, a decision undone."""

from __future__ import annotations

import re
from datetime import date

from linli.rehearsal.papers.holder import PaperSort
from tests.support.same_record import drawn
from tests.web.portal.apply.walking import add_paper, sign_and_submit
from tests.web.season.cast import (
    OF_DINGXIANG,
    ON_THE_PHONE,
    TURNED_DOWN,
    account_of,
    number_of,
    the_site_works_through_what_waits,
)
from tests.web.season.hands import Room, clock
from tests.web.season.opening_story import OFFICE, TITLE


def the_city_moves_the_season_on(
    room: Room, stage: str, day: date, *, early: bool = False, behind: int = 0
) -> None:
    """Move the season into its next stage, at eight on a day; early or with people behind knowingly."""
    with clock(day, 8):
        city = room.official("city").open(f"{OFFICE}schedule/")
        city.fill({"转入的理由": "上一阶段已经办完"})
        if early:
            city.tick(re.compile("仍要提前转入"), exact=False)
        if behind:
            city.tick(f"我知道还有{behind}人没有办完，仍要转入")
        city.press(f"转入“{stage}”", within=f"转入“{stage}”")
        city.reads("阶段时钟")


def the_city_routes_what_came_in(room: Room) -> None:
    with clock(date(2024, 6, 18), 9):
        city = room.official("city").open(OFFICE).follow("转县")
        city.press("转县（10件）")
        city.reads("定襄县2件、岢岚县8件")


def kelan_passes_the_clear_ones_together(room: Room) -> None:
    with clock(date(2024, 6, 19), 9):
        kelan = room.official("kelan").open(OFFICE).follow("审查")
        kelan.follow("批量通过无疑问的报名")
        kelan.reads("将决定“通过”的7件")
        kelan.press("决定通过所勾选的报名")
        kelan.reads("已通过7件，不通过0件")


def kelan_asks_one_for_a_supplement(room: Room) -> None:
    with clock(date(2024, 6, 19), 10):
        kelan = room.official("kelan").open(f"{OFFICE}review/").follow("开始审查")
        kelan.reads(f"案件{number_of(ON_THE_PHONE)}")
        kelan.tick("要求补正").fill({"说明（本人会看到）": "请补交学位证"})
        kelan.press("保存并审查下一件")


def the_applicant_answers_it_on_the_phone(room: Room) -> None:
    with clock(date(2024, 6, 20), 20):
        phone = room.applicant(ON_THE_PHONE, account_of(ON_THE_PHONE)).open("/my/")
        phone.follow(TITLE)
        phone.reads("要求补正的内容", "请补交学位证")
        phone.follow(re.compile("补正"))
        phone.follow("报名材料")
        sort = PaperSort.DEGREE_CERTIFICATE
        add_paper(phone.page, sort.value, drawn(sort))
        phone.follow("下一步：核对并提交")
        sign_and_submit(phone.page)
        phone.reads("已收到您的报名").look()
        the_site_works_through_what_waits()


def kelan_passes_the_answer(room: Room) -> None:
    with clock(date(2024, 6, 21), 9):
        number = number_of(ON_THE_PHONE)
        kelan = room.official("kelan").open(f"{OFFICE}review/").follow("开始审查")
        kelan.reads(f"案件{number}").tick("通过").press("只保存")


def dingxiang_turns_one_down_with_the_coded_reason(room: Room) -> None:
    with clock(date(2024, 6, 21), 10):
        dingxiang = room.official("dingxiang").open(f"{OFFICE}review/{number_of(TURNED_DOWN)}/")
        dingxiang.tick("不通过").tick(re.compile("毕业院校不在省内"), exact=False)
        dingxiang.press("只保存")


def the_applicant_reads_why(room: Room) -> None:
    with clock(date(2024, 6, 21), 20):
        phone = room.applicant(TURNED_DOWN, account_of(TURNED_DOWN)).open("/my/")
        phone.follow(TITLE)
        phone.reads(
            "工作人员决定：您的报名不符合招募条件", re.compile("毕业院校不在省内"), "申请重新核对"
        )


def dingxiang_refuses_one_undoes_it_formally_and_decides_again(room: Room) -> None:
    with clock(date(2024, 6, 24), 9):
        dingxiang = room.official("dingxiang").open(f"{OFFICE}review/{number_of(OF_DINGXIANG)}/")
        dingxiang.tick("不通过").fill({"说明（本人会看到）": "登记表没有签名"})
        dingxiang.press("只保存")
        dingxiang.fill({"理由（本人会看到）": "误看成另一份登记表"})
        dingxiang.press("撤销决定，重新审查")
        dingxiang.tick("通过").press("只保存")
