"""Move a season on while cases still wait for its stage: allowed, but never unnoticed.

Source: D0 三.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from linli.apps.accounts.models import Office, User
from linli.apps.applications.states import State
from linli.apps.dashboard.standing import unfinished
from linli.apps.seasons.actions import advance, lock_season
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import require_office
from linli.core.refusal import Refusal

_NOT_ROUTED = "没有转县"


class WorkUndone(Refusal):
    """Cases wait for the present stage, and whoever moves the season on has not said that just so many do."""


@dataclass(frozen=True, slots=True)
class CountyUndone:
    """What a county has not finished, by state; ``code`` is blank for cases that are not routed yet."""

    code: str
    name: str
    states: tuple[tuple[State, int], ...]

    @property
    def people(self) -> int:
        """Return how many cases wait."""
        return sum(number for _, number in self.states)


@dataclass(frozen=True, slots=True)
class Undone:
    """What the present stage of a season, and those before it, have not finished, by county."""

    counties: tuple[CountyUndone, ...]

    @property
    def states(self) -> Counter[State]:
        """Return the cases of all counties by state."""
        found: Counter[State] = Counter()
        for one in self.counties:
            found.update(dict(one.states))
        return found

    @property
    def people(self) -> int:
        """Return how many cases wait."""
        return sum(one.people for one in self.counties)

    @property
    def sentence(self) -> str:
        """Return what waits in words, blank where nothing does."""
        return "、".join(f"{state.label}{number}人" for state, number in self.states.items())


def undone(season: Season) -> Undone:
    """Return what still waits for the present stage of a season, by county. Source: D0 三."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = season.applications.order_by().values_list("county_id", "state")
    # Rows, not keys, are counted: an index alone answers.
    for county, state, number in rows.annotate(people=Count("*")):
        found[county or ""][state] = number
    names = dict(season.quotas.values_list("county_id", "county__name"))
    stage = Stage(season.stage)
    counties = (
        CountyUndone(code, names.get(code, _NOT_ROUTED), unfinished(stage, found[code]))
        for code in sorted(found)
    )
    return Undone(tuple(one for one in counties if one.states))


@transaction.atomic
def move_on(
    season: Season,
    stage: Stage,
    *,
    actor: User,
    at: datetime,
    reason: str,
    leaving: int | None = None,
) -> None:
    """Move a season to its next stage; ``leaving`` is how many undone cases somebody says stay behind.

    The ledger keeps them by state beside the reason. Raises ``WorkUndone`` and what ``advance``
    raises. Source: D0 三.
    """
    require_office(actor, season, Office.CITY, act="转入下一阶段")
    left = undone(lock_season(season))
    if left.people and leaving != left.people:
        raise WorkUndone(
            f"现阶段还有{left.people}人没有办完：{left.sentence}",
            why="D0 三",
            mend="先由各县（市、区）办完；确要现在转入的，按现在的人数确认",
        )
    behind = {state.value: number for state, number in left.states.items()}
    advance(season, stage, actor=actor, at=at, reason=reason, undone=behind)
