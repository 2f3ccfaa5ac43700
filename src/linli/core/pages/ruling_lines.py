"""The ruling of a page as lines: thin dark strokes found by morphology, straightened, gathered.

All sizes in this module are pixels of the working picture, which has a fixed area, so that a
letter of a form is always about 25 pixels high.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

#: A picture as rows of grey or red-green-blue pixels.
Pixels = NDArray[np.uint8]
Numbers = NDArray[np.float64]

_SIDE = 1430.0
# Longer than any stroke of a letter, shorter than a row is high.
_SHORTEST_ACROSS, _SHORTEST_DOWN = 38, 28
_THICKEST = 11
_SAME_LINE = 8.0
_OUTLIER = 8.0
_MOST_PIECES = 4_000
_LONG_PIECE = 90


@dataclass(frozen=True, slots=True)
class Bend:
    """How far lines that should be straight run off course, as a polynomial of the place.

    ``terms`` weigh x, x·y, x² and x²·y, in units of ``_SIDE`` from the middle of the page.
    """

    terms: tuple[float, float, float, float]
    middle: tuple[float, float]

    def offset(self, along: Numbers, across: Numbers) -> Numbers:
        """Return by how much a line is off at places, in pixels."""
        x = (along - self.middle[0]) / _SIDE
        y = (across - self.middle[1]) / _SIDE
        a, b, c, d = self.terms
        offset: Numbers = _SIDE * (x * (a + b * y) + x * x * (c + d * y))
        return offset


@dataclass(frozen=True, slots=True)
class Line:
    """One ruling line: its straightened position and where along it there is ink."""

    position: float
    inked: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The lines across and down a page, how they bend, and the scale of the working picture."""

    across: tuple[Line, ...]
    down: tuple[Line, ...]
    bend_across: Bend
    bend_down: Bend
    size: tuple[int, int]

    def straightened(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page (fractions) lies among the straightened lines."""
        along, down = np.array(x * self.size[0]), np.array(y * self.size[1])
        return (
            float(along - self.bend_down.offset(down, along)),
            float(down - self.bend_across.offset(along, down)),
        )

    def on_page(self, along: float, down: float) -> tuple[float, float]:
        """Return the point of the page (fractions) that lies at a place among the lines."""
        x, y = np.array(along), np.array(down)
        # The bend is slight, so its own value at the straightened place is a good first guess.
        for _ in range(3):
            x, y = (
                along + self.bend_down.offset(y, x),
                down + self.bend_across.offset(x, y),
            )
        return float(x) / self.size[0], float(y) / self.size[1]


def ruling_of(pixels: Pixels, *, faintest: int) -> Ruling:
    """Find all straight thin lines of a page; ``faintest`` is the least contrast, 0 to 255."""
    grey = _working_picture(pixels)
    across = _pieces(grey, faintest=faintest, shortest=_SHORTEST_ACROSS)
    down = _pieces(np.ascontiguousarray(grey.T), faintest=faintest, shortest=_SHORTEST_DOWN)
    height, width = grey.shape
    bend_across = _bend(across, middle=(width / 2, height / 2))
    bend_down = _bend(down, middle=(height / 2, width / 2))
    return Ruling(
        across=_lines(across, bend=bend_across, cross_bend=bend_down, length=width),
        down=_lines(down, bend=bend_down, cross_bend=bend_across, length=height),
        bend_across=bend_across,
        bend_down=bend_down,
        size=(width, height),
    )


def _working_picture(pixels: Pixels) -> Pixels:
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    scale = min(_SIDE / float(np.sqrt(height * width)), 2.0)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(grey, size, interpolation=method), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Piece:
    """An unbroken stretch of a line: the middle of its ink at each place along it."""

    along: Numbers
    across: Numbers


def _pieces(grey: Pixels, *, faintest: int, shortest: int) -> list[_Piece]:
    # Only what is thin across its direction is a line: the rims of a dark photo are none.
    thin = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((_THICKEST, 1), np.uint8))
    inked = (thin > faintest).astype(np.uint8)
    # A sloping line steps from row to row; thickened, it stays whole in a level opening.
    thick = cv2.dilate(inked, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    count, labels = cv2.connectedComponents(opened, connectivity=8)
    if not 1 < count <= _MOST_PIECES:
        return []
    rows, columns = np.nonzero(labels)
    numbers = labels[rows, columns]
    order = np.lexsort((columns, numbers))
    rows, columns, numbers = rows[order], columns[order], numbers[order]
    ends = np.flatnonzero(np.diff(numbers)) + 1
    return [
        _piece(part_columns, part_rows)
        for part_columns, part_rows in zip(
            np.split(columns, ends), np.split(rows, ends), strict=True
        )
    ]


def _piece(columns: NDArray[np.intp], rows: NDArray[np.intp]) -> _Piece:
    first = int(columns[0])
    counts = np.bincount(columns - first)
    sums = np.bincount(columns - first, weights=rows)
    filled = counts > 0
    return _Piece(
        along=(np.flatnonzero(filled) + first).astype(np.float64),
        across=sums[filled] / counts[filled],
    )


def _bend(pieces: Sequence[_Piece], *, middle: tuple[float, float]) -> Bend:
    long_ones = [piece for piece in pieces if len(piece.along) >= _LONG_PIECE]
    if not long_ones:
        return Bend((0.0, 0.0, 0.0, 0.0), middle)
    columns, targets = zip(*(_equations(piece, middle=middle) for piece in long_ones), strict=True)
    matrix, target = np.concatenate(columns), np.concatenate(targets)
    # A few strokes of pictures are as long as lines: what fits badly is left out the second time.
    terms = _least_squares(matrix, target)
    fits = np.abs(matrix @ terms - target) * _SIDE < _OUTLIER
    if fits.sum() > 10:
        terms = _least_squares(matrix[fits], target[fits])
    a, b, c, d = (float(term) for term in terms)
    return Bend((a, b, c, d), middle)


def _equations(piece: _Piece, *, middle: tuple[float, float]) -> tuple[Numbers, Numbers]:
    along, across = piece.along[::4], piece.across[::4]
    x = (along - middle[0]) / _SIDE
    y = float(across.mean() - middle[1]) / _SIDE
    x_part, bow = x - x.mean(), x * x - (x * x).mean()
    return (
        np.stack([x_part, x_part * y, bow, bow * y], axis=1),
        (across - across.mean()) / _SIDE,
    )


def _least_squares(matrix: Numbers, target: Numbers) -> Numbers:
    # Held towards zero: lines of one place only say nothing about the rest of the page.
    held = matrix.T @ matrix + np.diag([1e-6, 1e-3, 1e-2, 1e-2]) * len(matrix)
    terms: Numbers = np.linalg.solve(held, matrix.T @ target)
    return terms


def _lines(
    pieces: Sequence[_Piece], *, bend: Bend, cross_bend: Bend, length: int
) -> tuple[Line, ...]:
    """Gather pieces that lie in one line, the longest first."""
    gathered: list[tuple[float, list[Numbers]]] = []
    for piece in sorted(pieces, key=lambda item: -len(item.along)):
        position = float(np.median(piece.across - bend.offset(piece.along, piece.across)))
        along = piece.along - cross_bend.offset(piece.across, piece.along)
        near = [item for item in gathered if abs(item[0] - position) <= _SAME_LINE]
        if near:
            min(near, key=lambda item: abs(item[0] - position))[1].append(along)
        else:
            gathered.append((position, [along]))
    return tuple(
        Line(position, _inked(parts, length=length))
        for position, parts in sorted(gathered, key=lambda item: item[0])
    )


def _inked(parts: Sequence[Numbers], *, length: int) -> NDArray[np.bool_]:
    inked = np.zeros(length, np.bool_)
    for along in parts:
        start, stop = int(along.min()), int(along.max()) + 1
        inked[max(start, 0) : max(stop, 0)] = True
    return inked
