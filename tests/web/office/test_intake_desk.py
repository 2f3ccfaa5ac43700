"""The intake desk in a real browser: readings settled with the keyboard, mails handled, letters sent."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.intake.models import Doubt, Letter, Mail
from linli.apps.seasons.models import Season
from linli.core.papers.kinds import MaterialKind as K
from tests.apps.made_desk import (
    application_mail,
    paper_file,
    picture,
    registered,
    sent,
)
from tests.factories import make_season
from tests.support.barriers import barriers_on

pytestmark = pytest.mark.usefixtures("kept_files")

PageOf = Callable[[User, int], Page]
WHY = "字迹不清"
PAPERS = (K.ID_CARD_FRONT, K.ID_CARD_BACK)


@pytest.fixture
def desk(live_server: Any, city_official: User) -> Season:
    """A season with two applications in doubt and a supplement that belongs to nobody."""
    season = make_season(is_rehearsal=True)
    doubts = {"birth": WHY, "school": WHY, "pledge": WHY}
    diploma = picture("diploma", shade=200)
    supplement = sent("3.eml", {"毕业证.png": diploma}, paper_file(diploma, K.DIPLOMA))
    registered(
        season,
        city_official,
        application_mail("1.eml", doubts, unsorted=1),
        application_mail("2.eml", {}, kinds=PAPERS),
        replace(supplement, subject="补交材料"),
    )
    return season


@pytest.fixture
def base(live_server: Any, desk: Season) -> str:
    return f"{live_server.url}/office/seasons/{desk.code}"


def settled() -> list[tuple[str, str, str]]:
    rows = Doubt.objects.exclude(status="open").order_by("pk")
    return list(rows.values_list("field", "status", "settled"))


def test_an_official_settles_everything_without_touching_the_mouse(
    base: str, page_of: PageOf, city_official: User
) -> None:
    page = page_of(city_official, 1440)
    page.goto(f"{base}/intake/")
    page.get_by_role("link", name="开始核对").click()

    expect(page.get_by_text("第1项，共4项，还有4项待核对")).to_be_visible()
    expect(page.get_by_role("img", name="原件上“出生年月”一处的图片")).to_be_visible()
    expect(page.get_by_label("正确的内容")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="毕业院校")).to_be_visible()
    page.get_by_label("正确的内容").fill("样本学院")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="本人承诺签名")).to_be_visible()
    page.keyboard.press("2")

    expect(page.get_by_role("heading", name="材料的种类")).to_be_visible()
    page.keyboard.press("a")

    expect(page.get_by_text("没有待核对的读取结果")).to_be_visible()
    birth = Application.objects.get(case_number="00001").form["birth"]
    assert settled() == [
        ("birth", "accepted", birth),
        ("school", "corrected", "样本学院"),
        ("pledge", "corrected", "未签名"),
        ("paper", "corrected", "honor_municipal"),
    ]


def test_keys_skip_go_back_and_show_the_whole_page_and_keep_what_was_typed(
    base: str, page_of: PageOf, city_official: User
) -> None:
    page = page_of(city_official, 1440)
    page.goto(f"{base}/intake/doubts/")
    value = page.get_by_label("正确的内容")
    whole = page.get_by_role("img", name="原件整页的图片")

    value.fill("2002-0")
    page.keyboard.press("F2")
    expect(whole).to_be_visible()
    expect(page.locator("#mark")).to_be_in_viewport()
    page.keyboard.press("F2")
    expect(whole).to_be_hidden()
    expect(value).to_have_value("2002-0")

    page.keyboard.press("Escape")
    expect(value).to_have_value(Doubt.objects.get(field="birth").proposed)
    page.keyboard.press("PageDown")
    expect(page.get_by_text("第2项，共4项")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.get_by_text("第1项，共4项")).to_be_visible()
    assert settled() == []


def test_a_refusal_stands_by_the_field_and_what_was_typed_is_not_lost(
    base: str, page_of: PageOf, city_official: User
) -> None:
    page = page_of(city_official, 1440)
    page.goto(f"{base}/intake/doubts/")

    page.get_by_label("正确的内容").fill("去年春天")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("“出生年月”的填写内容无法识别")
    expect(page.get_by_role("alert")).to_contain_text("填年月，例如2002-03")
    expect(page.get_by_label("正确的内容")).to_have_value("去年春天")
    expect(page.get_by_label("正确的内容")).to_be_focused()


def test_the_desk_works_without_script(
    base: str, browser: Browser, page_of: PageOf, city_official: User
) -> None:
    cookies = page_of(city_official, 1440).context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    page = context.new_page()
    page.goto(f"{base}/intake/doubts/")

    page.get_by_role("link", name="看整页").click()
    expect(page.get_by_role("img", name="原件整页的图片")).to_be_visible()
    page.get_by_role("button", name="保存，看下一项").click()
    page.get_by_role("link", name="跳过").click()
    page.get_by_label("未签名").check()
    page.get_by_role("button", name="保存，看下一项").click()

    expect(page.get_by_role("heading", name="材料的种类")).to_be_visible()
    assert [(field, status) for field, status, _ in settled()] == [
        ("birth", "accepted"),
        ("pledge", "corrected"),
    ]
    context.close()


def test_the_next_picture_is_there_before_its_page(
    base: str, page_of: PageOf, city_official: User
) -> None:
    page = page_of(city_official, 1440)
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto(f"{base}/intake/doubts/", wait_until="networkidle")
    following = Doubt.objects.get(field="school")
    address = f"{base}/intake/doubts/{following.pk}/place.jpg"
    assert address in asked

    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="毕业院校")).to_be_visible()
    page.wait_for_load_state("networkidle")

    script = "address => performance.getEntriesByName(address).map(one => one.transferSize)"
    assert page.evaluate(script, address) == [0]


def test_twenty_doubtful_values_are_settled_far_faster_than_a_person_types(
    live_server: Any, page_of: PageOf, city_official: User
) -> None:
    season = make_season(is_rehearsal=True)
    doubts = dict.fromkeys(("name", "birth", "school", "phone"), WHY)
    mails = [application_mail(f"{number}.eml", doubts) for number in range(5)]
    registered(season, city_official, *mails)
    page = page_of(city_official, 1440)
    page.goto(f"{live_server.url}/office/seasons/{season.code}/intake/doubts/")

    began = time.monotonic()
    for number in range(1, 21):
        expect(page.get_by_text(f"第{number}项，共20项")).to_be_visible()
        expect(page.get_by_label("正确的内容")).to_be_focused()
        shown = "() => [...document.images].some(one => one.complete && one.naturalWidth > 99)"
        page.wait_for_function(shown)
        page.keyboard.press("Enter")
    expect(page.get_by_text("没有待核对的读取结果")).to_be_visible()
    took = time.monotonic() - began

    print(f"\n20 doubtful values: {took:.1f} s, {took / 20:.2f} s each")
    assert Doubt.objects.filter(status="accepted").count() == 20
    # A hundred in ten minutes leave six seconds each; on a busy machine half of them are the person's.
    assert took < 20 * 3


def test_a_set_aside_mail_is_read_handled_and_laid_into_its_case(
    base: str, page_of: PageOf, city_official: User
) -> None:
    page = page_of(city_official, 1440)
    page.goto(f"{base}/intake/")
    page.get_by_role("listitem").filter(has_text="须人工阅读").get_by_role("link").click()
    expect(page.get_by_role("heading", name="共1封")).to_be_visible()
    page.get_by_role("link", name=f"来件{Mail.objects.get(file='3.eml').pk}").click()

    expect(page.get_by_role("heading", name="补交材料")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("第1页"))).to_be_visible()
    page.get_by_label("所属报名编号").fill("00002")
    page.get_by_role("button", name="提交处理结果").click()
    expect(page.get_by_role("alert")).to_contain_text("没有填写处理说明")
    expect(page.get_by_label("所属报名编号")).to_have_value("00002")

    page.get_by_label("处理说明").fill("电话核对，是本人补交（样本）")
    page.get_by_role("button", name="提交处理结果").click()

    expect(page.get_by_text("已处理")).to_be_visible()
    case = Application.objects.get(case_number="00002")
    assert (case.materials["diploma"], Mail.objects.get(file="3.eml").application) == (1, case)


def test_a_supplement_request_is_looked_through_and_sent_from_the_case(
    base: str, page_of: PageOf, city_official: User
) -> None:
    page = page_of(city_official, 1440)
    page.goto(f"{base}/intake/")
    page.get_by_role("listitem").filter(has_text="补正通知").get_by_role("link").click()
    page.get_by_role("link", name="00002").click()

    text = page.get_by_role("textbox", name="正文")
    text.fill(text.input_value().replace("您好", "同学您好"))
    page.get_by_role("button", name="发出").click()
    expect(page.get_by_role("alert")).to_contain_text("没有勾选")
    expect(text).to_have_value(re.compile("同学您好"))

    page.get_by_label("我已核对标题和正文").check()
    page.get_by_role("button", name="发出").click()

    expect(page.get_by_text("发出：请补正报名材料")).to_be_visible()
    (letter,) = Letter.objects.filter(status="released")
    assert (letter.released_by, "同学您好" in letter.body) == (city_official, True)


@pytest.mark.parametrize("width", [390, 1440])
def test_intake_pages_have_no_serious_barrier_and_do_not_overflow(
    base: str, page_of: PageOf, city_official: User, width: int
) -> None:
    page = page_of(city_official, width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    doubts = {doubt.field: doubt.pk for doubt in Doubt.objects.all()}
    mails = {mail.file: mail.pk for mail in Mail.objects.all()}
    addresses = (
        "/intake/",
        *(f"/intake/doubts/{doubts[field]}/" for field in ("birth", "pledge", "paper")),
        f"/intake/doubts/{doubts['birth']}/?view=page",
        *(f"/intake/mails/{mails[file]}/" for file in ("1.eml", "3.eml")),
        "/intake/waiting/letter/",
        "/intake/waiting/form/",
        "/applications/00001/",
        "/applications/00002/letter/",
    )

    barriers = {address: barriers_on(page, f"{base}{address}") for address in addresses}

    assert barriers == {address: [] for address in addresses}
    assert complaints == []
