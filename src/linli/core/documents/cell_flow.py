"""Text that comes paragraph by paragraph, with marks where a cell and a row end, laid out as tables.

Old Word and RTF write tables this way; a row says at its end where the edges of its cells are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from linli.core.documents.grid import Cell, FormContent, Grid

# Edges of rows that were drawn by hand differ by a millimetre; no cell with text is that narrow.
_SAME_EDGE_TWIPS = 60
_MAX_CELLS = 5_000
_MAX_NESTING = 6
# Word itself stops at 63 cells in a row; rows together have a few more edges.
_MAX_ROW_CELLS = 64
_MAX_COLUMNS = 128

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowShape:
    """Where the edges of a row's cells are, in twips from the left, one more than there are cells.

    ``joined_left`` and ``joined_up`` number the cells that continue the one beside or above.
    """

    edges: tuple[int, ...] = ()
    joined_left: frozenset[int] = frozenset()
    joined_up: frozenset[int] = frozenset()


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read; ``number`` is its place among all tables."""

    number: int
    rows: list[tuple[list[Lines], RowShape]] = field(default_factory=list)
    cells: list[Lines] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class CellFlow:
    """Takes paragraphs and marks in order; ``depth`` is 0 outside tables, 2 in a table in a table."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[_OpenTable] = []
        self._grids: list[Grid | None] = []
        self._cells_left = _MAX_CELLS
        self._lines_above: int | None = None

    def add_lines(self, lines: Iterable[str], *, depth: int) -> None:
        """Take the lines of a paragraph."""
        table = self._table(depth)
        (table.lines if table else self._lines).extend(lines)

    def end_cell(self, *, depth: int) -> None:
        """Close the cell that the lines so far stand in."""
        table = self._table(depth)
        if table is None:
            return
        if self._cells_left > 0 and len(table.cells) < _MAX_ROW_CELLS:
            table.cells.append(tuple(table.lines))
        self._cells_left -= 1
        table.lines = []

    def end_row(self, shape: RowShape, *, depth: int) -> None:
        """Close the row that the cells so far stand in."""
        table = self._table(depth)
        if table is not None and table.cells:
            table.rows.append((table.cells, shape))
            table.cells = []

    @property
    def is_in_row(self) -> bool:
        """Tell whether a row has begun and not ended."""
        return any(table.cells or table.lines for table in self._open)

    def content(self) -> FormContent:
        """Close what is open and return the layout."""
        self._close_below(0)
        grids = tuple(grid for grid in self._grids if grid is not None)
        complete = self._cells_left > 0
        return FormContent(grids, tuple(self._lines), complete, self._lines_above)

    def _table(self, depth: int) -> _OpenTable | None:
        depth = min(depth, _MAX_NESTING)
        self._close_below(depth)
        if depth and self._lines_above is None:
            self._lines_above = len(self._lines)
        while len(self._open) < depth:
            self._open.append(_OpenTable(len(self._grids)))
            self._grids.append(None)
        return self._open[-1] if self._open else None

    def _close_below(self, depth: int) -> None:
        while len(self._open) > depth:
            table = self._open.pop()
            if table.lines:
                table.cells.append(tuple(table.lines))
            if table.cells:
                table.rows.append((table.cells, RowShape()))
            if not table.rows:
                continue
            self._grids[table.number] = grid_of_rows(table.rows)
            # The cell around an inner table shows its words as well.
            around = self._open[-1].lines if self._open else []
            around += [" ".join(" ".join(cell) for cell in cells) for cells, _ in table.rows]


def grid_of_rows(rows: Sequence[tuple[Sequence[Lines], RowShape]]) -> Grid:
    """Place the cells of all rows by their edges; rows that have none are counted from the left."""
    columns = _columns(shape.edges for _, shape in rows)
    cells: list[Cell] = []
    # What stands open in each column from the row above: the index of its cell.
    above: dict[int, int] = {}
    for number, (row, shape) in enumerate(rows):
        here: dict[int, int] = {}
        for place, span, lines, is_joined in _placed(row, shape, columns):
            index = above.get(place) if is_joined else None
            if index is None:
                index = len(cells)
                cells.append(Cell(number, place, 1, span, lines))
            else:
                cells[index] = _continued(cells[index], number, lines)
            here.update(dict.fromkeys(range(place, place + span), index))
        above = here
    return Grid(tuple(cells), elements=sum(len(row) for row, _ in rows))


def _columns(edges_of_rows: Iterable[Sequence[int]]) -> dict[int, int]:
    """Return the number of the column that begins at each edge, none if there are too many to be true."""
    columns: dict[int, int] = {}
    number, first = -1, 0
    for edge in sorted({edge for edges in edges_of_rows for edge in edges}):
        if number < 0 or edge - first > _SAME_EDGE_TWIPS:
            number, first = number + 1, edge
        columns[edge] = number
    return columns if number < _MAX_COLUMNS else {}


def _placed(
    row: Sequence[Lines], shape: RowShape, columns: dict[int, int]
) -> list[tuple[int, int, Lines, bool]]:
    """Return column, span, lines, and whether it continues the one above, of each cell of a row."""
    starts = [columns[edge] for edge in shape.edges[: len(row) + 1] if columns]
    while len(starts) <= len(row):
        starts.append(starts[-1] + 1 if starts else 0)
    placed: list[tuple[int, int, Lines, bool]] = []
    for number, lines in enumerate(row):
        start = starts[number]
        span = starts[number + 1] - start
        if span <= 0 and not any(line.strip() for line in lines):
            continue
        span = max(span, 1)
        if placed and number in shape.joined_left:
            before, _, kept, is_joined = placed[-1]
            placed[-1] = (before, start + span - before, _visible(kept, lines), is_joined)
        else:
            placed.append((start, span, lines, number in shape.joined_up))
    return placed


def _continued(cell: Cell, row: int, lines: Lines) -> Cell:
    rows = row - cell.row + 1
    return Cell(cell.row, cell.column, rows, cell.columns, _visible(cell.lines, lines))


def _visible(kept: Lines, covered: Lines) -> Lines:
    # Text left behind in the covered part is not shown, but it is all there is where the rest is blank.
    return kept if any(line.strip() for line in kept) else covered
