"""A workbook that the office filled in: judged row by row, given back with what is wrong in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from linli.core.documents.official import Mark
from linli.core.documents.workbook import Cell, Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import ReadColumn, ReadRow, read_each_row
from linli.core.documents.workbook_traps import refuse_traps
from linli.core.refusal import Refusal

#: Rows of one workbook, as many as are judged while an official waits.
MOST_ROWS = 2_000
PROBLEM, REMARK = "问题", "提示"


class WorkbookTooLong(Refusal):
    """A workbook has more rows than are judged at a time."""


class NothingFilledIn(Refusal):
    """No row of a workbook says anything to be recorded."""


class RowsWrong(Refusal):
    """Rows have problems: nothing is recorded until all are put right."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row: its number in Excel, its cells as they stand, what is wrong, what it would bring about."""

    number: int
    cells: tuple[Cell, ...] = field(repr=False)
    problems: tuple[str, ...] = ()
    outcome: str = ""

    @property
    def key(self) -> str:
        """Return what names the row: its first cell."""
        return str(self.cells[0] or "")


@dataclass(frozen=True, slots=True)
class FilledRows:
    """What a workbook would come to; ``remarks`` are of the whole and stand against nothing."""

    rows: tuple[FilledRow, ...]
    remarks: tuple[str, ...] = ()

    @property
    def good(self) -> tuple[FilledRow, ...]:
        """Return the rows without a problem."""
        return tuple(row for row in self.rows if not row.problems)

    @property
    def wrong(self) -> tuple[FilledRow, ...]:
        """Return the rows with a problem."""
        return tuple(row for row in self.rows if row.problems)

    def require_good(self) -> None:
        """Refuse a workbook with a problem in any row. Raises ``RowsWrong``."""
        if self.wrong:
            raise RowsWrong(
                f"有{len(self.wrong)}行存在问题，整表没有登记", mend="按问题清单改正后重新上传"
            )


def read_filled(content: bytes, columns: tuple[ReadColumn, ...]) -> tuple[ReadRow, ...]:
    """Return the rows of a workbook that was filled in, wrong cells with their problems.

    Raises ``WorkbookUnreadable`` (also for macros, formulas and merged cells), ``WorkbookRefused``,
    ``WorkbookTooLong`` and ``NothingFilledIn``.
    """
    # First what bounds a file that unpacks without end.
    rows = read_each_row(content, columns=columns)
    refuse_traps(content)
    if len(rows) > MOST_ROWS:
        raise WorkbookTooLong(
            f"表格有{len(rows)}行，一次最多处理{MOST_ROWS}行", mend="分成几个文件分别上传"
        )
    if not rows:
        raise NothingFilledIn("表格中没有填写任何人", mend="按模板填写后上传")
    return rows


def shown_cells(row: ReadRow) -> tuple[Cell, ...]:
    """Return the cells of a row as they are given back: as text, whatever stands there."""
    return tuple(None if cell is None else str(cell) for cell in row.cells)


def told_twice(rows: Iterable[FilledRow]) -> tuple[FilledRow, ...]:
    """Add a problem to the rows with one key, in whatever case: nobody can tell which of them counts."""
    found = list(rows)
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in found:
        numbers[row.key.casefold()].append(row.number)
    return tuple(_with_others(row, numbers[row.key.casefold()]) for row in found)


def _with_others(row: FilledRow, same: list[int]) -> FilledRow:
    others = "、".join(str(number) for number in same if number != row.number)
    if not row.key or not others:
        return row
    problem = f"{row.key}在第{others}行也有。处理办法：只保留一行。"
    return replace(row, problems=(*row.problems, problem))


def write_returned(
    title: str,
    columns: tuple[SheetColumn, ...],
    rows: Iterable[tuple[tuple[Cell, ...], tuple[str, ...], tuple[str, ...]]],
    *,
    marks: tuple[Mark, ...],
    dated: date,
) -> bytes:
    """Return rows with, in last columns, what is wrong and what is unusual.

    Put right, the same workbook is read again: the added columns are passed over.
    """
    added = (SheetColumn(PROBLEM), SheetColumn(REMARK))
    cells = tuple(
        (*row, "\n".join(problems), "\n".join(remarks)) for row, problems, remarks in rows
    )
    sheet = Sheet("需改正", title, (*columns, *added), cells, marks)
    return write_workbook((sheet,), dated=dated)
