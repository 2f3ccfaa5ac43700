"""A frame and the page it marks: one geometry for words, pictures and crops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.documents.grid import Box
from linli.core.pages.framing import (
    Points,
    box_around,
    in_order,
    on_page,
    reading_order,
    turned,
    warp,
    within,
)
from linli.core.pages.page import WHOLE, Frame
from tests.core.pages.made_pages import page, photographed

SHARE = st.floats(0, 0.2)
FRAMES = st.builds(
    lambda a, b, c, d, e, f, g, h: ((a, b), (1 - c, d), (1 - e, 1 - f), (g, 1 - h)),
    *[SHARE] * 8,
)
SHAPE = (300, 200, 3)


def pixels_of(frame: Frame) -> Points:
    return (np.array(frame) * (SHAPE[1], SHAPE[0])).astype(np.float32)


@given(FRAMES, st.integers(-4, 4), st.integers(-4, 4))
def test_turns_add_up_and_four_are_none(frame: Frame, first: int, second: int) -> None:
    assert turned(turned(frame, first), second) == turned(frame, first + second)
    assert turned(frame, 4) == frame


@given(FRAMES)
def test_the_corners_of_a_frame_are_the_corners_of_its_page(frame: Frame) -> None:
    assert on_page(pixels_of(frame), SHAPE, frame) == pytest.approx(np.array(WHOLE), abs=1e-3)


@given(FRAMES, FRAMES)
def test_a_frame_within_a_frame_marks_the_same_places(outer: Frame, inner: Frame) -> None:
    assert np.array(within(outer, WHOLE)) == pytest.approx(np.array(outer), abs=1e-4)
    placed = on_page(pixels_of(within(outer, inner)), SHAPE, outer)
    assert placed == pytest.approx(np.array(inner), abs=1e-3)


@pytest.mark.parametrize("quarters", range(4))
def test_a_page_turned_by_quarters_loses_nothing(quarters: int) -> None:
    picture = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    assert (warp(picture, turned(WHOLE, quarters)) == np.rot90(picture, -quarters)).all()


def test_a_sheet_on_a_desk_is_seen_as_from_above() -> None:
    sheet = page(("甲", 0.1, 0.1), ("乙", 0.8, 0.8), letter=90)
    picture, frame = photographed(sheet, ((0.1, 0.05), (0.9, 0.1), (0.95, 0.9), (0.05, 0.95)))
    seen = warp(picture, frame)
    for name, box in (("甲", Box(0.09, 0.1, 0.22, 0.2)), ("乙", Box(0.79, 0.8, 0.92, 0.9))):
        rows, columns = (seen.mean(axis=2) < 70).nonzero()
        places = np.stack((columns / seen.shape[1], rows / seen.shape[0]), axis=1)
        inside = (places >= (box.left, box.top)) & (places <= (box.right, box.bottom))
        assert inside.all(axis=1).sum() > 100, name


def test_beyond_the_picture_a_page_is_white() -> None:
    seen = warp(np.zeros((100, 100, 3), dtype=np.uint8), ((0, 0), (2, 0), (2, 1), (0, 1)))
    assert seen.shape == (100, 200, 3)
    assert seen[50, 30].tolist() == [0, 0, 0]
    assert seen[50, 170].tolist() == [255, 255, 255]


@given(st.floats(-44, 44), st.floats(5, 80), st.permutations(range(4)))
def test_corners_are_named_from_the_upper_left_at_any_slope_below_45_degrees(
    slope: float, height: float, order: list[int]
) -> None:
    box = np.array(((0, 0), (40, 0), (40, height), (0, height)), dtype=np.float32)
    angle = np.radians(slope)
    turn = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))))
    corners = (box @ turn).astype(np.float32)
    shuffled = corners[None, order]
    assert in_order(shuffled, reading_order(shuffled))[0] == pytest.approx(corners)


def test_a_box_is_cut_at_the_edges_of_the_page() -> None:
    corners = np.array(((-0.5, 0.2), (0.4, 0.1), (0.5, 1.5), (0, 1)), dtype=np.float32)
    box = box_around(corners)
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((0, 0.1, 0.5, 1))
