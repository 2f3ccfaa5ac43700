"""Whose account a telephone number or an e-mail address is."""

from allauth.account.models import EmailAddress

from linli.apps.accounts.models import User


def applicant_by_phone(phone: str) -> User | None:
    """Return the applicant whose account has a number of eleven digits."""
    return User.objects.filter(phone=phone, office="", is_active=True).first()


def applicant_by_email(address: str) -> User | None:
    """Return the applicant whose account has an address, a verified one first."""
    found = EmailAddress.objects.filter(
        email=address.lower(), user__office="", user__is_active=True
    ).select_related("user")
    first = found.order_by("-verified", "pk").first()
    return first.user if first else None


def verified_addresses(account: User) -> frozenset[str]:
    """Return the e-mail addresses that an applicant has proven, in lower case."""
    rows = EmailAddress.objects.filter(user=account, verified=True)
    return frozenset(address.lower() for address in rows.values_list("email", flat=True))
