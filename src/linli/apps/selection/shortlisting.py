"""Who of the qualified goes to the interview."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linli.apps.accounts.models import Office, User
from linli.apps.applications.change import Change, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.queries import states_past
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.ledger.actions import Event, beijing_date, record
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.actions import lock_season
from linli.apps.seasons.carried_out import not_carried_out, require_one_of
from linli.apps.seasons.models import Quota, Season
from linli.apps.seasons.permissions import require_office
from linli.core.placement import Shortlist, ShortlistRule, TieRule, TooFewRule, shortlist
from linli.core.placement.shortlist import tied_at
from linli.core.policy import Pack
from linli.core.record import shown_mark
from linli.core.refusal import Refusal

_HONOURS = ("honor_department", "honor_municipal", "honor_provincial", "honor_national")
_BEST_FIRST = "最高荣誉级别"


class InterviewListChanged(Refusal):
    """The list that would be made is no longer the one that was shown."""


@dataclass(frozen=True, slots=True)
class InterviewList:
    """What listing a county's qualified now comes to; nothing is written by it.

    ``qualified`` stand best first, ``grades`` are their honours by case number (4 for a national
    one down to 0), ``limit`` is how many may still enter and ``tied`` who are equals at the last
    of these places. ``mark`` stands for all of it.
    """

    rule: ShortlistRule
    places: int
    qualified: tuple[Application, ...]
    grades: Mapping[str, int]
    found: Shortlist
    limit: int
    tied: tuple[str, ...]
    mark: str


def interview_list(season: Season, county: str, *, at: datetime) -> InterviewList:
    """Return what ``list_for_interview`` would do. Source: D0 三(二); requirements C3, D6."""
    rule = _rule(season.pack, beijing_date(at))
    there = season.applications.filter(county_id=county).in_state(State.QUALIFIED)
    qualified = list(there.select_related("person"))
    places = season.quotas.get(county_id=county).places
    grades = {one.case_number: _honour_grade(one.materials) for one in qualified}
    before = _listed_before(season, county)
    scores = list(grades.items())
    found = shortlist(scores, places=places, rule=rule, already_listed=before, seed=season.seed)
    limit = max(0, found.places * rule.ratio - (before or 0))
    listed = set(found.listed)
    return InterviewList(
        rule,
        places,
        tuple(sorted(qualified, key=lambda one: _place_in_list(one, grades, listed))),
        grades,
        found,
        limit,
        tied_at(scores, limit),
        shown_mark(
            {"grades": grades, "places": [places, found.places], "listed": sorted(found.listed)}
        ),
    )


def _place_in_list(
    one: Application, grades: Mapping[str, int], listed: set[str]
) -> tuple[bool, int, str]:
    return (one.case_number not in listed, -grades[one.case_number], one.case_number)


@transaction.atomic
def list_for_interview(
    season: Season, county: str, *, actor: User, at: datetime, shown: str | None = None
) -> None:
    """Choose who of a county's qualified goes to the interview, best honours first.

    Who was listed before counts towards the number. Where there are too few for the places
    when a county is listed for the first time, the pack says what follows: places may be cut,
    or the post reopened. A later list only fills what is left. ``shown`` is the mark of the list
    that somebody confirms. Raises ``NotPermitted`` and ``InterviewListChanged``.
    Source: D0 三(二) (择优确定); requirements C3, Q7; policy parameters ``interview_order``,
    ``too_few_candidates``.
    """
    act = Act.LIST_FOR_INTERVIEW.label
    require_office(actor, season, Office.COUNTY, act=act, county=county)
    lock_season(season)
    made = interview_list(season, county, at=at)
    if shown is not None and shown != made.mark:
        raise InterviewListChanged(
            "审查通过的人员或者名额在您核对以后有变动，这次没有办理",
            why=TABLE[Act.LIST_FOR_INTERVIEW].clause,
            mend="核对页面上现在的名单，再确认一次",
        )
    found = made.found
    if found.remark:
        _record_too_few(season, season.quotas.get(county_id=county), found, actor, at)
    if made.rule.too_few is TooFewRule.REOPEN and found.remark:
        return
    listed = set(found.listed)
    behind = "荣誉级别在进入面见复审的末位之后" if found.places else "本县没有招募名额"
    left_off = found.remark if found.remark and not found.places else behind
    change_states(
        [
            _interview_change(
                one,
                one.case_number in listed,
                made.grades[one.case_number],
                left_off,
                actor,
                at,
            )
            for one in made.qualified
        ]
    )


def _rule(pack: Pack, day: date) -> ShortlistRule:
    order = pack.texts("interview_order", day)
    if order not in [(_BEST_FIRST, ties) for ties in TieRule]:
        raise not_carried_out(
            pack, "interview_order", day, [(_BEST_FIRST, ties.value) for ties in TieRule]
        )
    too_few = TooFewRule(require_one_of(pack, "too_few_candidates", day, TooFewRule))
    ratio, ties = pack.whole("interview_ratio", day), TieRule(order[1])
    if too_few is TooFewRule.KEEP:
        return ShortlistRule(ratio, ties, too_few)
    start = pack.whole("start_ratio", day)
    if too_few is not TooFewRule.LOWER:
        return ShortlistRule(ratio, ties, too_few, start)
    return ShortlistRule(ratio, ties, too_few, start, pack.whole("lowest_start_ratio", day))


def _listed_before(season: Season, county: str) -> int | None:
    """Return how many of those who applied in a county have been listed for the interview.

    ``None`` while the county has had no list at all. Who withdrew no longer counts towards
    the number.
    """
    applied = season.applications.filter(applied_county_id=county)
    listed = applied.filter(state__in=states_past(State.INTERVIEW_LISTED)).count()
    if listed or applied.in_state(State.NOT_INTERVIEW_LISTED).exists():
        return listed
    withdrawn = applied.in_state(State.WITHDRAWN).select_related("season")
    return listed if any(_was_listed(one) for one in withdrawn) else None


def _was_listed(one: Application) -> bool:
    """Tell of somebody who withdrew whether it was after being listed: the state no longer does."""
    return any(entry["action"] == Act.LIST_FOR_INTERVIEW for entry in entries_of(one.subject))


def _honour_grade(materials: Mapping[str, int]) -> int:
    """Return 4 for a national honour down to 1 for a department's, 0 for none (D0 三(一)6(4))."""
    return max(
        (grade for grade, kind in enumerate(_HONOURS, start=1) if materials.get(kind)), default=0
    )


def _record_too_few(
    season: Season, quota: Quota, found: Shortlist, actor: User, at: datetime
) -> None:
    """Write down what becomes of a county with too few, and cut its places where the pack says so."""
    day = beijing_date(at)
    record(
        [
            Event(
                at=at,
                actor=actor.username,
                action="settle_too_few",
                subject=f"{season.code}/{quota.county_id}",
                clause=season.pack.clause("too_few_candidates", day),
                reason=found.remark,
                rule=f"{season.rule_version}:too_few_candidates",
                inputs={"places": quota.places, "places_left": found.places},
                rehearsal=season.is_rehearsal,
            )
        ]
    )
    quota.places = found.places
    quota.save(update_fields=("places",))


def _interview_change(
    one: Application, is_listed: bool, grade: int, left_off: str, actor: User, at: datetime
) -> Change:
    act = Act.LIST_FOR_INTERVIEW if is_listed else Act.LEAVE_OFF_INTERVIEW
    reason = "择优进入面见复审" if is_listed else left_off
    rule = f"{one.season.rule_version}:interview_order"
    return Change(one, act, actor, at, reason=reason, rule=rule, inputs={"honour_grade": grade})
