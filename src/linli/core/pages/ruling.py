"""The ruled tables of a page, from its pixels: cells with their rows, columns and places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from linli.core.documents.grid import Box
from linli.core.pages.portraits import picture_boxes
from linli.core.pages.ruling_lines import Line, Pixels, Ruling, ruling_of

# Contrast of a line to its surroundings, of 255: print and good scans first, then faint ones.
_CONTRASTS = (24, 10)
_TOUCH = 16.0
_REACHING = 0.8
_LARGEST_GAP = 40
_LONG_ACROSS, _LONG_DOWN = 300, 110
_SAME_EDGE = 12.0
_OPEN_END = 60.0
_OPEN_SHARE = 0.3
_UNBROKEN = 0.9
_RIM = 6.0
_LEAST_SEEN = 8
_PRESENT = 0.5
_MARGIN = 5
_MOST_LINES = 120
_FEWEST_CELLS = 2


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell between ruling lines: first row and column, how many of each it covers, its place.

    ``box`` holds all of the cell, ``inner`` nothing but it: they differ where lines are bent.
    """

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    inner: Box


@dataclass(frozen=True, slots=True)
class RuledTable:
    """One table; ``cell_at`` tells the cell of a point even where the lines are bent."""

    cells: tuple[RuledCell, ...]
    ruling: Ruling
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    owners: NDArray[np.intp]

    def cell_at(self, x: float, y: float) -> RuledCell | None:
        """Return the cell at a point of the page (fractions), ``None`` outside the table."""
        along, down = self.ruling.straightened(x, y)
        row, column = _interval(self.row_edges, down), _interval(self.column_edges, along)
        if row is None or column is None:
            return None
        return self.cells[int(self.owners[row, column])]

    def cuts(self, left: float, right: float, y: float) -> list[tuple[float, float]]:
        """Return the stretches (fractions) of a level line that lie in one cell each.

        What lies outside the table keeps to the nearest cell.
        """
        _, down = self.ruling.straightened((left + right) / 2, y)
        row = _interval(self.row_edges, down)
        if row is None:
            return [(left, right)]
        owners = self.owners[row]
        inner = [
            self.ruling.on_page(edge, down)[0]
            for number, edge in enumerate(self.column_edges[1:-1])
            if owners[number] != owners[number + 1]
        ]
        ends = [left, *(x for x in inner if left < x < right), right]
        return list(pairwise(ends))


def ruled_tables(pixels: Pixels) -> tuple[RuledTable, ...]:
    """Find the ruled tables of an upright page, from top to bottom; none if there are no lines."""
    pictures = picture_boxes(pixels)
    for faintest in _CONTRASTS:
        tables = _tables(ruling_of(pixels, faintest=faintest), pictures)
        if tables:
            return tuple(sorted(tables, key=lambda table: table.row_edges[0]))
    return ()


def _tables(ruling: Ruling, pictures: Sequence[Box]) -> list[RuledTable]:
    if len(ruling.across) > _MOST_LINES or len(ruling.down) > _MOST_LINES:
        ruling = _longest(ruling)
    across, down = _joined_up(_runs(ruling.across), _runs(ruling.down))
    return [
        table
        for group in _groups(across, down)
        if (table := _table(*group, ruling=ruling, pictures=pictures)) is not None
    ]


def _longest(ruling: Ruling) -> Ruling:
    def kept(lines: Sequence[Line]) -> tuple[Line, ...]:
        chosen = sorted(lines, key=lambda line: -int(line.inked.sum()))[:_MOST_LINES]
        return tuple(sorted(chosen, key=lambda line: line.position))

    return Ruling(
        kept(ruling.across),
        kept(ruling.down),
        ruling.bend_across,
        ruling.bend_down,
        ruling.size,
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of one line without larger gaps."""

    line: Line
    start: float
    end: float

    def meets(self, other: "_Run") -> bool:
        """Tell whether two lines at right angles touch or cross."""
        return (
            self.start - _TOUCH <= other.line.position <= self.end + _TOUCH
            and other.start - _TOUCH <= self.line.position <= other.end + _TOUCH
        )


def _runs(lines: Sequence[Line]) -> list[_Run]:
    runs = []
    for line in lines:
        places = np.flatnonzero(line.inked)
        if len(places) == 0:
            continue
        breaks = np.flatnonzero(np.diff(places) > _LARGEST_GAP) + 1
        for part in np.split(places, breaks):
            runs.append(_Run(line, float(part[0]), float(part[-1] + 1)))
    return runs


def _joined_up(across: list[_Run], down: list[_Run]) -> tuple[list[_Run], list[_Run]]:
    """Keep the runs that meet lines at right angles: underlines and strokes of letters meet none."""
    while True:
        kept_down = [run for run in down if _is_held(run, across, long_enough=_LONG_DOWN)]
        kept_across = [run for run in across if _is_held(run, kept_down, long_enough=_LONG_ACROSS)]
        if len(kept_down) == len(down) and len(kept_across) == len(across):
            return across, down
        across, down = kept_across, kept_down


def _is_held(run: _Run, others: Sequence[_Run], *, long_enough: int) -> bool:
    met = [other.line.position for other in others if run.meets(other)]
    if not met:
        return False
    if run.end - run.start >= long_enough:
        return True
    # Strokes of letters one above the other come near two lines and do not reach from one to the other.
    is_joined = min(met) <= run.start + _TOUCH and max(met) >= run.end - _TOUCH
    return is_joined and run.end - run.start >= _REACHING * (max(met) - min(met))


def _groups(
    across: Sequence[_Run], down: Sequence[_Run]
) -> Iterator[tuple[list[_Run], list[_Run]]]:
    """Yield the runs that hang together: each lot is one table."""
    left_across, left_down = list(across), list(down)
    while left_across:
        group_across, group_down = [left_across.pop(0)], list[_Run]()
        grown = True
        while grown:
            new_down = [run for run in left_down if any(run.meets(other) for other in group_across)]
            left_down = [run for run in left_down if run not in new_down]
            group_down += new_down
            new_across = [
                run for run in left_across if any(run.meets(other) for other in group_down)
            ]
            left_across = [run for run in left_across if run not in new_across]
            group_across += new_across
            grown = bool(new_down or new_across)
        yield group_across, group_down


def _table(
    across: Sequence[_Run], down: Sequence[_Run], *, ruling: Ruling, pictures: Sequence[Box]
) -> RuledTable | None:
    if not down:
        return None
    rows = _edges(across, crossing=down)
    columns = _edges(down, crossing=across)
    if (len(rows) - 1) * (len(columns) - 1) < _FEWEST_CELLS:
        return None
    hidden = [_straight_box(box, ruling=ruling) for box in pictures]
    level = _presence(
        rows, columns, across, hidden=[(b.top, b.bottom, b.left, b.right) for b in hidden]
    )
    upright = _presence(
        columns, rows, down, hidden=[(b.left, b.right, b.top, b.bottom) for b in hidden]
    ).T
    owners = _rectangles(_merged(level, upright), level > _PRESENT, upright > _PRESENT)
    cells = _cells(owners, rows=rows, columns=columns, ruling=ruling)
    if len(cells) < _FEWEST_CELLS:
        return None
    return RuledTable(cells, ruling, tuple(rows), tuple(columns), owners)


def _straight_box(box: Box, *, ruling: Ruling) -> Box:
    middle_x, middle_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    left, _ = ruling.straightened(box.left, middle_y)
    right, _ = ruling.straightened(box.right, middle_y)
    _, top = ruling.straightened(middle_x, box.top)
    _, bottom = ruling.straightened(middle_x, box.bottom)
    return Box(left - _RIM, top - _RIM, right + _RIM, bottom + _RIM)


def _edges(runs: Sequence[_Run], *, crossing: Sequence[_Run]) -> list[float]:
    """Return the positions of the lines, with an end added where crossing lines run on beyond them."""
    edges: list[float] = []
    for position in sorted(run.line.position for run in runs):
        if not edges or position - edges[-1] > _SAME_EDGE:
            edges.append(position)
    before = [run.start for run in crossing if _runs_on(run, edges[0], back=True)]
    after = [run.end for run in crossing if _runs_on(run, edges[-1], back=False)]
    if len(before) > max(len(crossing) * _OPEN_SHARE, 1):
        edges.insert(0, float(np.median(before)))
    if len(after) > max(len(crossing) * _OPEN_SHARE, 1):
        edges.append(float(np.median(after)))
    return edges


def _runs_on(run: _Run, edge: float, *, back: bool) -> bool:
    """Tell whether a line goes on, unbroken, where the last one across it is."""
    first, last = (edge - _OPEN_END, edge) if back else (edge, edge + _OPEN_END)
    if not (run.start <= first and last <= run.end):
        return False
    return bool(run.line.inked[max(int(first), 0) : int(last)].mean() > _UNBROKEN)


def _presence(
    edges: Sequence[float],
    stops: Sequence[float],
    runs: Sequence[_Run],
    *,
    hidden: Sequence[tuple[float, float, float, float]],
) -> NDArray[np.float64]:
    """Return for each edge and each stretch between stops which part of it has ink.

    ``hidden`` are pictures (from, to across the edge; from, to along it): a line goes on under them.
    """
    presence = np.zeros((len(edges), len(stops) - 1))
    for number, edge in enumerate(edges):
        lines = {
            id(run.line): run.line for run in runs if abs(run.line.position - edge) <= _SAME_EDGE
        }
        if not lines:
            continue
        inked = np.logical_or.reduce([line.inked for line in lines.values()])
        seen = np.ones(len(inked), np.bool_)
        for near, far, start, stop in hidden:
            if near <= edge <= far:
                seen[max(int(start), 0) : max(int(stop), 0)] = False
        for place in range(len(stops) - 1):
            presence[number, place] = _share(inked, seen, stops[place], stops[place + 1])
    return presence


def _share(inked: NDArray[np.bool_], seen: NDArray[np.bool_], start: float, stop: float) -> float:
    margin = _MARGIN if stop - start > 4 * _MARGIN else 0
    stretch = slice(max(int(start) + margin, 0), max(int(stop) - margin, 1))
    visible = seen[stretch]
    if visible.sum() < _LEAST_SEEN:
        return float(inked[stretch].mean()) if visible.size else 0.0
    return float(inked[stretch][visible].mean())


def _merged(level: NDArray[np.float64], upright: NDArray[np.float64]) -> NDArray[np.intp]:
    """Number the regions that no line divides; ``level`` is edge × column, ``upright`` row × edge."""
    rows, columns = upright.shape[0], level.shape[1]
    owners = np.arange(rows * columns).reshape(rows, columns)
    changed = True
    while changed:
        before = owners.copy()
        for row in range(rows):
            for column in range(columns):
                if column and upright[row, column] <= _PRESENT:
                    _take_over(owners, (row, column), (row, column - 1))
                if row and level[row, column] <= _PRESENT:
                    _take_over(owners, (row, column), (row - 1, column))
        changed = bool((before != owners).any())
    return owners


def _take_over(owners: NDArray[np.intp], first: tuple[int, int], second: tuple[int, int]) -> None:
    low, high = sorted((int(owners[first]), int(owners[second])))
    if low != high:
        owners[owners == high] = low


def _rectangles(
    owners: NDArray[np.intp], level: NDArray[np.bool_], upright: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Divide regions that are no rectangles along every line that shows anywhere within their bounds."""
    result = owners.copy()
    following = int(owners.max()) + 1
    for number in np.unique(owners):
        rows, columns = np.nonzero(owners == number)
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        if len(rows) == (bottom - top) * (right - left):
            continue
        row_part = np.cumsum([level[row, left:right].any() for row in range(top, bottom)])
        column_part = np.cumsum(
            [upright[top:bottom, column].any() for column in range(left, right)]
        )
        parts = row_part[rows - top] * len(column_part) * 2 + column_part[columns - left]
        for part in np.unique(parts):
            chosen = parts == part
            result[rows[chosen], columns[chosen]] = following
            following += 1
    return result


def _cells(
    owners: NDArray[np.intp], *, rows: Sequence[float], columns: Sequence[float], ruling: Ruling
) -> tuple[RuledCell, ...]:
    """Make the cells in reading order and renumber ``owners`` by them."""
    cells = []
    _, firsts, numbers = np.unique(owners, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(firsts))
    owners[:] = order[numbers].reshape(owners.shape)
    for number in range(len(firsts)):
        own_rows, own_columns = np.nonzero(owners == number)
        top, left = int(own_rows.min()), int(own_columns.min())
        bottom, right = int(own_rows.max()) + 1, int(own_columns.max()) + 1
        edges = (columns[left], rows[top], columns[right], rows[bottom])
        box, inner = _boxes(edges, ruling=ruling)
        cells.append(RuledCell(top, left, bottom - top, right - left, box, inner))
    return tuple(cells)


def _boxes(edges: tuple[float, float, float, float], *, ruling: Ruling) -> tuple[Box, Box]:
    """Return the box around a cell and the box within it."""
    left, top, right, bottom = edges
    lefts, rights = (
        sorted(_on_paper(ruling.on_page(x, y)[0]) for y in (top, bottom)) for x in (left, right)
    )
    tops, bottoms = (
        sorted(_on_paper(ruling.on_page(x, y)[1]) for x in (left, right)) for y in (top, bottom)
    )
    return (
        Box(lefts[0], tops[0], rights[1], bottoms[1]),
        Box(lefts[1], tops[1], max(rights[0], lefts[1]), max(bottoms[0], tops[1])),
    )


def _on_paper(fraction: float) -> float:
    return min(max(fraction, 0.0), 1.0)


def _interval(edges: Sequence[float], value: float) -> int | None:
    if not edges[0] - _MARGIN <= value <= edges[-1] + _MARGIN:
        return None
    number = int(np.searchsorted(np.array(edges), value, side="right")) - 1
    return min(max(number, 0), len(edges) - 2)
