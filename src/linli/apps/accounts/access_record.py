"""The record of the door: who signed in, could not, left, or was refused; officials alone.

Source: GB/T 22239-2019 8.1.4.3; 网络安全法 21.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from linli.apps.accounts.models import AccessEvent, User

Kind = AccessEvent.Kind
#: So many entries of one kind for one account within an hour; the last says that more are left out.
HOURLY = 60


def note_access(
    kind: AccessEvent.Kind,
    account: User | None,
    *,
    at: datetime,
    address: str | None = None,
    page: str = "",
    reason: str = "",
) -> None:
    """Write down one event. Names that nobody bears share one limit, so a flood fills no disk.

    Two at once may go one over the limit, which harms nobody.
    """
    hour = AccessEvent.objects.filter(
        kind=kind, account=account, at__gt=at - timedelta(hours=1), at__lte=at
    )
    written = hour[:HOURLY].count()
    if written == HOURLY:
        return
    AccessEvent.objects.create(
        at=at,
        kind=kind,
        account=account,
        address=address,
        page=page[:200],
        reason=reason[:200],
        is_last_told=written == HOURLY - 1,
    )


def events_within(official: User) -> QuerySet[AccessEvent]:
    """Return the events of an administrator's subtree, newest first; a rehearsal sees its own alone.

    Attempts with a name that nobody bears belong to every real administrator.
    """
    mine = AccessEvent.objects.filter(account__division__code__startswith=official.root)
    if official.is_rehearsal:
        mine = mine.filter(account__is_rehearsal=True)
    else:
        mine |= AccessEvent.objects.filter(account=None)
    return mine.select_related("account__division").order_by("-at", "-pk")


def official_at_the_door(username: str) -> User | None:
    """Return the official who bears a user name, in whatever capitals."""
    return User.objects.exclude(office="").filter(username__iexact=username).first()
