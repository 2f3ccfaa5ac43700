"""Who goes to the interview: the ratio, equals at the last place, posts with too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import Shortlist, ShortlistRule, TieRule, TooFewRule, drawn_lot, shortlist
from linli.core.placement.shortlist import ShortlistRuleRefused, tied_at

ALL, NONE, LOT = TieRule.ALL_ENTER, TieRule.NONE_ENTERS, TieRule.BY_LOT
KEEP, CUT, LOWER, REOPEN = TooFewRule


def rule(
    ties: TieRule = ALL, too_few: TooFewRule = KEEP, *, ratio: int = 3, start: int = 3, lowest=1
) -> ShortlistRule:
    return ShortlistRule(ratio, ties, too_few, start_ratio=start, lowest_ratio=lowest)


def rows(*scores: int) -> list[tuple[str, int]]:
    return [(f"A{number:03d}", score) for number, score in enumerate(scores)]


def ids(*numbers: int) -> tuple[str, ...]:
    return tuple(f"A{number:03d}" for number in numbers)


def by_lot(*numbers: int, seed: str) -> tuple[str, ...]:
    return tuple(sorted(ids(*numbers), key=lambda one: drawn_lot(seed, one)))


@pytest.mark.parametrize(
    ("scores", "places", "listed"),
    [
        ((9, 8, 7, 6), 1, (0, 1, 2)),
        ((9, 8, 7, 7), 1, (0, 1, 2, 3)),
        ((9, 7, 7, 7, 7, 6), 1, (0, 1, 2, 3, 4)),
        ((9, 9, 9, 8), 1, (0, 1, 2)),
        ((5, 5, 5, 5, 5), 1, (0, 1, 2, 3, 4)),
        ((9, 8, 7), 1, (0, 1, 2)),
        ((9, 8), 1, (0, 1)),
        ((9, 8), 0, ()),
        ((), 1, ()),
        ((1, 9, 5, 7, 3, 8, 2), 2, (1, 5, 3, 2, 4, 6)),
    ],
)
def test_three_for_a_place_enter_and_all_tied_at_the_last(
    scores: tuple[int, ...], places: int, listed: tuple[int, ...]
) -> None:
    found = shortlist(rows(*scores), places=places, rule=rule())

    assert (sorted(found.listed), found.places, found.remark) == (sorted(ids(*listed)), places, "")
    entered = dict(rows(*scores))
    assert [entered[one] for one in found.listed] == sorted(
        (entered[one] for one in found.listed), reverse=True
    )


@pytest.mark.parametrize(
    ("ties", "scores", "listed"),
    [
        # The fourth is below, equal to, and equal to several at the third and last place.
        (ALL, (9, 8, 7, 6), (0, 1, 2)),
        (NONE, (9, 8, 7, 6), (0, 1, 2)),
        (LOT, (9, 8, 7, 6), (0, 1, 2)),
        (ALL, (9, 8, 7, 7), (0, 1, 2, 3)),
        (NONE, (9, 8, 7, 7), (0, 1)),
        (LOT, (9, 8, 7, 7), (0, 1, "lot", 2, 3)),
        (NONE, (9, 7, 7, 7), (0,)),
        (LOT, (9, 7, 7, 7), (0, "lot", 1, 2, 3)),
        (NONE, (7, 7, 7, 7), ()),
        # Equals before the last place, or all who stand, are no matter.
        (NONE, (9, 9, 9, 8), (0, 1, 2)),
        (NONE, (9, 8, 8), (0, 1, 2)),
        (NONE, (9, 8, 7, 6, 6), (0, 1, 2)),
    ],
)
def test_equals_at_the_last_place_enter_stay_out_or_draw(
    ties: TieRule, scores: tuple[int, ...], listed: tuple[int | str, ...]
) -> None:
    found = shortlist(rows(*scores), places=1, rule=rule(ties), seed="样本")

    if "lot" in listed:
        at = listed.index("lot")
        expected = (*ids(*listed[:at]), *by_lot(*listed[at + 1 :], seed="样本"))[:3]
        assert found == Shortlist(expected, 1)
    else:
        assert (set(found.listed), found.places) == (set(ids(*listed)), 1)


def test_lot_at_the_last_place_is_that_of_the_public_seed() -> None:
    drawn = {
        shortlist(rows(9, 9, 7, 7), places=1, rule=rule(LOT), seed=str(seed)).listed[-1]
        for seed in range(20)
    }

    assert drawn == set(ids(2, 3))


@pytest.mark.parametrize(
    ("standing", "places", "too_few", "expected"),
    [
        (6, 2, KEEP, (6, 2, "")),
        (5, 2, KEEP, (5, 2, "")),
        (6, 2, CUT, (6, 2, "")),
        (7, 2, CUT, (6, 2, "")),
        (
            5, 2, CUT,
            (3, 1, "符合条件的5人，未达到开考比例3∶1，名额由2名核减为1名"),
        ),
        (
            3, 2, CUT,
            (3, 1, "符合条件的3人，未达到开考比例3∶1，名额由2名核减为1名"),
        ),
        (2, 2, CUT, (0, 0, "符合条件的2人，未达到开考比例3∶1，取消招募")),
        (0, 2, CUT, (0, 0, "符合条件的0人，未达到开考比例3∶1，取消招募")),
        (6, 2, LOWER, (6, 2, "")),
        (5, 2, LOWER, (5, 2, "符合条件的5人，未达到开考比例3∶1，开考比例降低到2∶1")),
        (4, 2, LOWER, (4, 2, "符合条件的4人，未达到开考比例3∶1，开考比例降低到2∶1")),
        (
            3, 2, LOWER,
            (3, 1, "符合条件的3人，未达到开考比例3∶1，开考比例降低到2∶1，名额由2名核减为1名"),
        ),
        (1, 2, LOWER, (0, 0, "符合条件的1人，未达到开考比例3∶1，开考比例降低到2∶1，取消招募")),
        (6, 2, REOPEN, (6, 2, "")),
        (5, 2, REOPEN, (0, 2, "符合条件的5人，未达到开考比例3∶1，重新组织报名")),
        (0, 0, REOPEN, (0, 0, "")),
    ],
)  # fmt: skip
def test_post_with_too_few_keeps_cuts_lowers_or_opens_again(
    standing: int, places: int, too_few: TooFewRule, expected: tuple[int, int, str]
) -> None:
    scores = rows(*range(100, 100 - standing, -1))

    found = shortlist(scores, places=places, rule=rule(ALL, too_few, lowest=2))

    entered, left, remark = expected
    assert found == Shortlist(ids(*range(entered)), left, remark)


def test_lowered_ratio_gives_no_more_places_than_there_were() -> None:
    found = shortlist(rows(9, 8, 7, 6, 5), places=2, rule=rule(ALL, LOWER, lowest=1))

    remark = "符合条件的5人，未达到开考比例3∶1，开考比例降低到1∶1"
    assert found == Shortlist(ids(0, 1, 2, 3, 4), 2, remark)


@pytest.mark.parametrize(
    ("scores", "already", "listed"),
    [
        # Six enter for two places; who entered before counts.
        ((9, 8, 7), 4, (0, 1)),
        ((9, 8, 8), 4, (0, 1, 2)),
        ((9, 8, 7), 6, ()),
        ((9, 8, 7), 7, ()),
        ((), 6, ()),
        # Too few for the starting ratio, at a later list, is no matter any more.
        ((9,), 4, (0,)),
        ((9,), 2, (0,)),
        ((9,), 0, (0,)),
        ((), 1, ()),
    ],
)
@pytest.mark.parametrize("too_few", TooFewRule)
def test_later_list_fills_the_remaining_number_and_leaves_the_places_as_they_are(
    too_few: TooFewRule, scores: tuple[int, ...], already: int, listed: tuple[int, ...]
) -> None:
    found = shortlist(
        rows(*scores), places=2, rule=rule(ALL, too_few), already_listed=already, seed="样本"
    )

    assert (set(found.listed), found.places, found.remark) == (set(ids(*listed)), 2, "")


@pytest.mark.parametrize(
    ("ratios", "told"),
    [((0, 3, 1), "进入比例0"), ((3, 0, 1), "开考比例0"), ((3, 3, -1), "最低开考比例-1")],
)
def test_ratio_below_one_for_a_place_is_refused(ratios: tuple[int, int, int], told: str) -> None:
    ratio, start, lowest = ratios

    with pytest.raises(ShortlistRuleRefused, match=f"^{told}∶1不对，每个名额至少1人"):
        rule(ALL, LOWER, ratio=ratio, start=start, lowest=lowest)


SCORES = st.lists(
    st.tuples(st.uuids().map(str), st.integers(0, 4)), max_size=15, unique_by=lambda row: row[0]
)


@given(SCORES, st.integers(0, 3), st.integers(1, 4), st.sampled_from(TieRule))
def test_nobody_is_left_out_for_someone_with_less(
    scores: list[tuple[str, int]], places: int, ratio: int, ties: TieRule
) -> None:
    found = shortlist(scores, places=places, rule=rule(ties, ratio=ratio), seed="样本")

    by_id, limit = dict(scores), places * ratio
    inside = [by_id[one] for one in found.listed]
    outside = [score for one, score in scores if one not in found.listed]
    last = min(inside, default=4)
    at_the_last = last if ties is LOT else last - 1
    assert len(set(found.listed)) == len(found.listed)
    assert not inside or max(outside, default=-1) <= at_the_last
    if ties is ALL:
        assert len(inside) >= min(limit, len(scores))
        assert sum(score > last for score in inside) < max(limit, 1)
    if ties is NONE:
        assert len(inside) <= limit
    if ties is LOT:
        assert len(inside) == min(limit, len(scores))


@given(SCORES, st.sampled_from(TieRule), st.randoms(use_true_random=False))
def test_list_does_not_depend_on_the_order_of_rows(
    scores: list[tuple[str, int]], ties: TieRule, random
) -> None:
    shuffled = random.sample(scores, len(scores))

    assert shortlist(shuffled, places=2, rule=rule(ties, ratio=2), seed="样本") == shortlist(
        scores, places=2, rule=rule(ties, ratio=2), seed="样本"
    )


@pytest.mark.parametrize(
    ("scores", "limit", "tied"),
    [
        ((9, 8, 7, 6), 3, ()),
        ((9, 8, 7, 7), 3, (2, 3)),
        ((7, 9, 7, 7), 2, (0, 2, 3)),
        # Equals who all fit in, or of whom none does, share no last place.
        ((9, 7, 7), 3, ()),
        ((9, 8, 7, 7), 2, ()),
        ((9, 8), 5, ()),
        ((9, 9), 0, ()),
        ((9, 9), -1, ()),
    ],
)
def test_equals_at_the_last_place_are_named(
    scores: tuple[int, ...], limit: int, tied: tuple[int, ...]
) -> None:
    assert tied_at(rows(*scores), limit) == ids(*tied)
