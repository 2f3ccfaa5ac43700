"""The ink of a page: where it is, how much of it is in a place, and what was not read of it."""

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
# Sizes in pixels; heights and distances in letters.
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
    return replace(ink, least=least_darkness(float(np.percentile(usual, 25))))


def least_darkness(darkness: float) -> float:
    """Return how dark a mark must be to count beside words of some darkness."""
    return min(max(_MARK_SHARE * darkness, _FAINTEST), _DARKER)


def _rows(box: Box, height: int) -> slice:
    return slice(*(min(max(round(y * height), 0), height) for y in (box.top, box.bottom)))


def _columns(box: Box, width: int) -> slice:
    return slice(*(min(max(round(x * width), 0), width) for x in (box.left, box.right)))


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
    part = without_ruling(part, length=max(int(1.8 * letter), 5))
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


def without_ruling(part: NDArray[np.uint8], *, length: int) -> NDArray[np.uint8]:
    """Return a part of a page without straight level and upright lines of at least ``length`` pixels."""
    upright = cv2.morphologyEx(
        cv2.dilate(part, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)
    )
    level = cv2.morphologyEx(
        cv2.dilate(part, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, length), np.uint8)
    )
    lines = cv2.dilate(np.maximum(upright, level), np.ones((3, 3), np.uint8))
    return np.asarray(np.where(lines > 0, 0, part), dtype=np.uint8)


def _pieces_of(mask: Mask, *, flattest: float) -> Mask:
    """Return a mask without specks and without pieces that are no higher than ``flattest``."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    kept = np.zeros(count, np.bool_)
    kept[1:] = (stats[1:, cv2.CC_STAT_AREA] >= _SPECK) & (stats[1:, cv2.CC_STAT_HEIGHT] > flattest)
    return np.asarray(kept[labels], dtype=np.bool_)
