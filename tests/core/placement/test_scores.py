"""What marks come to: means half up, dropped extremes, weights and floors."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement.scores import (
    Composite,
    PanelTotal,
    Part,
    PartMissing,
    TooFewMarks,
    composite,
    least_marks,
    mean_half_up,
    panel_total,
    points,
)

MARKS = st.lists(st.integers(0, 10_000), min_size=3, max_size=9)
HALVES = (Part("笔试", Fraction(1, 2)), Part("面试", Fraction(1, 2)))


@pytest.mark.parametrize(
    ("marks", "mean"),
    [
        ((8000,), 8000),
        ((8000, 9000), 8500),
        ((8001, 8002), 8002),
        ((8000, 8001, 8001), 8001),
        ((8000, 8000, 8001), 8000),
        ((8000, 8000, 8000, 8001), 8000),
        ((8000, 8000, 8001, 8001), 8001),
        ((8850, 9000, 9125), 8992),
        ((0, 0), 0),
        ((0, 1), 1),
        ((10000,) * 7, 10000),
    ],
)
def test_the_mean_of_marks_rounds_halves_up(marks: tuple[int, ...], mean: int) -> None:
    assert mean_half_up(marks) == mean


def test_all_marks_count_where_nothing_is_dropped() -> None:
    assert panel_total([9500, 8000, 8001], drops_extremes=False) == PanelTotal(8500)


def test_the_highest_and_the_lowest_mark_are_dropped_wherever_they_stand() -> None:
    found = panel_total([9500, 8000, 6000, 8001], drops_extremes=True)

    assert found == PanelTotal(8001, dropped=(9500, 6000))


@pytest.mark.parametrize(
    ("marks", "total", "dropped"),
    [
        ([9000, 9000, 9000, 8000, 7000], 8667, (9000, 7000)),
        ([9000, 8000, 7000, 7000, 7000], 7333, (9000, 7000)),
        ([8000, 8000, 8000], 8000, (8000, 8000)),
        ([9000, 9000, 7000, 7000], 8000, (9000, 7000)),
    ],
)
def test_of_equal_extremes_only_one_each_is_dropped(
    marks: list[int], total: int, dropped: tuple[int, int]
) -> None:
    assert panel_total(marks, drops_extremes=True) == PanelTotal(total, dropped)


def test_two_marks_are_too_few_to_drop_the_extremes_and_three_are_enough() -> None:
    with pytest.raises(TooFewMarks, match="只有2个评分，去掉最高分和最低分后没有可计的评分"):
        panel_total([8000, 9000], drops_extremes=True)

    assert panel_total([8000, 9000, 8500], drops_extremes=True).total == 8500
    assert least_marks(drops_extremes=True) == 3


def test_no_mark_at_all_makes_no_total_and_one_does() -> None:
    with pytest.raises(TooFewMarks, match="只有0个评分，不能计算总分"):
        panel_total([], drops_extremes=False)

    assert panel_total([8000], drops_extremes=False).total == 8000
    assert least_marks(drops_extremes=False) == 1


@given(MARKS, st.booleans(), st.randoms())
def test_the_order_of_examiners_changes_no_total(
    marks: list[int], drops: bool, dice: Random
) -> None:
    shuffled = list(marks)
    dice.shuffle(shuffled)

    assert panel_total(shuffled, drops_extremes=drops) == panel_total(marks, drops_extremes=drops)


@given(MARKS, st.booleans())
def test_a_total_lies_between_the_lowest_and_the_highest_mark(
    marks: list[int], drops: bool
) -> None:
    assert min(marks) <= panel_total(marks, drops_extremes=drops).total <= max(marks)


@given(MARKS)
def test_what_is_dropped_and_what_counts_are_all_the_marks(marks: list[int]) -> None:
    found = panel_total(marks, drops_extremes=True)
    counted = (sum(marks) - sum(found.dropped)) / (len(marks) - 2)

    assert found.dropped == (max(marks), min(marks))
    assert abs(found.total - counted) <= 0.5


def test_written_test_and_interview_are_weighed_four_to_six() -> None:
    parts = (Part("笔试", Fraction(40, 100)), Part("面试", Fraction(60, 100)))

    found = composite({"笔试": 7000, "面试": 8050}, parts, clause="样本")

    assert found == Composite(7630)


def test_weights_of_one_and_one_are_the_plain_sum_of_written_test_and_interview() -> None:
    parts = (Part("笔试", Fraction(1)), Part("面试", Fraction(1)))

    assert composite({"笔试": 9050, "面试": 4525}, parts, clause="D2 篇五 三(三)").total == 13575


@pytest.mark.parametrize(("interview", "total"), [(8000, 8000), (8001, 8001), (8002, 8001)])
def test_a_composite_rounds_half_a_hundredth_up(interview: int, total: int) -> None:
    assert composite({"笔试": 8000, "面试": interview}, HALVES, clause="样本").total == total


def test_thirds_are_weighed_without_loss() -> None:
    parts = tuple(Part(name, Fraction(1, 3)) for name in "甲乙丙")

    assert composite({"甲": 8000, "乙": 8000, "丙": 8000}, parts, clause="样本").total == 8000


@pytest.mark.parametrize(("written", "is_acceptable"), [(4999, False), (5000, True), (5001, True)])
def test_a_part_below_its_floor_is_not_acceptable_and_the_floor_itself_is(
    written: int, is_acceptable: bool
) -> None:
    parts = (Part("笔试", Fraction(2, 5), floor=5000), Part("面试", Fraction(3, 5)))

    found = composite({"笔试": written, "面试": 9000}, parts, clause="样本 三")

    assert found.is_acceptable is is_acceptable
    assert found.reasons == (
        () if is_acceptable else ("笔试49.99分，低于最低要求50.00分（样本 三）",)
    )


@pytest.mark.parametrize(
    ("interview", "is_acceptable"), [(5998, False), (5999, True), (6000, True)]
)
def test_the_floor_of_the_total_is_held_against_the_rounded_total(
    interview: int, is_acceptable: bool
) -> None:
    found = composite({"笔试": 6000, "面试": interview}, HALVES, clause="样本", floor=6000)

    assert found.is_acceptable is is_acceptable
    assert found.reasons == (
        () if is_acceptable else ("总成绩59.99分，低于最低要求60.00分（样本）",)
    )


def test_every_floor_that_is_missed_is_told() -> None:
    parts = (Part("笔试", Fraction(1, 2), floor=5000), Part("面试", Fraction(1, 2), floor=6000))

    found = composite({"笔试": 4000, "面试": 5000}, parts, clause="样本", floor=6000)

    assert found == Composite(
        4500,
        (
            "笔试40.00分，低于最低要求50.00分（样本）",
            "面试50.00分，低于最低要求60.00分（样本）",
            "总成绩45.00分，低于最低要求60.00分（样本）",
        ),
    )


def test_a_total_without_one_of_its_parts_is_refused_by_the_parts_name() -> None:
    with pytest.raises(PartMissing, match="缺少面试；依据：样本 三"):
        composite({"笔试": 6000}, HALVES, clause="样本 三")


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_order_of_parts_changes_no_total(written: int, interview: int) -> None:
    scores = {"笔试": written, "面试": interview}

    assert composite(scores, HALVES, clause="样本") == composite(
        dict(reversed(scores.items())), HALVES[::-1], clause="样本"
    )


@pytest.mark.parametrize(("hundredths", "text"), [(0, "0.00"), (7, "0.07"), (8950, "89.50")])
def test_points_have_two_decimals(hundredths: int, text: str) -> None:
    assert points(hundredths) == text
