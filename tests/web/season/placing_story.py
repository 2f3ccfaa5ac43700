"""Diplomas, two trials compared, one adopted, the result on the phone; the medical check and a backfill."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tests.web.season.cast import ON_THE_PHONE, account_of, number_of
from tests.web.season.hands import Room, clock
from tests.web.season.opening_story import OFFICE, TITLE

_MEDICAL = f"{OFFICE}medical/"
_FIRST = date(2024, 7, 9)
_WHY = "体检日期不在阶段之内的原因（选填）"


def kelan_records_the_diplomas(room: Room, names: Sequence[str]) -> None:
    with clock(_FIRST, 9):
        kelan = room.official("kelan").open(OFFICE).follow("毕业证书")
        kelan.fill({f"报名{number_of(name)}的取得日期": "2024-06-30" for name in names})
        kelan.press("登记取得日期").reads(f"已登记{len(names)}人的取得日期")


def the_city_tries_twice_and_compares(room: Room) -> None:
    with clock(_FIRST, 10):
        city = room.official("city").open(OFFICE).follow("入围").follow(re.compile("试算"))
        city.press("试算").reads("第1次试算")
        city.open(f"{OFFICE}placement/trials/").press("试算").reads("第2次试算")
        city.follow("与第1次试算比较")
        city.reads("两次试算")
        city.open(f"{OFFICE}placement/trials/2/").follow("逐人查看结果和理由")


def it_adopts_the_second_trial(room: Room) -> None:
    with clock(_FIRST, 11):
        city = room.official("city").open(f"{OFFICE}placement/trials/2/").follow("核对并采用")
        city.fill({"采用理由": "部务会议研究确定"})
        city.tick(re.compile("已核对本次试算的结果"), exact=False)
        city.press("确定采用第2次试算").reads("部务会议研究确定")


def the_applicant_sees_the_result_and_will_come(room: Room) -> None:
    with clock(_FIRST, 19):
        phone = room.applicant(ON_THE_PHONE, account_of(ON_THE_PHONE)).open("/my/")
        phone.follow(TITLE).reads("入围体检")
        phone.follow("答复是否参加体检")
        phone.tick("参加").press("答复")


def kelan_sets_the_medical_check(room: Room) -> None:
    with clock(_FIRST, 14):
        kelan = room.official("kelan").open(OFFICE).follow("体检").follow("确定时间和地点")
        kelan.fill({"时间": "2024-07-10 08:00", "地点": "岢岚县样本医院一楼体检中心"})
        kelan.press("确定时间和地点")


def one_fails_and_the_others_pass(room: Room, failing: str, people: int) -> None:
    with clock(date(2024, 7, 10), 16):
        kelan = room.official("kelan").open(_MEDICAL)
        _conclude(room, "2024-07-10", {failing: "不合格"})
        kelan.reads("递补位次第1位").press(f"登记{people}人的结论")


def kelan_accepts_the_backfill(room: Room, day: date, filler: str) -> None:
    with clock(day, 16, 30):
        kelan = room.official("kelan").open(_MEDICAL)
        kelan.reads(number_of(filler)).press("同意递补").reads("1人递补入围")


def the_filler_passes_the_check(room: Room, day: date, filler: str, *, why_late: str = "") -> None:
    """Write down the answer that the filler gave on the telephone, then the hospital's conclusion.

    After the stage the conclusion is asked for its reason.
    """
    with clock(day, 9):
        kelan = room.official("kelan").open(_MEDICAL)
        kelan.follow(re.compile(f"代录答复.*报名{number_of(filler)}"))
        kelan.tick("参加体检").tick("本人").fill({"告知时间": f"{day} 08:30"}).press("登记答复")
    with clock(day, 16):
        kelan = room.official("kelan").open(_MEDICAL)
        _conclude(room, day.isoformat(), {})
        if why_late:
            kelan.reads("必须写明原因").fill({_WHY: why_late}).press("核对将要办理的事项")
        kelan.press("登记1人的结论")


def _conclude(room: Room, day: str, own: dict[str, str]) -> None:
    kelan = room.official("kelan")
    kelan.fill({"体检医院": "岢岚县样本医院", "体检日期": day})
    kelan.tick("都登记为合格")
    for name, conclusion in own.items():
        kelan.choose(f"报名{number_of(name)}的结论", conclusion)
    kelan.press("核对将要办理的事项")
