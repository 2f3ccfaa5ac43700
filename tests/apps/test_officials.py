"""Officials' accounts: what one must have, for which office, where; the first ones, from the shell."""

import pytest
from django.contrib.auth import authenticate

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.officials import (
    DivisionWrong,
    NameMissing,
    PasswordWeak,
    UsernameWrong,
    add_official,
    change_password,
)
from linli.apps.accounts.queries import officials_of_city, officials_within
from linli.apps.ledger.queries import entries_of
from tests.apps.cast import at, make_officials, official
from tests.factories import CITY, DAI

PASSWORD = "样本-密码-2024-长"
STREET, COMMUNITY = f"{DAI}901", f"{DAI}901901"
pytestmark = pytest.mark.usefixtures("divisions")


def add(
    username: str = "zhang",
    *,
    password: str = PASSWORD,
    name: str = "张样本",
    office: Office = Office.COUNTY,
    division: str = DAI,
) -> User:
    return add_official(
        username,
        password=password,
        name=name,
        office=office,
        division=division,
        at=at(5, 20),
    )


def test_an_official_is_made_for_an_office_and_signs_in_with_the_password() -> None:
    made = add(name=" 张样本 ")

    stored = User.objects.get(username="zhang")
    assert (made, stored.display_name, stored.office, stored.division_id) == (
        stored,
        "张样本",
        "county",
        DAI,
    )
    assert (stored.is_official, stored.is_rehearsal, stored.is_superuser) == (True, False, False)
    assert authenticate(username="zhang", password=PASSWORD) == stored


@pytest.mark.parametrize("username", ["", "z", "张", "zhang san", "-zhang", "z" * 61, "zhang\n"])
def test_a_user_name_that_the_ledger_cannot_well_bear_is_refused(username: str) -> None:
    with pytest.raises(UsernameWrong, match="用户名不合要求"):
        add(username)

    assert User.objects.count() == 0


@pytest.mark.parametrize("username", ["z1", "z" * 60, "Zhang.san_1-2"])
def test_a_plain_user_name_of_2_to_60_characters_is_taken(username: str) -> None:
    assert add(username).username == username


@pytest.mark.parametrize("again", ["zhang", "Zhang"])
def test_a_user_name_is_given_once_whatever_its_capitals(again: str) -> None:
    add("zhang")

    with pytest.raises(UsernameWrong, match="已经有人使用"):
        add(again)

    assert User.objects.count() == 1


def test_an_official_has_a_name() -> None:
    with pytest.raises(NameMissing):
        add(name=" ")


def test_a_division_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(DivisionWrong, match="没有代码999999"):
        add(division="999999")


def test_each_office_stands_in_its_own_level_of_divisions() -> None:
    accepted = []
    for office in Office:
        for place in ("14", CITY, DAI, STREET, COMMUNITY):
            try:
                add(f"{office.value}-{place}", office=office, division=place)
            except DivisionWrong:
                continue
            accepted.append((office, place))

    assert accepted == [
        (Office.CITY, CITY),
        (Office.COUNTY, DAI),
        (Office.STREET, STREET),
        (Office.COMMUNITY, COMMUNITY),
        (Office.FINANCE, CITY),
        (Office.FINANCE, DAI),
        (Office.AUDITOR, CITY),
        (Office.AUDITOR, DAI),
        (Office.SYSTEM, CITY),
        (Office.SECURITY, CITY),
        (Office.AUDIT, CITY),
    ]


def test_the_refusal_of_a_level_names_the_office_and_both_levels() -> None:
    with pytest.raises(
        DivisionWrong, match="“财政局”设在市或者县（市、区），代码140923901是街道（乡镇）"
    ):
        add(office=Office.FINANCE, division=STREET)


@pytest.mark.parametrize("password", ["", "12345678", "password", "7777777777"])
def test_a_password_that_is_guessed_too_easily_is_refused(password: str) -> None:
    with pytest.raises(PasswordWeak, match="密码不合要求：") as refused:
        add(password=password)

    assert not password or password not in str(refused.value)
    assert User.objects.count() == 0


@pytest.mark.parametrize("reserved", ["shell", "Public"])
def test_nobody_bears_the_name_that_the_ledger_gives_to_the_shell_or_the_public(
    reserved: str,
) -> None:
    with pytest.raises(UsernameWrong, match="已经有人使用"):
        add(reserved)


def test_the_ledger_tells_that_the_shell_made_an_account_for_which_office_and_no_name() -> None:
    add("zhang")

    assert entries_of("official/zhang") == [
        {
            "sequence": 1,
            "at": "2024-05-20T10:00:00+08:00",
            "actor": "shell",
            "action": "add_official",
            "subject": "official/zhang",
            "clause": "",
            "reason": "",
            "rule": "",
            "inputs": {"office": "county", "division": DAI},
            "rehearsal": False,
        }
    ]


def test_the_shell_gives_another_password_to_whom_nobody_else_may_give_one() -> None:
    made = add("an", office=Office.SECURITY, division=CITY)

    with pytest.raises(PasswordWeak):
        change_password(made, password="12345678", at=at(6, 1))
    change_password(made, password="另一个样本密码-2024", at=at(6, 1))

    assert authenticate(username="an", password=PASSWORD) is None
    assert authenticate(username="an", password="另一个样本密码-2024") == made
    assert [one["action"] for one in entries_of("official/an")] == [
        "add_official",
        "reset_password",
    ]


def test_an_official_finds_who_is_in_the_own_subtree() -> None:
    cast = make_officials()
    User.objects.filter(pk=cast.dai_street.pk).update(is_active=False)
    applicant = User.objects.create(username="applicant-1")

    assert [one.username for one in officials_within(cast.dai)] == [
        "dai",
        "dai-community",
        "dai-street",
    ]
    assert len(officials_within(cast.city)) == 8
    assert list(officials_within(applicant)) == []


def test_rehearsal_accounts_see_one_another_and_act_in_rehearsals_alone() -> None:
    make_officials()
    rehearser = official("rehearsal-city", Office.CITY, CITY)
    rehearser.is_rehearsal = True
    rehearser.save()
    User.objects.filter(username="finance").update(is_active=False)

    assert list(officials_within(rehearser)) == [rehearser]
    assert len(officials_of_city(CITY, is_rehearsal=False)) == 7
    assert list(officials_of_city(CITY, is_rehearsal=True))[-1] == rehearser
