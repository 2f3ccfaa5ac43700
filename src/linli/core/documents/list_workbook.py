"""Write one long list as a workbook: as many rows as Excel takes, one row in memory at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from linli.core.documents.official import Mark
from linli.core.documents.workbook import (
    HEADER_ROW_PT,
    TITLE_ROW_PT,
    Cell,
    SheetColumn,
    Styles,
    column_width,
    marked,
    row_height,
    set_up_print,
    widths_of,
    write_cell,
)

#: Rows of one list; Excel takes 1 048 576 lines, title and header among them.
MOST_ROWS = 1_000_000
_LONGEST_TEXT = 32_000
_CUT = "……（内容过长，以下省略）"


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list: sheet name, title, the lines that say what it holds and who took it when, columns.

    ``made_at`` is a time without zone.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[SheetColumn, ...]
    made_at: datetime
    marks: tuple[Mark, ...] = ()


def write_list(file: Path, sheet: ListSheet, rows: Iterable[tuple[Cell, ...]]) -> int:
    """Write a list to an ``.xlsx`` file; return how many rows it has.

    Header in sight and repeated, a filter on every column, every cell of its column's type; text is
    written as text, so that ``=1+1`` in a name is never a formula.
    """
    options = {
        "constant_memory": True,
        # Rows wait beside the file: whoever removes its folder removes them, too.
        "tmpdir": str(file.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(str(file), options)
    book.set_properties({"created": sheet.made_at})
    styles = Styles(book)
    page = book.add_worksheet(sheet.name)
    header = _write_top(page, sheet, styles)
    try:
        last, width = _write_rows(page, header, sheet, styles, rows)
    except BaseException:
        page.row_data_fh.close()
        raise
    page.autofilter(header, 0, last, len(sheet.columns) - 1)
    set_up_print(page, header, sheet.marks, width=width)
    book.close()
    return last - header


def _write_rows(
    page: Worksheet,
    header: int,
    sheet: ListSheet,
    styles: Styles,
    rows: Iterable[tuple[Cell, ...]],
) -> tuple[int, int]:
    """Write the rows below the header, then the columns' widths; return the last row and the width of all."""
    widest = widths_of(sheet.columns, tuple(column.header for column in sheet.columns))
    number = header
    for number, row in enumerate(rows, start=header + 1):
        cells = tuple(map(_shortened, row))
        widths = widths_of(sheet.columns, cells)
        widest = list(map(max, widest, widths))
        # Rows go to disk one after the other: a row's height stands before the next row begins.
        page.set_row(number, row_height(widths))
        for place, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
            write_cell(page, number, place, column.kind, cell, styles.cells[column.kind])
    widths = [column_width(width) for width in widest]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    return number, sum(widths)


def _write_top(page: Worksheet, sheet: ListSheet, styles: Styles) -> int:
    """Write title, mark, notes and header; return the number of the header's row."""
    lines = [(sheet.title, styles.title)]
    if sheet.marks:
        lines.append((f"{marked(sheet.marks)}　不作为正式材料使用", styles.mark))
    lines += [(note, styles.note) for note in sheet.notes]
    page.set_row(0, TITLE_ROW_PT)
    for row, (text, style) in enumerate(lines):
        page.merge_range(row, 0, row, len(sheet.columns) - 1, "", style)
        page.write_string(row, 0, text, style)
    page.set_row(len(lines), HEADER_ROW_PT)
    for place, column in enumerate(sheet.columns):
        page.write_string(len(lines), place, column.header, styles.header)
    return len(lines)


def _shortened(cell: Cell) -> Cell:
    # Excel cuts a longer text off without a word.
    if isinstance(cell, str) and len(cell) > _LONGEST_TEXT:
        return cell[:_LONGEST_TEXT] + _CUT
    return cell
