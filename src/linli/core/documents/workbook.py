"""Write workbooks: real types, Chinese widths, ready to print; the same bytes each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from linli.core.documents.official import Mark

Cell = str | int | date | Decimal | None

_A3, _A4 = 8, 9
#: Columns together wider than so many digits print too small to be read on A4.
_WIDEST_ON_A4 = 200
TITLE_ROW_PT, HEADER_ROW_PT = 32, 26
_ROW_PT = 21
_FURTHER_LINE_PT = 15
_LEAST_WIDTH, _MOST_WIDTH = 6, 42


class Kind(Enum):
    """What a column holds, and how Excel shows it.

    ``MONEY`` is whole fen in Linli and yuan in the workbook, ``POINTS`` hundredths of a
    point in Linli and points in the workbook; ``RATE`` is a ``Decimal`` share of one, shown as a percentage.
    ``INSTANT`` is a time of day without zone, which Excel does not know; ``YES_NO`` a truth, shown as 是 or 否.
    """

    TEXT = "@"
    WHOLE = "0"
    MONEY = "#,##0.00"
    POINTS = "0.00"
    DATE = "yyyy-mm-dd"
    INSTANT = "yyyy-mm-dd hh:mm:ss"
    YES_NO = "General"
    RATE = "0.00%"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column; ``is_summed`` adds it up in the totals row, ``choices`` are offered as a list."""

    header: str
    kind: Kind = Kind.TEXT
    is_summed: bool = False
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a sum of what cannot be added."""
        if self.is_summed and self.kind not in (Kind.WHOLE, Kind.MONEY):
            raise ValueError(f"a column of {self.kind.name} cannot be summed")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a name of at most 31 characters, a title line, the table.

    ``blank_rows`` are left below it to be filled in: their columns have their types already.
    """

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: tuple[Mark, ...] = ()
    blank_rows: int = 0

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns")


def write_workbook(sheets: tuple[Sheet, ...], *, dated: date) -> bytes:
    """Return an ``.xlsx`` file; the same sheets and date give the same bytes.

    Text is always written as text, so that ``=1+1`` in a name is never a formula.
    """
    file = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": datetime(dated.year, dated.month, dated.day)})
    styles = Styles(book)
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, styles)
    book.close()
    return file.getvalue()


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        ruled = plain | {"border": 1, "text_wrap": True}
        head = ruled | {"bold": True, "align": "center", "bg_color": "#E8EDF3"}
        self.title = book.add_format(plain | {"font_size": 16, "bold": True, "align": "center"})
        self.mark = book.add_format(plain | {"font_color": "#B45F5F", "align": "center"})
        self.note = book.add_format(plain | {"font_color": "#5B6470"})
        self.header = book.add_format(head)
        self.total = book.add_format(ruled | {"bold": True, "align": "center"})
        self.cells = {kind: book.add_format(ruled | _shown(kind)) for kind in Kind}
        self.blank = {kind: book.add_format(plain | _shown(kind)) for kind in Kind}
        self.sums = {kind: book.add_format(ruled | _shown(kind) | {"bold": True}) for kind in Kind}


def _shown(kind: Kind) -> dict[str, object]:
    centred = (Kind.DATE, Kind.INSTANT, Kind.YES_NO)
    align = "left" if kind is Kind.TEXT else "center" if kind in centred else "right"
    return {"num_format": kind.value, "align": align}


def _write_sheet(page: Worksheet, sheet: Sheet, styles: Styles) -> None:
    header_row = _write_top(page, sheet, styles)
    widths = [_width(sheet, place) for place in range(len(sheet.columns))]
    for place, (column, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.write_string(header_row, place, column.header, styles.header)
        page.set_column(place, place, width)
    page.set_row(header_row, HEADER_ROW_PT)
    for number, row in enumerate(sheet.rows, start=header_row + 1):
        page.set_row(number, row_height(widths_of(sheet.columns, row)))
        for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            write_cell(page, number, place, column.kind, cell, styles.cells[column.kind])
    if any(column.is_summed for column in sheet.columns):
        _write_totals(page, header_row + 1 + len(sheet.rows), sheet, styles)
    if sheet.blank_rows:
        _leave_blank_rows(page, sheet, styles)
    _offer_choices(page, header_row + 1, sheet)
    set_up_print(page, header_row, sheet.marks, width=sum(widths))


def _leave_blank_rows(page: Worksheet, sheet: Sheet, styles: Styles) -> None:
    for place, column in enumerate(sheet.columns):
        # The type of a whole column, so that a long number typed there stays text.
        page.set_column(place, place, _width(sheet, place), styles.blank[column.kind])


def _offer_choices(page: Worksheet, first: int, sheet: Sheet) -> None:
    rows = len(sheet.rows) + sheet.blank_rows
    for place, column in enumerate(sheet.columns):
        if column.choices and rows:
            offered = {
                "validate": "list",
                "source": list(column.choices),
                "error_title": "填写有误",
                "error_message": "请从列出的选项中选择",
            }
            page.data_validation(first, place, first + rows - 1, place, offered)


def _write_top(page: Worksheet, sheet: Sheet, styles: Styles) -> int:
    lines = [(sheet.title, styles.title)]
    if sheet.marks:
        lines.append((f"{marked(sheet.marks)}　不作为正式材料使用", styles.mark))
    last = len(sheet.columns) - 1
    for row, (text, style) in enumerate(lines):
        if last:
            page.merge_range(row, 0, row, last, "", style)
        page.write_string(row, 0, text, style)
    page.set_row(0, TITLE_ROW_PT)
    return len(lines)


def write_cell(
    page: Worksheet, row: int, place: int, kind: Kind, cell: Cell, style: Format
) -> None:
    """Write one cell by the kind of its column; text is never a formula. Raises ``TypeError``."""
    if cell is None:
        page.write_blank(row, place, None, style)
    elif kind is Kind.TEXT and isinstance(cell, str):
        page.write_string(row, place, cell, style)
    elif kind is Kind.INSTANT and isinstance(cell, datetime):
        page.write_datetime(row, place, cell, style)
    elif kind is Kind.YES_NO and isinstance(cell, bool):
        page.write_string(row, place, "是" if cell else "否", style)
    elif kind is Kind.DATE and isinstance(cell, date):
        page.write_datetime(row, place, cell, style)
    elif kind in (Kind.MONEY, Kind.POINTS) and type(cell) is int:
        page.write_number(row, place, cell / 100, style)
    elif kind is Kind.WHOLE and type(cell) is int:
        page.write_number(row, place, cell, style)
    elif kind is Kind.RATE and isinstance(cell, Decimal):
        page.write_number(row, place, float(cell), style)
    else:
        raise TypeError(f"{type(cell).__name__} does not go into a column of {kind.name}")


def _write_totals(page: Worksheet, row: int, sheet: Sheet, styles: Styles) -> None:
    page.set_row(row, _ROW_PT)
    for place, column in enumerate(sheet.columns):
        if column.is_summed:
            total = sum(cell for cell in _column(sheet, place) if isinstance(cell, int))
            write_cell(page, row, place, column.kind, total, styles.sums[column.kind])
        else:
            page.write_string(row, place, "合计" if place == 0 else "", styles.total)


def _column(sheet: Sheet, place: int) -> list[Cell]:
    return [row[place] for row in sheet.rows]


def _width(sheet: Sheet, place: int) -> int:
    column = sheet.columns[place]
    cells = [_text_of(column.kind, cell) for cell in _column(sheet, place)]
    if column.is_summed:
        numbers = (cell for cell in _column(sheet, place) if isinstance(cell, int))
        cells.append(_text_of(column.kind, sum(numbers)))
    return column_width(max(map(_shown_width, (column.header, *cells))))


def column_width(widest: int) -> int:
    """Return the width of a column whose widest cell takes so many digits."""
    return max(_LEAST_WIDTH, min(widest + 3, _MOST_WIDTH))


def widths_of(columns: tuple[SheetColumn, ...], row: tuple[Cell, ...]) -> list[int]:
    """Return how many digits each cell of a row takes; a Chinese character is two of them."""
    return [
        _shown_width(_text_of(column.kind, cell)) for column, cell in zip(columns, row, strict=True)
    ]


def row_height(widths: Sequence[int]) -> float:
    """Return the height of a row in points: only Excel itself grows it by wrapped text, not every reader."""
    lines = max(-(-width // (_MOST_WIDTH - 2)) for width in widths)
    return _ROW_PT + _FURTHER_LINE_PT * (max(lines, 1) - 1)


def _text_of(kind: Kind, cell: Cell) -> str:
    if cell is None:
        return ""
    if kind is Kind.INSTANT and isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if kind is Kind.YES_NO:
        return "是"
    if kind in (Kind.MONEY, Kind.POINTS) and isinstance(cell, int):
        return f"{cell / 100:,.2f}"
    return str(cell)


def _shown_width(text: str) -> int:
    # Excel counts in digits of the default face; a Chinese character is two of them.
    return sum(1 if character.isascii() else 2 for character in text)


def set_up_print(page: Worksheet, header_row: int, marks: tuple[Mark, ...], *, width: int) -> None:
    """Let a sheet be read and printed: header kept in sight and repeated, pages counted.

    ``width`` is that of all columns, in digits: it is printed across, on A4 or, where wide, on A3.
    """
    page.freeze_panes(header_row + 1, 0)
    page.set_paper(_A4 if width <= _WIDEST_ON_A4 else _A3)
    page.set_landscape()
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    page.repeat_rows(header_row)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_footer("&C第 &P 页，共 &N 页")
    if marks:
        page.set_header(f"&C&KB45F5F{marked(marks)}")


def marked(marks: tuple[Mark, ...]) -> str:
    """Return marks as a sheet prints them: 【演练·样本】."""
    return f"【{'·'.join(marks)}】"
