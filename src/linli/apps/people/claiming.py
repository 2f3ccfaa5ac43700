"""Bind an account to the person whose ID number it applies with: one account, one person.

Source: D0 三(一)3; requirements B17.
"""

from collections.abc import Collection

from linli.apps.accounts.models import User
from linli.apps.people.models import Person
from linli.core.refusal import Refusal


class NumberHeld(Refusal):
    """Another account applies with the ID number, or it applied by mail or at the counter."""


def claim_person(
    number: str, account: User, *, addresses: Collection[str], is_rehearsal: bool
) -> Person:
    """Return the account's person with a valid ID number, locked until the transaction ends.

    A number that nobody has used is the first account's; one that applied otherwise is the account's
    if its form came from an address that the account has proven (``addresses``, lower case).
    Raises ``NumberHeld``: the counter then looks at the ID card.
    """
    known = (
        Person.objects.select_for_update()
        .filter(id_number=number, is_rehearsal=is_rehearsal)
        .first()
    )
    if known is None:
        known = Person(id_number=number, is_rehearsal=is_rehearsal)
    elif known.account_id != account.pk:
        _require_free(known, addresses)
    if known.account_id != account.pk:
        # A number that was mistyped before and is put right now lets go of the wrong person.
        Person.objects.filter(account=account, is_rehearsal=is_rehearsal).update(account=None)
        known.account = account
    return known


def _require_free(person: Person, addresses: Collection[str]) -> None:
    if person.account_id is not None:
        raise NumberHeld(
            "这个身份证号已由另一个账号用来报名",
            why="D0 三(一)3",
            mend="曾用别的手机号码或者邮箱登录的，请用原来的登录；不是本人报名的，请带身份证到受理窗口认领",
        )
    if person.applications.exists() and person.email.lower() not in addresses:
        raise NumberHeld(
            "这个身份证号已通过报名邮箱或者窗口报名",
            why="D0 三(一)3",
            mend="用当时发信的邮箱登录，就能看到那份报名；或者带身份证到受理窗口认领",
        )
