"""Set a page upright: find its sheet in a photo, turn it by quarters, straighten what is askew.

Lines of words are found first, in the picture as sent. Where the page lies is then a matter of
geometry: nothing is recognised twice, and a frame that would leave words outside is not believed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from linli.core.pages.framing import (
    in_order,
    on_page,
    reading_order,
    size_within,
    turned,
)
from linli.core.pages.light import is_lit_unevenly
from linli.core.pages.outline import Contours, contours_of, sheet_outline
from linli.core.pages.page import WHOLE, Frame, Source
from linli.core.pages.pictures import Pixels
from linli.core.pages.recognition import Quads, Recogniser
from linli.core.pages.straightening import straightened

#: A line of words this much longer than high shows which way it runs.
_LONG = 2.0
#: How many of the longest lines are asked whether they stand on their head.
_ASKED = 8
#: Shares of such lines between which they are read both ways to tell.
_SURELY_UPRIGHT = 0.3
_SURELY_UPSIDE_DOWN = 0.7
#: Share of the words that may lie outside of the sheet: a desk has labels, too.
_MOST_OUTSIDE = 0.05
#: A sheet whose edges are this level and upright, in fractions of the picture, needs no frame:
#: it may as well be the border that is printed on a certificate.
_ASKEW = 0.006


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """Where the upright page lies in the picture, how it came, and its lines of words.

    ``lines`` are corners in pixels of the picture as sent, each from the upper left corner of
    the words as they are read.
    """

    frame: Frame
    source: Source
    lines: Quads = field(repr=False)


def set_upright(pixels: Pixels, recogniser: Recogniser) -> Upright:
    """Find the upright page in a picture; a picture without words stays as it is."""
    lines = recogniser.lines(pixels)
    if not len(lines):
        return Upright(WHOLE, Source.SCAN, lines)
    contours = contours_of(pixels)
    sheet = _sheet(contours, pixels.shape, lines)
    is_photo = sheet is not None or is_lit_unevenly(pixels)
    quarters = _quarters(pixels, lines, recogniser)
    frame = turned(sheet or WHOLE, quarters)
    lines = _as_read(lines, pixels.shape, frame)
    frame = straightened(frame, lines, contours.ends, pixels.shape)
    return Upright(frame, Source.PHOTO if is_photo else Source.SCAN, lines)


def _sheet(contours: Contours, shape: tuple[int, ...], lines: Quads) -> Frame | None:
    sheet = sheet_outline(contours)
    if sheet is None or _is_square(sheet):
        return None
    middles = on_page(lines.mean(axis=1), shape, sheet)
    outside = ((middles < 0) | (middles > 1)).any(axis=1)
    if (_lengths(lines) * outside).sum() > _MOST_OUTSIDE * _lengths(lines).sum():
        return None
    return sheet


def _is_square(sheet: Frame) -> bool:
    (left, top), (right, upper), (far, bottom), (near, lower) = sheet
    askew = max(abs(top - upper), abs(right - far), abs(bottom - lower), abs(left - near))
    return askew < _ASKEW


def _quarters(pixels: Pixels, lines: Quads, recogniser: Recogniser) -> int:
    """Return by how many quarters to the right the picture must be turned."""
    across = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1)
    down = np.linalg.norm(lines[:, 3] - lines[:, 0], axis=1)
    level, hanging = across > _LONG * down, down > _LONG * across
    is_on_side = (down * hanging).sum() > (across * level).sum()
    chosen = lines[hanging] if is_on_side else lines[level]
    if not len(chosen):
        return 0
    longest = chosen[np.argsort(-_lengths(chosen))[:_ASKED]]
    is_upside_down = _is_upside_down(pixels, longest, recogniser)
    if is_on_side:
        # The recogniser turns a hanging line to the left before it reads it.
        return 1 if is_upside_down else 3
    return 2 if is_upside_down else 0


def _is_upside_down(pixels: Pixels, lines: Quads, recogniser: Recogniser) -> bool:
    share = recogniser.upside_down(pixels, lines)
    if share < _SURELY_UPRIGHT:
        return False
    if share > _SURELY_UPSIDE_DOWN:
        return True
    as_sent = recogniser.words(pixels, lines)
    on_head = recogniser.words(pixels, np.roll(lines, 2, axis=1))
    return _sureness(on_head) > _sureness(as_sent)


def _sureness(words: Sequence[tuple[str, float]]) -> float:
    return sum(len(text) * sure for text, sure in words)


def _as_read(lines: Quads, shape: tuple[int, ...], frame: Frame) -> Quads:
    """Return lines with their corners in the order of the upright page."""
    size = np.array(size_within(shape, frame), dtype=np.float32)
    return in_order(lines, reading_order(on_page(lines, shape, frame) * size))


def _lengths(lines: Quads) -> NDArray[np.floating]:
    across = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1)
    down = np.linalg.norm(lines[:, 3] - lines[:, 0], axis=1)
    return np.asarray(np.maximum(across, down))
