"""Open an applicant's account."""

from allauth.account.models import EmailAddress
from django.db import transaction

from linli.apps.accounts.models import User
from linli.apps.accounts.queries import applicant_by_email, applicant_by_phone


def account_for_phone(phone: str, *, username: str) -> User:
    """Return the account of a number of eleven digits; a new one, unverified, where there is none."""
    known = applicant_by_phone(phone)
    return known or _opened(username, phone=phone)


@transaction.atomic
def account_for_email(address: str, *, username: str) -> User:
    """Return the account of an e-mail address; a new one, unverified, where there is none."""
    known = applicant_by_email(address)
    if known is not None:
        return known
    account = _opened(username, email=address.lower())
    EmailAddress.objects.create(user=account, email=address.lower(), primary=True)
    return account


def _opened(username: str, **contact: str) -> User:
    account = User(username=username, **contact)
    account.set_unusable_password()
    account.save()
    return account
