"""The application in a real browser: on a phone, at a desk, without scripts, on a bad line."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.drafts.models import Draft
from linli.apps.seasons.models import Season
from tests.factories import id_number
from tests.support.barriers import barriers_on
from tests.support.portal import fields, filled_draft, paper, portrait, submitted_case
from tests.web.portal.apply.conftest import DESK, PHONE, OpenPage
from tests.web.portal.apply.walking import (
    HOME,
    PAPERS,
    add_papers,
    add_photo,
    fill,
    fill_sections,
    jpeg,
    sign_and_submit,
)

pytestmark = pytest.mark.django_db(transaction=True)
REVIEW, PERSON = f"{HOME}review/", f"{HOME}form/person/"
SUBMIT = re.compile("提交报名")


def material_counts() -> dict[str, int]:
    return Application.objects.get().materials


@pytest.mark.parametrize("size", [(360, 740), DESK])
def test_applicant_fills_in_and_submits_with_a_receipt(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(size)

    fill_sections(page, fields())
    add_photo(page)
    add_papers(page)
    page.get_by_role("link", name="下一步：核对并提交").click()
    sign_and_submit(page)

    expect(page.get_by_role("heading", name="已收到您的报名")).to_be_visible()
    expect(page.get_by_text("报名编号00001")).to_be_visible()
    assert material_counts() == {"id_card_front": 1, "id_card_back": 1, "enrollment_report": 1}


def test_whole_application_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page(PHONE, scripts=False)

    fill_sections(page, fields())
    page.get_by_role("button", name="我同意上传证件和照片").click()
    page.locator("#photo").set_input_files(jpeg(portrait()))
    page.get_by_role("button", name="上传").click()
    page.get_by_role("link", name="下一部分：报名材料").click()
    for kind in PAPERS:
        page.locator(f"#file_{kind}").set_input_files(jpeg(paper(kind)))
        page.locator(f".material-kind:has(#file_{kind})").get_by_role("button", name="上传").click()
    page.get_by_role("link", name="下一步：核对并提交").click()
    sign_and_submit(page)

    expect(page.get_by_role("heading", name="已收到您的报名")).to_be_visible()


def test_what_is_typed_is_saved_and_found_again_on_another_device(open_page: OpenPage) -> None:
    phone = open_page(PHONE)
    phone.goto(PERSON)
    phone.get_by_label("姓名").fill("样本甲")
    phone.get_by_label("姓名").blur()
    expect(phone.get_by_text(re.compile("已保存"))).to_be_visible()

    desk = open_page(DESK)
    desk.goto(PERSON)

    expect(desk.get_by_label("姓名")).to_have_value("样本甲")


def test_what_is_typed_without_a_network_is_saved_once_it_is_back(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto(PERSON)
    page.context.set_offline(True)
    page.get_by_label("姓名").fill("样本甲")
    page.get_by_label("姓名").blur()
    expect(page.get_by_text("网络不通，还没有保存")).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_text(re.compile("已保存"))).to_be_visible()
    assert Draft.objects.get().fields == {"name": "样本甲"}


def test_answer_that_was_lost_on_the_way_is_asked_for_again_and_saves_once(
    open_page: OpenPage,
) -> None:
    page = open_page(PHONE)
    page.goto(PERSON)
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/save/", lose_the_first)
    page.get_by_label("姓名").fill("样本甲")
    page.get_by_label("姓名").blur()

    expect(page.get_by_text(re.compile("已保存"))).to_be_visible()
    assert (lost, Draft.objects.get().revision) == ([200], 1)


def test_two_pages_never_overwrite_one_another_unseen(open_page: OpenPage) -> None:
    first, second = open_page(PHONE), open_page(DESK)
    first.goto(PERSON)
    second.goto(PERSON)
    first.get_by_label("姓名").fill("样本甲")
    first.get_by_label("姓名").blur()
    expect(first.get_by_text(re.compile("已保存"))).to_be_visible()

    second.get_by_label("姓名").fill("样本乙")
    second.get_by_role("button", name="保存，返回目录").click()

    expect(second.get_by_role("alert")).to_contain_text("刚才在另一处改成了“样本甲”")
    expect(second.get_by_label("姓名")).to_have_value("样本乙")
    second.get_by_role("button", name="保存，返回目录").click()
    expect(second.get_by_role("heading", name="网上报名")).to_be_visible()
    assert Draft.objects.get().fields["name"] == "样本乙"


def test_double_click_and_back_button_make_one_application(
    open_page: OpenPage, season: Season, applicant: User
) -> None:
    filled_draft(season, applicant, at=season.opened_at)
    page = open_page(PHONE)
    page.goto(REVIEW)
    page.get_by_label(re.compile("^我承诺")).check()
    page.get_by_label("签名", exact=True).fill("样本甲")

    page.get_by_role("button", name=SUBMIT).dblclick()
    expect(page.get_by_role("heading", name="已收到您的报名")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name=re.compile("提交")).click()

    expect(page.get_by_text("报名编号00001")).to_be_visible()
    assert Application.objects.count() == 1


def test_submission_whose_answer_was_lost_is_repeated_and_is_one(
    open_page: OpenPage, season: Season, applicant: User
) -> None:
    filled_draft(season, applicant, at=season.opened_at)
    page = open_page(PHONE)
    page.goto(REVIEW)
    page.get_by_label(re.compile("^我承诺")).check()
    page.get_by_label("签名", exact=True).fill("样本甲")

    def arrive_and_lose(route: Route) -> None:
        if route.request.method == "POST" and not Application.objects.exists():
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/review/", arrive_and_lose)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name=SUBMIT).click()
    # Another page: this one may still be on its way to the browser's own page of the error.
    again = page.context.new_page()
    again.goto(REVIEW)
    expect(again.get_by_role("button", name="再次提交")).to_be_visible()
    sign_and_submit(again)

    expect(again.get_by_text("报名编号00001")).to_be_visible()
    assert Application.objects.count() == 1


def test_suggestions_narrow_while_one_types_and_are_taken_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto(f"{HOME}form/study/")
    school = page.get_by_label("毕业院校")

    school.press_sequentially("忻师")
    expect(page.get_by_role("option", name="忻州师范学院")).to_be_visible()
    school.press("ArrowDown")
    school.press("Enter")

    expect(school).to_have_value("忻州师范学院")
    expect(page.get_by_text(re.compile("已保存"))).to_be_visible()


def test_field_keeps_the_cursor_when_its_script_comes_late(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    waiting: list[Route] = []
    page.route("**/apply/suggestions.js", lambda route: waiting.append(route))
    page.goto(f"{HOME}form/study/", wait_until="commit")
    school = page.get_by_label("毕业院校")
    school.press_sequentially("忻州")

    waiting[0].continue_()
    expect(school).to_have_attribute("role", "combobox")
    page.keyboard.insert_text("师范学院")

    expect(school).to_have_value("忻州师范学院")


def test_drawn_signature_is_kept_and_stands_for_the_typed_one(
    open_page: OpenPage, season: Season, applicant: User
) -> None:
    filled_draft(season, applicant, at=season.opened_at)
    page = open_page(PHONE)
    page.goto(REVIEW)
    pad = page.get_by_label("手写签名框")
    pad.scroll_into_view_if_needed()
    frame = pad.bounding_box()
    assert frame
    page.mouse.move(frame["x"] + 20, frame["y"] + 20)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(frame["x"] + 20 + 25 * step, frame["y"] + 20 + 5 * (step % 3) * step)
    page.mouse.up()
    page.get_by_role("button", name="保存签名").click()
    expect(page.get_by_alt_text("您的手写签名")).to_be_visible()

    page.get_by_label(re.compile("^我承诺")).check()
    page.get_by_role("button", name=SUBMIT).click()

    expect(page.get_by_role("heading", name="已收到您的报名")).to_be_visible()


@pytest.mark.parametrize("size", [(360, 740), PHONE, DESK])
def test_pages_have_no_serious_barrier_and_no_forbidden_content(
    open_page: OpenPage, season: Season, applicant: User, size: tuple[int, int]
) -> None:
    submitted_case(season, applicant, at=season.opened_at)
    page = open_page(size)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sections = ("form/person/", "form/study/", "form/wish/", "form/experience/")
    addresses = ["", *sections, "photo/", "materials/", "review/", "receipt/"]

    barriers = {}
    for address in addresses:
        page.goto(HOME + address)
        barriers[address] = barriers_on(page)

    assert barriers == {address: [] for address in addresses}
    assert complaints == []


def test_page_with_errors_has_no_serious_barrier(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto(PERSON)

    fill(page, {"id_number": "1", "phone": "1"}, "person")
    page.get_by_role("button", name="保存，下一部分").click()

    expect(page.get_by_role("alert")).to_be_focused()
    assert barriers_on(page) == []
    page.get_by_role("link", name=re.compile("^身份证号")).click()
    expect(page.get_by_label("身份证号")).to_be_focused()
    assert id_number(1) not in page.content()
