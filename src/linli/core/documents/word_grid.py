"""The tables of a Word document as grids of cells, with merged cells laid over every place they cover."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from linli.core.documents.grid import Cell, FormContent, Grid
from linli.core.documents.word_text import (
    attribute,
    child,
    is_on,
    local_name,
    paragraph_lines,
    unwrapped,
)

# Word itself stops at 63 columns; a span beyond that is an attack on memory, not a form.
_MAX_SPAN = 63
_MAX_CELLS = 5_000
_MAX_NESTING = 6
_BLOCKS = frozenset({"p", "tbl"})
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})


def read_content(root: etree._Element) -> FormContent:
    """Lay out a document's main part."""
    lines: list[str] = []
    grids: list[Grid] = []
    left = _MAX_CELLS
    above: int | None = None
    body = child(root, "body")
    for item in _blocks(body if body is not None else root):
        if local_name(item) == "p":
            lines += paragraph_lines(item)
            # A table inside a text box is the form itself in some templates.
        for table in _tables_of(item):
            if left <= 0:
                break
            above = len(lines) if above is None else above
            grid = _grid(table)
            # A table takes up memory even without a cell.
            left -= max(grid.elements, 1)
            grids.append(grid)
    return FormContent(tuple(grids), tuple(lines), complete=left > 0, lines_above=above)


def _blocks(container: etree._Element) -> Iterator[etree._Element]:
    return unwrapped(container, _BLOCKS, within=_WRAPPERS)


def _tables_of(block: etree._Element) -> Iterator[etree._Element]:
    for item in block.iter("{*}tbl"):
        if not _is_nested_too_deep(item) and not _is_fallback(item):
            yield item


def _is_nested_too_deep(table: etree._Element) -> bool:
    around = islice(table.iterancestors("{*}tbl"), _MAX_NESTING + 1)
    return sum(1 for _ in around) > _MAX_NESTING


def _is_fallback(table: etree._Element) -> bool:
    return next(table.iterancestors("{*}Fallback"), None) is not None


def _grid(table: etree._Element) -> Grid:
    cells: list[Cell] = []
    # The covered parts of a merged cell take up memory as well.
    elements = 0
    # What stands open in each column from the row above: the index of its cell.
    above: dict[int, int] = {}
    for row_number, row in enumerate(_parts(table, "tr")):
        here: dict[int, int] = {}
        column = _columns_before(row)
        for element in _parts(row, "tc"):
            if elements >= _MAX_CELLS:
                break
            elements += 1
            span = _span(element)
            index = above.get(column) if _continues(element) else None
            if index is None:
                index = len(cells)
                cells.append(Cell(row_number, column, 1, span, _cell_lines(element)))
            else:
                cells[index] = _continued(cells[index], row_number, _cell_lines(element))
            here.update(dict.fromkeys(range(column, column + span), index))
            column += span
        above = here
    return Grid(cells=tuple(cells), elements=elements)


def _continued(cell: Cell, row: int, lines: tuple[str, ...]) -> Cell:
    # Some programs leave text behind in the covered part of a merged cell; nobody sees it, but it
    # is all there is where the visible part is blank.
    kept = cell.lines if any(line.strip() for line in cell.lines) else lines
    return Cell(cell.row, cell.column, row - cell.row + 1, cell.columns, kept)


def _parts(container: etree._Element, wanted: str) -> Iterator[etree._Element]:
    return unwrapped(container, frozenset({wanted}), within=_WRAPPERS)


def _columns_before(row: etree._Element) -> int:
    properties = child(row, "trPr")
    before = child(properties, "gridBefore") if properties is not None else None
    return _number(before) if before is not None else 0


def _span(cell: etree._Element) -> int:
    properties = child(cell, "tcPr")
    span = child(properties, "gridSpan") if properties is not None else None
    return max(_number(span), 1) if span is not None else 1


def _number(element: etree._Element) -> int:
    value = attribute(element, "val") or ""
    return min(int(value), _MAX_SPAN) if value.isdecimal() and len(value) < 6 else 1


def _continues(cell: etree._Element) -> bool:
    properties = child(cell, "tcPr")
    merge = child(properties, "vMerge") if properties is not None else None
    return merge is not None and (attribute(merge, "val") or "continue") == "continue"


def _cell_lines(cell: etree._Element, depth: int = 0) -> tuple[str, ...]:
    if any(is_on(_placeholder(above)) for above in _controls_around(cell)):
        return ()
    lines: list[str] = []
    for item in _blocks_of_cell(cell):
        if local_name(item) == "p":
            lines += paragraph_lines(item)
        elif depth < _MAX_NESTING:
            for row in _parts(item, "tr"):
                inner = [" ".join(_cell_lines(part, depth + 1)) for part in _parts(row, "tc")]
                lines.append(" ".join(inner))
    return tuple(lines)


def _controls_around(cell: etree._Element) -> Iterator[etree._Element]:
    for above in cell.iterancestors():
        if local_name(above) == "tr":
            return
        if local_name(above) == "sdt":
            yield above


def _blocks_of_cell(cell: etree._Element) -> Iterator[etree._Element]:
    return unwrapped(cell, _BLOCKS, within=_WRAPPERS, but=_shows_prompt)


def _shows_prompt(item: etree._Element) -> bool:
    """Tell an empty control, which shows its prompt where the value would stand."""
    return local_name(item) == "sdt" and is_on(_placeholder(item))


def _placeholder(control: etree._Element) -> etree._Element | None:
    properties = child(control, "sdtPr")
    return child(properties, "showingPlcHdr") if properties is not None else None
