"""The public notice: a masked list, an objection upheld, the place filled again, the correction, the recruits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from playwright.sync_api import expect

from linli.apps.notices.models import PublicNotice
from tests.web.season.cast import KELAN, OBJECTED_TO, account_of, number_of, the_season
from tests.web.season.hands import DESK, PHONE, Hands, Room, clock
from tests.web.season.opening_story import OFFICE, PUBLIC, TITLE

_NOTICE = f"{OFFICE}notice/"
_LIST = f"{PUBLIC}lists/{KELAN}/"
_POSTED, _CORRECTED = date(2024, 7, 15), date(2024, 7, 16)
_RESULT = "经向学校核实，所反映的毕业证书情况属实"


def kelan_posts_the_list(room: Room, people: int) -> None:
    """Post what the page shows, and say where it hangs besides the site."""
    with clock(_POSTED, 9):
        kelan = room.official("kelan").open(OFFICE).follow("公示")
        kelan.reads(f"将要公示的名单（{people}名）", "2024年7月15日至7月18日24时")
        kelan.fill({"受理异议的电话": "0350-0000000"}).press("发布公示")
        kelan.fill({"公示渠道": "岚漪镇公告栏", "发布时间": "2024-07-15 08:50"})
        kelan.press("登记公示渠道").reads("公示渠道（1处）")


def the_public_reads_the_masked_list(room: Room, masked: Sequence[str]) -> None:
    """Read it at a desk, where the browser computes the list's fingerprint again."""
    with clock(_POSTED, 10):
        reader = room.hands("reader", DESK).open(PUBLIC)
        reader.follow(re.compile("拟招募人选名单")).follow(re.compile("岢岚县"))
        names = [row[1] for row in reader.rows(re.compile("^名单（"))]
        assert names == list(masked), f"the public reads {names}"
        reader.page.get_by_role("button", name="核对本页名单").click()
        expect(reader.page.get_by_role("status")).to_contain_text("一致")


def somebody_objects_to_one(room: Room, line: int) -> str:
    """Object on a phone without a name; return the code under which the answer is read."""
    with clock(_POSTED, 11):
        objector = room.hands("objector", PHONE).open(f"{_LIST}1/")
        objector.follow(re.compile(f"提出异议.*第{line}行"))
        objector.fill({"反映的问题": "该同志的毕业证书不是本人取得"})
        objector.press("提交异议").reads("异议已收到")
        return objector.page.locator(".query-code").inner_text()


def kelan_upholds_it(room: Room) -> None:
    with clock(_POSTED, 15):
        kelan = room.official("kelan").open(OFFICE).follow("对公示的异议")
        kelan.follow(re.compile(number_of(OBJECTED_TO)))
        kelan.reads("该同志的毕业证书不是本人取得", "匿名")
        kelan.tick("成立，该人选不再招募").fill({"核查结果": _RESULT})
        kelan.fill({"告知本人的理由": "毕业证书经核实不符合招募条件"})
        kelan.tick(re.compile("从公示名单上除名、不再招募"), exact=False)
        kelan.press("答复异议").reads("的名单还没有更正")


def both_sides_read_the_answer(room: Room, code: str) -> None:
    """The objector reads with the code what was found, the person on the phone why they are out."""
    with clock(_POSTED, 20):
        objector = room.hands("objector", PHONE).open(f"{PUBLIC}answer/")
        objector.fill({"查询码": code}).press("查看").reads(_RESULT)
        person = room.applicant(OBJECTED_TO, account_of(OBJECTED_TO)).open("/my/").follow(TITLE)
        person.reads("异议成立", "毕业证书经核实不符合招募条件")


def kelan_corrects_the_list(room: Room, people: int) -> None:
    """Take the one off and put the filler on, whose own days of notice begin anew."""
    with clock(_CORRECTED, 18):
        kelan = room.official("kelan").open(f"{_NOTICE}1/").follow("更正这份名单")
        kelan.reads("不再列入")
        kelan.fill({"更正理由": "一名人选经核查不再招募，由递补人选补入"})
        kelan.tick("同时列入体检合格而未公示的人选").press("核对更正后的名单")
        kelan.reads(f"更正后的名单（{people}名）", "2024年7月18日", "2024年7月19日")
        kelan.press("发布更正").reads("更正以前的名单（第1份）")


def the_public_reads_the_correction(room: Room, masked: Sequence[str]) -> None:
    with clock(_CORRECTED, 19):
        reader = room.hands("objector", PHONE).open(f"{_LIST}1/")
        reader.reads("这份名单已由第2份公示更正").follow("查看更正后的名单")
        names = [row[1] for row in reader.rows(re.compile("^名单（"))]
        assert names == list(masked), f"the public reads {names}"


def the_days_pass_and_kelan_confirms(room: Room, people: int) -> None:
    """Nobody can be confirmed on the filler's last day; the day after all can."""
    with clock(date(2024, 7, 19), 17):
        kelan = room.official("kelan").open(f"{_NOTICE}2/")
        _cannot_yet(kelan, people)
    with clock(date(2024, 7, 20), 9):
        kelan = room.official("kelan").open(f"{_NOTICE}2/")
        kelan.press(f"确定{people}名正式招募人选")
        kelan.reads(f"已确定{people}人为正式招募人选")


def _cannot_yet(kelan: Hands, people: int) -> None:
    button = kelan.page.get_by_role("button", name=f"确定{people}名正式招募人选")
    expect(button, "somebody's own days of notice are not over").to_have_count(0)


def posted_lists() -> list[tuple[int, str, list[str]]]:
    """Return each list's number, last day and people as the public reads them."""
    notices = PublicNotice.objects.filter(season=the_season()).order_by("number")
    return [
        (one.number, one.last_day.isoformat(), [str(row["name"]) for row in one.rows])
        for one in notices
    ]
