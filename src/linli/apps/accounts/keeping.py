"""What the system administrator does: accounts made, closed, opened again, passwords forgotten.

None of it gives a right: an account acts once the security administrator has granted its office.
Source: GB/T 22239-2019 8.1.5.1.
"""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import F, Q

from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from linli.apps.accounts.officials import account_event, new_official, required_reason
from linli.apps.accounts.permissions import Permission, may_act_at, may_keep_account, require
from linli.apps.ledger.actions import record
from linli.core.refusal import Refusal

_SYSTEM = (Office.SYSTEM,)
MAKE, CLOSE, REOPEN, RESET = "建立账号", "停用账号", "重新启用账号", "重设密码"


class MadeInTheShell(Refusal):
    """An administrator's account, which no account in the browser can make or grant."""


class AlreadyClosed(Refusal):
    """The account has been closed before."""


class NotClosed(Refusal):
    """An account that is in use or waits for its grant is not opened again."""


class AccountClosed(Refusal):
    """Nobody needs a password for an account that is closed."""


def may_make(actor: User, place: str) -> Permission:
    """Tell whether an official may make accounts at a place; a rehearsal account makes such accounts."""
    return may_act_at(actor, _SYSTEM, place, act=MAKE, is_rehearsal=actor.is_rehearsal)


@transaction.atomic
def make_account(
    username: str,
    *,
    name: str,
    office: Office,
    division: str,
    reason: str,
    actor: User,
    at: datetime,
) -> User:
    """Make an account for an office, as the office asked; it does nothing until it is granted.

    It has no password yet: ``password_token`` lets its owner set one. Raises ``NotPermitted``,
    ``MadeInTheShell``, ``UsernameWrong``, ``NameMissing``, ``DivisionWrong`` and ``ReasonMissing``.
    """
    official, told = proposed_account(
        username, name=name, office=office, division=division, reason=reason, actor=actor
    )
    official.is_rehearsal = actor.is_rehearsal
    official.is_active, official.awaits_grant = False, True
    official.set_unusable_password()
    official.save()
    record([account_event(official, "add_official", actor, at, told)])
    return official


def proposed_account(
    username: str, *, name: str, office: Office, division: str, reason: str, actor: User
) -> tuple[User, str]:
    """Return the account that would be made, not saved, and its reason. Raises what ``make_account`` raises."""
    require(may_make(actor, division))
    require_business(office)
    official = new_official(username, name=name, office=office, division=division)
    return official, required_reason(reason, act=MAKE, example="市委社会工作部来函的日期和文号")


@transaction.atomic
def deactivate_official(official: User, *, reason: str, actor: User | None, at: datetime) -> None:
    """Close an official's account: signed out at once, named in the ledger as before.

    Its password, sessions and links end for good: opened again, it needs another password.
    ``actor`` is ``None`` at the shell of the server. Raises ``NotPermitted``, ``ReasonMissing``
    and ``AlreadyClosed``.
    """
    if actor is not None:
        require(may_keep_account(actor, Office.SYSTEM, official, act=CLOSE))
    told = required_reason(reason, act=CLOSE, example="调离、退休")
    # The condition is in the statement: of two who close it at once only one does.
    is_open = User.objects.filter(Q(is_active=True) | Q(awaits_grant=True), pk=official.pk)
    if not is_open.update(
        is_active=False,
        awaits_grant=False,
        password=make_password(None),
        sessions_ended=F("sessions_ended") + 1,
    ):
        raise AlreadyClosed("这个账号已经停用", mend="刷新页面查看")
    official.refresh_from_db()
    record([account_event(official, "deactivate_official", actor, at, told)])


@transaction.atomic
def reopen_official(official: User, *, reason: str, actor: User, at: datetime) -> None:
    """Open a closed account again; it waits for its grant like a new one, perhaps of another office.

    Like a new one it has no password until ``password_token`` lets its owner set one.
    Raises ``NotPermitted``, ``ReasonMissing`` and ``NotClosed``.
    """
    require(may_keep_account(actor, Office.SYSTEM, official, act=REOPEN))
    told = required_reason(reason, act=REOPEN, example="调回本单位、转任其他县")
    is_closed = User.objects.filter(pk=official.pk, is_active=False, awaits_grant=False)
    if not is_closed.update(awaits_grant=True):
        raise NotClosed("这个账号没有停用", mend="刷新页面查看")
    official.awaits_grant = True
    record([account_event(official, "reopen_official", actor, at, told)])


@transaction.atomic
def reset_password(official: User, *, reason: str, actor: User, at: datetime) -> User:
    """Take the password away from an account, and with it every session and earlier link.

    Returns the account, whose ``password_token`` lets its owner set another. Raises
    ``NotPermitted``, ``ReasonMissing`` and ``AccountClosed``.
    """
    require(may_keep_account(actor, Office.SYSTEM, official, act=RESET))
    told = required_reason(reason, act=RESET, example="本人持工作证到场，忘记密码")
    locked = User.objects.select_for_update().get(pk=official.pk)
    if not (locked.is_active or locked.awaits_grant):
        raise AccountClosed("这个账号已经停用，不用重设密码", mend="需要的，先重新启用")
    locked.set_unusable_password()
    locked.save(update_fields=("password",))
    record([account_event(locked, "reset_password", actor, at, told)])
    return locked


def password_token(official: User) -> str:
    """Return what lets an account's owner set a password once, within ``PASSWORD_RESET_TIMEOUT``."""
    return default_token_generator.make_token(official)


def require_business(office: Office) -> None:
    """Refuse the three administrators' offices. Raises ``MadeInTheShell``."""
    if office in ADMINISTRATORS:
        raise MadeInTheShell(
            f"“{office.label}”的账号不在网页上建立和授权",
            why="三类管理员相互分离",
            mend="由运维人员在服务器上用 linli official add 建立",
        )
