"""The officials of a place in the browser: who they are, a new one, one who leaves, comes back, moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.queries import entries_of
from linli.apps.places.models import Division
from tests.factories import CITY, DAI, YUANPING, make_official

QueryCounter = Callable[[Client, str], int]

PEOPLE, NEW = "/office/people/", "/office/people/new/"
GIVEN = {
    "name": "张样本",
    "username": "zhang",
    "office": "county",
    "division": DAI,
    "code": "",
    "reason": "市委社会工作部5月20日来函",
}
GRANT = {key: GIVEN[key] for key in ("office", "division", "code", "reason")}


@pytest.fixture
def as_system(client: Client, db: None) -> Client:
    client.force_login(make_official("system", division=CITY, office=Office.SYSTEM))
    return client


@pytest.fixture
def as_security(db: None) -> Client:
    security = Client()
    security.force_login(make_official("security", division=CITY, office=Office.SECURITY))
    return security


def make(client: Client, **fields: str) -> HttpResponse:
    return client.post(NEW, {**GIVEN, **fields})  # type: ignore[return-value]


def made(client: Client) -> User:
    make(client)
    return User.objects.get(username="zhang")


def act(client: Client, person: User, what: str, **fields: str) -> HttpResponse:
    sent = fields or {"reason": "样本理由"}
    return client.post(f"{PEOPLE}{person.pk}/{what}/", sent)  # type: ignore[return-value]


def test_the_list_shows_office_division_last_sign_in_and_standing(
    as_city: Client, dai_official: User
) -> None:
    text = as_city.get(PEOPLE).content.decode()

    for told in ("赵样本", "县（市、区）委社会工作部", "代县", "没有登录过", "共2人", "在用"):
        assert told in text


def test_an_official_sees_the_own_subtree_and_is_shown_nothing_to_change(
    as_dai: Client, city_official: User, yuanping_official: User
) -> None:
    page = as_dai.get(PEOPLE)

    assert [one.username for one in page.context["page"]] == ["dai"]
    assert "您可以查看，不能改动" in page.content.decode()
    assert f'href="{PEOPLE}' not in page.content.decode()


def test_a_new_account_gets_a_link_once_and_waits_for_its_grant(
    as_system: Client, as_security: Client
) -> None:
    answer = make(as_system)

    account = User.objects.get(username="zhang")
    assert (account.display_name, account.is_active, account.awaits_grant) == (
        "张样本",
        False,
        True,
    )
    assert answer.context["link"] in answer.content.decode()
    assert [one["actor"] for one in entries_of("official/zhang")] == ["system"]
    waiting = as_security.get(PEOPLE)
    assert waiting.context["page"][0] == account
    assert "等待授权" in waiting.content.decode()


def test_a_street_is_given_by_its_code(as_system: Client, as_security: Client) -> None:
    street = Division.objects.create(
        code=f"{DAI}901", name="样本街道", level=Division.Level.STREET, parent_id=DAI
    )

    make(as_system, office="street", code=street.code)

    account = User.objects.get(username="zhang")
    assert account.division == street
    begins = as_security.get(f"{PEOPLE}{account.pk}/grant/").context["form"].initial
    assert begins == {"office": "street", "division": DAI, "code": street.code}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"username": "张"}, "用户名不合要求"),
        ({"username": "system"}, "这个用户名已经有人使用"),
        ({"office": ""}, "请选择单位类别"),
        ({"office": "security"}, "没有这种单位"),
        ({"office": "city"}, "“市委社会工作部”设在市，代码140923是县（市、区）"),
        ({"division": "1401"}, "请选择您管辖范围内的区划"),
        ({"code": "140981901"}, "代码不属于所选的区划"),
        ({"code": f"{DAI}999"}, f"行政区划表中没有代码{DAI}999"),
        ({"reason": ""}, "请写明理由"),
        ({"reason": "长" * 401}, "400字以内"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    as_system: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = make(as_system, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.filter(username="zhang").exists()


def test_a_grant_begins_with_what_was_asked_and_may_give_something_else(
    as_system: Client, as_security: Client
) -> None:
    account = made(as_system)

    shown = as_security.get(f"{PEOPLE}{account.pk}/grant/").context["form"]
    answer = act(as_security, account, "grant", **{**GRANT, "division": YUANPING})

    assert shown.initial == {"office": "county", "division": DAI, "code": ""}
    assert answer.headers["Location"] == f"{PEOPLE}{account.pk}/"
    account.refresh_from_db()
    assert (account.is_active, account.division_id) == (True, YUANPING)


def test_the_second_of_two_grants_is_told_that_nothing_waits(
    as_system: Client, as_security: Client
) -> None:
    account = made(as_system)
    act(as_security, account, "grant", **GRANT)

    answer = act(as_security, account, "grant", **{**GRANT, "division": YUANPING})

    assert answer.status_code == 422
    assert "这个账号不在等待授权" in answer.content.decode()
    account.refresh_from_db()
    assert account.division_id == DAI


def test_closing_an_account_signs_the_official_out_at_once(
    as_system: Client, dai_official: User
) -> None:
    theirs = Client()
    theirs.force_login(dai_official)
    assert theirs.get("/office/").status_code == 200

    answer = act(as_system, dai_official, "close", reason="调离本单位")

    assert (answer.status_code, theirs.get("/office/").status_code) == (302, 302)
    assert entries_of("official/dai")[-1]["reason"] == "调离本单位"
    page = as_system.get(f"{PEOPLE}{dai_official.pk}/").content.decode()
    assert ("已停用" in page, "调离本单位" in page, "重新启用账号" in page) == (True, True, True)
    again = act(as_system, dai_official, "close")
    assert "这个账号已经停用" in again.content.decode()


def test_ending_sessions_signs_the_official_out_at_once_and_the_password_stays(
    as_security: Client, dai_official: User
) -> None:
    theirs = Client()
    theirs.force_login(dai_official)

    answer = act(as_security, dai_official, "end-sessions")

    assert (answer.status_code, theirs.get("/office/").status_code) == (302, 302)
    theirs.force_login(User.objects.get(pk=dai_official.pk))
    assert theirs.get("/office/").status_code == 200


def test_one_who_comes_back_or_moves_is_opened_again_and_granted_anew(
    as_system: Client, as_security: Client, dai_official: User
) -> None:
    act(as_system, dai_official, "close")
    act(as_system, dai_official, "reopen", reason="转任原平市")
    act(as_security, dai_official, "grant", **{**GRANT, "division": YUANPING})

    history = as_security.get(f"{PEOPLE}{dai_official.pk}/").context["page"].history
    assert [(one.entry.act, one.place) for one in history] == [
        ("授予单位和区划", "县（市、区）委社会工作部，原平市"),
        ("重新启用工作人员账号", "县（市、区）委社会工作部，代县"),
        ("停用工作人员账号", "县（市、区）委社会工作部，代县"),
    ]


def test_a_session_of_before_the_closing_is_not_let_in_after_the_new_grant(
    as_system: Client, as_security: Client, dai_official: User
) -> None:
    theirs = Client()
    theirs.force_login(dai_official)

    act(as_system, dai_official, "close", reason="办公电脑遗失")
    act(as_system, dai_official, "reopen", reason="转任原平市")
    act(as_security, dai_official, "grant", **{**GRANT, "division": YUANPING})

    assert theirs.get("/office/").status_code == 302


@pytest.mark.parametrize("reason", ["", " ", "长" * 401])
@pytest.mark.parametrize("what", ["close", "reset-password", "reopen"])
def test_nothing_is_done_to_an_account_without_a_fitting_reason(
    as_system: Client, dai_official: User, what: str, reason: str
) -> None:
    if what == "reopen":
        act(as_system, dai_official, "close")
    before = User.objects.values().get(pk=dai_official.pk)

    answer = act(as_system, dai_official, what, reason=reason)

    assert answer.status_code == 422
    assert User.objects.values().get(pk=dai_official.pk) == before


def test_an_administrator_sees_acts_that_are_possible_now_and_no_other(
    as_system: Client, as_security: Client, dai_official: User
) -> None:
    account = made(as_system)

    def shown(client: Client, person: User) -> list[str]:
        return [one.label for one in client.get(f"{PEOPLE}{person.pk}/").context["page"].acts]

    administrator = User.objects.get(username="system")
    assert shown(as_system, account) == ["重设密码", "停用账号"]
    assert shown(as_system, dai_official) == ["重设密码", "停用账号"]
    assert shown(as_system, administrator) == []
    assert shown(as_security, account) == ["授权"]
    assert shown(as_security, dai_official) == ["结束登录"]
    assert shown(as_security, administrator) == ["结束登录"]
    act(as_system, dai_official, "close")
    assert shown(as_system, dai_official) == ["重新启用账号"]
    assert shown(as_security, dai_official) == []


def test_an_official_of_another_city_and_an_applicant_are_not_found(as_system: Client) -> None:
    Division.objects.create(code="1401", name="样本市", level=Division.Level.CITY)
    other = make_official("other", division="1401", office=Office.CITY)
    applicant = User.objects.create(username="applicant-1")

    answers = [act(as_system, one, "close") for one in (other, applicant)]

    assert [one.status_code for one in answers] == [404, 404]
    assert User.objects.filter(is_active=False).count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_officials_are_told_who_makes_grants_and_closes_accounts(
    as_city: Client, dai_official: User, method: str
) -> None:
    own = f"{PEOPLE}{dai_official.pk}/"
    for address, sentence in (
        (NEW, "“建立账号”由系统管理员办理"),
        (f"{own}close/", "“停用账号”由系统管理员办理"),
        (f"{own}reopen/", "“重新启用账号”由系统管理员办理"),
        (f"{own}reset-password/", "“重设密码”由系统管理员办理"),
        (f"{own}grant/", "“授权”由安全管理员办理"),
        (f"{own}unlock/", "“解除锁定”由安全管理员办理"),
        (f"{own}end-sessions/", "“结束登录”由安全管理员办理"),
    ):
        answer = getattr(as_city, method)(address)

        assert answer.status_code == 403
        assert sentence in answer.content.decode()


def test_a_rehearsal_administrator_makes_and_sees_rehearsal_accounts_only(
    client: Client, dai_official: User
) -> None:
    client.force_login(
        make_official("practice", division=CITY, office=Office.SYSTEM, is_rehearsal=True)
    )

    make(client)

    names = {one.username for one in client.get(PEOPLE).context["page"]}
    assert names == {"practice", "zhang"}
    assert User.objects.get(username="zhang").is_rehearsal
    assert client.get(f"{PEOPLE}{dai_official.pk}/close/").status_code == 404


def test_the_list_asks_as_many_queries_for_five_officials_as_for_two(
    as_system: Client, dai_official: User, queries_of: QueryCounter
) -> None:
    few = queries_of(as_system, PEOPLE)
    for number in range(3):
        make_official(f"more{number}", division=DAI)

    assert queries_of(as_system, PEOPLE) == few


def test_the_list_has_fifty_to_a_page(as_city: Client) -> None:
    User.objects.bulk_create(
        User(username=f"more{number}", office="county", division_id=DAI) for number in range(50)
    )

    pages = [len(as_city.get(f"{PEOPLE}?page={page}").context["page"]) for page in (1, 2)]

    assert pages == [50, 1]
