"""What the security administrator does: rights granted to those that wait, locks, sessions."""

from __future__ import annotations

import pytest
import time_machine
from django.db import IntegrityError, transaction

from linli.apps.accounts.granting import (
    NotAwaited,
    NotInUse,
    NotLocked,
    end_sessions,
    unlock_official,
)
from linli.apps.accounts.keeping import MadeInTheShell, deactivate_official, reopen_official
from linli.apps.accounts.lockout import count_attempt, locked_until
from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from linli.apps.accounts.officials import DivisionWrong, ReasonMissing
from linli.apps.accounts.permissions import NotPermitted
from linli.apps.ledger.queries import entries_of
from tests.apps.cast import at, entry_count, last_entry, make_officials, official
from tests.apps.made_administrators import LETTER, Administrators, grant, make, make_administrators
from tests.factories import CITY, DAI, YUANPING

pytestmark = pytest.mark.usefixtures("divisions")


@pytest.fixture
def three() -> Administrators:
    return make_administrators()


def stored(account: User) -> User:
    return User.objects.get(pk=account.pk)


def unlock(account: User, actor: User, reason: str = "输错密码") -> None:
    unlock_official(account, reason=reason, actor=actor, at=at(6, 1))


def end(account: User, actor: User, reason: str = "办公电脑遗失") -> None:
    end_sessions(account, reason=reason, actor=actor, at=at(6, 1))


def lock(username: str) -> None:
    for _ in range(5):
        count_attempt(username)


def test_a_grant_gives_office_and_division_which_may_differ_from_what_was_asked(
    three: Administrators,
) -> None:
    made = make(three.system)

    grant(made, three.security, division=YUANPING)

    now = stored(made)
    assert (now.is_active, now.awaits_grant, now.office, now.scope) == (
        True,
        False,
        "county",
        YUANPING,
    )
    entry = last_entry("official/zhang")
    assert {key: entry[key] for key in ("actor", "action", "reason", "inputs")} == {
        "actor": "security",
        "action": "grant_office",
        "reason": LETTER,
        "inputs": {"office": "county", "division": YUANPING},
    }


@pytest.mark.parametrize(
    "who", ["system", "audit", "far", "city", "dai", "dai_street", "finance", "auditor", "datong"]
)
def test_nobody_but_the_security_administrator_of_the_place_grants_and_least_who_made_it(
    three: Administrators, who: str
) -> None:
    cast, made = make_officials(), make(three.system)
    people = {"system": three.system, "audit": three.audit}
    people["far"] = official("far", Office.SECURITY, "1402")
    actor = people.get(who) or getattr(cast, who)

    with pytest.raises(NotPermitted, match="“授权”"):
        grant(made, actor)
    for act, words in ((unlock, "解除锁定"), (end, "结束登录")):
        with pytest.raises(NotPermitted, match=f"“{words}”"):
            act(cast.dai, actor)

    assert stored(made).awaits_grant
    assert entry_count() == 1


def test_no_administrator_grants_anything_to_the_own_account_or_to_another_administrator(
    three: Administrators,
) -> None:
    for account in (three.security, three.system, three.audit):
        with pytest.raises(NotPermitted, match="由运维人员在服务器命令行办理"):
            grant(account, three.security)

    assert [stored(one).office for one in (three.system, three.security, three.audit)] == [
        "system",
        "security",
        "audit",
    ]


@pytest.mark.parametrize("office", ADMINISTRATORS)
def test_no_account_becomes_an_administrator_by_a_grant(
    three: Administrators, office: Office
) -> None:
    made = make(three.system)

    with pytest.raises(MadeInTheShell):
        grant(made, three.security, office=office, division=CITY)

    assert stored(made).awaits_grant


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"division": "999999"}, NotPermitted),
        ({"division": f"{CITY}99"}, DivisionWrong),
        ({"office": Office.CITY}, DivisionWrong),
        ({"reason": " "}, ReasonMissing),
    ],
)
def test_a_grant_that_cannot_be_leaves_the_account_waiting(
    three: Administrators, given: dict[str, str], refusal: type[Exception]
) -> None:
    made = make(three.system)

    with pytest.raises(refusal):
        grant(made, three.security, **given)  # type: ignore[arg-type]

    assert stored(made).awaits_grant


def test_a_grant_reaches_no_division_of_another_city(three: Administrators) -> None:
    made = make(three.system)

    with pytest.raises(NotPermitted, match="不在您的管辖范围内"):
        grant(made, three.security, office=Office.CITY, division="1402")


def test_of_two_who_grant_the_same_account_only_the_first_does(three: Administrators) -> None:
    second, made = official("security-2", Office.SECURITY, CITY), make(three.system)
    seen_by_both = stored(made)

    grant(made, three.security)
    with pytest.raises(NotAwaited):
        grant(seen_by_both, second, division=YUANPING)

    assert stored(made).scope == DAI
    assert [one["action"] for one in entries_of("official/zhang")] == [
        "add_official",
        "grant_office",
    ]


def test_an_account_that_was_closed_meanwhile_is_not_granted(three: Administrators) -> None:
    made = make(three.system)
    seen = stored(made)
    deactivate_official(made, reason="误建", actor=three.system, at=at(5, 21))

    with pytest.raises(NotAwaited):
        grant(seen, three.security)

    assert not stored(made).is_active


def test_a_transfer_is_a_closing_an_opening_and_a_grant_and_stays_in_the_ledger(
    three: Administrators,
) -> None:
    made = make(three.system)
    grant(made, three.security)

    deactivate_official(made, reason="转任原平市", actor=three.system, at=at(6, 1))
    reopen_official(made, reason="转任原平市", actor=three.system, at=at(6, 1))
    grant(stored(made), three.security, division=YUANPING, reason="转任原平市")

    told = [
        (one["action"], one["actor"], one["inputs"]["division"])
        for one in entries_of("official/zhang")
    ]
    assert told == [
        ("add_official", "system", DAI),
        ("grant_office", "security", DAI),
        ("deactivate_official", "system", DAI),
        ("reopen_official", "system", DAI),
        ("grant_office", "security", YUANPING),
    ]


def test_no_session_of_an_account_gets_the_right_that_is_granted(three: Administrators) -> None:
    made = make(three.system)
    session = made.get_session_auth_hash()

    grant(made, three.security)

    assert stored(made).get_session_auth_hash() != session
    assert stored(made).password == made.password


def test_the_database_itself_holds_that_nobody_acts_before_the_grant(
    three: Administrators,
) -> None:
    made = make(three.system)

    with (
        pytest.raises(IntegrityError, match="nobody_acts_before_the_grant"),
        transaction.atomic(),
    ):
        User.objects.filter(pk=made.pk).update(is_active=True)

    assert not stored(made).is_active


def test_a_lock_is_opened_with_a_reason_and_only_where_there_is_one(
    three: Administrators,
) -> None:
    cast = make_officials()

    with time_machine.travel(at(6, 1), tick=False):
        with pytest.raises(NotLocked):
            unlock(cast.dai, three.security)
        lock("Dai")
        with pytest.raises(ReasonMissing):
            unlock(cast.dai, three.security, " ")
        assert locked_until("dai") is not None
        unlock(cast.dai, three.security)
        assert locked_until("dai") is None

    assert last_entry("official/dai")["action"] == "unlock_official"


def test_ended_sessions_are_told_from_those_of_the_same_password(three: Administrators) -> None:
    cast = make_officials()
    before = stored(cast.dai).get_session_auth_hash()

    end(cast.dai, three.security)
    once = stored(cast.dai).get_session_auth_hash()
    end(cast.dai, three.security)

    assert len({before, once, stored(cast.dai).get_session_auth_hash()}) == 3
    assert stored(cast.dai).password == cast.dai.password
    assert last_entry("official/dai")["action"] == "end_sessions"


def test_sessions_of_an_administrator_may_be_ended_and_of_a_closed_account_there_are_none(
    three: Administrators,
) -> None:
    cast = make_officials()

    end(three.system, three.security)
    with pytest.raises(ReasonMissing):
        end(cast.dai, three.security, " ")
    deactivate_official(cast.dai, reason="调离", actor=three.system, at=at(6, 1))
    with pytest.raises(NotInUse):
        end(cast.dai, three.security)

    assert stored(three.system).sessions_ended == 1
