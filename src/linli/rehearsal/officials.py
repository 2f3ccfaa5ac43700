"""Made-up officials of a city, its counties, streets and communities, for a rehearsal."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from linli.apps.accounts.models import ADMINISTRATORS, Office, User
from linli.apps.places.models import Division
from linli.core.refusal import Refusal

_FAMILY_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈"


@dataclass(frozen=True, slots=True)
class Officials:
    """The officials of one rehearsal; counties by code, streets by code.

    ``clerks`` are a second official of each county, for what two have to enter.
    """

    city: User
    finance: User
    auditor: User
    counties: Mapping[str, User]
    clerks: Mapping[str, User]
    streets: Mapping[str, User]


class NameTaken(Refusal):
    """A real official bears the user name of a rehearsal account."""


def sign_in_password() -> str:
    """Return the password of the made-up officials: its own on every installation."""
    key = settings.SECRET_KEY.encode()
    return "rehearsal-" + hmac.new(key, b"rehearsal sign-in", hashlib.sha256).hexdigest()[:10]


def accounts_to_show() -> list[User]:
    """Return one made-up account of each office, and both of a county, for whoever looks around.

    The community's office has no pages of its own in this version, and no account here.
    """
    county = User.objects.filter(is_rehearsal=True, office=Office.COUNTY).order_by("username")
    shown = [*county[:2]]
    for office in (Office.CITY, Office.STREET, Office.FINANCE, Office.AUDITOR, *ADMINISTRATORS):
        found = User.objects.filter(is_rehearsal=True, office=office).order_by("username")
        shown += found[:1]
    order = list(Office)
    return sorted(shown, key=lambda one: (order.index(Office(one.office)), one.username))


@transaction.atomic
def ensure_officials(city: Division, counties: list[Division]) -> Officials:
    """Make or find the officials and administrators of a city.

    Their names say 演练, so that nobody takes them for people.
    """
    password = make_password(sign_in_password())
    for office in ADMINISTRATORS:
        _official(f"rehearsal-{office.value}", f"演练{office.label}", office, city, password)
    streets = Division.objects.filter(
        code__startswith=city.code, level=Division.Level.STREET, is_sample=True
    ).order_by("code")
    return Officials(
        city=_official("rehearsal-city", "演练市级经办人", Office.CITY, city, password),
        finance=_official("rehearsal-finance", "演练财政经办人", Office.FINANCE, city, password),
        auditor=_official("rehearsal-auditor", "演练审计人员", Office.AUDITOR, city, password),
        counties={
            county.code: _official(
                f"rehearsal-{county.code}",
                f"{family}演练（{county.name}）",
                Office.COUNTY,
                county,
                password,
            )
            for family, county in zip(_FAMILY_NAMES, counties, strict=False)
        },
        clerks={
            county.code: _official(
                f"rehearsal-{county.code}-2",
                f"演练复录人员（{county.name}）",
                Office.COUNTY,
                county,
                password,
            )
            for county in counties
        },
        streets={
            street.code: _official(
                f"rehearsal-{street.code}",
                f"演练经办人（{street.name}）",
                Office.STREET,
                street,
                password,
            )
            for street in streets
        },
    )


def _official(username: str, name: str, office: Office, division: Division, password: str) -> User:
    if User.objects.filter(username=username, is_rehearsal=False).exists():
        raise NameTaken(
            f"用户名“{username}”已有正式工作人员使用",
            why="演练账号不得占用正式账号",
            mend="请系统管理员更改该用户名后再演练",
        )
    defaults = {
        "display_name": name,
        "office": office,
        "division": division,
        "password": password,
        "is_rehearsal": True,
    }
    user, _ = User.objects.update_or_create(username=username, defaults=defaults)
    return user
