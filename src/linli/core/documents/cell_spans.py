"""Tables whose cells say how many places they cover, as web pages and open documents write them."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.core.documents.grid import Cell, Grid

_MAX_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell as written: how many rows and columns it asks for (0 rows: to the end), and its lines."""

    rows: int
    columns: int
    lines: tuple[str, ...]


def written_span(text: str | None) -> int:
    """Return a span as written, 1 where it makes no sense."""
    plain = (text or "").strip()
    return int(plain) if plain.isdecimal() and len(plain) < 6 else 1


def grid_of_cells(rows: Sequence[Sequence[LaidCell]]) -> Grid:
    """Give each cell the first free place of its row, and keep what it covers free of others."""
    cells: list[Cell] = []
    # From which row on each column is free.
    free_from = [0] * _MAX_COLUMNS
    for row, laid in enumerate(rows):
        column = 0
        for cell in laid:
            while column < _MAX_COLUMNS and free_from[column] > row:
                column += 1
            if column >= _MAX_COLUMNS:
                break
            width = _free_width(free_from, row=row, column=column, wanted=cell.columns)
            height = min(cell.rows or len(rows), len(rows) - row)
            cells.append(Cell(row, column, height, width, cell.lines))
            free_from[column : column + width] = [row + height] * width
            column += width
    return Grid(tuple(cells), elements=sum(map(len, rows)))


def _free_width(free_from: Sequence[int], *, row: int, column: int, wanted: int) -> int:
    width = 1
    while width < wanted and column + width < _MAX_COLUMNS and free_from[column + width] <= row:
        width += 1
    return width
