"""Signing in and out."""

from __future__ import annotations

from django.test import Client

from linli.apps.accounts.models import User
from tests.factories import PASSWORD


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


def test_sign_in_never_leads_to_another_site(client: Client, dai_official: User) -> None:
    response = client.post(
        "/office/sign-in/",
        {"username": "dai", "password": PASSWORD, "next": "https://other.example/"},
    )

    assert response["Location"] == "/office/"


def test_signing_out_ends_the_session(as_dai: Client) -> None:
    as_dai.post("/office/sign-out/")

    assert as_dai.get("/office/").status_code == 302
