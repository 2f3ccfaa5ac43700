"""The light on a page: whether it is even, and whether anything is to be seen in it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from linli.core.pages.pictures import Pixels

#: Fields into which a page is divided to look at its light.
_FIELDS = 24
#: Paper in a scan is this bright; between its brightest and darkest fields lies no more than this.
_SCANNED_PAPER = 200
_EVEN = 45
#: A picture is blank if, this large, fewer of its points differ by so much from those around.
_LOOKED_AT = 800
_LEAST_MARK = 24
_LEAST_MARKED = 0.0002
#: A strip narrower than this, in pixels, holds nothing that could be read.
_NARROWEST = 20


def is_lit_unevenly(pixels: Pixels) -> bool:
    """Tell whether the paper is dim or shaded, as in a photo and in no scan."""
    paper = _paper(pixels)
    return bool(np.median(paper) < _SCANNED_PAPER or np.ptp(np.percentile(paper, (10, 90))) > _EVEN)


def _paper(pixels: Pixels) -> NDArray[np.float32]:
    """Return the brightness of the paper, the 80th percentile of each field."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    side = max(1, round(max(grey.shape) / _FIELDS))
    rows, columns = max(1, grey.shape[0] // side), max(1, grey.shape[1] // side)
    even = cv2.resize(grey, (columns * 16, rows * 16), interpolation=cv2.INTER_AREA)
    fields = even.reshape(rows, 16, columns, 16).swapaxes(1, 2).reshape(rows, columns, 256)
    return np.asarray(np.percentile(fields, 80, axis=2), dtype=np.float32)


def is_blank(pixels: Pixels) -> bool:
    """Tell whether a picture shows nothing but paper, wall or light."""
    if min(pixels.shape[:2]) < _NARROWEST:
        return True
    return bool(_marks(pixels).mean() < _LEAST_MARKED)


def marked_box(pixels: Pixels) -> tuple[float, float, float, float] | None:
    """Return the box around all strokes and letters: left, top, right, bottom, as parts of width and height.

    ``None`` if there are none.
    """
    marks = _marks(pixels)
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    if not len(rows):
        return None
    height, width = marks.shape
    return (
        float(columns[0] / width),
        float(rows[0] / height),
        float((columns[-1] + 1) / width),
        float((rows[-1] + 1) / height),
    )


def _marks(pixels: Pixels) -> NDArray[np.bool_]:
    """Return which points of a picture, shrunk, differ from those around."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    shrink = min(1.0, _LOOKED_AT / max(grey.shape))
    height, width = (max(1, round(side * shrink)) for side in grey.shape)
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    around = cv2.medianBlur(small, 21)
    return np.asarray(np.abs(small.astype(np.int16) - around) > _LEAST_MARK)
