"""The public's pages in a real browser, at both widths: barriers, the list's fingerprint, ask and object."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from linli.apps.accounts.models import User
from linli.apps.enquiries.models import Enquiry
from linli.apps.notices.actions import fingerprint
from linli.apps.notices.models import Objection, PublicNotice
from linli.apps.seasons.models import Season
from linli.core.record import sm3_hex
from tests.factories import make_season
from tests.support.barriers import barriers_on
from tests.web.portal.public.conftest import MoveTo
from tests.web.portal.public.test_enquiry_pages import publish

SEASON = "/seasons/xinzhou-2024/"
LIST = f"{SEASON}lists/140923/1/"
HEIGHTS = {390: 844, 1440: 900}
PAGES = (
    "/",
    "/privacy/",
    "/accessibility/",
    SEASON,
    f"{SEASON}notice/",
    f"{SEASON}places/",
    f"{SEASON}can-i-apply/",
    f"{SEASON}lists/",
    LIST,
    f"{LIST}objection/?line=2",
    f"{SEASON}enquiries/",
    f"{SEASON}enquiries/ask/",
    f"{SEASON}answer/",
)


def found_on(page: Page) -> list[str]:
    """Return the barriers of a page, and whether style or script is written into it."""
    written = page.locator("style, [style], [onclick], script:not([src])").count()
    return [*barriers_on(page), *(["style or script within the page"] if written else [])]


@pytest.mark.parametrize("width", list(HEIGHTS))
def test_pages_have_no_serious_barrier_no_forbidden_content_and_do_not_overflow(
    live_server: Any, page: Page, notice: PublicNotice, city_official: User, width: int
) -> None:
    publish(notice.season, city_official, 1)
    make_season(is_rehearsal=True)
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    found = {}
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        found[address] = found_on(page)

    assert found == {address: [] for address in PAGES}
    assert complaints == []
    assert hosts == {live_server.url.split("/")[2]}


@pytest.mark.parametrize("width", list(HEIGHTS))
@pytest.mark.parametrize(
    ("year", "heading"),
    [("2023", "按所填内容，不符合报名条件"), ("x", "请先更正以下内容")],
    ids=["answered", "mistyped"],
)
def test_answers_to_can_i_apply_have_no_barrier_and_stay_out_of_the_address(
    live_server: Any, page: Page, season: Season, width: int, year: str, heading: str
) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.goto(f"{live_server.url}{SEASON}can-i-apply/")
    page.get_by_label("毕业年份").fill(year)
    page.get_by_label("毕业院校").fill("样本学院")
    page.get_by_role("button", name="对照通知").click()

    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert found_on(page) == []
    assert page.url == f"{live_server.url}{SEASON}can-i-apply/#answer"


@pytest.mark.parametrize("width", list(HEIGHTS))
def test_what_was_typed_when_the_period_ended_is_shown_without_a_barrier(
    live_server: Any, page: Page, notice: PublicNotice, width: int, move_to: MoveTo
) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.goto(f"{live_server.url}{LIST}objection/?line=2")
    page.get_by_label("反映的问题").fill("样本内容")
    move_to("2024-07-18T00:00:00")
    page.get_by_role("button", name="提交异议").click()

    expect(page.get_by_role("heading", name="您填写的内容")).to_be_visible()
    expect(page.get_by_text("样本内容", exact=True)).to_be_visible()
    assert found_on(page) == []


@pytest.mark.parametrize("width", list(HEIGHTS))
def test_a_question_is_asked_mended_and_received_without_a_barrier(
    live_server: Any, page: Page, season: Season, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.goto(f"{live_server.url}{SEASON}enquiries/")
    page.get_by_role("link", name="提出问题").click()
    page.get_by_label("您的问题").fill("样本问题")
    page.get_by_role("button", name="提交问题").click()

    expect(page.get_by_role("alert")).to_contain_text("请选择咨询哪一方面")
    expect(page.get_by_label("您的问题")).to_have_value("样本问题")
    refused = found_on(page)
    page.get_by_label("待遇标准").check()
    page.get_by_role("button", name="提交问题").click()
    expect(page.get_by_role("heading", name="问题已收到")).to_be_visible()

    assert (refused, found_on(page)) == ([], [])
    assert Enquiry.objects.get().question == "样本问题"


def test_a_form_sent_again_by_the_back_button_keeps_one_question(
    live_server: Any, page: Page, season: Season
) -> None:
    page.goto(f"{live_server.url}{SEASON}enquiries/ask/")
    page.get_by_label("待遇标准").check()
    page.get_by_label("您的问题").fill("样本问题")
    page.get_by_role("button", name="提交问题").dblclick()
    expect(page.get_by_role("heading", name="问题已收到")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="问题已收到")).to_be_visible()

    assert Enquiry.objects.count() == 1


def test_an_objection_is_made_without_javascript_and_its_code_leads_back_to_it(
    live_server: Any, browser: Any, notice: PublicNotice
) -> None:
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{LIST}")
    page.get_by_role("link", name="第2行").click()
    page.get_by_label("反映的问题").fill("样本内容")
    page.get_by_role("button", name="提交异议").click()
    code = page.locator(".query-code").inner_text()
    page.get_by_role("link", name="凭查询码查看").click()
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看").click()

    expect(page.get_by_text("还没有答复")).to_be_visible()
    kept = Objection.objects.get()
    assert (kept.application.case_number, kept.is_anonymous) == ("00002", True)
    assert code not in page.url
    context.close()


def test_the_fingerprint_of_the_list_on_the_page_is_computed_again_and_agrees(
    live_server: Any, page: Page, notice: PublicNotice
) -> None:
    page.goto(f"{live_server.url}{LIST}")

    page.get_by_role("button", name="核对本页名单").click()

    expect(page.get_by_role("status")).to_contain_text("一致")
    assert found_on(page) == []


def test_a_changed_letter_on_the_page_is_found(
    live_server: Any, page: Page, notice: PublicNotice
) -> None:
    page.goto(f"{live_server.url}{LIST}")
    page.evaluate("document.querySelector('[data-key=school]').textContent = '样本大学'")

    page.get_by_role("button", name="核对本页名单").click()

    expect(page.get_by_role("status")).to_contain_text("不一致")


def test_letters_that_json_and_html_write_otherwise_are_digested_as_they_are(
    live_server: Any, page: Page, notice: PublicNotice
) -> None:
    rows = [{**notice.rows[0], "school": 'a"\\/<b>&\u2028\U0002070e·', "major": ""}]
    PublicNotice.objects.filter(pk=notice.pk).update(rows=rows, fingerprint=fingerprint(rows))
    page.goto(f"{live_server.url}{LIST}")

    page.get_by_role("button", name="核对本页名单").click()

    expect(page.get_by_role("status")).to_contain_text("一致")
    expect(page.get_by_role("status")).not_to_contain_text("不一致")


def test_sm3_of_the_standards_examples_is_the_standards(
    live_server: Any, page: Page, notice: PublicNotice
) -> None:
    page.goto(f"{live_server.url}{LIST}")

    found = page.evaluate(
        "['abc', 'abcd'.repeat(16)].map((text) => sm3Hex(new TextEncoder().encode(text)))"
    )

    # GB/T 32905-2016, annex A.
    assert found == [
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    ]


def test_sm3_of_every_length_over_three_blocks_agrees_with_the_servers(
    live_server: Any, page: Page, notice: PublicNotice
) -> None:
    page.goto(f"{live_server.url}{LIST}")

    found = page.evaluate(
        "Array.from({ length: 200 }, (_, size) => sm3Hex(Uint8Array.from({ length: size }, (_, at) => (at * 37 + size) % 256)))"
    )

    assert found == [
        sm3_hex(bytes((at * 37 + size) % 256 for at in range(size))) for size in range(200)
    ]


def test_can_i_apply_is_answered_with_the_keyboard_alone(
    live_server: Any, page: Page, season: Season
) -> None:
    page.goto(f"{live_server.url}{SEASON}can-i-apply/")
    page.get_by_label("毕业年份").focus()
    page.keyboard.type("2024")
    page.keyboard.press("Tab")
    page.keyboard.type("忻州师范学院")
    page.keyboard.press("Enter")

    expect(
        page.get_by_role("heading", name="按所填内容，还不能判断，需人工核定")
    ).to_be_in_viewport()
    expect(page.get_by_label("毕业院校")).to_have_value("忻州师范学院")


def test_the_first_page_and_all_it_needs_weigh_less_than_100_kilobytes_compressed(
    live_server: Any, page: Page, season: Season
) -> None:
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(gzip.compress(response.body()))))

    page.goto(f"{live_server.url}/", wait_until="networkidle")

    assert (len(sizes) >= 3, sum(sizes) < 100_000) == (True, True)
