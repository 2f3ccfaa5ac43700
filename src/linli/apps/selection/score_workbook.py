"""Interview scores as a workbook: the sheet that a panel fills in, and what is read back.

Marks are hundredths of a point in Linli and points with two decimals in the workbook.
Source: D0 三(三); requirements D2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from linli.core.documents.official import Mark
from linli.core.documents.workbook import Kind, Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import Expect, ReadColumn, ReadRow, read_rows
from linli.core.refusal import Refusal

PRESENT, ABSENT = "到场", "缺席"


class ScoreRefused(Refusal):
    """A row of a score workbook that cannot be taken; names the row."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row of a score workbook: a mark for each examiner in hundredths of a point.

    ``None`` where an examiner did not mark the candidate; no marks at all if absent.
    """

    case_number: str
    marks: tuple[int | None, ...]

    @property
    def given(self) -> tuple[int, ...]:
        """Return the marks that were given."""
        return tuple(mark for mark in self.marks if mark is not None)


def write_score_workbook(
    rows: Iterable[ScoreRow],
    counties: Mapping[str, str],
    *,
    examiners: int,
    title: str,
    marks: tuple[Mark, ...],
    dated: date,
) -> bytes:
    """Return a score workbook; ``counties`` names the county of each case number."""
    columns = (
        SheetColumn("报名编号"),
        SheetColumn("县（市、区）"),
        *(SheetColumn(name, Kind.POINTS) for name in examiner_names(examiners)),
        SheetColumn("到场"),
    )
    cells = tuple(
        (
            row.case_number,
            counties[row.case_number],
            *(row.marks or (None,) * examiners),
            PRESENT if row.marks else ABSENT,
        )
        for row in rows
    )
    return write_workbook((Sheet("面见成绩", title, columns, cells, marks),), dated=dated)


def read_score_workbook(content: bytes, *, examiners: int, most: int) -> list[ScoreRow]:
    """Return the rows of a score workbook. ``most`` is the full mark in hundredths of a point.

    Raises ``WorkbookRefused`` for cells that are no marks and ``ScoreRefused``, naming the
    row, for a mark out of range, for marks that do not fit the word for presence, or another
    word. A blank cell is an examiner who did not mark: whether that is right, recusal tells.
    """
    columns = score_columns(examiners)
    return [score_row(row, most) for row in read_rows(content, columns=columns)]


def score_columns(examiners: int) -> tuple[ReadColumn, ...]:
    """Return the columns that are read of a score workbook."""
    marks = (
        ReadColumn(name, Expect.POINTS, is_required=False) for name in examiner_names(examiners)
    )
    return (ReadColumn("报名编号"), *marks, ReadColumn("到场"))


def examiner_names(examiners: int) -> tuple[str, ...]:
    """Return the headers of the examiners' columns, by number."""
    return tuple(f"考官{number}" for number in range(1, examiners + 1))


def score_row(row: ReadRow, most: int) -> ScoreRow:
    """Return a row that was read: case number, a cell for each examiner, presence. Raises ``ScoreRefused``."""
    number, *cells, presence = row.cells
    marks = tuple(cell if isinstance(cell, int) else None for cell in cells)
    found = ScoreRow(str(number), marks if presence == PRESENT else ())
    is_marked = any(mark is not None for mark in marks)
    if presence != (PRESENT if is_marked else ABSENT):
        raise ScoreRefused(
            f"成绩表第{row.number}行：到场的应有考官评分，缺席的不填评分",
            why="D0 三(三)",
            mend=f"“到场”一栏填{PRESENT}或{ABSENT}",
        )
    if any(not 0 <= mark <= most for mark in found.given):
        raise ScoreRefused(
            f"成绩表第{row.number}行：评分应在0至{most // 100}分之间",
            why="D0 三(三)",
            mend="改正评分后重新导入",
        )
    return found
