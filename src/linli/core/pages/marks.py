"""The mark before a printed choice: a box that is empty, ticked or filled, or a tick alone."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from linli.core.documents.grid import Box
from linli.core.pages.ink import Mask, PageInk, least_darkness, without_ruling

# In the pictures of marks one letter is as high as this many pixels.
_LETTER = 32
# Sides of a printed box, and the share of each of its sides that must be inked.
_SIDES = range(16, 33)
_OUTLINED = 0.88
# What a filled box counts as drawn, and from which share of ink in its core it is filled.
_FILLED, _FULL = 0.5, 0.7
_RULING = 58
# A mark stands within these distances, in letters: before the word, above or below its middle.
_BEFORE, _BEYOND, _AFTER = 2.8, 1.7, 2.0
_OWN, _OWN_LINE, _NEAR = 0.1, 0.62, 0.8
_SPECK = 12


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the place of a box: how much is drawn, in areas of one letter, and if a box is printed."""

    drawn: float = 0.0
    has_box: bool = False


def mark_before(
    ink: PageInk, place: tuple[float, float], *, letter: float, edge: float, darkness: float
) -> Mark:
    """Measure the mark before a word; ``place`` is the left middle of the word's first letter.

    ``place`` and ``edge``, left of which nothing belongs to it, are in fractions of the page,
    ``letter`` is a letter's width in pixels, ``darkness`` that of the word. The outline of a printed box does not count as
    drawn, what fills or crosses it does.
    """
    if letter < 2:
        return Mark(0.0, has_box=False)
    x, y = place[0] * ink.width, place[1] * ink.height
    least = least_darkness(darkness)
    part, start = _around(ink, x, y, letter, least=least)
    if part.size == 0:
        return Mark(0.0, has_box=False)
    scaled = without_ruling(_scaled(part, _LETTER / letter), length=_RULING)
    middle, start = _BEYOND * _LETTER, start * _LETTER / letter
    from_edge = (edge * ink.width - x) * _LETTER / letter + _BEFORE * _LETTER
    scaled[:, : max(int(from_edge), 0)] = 0
    outline = _outline(scaled[:, : int(start + _NEAR * _LETTER)], middle=middle)
    if outline is None:
        end = _snapped(scaled, start, middle) - _OWN * _LETTER
        return Mark(_belonging(scaled, middle=middle, end=end) / _LETTER**2, has_box=False)
    end = outline[1] + outline[3] + 3 - _OWN * _LETTER
    if _is_filled(scaled, outline):
        return Mark(_FILLED, has_box=True)
    rest = _without_outline(scaled, outline)
    return Mark(_belonging(rest, middle=middle, end=end) / _LETTER**2, has_box=True)


def _around(ink: PageInk, x: float, y: float, letter: float, *, least: float) -> tuple[Mask, float]:
    """Cut out what stands around the place of a mark, and where in it the word begins."""
    left, right = x - _BEFORE * letter, x + _AFTER * letter
    top, bottom = y - _BEYOND * letter, y + _BEYOND * letter
    box = Box(left / ink.width, top / ink.height, right / ink.width, bottom / ink.height)
    part = ink.part(box, least=least)
    short_above = max(round(-top), 0)
    short_left = max(round(-left), 0)
    padded = np.pad(part, ((short_above, 0), (short_left, 0))) if part.size else part
    return padded, _BEFORE * letter


def _snapped(part: NDArray[np.uint8], start: float, middle: float) -> float:
    """Move the start of a word to the nearest place where ink begins behind a gap."""
    band = part[int(middle - _LETTER * 0.4) : int(middle + _LETTER * 0.4)]
    inked = np.asarray(band.max(axis=0, initial=0) > 0)
    begins = np.flatnonzero(inked[1:] & ~inked[:-1]) + 1
    near = [float(place) for place in begins if abs(place - start) <= 0.5 * _LETTER]
    return min(near, key=lambda place: abs(place - start)) if near else start


def _without_outline(
    part: NDArray[np.uint8], outline: tuple[int, int, int, int]
) -> NDArray[np.uint8]:
    top, left, high, wide = outline
    stroke = _stroke(part, outline) + 1
    rim = np.zeros_like(part)
    rim[max(top - 2, 0) : top + high + 3, max(left - 2, 0) : left + wide + 3] = 1
    rim[top + stroke : top + high + 1 - stroke, left + stroke : left + wide + 1 - stroke] = 0
    return np.asarray(np.where(rim > 0, 0, part), dtype=np.uint8)


def _stroke(part: NDArray[np.uint8], outline: tuple[int, int, int, int]) -> int:
    """Return how thick the sides of a box are, inwards from its outline, by their thinnest places."""
    top, left, high, wide = outline
    box = part[top : top + high + 1, left : left + wide + 1]
    thickness = []
    for view in (box, box[::-1], box.T, box.T[::-1]):
        for share in (0.3, 0.5, 0.7):
            column = view[: len(view) // 2, int(view.shape[1] * share)]
            clear = np.flatnonzero(column[1:] == 0)
            thickness.append(int(clear[0]) + 1 if len(clear) else len(column))
    return sorted(thickness)[len(thickness) // 3]


def _is_filled(part: NDArray[np.uint8], outline: tuple[int, int, int, int]) -> bool:
    top, left, high, wide = outline
    down, along = max(high // 4, 3), max(wide // 4, 3)
    core = part[top + down : top + high + 1 - down, left + along : left + wide + 1 - along]
    return bool(core.size and core.mean() > _FULL)


def _belonging(part: NDArray[np.uint8], *, middle: float, end: float) -> float:
    """Count the ink of the pieces that belong to this line and stand before its first letter."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(part, connectivity=8)
    drawn = 0
    for number in range(1, count):
        x, y = centres[number]
        size = int(stats[number, cv2.CC_STAT_AREA])
        if size >= _SPECK and x < end and abs(y - middle) < _OWN_LINE * _LETTER:
            drawn += size
    return float(drawn)


def _scaled(part: Mask, scale: float) -> NDArray[np.uint8]:
    height, width = part.shape
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    grey = cv2.resize(part.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    return np.asarray(grey > 110, dtype=np.uint8)


def _outline(part: NDArray[np.uint8], *, middle: float) -> tuple[int, int, int, int] | None:
    """Find the printed box: top, left, height and width of the best square whose four sides are inked."""
    near = _Sums(np.asarray(cv2.dilate(part, np.ones((3, 3), np.uint8)), dtype=np.uint8))
    exact = _Sums(part)
    best: tuple[float, tuple[int, int, int, int]] | None = None
    for wide in _SIDES:
        for high in range(wide - 3, wide + 4):
            found = _best_place(near, exact, high=high, wide=wide, middle=middle)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
    return best[1] if best is not None else None


class _Sums:
    """Running sums of ink along rows and down columns."""

    def __init__(self, part: NDArray[np.uint8]) -> None:
        inked = part.astype(np.float64)
        self._along = np.pad(np.cumsum(inked, axis=1), ((0, 0), (1, 0)))
        self._down = np.pad(np.cumsum(inked, axis=0), ((1, 0), (0, 0)))

    def sides(self, high: int, wide: int) -> list[NDArray[np.float64]]:
        """Return for each place the inked share of a box's top, bottom, left and right side."""
        level = (self._along[:, wide:] - self._along[:, :-wide]) / wide
        upright = (self._down[high:, :] - self._down[:-high, :]) / high
        rows, columns = max(level.shape[0] - high, 0), max(upright.shape[1] - wide, 0)
        return [
            level[:rows, :columns],
            level[high : high + rows, :columns],
            upright[:rows, :columns],
            upright[:rows, wide : wide + columns],
        ]


def _best_place(
    near: _Sums, exact: _Sums, *, high: int, wide: int, middle: float
) -> tuple[float, tuple[int, int, int, int]] | None:
    score = np.minimum.reduce(near.sides(high, wide))
    if score.size == 0:
        return None
    own = np.abs(np.arange(score.shape[0]) + high / 2 - middle) < _OWN_LINE * _LETTER
    fits = (score >= _OUTLINED) & own[:, None]
    if not fits.any():
        return None
    # A box drawn one pixel off is near enough to be found; the exact one has the most ink.
    exactly = np.where(fits, np.mean(exact.sides(high, wide), axis=0), -1.0)
    top, left = np.unravel_index(int(exactly.argmax()), exactly.shape)
    return float(exactly[top, left]) + wide / 1000, (int(top), int(left), high, wide)
