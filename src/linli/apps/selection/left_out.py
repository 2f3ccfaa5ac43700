"""Whom a placement would go ahead without, county by county, and whom it ranks with a late diploma.

A placement is not kept back by them, but nobody is passed over unnoticed: whoever adopts one says
so, with the numbers and the reason. Source: D0 二4, 三(二), 三(三); requirements C5, Q15.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from linli.apps.applications.late_diplomas import late_candidates
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal

_UNDECIDED = (State.RECEIVED, State.ROUTED, State.SUPPLEMENT_REQUESTED)
_BEFORE_PLACEMENT = (*_UNDECIDED, State.QUALIFIED, State.INTERVIEW_LISTED)
_NOT_ROUTED = "没有转县"


class PeopleLeftOut(Refusal):
    """People would be left out, or ranked with a late diploma, and nobody answers for just that."""


@dataclass(frozen=True, slots=True)
class CountyLeftOut:
    """A county's people who wait for something earlier; ``code`` is blank for those not yet routed.

    ``undecided`` counts by state who waits for the review, ``unlisted`` who passed it and waits
    for the list, ``uninterviewed`` who is listed without a sheet, ``unsigned`` who has sheets
    that are not signed. ``late`` are the candidates whose diploma came after the last day.
    """

    code: str
    name: str
    undecided: tuple[tuple[State, int], ...]
    unlisted: int
    uninterviewed: int
    unsigned: int
    late: tuple[str, ...]

    @property
    def people(self) -> int:
        """Return how many the placement would go ahead without."""
        waiting = sum(number for _, number in self.undecided)
        return waiting + self.unlisted + self.uninterviewed + self.unsigned


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The counties of a season in which somebody is left out or late, by code."""

    counties: tuple[CountyLeftOut, ...]

    @property
    def people(self) -> int:
        """Return how many the placement would go ahead without."""
        return sum(one.people for one in self.counties)

    @property
    def late(self) -> tuple[str, ...]:
        """Return the candidates whose diploma came after the last day."""
        return tuple(number for one in self.counties for number in one.late)

    @property
    def sentence(self) -> str:
        """Return both in words; blank where there is neither."""
        told = (
            (self.people, f"{self.people}人没有参加试算"),
            (len(self.late), f"{len(self.late)}人取得毕业证书晚于规定日期而参加排名"),
        )
        return "，".join(words for number, words in told if number)


@dataclass(frozen=True, slots=True)
class GoAhead:
    """That somebody goes ahead all the same: without ``people``, with ``late``, for a reason."""

    people: int
    late: int
    reason: str


def left_out_of(season: Season, day: date) -> LeftOut:
    """Return whom a placement of a season would leave out on a day, and who is late."""
    waiting = season.applications.in_state(*_BEFORE_PLACEMENT).order_by()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for county, state, number in waiting.values_list("county_id", "state").annotate(Count("pk")):
        found[county or ""][state] += number
    sheets = waiting.filter(state=State.INTERVIEW_LISTED, turn__sheets__isnull=False)
    marked = dict(sheets.values_list("county_id").annotate(Count("pk", distinct=True)))
    late = _late(season, day)
    names = dict(season.quotas.values_list("county_id", "county__name"))
    return LeftOut(
        tuple(
            _county(code, names.get(code, _NOT_ROUTED), found[code], marked.get(code, 0), late)
            for code in sorted(found.keys() | late.keys())
        )
    )


def _county(
    code: str, name: str, states: Counter[str], marked: int, late: Mapping[str, list[str]]
) -> CountyLeftOut:
    return CountyLeftOut(
        code,
        name,
        tuple((state, states[state]) for state in _UNDECIDED if states[state]),
        states[State.QUALIFIED],
        states[State.INTERVIEW_LISTED] - marked,
        marked,
        tuple(late.get(code, ())),
    )


def _late(season: Season, day: date) -> Mapping[str, list[str]]:
    """Return by county the candidates with a diploma of a day after the last one."""
    found = late_candidates(season, season.city_id, today=day).filter(state=State.INTERVIEWED)
    late: dict[str, list[str]] = defaultdict(list)
    dated = found.exclude(diploma_date=None).order_by("case_number")
    for number, county in dated.values_list("case_number", "county_id"):
        late[county or ""].append(number)
    return late


def require_go_ahead(found: LeftOut, given: GoAhead | None) -> None:
    """Refuse to go ahead without just these people unless somebody says so, and why.

    Raises ``PeopleLeftOut``.
    """
    if not found.sentence:
        return
    if given is None or not given.reason.strip():
        raise PeopleLeftOut(
            f"还有{found.sentence}",
            why="D0 二4、三(三)",
            mend="先由各县（市、区）办完；确要现在采用的，勾选确认人数并写明理由",
        )
    if (given.people, given.late) != (found.people, len(found.late)):
        raise PeopleLeftOut(
            f"核对以后人数有变化，现在是{found.sentence}",
            why="D0 二4、三(三)",
            mend="按现在的人数重新核对、确认",
        )
