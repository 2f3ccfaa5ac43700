"""What the security administrator does: rights granted, locks opened, sessions ended.

Source: GB/T 22239-2019 8.1.5.3.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from linli.apps.accounts.keeping import require_business
from linli.apps.accounts.lockout import forget_failures, locked_until
from linli.apps.accounts.models import Office, User
from linli.apps.accounts.officials import account_event, place_of, required_reason
from linli.apps.accounts.permissions import Permission, may_act_at, may_keep_account, require
from linli.apps.ledger.actions import record
from linli.core.refusal import Refusal

GRANT, UNLOCK, END = "授权", "解除锁定", "结束登录"


class NotAwaited(Refusal):
    """The account does not wait for a grant: it has been granted meanwhile, or closed."""


class NotLocked(Refusal):
    """Nothing keeps the official from signing in."""


class NotInUse(Refusal):
    """Nobody is signed in with an account that is closed or waits for its grant."""


@transaction.atomic
def grant_office(
    official: User, *, office: Office, division: str, reason: str, actor: User, at: datetime
) -> None:
    """Let an account act for an office in the subtree of a division; no earlier session gets the right.

    Raises ``NotPermitted``, ``MadeInTheShell``, ``DivisionWrong``, ``ReasonMissing`` and ``NotAwaited``.
    """
    require(may_keep_account(actor, Office.SECURITY, official, act=GRANT))
    rehearsal = official.is_rehearsal
    require(may_act_at(actor, (Office.SECURITY,), division, act=GRANT, is_rehearsal=rehearsal))
    require_business(office)
    place = place_of(office, division)
    told = required_reason(reason, act=GRANT, example="市委社会工作部来函的日期和文号")
    # The condition is in the statement: of two who grant at once only one does.
    waiting = User.objects.filter(pk=official.pk, awaits_grant=True)
    granted = {"office": office.value, "division": place}
    ended = F("sessions_ended") + 1
    if not waiting.update(awaits_grant=False, is_active=True, sessions_ended=ended, **granted):
        raise NotAwaited(
            "这个账号不在等待授权", mend="刷新页面查看；已停用的，先由系统管理员重新启用"
        )
    official.refresh_from_db()
    record([account_event(official, "grant_office", actor, at, told)])


def may_secure(actor: User, account: User, *, act: str) -> Permission:
    """Tell whether an official may unlock an account or end its sessions, an administrator's too."""
    offices, rehearsal = (Office.SECURITY,), account.is_rehearsal
    return may_act_at(actor, offices, account.root, act=act, is_rehearsal=rehearsal)


@transaction.atomic
def unlock_official(official: User, *, reason: str, actor: User, at: datetime) -> None:
    """Let an official sign in again before the time is over.

    Raises ``NotPermitted``, ``ReasonMissing`` and ``NotLocked``.
    """
    require(may_secure(actor, official, act=UNLOCK))
    told = required_reason(reason, act=UNLOCK, example="本人来电说明，输错密码")
    if locked_until(official.username) is None:
        raise NotLocked("这个账号没有锁定", mend="可以直接登录；忘记密码的，由系统管理员重设")
    forget_failures(official.username)
    record([account_event(official, "unlock_official", actor, at, told)])


@transaction.atomic
def end_sessions(official: User, *, reason: str, actor: User, at: datetime) -> None:
    """End every session of an official; the password stays.

    Raises ``NotPermitted``, ``ReasonMissing`` and ``NotInUse``.
    """
    require(may_secure(actor, official, act=END))
    told = required_reason(reason, act=END, example="办公电脑遗失")
    in_use = User.objects.filter(pk=official.pk, is_active=True)
    if not in_use.update(sessions_ended=F("sessions_ended") + 1):
        raise NotInUse("这个账号没有在用，没有登录可以结束", mend="刷新页面查看")
    record([account_event(official, "end_sessions", actor, at, told)])
