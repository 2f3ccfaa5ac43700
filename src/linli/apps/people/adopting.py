"""An application that came by mail belongs to whoever has proven the address that it came from.

Source: D0 三(一)3; requirements B17.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models.functions import Lower

from linli.apps.accounts.models import User
from linli.apps.people.models import Person


@transaction.atomic
def adopt_by_address(account: User, *, addresses: Collection[str]) -> None:
    """Bind an account to the one person, of those real and those of rehearsals, who applied from its addresses.

    ``addresses`` are those, in lower case, by a code to which the account signed in just now: a link
    that was only pressed proves nothing of whoever had it sent. An address that several people applied from, a
    school's or a family's, proves nothing about any of them; an account that has its person keeps it.
    """
    for is_rehearsal in (False, True):
        if _has_person(account, is_rehearsal):
            continue
        # Two pages opened at once, or a page and a submission, bind one person.
        User.objects.select_for_update(of=("self",)).get(pk=account.pk)
        found = _who_applied_from(addresses, is_rehearsal=is_rehearsal)
        if (
            len(found) == 1
            and found[0].account_id is None
            and not _has_person(account, is_rehearsal)
        ):
            found[0].account = account
            found[0].save(update_fields=("account",))


def _has_person(account: User, is_rehearsal: bool) -> bool:
    return Person.objects.filter(account=account, is_rehearsal=is_rehearsal).exists()


def _who_applied_from(addresses: Collection[str], *, is_rehearsal: bool) -> list[Person]:
    applied = Person.objects.filter(applications__isnull=False, is_rehearsal=is_rehearsal)
    found = applied.annotate(from_address=Lower("email")).filter(from_address__in=addresses)
    return list(Person.objects.select_for_update().filter(pk__in=found.values("pk"))[:2])
