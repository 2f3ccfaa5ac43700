"""Signing in and out, and not at all for a while after so many failures."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from linli.apps.accounts.models import AccessEvent, Office, User
from tests.apps.applicants import applicant
from tests.apps.cast import at
from tests.factories import CITY, PASSWORD, make_official

NOON = at(6, 3, 12)


def sign_in(client: Client, username: str = "dai", password: str = PASSWORD) -> HttpResponse:
    sent = {"username": username, "password": password}
    return client.post("/office/sign-in/", sent)  # type: ignore[return-value]


def fail(client: Client, times: int, username: str = "dai") -> list[str]:
    """Fail so often; return what was said the last time."""
    for _ in range(times):
        answer = sign_in(client, username, "x")
    said: list[str] = answer.context["form"].non_field_errors()
    return said


def kept() -> list[tuple[str, str | None]]:
    rows = AccessEvent.objects.order_by("pk").values_list("kind", "account__username")
    return list(rows)


def test_right_password_leads_to_the_seasons(client: Client, dai_official: User) -> None:
    response = client.post("/office/sign-in/", {"username": "dai", "password": PASSWORD})

    assert (response.status_code, response["Location"]) == (302, "/office/")


def test_wrong_password_says_what_to_do_and_not_which_was_wrong(
    client: Client, dai_official: User
) -> None:
    wrong_password = client.post("/office/sign-in/", {"username": "dai", "password": "x"}).context[
        "form"
    ]
    wrong_name = client.post(
        "/office/sign-in/", {"username": "nobody", "password": PASSWORD}
    ).context["form"]

    sentence = (
        "用户名或密码不正确。请核对大小写和输入法后重试；忘记密码的，请联系本单位系统管理员重设。"
    )
    assert wrong_password.non_field_errors() == [sentence]
    assert wrong_name.non_field_errors() == [sentence]


def test_blank_fields_are_asked_for_by_name(client: Client, db: None) -> None:
    form = client.post("/office/sign-in/", {"username": "", "password": ""}).context["form"]

    assert form.errors == {"username": ["请填写用户名"], "password": ["请填写密码"]}


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client: Client, dai_official: User) -> None:
    asked = client.get("/office/seasons/xinzhou-2024/")
    response = client.post(
        asked["Location"],
        {"username": "dai", "password": PASSWORD, "next": "/office/seasons/xinzhou-2024/"},
    )

    assert response["Location"] == "/office/seasons/xinzhou-2024/"


def test_an_official_who_is_signed_in_is_led_on(as_dai: Client) -> None:
    answer = as_dai.get("/office/sign-in/")

    assert (answer.status_code, answer["Location"]) == (302, "/office/")
    assert "以报名人身份登录" not in Client().get("/office/sign-in/").content.decode()


def test_an_applicant_is_told_so_at_the_door_and_the_official_signs_in(
    client: Client, dai_official: User
) -> None:
    client.force_login(applicant())

    answer = client.get("/office/", follow=True)
    signed_in = sign_in(client)

    page = answer.content.decode()
    assert answer.redirect_chain == [("/office/sign-in/?next=/office/", 302)]
    assert ("您现在以报名人身份登录" in page, 'href="/my/"' in page) == (True, True)
    assert (signed_in.status_code, client.get("/my/").status_code) == (302, 403)
    assert client.get("/office/").status_code == 200


def test_sign_in_never_leads_to_another_site(client: Client, dai_official: User) -> None:
    response = client.post(
        "/office/sign-in/",
        {"username": "dai", "password": PASSWORD, "next": "https://other.example/"},
    )

    assert response["Location"] == "/office/"


def test_signing_out_ends_the_session(as_dai: Client) -> None:
    as_dai.post("/office/sign-out/")

    assert as_dai.get("/office/").status_code == 302


def test_coming_failing_and_leaving_are_written_down_with_the_address(
    client: Client, dai_official: User
) -> None:
    sign_in(client, "DAI", "x")
    sign_in(client)
    client.post("/office/sign-out/")

    assert kept() == [("failed", "dai"), ("signed_in", "dai"), ("signed_out", "dai")]
    assert set(AccessEvent.objects.values_list("address", flat=True)) == {"127.0.0.1"}


def test_a_name_that_nobody_bears_or_an_applicant_bears_is_not_kept(
    client: Client, db: None
) -> None:
    User.objects.create_user("applicant-1", password=PASSWORD)

    said = [sign_in(client, name) for name in ("13800000001", "applicant-1")]

    assert kept() == [("failed", None), ("failed", None)]
    assert ["用户名或密码不正确" in one.content.decode() for one in said] == [True, True]


def test_signing_out_without_having_signed_in_is_not_kept(client: Client, db: None) -> None:
    client.post("/office/sign-out/")

    assert kept() == []


def test_the_fifth_failure_locks_and_says_when_to_try_again(
    client: Client, dai_official: User
) -> None:
    with time_machine.travel(NOON, tick=False):
        fourth, fifth = fail(client, 4), fail(client, 1)

    locked = (
        "这个用户名登录失败次数太多，已暂时锁定，请在12:15以后再试；"
        "急需登录的，请联系安全管理员解除锁定。"
    )
    assert len(fourth) == 1
    assert fifth == [*fourth, locked]


@pytest.mark.parametrize(("minutes", "seconds", "is_let_in"), [(14, 59, False), (15, 0, True)])
def test_the_right_password_is_of_no_use_until_the_lock_is_over(
    client: Client, dai_official: User, minutes: int, seconds: int, is_let_in: bool
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        fail(client, 5)
        clock.shift(timedelta(minutes=minutes, seconds=seconds))

        assert (sign_in(client).status_code == 302) is is_let_in
    assert kept()[-1] == ("signed_in" if is_let_in else "locked", "dai")


def test_a_name_that_nobody_bears_is_locked_alike_and_tells_nothing(
    client: Client, dai_official: User
) -> None:
    with time_machine.travel(NOON, tick=False):
        assert fail(client, 6, "nobody") == fail(client, 6, "dai")


def test_signing_in_lets_the_failures_be_forgotten(client: Client, dai_official: User) -> None:
    with time_machine.travel(NOON, tick=False):
        fail(client, 4)
        sign_in(client)
        client.post("/office/sign-out/")

        assert "已暂时锁定" not in fail(client, 4)[0]
    assert kept()[-4:] == [("failed", "dai")] * 4


def test_the_security_administrator_opens_the_lock(client: Client, dai_official: User) -> None:
    security = Client()
    with time_machine.travel(NOON, tick=False):
        security.force_login(make_official("an", division=CITY, office=Office.SECURITY))
        fail(client, 5)
        own = f"/office/people/{dai_official.pk}/"
        assert "锁定到6月3日 12:15" in security.get(own).content.decode()
        security.post(f"{own}unlock/", {"reason": "本人来电"})

        assert sign_in(client).status_code == 302
        assert "锁定到" not in security.get(own).content.decode()
        again = security.post(f"{own}unlock/", {"reason": "本人来电"})
        assert "这个账号没有锁定" in again.content.decode()


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [({"awaits_grant": True}, "还没有授权"), ({}, "此账号已停用")],
)
def test_only_who_knows_the_password_is_told_that_an_account_waits_or_is_closed(
    client: Client, dai_official: User, standing: dict[str, bool], sentence: str
) -> None:
    User.objects.filter(pk=dai_official.pk).update(is_active=False, **standing)

    right, wrong = sign_in(client), sign_in(client, password="x")

    assert sentence in right.content.decode()
    assert sentence not in wrong.content.decode()
