"""Read a workbook that people filled in: by its headers, every row, nothing guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from linli.core.refusal import Refusal

CellValue = str | int | date | Decimal | None
_Grid = Sequence[Sequence[object]]

_HEADER_WITHIN_ROWS = 10
_MOST_UNPACKED_BYTES = 200_000_000
_MOST_PROBLEMS_TOLD = 20
_MOST_DIGITS = 18
_TOTAL = "合计"


class Expect(Enum):
    """What a column must hold; the value is its Chinese name.

    ``IDENTITY`` is a long number kept as text: typed as a number it is already ruined.
    ``MONEY`` is yuan in the workbook and whole fen in Linli, ``POINTS`` points and
    hundredths of a point. ``RATE`` and ``NUMBER`` come
    back as :class:`~decimal.Decimal`. ``MONTH`` is kept as written: October typed as the
    number 2002.10 is 2002.1 already.
    """

    TEXT = "文本"
    IDENTITY = "文本格式的号码"
    WHOLE = "整数"
    NUMBER = "数字"
    MONEY = "金额"
    POINTS = "分数"
    DATE = "日期"
    RATE = "比率"
    MONTH = "年月"


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column looked for by its header."""

    header: str
    expect: Expect = Expect.TEXT
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row: its number as Excel shows it, and its cells in the order of the columns.

    ``problems`` name what is wrong by column, without content; such a cell is the text that
    stands there.
    """

    number: int
    cells: tuple[CellValue, ...]
    problems: tuple[str, ...] = ()


class WorkbookUnreadable(Refusal):
    """The file is no workbook, or holds no table with the headers."""


class WorkbookRefused(Refusal):
    """Cells are wrong; ``problems`` names each by row and column, without its content."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        told = "；".join(problems[:_MOST_PROBLEMS_TOLD])
        rest = len(problems) - _MOST_PROBLEMS_TOLD
        more = f"；另有{rest}处" if rest > 0 else ""
        super().__init__(f"表格有{len(problems)}处错误：{told}{more}", mend="改正后重新导入")


class _CellWrong(Exception):
    """What is wrong with one cell, to be told with its row and column."""


def read_rows(content: bytes, *, columns: tuple[ReadColumn, ...]) -> tuple[ReadRow, ...]:
    """Return every row under the headers ``columns``, wherever they stand on the sheet.

    Exactly one visible sheet must hold all the headers in one of its first ten rows. Rows
    without any content are passed over; a row 合计 ends the table. Raises
    :class:`WorkbookUnreadable` or :class:`WorkbookRefused` with all wrong cells at once.
    """
    rows, after = _rows(content, columns)
    problems = [f"第{row.number}行{what}" for row in rows for what in row.problems]
    if problems or after:
        raise WorkbookRefused((*problems, *after))
    return rows


def read_each_row(content: bytes, *, columns: tuple[ReadColumn, ...]) -> tuple[ReadRow, ...]:
    """Return every row as :func:`read_rows` does, wrong ones with their problems.

    Raises :class:`WorkbookUnreadable`, and :class:`WorkbookRefused` for rows after the total.
    """
    rows, after = _rows(content, columns)
    if after:
        raise WorkbookRefused(tuple(after))
    return rows


def _rows(content: bytes, columns: tuple[ReadColumn, ...]) -> tuple[tuple[ReadRow, ...], list[str]]:
    grid, header_at, places = _find_table(_sheets(content), columns)
    rows: list[ReadRow] = []
    for number, raw in enumerate(grid[header_at + 1 :], start=header_at + 2):
        if _is_total(raw):
            return tuple(rows), _after_total(grid[number:], number)
        if any(_text(cell) for cell in raw):
            rows.append(_read_row(number, raw, columns, places))
    return tuple(rows), []


def _sheets(content: bytes) -> dict[str, _Grid]:
    _refuse_a_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return {
            about.name: book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
            for about in book.sheets_metadata
            if about.visible is SheetVisibleEnum.Visible
        }
    except CalamineError as error:
        raise WorkbookUnreadable(
            "文件不是可以读取的 Excel 工作簿", mend="另存为 .xlsx 后重新导入"
        ) from error


def _refuse_a_bomb(content: bytes) -> None:
    if not content.startswith(b"PK"):
        return
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except BadZipFile as error:
        raise WorkbookUnreadable("文件已损坏，不能读取", mend="另存为 .xlsx 后重新导入") from error
    if unpacked > _MOST_UNPACKED_BYTES:
        raise WorkbookUnreadable("工作簿展开后过大", mend="删除无关内容后重新导入")


def _find_table(
    sheets: dict[str, _Grid], columns: tuple[ReadColumn, ...]
) -> tuple[_Grid, int, tuple[int, ...]]:
    headers = tuple(column.header for column in columns)
    found = [
        (grid, row, places)
        for grid in sheets.values()
        for row, cells in enumerate(grid[:_HEADER_WITHIN_ROWS])
        if (places := _places(cells, headers)) is not None
    ]
    if not found:
        raise WorkbookUnreadable(
            f"没有找到同时包含“{'”“'.join(headers)}”各列的工作表",
            mend="按模板的表头填写",
        )
    if len(found) > 1:
        raise WorkbookUnreadable("有多处符合表头的表格", mend="一个文件只保留一张表")
    return found[0]


def _places(cells: Sequence[object], headers: tuple[str, ...]) -> tuple[int, ...] | None:
    texts = ["".join(_text(cell).split()) for cell in cells]
    if any(header not in texts for header in headers):
        return None
    for header in headers:
        if texts.count(header) > 1:
            raise WorkbookUnreadable(f"表头“{header}”出现多次", mend="每列只保留一个表头")
    return tuple(texts.index(header) for header in headers)


def _is_total(raw: Sequence[object]) -> bool:
    filled = [text for text in map(_text, raw) if text]
    return bool(filled) and filled[0] == _TOTAL


def _after_total(rest: _Grid, number: int) -> list[str]:
    return [
        f"第{row}行在合计行之后，不会被读取"
        for row, raw in enumerate(rest, start=number + 1)
        if any(_text(cell) for cell in raw)
    ]


def _read_row(
    number: int, raw: Sequence[object], columns: tuple[ReadColumn, ...], places: tuple[int, ...]
) -> ReadRow:
    cells: list[CellValue] = []
    wrong: list[str] = []
    for column, place in zip(columns, places, strict=True):
        try:
            cells.append(_read_cell(raw[place], column))
        except _CellWrong as what:
            wrong.append(f"“{column.header}”{what}")
            cells.append(_text(raw[place]) or None)
    return ReadRow(number, tuple(cells), tuple(wrong))


def _read_cell(cell: object, column: ReadColumn) -> CellValue:
    if not _text(cell):
        if column.is_required:
            raise _CellWrong("没有填写")
        return None
    match column.expect:
        case Expect.TEXT:
            return _text(cell)
        case Expect.IDENTITY:
            return _identity(cell)
        case Expect.DATE:
            return _date(cell)
        case Expect.MONTH:
            return _month(cell)
        case Expect.WHOLE:
            return _whole(_number(cell), column.expect)
        case Expect.MONEY | Expect.POINTS:
            return _whole(_number(cell) * 100, column.expect)
        case Expect.NUMBER:
            return _number(cell)
        case Expect.RATE:
            return _share(cell)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _identity(cell: object) -> str:
    # Excel keeps 15 digits: an 18-digit number typed as a number has lost its end.
    if not isinstance(cell, str):
        raise _CellWrong("是数字格式，号码可能已经改变，应当设为文本格式后重新填写")
    return cell.strip()


def _month(cell: object) -> str:
    if isinstance(cell, date):
        return f"{cell.year}-{cell.month:02d}"
    if isinstance(cell, float) and not cell.is_integer():
        raise _CellWrong("是数字格式，10月可能已经变成1月，应当写成2002-10")
    return _text(cell)


def _date(cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(_text(cell).replace("/", "-").replace(".", "-"))
    except ValueError as error:
        raise _CellWrong("不是日期，应当写成2024-07-02") from error


def _share(cell: object) -> Decimal:
    text = str(cell).strip()
    return _number(text.removesuffix("%")) / 100 if text.endswith("%") else _number(cell)


def _number(cell: object) -> Decimal:
    if isinstance(cell, bool | date):
        raise _CellWrong("不是数字")
    text = str(cell).strip().replace(",", "").replace("，", "")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise _CellWrong("不是数字") from error
    # A number of more digits is a slip of the keyboard, or meant to exhaust the machine.
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise _CellWrong("不是数字")
    return number


def _whole(number: Decimal, expect: Expect) -> int:
    if number != number.to_integral_value():
        unit = "小数不得超过两位" if expect in (Expect.MONEY, Expect.POINTS) else "应当是整数"
        raise _CellWrong(unit)
    return int(number)
