"""The three administrators in the browser: their first page, and that they open nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.factories import CITY, DAI, PASSWORD, make_official

HOME, SEASON = "/office/administration/", "/office/seasons/xinzhou-2024/"
Sign = Callable[[Office], Client]


@pytest.fixture
def signed_in(db: None) -> Sign:
    def sign(office: Office) -> Client:
        client = Client()
        client.force_login(make_official(office.value, division=CITY, office=office))
        return client

    return sign


def tasks(client: Client) -> list[tuple[str, str]]:
    page = client.get(HOME).context["page"]
    return [(one.label, one.badge.label) for one in page.tasks]


@pytest.mark.parametrize("office", ADMINISTRATORS)
def test_an_administrator_comes_to_the_own_page_after_signing_in(
    client: Client, db: None, office: Office
) -> None:
    make_official("one", division=CITY, office=office)

    answer = client.post("/office/sign-in/", {"username": "one", "password": PASSWORD}, follow=True)

    assert answer.redirect_chain[-1][0] == HOME
    assert f"<h1>{office.label}</h1>" in answer.content.decode()


@pytest.mark.parametrize("office", ADMINISTRATORS)
def test_no_administrator_opens_a_season_a_case_or_a_list(
    signed_in: Sign, season: Season, office: Office
) -> None:
    client = signed_in(office)

    for page in ("", "applications/", "policy/", "interviews/", "placement/", "intake/"):
        answer = client.get(f"{SEASON}{page}")
        assert answer.status_code == 403
        assert f"{office.label}只管理账号、权限或者记录，不查看和办理招募业务" in (
            answer.content.decode()
        )


@pytest.mark.parametrize("office", ADMINISTRATORS)
def test_the_scope_of_an_administrator_holds_no_case_even_past_the_pages(
    signed_in: Sign, season: Season, office: Office
) -> None:
    signed_in(office)

    administrator = User.objects.get(username=office.value)

    assert (administrator.scope, administrator.root) == ("-", CITY)


@pytest.mark.parametrize("office", ["city", "dai"])
def test_an_official_is_no_administrator(
    client: Client, city_official: User, dai_official: User, office: str
) -> None:
    client.force_login(User.objects.get(username=office))

    for address in (HOME, f"/office/people/{dai_official.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "由系统管理员、安全管理员、审计管理员办理" in answer.content.decode()


def test_the_system_administrator_sees_what_to_do_and_who_waits(
    signed_in: Sign, dai_official: User
) -> None:
    User.objects.create(
        username="waits", office="county", division_id=DAI, is_active=False, awaits_grant=True
    )

    assert tasks(signed_in(Office.SYSTEM)) == [
        ("建立账号", "随时"),
        ("等待授权的账号", "1人"),
        ("工作人员", "2人在用"),
        ("放假安排", "2027年未载入"),
    ]


@pytest.mark.parametrize(("hour", "minute", "failures"), [(8, 59, "1次"), (9, 0, "0次")])
def test_the_security_administrator_sees_who_failed_within_a_day(
    signed_in: Sign, dai_official: User, hour: int, minute: int, failures: str
) -> None:
    with time_machine.travel(at(6, 3, 9), tick=False) as clock:
        Client().post("/office/sign-in/", {"username": "dai", "password": "x"})
        clock.move_to(at(6, 4, hour, minute))

        assert tasks(signed_in(Office.SECURITY)) == [
            ("等待授权的账号", "0人"),
            ("24小时内登录失败", failures),
            ("工作人员", "2人在用"),
        ]


def test_the_audit_administrator_sees_who_was_refused(
    signed_in: Sign, as_dai: Client, season: Season
) -> None:
    as_dai.get("/office/people/new/")

    assert tasks(signed_in(Office.AUDIT)) == [
        ("24小时内被拒绝的办理", "1次"),
        ("24小时内登录失败", "0次"),
        ("导出记录", "随时"),
        ("账号办理记录和台账核验", "随时"),
        ("工作人员", "3人在用"),
    ]


def test_an_administrator_is_shown_only_what_opens(signed_in: Sign, dai_official: User) -> None:
    for office in ADMINISTRATORS:
        client = signed_in(office)
        for page in (HOME, "/office/people/", f"/office/people/{dai_official.pk}/"):
            links = re.findall(r'href="(/office/[^"]*)"', client.get(page).content.decode())
            answers = {link: client.get(link).status_code for link in links}
            assert [link for link, code in answers.items() if code not in (200, 302)] == []
