"""A page is straightened by its words and rules, and a straight one is left alone."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.pages.framing import Points, on_page, within
from linli.core.pages.page import WHOLE, Frame
from linli.core.pages.straightening import straightened

SHAPE = (1400, 1000, 3)
SIZE = (1000, 1400)


def lines_of_words() -> Points:
    """Return the corners of words on a straight page, in pixels."""
    corners = [
        ((x, y), (x + 260, y), (x + 260, y + 24), (x, y + 24))
        for y in range(120, 1300, 90)
        for x in (120, 560)
    ]
    return np.array(corners, dtype=np.float32)


def rules() -> Points:
    """Return the upright rules of a table on a straight page, in pixels."""
    return np.array([((x, 110), (x, 1310)) for x in (110, 500, 880)], dtype=np.float32)


def moved(points: Points, corners: Frame) -> Points:
    """Return where points of a straight page lie in a picture that shows it at ``corners``."""
    unit = np.array(((0, 0), (1, 0), (1, 1), (0, 1)), dtype=np.float32) * SIZE
    target = (np.array(corners) * SIZE).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(unit.astype(np.float32), target)
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix).reshape(points.shape)


def turned_by(degrees: float) -> Frame:
    angle = np.radians(degrees)
    turn = np.array(((np.cos(angle), np.sin(angle)), (-np.sin(angle), np.cos(angle))))
    corners = (np.array(WHOLE) * SIZE - np.array(SIZE) / 2) @ turn + np.array(SIZE) / 2
    first, second, third, fourth = (tuple(map(float, corner / SIZE)) for corner in corners)
    return (first, second, third, fourth)


def worst_slope(points: Points, corners: Frame, frame: Frame) -> float:
    """Return by how many degrees any line is off once the page is straightened."""
    seen = on_page(moved(points, corners), SHAPE, frame) * SIZE
    runs = seen[:, 1] - seen[:, 0]
    return float(np.degrees(np.arctan2(np.abs(runs).min(axis=1), np.abs(runs).max(axis=1))).max())


def frame_found(corners: Frame, *, with_rules: bool = True) -> Frame:
    pieces = moved(rules(), corners) if with_rules else np.zeros((0, 2, 2), dtype=np.float32)
    return straightened(WHOLE, moved(lines_of_words(), corners), pieces, SHAPE)


@settings(max_examples=40, deadline=None)
@given(st.floats(-10, 10))
def test_a_skewed_scan_is_straightened_with_or_without_rules(degrees: float) -> None:
    corners = turned_by(degrees)
    for with_rules in (True, False):
        frame = frame_found(corners, with_rules=with_rules)
        assert worst_slope(lines_of_words(), corners, frame) < 0.3


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-0.05, 0.05), min_size=8, max_size=8))
def test_a_page_seen_from_the_side_is_seen_from_above(shifts: list[float]) -> None:
    corners = np.array(WHOLE) + np.array(shifts).reshape(4, 2)
    first, second, third, fourth = (tuple(map(float, corner)) for corner in corners)
    frame = frame_found((first, second, third, fourth))
    assert worst_slope(lines_of_words(), (first, second, third, fourth), frame) < 0.6
    assert worst_slope(rules(), (first, second, third, fourth), frame) < 0.6


def test_nothing_of_the_picture_is_cut_off() -> None:
    frame = frame_found(turned_by(5))
    corners = (np.array(WHOLE) * SIZE).astype(np.float32)
    placed = on_page(corners, SHAPE, frame)
    assert placed.min() == pytest.approx(0, abs=1e-3)
    assert placed.max() == pytest.approx(1, abs=1e-3)


def test_a_straight_page_and_one_without_long_lines_keep_their_frame() -> None:
    assert frame_found(WHOLE) == WHOLE
    assert frame_found(turned_by(0.1)) == WHOLE
    assert frame_found(turned_by(0.3)) != WHOLE
    letters = lines_of_words() * (0.2, 1.0)
    assert (
        straightened(WHOLE, letters.astype(np.float32), np.zeros((0, 2, 2), np.float32), SHAPE)
        == WHOLE
    )


def test_more_than_15_degrees_is_no_slip() -> None:
    assert frame_found(turned_by(14.5)) != WHOLE
    assert frame_found(turned_by(15.5)) == WHOLE


def test_lines_of_the_desk_around_the_words_do_not_count() -> None:
    corners = turned_by(4)
    inner: Frame = ((0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7))
    words = moved(lines_of_words(), within(inner, corners))
    grain = np.array([((0, y), (1000, y)) for y in range(0, 200, 5)], dtype=np.float32)
    found = straightened(WHOLE, words, grain, SHAPE)
    alone = straightened(WHOLE, words, grain[:0], SHAPE)
    assert found == alone != WHOLE
