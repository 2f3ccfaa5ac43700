"""Officials' accounts: made and closed by the city's office, the first ones from the shell.

Source: requirements P2.
"""

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.permissions import Permission, may_act_at, require
from linli.apps.ledger.actions import PUBLIC, Event, record
from linli.apps.places.models import Division
from linli.core.refusal import Refusal

#: Who acts from the shell of the server, where nobody has signed in.
SHELL = "shell"
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,59}", flags=re.ASCII)
# Which divisions an office of each kind stands in.
_CITY_OR_COUNTY = (Division.Level.CITY, Division.Level.COUNTY)
_LEVELS = {
    Office.CITY: (Division.Level.CITY,),
    Office.COUNTY: (Division.Level.COUNTY,),
    Office.STREET: (Division.Level.STREET,),
    Office.COMMUNITY: (Division.Level.COMMUNITY,),
    Office.FINANCE: _CITY_OR_COUNTY,
    Office.AUDITOR: _CITY_OR_COUNTY,
}


class UsernameWrong(Refusal):
    """A user name that is taken, or that the ledger cannot well bear."""


class NameMissing(Refusal):
    """An official acts under the own name."""


class DivisionWrong(Refusal):
    """A division that is not there, or in which no office of that kind stands."""


class PasswordWeak(Refusal):
    """A password that is guessed too easily."""


class ReasonMissing(Refusal):
    """Whoever is shut out may ask why."""


class AlreadyClosed(Refusal):
    """The account has been closed before."""


class OwnAccount(Refusal):
    """Nobody closes the own account: the office could be left without anybody."""


@transaction.atomic
def add_official(
    username: str,
    *,
    password: str,
    name: str,
    office: Office,
    division: str,
    actor: User | None,
    at: datetime,
) -> User:
    """Make an official's account, for a kind of office in the subtree of a division's code.

    ``actor`` is an official of the city, or ``None`` at the shell of the server; a rehearsal
    account makes rehearsal accounts. Raises ``NotPermitted``, ``UsernameWrong``, ``NameMissing``,
    ``DivisionWrong`` and ``PasswordWeak``.
    """
    is_rehearsal = actor is not None and actor.is_rehearsal
    if actor is not None:
        _require_manager(actor, division, is_rehearsal=is_rehearsal)
    _require_username(username)
    if not name.strip():
        raise NameMissing("没有填写姓名", mend="填写工作人员的姓名，台账和文书记其办理")
    place = _place(office, division)
    official = User(
        username=username,
        display_name=name.strip(),
        office=office.value,
        division=place,
        is_rehearsal=is_rehearsal,
    )
    _require_strong(password, official)
    official.set_password(password)
    official.save()
    record([_event(official, "add_official", actor, at)])
    return official


@transaction.atomic
def deactivate_official(official: User, *, reason: str, actor: User, at: datetime) -> None:
    """Close an official's account: signed out at once, named in the ledger as before.

    Raises ``NotPermitted``, ``OwnAccount``, ``ReasonMissing`` and ``AlreadyClosed``.
    """
    _require_manager(actor, official.scope, is_rehearsal=official.is_rehearsal)
    if official.pk == actor.pk:
        raise OwnAccount("不能停用自己的账号", mend="请本单位其他工作人员或者系统管理员办理")
    if not reason.strip():
        raise ReasonMissing("停用账号必须写明理由", mend="写明理由，例如调离、退休")
    # The condition is in the statement: of two who close it at once only one does.
    if not User.objects.filter(pk=official.pk, is_active=True).update(is_active=False):
        raise AlreadyClosed("这个账号已经停用", mend="刷新页面查看")
    official.is_active = False
    record([_event(official, "deactivate_official", actor, at, reason.strip())])


def may_manage(actor: User, place: str, *, is_rehearsal: bool) -> Permission:
    """Tell whether an official may make or close accounts at a place."""
    return may_act_at(actor, (Office.CITY,), place, act="管理工作人员", is_rehearsal=is_rehearsal)


def _require_manager(actor: User, place: str, *, is_rehearsal: bool) -> None:
    require(may_manage(actor, place, is_rehearsal=is_rehearsal))


def _event(
    official: User, action: str, actor: User | None, at: datetime, reason: str = ""
) -> Event:
    """Return the entry; it holds office and place, and the user name, which the ledger bears anyway."""
    return Event(
        at=at,
        actor=actor.username if actor else SHELL,
        action=action,
        subject=f"official/{official.username}",
        clause="",
        reason=reason,
        inputs={"office": official.office, "division": official.division_id},
        rehearsal=official.is_rehearsal,
    )


def _require_username(username: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise UsernameWrong(
            "用户名不合要求", mend="用2至60个字母、数字、点、横线或者下划线，以字母或者数字开头"
        )
    taken = username.lower() in (SHELL, PUBLIC)
    if taken or User.objects.filter(username__iexact=username).exists():
        raise UsernameWrong("这个用户名已经有人使用", mend="换一个用户名")


def _place(office: Office, code: str) -> Division:
    place = Division.objects.filter(code=code).first()
    if place is None:
        raise DivisionWrong(
            f"行政区划表中没有代码{code}", why="GB/T 2260", mend="核对代码，例如忻州市为1409"
        )
    levels = _LEVELS[office]
    if place.level not in levels:
        names = "或者".join(level.label for level in levels)
        raise DivisionWrong(
            f"“{office.label}”设在{names}，代码{code}是{Division.Level(place.level).label}",
            mend="核对单位类别和区划代码",
        )
    return place


def _require_strong(password: str, official: User) -> None:
    try:
        validate_password(password, official)
    except ValidationError as error:
        wrong = "；".join(error.messages)
        raise PasswordWeak(f"密码不合要求：{wrong}", mend="换一个密码") from None
