"""Find the outline of a sheet or card that was photographed on a desk.

A sheet's edge is a long straight step from the sheet down to darker surroundings. Brightness
is compared a little inside and a little outside of the edge: a ruled line, dark between two
bright sides, is no step.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from linli.core.pages.framing import Points, as_frame
from linli.core.pages.page import Frame
from linli.core.pages.pictures import Pixels

#: The longer side of the picture in which the outline is sought, in pixels.
_SOUGHT = 512
#: An edge leans at most so much from level or upright, as a tangent (about 25°).
_MOST_LEAN = 0.47
#: The least part of the picture's longer side that a piece of an edge covers.
_LEAST_PIECE = 0.08
#: How many candidates are tried for each of the four edges.
_CANDIDATES = 6
#: Pixels to both sides of an edge between which brightness is compared.
_APART = 5.0
#: The least difference that is a step, in grey levels.
_LEAST_STEP = 8.0
#: Points along each edge at which the step is looked for, and the shares that must show it.
_PROBES = 48
_LEAST_OF_EDGE = 0.6
_LEAST_OF_ALL = 0.8
#: A sheet fills at least this share of the picture; its corners reach so far beyond the picture.
_LEAST_AREA = 0.25
_MOST_BEYOND = 0.03
#: Opposite edges differ in length at most by this factor.
_MOST_TAPER = 1.6

_Grey = NDArray[np.float32]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Contours:
    """Straight pieces of the contours in a picture.

    ``grey`` is the picture made small, ``pieces`` are (x1, y1, x2, y2) in it, ``ends`` the same
    in pixels of the picture: pieces × 2 × (x, y).
    """

    grey: _Grey
    pieces: _Floats
    ends: Points


def contours_of(pixels: Pixels) -> Contours:
    """Return the straight pieces of contours that are long enough for the edge of a sheet."""
    grey = _small_grey(pixels)
    pieces = _pieces(grey)
    scale = (pixels.shape[1] / grey.shape[1], pixels.shape[0] / grey.shape[0])
    return Contours(grey, pieces, (pieces.reshape(-1, 2, 2) * scale).astype(np.float32))


def sheet_outline(contours: Contours) -> Frame | None:
    """Return the corners of the one sheet in a picture; ``None`` unless all its edges are sure."""
    grey = contours.grey
    quads = _quads(grey, contours.pieces)
    if not len(quads):
        return None
    support = _support(grey, quads)
    is_sure = (support.min(axis=1) >= _LEAST_OF_EDGE) & (support.mean(axis=1) >= _LEAST_OF_ALL)
    if not is_sure.any():
        return None
    scores = np.where(is_sure, support.mean(axis=1) + _areas(quads) / grey.size, 0)
    best = quads[int(scores.argmax())].astype(np.float32)
    return as_frame(best, (grey.shape[1], grey.shape[0]))


def _small_grey(pixels: Pixels) -> _Grey:
    scale = min(1.0, _SOUGHT / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (5, 5), 0)
    return np.asarray(grey, dtype=np.float32)


def _pieces(grey: _Grey) -> _Floats:
    """Return straight pieces of contours: pieces × (x1, y1, x2, y2)."""
    found: object = cv2.createLineSegmentDetector(0).detect(grey.astype(np.uint8))[0]
    if found is None:
        return np.zeros((0, 4))
    pieces = np.asarray(found, dtype=np.float64).reshape(-1, 4)
    lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    return np.asarray(pieces[lengths >= _LEAST_PIECE * max(grey.shape)])


def _quads(grey: _Grey, pieces: _Floats) -> _Floats:
    """Return the quadrilaterals that candidates for the four edges make: quads × 4 × (x, y)."""
    top, right, bottom, left = (_candidates(grey, pieces, side) for side in range(4))
    if not all(map(len, (top, right, bottom, left))):
        return np.zeros((0, 4, 2))
    tops, rights, bottoms, lefts = np.meshgrid(
        *(np.arange(len(edges)) for edges in (top, right, bottom, left)), indexing="ij"
    )
    edges = (top[tops.ravel()], right[rights.ravel()], bottom[bottoms.ravel()], left[lefts.ravel()])
    corners = np.stack(
        [
            _crossing(edges[first], edges[second])
            for first, second in ((3, 0), (0, 1), (1, 2), (2, 3))
        ],
        axis=1,
    )
    return corners[_is_sheet_like(corners, grey.shape[1], grey.shape[0])]


def _candidates(grey: _Grey, pieces: _Floats, side: int) -> _Floats:
    """Return lines that may be the top, right, bottom or left edge (0 to 3), the longest first."""
    is_level = side in (0, 2)
    across = pieces[:, 2] - pieces[:, 0]
    down = pieces[:, 3] - pieces[:, 1]
    along, aside = (across, down) if is_level else (down, across)
    chosen = pieces[np.abs(aside) <= _MOST_LEAN * np.abs(along)]
    order = (0, 1, 2, 3) if is_level else (1, 0, 3, 2)
    # Written so that the edge runs to the right or down, whatever the piece did.
    backwards = chosen[:, order[2]] < chosen[:, order[0]]
    chosen[backwards] = chosen[backwards][:, [2, 3, 0, 1]]
    if side in (2, 3):
        # Seen on its way around the sheet, clockwise, an edge has the sheet on its right.
        chosen = chosen[:, [2, 3, 0, 1]]
    if not len(chosen):
        return chosen
    steps = _steps(grey, chosen[:, :2], chosen[:, 2:])
    chosen = chosen[(steps >= _LEAST_STEP).mean(axis=1) >= _LEAST_OF_EDGE]
    return _merged(chosen)


def _merged(pieces: _Floats) -> _Floats:
    """Return lines along the longest pieces, each once, lengthened by the pieces that lie on it."""
    lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    lines: list[_Floats] = []
    rest = pieces[np.argsort(-lengths)]
    while len(rest) and len(lines) < _CANDIDATES:
        first = rest[0]
        unit = (first[2:] - first[:2]) / max(np.hypot(*(first[2:] - first[:2])), 1e-6)
        normal = np.array((-unit[1], unit[0]))
        offsets = (rest.reshape(-1, 2, 2) - first[:2]) @ normal
        is_same = np.abs(offsets).max(axis=1) < _APART
        points = rest[is_same].reshape(-1, 2)
        order = np.argsort(points @ unit)
        lines.append(np.concatenate((points[order[0]], points[order[-1]])))
        rest = rest[~is_same]
    return np.array(lines).reshape(-1, 4)


def _steps(grey: _Grey, starts: _Floats, ends: _Floats) -> _Floats:
    """Return how much brighter the right-hand side of each line is: lines × probes."""
    shares = (np.arange(_PROBES) + 0.5) / _PROBES
    run = ends - starts
    lengths = np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-6)
    normals = np.stack((-run[:, 1], run[:, 0]), axis=1) / lengths[:, None]
    points = starts[:, None, :] + run[:, None, :] * shares[None, :, None]
    aside = normals[:, None, :] * _APART
    return _sampled(grey, points + aside) - _sampled(grey, points - aside)


def _sampled(grey: _Grey, points: _Floats) -> _Floats:
    across = points[..., 0].round().astype(int)
    down = points[..., 1].round().astype(int)
    inside = (across >= 0) & (down >= 0) & (across < grey.shape[1]) & (down < grey.shape[0])
    values = grey[down.clip(0, grey.shape[0] - 1), across.clip(0, grey.shape[1] - 1)]
    return np.asarray(np.where(inside, values, np.nan), dtype=np.float64)


def _support(grey: _Grey, quads: _Floats) -> _Floats:
    """Return the share of each edge that is a step: quads × 4."""
    following = np.roll(quads, -1, axis=1)
    steps = _steps(grey, quads.reshape(-1, 2), following.reshape(-1, 2))
    return np.asarray((steps >= _LEAST_STEP).mean(axis=1).reshape(-1, 4))


def _crossing(first: _Floats, second: _Floats) -> _Floats:
    """Return where lines cross, lines × (x, y); not a number if they do not."""
    start, run = first[:, :2], first[:, 2:] - first[:, :2]
    other, other_run = second[:, :2], second[:, 2:] - second[:, :2]
    between = other - start
    turn = run[:, 0] * other_run[:, 1] - run[:, 1] * other_run[:, 0]
    share = (between[:, 0] * other_run[:, 1] - between[:, 1] * other_run[:, 0]) / np.where(
        turn == 0, np.nan, turn
    )
    return np.asarray(start + run * share[:, None])


def _is_sheet_like(quads: _Floats, width: int, height: int) -> NDArray[np.bool_]:
    beyond = _MOST_BEYOND * np.array((width, height))
    inside = ((quads >= -beyond) & (quads <= np.array((width, height)) + beyond)).all(axis=(1, 2))
    sides = np.hypot(*np.moveaxis(np.roll(quads, -1, axis=1) - quads, -1, 0))
    opposite = np.maximum(sides[:, :2], sides[:, 2:]) / np.maximum(
        np.minimum(sides[:, :2], sides[:, 2:]), 1e-6
    )
    large = _areas(quads) >= _LEAST_AREA * width * height
    return np.asarray(inside & large & (opposite <= _MOST_TAPER).all(axis=1))


def _areas(quads: _Floats) -> _Floats:
    following = np.roll(quads, -1, axis=1)
    crossed = quads[..., 0] * following[..., 1] - quads[..., 1] * following[..., 0]
    return np.asarray(crossed.sum(axis=1) / 2)
