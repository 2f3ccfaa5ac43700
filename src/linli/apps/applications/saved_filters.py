"""Filters of the review queue that officials keep for themselves, each under a name."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from linli.apps.accounts.models import User
from linli.apps.applications.models import SavedFilter
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal

#: So many an official keeps in a season: more do not fit into one line to choose from.
MOST = 12


class FilterBlank(Refusal):
    """A filter without a name, or one that narrows nothing."""


class TooManyFilters(Refusal):
    """The official keeps as many filters as fit."""


def saved_filters(season: Season, official: User) -> QuerySet[SavedFilter]:
    """Return an official's own filters of a season, by name."""
    return SavedFilter.objects.filter(season=season, official=official)


@transaction.atomic
def save_filter(season: Season, name: str, wishes: Mapping[str, str], *, actor: User) -> None:
    """Keep what is not blank of a filter under a name; an earlier one of that name is replaced.

    Raises ``FilterBlank`` and ``TooManyFilters``.
    """
    kept = {key: value for key, value in wishes.items() if value}
    short = " ".join(name.split())[: SavedFilter._meta.get_field("name").max_length]
    if not short or not kept:
        raise FilterBlank("没有写名称，或者没有筛选条件", mend="先筛选，再写名称保存")
    own = saved_filters(season, actor)
    if own.exclude(name=short).count() >= MOST:
        raise TooManyFilters(f"常用筛选已有{MOST}个", mend="先删除不用的")
    SavedFilter.objects.update_or_create(
        official=actor, season=season, name=short, defaults={"wishes": kept}
    )


def drop_filter(season: Season, name: str, *, actor: User) -> None:
    """Forget an own filter; one that is not there is passed over."""
    saved_filters(season, actor).filter(name=name).delete()
