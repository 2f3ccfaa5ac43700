"""Who marks whom, in which order, and whether two entries of the sheets agree."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement.panels import (
    Difference,
    Examiner,
    Member,
    Presence,
    Relation,
    RelationKind,
    TooFewExaminers,
    dealt,
    differences,
    drawn_order,
    drawn_panels,
    folded_name,
    markers,
    recused,
)

FIVE = tuple(Examiner(number) for number in range(1, 6))
SIXTH = Examiner(6, is_substitute=True)
SEVENTH = Examiner(7, is_substitute=True)
CASES = st.lists(st.integers(1, 999).map(lambda number: f"{number:05d}"), unique=True, max_size=20)
SHEETS = st.dictionaries(
    st.integers(1, 9).map(lambda number: f"{number:05d}"),
    st.dictionaries(st.integers(1, 4), st.integers(0, 3), max_size=4),
    max_size=6,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("考官甲", "考官甲"),
        (" 考官\u3000甲\t", "考官甲"),
        ("考官\u200b甲\ufeff", "考官甲"),
        ("Ｋ１２", "K12"),
        (" \u3000\u200b", ""),
    ],
)
def test_a_name_is_the_same_however_its_blanks_and_widths_are_written(
    written: str, folded: str
) -> None:
    assert folded_name(written) == folded


def test_every_declared_relation_keeps_its_examiner_from_its_candidate_alone() -> None:
    declared = [
        Relation(2, "00001", RelationKind.KIN),
        Relation(4, "00001", RelationKind.HOME_TOWN),
        Relation(2, "00001", RelationKind.SCHOOL),
        Relation(3, "00002", RelationKind.SCHOOL),
    ]

    assert recused(declared) == {"00001": {2, 4}, "00002": {3}}


def test_all_regular_examiners_mark_a_candidate_without_relations() -> None:
    assert markers("00001", [*FIVE, SIXTH], frozenset(), least=3) == (1, 2, 3, 4, 5)


def test_a_recused_examiner_does_not_mark_and_needs_no_substitute_while_enough_remain() -> None:
    assert markers("00001", [*FIVE, SIXTH], {2, 5}, least=3) == (1, 3, 4)


def test_substitutes_without_a_relation_make_up_the_least_number_and_no_more() -> None:
    panel = [SEVENTH, SIXTH, *FIVE]

    assert markers("00001", panel, {2, 4, 5}, least=3) == (1, 3, 6)
    assert markers("00001", panel, {2, 4, 5, 6}, least=3) == (1, 3, 7)
    assert markers("00001", panel, {2, 3, 4, 5}, least=3) == (1, 6, 7)


def test_recusal_that_leaves_too_few_asks_for_a_substitute() -> None:
    with pytest.raises(
        TooFewExaminers,
        match=r"报名00001回避后只有2名考官可以评分，少于3名；.*应当回避；处理办法：增补替补考官",
    ):
        markers("00001", FIVE, {1, 2, 3}, least=3)


def test_recusal_that_leaves_just_the_least_number_is_enough() -> None:
    assert markers("00001", FIVE, {1, 2}, least=3) == (3, 4, 5)


@given(st.permutations([*FIVE, SIXTH, SEVENTH]), st.sets(st.integers(1, 5), max_size=4))
def test_the_order_of_examiners_decides_nothing(panel: list[Examiner], away: set[int]) -> None:
    assert markers("00001", panel, away, least=3) == markers(
        "00001", [*FIVE, SIXTH, SEVENTH], away, least=3
    )


def test_relations_have_the_words_of_the_office() -> None:
    assert {kind.value: kind.label for kind in RelationKind} == {
        "kin": "亲属",
        "school": "师生或同校",
        "home_town": "同乡",
    }


def test_the_order_can_be_drawn_again_by_anyone_from_seed_and_numbers() -> None:
    numbers = [f"{number:05d}" for number in range(1, 31)]
    lots = {
        number: hashlib.sha256(f"公开种子|面见次序|{number}".encode()).hexdigest()
        for number in numbers
    }

    found = drawn_order(numbers, seed="公开种子")

    assert list(found) == sorted(numbers, key=lots.__getitem__)
    assert list(found) != numbers


@given(CASES, st.randoms())
def test_the_order_of_rows_changes_no_draw(numbers: list[str], dice: Random) -> None:
    shuffled = list(numbers)
    dice.shuffle(shuffled)

    assert drawn_order(shuffled, seed="样本") == drawn_order(numbers, seed="样本")


def test_another_seed_draws_another_order() -> None:
    numbers = [f"{number:05d}" for number in range(1, 31)]

    assert drawn_order(numbers, seed="甲") != drawn_order(numbers, seed="乙")


def test_candidates_are_dealt_to_panels_in_turn() -> None:
    assert dealt(["a", "b", "c", "d", "e"], 2) == (("a", "c", "e"), ("b", "d"))


MEMBERS = st.integers(1, 4).flatmap(
    lambda panels: st.tuples(
        st.just(panels),
        st.lists(st.sampled_from(["县", "街道", "社区"]), min_size=panels, max_size=20),
    )
)


@given(MEMBERS, st.randoms())
def test_panels_are_drawn_alike_in_size_and_bodies_with_a_head_each_in_any_order_of_rows(
    drawn: tuple[int, list[str]], dice: Random
) -> None:
    panels, bodies = drawn
    members = [
        Member(f"考官{number}", body, is_head=number < panels) for number, body in enumerate(bodies)
    ]
    shuffled = list(members)
    dice.shuffle(shuffled)

    found = drawn_panels(shuffled, panels=panels, seed="样本")

    assert found == drawn_panels(members, panels=panels, seed="样本")
    assert Counter(chain(*found)) == Counter(members)
    assert {sum(one.is_head for one in panel) for panel in found} == {1}
    assert spread(len(panel) for panel in found) <= 1
    for body in set(bodies):
        others = [sum(one.body == body and not one.is_head for one in panel) for panel in found]
        assert spread(others) <= 1


def spread(numbers: Iterable[int]) -> int:
    found = list(numbers)
    return max(found) - min(found)


def test_examiners_are_drawn_to_panels_by_lots_of_the_public_seed() -> None:
    members = [Member(f"考官{number}", "县") for number in range(1, 7)]
    lots = {
        one.id: hashlib.sha256(f"公开种子|考官分组|{one.id}".encode()).hexdigest()
        for one in members
    }
    ordered = sorted(members, key=lambda one: lots[one.id])

    found = drawn_panels(members, panels=2, seed="公开种子")

    assert found == (tuple(ordered[::2]), tuple(ordered[1::2]))


def test_two_entries_that_agree_have_no_difference() -> None:
    sheets = {"00001": {1: 8000, 2: 9000}, "00002": {}}

    assert differences(sheets, {"00002": {}, "00001": {2: 9000, 1: 8000}}) == ()


def test_differences_are_told_cell_by_cell_with_what_only_one_entry_has() -> None:
    first = {
        "00003": {1: 8000},
        "00001": {1: 8000, 2: 8550, 3: 7000},
        "00002": {1: 9000},
        "00005": {},
    }
    second = {"00001": {1: 8000, 2: 8505, 4: 7000}, "00002": {}, "00004": {}}

    found = differences(first, second)

    assert found == (
        Difference("00001", 2, 8550, 8505),
        Difference("00001", 3, 7000, None),
        Difference("00001", 4, None, 7000),
        Difference("00002", None, Presence.PRESENT, Presence.ABSENT),
        Difference("00003", None, Presence.PRESENT, Presence.MISSING),
        Difference("00004", None, Presence.MISSING, Presence.ABSENT),
        Difference("00005", None, Presence.ABSENT, Presence.MISSING),
    )
    assert [one.text for one in found[:4]] == [
        "报名00001考官2第一次85.50分、第二次85.05分",
        "报名00001考官3第一次70.00分、第二次空白",
        "报名00001考官4第一次空白、第二次70.00分",
        "报名00002第一次到场、第二次缺席",
    ]


def test_a_mark_of_zero_is_no_blank() -> None:
    assert differences({"00001": {1: 0, 2: 1}}, {"00001": {2: 1}}) == (
        Difference("00001", 1, 0, None),
    )


@given(SHEETS, SHEETS)
def test_differences_are_none_just_where_both_entries_are_alike_and_turn_with_them(
    first: dict[str, dict[int, int]], second: dict[str, dict[int, int]]
) -> None:
    found = differences(first, second)

    assert (found == ()) is (first == second)
    assert [(one.candidate, one.examiner, one.second, one.first) for one in found] == [
        (one.candidate, one.examiner, one.first, one.second) for one in differences(second, first)
    ]
