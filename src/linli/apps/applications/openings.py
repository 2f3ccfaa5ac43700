"""Who has which case before the eyes just now: colleagues see it, and nothing is locked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application, Opening

#: So long an opened case counts as looked at, unless it was decided before.
STAYS_OPEN = timedelta(minutes=15)


def note_opening(application: Application, official: User, at: datetime) -> None:
    """Keep that an official has opened a case, once for both; the time is the last one's."""
    Opening.objects.bulk_create(
        [Opening(application=application, official=official, opened_at=at)],
        update_conflicts=True,
        unique_fields=["application", "official"],
        update_fields=["opened_at"],
    )


def close_opening(application: Application, official: User) -> None:
    """Let an official have done with a case."""
    Opening.objects.filter(application=application, official=official).delete()


def open_elsewhere(
    applications: Iterable[Application], official: User, at: datetime
) -> Mapping[int, tuple[Opening, ...]]:
    """Return by case which colleagues have it open at ``at``, the latest first."""
    keys = [one.pk for one in applications]
    found = Opening.objects.filter(application__in=keys, opened_at__gt=at - STAYS_OPEN)
    openings: dict[int, list[Opening]] = defaultdict(list)
    for one in found.exclude(official=official).select_related("official"):
        openings[one.application_id].append(one)
    return {key: tuple(rows) for key, rows in openings.items()}
