"""Count what waits at the season's end: communities, agreements, papers, reports for duty.

Source: D0 三(六), 三(七).
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Count, Exists, OuterRef, Q

from linli.apps.agreements.models import AgreementPaper
from linli.apps.agreements.paper_files import IN_FORCE
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.states import State
from linli.apps.dashboard.due import Counted, Due, Found
from linli.apps.seasons.models import Season

_STATES = (State.FORMAL, *IN_FORCE)


def of_county(seasons: Sequence[Season], county: str) -> Iterator[Counted]:
    """Yield what waits for a county's office."""
    return _counted(seasons, Q(county_id=county))


def of_street(seasons: Sequence[Season], street: str) -> Iterator[Counted]:
    """Yield what waits for a street: whom the county arranged for its communities, and who signed there."""
    arranged = Q(state=State.FORMAL, arrangement__community__code__startswith=street)
    return _counted(seasons, arranged | Q(agreement__community__code__startswith=street))


def _counted(seasons: Sequence[Season], where: Q) -> Iterator[Counted]:
    cases: ApplicationQuerySet = Application.objects.filter(
        where, season__in=seasons, state__in=_STATES
    ).order_by()
    kinds = _kinds()
    counts = {what.value: Count("pk", filter=who) for what, who in kinds.items()}
    for season, *numbers in cases.values_list("season_id").annotate(**counts):
        for what, number in zip(kinds, numbers, strict=True):
            if number:
                yield season, what, Found(number)


def _kinds() -> Mapping[Due, Q]:
    there = AgreementPaper.objects.filter(agreement=OuterRef("agreement"), replaced_at=None)
    return {
        Due.ARRANGE: Q(state=State.FORMAL, arrangement=None),
        Due.SIGN: Q(state=State.FORMAL, arrangement__isnull=False),
        Due.PAPER: Q(state__in=IN_FORCE) & ~Q(Exists(there)),
        Due.REPORT: Q(state=State.FILED),
        Due.OVERDUE: Q(state__in=(State.FORMAL, State.SIGNED, State.FILED)),
    }
