"""The pages of the own account speak our words, and say what was done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from linli.apps.accounts.models import User
from tests.factories import PASSWORD
from tests.support.portal import make_applicant

pytestmark = pytest.mark.django_db
SET, CHANGE = "/account/password/set/", "/account/password/change/"
EMAIL, PHONE, VERIFY = "/account/email/", "/account/phone/", "/account/phone/verify/"
RULES = "至少8位，不能全是数字，不能是常见的密码，不能与用户名、姓名或者邮箱相近"
ADDRESS = "sample@mail.example"


@pytest.fixture
def me() -> User:
    cache.clear()
    return make_applicant()


@pytest.fixture
def as_me(client: Client, me: User) -> Client:
    client.force_login(me)
    return client


def fields_of(response: Any) -> dict[str, tuple[str, str]]:
    fields = response.context["form"].fields
    return {name: (str(one.label), str(one.help_text)) for name, one in fields.items()}


def errors_of(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_first_password_is_asked_for_with_its_rules_and_refused_in_our_words(
    as_me: Client,
) -> None:
    shown = as_me.get(SET)
    weak = as_me.post(SET, {"password1": "12345678", "password2": "12345678"})
    blank = as_me.post(SET, {})

    assert fields_of(shown) == {"password1": ("新密码", RULES), "password2": ("再输一次", "")}
    assert errors_of(weak) == {
        "password1": ["密码不能全是数字，请加上字母或者符号", "密码太常见，容易被猜到，请换一个"]
    }
    assert errors_of(blank) == {
        "password1": ["请输入新密码"],
        "password2": ["请把新密码再输一次"],
    }


def test_password_is_changed_from_the_page_of_the_own_data_and_back(
    as_me: Client, me: User
) -> None:
    first = as_me.get("/my/data/").content.decode()
    answer = as_me.post(SET, {"password1": PASSWORD, "password2": PASSWORD})
    then = as_me.get("/my/data/").content.decode()
    shown = as_me.get(CHANGE)

    assert (f'href="{SET}">设置密码</a>' in first, answer["Location"]) == (True, "/my/data/")
    assert f'href="{CHANGE}">更改密码</a>' in then
    assert ['href="/account/passkeys/">通行密钥</a>' in one for one in (first, then)] == [True] * 2
    assert fields_of(shown) == {
        "oldpassword": ("现在的密码", ""),
        "password1": ("新密码", RULES),
        "password2": ("再输一次", ""),
    }
    assert errors_of(as_me.post(CHANGE, {}))["oldpassword"] == ["请输入现在的密码"]


def test_page_of_signing_in_by_password_names_the_page_where_it_is_set(client: Client) -> None:
    assert "再在“我的信息”里设置" in client.get("/account/login/password/").content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("sample", "请填写完整的电子邮箱地址，例如name@mail.example"),
        ("", "请填写电子邮箱"),
    ],
)
def test_wrong_address_is_refused_in_our_words(as_me: Client, typed: str, told: str) -> None:
    answer = as_me.post(EMAIL, {"email": typed, "action_add": "1"})

    assert errors_of(answer) == {"email": [told]}
    assert fields_of(answer) == {"email": ("电子邮箱", "")}


def test_confirmed_address_is_told_to_be_confirmed(as_me: Client) -> None:
    as_me.post(EMAIL, {"email": ADDRESS, "action_add": "1"})
    before = as_me.get(EMAIL).content.decode()
    found = re.search(r"/account/email/confirm/\S+", str(mail.outbox[-1].body))
    assert found
    after = as_me.post(found[0], follow=True)

    assert after.redirect_chain == [(EMAIL, 302)]
    assert f"<strong>{ADDRESS}</strong>，已确认，可以用它登录" in after.content.decode()
    assert "已确认" not in before


def test_number_is_asked_for_and_proven_in_our_words(
    as_me: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.web.portal.account.adapter.send_sms", lambda *sent: None)
    blank = as_me.post(PHONE, {"phone": "", "action_add": "1"})
    cache.clear()
    as_me.post(PHONE, {"phone": "13900000002", "action_add": "1"})
    shown = as_me.get(VERIFY)
    empty = as_me.post(VERIFY, {"code": ""})

    assert errors_of(blank) == {"phone": ["请填写11位手机号码，例如13800000000"]}
    assert shown.context["verify_form"].fields["code"].label == "验证码"
    assert dict(empty.context["verify_form"].errors) == {"code": ["请填写收到的验证码"]}
