"""Officials' accounts: what one must have, and the first ones, which are made from the shell.

Source: requirements P2; GB/T 22239-2019 8.1.5.
"""

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from linli.apps.accounts.models import ADMINISTRATORS, Office, User
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
    **dict.fromkeys(ADMINISTRATORS, (Division.Level.CITY,)),
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
    """Whoever is let in or shut out may be asked about."""


@transaction.atomic
def add_official(
    username: str, *, password: str, name: str, office: Office, division: str, at: datetime
) -> User:
    """Make an official's account from the shell: the first ones, and every administrator's.

    It may act at once. Raises ``UsernameWrong``, ``NameMissing``, ``DivisionWrong`` and ``PasswordWeak``.
    """
    official = new_official(username, name=name, office=office, division=division)
    set_strong_password(official, password)
    official.save()
    record([account_event(official, "add_official", None, at)])
    return official


@transaction.atomic
def change_password(official: User, *, password: str, at: datetime) -> None:
    """Give an official another password from the shell; where it was signed in, it is no more.

    Raises ``PasswordWeak``.
    """
    set_strong_password(official, password)
    official.save(update_fields=("password",))
    record([account_event(official, "reset_password", None, at)])


def new_official(username: str, *, name: str, office: Office, division: str) -> User:
    """Return an account that has not been saved. Raises ``UsernameWrong``, ``NameMissing``, ``DivisionWrong``."""
    _require_username(username)
    if not name.strip():
        raise NameMissing("没有填写姓名", mend="填写工作人员的姓名，台账和文书记其办理")
    place = place_of(office, division)
    return User(username=username, display_name=name.strip(), office=office.value, division=place)


def account_event(
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


def place_of(office: Office, code: str) -> Division:
    """Return the division of a code, in which such an office must stand. Raises ``DivisionWrong``."""
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


def required_reason(reason: str, *, act: str, example: str) -> str:
    """Return the reason of an act without blanks around it. Raises ``ReasonMissing``."""
    if not reason.strip():
        raise ReasonMissing(f"{act}必须写明理由", mend=f"写明理由，例如{example}")
    return reason.strip()


def set_strong_password(official: User, password: str) -> None:
    """Set a password on an account that is not saved here. Raises ``PasswordWeak``."""
    try:
        validate_password(password, official)
    except ValidationError as error:
        wrong = "；".join(error.messages)
        raise PasswordWeak(f"密码不合要求：{wrong}", mend="换一个密码") from None
    official.set_password(password)


def _require_username(username: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise UsernameWrong(
            "用户名不合要求", mend="用2至60个字母、数字、点、横线或者下划线，以字母或者数字开头"
        )
    taken = username.lower() in (SHELL, PUBLIC)
    if taken or User.objects.filter(username__iexact=username).exists():
        raise UsernameWrong("这个用户名已经有人使用", mend="换一个用户名")
