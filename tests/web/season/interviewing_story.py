"""The interview day: list, time and place, panel, recusal, draw, door, marks twice, sign-off, announcement."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from linli.apps.interviews.models import Panel
from tests.web.season.cast import DINGXIANG, KELAN, number_of, the_season
from tests.web.season.hands import PHONE, Hands, Room, clock
from tests.web.season.opening_story import OFFICE

DAY = date(2024, 7, 2)
_BODIES = ("县委社会工作部", "县委社会工作部", "岚漪镇", "岚漪镇", "东街社区")


def day_of(county: str) -> str:
    """Return the address of a county's interview day."""
    return f"{OFFICE}interviews/{county}/"


def a_county_lists_its_people(room: Room, username: str, county: str, people: int) -> None:
    """Set time and place first, so that the list tells both."""
    with clock(date(2024, 6, 28), 9):
        office = room.official(username).open(f"{OFFICE}interviews/")
        office.open(day_of(county)).follow("确定时间和地点")
        office.fill({"时间": "2024-07-02 09:00", "携带物品和其他事项（选填）": "身份证和材料原件"})
        office.fill({"地点": "县委党校二楼201室"}).press("确定时间和地点")
        office.open(f"{day_of(county)}list/").press(f"确认列入（{people}人）")


def it_forms_a_panel(room: Room, username: str, county: str) -> None:
    with clock(date(2024, 6, 29), 9):
        office = room.official(username).open(f"{day_of(county)}panels/")
        office.fill({"小组数": "1"})
        for place, body in enumerate(_BODIES, start=1):
            office.fill(
                {
                    f"第{place}名考官的姓名或代号": f"样本考官{place}",
                    f"第{place}名考官的单位": body,
                }
            )
        office.tick("第1名考官任组长").press("组成小组")


def an_examiner_declares_a_relation(room: Room, name: str) -> None:
    with clock(date(2024, 6, 29), 10):
        kelan = room.official("kelan").open(f"{day_of(KELAN)}1/recusal/")
        kelan.choose("考官", "2").choose("面见人员", number_of(name))
        kelan.choose("关系", "师生或同校").tick("考官申报").press("登记")
        kelan.reads("已登记的关系（1项）")


def it_draws_the_order(room: Room, username: str, county: str) -> None:
    with clock(date(2024, 6, 29), 11):
        office = room.official(username).open(f"{day_of(county)}draw/")
        office.press("抽签")


def people_are_met_at_the_door(room: Room, names: Sequence[str]) -> None:
    """Find each by number, tick the originals that they brought."""
    with clock(DAY, 8, 30):
        kelan = room.official("kelan")
        for name in names:
            kelan.open(f"{day_of(KELAN)}door/")
            kelan.fill({"报名编号或核验码": number_of(name)}).press("查找")
            for choice in kelan.page.get_by_label("已核验", exact=True).all():
                choice.check()
            kelan.press("登记到场并保存")
            kelan.reads(f"报名{number_of(name)}已登记到场")


def panel_of(county: str) -> Panel:
    """Return the one panel of a county."""
    return Panel.objects.get(season=the_season(), county_id=county)


def marks_are_entered(
    room: Room,
    username: str,
    county: str,
    entry: int,
    points: Mapping[str, str],
    slip: Mapping[str, str] | None = None,
) -> None:
    """Enter a panel's sheets on a phone in drawn order; ``slip`` holds a last mark that is typed wrongly.

    ``points`` are what every examiner gave somebody; who has none did not come.
    """
    with clock(DAY, 14 + entry):
        phone = room.official(username, PHONE).open(f"{day_of(county)}1/sheets/{entry}/")
        phone.follow("从第1位开始录入")
        for turn in panel_of(county).turns.select_related("application__person"):
            name = turn.application.person.name
            phone.reads(f"第{turn.position}位")
            _enter(phone, points.get(name, ""), (slip or {}).get(name, ""))


def _enter(phone: Hands, mark: str, last: str = "") -> None:
    if mark:
        fields = phone.page.locator("input.mark-input")
        for place in range(fields.count()):
            is_last = place == fields.count() - 1
            fields.nth(place).fill(last if last and is_last else mark)
    else:
        phone.tick("缺席（没有到场），不填评分")
    phone.press("保存，下一位")


def the_difference_is_put_right(room: Room, name: str, mark: str) -> None:
    """Read what differs, open that sheet again on the phone, type what the paper says."""
    with clock(DAY, 17):
        phone = room.official("kelan-2", PHONE).open(f"{day_of(KELAN)}1/sheets/2/")
        phone.reads("两次录入的差异（1处）")
        place = panel_of(KELAN).turns.get(application__person__name=name).position
        phone.follow(f"第{place}位")
        phone.reads(re.compile("与另一次录入不一致"))
        _enter(phone, mark)
        phone.reads("两次都已录入，没有差异")


def it_signs_and_announces(room: Room, username: str, county: str, people: int) -> None:
    with clock(DAY, 18):
        office = room.official(username).open(f"{day_of(county)}1/sign-off/")
        office.press(f"签字确认（{people}人）")
        office.reads("签字确认，不再更改")


def dingxiangs_only_candidate_does_not_come(room: Room) -> None:
    it_forms_a_panel(room, "dingxiang", DINGXIANG)
    it_draws_the_order(room, "dingxiang", DINGXIANG)
    for entry, username in ((1, "dingxiang"), (2, "dingxiang-2")):
        marks_are_entered(room, username, DINGXIANG, entry, {})
    it_signs_and_announces(room, "dingxiang", DINGXIANG, 1)
