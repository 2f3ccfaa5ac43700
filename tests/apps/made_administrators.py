"""The three administrators of 忻州市, and an account that one of them made."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.accounts.granting import grant_office
from linli.apps.accounts.keeping import make_account
from linli.apps.accounts.models import Office, User
from tests.apps.cast import at, official
from tests.factories import CITY, DAI

LETTER = "市委社会工作部5月20日来函"


@dataclass(frozen=True)
class Administrators:
    system: User
    security: User
    audit: User


def make_administrators(division: str = CITY, before: str = "") -> Administrators:
    """Return the three administrators of a city."""
    return Administrators(
        *(
            official(f"{before}{office.value}", office, division)
            for office in (Office.SYSTEM, Office.SECURITY, Office.AUDIT)
        )
    )


def make(
    actor: User,
    username: str = "zhang",
    *,
    name: str = "张样本",
    office: Office = Office.COUNTY,
    division: str = DAI,
    reason: str = LETTER,
) -> User:
    """Make an account that waits for its grant."""
    return make_account(
        username,
        name=name,
        office=office,
        division=division,
        reason=reason,
        actor=actor,
        at=at(5, 20),
    )


def grant(
    account: User,
    actor: User,
    *,
    office: Office = Office.COUNTY,
    division: str = DAI,
    reason: str = LETTER,
) -> None:
    """Grant an account its office."""
    grant_office(
        account, office=office, division=division, reason=reason, actor=actor, at=at(5, 21)
    )
