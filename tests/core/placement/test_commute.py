"""A county's people to its communities by the shortest ways: least, repeatable, with reasons."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from linli.core.placement import commute
from linli.core.placement.commute import (
    LONGEST_DISTANCE,
    BadDistance,
    BadPlaces,
    CommunityUse,
    Commute,
    DistanceUnit,
    Pair,
    TooManyPairs,
    UnknownPair,
    assign_communities,
)

NOWHERE = "\U0010ffff"  # sorts after every community
County = tuple[list[str], dict[str, int], dict[Pair, int]]


def every_assignment(
    people: list[str], places: Mapping[str, int], distances: Mapping[Pair, int]
) -> Iterator[tuple[str, ...]]:
    """Yield all ways to place people, or leave them, within the places and possible pairs."""
    options = [[*(c for c in places if (one, c) in distances), NOWHERE] for one in people]
    for answer in product(*options):
        used = Counter(answer)
        if all(used[code] <= places[code] for code in places):
            yield answer


def by_trying_all(county: County) -> tuple[int, int, tuple[str, ...]]:
    """Return how many stay unplaced, the total, and the communities by person of the best way."""
    people, places, distances = sorted(county[0]), county[1], county[2]
    return min(
        (
            answer.count(NOWHERE),
            sum(distances.get(pair, 0) for pair in zip(people, answer, strict=True)),
            answer,
        )
        for answer in every_assignment(people, places, distances)
    )


@st.composite
def counties(draw: st.DrawFn) -> County:
    people = [f"{number:04d}" for number in range(draw(st.integers(0, 5)))]
    places = draw(st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(0, 2), max_size=4))
    far = draw(st.sampled_from([0, 1, 3, 50]))
    distances = {
        (one, code): draw(st.integers(0, far))
        for one in people
        for code in places
        if draw(st.booleans()) or draw(st.booleans())
    }
    return people, places, distances


def communities_of(county: County) -> tuple[str, ...]:
    return tuple(one.community or NOWHERE for one in assign_communities(*county).commutes)


@given(counties())
def test_nobody_finds_a_shorter_way_by_trying_all_and_equals_go_by_number_and_code(
    county: County,
) -> None:
    plan = assign_communities(*county)

    found = (len(plan.unplaced), plan.total, communities_of(county))
    assert found == by_trying_all(county)


@given(counties(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(county: County, dice: Random) -> None:
    people, places, distances = county
    mixed = [dice.sample(list(rows), len(rows)) for rows in (places.items(), distances.items())]

    again = assign_communities(dice.sample(people, len(people)), dict(mixed[0]), dict(mixed[1]))

    assert again == assign_communities(*county)


@given(counties(), st.randoms(use_true_random=False))
def test_when_some_are_settled_the_proposal_for_the_others_stays(
    county: County, dice: Random
) -> None:
    people, places, distances = county
    plan = assign_communities(*county)
    settled = {one.person: one.community for one in plan.commutes if dice.random() < 0.5}

    taken = Counter(settled.values())
    rest = assign_communities(
        [one for one in people if one not in settled],
        {code: count - taken[code] for code, count in places.items()},
        {pair: far for pair, far in distances.items() if pair[0] not in settled},
    )

    assert [(one.person, one.community) for one in rest.commutes] == [
        (one.person, one.community) for one in plan.commutes if one.person not in settled
    ]


def person_by_person(
    people: list[str], codes: list[str], distances: Mapping[Pair, int]
) -> list[str]:
    """Give each in turn the first community that leaves the least total, solved anew each time."""
    table = np.array([[distances[one, code] for code in codes] for one in people])

    def least(rows: list[int], columns: list[int]) -> int:
        part = table[np.ix_(rows, columns)]
        return int(part[linear_sum_assignment(part)].sum())

    left, answer = list(range(len(codes))), []
    for row in range(len(people)):
        rest = list(range(row + 1, len(people)))
        total = least([row, *rest], left)
        for column in left:
            others = [one for one in left if one != column]
            if table[row, column] + least(rest, others) == total:
                answer.append(codes[column])
                left = others
                break
    return answer


@given(st.integers(1, 12), st.integers(0, 3), st.sampled_from([1, 3, 9, 5000]), st.integers())
def test_in_a_greater_county_each_in_turn_has_the_first_community_that_keeps_the_total(
    size: int, spare: int, far: int, seed: int
) -> None:
    dice = Random(seed)
    people = [f"{number:04d}" for number in range(size)]
    codes = [f"{number:03d}" for number in range(size + spare)]
    distances = {pair: dice.randint(0, far) for pair in product(people, codes)}

    plan = assign_communities(people, dict.fromkeys(codes, 1), distances)

    assert [one.community for one in plan.commutes] == person_by_person(people, codes, distances)


def test_all_ways_together_are_shortest_though_one_person_goes_further() -> None:
    distances = {
        ("0001", "甲社区"): 100, ("0001", "乙社区"): 300,
        ("0002", "甲社区"): 200, ("0002", "乙社区"): 900,
    }  # fmt: skip

    plan = assign_communities(["0002", "0001"], {"乙社区": 1, "甲社区": 1}, distances)

    assert plan.commutes == (
        Commute(
            "0001",
            "乙社区",
            300,
            "按安排人数最多、总距离最短安排；本人到“乙社区”距离300米，最近的“甲社区”距离100米，名额已安排他人",
        ),
        Commute(
            "0002",
            "甲社区",
            200,
            "按安排人数最多、总距离最短安排；本人到“甲社区”距离200米，是可去的社区中最近的",
        ),
    )
    assert plan.communities == (CommunityUse("乙社区", 1, 1), CommunityUse("甲社区", 1, 1))
    assert (plan.total, plan.longest, plan.unplaced) == (500, 300, ())


def test_reasons_speak_of_minutes_and_call_communities_by_name() -> None:
    plan = assign_communities(
        ["0001", "0002"],
        {"140923901901": 1},
        {("0001", "140923901901"): 12, ("0002", "140923901901"): 12},
        unit=DistanceUnit.MINUTE,
        names={"140923901901": "代县样本第1社区"},
    )

    assert [one.reason for one in plan.commutes] == [
        "按安排人数最多、总用时最短安排；本人到“代县样本第1社区”用时12分钟，是可去的社区中最近的",
        "可去的社区名额都已安排他人，按安排人数最多、总用时最短确定，未安排",
    ]


@pytest.mark.parametrize("far", [0, LONGEST_DISTANCE])
def test_as_many_as_possible_are_placed_however_far_they_go(far: int) -> None:
    ways = {("0001", "A"): 0, ("0001", "B"): far, ("0002", "B"): 0, ("0002", "C"): far}
    ways["0003", "A"] = 0

    plan = assign_communities(["0001", "0002", "0003"], {"A": 1, "B": 1, "C": 1}, ways)

    assert [(one.person, one.community, one.distance) for one in plan.placed] == [
        ("0001", "B", far),
        ("0002", "C", far),
        ("0003", "A", 0),
    ]


def test_whoever_cannot_be_placed_is_named_with_the_reason_and_the_others_are_placed() -> None:
    distances = {("0001", "甲"): 5, ("0002", "甲"): 4, ("0003", "满"): 1}

    plan = assign_communities(["0001", "0002", "0003", "0004"], {"甲": 1, "满": 0}, distances)

    assert [one.person for one in plan.placed] == ["0002"]
    assert plan.unplaced == (
        Commute(
            "0001", "", None, "可去的社区名额都已安排他人，按安排人数最多、总距离最短确定，未安排"
        ),
        Commute("0003", "", None, "可去的社区本次都没有名额，未安排"),
        Commute("0004", "", None, "没有到任何社区的距离，未安排"),
    )
    assert plan.communities == (CommunityUse("满", 0, 0), CommunityUse("甲", 1, 1))


def test_a_nearer_community_without_places_is_not_passed_over_in_silence() -> None:
    plan = assign_communities(["0001"], {"满": 0, "甲": 1}, {("0001", "满"): 1, ("0001", "甲"): 9})

    assert plan.commutes[0].reason.endswith("距离9米，可去的社区中比它近的本次都没有名额")


def test_the_nearest_with_places_is_told_apart_from_the_nearest() -> None:
    ways = {("0001", "甲"): 5, ("0002", "满"): 1, ("0002", "甲"): 6, ("0002", "乙"): 7}

    plan = assign_communities(["0001", "0002"], {"满": 0, "甲": 1, "乙": 1}, ways)

    assert plan.commutes[1].reason.endswith(
        "“乙”距离7米，本次有名额的社区中最近的“甲”距离6米，名额已安排他人"
    )


def is_borne_out(one: Commute, own: Mapping[str, int], uses: Mapping[str, CommunityUse]) -> bool:
    """Tell whether what a reason says of one person's ways and places is so."""
    if not one.community:
        claims = {
            "没有到任何社区的距离，未安排": not own,
            "可去的社区本次都没有名额，未安排": own and all(uses[code].places == 0 for code in own),
            "可去的社区名额都已安排他人，按安排人数最多、总距离最短确定，未安排": any(
                uses[code].places for code in own
            )
            and all(uses[code].taken == uses[code].places for code in own),
        }
        return bool(claims[one.reason])
    start = f"按安排人数最多、总距离最短安排；本人到“{one.community}”距离{own[one.community]}米，"
    assert one.reason.startswith(start)
    nearer = [code for code in own if own[code] < own[one.community]]
    claim = one.reason.removeprefix(start)
    if claim == "是可去的社区中最近的":
        return not nearer
    if claim == "可去的社区中比它近的本次都没有名额":
        return bool(nearer) and all(uses[code].places == 0 for code in nearer)
    told = re.fullmatch("(本次有名额的社区中)?最近的“(.)”距离([0-9]+)米，名额已安排他人", claim)
    assert told is not None
    among = [code for code in own if uses[code].places] if told[1] else list(own)
    others = [code for code in nearer if uses[code].places]
    return (
        int(told[3]) == own[told[2]] == min(own[code] for code in among)
        and all(uses[code].taken == uses[code].places > 0 for code in {told[2], *others})
        and bool(told[1]) is (min(own.values()) < own[told[2]])
    )


@given(counties())
def test_what_a_reason_says_is_borne_out_by_the_distances_and_the_places(county: County) -> None:
    _, _, distances = county
    plan = assign_communities(*county)
    uses = {one.community: one for one in plan.communities}

    assert [
        one.reason
        for one in plan.commutes
        if not is_borne_out(
            one, {code: far for (who, code), far in distances.items() if who == one.person}, uses
        )
    ] == []


def test_what_was_settled_before_stands_in_the_reasons() -> None:
    ways = {("0001", "甲"): 5, ("0002", "甲"): 6}

    plan = assign_communities(["0001", "0002"], {"甲": 1}, ways, preface="其后，")

    assert [one.reason for one in plan.commutes] == [
        "其后，按安排人数最多、总距离最短安排；本人到“甲”距离5米，是可去的社区中最近的",
        "可去的社区名额都已安排他人，其后，按安排人数最多、总距离最短确定，未安排",
    ]


def test_equally_far_communities_are_both_the_nearest() -> None:
    distances = {("0001", "甲"): 9, ("0001", "乙"): 9, ("0002", "乙"): 9}

    plan = assign_communities(["0001", "0002"], {"甲": 1, "乙": 1}, distances)

    assert plan.commutes[0].community == "甲"
    assert plan.commutes[0].reason.endswith("是可去的社区中最近的")


def test_of_two_nearest_communities_that_others_took_the_first_is_named() -> None:
    people, near = ["0001", "0002", "0003"], {"A": 1, "B": 1}
    ways = {(one, code): far for one in people for code, far in near.items()}
    ways["0003", "C"] = 5

    plan = assign_communities(people, {"C": 1, "B": 1, "A": 1}, dict(reversed(ways.items())))

    assert "最近的“A”距离1米，名额已安排他人" in plan.commutes[2].reason


def test_a_community_with_two_places_takes_two() -> None:
    distances = {
        (one, code): far for one in ("0001", "0002", "0003") for code, far in (("甲", 1), ("乙", 7))
    }

    plan = assign_communities(["0001", "0002", "0003"], {"甲": 2, "乙": 2}, distances)

    assert plan.communities == (CommunityUse("乙", 2, 1), CommunityUse("甲", 2, 2))
    assert (plan.total, plan.longest) == (9, 7)


def test_nobody_to_place_is_an_empty_plan() -> None:
    plan = assign_communities([], {"甲": 1}, {})

    assert (plan.commutes, plan.total, plan.longest) == ((), 0, 0)
    assert plan.communities == (CommunityUse("甲", 1, 0),)


@pytest.mark.parametrize("distance", [-1, LONGEST_DISTANCE + 1, 1.5, True])
def test_a_distance_that_is_no_whole_number_within_the_county_is_refused(distance: int) -> None:
    with pytest.raises(BadDistance, match="“0001”到“甲”的距离不是0至1000000的整数"):
        assign_communities(["0001"], {"甲": 1}, {("0001", "甲"): distance})


@pytest.mark.parametrize("distance", [0, LONGEST_DISTANCE])
def test_the_smallest_and_the_longest_distance_are_taken(distance: int) -> None:
    plan = assign_communities(["0001"], {"甲": 1}, {("0001", "甲"): distance})

    assert (plan.total, plan.longest, len(plan.placed)) == (distance, distance, 1)


@pytest.mark.parametrize("pair", [("0002", "甲"), ("0001", "乙")])
def test_a_distance_of_somebody_or_to_somewhere_not_listed_is_refused(pair: Pair) -> None:
    with pytest.raises(UnknownPair, match="人员或社区不在名单里"):
        assign_communities(["0001"], {"甲": 1}, {pair: 5})


def test_a_community_with_fewer_than_no_places_is_refused() -> None:
    with pytest.raises(BadPlaces):
        assign_communities(["0001"], {"甲": -1}, {})


def test_more_than_a_county_ever_has_is_refused_before_memory_is_spent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commute, "MOST_PAIRS", 6)
    two = {("0001", "甲"): 1, ("0002", "甲"): 1}

    within = assign_communities(["0001", "0002"], {"甲": 1}, two)

    assert len(within.placed) == 1
    with pytest.raises(TooManyPairs, match="2人、2个名额"):
        assign_communities(["0001", "0002"], {"甲": 2}, two)


def test_places_that_nobody_can_reach_cost_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commute, "MOST_PAIRS", 2)

    plan = assign_communities(["0001"], {"甲": 10**9, "远": 10**9}, {("0001", "甲"): 1})

    assert plan.communities == (CommunityUse("甲", 10**9, 1), CommunityUse("远", 10**9, 0))
