"""The review in a real browser: three cases by keyboard alone, the viewer, the sizes of screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Decision
from linli.apps.seasons.models import Season
from tests.factories import make_season
from tests.support.barriers import barriers_on
from tests.web.office.made_review import QUEUE, bench_at, fill_queue

PageOf = Callable[[User, int], Page]
SCREENS = {390: 844, 1366: 768, 1440: 900}


@pytest.fixture
def filled(live_server: Any, city_official: User, dai_official: User) -> Season:
    return fill_queue(make_season(), city_official)


def sized(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": SCREENS[width]})
    return page


def test_official_reviews_three_cases_by_keyboard_alone(
    live_server: Any, page_of: PageOf, dai_official: User, filled: Season
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{QUEUE}")
    page.get_by_role("link", name="开始审查").focus()
    page.keyboard.press("Enter")

    for number in ("00003", "00006"):
        expect(page.get_by_role("heading", level=1)).to_contain_text(number)
        page.keyboard.press("1")
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("00004")
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.type("jr1见毕业证")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("00005")

    rows = Decision.objects.values_list("application__case_number", "outcome", "reason")
    assert list(rows.order_by("pk")) == [
        ("00003", "pass", ""),
        ("00006", "pass", ""),
        (
            "00004",
            "fail",
            "本人承诺栏没有签名（D0 附件2）；毕业院校不在省内（D0 一(一)）；jr1见毕业证",
        ),
    ]


def test_keys_turn_pages_zoom_and_rotate(
    live_server: Any, page_of: PageOf, dai_official: User, filled: Season
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{bench_at('00001')}")
    picture = page.locator(".is-shown img")
    expect(page.get_by_text("第1页，共5页")).to_be_visible()
    expect(picture).to_have_js_property("complete", True)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_text("第2页，共5页")).to_be_visible()
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('.is-shown img').style.width !== ''")
    whole = picture.bounding_box()
    page.keyboard.press("+")
    larger = picture.bounding_box()
    page.keyboard.press("0")
    page.keyboard.press("r")
    turned = picture.bounding_box()

    assert whole and larger and turned
    assert larger["width"] == pytest.approx(whole["width"] * 1.25, rel=0.02)
    assert turned["width"] > turned["height"]


def test_single_keys_can_be_switched_off_and_stay_so(
    live_server: Any, page_of: PageOf, dai_official: User, filled: Season
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{bench_at('00001')}")
    page.locator("#keys summary").click()
    page.get_by_label("使用单键快捷键").uncheck()
    page.reload()

    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("1")

    expect(page.get_by_text("第1页，共5页")).to_be_visible()
    expect(page.get_by_role("radio", name="通过", exact=True)).not_to_be_checked()


def test_skipping_leads_on_and_decides_nothing(
    live_server: Any, page_of: PageOf, dai_official: User, filled: Season
) -> None:
    page = page_of(dai_official, 1440)
    page.goto(f"{live_server.url}{bench_at('00003')}")

    page.keyboard.press("s")

    expect(page.get_by_role("heading", level=1)).to_contain_text("00006")
    assert Decision.objects.count() == 0


def test_without_script_all_pages_stand_below_one_another_and_the_form_works(
    live_server: Any, browser: Any, page_of: PageOf, dai_official: User, filled: Season
) -> None:
    cookies = page_of(dai_official, 1440).context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{live_server.url}{bench_at('00001')}")

    shown = page.locator(".sheets > li:visible").count()
    page.get_by_label("要求补正").check()
    page.get_by_label("说明").fill("请重新发送登记表")
    page.get_by_role("button", name="保存并审查下一件").click()

    assert shown == 5
    expect(page.get_by_role("heading", level=1)).to_contain_text("00003")
    context.close()


@pytest.mark.parametrize("width", list(SCREENS))
def test_review_has_no_serious_barrier_and_does_not_overflow(
    live_server: Any, page_of: PageOf, dai_official: User, filled: Season, width: int
) -> None:
    page = sized(page_of(dai_official, 1440), width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    Application.objects.filter(case_number="00005").update(state="qualified")
    addresses = (QUEUE, f"{QUEUE}batch/", *(bench_at(one) for one in ("00001", "00004", "00005")))

    found = {one: barriers_on(page, f"{live_server.url}{one}") for one in addresses}

    assert found == {one: [] for one in addresses}
    assert complaints == []


@pytest.mark.parametrize("width", [1366, 1440])
@pytest.mark.parametrize("number", ["00001", "00004"])
def test_picture_checks_choice_and_save_stand_on_one_screen(
    live_server: Any, page_of: PageOf, dai_official: User, filled: Season, width: int, number: str
) -> None:
    page = sized(page_of(dai_official, 1440), width)
    page.goto(f"{live_server.url}{bench_at(number)}")

    for place in (
        page.get_by_role("heading", name="报名材料"),
        page.get_by_role("heading", name="对照通知的检查"),
        page.get_by_role("radio", name="要求补正"),
        page.get_by_role("button", name="保存并审查下一件"),
    ):
        expect(place).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
