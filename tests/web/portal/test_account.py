"""Sign in by code, password or not at all: one answer for known and unknown, limits by account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from linli.apps.accounts.models import User
from tests.factories import DAI, PASSWORD, make_official

pytestmark = pytest.mark.django_db
LOGIN, CONFIRM, WITH_PASSWORD = (
    "/account/login/",
    "/account/login/code/",
    "/account/login/password/",
)
ADDRESS, PHONE = "sample@mail.example", "13800000001"


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Return the short messages that would go out, as telephone number and text."""
    messages: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "linli.web.portal.account.adapter.send_sms",
        lambda phone, text: messages.append((phone, text)),
    )
    return messages


def mailed_code() -> str:
    found = re.search(r"验证码是：(\d{6})", str(mail.outbox[-1].body))
    assert found
    return found[1]


def sign_in(client: Client, address: str = ADDRESS) -> Any:
    client.post(LOGIN, {"login": address})
    return client.post(CONFIRM, {"code": mailed_code()})


def errors_of(response: Any, form: str = "form") -> dict[str, list[str]]:
    return dict(response.context[form].errors)


def test_first_code_opens_an_account_and_signs_in(client: Client) -> None:
    response = sign_in(client)

    account = User.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/my/")
    assert client.session["_auth_user_id"] == str(account.pk)
    assert (account.email, account.office, account.display_name) == (ADDRESS, "", "")
    assert account.emailaddress_set.get().verified


def test_user_name_is_drawn_and_says_nothing_of_the_person(client: Client) -> None:
    sign_in(client)

    assert re.fullmatch(r"applicant-[0-9a-f]{16}", User.objects.get().username)


def test_second_code_finds_the_same_account(client: Client) -> None:
    sign_in(client)
    client.post("/account/logout/")

    sign_in(client, ADDRESS.upper())

    assert User.objects.count() == 1
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_telephone_number_signs_in_by_short_message(
    client: Client, sent: list[tuple[str, str]]
) -> None:
    client.post(LOGIN, {"login": "+86 138 0000 0001"})
    code = re.search(r"\d{6}", sent[0][1])
    assert code

    client.post(CONFIRM, {"code": code[0]})

    account = User.objects.get()
    assert (account.phone, account.is_phone_verified, sent[0][0]) == (PHONE, True, PHONE)
    assert client.session["_auth_user_id"] == str(account.pk)


def test_short_message_fits_into_one(client: Client, sent: list[tuple[str, str]]) -> None:
    client.post(LOGIN, {"login": PHONE})

    assert len(sent[0][1]) <= 70


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client: Client) -> None:
    asked = client.get("/my/")
    assert asked["Location"] == "/account/login/?next=/my/"

    client.post(f"{LOGIN}?next=/apply/xinzhou-2024/", {"login": ADDRESS})
    done = client.post(
        f"{CONFIRM}?next=/apply/xinzhou-2024/",
        {"code": mailed_code(), "next": "/apply/xinzhou-2024/"},
    )

    assert done["Location"] == "/apply/xinzhou-2024/"


def test_sign_in_never_leads_to_another_site(client: Client) -> None:
    client.post(LOGIN, {"login": ADDRESS})

    done = client.post(CONFIRM, {"code": mailed_code(), "next": "https://other.example/"})

    assert done["Location"] == "/my/"


@pytest.mark.parametrize("typed", ["", "138000", "12800000001", "sample@", "138000000011"])
def test_what_is_neither_number_nor_address_is_told_with_an_example(
    client: Client, typed: str
) -> None:
    response = client.post(LOGIN, {"login": typed})

    said = errors_of(response)["login"]
    expected = (
        "请填写11位手机号码，或者完整的电子邮箱地址，例如13800000000、name@mail.example"
        if typed
        else "请填写手机号码或者电子邮箱"
    )
    assert (said, User.objects.count()) == ([expected], 0)


def test_known_and_unknown_addresses_are_answered_alike(client: Client) -> None:
    sign_in(client)
    client.post("/account/logout/")

    known = client.post(LOGIN, {"login": ADDRESS})
    unknown = Client().post(LOGIN, {"login": "nobody@mail.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_wrong_code_says_what_to_do_and_the_sixth_is_not_taken(client: Client) -> None:
    client.post(LOGIN, {"login": ADDRESS})
    right = mailed_code()
    wrong = "000000" if right != "000000" else "111111"

    first = client.post(CONFIRM, {"code": wrong})
    for _ in range(4):
        client.post(CONFIRM, {"code": wrong})
    client.post(CONFIRM, {"code": right})

    assert errors_of(first, "verify_form")["code"] == [
        "验证码不对。请填最近一次收到的6位数字；试错5次后要重新获取"
    ]
    assert "_auth_user_id" not in client.session


def test_a_campus_behind_one_address_is_not_shut_out(client: Client) -> None:
    answers = {
        Client().post(LOGIN, {"login": f"sample{number}@mail.example"}).status_code
        for number in range(60)
    }

    assert answers == {302}


def test_one_account_gets_three_codes_a_minute_from_one_address() -> None:
    for _ in range(3):
        Client().post(LOGIN, {"login": ADDRESS})

    response = Client().post(LOGIN, {"login": ADDRESS})

    assert errors_of(response)["login"] == [
        "获取验证码过于频繁。请用已经收到的验证码，或者过1分钟再试；设过密码的，可以用密码登录"
    ]
    assert len(mail.outbox) == 3


def with_password(client: Client) -> User:
    sign_in(client)
    client.post("/account/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/account/logout/")
    return User.objects.get()


def test_password_signs_in_once_it_is_set(client: Client) -> None:
    account = with_password(client)

    client.post(WITH_PASSWORD, {"login": ADDRESS, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(account.pk)


def test_sixth_wrong_password_shuts_the_password_out_and_leaves_the_code(client: Client) -> None:
    account = with_password(client)
    for _ in range(5):
        client.post(WITH_PASSWORD, {"login": ADDRESS, "password": "wrong"})

    locked = client.post(WITH_PASSWORD, {"login": ADDRESS, "password": PASSWORD})
    sign_in(client)

    assert errors_of(locked)["__all__"] == ["试的次数太多了，过5分钟再试；也可以用验证码登录"]
    assert client.session["_auth_user_id"] == str(account.pk)


def test_official_does_not_come_in_by_the_applicants_door(client: Client) -> None:
    official = make_official("dai", division=DAI)
    User.objects.filter(pk=official.pk).update(email="dai@office.example", phone=PHONE)

    by_password = client.post(WITH_PASSWORD, {"login": "dai@office.example", "password": PASSWORD})
    signed_in = client.session.get("_auth_user_id")

    assert (by_password.status_code, signed_in) == (403, None)


def test_applicant_does_not_come_into_the_office(client: Client) -> None:
    sign_in(client)

    response = client.get("/office/")

    assert response["Location"] == "/office/sign-in/?next=/office/"


def test_an_address_that_another_account_only_states_lets_nobody_into_that_account(
    client: Client,
) -> None:
    sign_in(client, "other@mail.example")
    other = User.objects.get()
    client.post("/account/email/", {"email": ADDRESS, "action_add": "1"})
    assert other.emailaddress_set.filter(email=ADDRESS, verified=False).exists()

    owner = Client()
    sign_in(owner)

    account = User.objects.get(pk=owner.session["_auth_user_id"])
    assert account != other
    assert not other.emailaddress_set.filter(email=ADDRESS, verified=True).exists()
    assert account.emailaddress_set.get(email=ADDRESS).verified
