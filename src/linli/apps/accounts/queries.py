"""Whose account a telephone number or an e-mail address is; the officials of a place."""

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from linli.apps.accounts.models import User


def applicant_by_phone(phone: str) -> User | None:
    """Return the applicant whose account has a number of eleven digits, proven or never signed in with."""
    mine = Q(is_phone_verified=True) | Q(last_login=None)
    return User.objects.filter(mine, phone=phone, office="", is_active=True).first()


def applicant_by_email(address: str) -> User | None:
    """Return the applicant whose account has proven an address, else the one that waits for its first code.

    An account that is in use and only states an address never counts: it would let its owner in
    where the address's owner signs in.
    """
    found = EmailAddress.objects.filter(
        Q(verified=True) | Q(user__last_login=None),
        email=address.lower(),
        user__office="",
        user__is_active=True,
    ).select_related("user")
    first = found.order_by("-verified", "pk").first()
    return first.user if first else None


def verified_addresses(account: User) -> frozenset[str]:
    """Return the e-mail addresses that an applicant has proven, in lower case."""
    rows = EmailAddress.objects.filter(user=account, verified=True)
    return frozenset(address.lower() for address in rows.values_list("email", flat=True))


def officials_within(official: User) -> QuerySet[User]:
    """Return the officials of an official's subtree, by place and office, closed accounts last.

    Those that wait for their grant come first. A rehearsal account sees rehearsal accounts alone.
    """
    found = User.objects.exclude(office="").filter(division__code__startswith=official.root)
    if official.is_rehearsal:
        found = found.filter(is_rehearsal=True)
    order = (
        "-awaits_grant",
        "-is_active",
        "is_rehearsal",
        "division_id",
        "office",
        "username",
    )
    return found.select_related("division").order_by(*order)


def officials_of_city(city: str, *, is_rehearsal: bool) -> QuerySet[User]:
    """Return who of a city's subtree may act in a season: real officials, in a rehearsal all."""
    found = User.objects.exclude(office="").filter(division__code__startswith=city, is_active=True)
    if not is_rehearsal:
        found = found.filter(is_rehearsal=False)
    return found.order_by("is_rehearsal", "division_id", "office", "username")
