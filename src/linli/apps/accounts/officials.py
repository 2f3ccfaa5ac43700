"""Officials' accounts: made from the shell, as a real office starts.

Source: requirements P2.
"""

import re

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.places.models import Division
from linli.core.refusal import Refusal

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


@transaction.atomic
def add_official(username: str, *, password: str, name: str, office: Office, division: str) -> User:
    """Make an official's account, for a kind of office in the subtree of a division's code.

    Raises ``UsernameWrong``, ``NameMissing``, ``DivisionWrong`` and ``PasswordWeak``.
    """
    _require_username(username)
    if not name.strip():
        raise NameMissing("没有填写姓名", mend="填写工作人员的姓名，台账和文书记其办理")
    place = _place(office, division)
    official = User(
        username=username, display_name=name.strip(), office=office.value, division=place
    )
    _require_strong(password, official)
    official.set_password(password)
    official.save()
    return official


def _require_username(username: str) -> None:
    if not _USERNAME.fullmatch(username):
        raise UsernameWrong(
            "用户名不合要求", mend="用2至60个字母、数字、点、横线或者下划线，以字母或者数字开头"
        )
    if User.objects.filter(username__iexact=username).exists():
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
        raise PasswordWeak("口令不合要求：" + "".join(error.messages), mend="换一个口令") from None
