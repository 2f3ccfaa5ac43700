"""A link lets its holder set a password once, and nobody in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import AccessEvent, Office, User
from tests.apps.cast import at
from tests.factories import CITY, PASSWORD, make_official

NEW = "新的样本密码-2024"
SENT = {"new_password1": NEW, "new_password2": NEW}
BROKEN = "这个链接不能用"


@pytest.fixture
def system(db: None) -> Client:
    client = Client()
    client.force_login(make_official("system", division=CITY, office=Office.SYSTEM))
    return client


def link_for(system: Client, person: User) -> str:
    answer = system.post(
        f"/office/people/{person.pk}/reset-password/", {"reason": "本人到场，忘记密码"}
    )
    link: str = answer.context["link"]
    assert link.startswith("http://testserver/office/password/first/")
    return link


def opened(link: str) -> tuple[Client, str, str]:
    """Return who opened a link, where that led, and what it said."""
    client = Client()
    answer = client.get(link, follow=True)
    return client, answer.request["PATH_INFO"], answer.content.decode()


def has_password(person: User, password: str) -> bool:
    return User.objects.get(pk=person.pk).check_password(password)


def test_a_link_sets_a_password_with_which_the_official_signs_in(
    system: Client, dai_official: User
) -> None:
    client, form, _ = opened(link_for(system, dai_official))

    answer = client.post(form, SENT, follow=True)

    assert "密码已设置" in answer.content.decode()
    assert (has_password(dai_official, NEW), has_password(dai_official, PASSWORD)) == (True, False)
    assert list(AccessEvent.objects.values_list("kind", "account__username")) == [
        ("password", "dai")
    ]
    assert client.get("/office/").status_code == 302


def test_the_link_leaves_the_address_before_the_form_is_shown(
    system: Client, dai_official: User
) -> None:
    link = link_for(system, dai_official)

    _, form, _ = opened(link)

    assert form.endswith("/set-password/")
    assert link.rstrip("/").rsplit("/", 1)[1] not in form


def test_a_link_is_used_once(system: Client, dai_official: User) -> None:
    link = link_for(system, dai_official)
    client, form, _ = opened(link)
    client.post(form, SENT)

    assert BROKEN in opened(link)[2]
    assert BROKEN in client.post(form, {**SENT, "new_password1": "x"}).content.decode()
    assert has_password(dai_official, NEW)


@pytest.mark.parametrize(("days", "seconds", "works"), [(3, 0, True), (3, 1, False)])
def test_a_link_is_good_for_three_days(
    system: Client, dai_official: User, days: int, seconds: int, works: bool
) -> None:
    with time_machine.travel(at(6, 3), tick=False) as clock:
        system.force_login(User.objects.get(username="system"))
        link = link_for(system, dai_official)
        clock.shift(timedelta(days=days, seconds=seconds))

        assert (BROKEN not in opened(link)[2]) is works


def test_a_second_link_ends_the_first(system: Client, dai_official: User) -> None:
    first, second = link_for(system, dai_official), link_for(system, dai_official)

    assert (BROKEN in opened(first)[2], BROKEN in opened(second)[2]) == (True, False)


def test_a_link_of_an_account_that_is_closed_or_an_administrators_sets_nothing(
    system: Client, dai_official: User
) -> None:
    link = link_for(system, dai_official)
    User.objects.filter(pk=dai_official.pk).update(is_active=False)
    closed = opened(link)[2]
    User.objects.filter(pk=dai_official.pk).update(is_active=True, office="audit")
    administrator = opened(link)[2]
    User.objects.filter(pk=dai_official.pk).update(office="")
    applicant = opened(link)[2]

    assert [BROKEN in one for one in (closed, administrator, applicant)] == [True] * 3


def test_a_link_of_before_the_closing_opens_nothing_when_the_account_is_opened_again(
    system: Client, dai_official: User
) -> None:
    link = link_for(system, dai_official)

    for act in ("close", "reopen"):
        system.post(f"/office/people/{dai_official.pk}/{act}/", {"reason": "误办"})

    assert BROKEN in opened(link)[2]
    assert BROKEN not in opened(link_for(system, dai_official))[2]


@pytest.mark.parametrize("link", ["MQ/none", "x/y", "MQ/set-password", "OTk5/a-b"])
def test_a_made_up_link_opens_nothing(db: None, link: str) -> None:
    assert BROKEN in opened(f"/office/password/first/{link}/")[2]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"new_password2": "另一个样本密码-2024"}, "两遍密码不一致"),
        ({"new_password1": "12345678", "new_password2": "12345678"}, "密码"),
        ({"new_password1": "", "new_password2": ""}, "请填写新密码"),
    ],
)
def test_a_password_that_cannot_be_is_refused(
    system: Client, dai_official: User, sent: dict[str, str], sentence: str
) -> None:
    client, form, _ = opened(link_for(system, dai_official))

    answer = client.post(form, {**SENT, **sent})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not User.objects.get(pk=dai_official.pk).has_usable_password()


def test_whoever_waits_for_the_grant_may_set_a_password_and_is_not_let_in(
    system: Client, dai_official: User
) -> None:
    User.objects.filter(pk=dai_official.pk).update(is_active=False, awaits_grant=True)
    client, form, _ = opened(link_for(system, dai_official))

    client.post(form, SENT)
    answer = client.post("/office/sign-in/", {"username": "dai", "password": NEW})

    assert "还没有授权" in answer.content.decode()
