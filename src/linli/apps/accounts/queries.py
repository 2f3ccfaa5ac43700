"""Whose account a telephone number or an e-mail address is."""

from allauth.account.models import EmailAddress
from django.db.models import Q

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
