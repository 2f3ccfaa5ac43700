"""Codes: how often, for whom, and what is said when none can be sent."""

from __future__ import annotations

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.web.portal.account import adapter
from tests.factories import CITY, make_official
from tests.support.portal import APPLYING
from tests.web.portal.test_account import ADDRESS, CONFIRM, LOGIN, PHONE, errors_of, sign_in

pytestmark = pytest.mark.django_db
NOT_SENT = (
    "验证码没有发出。请换用邮箱（手机号码）登录，或者过几分钟再试；设过密码的，可以用密码登录"
)


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def ask(number: int, *, minute: int = 0, login: str = ADDRESS) -> object:
    with time_machine.travel(APPLYING.timestamp() + 60 * minute, tick=False):
        return Client(REMOTE_ADDR=f"10.0.0.{number}").post(LOGIN, {"login": login})


def test_whoever_asks_for_a_strangers_codes_all_day_shuts_the_stranger_out_of_none() -> None:
    for minute in range(15):
        ask(1, minute=2 * minute)

    there, here = ask(1, minute=60), ask(2, minute=60)

    assert errors_of(there)["login"] == [
        "获取验证码过于频繁。请用已经收到的验证码，或者过23小时再试；设过密码的，可以用密码登录"
    ]
    assert here.status_code == 302  # type: ignore[attr-defined]


def test_from_many_addresses_together_a_number_gets_twenty_codes_an_hour() -> None:
    answers = [ask(number, minute=number).status_code for number in range(21)]  # type: ignore[attr-defined]

    later = ask(99, minute=61)

    assert answers == [302] * 20 + [200]
    assert later.status_code == 302  # type: ignore[attr-defined]


@pytest.fixture
def dead_gateway(settings: object) -> None:
    settings.SMS_GATEWAY = "http://127.0.0.1:9/"  # type: ignore[attr-defined]


@pytest.fixture
def dead_mail_server(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]


@pytest.mark.usefixtures("dead_gateway", "dead_mail_server")
@pytest.mark.parametrize("login", [ADDRESS, PHONE])
def test_code_that_could_not_be_sent_is_told_and_does_not_count(login: str) -> None:
    answers = [errors_of(ask(1, login=login)) for _ in range(4)]

    assert answers == [{"login": [NOT_SENT]}] * 4


def test_link_that_could_not_be_sent_is_told(client: Client, settings: object) -> None:
    sign_in(client)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # type: ignore[attr-defined]

    response = client.post("/account/email/", {"email": "new@mail.example", "action_add": "1"})

    assert response.status_code == 503
    assert "短信或者邮件暂时发不出去" in response.content.decode()


def test_codes_of_the_whole_site_by_short_message_have_an_end(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(adapter, "send_sms", lambda phone, text: sent.append(phone))
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "sms_codes": "2/h/key"}  # type: ignore[attr-defined]

    answers = [ask(number, login=f"1380000000{number}") for number in range(3)]
    by_mail = ask(4)

    assert errors_of(answers[2]) == {"login": [NOT_SENT]}
    assert (len(sent), len(mail.outbox), by_mail.status_code) == (2, 1, 302)  # type: ignore[attr-defined]


def test_number_of_an_account_out_of_use_signs_in_nobody() -> None:
    User.objects.create_user("applicant-9", phone=PHONE, is_active=False)

    response = ask(1, login=PHONE)

    assert errors_of(response)["login"] == [
        "这个号码或者邮箱现在不能用来登录。请换一个登录，或者带身份证到受理窗口办理"
    ]


def test_official_is_shown_the_way_to_the_office(client: Client) -> None:
    client.force_login(make_official("dai", division=CITY, office=Office.CITY))

    for address in ("/my/", "/apply/xinzhou-2024/"):
        response = client.get(address)

        assert response.status_code == 403
        assert "这是报名人的页面，您登录的是工作人员账号" in response.content.decode()
        assert 'href="/office/' in response.content.decode()


def test_code_is_sent_again_at_most_as_often_as_allowed(client: Client) -> None:
    client.post(LOGIN, {"login": ADDRESS})
    for _ in range(6):
        client.post(CONFIRM, {"action": "resend"})

    assert len(mail.outbox) <= 4
