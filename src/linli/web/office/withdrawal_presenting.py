"""A season before it is withdrawn, and the seasons that were, as the office reads them."""

from dataclasses import dataclass
from datetime import datetime

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.models import Season, Stage, StageWindow
from linli.apps.seasons.queries import seasons_for
from linli.apps.seasons.withdrawing import withdrawal_refused, withdrawals_of

_READERS = (Office.CITY, Office.AUDITOR)


@dataclass(frozen=True, slots=True)
class WithdrawalPage:
    """A season that is to be withdrawn, and what stands against it."""

    places: int
    window: StageWindow
    refusal: str


@dataclass(frozen=True, slots=True)
class WithdrawnSeason:
    """A season that was withdrawn: by whom, when, and why."""

    season: Season
    actor: str
    at: datetime
    reason: str


def withdrawal_page(season: Season) -> WithdrawalPage:
    """Return what is shown before a season is withdrawn."""
    refusal = withdrawal_refused(season)
    return WithdrawalPage(
        places=sum(season.quotas.values_list("places", flat=True)),
        window=season.window(Stage.REGISTRATION),
        refusal=refusal.sentence() if refusal else "",
    )


def withdrawn_seasons(official: User) -> tuple[WithdrawnSeason, ...]:
    """Return the withdrawn seasons of an official's city, newest first, to the city and to auditors."""
    if official.office not in _READERS:
        return ()
    found = seasons_for(official.scope).exclude(withdrawn_at=None)
    seasons = list(found.filter(is_rehearsal=True) if official.is_rehearsal else found)
    if not seasons:
        return ()
    acts = withdrawals_of(seasons)
    people = User.objects.filter(username__in={one.actor for one in acts.values()})
    names = {one.username: str(one) for one in people}
    told = ((one, acts[one.code]) for one in seasons)
    return tuple(
        WithdrawnSeason(one, names.get(act.actor, act.actor), act.at, act.reason)
        for one, act in told
    )
