"""The season is opened and told to the public; registration runs longer; people apply."""

from __future__ import annotations

import re
from datetime import date

from django.core import mail
from playwright.sync_api import expect

from linli.rehearsal.papers.holder import PaperSort
from tests.support.portal import fields
from tests.support.same_record import drawn
from tests.web.portal.apply.walking import add_paper, add_photo, fill_sections, sign_and_submit
from tests.web.season.cast import NUMBERS, ON_THE_PHONE, SEASON
from tests.web.season.hands import PHONE, Room, clock

OFFICE = f"/office/seasons/{SEASON}/"
PUBLIC = f"/seasons/{SEASON}/"
TITLE = "忻州市2024年招募高校毕业生担任社区助理"
_MAIL = "jia@mail.example"
_BEFORE = date(2024, 5, 31)


def the_city_opens_the_season(room: Room) -> None:
    """Open the real season, not a rehearsal: only then are notices sent and papers free of 演练."""
    with clock(_BEFORE, 8):
        city = room.official("city").open("/office/")
        city.follow("开启招募季")
        city.tick(re.compile("忻社发"), exact=False).tick("正式招募")
        city.press("核对内容")
        city.reads("各县（市、区）合计175，与文件总数175一致")
        city.press("正式开启招募季")
        city.reads("还没有登记在哪里发布过")


def it_records_where_the_notice_was_published(room: Room) -> None:
    with clock(date(2024, 6, 1), 9):
        city = room.official("city").open(f"{OFFICE}schedule/")
        city.fill({"发布渠道": "忻州市政府网站", "发布时间": "2024-06-01 08:00"})
        city.press("登记发布")
        city.reads("2024年6月1日 08:00发布")


def it_extends_the_registration_by_three_days(room: Room) -> None:
    with clock(date(2024, 6, 12), 9):
        city = room.official("city").open(f"{OFFICE}schedule/")
        city.choose("延长的阶段", "宣传报名（现到2024-06-14）")
        city.fill({"新的最后一天": "2024-06-17", "延长的理由": "网络检修"})
        city.press("看哪些日期会变")
        city.reads("“宣传报名”延长3天", "不随延长改变")
        city.press("延长“宣传报名”3天")
        city.reads("已经延长（1次）")


def the_public_reads_the_new_days(room: Room) -> None:
    with clock(date(2024, 6, 12), 10):
        passer_by = room.hands("passer-by", PHONE).open("/")
        passer_by.follow(TITLE)
        passer_by.reads("因网络检修，宣传报名由2024年6月14日延长至2024年6月17日24时")
        passer_by.reads("2024年6月1日至6月17日24时", "还有")


def an_applicant_applies_on_the_phone(room: Room) -> None:
    """Open an account with the code from the mail, fill in, photograph the papers, sign and send."""
    with clock(date(2024, 6, 13), 20):
        phone = room.hands(ON_THE_PHONE, PHONE).open(PUBLIC)
        phone.follow("开始填写")
        phone.fill({"手机号码或者电子邮箱": _MAIL}).press("获取验证码")
        phone.fill({"验证码": _mailed_code()}).press("登录")
        phone.reads("网上报名")
        fill_sections(
            phone.page,
            fields(NUMBERS[ON_THE_PHONE], name=ON_THE_PHONE, intended="忻州市岢岚县"),
        )
        phone.look()
        add_photo(phone.page)
        phone.follow("下一部分：报名材料")
        for sort in (PaperSort.HUKOU, PaperSort.DIPLOMA):
            add_paper(phone.page, sort.value, drawn(sort))
        phone.follow("下一步：核对并提交")
        sign_and_submit(phone.page)
        expect(phone.page.get_by_role("heading", name="已收到您的报名")).to_be_visible()
        phone.look()


def _mailed_code() -> str:
    found = re.search(r"验证码是：(\d{6})", str(mail.outbox[-1].body))
    assert found, "no code was mailed"
    return found[1]
