"""Words under a red seal: seals stand over the issuer's name, and recognisers stumble over them."""

from collections.abc import Iterator

import cv2
import numpy as np

from linli.core.documents.grid import Box
from linli.core.pages.pictures import Pixels

# A seal has about a tenth of a certificate's width; a stroke of a pen or a logo has less.
_LEAST_SIDE, _MOST_SIDE = 0.06, 0.4
_MOST_ODDS = 1.6
_MOST_SEALS = 3
# How much redder than green and blue ink is; faded seals and yellow light are about 30.
_REDNESS = 28
# The issuer's line is wider than the seal on it.
_WIDER, _HIGHER = 1.6, 0.25
_WORKING_SIDE = 800


def seals(pixels: Pixels) -> tuple[Box, ...]:
    """Return the places around red seals on an upright page, the issuer's line included."""
    height, width = pixels.shape[:2]
    shrink = min(1.0, _WORKING_SIDE / max(height, width))
    small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    red, green, blue = (small[:, :, channel].astype(np.int16) for channel in range(3))
    ink = ((red - np.maximum(green, blue)) > _REDNESS).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    _, _, places, _ = cv2.connectedComponentsWithStats(joined)
    high, wide = small.shape[:2]
    found = [_around(place, wide, high) for place in _round(places.tolist(), max(high, wide))]
    return tuple(found[:_MOST_SEALS])


def _round(places: list[list[int]], longest: int) -> Iterator[tuple[int, int, int, int]]:
    for left, top, width, height, _ in places[1:]:
        side = max(width, height)
        if not _LEAST_SIDE * longest <= side <= _MOST_SIDE * longest:
            continue
        if side <= _MOST_ODDS * min(width, height):
            yield left, top, width, height


def _around(place: tuple[int, int, int, int], width: int, height: int) -> Box:
    left, top, wide, high = place
    return Box(
        max(0.0, (left - _WIDER * wide) / width),
        max(0.0, (top - _HIGHER * high) / height),
        min(1.0, (left + (1 + _WIDER) * wide) / width),
        min(1.0, (top + (1 + _HIGHER) * high) / height),
    )


def without_red(pixels: Pixels) -> Pixels:
    """Return a picture in which red ink is as light as the paper: what its red channel shows."""
    red = pixels[:, :, 0]
    return np.ascontiguousarray(np.stack((red, red, red), axis=2))
