"""The geometry of an upright page within the picture that was sent.

A ``Frame`` names the corners of the page in fractions of the picture; it may reach beyond
the picture where a page was cut off or straightened.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from linli.core.documents.grid import Box
from linli.core.pages.page import WHOLE, Frame
from linli.core.pages.pictures import LONGEST, Pixels

#: Points as rows of (x, y); corners of boxes as boxes × 4 × (x, y).
Points = NDArray[np.float32]

_UNIT: Points = np.array(WHOLE, dtype=np.float32)


def turned(frame: Frame, quarters: int) -> Frame:
    """Return the frame of the same page after it is turned to the right by quarters."""
    first, second, third, fourth = (frame[(corner - quarters) % 4] for corner in range(4))
    return (first, second, third, fourth)


def within(outer: Frame, inner: Frame) -> Frame:
    """Return the frame, in the picture, of a page that is ``inner`` within the page ``outer``."""
    corners = _moved(np.array(inner, dtype=np.float32), _homography(_UNIT, _corners(outer, (1, 1))))
    return as_frame(corners, (1, 1))


def as_frame(corners: Points, size: tuple[float, float]) -> Frame:
    """Return four corners in pixels as fractions of a picture of ``size`` (width, height)."""
    first, second, third, fourth = (
        (float(x) / size[0], float(y) / size[1]) for x, y in corners.reshape(4, 2)
    )
    return (first, second, third, fourth)


def size_within(shape: tuple[int, ...], frame: Frame) -> tuple[int, int]:
    """Return the width and height in pixels of the upright page of a picture of ``shape``."""
    top_left, top_right, bottom_right, bottom_left = _corners(frame, (shape[1], shape[0]))
    width = max(math.dist(top_left, top_right), math.dist(bottom_left, bottom_right))
    height = max(math.dist(top_left, bottom_left), math.dist(top_right, bottom_right))
    shrink = min(1.0, LONGEST / max(width, height, 1.0))
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def warp(pixels: Pixels, frame: Frame) -> Pixels:
    """Return the upright page that ``frame`` marks in a picture; beyond the picture it is white."""
    quarters = _quarters(frame)
    if quarters is not None:
        return np.ascontiguousarray(np.rot90(pixels, -quarters))
    width, height = size_within(pixels.shape, frame)
    matrix = _homography(
        _corners(frame, (pixels.shape[1], pixels.shape[0])), _UNIT * (width, height)
    )
    warped = cv2.warpPerspective(
        pixels,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    return np.asarray(warped, dtype=np.uint8)


def on_page(corners: Points, shape: tuple[int, ...], frame: Frame) -> Points:
    """Return corners in pixels of the picture as fractions of the upright page."""
    matrix = _homography(_corners(frame, (shape[1], shape[0])), _UNIT)
    return _moved(corners, matrix)


def reading_order(corners: Points) -> NDArray[np.intp]:
    """Return for each four corners their order clockwise from the upper left one: boxes × 4.

    The upper left corner is where the edge begins that runs most to the right, so that long
    narrow boxes are right at any slope below 45 degrees.
    """
    away = corners - corners.mean(axis=1, keepdims=True)
    around = np.argsort(np.arctan2(away[..., 1], away[..., 0]), axis=1)
    ordered = np.take_along_axis(corners, around[:, :, None], axis=1)
    edges = np.roll(ordered, -1, axis=1) - ordered
    lengths = np.maximum(np.linalg.norm(edges, axis=2), 1e-6)
    first = (edges[..., 0] / lengths).argmax(axis=1)
    return np.take_along_axis(around, (first[:, None] + np.arange(4)) % 4, axis=1)


def in_order(corners: Points, order: NDArray[np.intp]) -> Points:
    """Return four corners of each box in an order of ``reading_order``."""
    return np.take_along_axis(corners, order[:, :, None], axis=1)


def box_around(corners: Points) -> Box:
    """Return the box around four corners in fractions, cut at the edges of the page."""
    left, top = corners.min(axis=0).clip(0, 1)
    right, bottom = corners.max(axis=0).clip(0, 1)
    return Box(float(left), float(top), float(right), float(bottom))


def _quarters(frame: Frame) -> int | None:
    return next((number for number in range(4) if frame == turned(WHOLE, number)), None)


def _corners(frame: Frame, size: tuple[float, float]) -> Points:
    return (np.array(frame, dtype=np.float32) * size).astype(np.float32)


def _homography(source: Points, target: Points) -> NDArray[np.float64]:
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), target.astype(np.float32))
    return np.asarray(matrix, dtype=np.float64)


def _moved(points: Points, matrix: NDArray[np.float64]) -> Points:
    flat = points.reshape(-1, 1, 2).astype(np.float32)
    if not len(flat):
        return points
    moved = cv2.perspectiveTransform(flat, matrix)
    return np.asarray(moved, dtype=np.float32).reshape(points.shape)
