"""Questions about messages: what an applicant was told, what did not go out."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from linli.apps.accounts.models import User
from linli.apps.notifications.models import Delivery, Message
from linli.apps.seasons.models import Season


def messages_of(account: User) -> QuerySet[Message]:
    """Return what an account was told, about its own cases and itself, newest first."""
    own = Q(application__person__account=account) | Q(account=account)
    return (
        Message.objects.filter(own)
        .select_related("application__season", "account")
        .order_by("-stored_at", "-pk")
    )


def unread_count(account: User) -> int:
    """Return how many messages an account has not opened."""
    return messages_of(account).filter(read_at=None).count()


def delivery_counts(season: Season) -> Mapping[tuple[str, str], int]:
    """Return how many deliveries of a season stand where, by channel and status."""
    rows = (
        Delivery.objects.filter(message__application__season=season)
        .order_by()
        .values_list("channel", "status")
        .annotate(number=Count("pk"))
    )
    return {(channel, status): number for channel, status, number in rows}
