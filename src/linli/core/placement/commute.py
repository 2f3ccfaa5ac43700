"""Which community of a county each recruit goes to, so that all ways together are shortest.

The county supplies a number for each pair of a person and a community: metres or minutes.
No address, no coordinate and no map is read, asked for or kept here, and the numbers go no
further than the answer. What comes out is a proposal: the county decides.
Source: D4 3 (就近就便、职住兼顾); D0 一(三) (one to a community, the county arranges).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from linli.core.placement.least_assignment import first_least_assignment
from linli.core.refusal import Refusal

#: No way inside a county is longer, in metres or minutes; sums of such numbers stay exact.
LONGEST_DISTANCE = 1_000_000
#: A table of so many pairs takes half a gigabyte; a county has some ten thousand.
MOST_PAIRS = 64_000_000
Pair = tuple[str, str]


class UnknownPair(Refusal):
    """A distance belongs to a person or a community that is not on the list."""


class BadDistance(Refusal):
    """A distance is no whole number from 0 to ``LONGEST_DISTANCE``."""


class BadPlaces(Refusal):
    """A community has fewer than no places."""


class TooManyPairs(Refusal):
    """People and places are far more than a county has."""


class DistanceUnit(StrEnum):
    """What the county measured."""

    METRE = "metre"
    MINUTE = "minute"

    @property
    def measure(self) -> str:
        """Return what is measured, in Chinese."""
        return "距离" if self is DistanceUnit.METRE else "用时"

    @property
    def word(self) -> str:
        """Return the unit in Chinese."""
        return "米" if self is DistanceUnit.METRE else "分钟"


@dataclass(frozen=True, slots=True)
class Commute:
    """A person's community and distance with a Chinese sentence of reason.

    Whoever cannot be placed has no community (empty) and no distance.
    """

    person: str
    community: str
    distance: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class CommunityUse:
    """How many of a community's places are taken."""

    community: str
    places: int
    taken: int


@dataclass(frozen=True, slots=True)
class CommutePlan:
    """Everybody's commute, by person, and every community's use, by community."""

    commutes: tuple[Commute, ...]
    communities: tuple[CommunityUse, ...]

    @property
    def placed(self) -> tuple[Commute, ...]:
        """Return the commutes of those who have a community."""
        return tuple(one for one in self.commutes if one.community)

    @property
    def unplaced(self) -> tuple[Commute, ...]:
        """Return those who have none, each with the reason."""
        return tuple(one for one in self.commutes if not one.community)

    @property
    def total(self) -> int:
        """Return the sum of all distances."""
        return sum(one.distance or 0 for one in self.commutes)

    @property
    def longest(self) -> int:
        """Return the longest distance, 0 if nobody is placed."""
        return max((one.distance or 0 for one in self.commutes), default=0)


def assign_communities(
    people: Collection[str],
    places: Mapping[str, int],
    distances: Mapping[Pair, int],
    *,
    unit: DistanceUnit = DistanceUnit.METRE,
    names: Mapping[str, str] | None = None,
    preface: str = "",
) -> CommutePlan:
    """Assign the people of one county to its communities: most people first, then least total.

    ``people`` are case numbers, ``places`` gives the free places by community, ``distances``
    whole numbers by (person, community); a pair that is missing is not possible. ``names``
    are what the reasons call the communities; ``preface`` is what was settled before, for
    the reasons to say. Among equally short assignments the person with the smallest number
    has the community with the smallest code, then the next person and so on; not being
    placed comes after every community. So the order of rows never matters, and when some are
    settled as proposed, the proposal for the others stays.
    Raises ``UnknownPair``, ``BadDistance``, ``BadPlaces`` and ``TooManyPairs``.
    Source: D4 3; D0 一(三).
    """
    _check(set(people), places, distances)
    persons = sorted(set(people))
    own: dict[str, dict[str, int]] = {person: {} for person in persons}
    for (person, community), distance in distances.items():
        own[person][community] = distance
    found = _solve(persons, places, own)
    words = _Words(unit, names or {}, places, preface)
    commutes = tuple(
        Commute(person, there, own[person].get(there), words.reason(there, own[person]))
        for person, there in zip(persons, found, strict=True)
    )
    taken = Counter(found)
    uses = tuple(CommunityUse(code, places[code], taken[code]) for code in sorted(places))
    return CommutePlan(commutes, uses)


def _check(people: set[str], places: Mapping[str, int], distances: Mapping[Pair, int]) -> None:
    if any(count < 0 for count in places.values()):
        raise BadPlaces("社区的名额不能是负数", why="D0 一(三)", mend="核对各社区的名额")
    for (person, community), distance in distances.items():
        if person not in people or community not in places:
            raise UnknownPair(
                f"“{person}”到“{community}”的距离，人员或社区不在名单里",
                mend="核对编号和社区；只填本县（市、区）的人员和社区",
            )
        if not is_distance(distance):
            raise BadDistance(
                f"“{person}”到“{community}”的距离不是0至{LONGEST_DISTANCE}的整数",
                mend="按整米或者整分钟填写；去不了的社区不填",
            )


def is_distance(number: object) -> bool:
    """Tell whether a value can be a distance: a whole number from 0 to ``LONGEST_DISTANCE``."""
    return type(number) is int and 0 <= number <= LONGEST_DISTANCE


def _solve(
    persons: list[str], places: Mapping[str, int], own: Mapping[str, Mapping[str, int]]
) -> list[str]:
    """Return each person's community, or an empty one."""
    codes, labels = _columns(places, own)
    size = len(persons) * (len(labels) + len(persons))
    if size > MOST_PAIRS:
        raise TooManyPairs(
            f"{len(persons)}人、{len(labels)}个名额，超过一次能计算的数量",
            mend="按县（市、区）分别计算，并核对各社区的名额",
        )
    costs, all_labels = _costs(persons, codes, labels, own)
    columns = first_least_assignment(costs, all_labels)
    answers = [*codes, ""]
    return [answers[label] for label in all_labels[columns]]


def _columns(
    places: Mapping[str, int], own: Mapping[str, Mapping[str, int]]
) -> tuple[list[str], NDArray[np.intp]]:
    """Return the communities in order, and for each place the position of its community."""
    reach = Counter(community for distances in own.values() for community in distances)
    codes = sorted(places)
    useful = [min(places[code], reach[code]) for code in codes]
    return codes, np.repeat(np.arange(len(codes)), useful)


def _costs(
    persons: list[str],
    codes: list[str],
    labels: NDArray[np.intp],
    own: Mapping[str, Mapping[str, int]],
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the table of costs: a column per place, then one per person for staying unplaced.

    One person more outweighs all distances together; a missing pair costs more than staying
    unplaced, which everyone can, so that it is never taken.
    """
    position = {code: index for index, code in enumerate(codes)}
    unplaced = 1 + sum(max(distances.values(), default=0) for distances in own.values())
    table = np.full((len(persons), len(codes)), unplaced + 1, dtype=np.float64)
    for row, person in enumerate(persons):
        at = [position[community] for community in own[person]]
        table[row, at] = list(own[person].values())
    staying = np.full((len(persons), len(persons)), unplaced, dtype=np.float64)
    all_labels = np.concatenate([labels, np.full(len(persons), len(codes))])
    return np.hstack([table[:, labels], staying]), all_labels


@dataclass(frozen=True, slots=True)
class _Words:
    """How reasons are put: each says no more than the distances and the places bear out."""

    unit: DistanceUnit
    names: Mapping[str, str]
    places: Mapping[str, int]
    preface: str

    def reason(self, community: str, own: Mapping[str, int]) -> str:
        """Say why a person has a community, or none, from the own distances."""
        with_room = {code: distance for code, distance in own.items() if self.places[code]}
        if community:
            return self._placed(community, own, with_room)
        if not own:
            return f"没有到任何社区的{self.unit.measure}，未安排"
        if not with_room:
            return "可去的社区本次都没有名额，未安排"
        return f"可去的社区名额都已安排他人，{self._basis}确定，未安排"

    @property
    def _basis(self) -> str:
        return f"{self.preface}按安排人数最多、总{self.unit.measure}最短"

    def _placed(self, community: str, own: Mapping[str, int], with_room: Mapping[str, int]) -> str:
        nearest = min(with_room, key=lambda code: (own[code], code))
        of_all = own[nearest] == min(own.values())
        if own[nearest] < own[community]:
            # Were a place of the nearest left, the total would not be the least.
            which = "最近的" if of_all else "本次有名额的社区中最近的"
            beside = f"{which}{self._way(nearest, own)}，名额已安排他人"
        else:
            beside = "是可去的社区中最近的" if of_all else "可去的社区中比它近的本次都没有名额"
        return f"{self._basis}安排；本人到{self._way(community, own)}，{beside}"

    def _way(self, community: str, own: Mapping[str, int]) -> str:
        name = self.names.get(community, community)
        return f"“{name}”{self.unit.measure}{own[community]}{self.unit.word}"
