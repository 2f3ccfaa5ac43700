"""Straighten a page that is askew or seen from the side, by its lines of words and ruled lines.

Where the sheet's own edges are not in the picture, what is printed on it shows how it lies:
words and rules that are level on paper run together towards one side of a photo, upright
rules towards another.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.core.pages.framing import Points, as_frame, on_page, size_within, within
from linli.core.pages.page import Frame
from linli.core.pages.recognition import Quads

#: A line of words this much longer than high shows which way it runs.
_LONG = 3.0
#: A slope, as a tangent, above which something is no level or upright line of the page (15°).
_MOST_SLOPE = 0.27
#: Lines this far from the slope that most share are of something else, at first and at last.
_FIRST_APART = 0.09
_LAST_APART = 0.02
#: Of all lines that may count, this share must agree; together they are this long, in sides of the page.
_LEAST_AGREEING = 0.6
_LEAST_LENGTH = 0.5
_LEAST_UPRIGHT = 0.8
#: Lines spread over this share of the page show whether they run together.
_LEAST_SPREAD = 0.35
#: By so much the slope may change across the page, and level and upright may differ.
_MOST_CHANGE = 0.3
_MOST_SHEAR = 0.2
#: A page whose corners move by less, in fractions of its sides, is straight.
_STRAIGHT = 0.004

#: Rules count up to this share of the words' extent around them.
_AROUND_WORDS = 0.1

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Slope:
    """The slope in the middle of the page, and by how much it changes from side to side."""

    middle: float
    change: float


def straightened(frame: Frame, lines: Quads, pieces: Points, shape: tuple[int, ...]) -> Frame:
    """Return the frame in which words and rules run level and upright.

    ``lines`` are corners of lines of words, as they are read, ``pieces`` ends of straight
    contours (pieces × 2 × (x, y)), both in pixels of a picture of ``shape``.
    """
    width, height = size_within(shape, frame)
    size = np.array((width, height), dtype=np.float32)
    placed = (on_page(lines, shape, frame) * size).astype(np.float64)
    rules = _among(placed, (on_page(pieces, shape, frame) * size).astype(np.float64))
    level = _level(placed, rules, width, height)
    if level is None:
        return frame
    upright = _upright(rules, width, height)
    if upright is None or abs(upright.middle + level.middle) > _MOST_SHEAR:
        upright = _Slope(-level.middle, 0.0)
    inner = _frame_of(level, upright, width, height)
    moved = np.abs(np.array(inner) - np.array(((0, 0), (1, 0), (1, 1), (0, 1))))
    return frame if moved.max() < _STRAIGHT else within(frame, inner)


def _among(words: _Floats, rules: _Floats) -> _Floats:
    """Return the rules among or around the words: a desk has lines of its own."""
    first, last = words.min(axis=(0, 1)), words.max(axis=(0, 1))
    aside = _AROUND_WORDS * (last - first)
    middles = rules.mean(axis=1)
    is_among = ((middles >= first - aside) & (middles <= last + aside)).all(axis=1)
    return np.asarray(rules[is_among])


def _level(words: _Floats, rules: _Floats, width: int, height: int) -> _Slope | None:
    runs = words[:, 1] - words[:, 0] + words[:, 2] - words[:, 3]
    heights = np.linalg.norm(words[:, 3] - words[:, 0], axis=1)
    is_long = np.linalg.norm(runs, axis=1) / 2 > _LONG * heights
    ends = np.stack((words[:, 0] + words[:, 3], words[:, 1] + words[:, 2]), axis=1)[is_long] / 2
    every = np.concatenate((ends, rules))
    return _slope(every, height, _LEAST_LENGTH * width)


def _upright(rules: _Floats, width: int, height: int) -> _Slope | None:
    return _slope(rules[:, :, ::-1], width, _LEAST_UPRIGHT * height)


def _slope(ends: _Floats, across: int, least: float) -> _Slope | None:
    """Fit the slopes of lines that run along the first axis, by where they lie on the second."""
    runs = ends[:, 1] - ends[:, 0]
    weights = np.linalg.norm(runs, axis=1)
    is_along = np.abs(runs[:, 1]) < _MOST_SLOPE * np.abs(runs[:, 0])
    runs, weights, ends = runs[is_along], weights[is_along], ends[is_along]
    if weights.sum() < least:
        return None
    slopes = runs[:, 1] / runs[:, 0]
    places = ends.mean(axis=1)[:, 1] / across - 0.5
    near = np.abs(slopes - _weighted_median(slopes, weights)) < _FIRST_APART
    change, middle = _fitted(places[near], slopes[near], weights[near])
    agreeing = near & (np.abs(slopes - middle - change * places) < _LAST_APART)
    if weights[agreeing].sum() < max(least, _LEAST_AGREEING * weights[near].sum()):
        return None
    change, middle = _fitted(places[agreeing], slopes[agreeing], weights[agreeing])
    return _Slope(middle, change) if abs(change) <= _MOST_CHANGE else None


def _fitted(places: _Floats, slopes: _Floats, weights: _Floats) -> tuple[float, float]:
    """Return the change of the slope across the page and the slope in its middle."""
    if np.ptp(places) < _LEAST_SPREAD:
        return 0.0, float(np.average(slopes, weights=weights))
    change, middle = np.polyfit(places, slopes, 1, w=weights)
    return float(change), float(middle)


def _frame_of(level: _Slope, upright: _Slope, width: int, height: int) -> Frame:
    """Return the frame around the whole page, within which the slopes are straight."""
    top, bottom = (level.middle + level.change * side for side in (-0.5, 0.5))
    left, right = (upright.middle + upright.change * side for side in (-0.5, 0.5))
    corners = np.array(
        [
            _meeting(0.0, left, 0.0, top, width, height),
            _meeting(width, right, 0.0, top, width, height),
            _meeting(width, right, height, bottom, width, height),
            _meeting(0.0, left, height, bottom, width, height),
        ],
        dtype=np.float32,
    )
    inner = as_frame(corners, (width, height))
    whole = np.array(((0, 0), (width, 0), (width, height), (0, height)), dtype=np.float32)
    placed = on_page(whole, (height, width), inner)
    (first, second), (third, fourth) = placed.min(axis=0), placed.max(axis=0)
    around = np.array(((first, second), (third, second), (third, fourth), (first, fourth)))
    return within(inner, as_frame(around.astype(np.float32), (1, 1)))


def _meeting(
    x: float, x_slope: float, y: float, y_slope: float, width: int, height: int
) -> tuple[float, float]:
    """Return where an upright line through (x, middle) meets a level line through (middle, y)."""
    # x' = x + x_slope (y' - height/2) and y' = y + y_slope (x' - width/2).
    across = (x + x_slope * (y - height / 2 - y_slope * width / 2)) / (1 - x_slope * y_slope)
    return across, y + y_slope * (across - width / 2)


def _weighted_median(values: _Floats, weights: _Floats) -> float:
    order = np.argsort(values)
    shares = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(shares, shares[-1] / 2))])
