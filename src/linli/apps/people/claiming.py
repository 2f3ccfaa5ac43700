"""Bind an account to the person whose ID number it applies with: one account, one person.

Source: D0 三(一)3; requirements B17.
"""

from collections.abc import Collection

from django.db import IntegrityError, transaction

from linli.apps.accounts.models import User
from linli.apps.people.models import Person
from linli.core.refusal import Refusal


class NumberHeld(Refusal):
    """Another account applies with the ID number, or it applied by mail or at the counter."""


class AccountOfAnother(Refusal):
    """The account has a live application under another ID number."""


def claim_person(
    number: str,
    account: User,
    *,
    addresses: Collection[str],
    is_rehearsal: bool,
    amended: int | None = None,
) -> Person:
    """Return the account's person with a valid ID number, locked until the transaction ends.

    A number that nobody has used is the first account's; one that applied otherwise is the account's
    if its form came from an address that the account has proven (``addresses``, lower case).
    ``amended`` is the key of the application whose number is put right, if there is one.
    Raises ``NumberHeld`` and ``AccountOfAnother``: the counter then looks at the ID card.
    """
    # One account may submit in two seasons at once, and has one person all the same.
    User.objects.select_for_update(of=("self",)).get(pk=account.pk)
    known = _locked(number, is_rehearsal)
    if known.account_id != account.pk:
        _require_free(known, addresses)
        _let_go(account, is_rehearsal, amended)
        known.account = account
    return known


def _locked(number: str, is_rehearsal: bool) -> Person:
    """Return the one person with a number, locked; of two who bring it at once the second waits for the first."""
    fields = {"id_number": number, "is_rehearsal": is_rehearsal}
    people = Person.objects.select_for_update().filter(**fields)
    found = people.first()
    if found is None:
        try:
            with transaction.atomic():
                Person.objects.create(**fields)
        except IntegrityError:
            # Somebody else stored it meanwhile.
            pass
        found = people.get()
    return found


def _let_go(account: User, is_rehearsal: bool, amended: int | None) -> None:
    """Part an account from the person of a number that was mistyped before and is put right now."""
    former = Person.objects.filter(account=account, is_rehearsal=is_rehearsal).first()
    if former is None:
        return
    others = set(former.applications.live().values_list("pk", flat=True)) - {amended}
    if others:
        raise AccountOfAnother(
            "这个账号已用另一个身份证号报过名",
            why="D0 三(一)3",
            mend="核对身份证号；原来报名的号码填错的，请带身份证到受理窗口更正；不是同一个人的，请各用自己的账号报名",
        )
    former.account = None
    former.save(update_fields=("account",))


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
