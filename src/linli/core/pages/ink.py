"""What is drawn on a page besides words: ticks in and beside boxes, strokes through words, signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from linli.core.documents.grid import Box

Mask = NDArray[np.bool_]

# Ink is darker than the paper around it by this share of the paper's brightness.
_DARKER = 0.22
_PAPER_AROUND = 0.035
# The faintest ink, and the share of the darkness of the words beside it from which a mark counts.
_FAINTEST, _MARK_SHARE = 0.08, 0.4
# In the pictures of marks one letter is as high as this many pixels.
_LETTER = 32
_SIDES = range(16, 33)
_OUTLINED = 0.88
# What a filled box counts as drawn, and from which share of ink in its core it is filled.
_FILLED, _FULL = 0.5, 0.7
_RULING = 58
# A mark stands within these distances, in letters: before the word, above or below its middle.
_BEFORE, _BEYOND, _AFTER = 2.8, 1.7, 2.0
_OWN, _OWN_LINE, _NEAR = 0.1, 0.62, 0.8
_SPECK = 12
_STRUCK = 0.75
_LEAST_INK, _FLAT = 0.06, 0.14
# The least distance of two lines, in letters.
_PITCH = 1.05


@dataclass(frozen=True, slots=True, eq=False)
class PageInk:
    """How dark the ink of a page is, pixel by pixel: 0 for paper, 1 for black.

    What is darker than ``least`` is ink.
    """

    darkness: NDArray[np.float32] = field(repr=False)
    least: float = _DARKER

    @property
    def height(self) -> int:
        """Return the height of the page in pixels."""
        return int(self.darkness.shape[0])

    @property
    def width(self) -> int:
        """Return the width of the page in pixels."""
        return int(self.darkness.shape[1])

    def part(self, box: Box, *, least: float | None = None) -> Mask:
        """Return where in a box of the page there is ink, or ink of at least some darkness."""
        inked = self.darkness[_rows(box, self.height), _columns(box, self.width)]
        return np.asarray(inked > (self.least if least is None else least), dtype=np.bool_)

    def typical(self, box: Box) -> float:
        """Return how dark the ink of the words in a box is."""
        inked = self.darkness[_rows(box, self.height), _columns(box, self.width)]
        inked = inked[inked > _FAINTEST]
        return float(np.percentile(inked, 80)) if inked.size else _DARKER

    def share(self, box: Box, *, without: Sequence[Box] = ()) -> float:
        """Return which part of a box is inked, the boxes in ``without`` left out."""
        part = _blanked(self, box, without)
        return float(part.mean()) if part.size else 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the place of a box: how much is drawn, in areas of one letter, and if a box is printed."""

    drawn: float
    has_box: bool


def page_ink(pixels: NDArray[np.uint8], *, words: Sequence[Box] = ()) -> PageInk:
    """Find the ink of a page in light and shadow; ``words`` show how dark it is on this page."""
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    size = max(int(min(grey.shape) * _PAPER_AROUND), 3) | 1
    around = np.ones((size, size), np.uint8)
    paper = cv2.blur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, around), (size, size))
    bright = np.maximum(paper.astype(np.float32), 1.0)
    ink = PageInk(np.asarray(1 - grey.astype(np.float32) / bright, dtype=np.float32))
    usual = [ink.typical(box) for box in words]
    if not usual:
        return ink
    return replace(ink, least=_least(float(np.percentile(usual, 25))))


def _least(darkness: float) -> float:
    return min(max(_MARK_SHARE * darkness, _FAINTEST), _DARKER)


def _rows(box: Box, height: int) -> slice:
    return slice(*(min(max(round(y * height), 0), height) for y in (box.top, box.bottom)))


def _columns(box: Box, width: int) -> slice:
    return slice(*(min(max(round(x * width), 0), width) for x in (box.left, box.right)))


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
    least = _least(darkness)
    part, start = _around(ink, x, y, letter, least=least)
    if part.size == 0:
        return Mark(0.0, has_box=False)
    scaled = _without_ruling(_scaled(part, _LETTER / letter))
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
    inked = band.any(axis=0)
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
    return np.asarray(part & (1 - rim), dtype=np.uint8)


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


def is_struck(ink: PageInk, box: Box) -> bool:
    """Tell whether a stroke runs through the middle of the words in a box."""
    part = ink.part(box)
    height, width = part.shape
    if height < 6 or width < 3 * height:
        return False
    band = part[int(height * 0.3) : int(height * 0.7)].astype(np.uint8)
    joined = cv2.dilate(band, np.ones((3, 1), np.uint8))
    long_runs = cv2.morphologyEx(
        joined, cv2.MORPH_OPEN, np.ones((1, max(int(1.8 * height), 8)), np.uint8)
    )
    return bool(long_runs.any(axis=0).mean() > _STRUCK)


def strokes_in(ink: PageInk, box: Box, *, letter: float, without: Sequence[Box] = ()) -> float:
    """Return how much is drawn in a box, in areas of one letter, without specks and long level lines."""
    part = _blanked(ink, box, without)
    if part.size == 0 or letter < 2:
        return 0.0
    level = cv2.morphologyEx(
        cv2.dilate(part, np.ones((3, 1), np.uint8)),
        cv2.MORPH_OPEN,
        np.ones((1, max(int(1.6 * letter), 5)), np.uint8),
    )
    rest = (part > 0) & ~(cv2.dilate(level, np.ones((3, 3), np.uint8)) > 0)
    # Pieces of faint ruling are flat.
    return float(_pieces_of(rest, flattest=_FLAT * letter).sum()) / letter**2


def unread_places(ink: PageInk, within: Box, read: Sequence[Box], *, letter: float) -> list[Box]:
    """Return places of letters in a box that none of the boxes already read covers, line by line."""
    part = _blanked(ink, within, read)
    if part.size == 0 or letter < 2:
        return []
    top, left = round(within.top * ink.height), round(within.left * ink.width)
    part = _without_ruling(part, length=max(int(1.8 * letter), 5))
    places = []
    for x, y, broad, high in _lines_of_ink(part, letter=letter):
        inked = int(part[y : y + high, x : x + broad].sum())
        if high < 0.5 * letter or broad < 0.3 * letter or inked < _LEAST_INK * letter**2:
            continue
        places.append(
            Box(
                (left + x) / ink.width,
                (top + y) / ink.height,
                (left + x + broad) / ink.width,
                (top + y + high) / ink.height,
            )
        )
    return places


def _lines_of_ink(part: NDArray[np.uint8], *, letter: float) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, width and height of what may be lines of words; close lines are divided."""
    wide = max(int(0.9 * letter), 1)
    joined = cv2.morphologyEx(
        np.pad(part, wide), cv2.MORPH_CLOSE, np.ones((max(wide // 4, 1), wide), np.uint8)
    )[wide:-wide, wide:-wide]
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(joined), connectivity=8)
    for x, y, broad, high, _ in (tuple(int(v) for v in row) for row in stats[1:]):
        lines = max(round(high / (_PITCH * letter)), 1)
        for number in range(lines):
            first, last = y + high * number // lines, y + high * (number + 1) // lines
            inked = np.flatnonzero(part[first:last, x : x + broad].any(axis=0))
            if len(inked):
                yield x + int(inked[0]), first, int(inked[-1] - inked[0]) + 1, last - first


def _blanked(ink: PageInk, within: Box, blanks: Sequence[Box]) -> NDArray[np.uint8]:
    part = ink.part(within).astype(np.uint8)
    top, left = round(within.top * ink.height), round(within.left * ink.width)
    for box in blanks:
        part[
            max(round(box.top * ink.height) - top, 0) : max(
                round(box.bottom * ink.height) - top, 0
            ),
            max(round(box.left * ink.width) - left, 0) : max(
                round(box.right * ink.width) - left, 0
            ),
        ] = 0
    return part


def _scaled(part: Mask, scale: float) -> NDArray[np.uint8]:
    height, width = part.shape
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    grey = cv2.resize(part.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    return np.asarray(grey > 110, dtype=np.uint8)


def _without_ruling(part: NDArray[np.uint8], *, length: int = _RULING) -> NDArray[np.uint8]:
    upright = cv2.morphologyEx(
        cv2.dilate(part, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)
    )
    level = cv2.morphologyEx(
        cv2.dilate(part, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, length), np.uint8)
    )
    lines = cv2.dilate(upright | level, np.ones((3, 3), np.uint8))
    return np.asarray(part & (1 - lines), dtype=np.uint8)


def _outline(part: NDArray[np.uint8], *, middle: float) -> tuple[int, int, int, int] | None:
    """Find the printed box: top, left, height and width of the best square whose four sides are inked."""
    near = _Sums(cv2.dilate(part, np.ones((3, 3), np.uint8)))
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
        inked = part.astype(np.float32)
        self._along = np.pad(np.cumsum(inked, axis=1), ((0, 0), (1, 0)))
        self._down = np.pad(np.cumsum(inked, axis=0), ((1, 0), (0, 0)))

    def sides(self, high: int, wide: int) -> list[NDArray[np.float32]]:
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


def _pieces_of(mask: Mask, *, flattest: float) -> Mask:
    """Return a mask without specks and without pieces that are no higher than ``flattest``."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    kept = np.zeros(count, np.bool_)
    kept[1:] = (stats[1:, cv2.CC_STAT_AREA] >= _SPECK) & (stats[1:, cv2.CC_STAT_HEIGHT] > flattest)
    return np.asarray(kept[labels], dtype=np.bool_)
