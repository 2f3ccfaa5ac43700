"""The officials of a place in the browser: who they are, a new one, one who leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.queries import entries_of
from linli.apps.places.models import Division
from tests.factories import CITY, DAI, make_official

QueryCounter = Callable[[Client, str], int]

PEOPLE, NEW = "/office/people/", "/office/people/new/"
GIVEN = {
    "name": "张样本",
    "username": "zhang",
    "office": "county",
    "division": DAI,
    "code": "",
    "password": "样本-密码-2024-长",
    "again": "样本-密码-2024-长",
}


def make(client: Client, **fields: str) -> HttpResponse:
    return client.post(NEW, {**GIVEN, **fields})  # type: ignore[return-value]


def test_the_list_shows_office_division_and_last_sign_in(
    as_city: Client, dai_official: User
) -> None:
    text = as_city.get(PEOPLE).content.decode()

    for told in ("赵样本", "县（市、区）委社会工作部", "代县", "没有登录过", "共2人"):
        assert told in text


def test_an_official_sees_the_own_subtree_and_cannot_change_it(
    as_dai: Client, city_official: User, yuanping_official: User
) -> None:
    page = as_dai.get(PEOPLE)

    assert [one.username for one in page.context["page"]] == ["dai"]
    assert "“管理工作人员”由市委社会工作部办理" in page.content.decode()
    assert NEW not in page.content.decode()
    assert "/close/" not in page.content.decode()


def test_the_city_makes_an_account_that_signs_in_at_once(as_city: Client) -> None:
    answer = make(as_city)

    made = User.objects.get(username="zhang")
    assert (answer.status_code, answer.headers["Location"]) == (302, PEOPLE)
    assert (made.display_name, made.office, made.division_id) == ("张样本", "county", DAI)
    assert Client().login(username="zhang", password=GIVEN["password"])
    assert [one["actor"] for one in entries_of("official/zhang")] == ["city"]


def test_a_street_is_given_by_its_code(as_city: Client) -> None:
    street = Division.objects.create(
        code=f"{DAI}901", name="样本街道", level=Division.Level.STREET, parent_id=DAI
    )

    make(as_city, office="street", code=street.code)

    assert User.objects.get(username="zhang").division == street


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"username": "张"}, "用户名不合要求"),
        ({"username": "city"}, "这个用户名已经有人使用"),
        ({"office": ""}, "请选择单位类别"),
        ({"office": "city"}, "“市委社会工作部”设在市，代码140923是县（市、区）"),
        ({"division": "1401"}, "请选择您管辖范围内的区划"),
        ({"code": "140981901"}, "代码不属于所选的区划"),
        ({"code": f"{DAI}999"}, f"行政区划表中没有代码{DAI}999"),
        ({"again": "另一个密码-2024"}, "两遍密码不一致"),
        ({"password": "12345678", "again": "12345678"}, "密码不合要求"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_no_password_comes_back(
    as_city: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = make(as_city, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert GIVEN["password"] not in answer.content.decode()
    assert not User.objects.filter(username="zhang").exists()


def test_closing_an_account_signs_the_official_out_at_once(
    as_city: Client, dai_official: User
) -> None:
    theirs = Client()
    theirs.force_login(dai_official)
    assert theirs.get("/office/").status_code == 200

    answer = as_city.post(f"{PEOPLE}{dai_official.pk}/close/", {"reason": "调离本单位"})

    assert (answer.status_code, theirs.get("/office/").status_code) == (302, 302)
    assert entries_of("official/dai")[-1]["reason"] == "调离本单位"
    assert "已停用" in as_city.get(PEOPLE).content.decode()
    assert "这个账号已经停用" in as_city.get(f"{PEOPLE}{dai_official.pk}/close/").content.decode()


@pytest.mark.parametrize("reason", ["", " ", "长" * 401])
def test_an_account_is_not_closed_without_a_fitting_reason(
    as_city: Client, dai_official: User, reason: str
) -> None:
    answer = as_city.post(f"{PEOPLE}{dai_official.pk}/close/", {"reason": reason})

    assert answer.status_code == 422
    assert User.objects.get(pk=dai_official.pk).is_active


def test_nobody_closes_the_own_account(as_city: Client, city_official: User) -> None:
    answer = as_city.post(f"{PEOPLE}{city_official.pk}/close/", {"reason": "样本"})

    assert answer.status_code == 422
    assert "不能停用自己的账号" in answer.content.decode()
    assert User.objects.get(pk=city_official.pk).is_active


def test_an_official_of_another_city_and_an_applicant_are_not_found(as_city: Client) -> None:
    Division.objects.create(code="1401", name="样本市", level=Division.Level.CITY)
    other = make_official("other", division="1401", office=Office.CITY)
    applicant = User.objects.create(username="applicant-1")

    answers = [
        as_city.post(f"{PEOPLE}{one.pk}/close/", {"reason": "样本"}) for one in (other, applicant)
    ]

    assert [one.status_code for one in answers] == [404, 404]
    assert User.objects.filter(is_active=False).count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_county_official_is_told_who_makes_and_closes_accounts(
    as_dai: Client, dai_official: User, method: str
) -> None:
    for address in (NEW, f"{PEOPLE}{dai_official.pk}/close/"):
        answer = getattr(as_dai, method)(address)

        assert answer.status_code == 403
        assert "“管理工作人员”由市委社会工作部办理" in answer.content.decode()


def test_a_rehearsal_account_makes_and_sees_rehearsal_accounts_only(
    client: Client, dai_official: User
) -> None:
    client.force_login(
        make_official("practice", division=CITY, office=Office.CITY, is_rehearsal=True)
    )

    make(client)

    assert [one.username for one in client.get(PEOPLE).context["page"]] == ["practice", "zhang"]
    assert User.objects.get(username="zhang").is_rehearsal
    assert client.get(f"{PEOPLE}{dai_official.pk}/close/").status_code == 404


def test_the_list_asks_as_many_queries_for_five_officials_as_for_two(
    as_city: Client, dai_official: User, queries_of: QueryCounter
) -> None:
    few = queries_of(as_city, PEOPLE)
    for number in range(3):
        make_official(f"more{number}", division=DAI)

    assert queries_of(as_city, PEOPLE) == few


def test_the_list_has_fifty_to_a_page(as_city: Client) -> None:
    User.objects.bulk_create(
        User(username=f"more{number}", office="county", division_id=DAI) for number in range(50)
    )

    pages = [len(as_city.get(f"{PEOPLE}?page={page}").context["page"]) for page in (1, 2)]

    assert pages == [50, 1]
