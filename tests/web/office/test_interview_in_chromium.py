"""The interview day in a real browser: marks entered on two phones, put right, signed, announced; every page at every size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import Office, User
from linli.apps.applications.states import State
from linli.apps.intake.keeping import UPLOADS
from linli.apps.interviews.door import Finding, check_in
from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import OriginalCheck, Panel
from linli.apps.interviews.signing import sign_off
from linli.apps.seasons.models import Season
from linli.core.papers.kinds import MaterialKind
from tests.apps.cast import at
from tests.apps.made_desk import picture
from tests.apps.sample_panel import EVEN, FIRST, SECOND, absent, relate, row
from tests.factories import DAI, make_official, make_season
from tests.support.barriers import barriers_on
from tests.web.office.made_interview import (
    ANNOUNCEMENT,
    DAY,
    DOOR,
    DRAW,
    EVEN_POINTS,
    FORM_PANELS,
    INTERVIEWS,
    LIST,
    PANEL,
    RECUSAL,
    SIGN_OFF,
    case_at,
    door_at,
    drawn,
    qualified,
    sheet_at,
    sheets_at,
)

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}


pytestmark = pytest.mark.usefixtures("kept_files")


@pytest.fixture
def clerk(db: None) -> User:
    return make_official("dai-2", division=DAI, office=Office.COUNTY, name="孙样本")


@pytest.fixture
def panel(live_server: Any, city_official: User, dai_official: User) -> Panel:
    return drawn(make_season(), dai_official)


def sized(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": SCREENS[width]})
    return page


def enter(page: Page, *points: str) -> None:
    for number, mark in enumerate(points, start=1):
        page.get_by_label(f"考官{number}").fill(mark)
    page.get_by_role("button", name="保存，下一位").click()


def test_two_officials_enter_marks_on_phones_put_a_difference_right_sign_and_announce(
    live_server: Any, page_of: PageOf, panel: Panel, dai_official: User, clerk: User
) -> None:
    page = page_of(dai_official, 390)
    page.goto(f"{live_server.url}{sheets_at(1)}")
    page.get_by_role("link", name="从第1位开始录入").click()
    enter(page, *EVEN_POINTS)
    expect(page.get_by_role("heading", level=1)).to_contain_text("第2位")
    enter(page, "90", "90", "90", "90", "90.5")

    page = page_of(clerk, 390)
    page.goto(f"{live_server.url}{sheets_at(2)}")
    page.get_by_role("link", name="从第1位开始录入").click()
    enter(page, *EVEN_POINTS)
    enter(page, "90", "90", "90", "90", "95")
    expect(page.get_by_text("考官5第一次90.50分、第二次95.00分")).to_be_visible()
    page.goto(f"{live_server.url}{SIGN_OFF}")
    expect(page.get_by_text("两次录入有1处不一致")).to_be_visible()

    page.goto(f"{live_server.url}{sheet_at(2, 2)}")
    expect(page.get_by_label("考官5")).to_have_value("95.00")
    enter(page, "90", "90", "90", "90", "90.5")
    expect(page.get_by_text("两次都已录入，没有差异")).to_be_visible()
    page.get_by_role("link", name="核对成绩").click()
    expect(page.get_by_text("2人有评分而没有登记到场", exact=True)).to_be_visible()
    page.get_by_label("我知道2人有评分而没有登记到场").check()
    page.get_by_label("没有登记到场而有评分的原因").fill("当日网络中断，按纸质签到表核对")
    page.get_by_role("button", name="签字确认（2人）").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("代县面见复审第1组成绩")
    cells = [one.inner_text().split() for one in page.locator(".announced li").all()]
    assert cells == [["1号", "82.00"], ["2号", "90.10"]]
    assert {one.application.state for one in panel.turns.all()} == {State.INTERVIEWED}


def fill_day(panel: Panel, official: User, clerk: User) -> dict[str, list[str]]:
    """Bring an interview day to where every page has something to show; return their addresses."""
    season: Season = panel.season
    first, second = case_at(panel, 1), case_at(panel, 2)
    relate(panel, 2, second, official)
    with_photo = season.applications.get(case_number=first)
    with_photo.reading = {"photo": UPLOADS.keep(picture("portrait"))}
    with_photo.save()
    without = season.applications.get(case_number=second)
    without.form["has_photo"] = False
    without.save()
    check_in(
        with_photo,
        [
            Finding(MaterialKind.ID_CARD_FRONT, OriginalCheck.Result.VERIFIED),
            Finding(MaterialKind.DIPLOMA, OriginalCheck.Result.DIFFERS, "专业与发来的不一致"),
        ],
        showed_slip=True,
        actor=official,
        at=at(7, 4, 9),
    )
    enter_marks(panel, FIRST, [row(first)], actor=official, at=at(7, 4))
    enter_marks(panel, SECOND, [row(first, 8050, *EVEN[1:])], actor=clerk, at=at(7, 4))
    qualified(season, "national", "", "")
    return {
        "before": [
            *(INTERVIEWS, DAY, LIST, FORM_PANELS, DRAW, DOOR, door_at(first), door_at(second)),
            *(PANEL, RECUSAL, sheets_at(1), sheet_at(1, 1), sheet_at(2, 1), sheet_at(1, 2)),
            *(SIGN_OFF, ANNOUNCEMENT),
        ],
        "agreed": [sheets_at(2), SIGN_OFF],
        "signed": [DAY, PANEL, RECUSAL, sheets_at(1), sheet_at(1, 1), SIGN_OFF, ANNOUNCEMENT],
    }


@pytest.mark.parametrize("width", [390, 1366, 1440])
def test_interview_day_has_no_serious_barrier_and_does_not_overflow(
    live_server: Any,
    page_of: PageOf,
    panel: Panel,
    dai_official: User,
    clerk: User,
    width: int,
) -> None:
    page = sized(page_of(dai_official, 1440), width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    addresses = fill_day(panel, dai_official, clerk)
    first, second = case_at(panel, 1), case_at(panel, 2)

    found = {one: barriers_on(page, f"{live_server.url}{one}") for one in addresses["before"]}
    enter_marks(panel, SECOND, [row(first), absent(second)], actor=clerk, at=at(7, 4))
    enter_marks(panel, FIRST, [absent(second)], actor=dai_official, at=at(7, 4))
    found |= {
        f"2{one}": barriers_on(page, f"{live_server.url}{one}") for one in addresses["agreed"]
    }
    sign_off(panel, actor=dai_official, at=at(7, 4, 17))
    found |= {
        f"3{one}": barriers_on(page, f"{live_server.url}{one}") for one in addresses["signed"]
    }

    assert {one: what for one, what in found.items() if what} == {}
    assert complaints == []
