"""Rows of a table that a page break divides, put together again."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from linli.core.documents.form_labels import label_of
from linli.core.documents.grid import Cell, Grid, joined_place

_RELIABLE = 0.5


def joined_over_pages(pages: Sequence[Sequence[Grid]]) -> tuple[Grid, ...]:
    """Return the tables of all pages; a row divided by a break stands where its label is.

    A divided row has a label and a value on both pages, one of the labels without words.
    """
    tables = [list(grids) for grids in pages]
    for upper, lower in pairwise(tables):
        if upper and lower:
            upper[-1], lower[0] = _joined(upper[-1], lower[0])
    return tuple(grid for grids in tables for grid in grids)


def _joined(upper: Grid, lower: Grid) -> tuple[Grid, Grid]:
    last = max((cell.row + cell.rows for cell in upper.cells), default=0)
    above = [cell for cell in upper.cells if cell.row + cell.rows == last]
    below = [cell for cell in lower.cells if cell.row == 0]
    if len(above) != 2 or len(below) != 2:
        return upper, lower
    words = [above[0].text + below[0].text, above[0].text, below[0].text]
    if label_of(words[0]) is None or not _is_divided(above[0], below[0]):
        return upper, lower
    if _is_blank(above[0]):
        merged = _merged(above[1], below[1], kept=below[1])
        return _with(upper, above, ()), _with(lower, below, (below[0], merged))
    label = _merged(above[0], below[0], kept=above[0])
    merged = _merged(above[1], below[1], kept=above[1])
    return _with(upper, above, (label, merged)), _with(lower, below, ())


def _is_divided(upper: Cell, lower: Cell) -> bool:
    return _is_blank(upper) or _is_blank(lower) or label_of(upper.text) is None


def _is_blank(cell: Cell) -> bool:
    """Tell whether a cell is empty for sure: words that could not be read are words."""
    return not cell.text.strip() and (cell.place is None or cell.place.sure > _RELIABLE)


def _merged(upper: Cell, lower: Cell, *, kept: Cell) -> Cell:
    place = joined_place([kept.place])
    if place is not None:
        sures = [cell.place.sure for cell in (upper, lower) if cell.place is not None]
        place = replace(place, sure=min(sures))
    return replace(kept, lines=(*upper.lines, *lower.lines), place=place)


def _with(grid: Grid, old: Sequence[Cell], new: Sequence[Cell]) -> Grid:
    cells = (*(cell for cell in grid.cells if cell not in old), *new)
    return Grid(tuple(sorted(cells, key=lambda cell: cell.origin)), grid.elements)
