"""What the system administrator does with accounts, and what gives nobody a right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.tokens import default_token_generator

from linli.apps.accounts.keeping import (
    AccountClosed,
    AlreadyClosed,
    MadeInTheShell,
    NotClosed,
    deactivate_official,
    password_token,
    reopen_official,
    reset_password,
)
from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from linli.apps.accounts.officials import DivisionWrong, NameMissing, ReasonMissing, UsernameWrong
from linli.apps.accounts.permissions import NotPermitted
from linli.apps.ledger.queries import entries_of
from tests.apps.cast import at, entry_count, last_entry, make_officials, official
from tests.apps.made_administrators import LETTER, Administrators, grant, make, make_administrators
from tests.factories import CITY, DAI, YUANPING

pytestmark = pytest.mark.usefixtures("divisions")
NEW = "样本-密码-2024-长"


@pytest.fixture
def three() -> Administrators:
    return make_administrators()


def stored(account: User) -> User:
    return User.objects.get(pk=account.pk)


def close(account: User, actor: User | None, reason: str = "调离本单位") -> None:
    deactivate_official(account, reason=reason, actor=actor, at=at(6, 1))


def reopen(account: User, actor: User, reason: str = "调回本单位") -> None:
    reopen_official(account, reason=reason, actor=actor, at=at(6, 2))


def reset(account: User, actor: User, reason: str = "忘记密码") -> User:
    return reset_password(account, reason=reason, actor=actor, at=at(6, 3))


def give_password(account: User) -> None:
    account.set_password(NEW)
    account.save()


def test_an_account_that_was_made_lets_nobody_in_before_it_is_granted(
    three: Administrators,
) -> None:
    made = make(three.system, name=" 张样本 ")
    give_password(made)

    assert (made.is_active, made.awaits_grant, made.display_name) == (False, True, "张样本")
    assert authenticate(username="zhang", password=NEW) is None
    grant(made, three.security)
    assert authenticate(username="zhang", password=NEW) == made


def test_a_made_account_has_no_password_until_its_owner_sets_one(three: Administrators) -> None:
    made = make(three.system)

    assert not made.has_usable_password()
    assert default_token_generator.check_token(made, password_token(made))


@pytest.mark.parametrize("office", ADMINISTRATORS)
def test_no_administrator_is_made_in_the_browser(three: Administrators, office: Office) -> None:
    with pytest.raises(MadeInTheShell, match=f"“{office.label}”的账号不在网页上"):
        make(three.system, office=office, division=CITY)

    assert User.objects.count() == 3


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"username": "张"}, UsernameWrong),
        ({"username": "Audit"}, UsernameWrong),
        ({"name": " "}, NameMissing),
        ({"division": CITY}, DivisionWrong),
        ({"reason": " "}, ReasonMissing),
    ],
)
def test_an_account_that_cannot_be_is_not_made(
    three: Administrators, given: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        make(three.system, **given)  # type: ignore[arg-type]

    assert (User.objects.count(), entry_count()) == (3, 0)


OTHERS = ["city", "dai", "dai_street", "finance", "auditor", "datong"]


@pytest.mark.parametrize("who", [*OTHERS, "security", "audit", "far_system"])
def test_nobody_but_the_system_administrator_of_the_place_keeps_accounts(
    three: Administrators, who: str
) -> None:
    cast = make_officials()
    people = {"security": three.security, "audit": three.audit}
    people["far_system"] = official("far", Office.SYSTEM, "1402")
    actor = people.get(who) or getattr(cast, who)
    acts: dict[str, Callable[[], object]] = {
        "建立账号": lambda: make(actor),
        "停用账号": lambda: close(cast.yuanping, actor),
        "重新启用账号": lambda: reopen(cast.yuanping, actor),
        "重设密码": lambda: reset(cast.yuanping, actor),
    }

    for words, act in acts.items():
        with pytest.raises(NotPermitted, match=f"“{words}”"):
            act()

    assert (User.objects.filter(username="zhang").exists(), entry_count()) == (False, 0)
    assert stored(cast.yuanping).is_active


@pytest.mark.parametrize("kind", ["system", "security", "audit"])
def test_the_system_administrator_touches_no_administrator_nor_the_own_account(
    three: Administrators, kind: str
) -> None:
    other = official(f"other-{kind}", Office(kind), CITY)

    for account in (other, getattr(three, kind)):
        for act in (close, reopen, reset):
            with pytest.raises(NotPermitted, match="由运维人员在服务器命令行办理"):
                act(account, three.system)

    assert stored(other).is_active
    assert entry_count() == 0


def test_a_closed_account_lets_nobody_in_and_the_ledger_tells_why(three: Administrators) -> None:
    made = make(three.system)
    grant(made, three.security)
    give_password(made)

    close(made, three.system, " 调离本单位 ")

    assert authenticate(username="zhang", password=NEW) is None
    entry = last_entry("official/zhang")
    assert {key: entry[key] for key in ("actor", "action", "reason", "inputs")} == {
        "actor": "system",
        "action": "deactivate_official",
        "reason": "调离本单位",
        "inputs": {"office": "county", "division": DAI},
    }


def test_an_account_is_closed_once_with_a_reason(three: Administrators) -> None:
    cast = make_officials()

    with pytest.raises(ReasonMissing):
        close(cast.dai, three.system, " ")
    close(cast.dai, three.system)
    with pytest.raises(AlreadyClosed):
        close(cast.dai, three.system)

    assert entry_count() == 1


def test_an_account_that_waits_may_be_closed_and_then_waits_no_more(three: Administrators) -> None:
    made = make(three.system)

    close(made, three.system)

    assert (stored(made).is_active, stored(made).awaits_grant) == (False, False)


def test_the_shell_closes_even_an_administrator(three: Administrators) -> None:
    close(three.audit, None)

    assert not stored(three.audit).is_active
    assert last_entry("official/audit")["actor"] == "shell"


def test_a_closed_account_that_is_opened_again_waits_for_a_grant(three: Administrators) -> None:
    made = make(three.system)
    grant(made, three.security)
    give_password(made)
    close(made, three.system)

    reopen(made, three.system)

    assert (stored(made).is_active, stored(made).awaits_grant) == (False, True)
    grant(made, three.security)
    assert authenticate(username="zhang", password=NEW) is None
    assert not stored(made).has_usable_password()


@pytest.mark.parametrize("is_in_use", [True, False])
def test_closing_ends_the_password_each_session_and_each_link_for_good(
    three: Administrators, is_in_use: bool
) -> None:
    made = make(three.system)
    if is_in_use:
        grant(made, three.security)
        give_password(made)
    earlier, session = password_token(made), made.get_session_auth_hash()

    close(made, three.system)

    now = stored(made)
    assert (made.password, made.sessions_ended) == (now.password, now.sessions_ended)
    assert (now.sessions_ended, now.has_usable_password()) == (1 + is_in_use, False)
    reopen(made, three.system)
    grant(made, three.security, division=YUANPING)
    assert stored(made).get_session_auth_hash() != session
    assert not default_token_generator.check_token(stored(made), earlier)


def test_only_a_closed_account_is_opened_again_once_and_with_a_reason(
    three: Administrators,
) -> None:
    made = make(three.system)

    with pytest.raises(NotClosed):
        reopen(made, three.system)
    grant(made, three.security)
    with pytest.raises(NotClosed):
        reopen(made, three.system)
    close(made, three.system)
    with pytest.raises(ReasonMissing):
        reopen(made, three.system, " ")
    reopen(made, three.system)
    with pytest.raises(NotClosed):
        reopen(made, three.system)


def test_a_forgotten_password_is_taken_away_with_every_earlier_link(three: Administrators) -> None:
    made = make(three.system)
    grant(made, three.security)
    give_password(made)
    earlier = password_token(made)
    session = made.get_session_auth_hash()

    reset(made, three.system)

    now = stored(made)
    assert (now.has_usable_password(), now.is_active) == (False, True)
    assert now.get_session_auth_hash() != session
    assert not default_token_generator.check_token(now, earlier)
    assert default_token_generator.check_token(now, password_token(now))
    assert last_entry("official/zhang")["action"] == "reset_password"


def test_a_password_is_reset_with_a_reason_and_not_for_a_closed_account(
    three: Administrators,
) -> None:
    made = make(three.system)

    with pytest.raises(ReasonMissing):
        reset(made, three.system, " ")
    close(made, three.system)
    with pytest.raises(AccountClosed):
        reset(made, three.system)


def test_a_rehearsal_administrator_makes_rehearsal_accounts_and_touches_no_real_one(
    three: Administrators,
) -> None:
    User.objects.filter(pk=three.system.pk).update(is_rehearsal=True)
    rehearser, cast = stored(three.system), make_officials()

    made = make(rehearser)
    with pytest.raises(NotPermitted, match="演练账号只能"):
        close(cast.dai, rehearser)
    close(made, rehearser)

    assert made.is_rehearsal
    assert [one["rehearsal"] for one in entries_of("official/zhang")] == [True, True]


def test_the_ledger_keeps_who_asked_for_an_account(three: Administrators) -> None:
    make(three.system)

    entry = last_entry("official/zhang")
    assert {key: entry[key] for key in ("actor", "action", "reason", "inputs")} == {
        "actor": "system",
        "action": "add_official",
        "reason": LETTER,
        "inputs": {"office": "county", "division": DAI},
    }
