"""Tables as CSV: rows in, every fault named with file and row; rows out, one form.

UTF-8 with a header; a byte-order mark is accepted; the order of rows and columns plays no part.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from linli.core.refusal import Refusal

#: A figure has at most so many decimals, and so many digits before them.
MOST_DECIMALS, _MOST_DIGITS = 6, 12


class TableRefused(Refusal):
    """A table of a placement that cannot be taken; names the file, the row and the fault."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it came: the name by which the person knows it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with its number in the file and its cells by column."""

    file: str
    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return a cell that must not be blank."""
        text = self.cells[column]
        if not text:
            raise self.refused(f"“{column}”是空的", f"填写{column}")
        # Almost every cell is printable: signs are looked at one by one only where one is not.
        if not text.isprintable() and any(unicodedata.category(sign) == "Cc" for sign in text):
            raise self.refused(f"“{column}”中有换行等控制字符", "删去控制字符")
        return text

    def whole(self, column: str) -> int:
        """Return a whole number from 0."""
        text = self.text(column)
        if not (text.isascii() and text.isdecimal()):
            raise self.refused(f"{column}“{text}”不是整数", "填写0或者更大的整数")
        if len(text) > _MOST_DIGITS:
            raise self.refused(f"{column}“{text}”超过{_MOST_DIGITS}位", "核对数字")
        return int(text)

    def number_of(self, column: str) -> Decimal:
        """Return a number of at most six decimals."""
        text = self.text(column)
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or abs(value) >= 10**_MOST_DIGITS:
            raise self.refused(f"{column}“{text}”不是数", "填写数字，如 86.50")
        if -exponent > MOST_DECIMALS:
            raise self.refused(f"{column}“{text}”的小数超过{MOST_DECIMALS}位", "减少小数位数")
        return value

    def one_of(self, column: str, words: Iterable[str]) -> str:
        """Return a cell that holds one of the words."""
        known = tuple(words)
        if self.cells[column] not in known:
            told = "、".join(word or "（空）" for word in known)
            raise self.refused(f"{column}“{self.cells[column]}”不对", f"应为{told}之一")
        return self.cells[column]

    def refused(self, what: str, mend: str) -> TableRefused:
        """Return the refusal of this row."""
        # A quoted cell may hold a line break; a refusal is one line.
        told = " ".join(what.splitlines())
        return TableRefused(f"{self.file}第{self.number}行：{told}", mend=mend)


def read_rows(table: Table, required: Sequence[str]) -> tuple[list[Row], tuple[str, ...]]:
    """Return the rows of a table and its column names. Raises ``TableRefused``."""
    try:
        text = table.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableRefused(
            f"{table.name}不是UTF-8编码", mend="在表格软件中另存为“CSV UTF-8（逗号分隔）”"
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(name.strip() for name in next(reader, ()))
        _check_header(table.name, header, required)
        return list(_cells(table.name, header, reader)), header
    except csv.Error:
        raise TableRefused(
            f"{table.name}第{reader.line_num}行不是有效的CSV", mend="检查引号、分隔符和换行"
        ) from None


def _check_header(file: str, header: Sequence[str], required: Sequence[str]) -> None:
    if not any(header):
        raise TableRefused(f"{file}是空的", mend=f"第1行写列名：{','.join(required)}")
    missing = [name for name in required if name not in header]
    if missing and len(header) == 1 and any(sign in header[0] for sign in ";\t；，"):
        raise TableRefused(
            f"{file}不是用逗号分隔的", mend="在表格软件中另存为“CSV UTF-8（逗号分隔）”"
        )
    if missing:
        raise TableRefused(
            f"{file}第1行缺少列：{'、'.join(missing)}", mend=f"第1行写列名：{','.join(required)}"
        )
    # A spreadsheet leaves empty columns at the end.
    named = [name for name in header if name]
    if len(set(named)) < len(named):
        raise TableRefused(f"{file}第1行有重复的列名", mend="每列名称只写一次")


def _cells(file: str, header: Sequence[str], reader: Iterator[list[str]]) -> Iterator[Row]:
    for number, written in enumerate(reader, start=2):
        cells = [cell.strip() for cell in written]
        if not any(cells):
            continue
        row = Row(file, number, dict(zip(header, cells, strict=False)))
        if len(cells) != len(header):
            raise row.refused(f"有{len(cells)}格，表头有{len(header)}列", "补齐或删去多余的格")
        yield row


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV, lines ended by a line feed."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()
