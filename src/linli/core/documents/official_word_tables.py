"""The tables of an official paper as WordprocessingML."""

from linli.core.documents.official import Align, Column, SignaturePlaces, Table
from linli.core.documents.official_layout import (
    POINTS_PER_MM,
    SIZE_3_PT,
    TABLE_PT,
    TEXT_WIDTH_MM,
)
from linli.core.documents.official_word_xml import Face, Look, element, line, twips

_ROW_MM = 9
_CELL_LINE_PT = 17
_AFTER_TABLE = Look(line_pt=12)
_RULES = ("top", "left", "bottom", "right", "insideH", "insideV")


def ruled_table(table: Table) -> str:
    """Return a ruled table with its header row repeated, and a little room after it."""
    widths = [_twips_of_mm(column.width_mm) for column in table.columns]
    head = tuple(column.header for column in table.columns)
    rows = [_row(head, table.columns, is_header=True)]
    rows += [_row(cells, table.columns, is_header=False) for cells in table.rows]
    return _table(widths, "".join(rows), ruled=True) + line("", _AFTER_TABLE)


def signature_places(places: SignaturePlaces) -> str:
    """Return two columns of lines to be signed; they stay together on one page."""
    half = _twips_of_mm(TEXT_WIDTH_MM / 2)
    count = max(len(places.left), len(places.right))
    rows = [
        element(
            "tr",
            element("trPr", element("cantSplit")),
            *(_plain_cell(text, half) for text in pair),
        )
        for pair in zip(_padded(places.left, count), _padded(places.right, count), strict=True)
    ]
    return _table([half, half], "".join(rows), ruled=False) + line("", _AFTER_TABLE)


def letterhead_table(left: str, right: str, *, right_twips: int) -> str:
    """Return the red names beside 文件; both cells are XML already."""
    whole = _twips_of_mm(TEXT_WIDTH_MM)
    cells = _cell(left, whole - right_twips) + _cell(right, right_twips)
    return _table([whole - right_twips, right_twips], element("tr", cells), ruled=False)


def _table(widths: list[int], rows: str, *, ruled: bool) -> str:
    rules = "".join(element(side, val="single", sz=4, space=0, color="000000") for side in _RULES)
    look = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
        element("tblBorders", rules) if ruled else "",
        element("tblLayout", type="fixed"),
        _cell_margins(40 if ruled else 0),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", look, grid, rows)


def _cell_margins(size: int) -> str:
    sides = ("top", "left", "bottom", "right")
    return element("tblCellMar", *(element(side, w=size, type="dxa") for side in sides))


def _row(cells: tuple[str, ...], columns: tuple[Column, ...], *, is_header: bool) -> str:
    look = element(
        "trPr",
        element("cantSplit"),
        element("trHeight", val=_twips_of_mm(_ROW_MM), hRule="atLeast"),
        element("tblHeader") if is_header else "",
    )
    drawn = (
        _cell(line(text, _cell_look(column, is_header)), _twips_of_mm(column.width_mm))
        for text, column in zip(cells, columns, strict=True)
    )
    return element("tr", look, *drawn)


def _cell_look(column: Column, is_header: bool) -> Look:
    if is_header:
        return Look(Face.HEITI, TABLE_PT, Align.CENTER, line_pt=_CELL_LINE_PT, keep_next=True)
    return Look(Face.FANGSONG, TABLE_PT, column.align, line_pt=_CELL_LINE_PT)


def _plain_cell(text: str, width: int) -> str:
    return _cell(line(text, Look(size_pt=SIZE_3_PT, align="left", keep_next=True)), width)


def _cell(content: str, width: int) -> str:
    look = element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center"))
    return element("tc", look, content)


def _padded(lines: tuple[str, ...], count: int) -> tuple[str, ...]:
    return lines + ("",) * (count - len(lines))


def _twips_of_mm(length_mm: float) -> int:
    return twips(length_mm * POINTS_PER_MM)
