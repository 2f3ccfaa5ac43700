"""Propose which community each formal recruit goes to; a named official signs (requirements Q15)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from linli.apps.agreements.actions import Assignment, taken_places
from linli.apps.applications.states import State
from linli.apps.places.queries import communities_of
from linli.apps.seasons.models import Season
from linli.core.placement.commute import (
    Commute,
    CommutePlan,
    DistanceUnit,
    Pair,
    assign_communities,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for a county's formal recruits.

    ``commutes`` has one for each recruit by case number, with the reason, also for those who
    cannot be placed. ``assignments`` are ready to be signed: whoever needs the county's
    reason comes after those whom the community takes anyway. Distances stand in the commutes
    alone, for the official's eyes: an assignment has none, and so the ledger has none.
    """

    assignments: tuple[Assignment, ...]
    commutes: tuple[Commute, ...]


def propose_communities(
    season: Season,
    county: str,
    distances: Mapping[Pair, int],
    *,
    on: date,
    unit: DistanceUnit = DistanceUnit.METRE,
    adjustment: str = "",
) -> Proposal:
    """Propose a community for each formal recruit of a county, the most first, then the least way.

    ``distances`` are whole numbers by (case number, code of a community); those of people
    who are not, or no longer, formal recruits are passed over. Places that agreements have
    taken are not given again. Where recruits are more than places, ``adjustment`` is the
    county's reason to let communities take one more than the document foresees on the day
    ``on``; without it the others stay unplaced. What comes after that many to a community is
    shortest by itself and says so: both rounds together need not be. Changes nothing. When some of the proposal
    is signed, the proposal for the others stays. Raises what ``assign_communities`` raises.
    Source: D0 一(三); D4 3; requirements Q13, Q15.
    """
    formal = season.applications.filter(county_id=county).in_state(State.FORMAL)
    cases = {one.case_number: one for one in formal.select_related("season__city", "person")}
    communities = {one.code: one for one in communities_of(county, is_sample=season.is_rehearsal)}
    taken, most = taken_places(season), season.pack.whole("assistants_per_community", on)
    names = {code: one.name for code, one in communities.items()}
    plan = partial(_plan, distances=distances, unit=unit, names=names)

    ordinary = plan(set(cases), {code: most - taken[code] for code in communities})
    taken.update(one.community for one in ordinary.placed)
    rest = {one.person for one in ordinary.unplaced} if adjustment else set()
    adjusted = plan(
        rest,
        {code: most + 1 - taken[code] for code in communities},
        preface=f"在一个社区{most}名的安排之后，",
    )

    left = [one for one in ordinary.commutes if one.person not in rest]
    commutes = sorted([*left, *adjusted.commutes], key=lambda one: one.person)
    rounds = ((ordinary, ""), (adjusted, adjustment))
    assignments = [
        Assignment(cases[one.person], communities[one.community], reason)
        for found, reason in rounds
        for one in found.placed
    ]
    return Proposal(tuple(assignments), tuple(commutes))


def _plan(
    people: set[str],
    places: Mapping[str, int],
    *,
    distances: Mapping[Pair, int],
    unit: DistanceUnit,
    names: Mapping[str, str],
    preface: str = "",
) -> CommutePlan:
    """Assign some people; a community that has taken more than its places has none free."""
    free = {code: max(count, 0) for code, count in places.items()}
    own = {pair: distance for pair, distance in distances.items() if pair[0] in people}
    return assign_communities(people, free, own, unit=unit, names=names, preface=preface)
