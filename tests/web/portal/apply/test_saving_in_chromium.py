"""Saving while one types, in a real browser: two pages at once, a session that ran out, another password."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Page, expect

from linli.apps.accounts.models import User
from linli.apps.drafts.models import Draft
from tests.web.portal.apply.conftest import DESK, PHONE, OpenPage
from tests.web.portal.apply.walking import HOME

pytestmark = pytest.mark.django_db(transaction=True)
PERSON = f"{HOME}form/person/"
SAVED = re.compile("已保存")
SIGNED_OUT = re.compile("登录已过期")


def type_into(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)
    page.get_by_label(label).blur()


def sign_in_anew(page: Page, applicant: User) -> None:
    """Sign in as from another window: a new session and a new token."""
    client = Client()
    client.force_login(applicant)
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": page.evaluate("location.origin")}
            for name, value in (
                ("sessionid", client.cookies["sessionid"].value),
                ("csrftoken", "b" * 32),
            )
        ]
    )


def test_page_that_saved_one_field_never_writes_over_what_another_page_put_into_the_next(
    open_page: OpenPage,
) -> None:
    first, second = open_page(PHONE), open_page(DESK)
    first.goto(PERSON)
    second.goto(PERSON)
    type_into(second, "家庭详细住址", "样本市样本路1号")
    expect(second.get_by_text(SAVED)).to_be_visible()

    type_into(first, "姓名", "样本甲")
    expect(first.get_by_text("另一处改过的内容已显示在本页")).to_be_visible()
    expect(first.get_by_label("家庭详细住址")).to_have_value("样本市样本路1号")
    first.get_by_role("button", name="保存，返回目录").click()

    expect(first.get_by_role("heading", name="网上报名")).to_be_visible()
    assert Draft.objects.get().fields == {"name": "样本甲", "address": "样本市样本路1号"} | {
        name: text for name, text in Draft.objects.get().fields.items() if not text
    }


def test_what_is_typed_after_the_session_ran_out_is_saved_once_one_has_signed_in_again(
    open_page: OpenPage, applicant: User
) -> None:
    page = open_page(PHONE)
    page.goto(PERSON)
    Session.objects.all().delete()
    type_into(page, "姓名", "样本甲")
    expect(page.get_by_text(SIGNED_OUT)).to_be_visible()
    way = page.get_by_role("link", name="登录", exact=True).last
    assert way.get_attribute("href") == f"/account/login/?next={PERSON}"

    sign_in_anew(page, applicant)
    page.goto(PERSON)

    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value("样本甲")
    assert Draft.objects.get().fields == {"name": "样本甲"}
    page.reload()
    expect(page.get_by_label("姓名")).to_have_value("样本甲")
    assert page.evaluate("sessionStorage.length") == 0


def test_page_that_stood_open_saves_after_one_signed_in_in_another_window(
    open_page: OpenPage, applicant: User
) -> None:
    page = open_page(PHONE)
    page.goto(PERSON)
    Session.objects.all().delete()
    type_into(page, "姓名", "样本甲")
    expect(page.get_by_text(SIGNED_OUT)).to_be_visible()

    sign_in_anew(page, applicant)
    page.get_by_role("button", name="保存，返回目录").click()

    expect(page.get_by_role("heading", name="网上报名")).to_be_visible()
    assert Draft.objects.get().fields["name"] == "样本甲"


def test_what_one_account_left_unsaved_is_never_put_into_anothers_form(
    open_page: OpenPage, django_user_model: type[User]
) -> None:
    page = open_page(PHONE)
    page.goto(PERSON)
    Session.objects.all().delete()
    type_into(page, "姓名", "样本甲")
    expect(page.get_by_text(SIGNED_OUT)).to_be_visible()

    sign_in_anew(page, django_user_model.objects.create_user("applicant-2"))
    page.goto(PERSON)

    expect(page.get_by_label("姓名")).to_have_value("")
