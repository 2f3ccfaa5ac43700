"""The pledge, the signature under it, and the button below both, in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.drafts.models import SIGNATURE
from linli.apps.drafts.saving import save_fields
from linli.apps.drafts.uploading import add_upload
from linli.apps.seasons.models import Season
from tests.support.portal import NAME, filled_draft
from tests.support.signatures import signature
from tests.web.portal.apply.conftest import DESK, PHONE, OpenPage
from tests.web.portal.apply.walking import HOME

pytestmark = pytest.mark.django_db(transaction=True)
REVIEW = f"{HOME}review/"
PLEDGED = re.compile("^我承诺")


def draw(page: Page, *, is_dot: bool = False) -> None:
    """Draw a line with some bends into the box, or next to nothing."""
    pad = page.get_by_label("手写签名框")
    pad.scroll_into_view_if_needed()
    frame = pad.bounding_box()
    assert frame
    page.mouse.move(frame["x"] + 60, frame["y"] + 30)
    page.mouse.down()
    for step in range(1, 2 if is_dot else 9):
        reach = 12 if is_dot else 20 * step
        page.mouse.move(frame["x"] + 60 + reach, frame["y"] + 30 + 5 * (step % 3))
    page.mouse.up()


def top_of(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_pledge_comes_first_then_the_signature_then_the_button(
    open_page: OpenPage, season: Season, applicant: User, size: tuple[int, int]
) -> None:
    filled_draft(season, applicant, at=season.opened_at)
    page = open_page(size)
    page.goto(REVIEW)

    tops = [
        top_of(page, one)
        for one in ("#id_pledged", "#id_signed_name", "canvas", "#pledge button[type=submit]")
    ]
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_saving_and_deleting_a_signature_keeps_what_is_ticked_and_typed(
    open_page: OpenPage, season: Season, applicant: User
) -> None:
    filled_draft(season, applicant, at=season.opened_at)
    page = open_page()
    page.goto(REVIEW)
    pledged, name = page.get_by_label(PLEDGED), page.get_by_label("签名", exact=True)
    pledged.check()
    name.fill("样本")
    draw(page)
    page.get_by_role("button", name="保存签名").click()
    expect(page.get_by_alt_text("您的手写签名")).to_be_visible()
    expect(pledged).to_be_checked()
    expect(name).to_have_value("样本")

    page.get_by_role("button", name="删除签名").click()
    expect(page.get_by_alt_text("您的手写签名")).to_have_count(0)
    expect(pledged).to_be_checked()
    expect(name).to_have_value("样本")

    # Nobody has pledged for a page that is opened anew.
    page.goto(REVIEW)
    expect(pledged).not_to_be_checked()
    expect(name).to_have_value("")


def test_dot_is_refused_where_it_was_drawn_and_what_was_typed_stays(
    open_page: OpenPage, season: Season, applicant: User
) -> None:
    filled_draft(season, applicant, at=season.opened_at)
    page = open_page()
    page.goto(REVIEW)
    page.get_by_label(PLEDGED).check()
    draw(page, is_dot=True)
    page.get_by_role("button", name="保存签名").click()

    expect(page.get_by_role("alert")).to_contain_text("签名只有一个点，看不出姓名")
    expect(page.get_by_label(PLEDGED)).to_be_checked()
    page.get_by_label("签名", exact=True).fill(NAME)
    page.get_by_role("button", name="提交报名").click()
    expect(page.get_by_role("heading", name="已收到您的报名")).to_be_visible()


def test_drawing_that_was_not_saved_is_not_passed_over_in_submitting(
    open_page: OpenPage, season: Season, applicant: User
) -> None:
    filled_draft(season, applicant, at=season.opened_at)
    page = open_page()
    page.goto(REVIEW)
    page.get_by_label(PLEDGED).check()
    page.get_by_label("签名", exact=True).fill(NAME)
    draw(page)
    page.get_by_role("button", name="提交报名").click()
    expect(page.locator("[data-state]")).to_contain_text("手写的签名还没有保存")

    page.get_by_role("button", name="重写").click()
    page.get_by_role("button", name="提交报名").click()
    expect(page.get_by_role("heading", name="已收到您的报名")).to_be_visible()


def test_who_changed_the_name_is_told_why_to_sign_again(
    open_page: OpenPage, season: Season, applicant: User
) -> None:
    draft = filled_draft(season, applicant, at=season.opened_at)
    add_upload(draft, SIGNATURE, signature(), at=season.opened_at)
    save_fields(draft, {"name": "样本乙"}, base=None, at=season.opened_at)
    page = open_page()
    page.goto(REVIEW)

    notice = page.locator(".notice", has_text="请重新签名")
    expect(notice).to_contain_text("姓名或者身份证号改过，原来的手写签名已经作废")
    expect(page.get_by_alt_text("您的手写签名")).to_have_count(0)
    draw(page)
    page.get_by_role("button", name="保存签名").click()
    expect(page.get_by_alt_text("您的手写签名")).to_be_visible()
    expect(notice).to_have_count(0)


def test_without_scripts_the_typed_name_is_taken(
    open_page: OpenPage, season: Season, applicant: User
) -> None:
    filled_draft(season, applicant, at=season.opened_at)
    page = open_page(scripts=False)
    page.goto(REVIEW)
    page.get_by_label(PLEDGED).check()
    page.get_by_label("签名", exact=True).fill(NAME)
    page.get_by_role("button", name="提交报名").click()

    expect(page.get_by_role("heading", name="已收到您的报名")).to_be_visible()
