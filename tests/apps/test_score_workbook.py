"""Interview scores as a workbook: what is written is read back, what is no score is refused."""

from datetime import date

import pytest

from linli.apps.selection.score_workbook import (
    ScoreRefused,
    ScoreRow,
    read_score_workbook,
    write_score_workbook,
)
from linli.core.documents.workbook import Kind, Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import WorkbookRefused

ROWS = [
    ScoreRow("00001", (7250, 8000, 10000)),
    ScoreRow("00002", ()),
    ScoreRow("00003", (0, 1, 2)),
    ScoreRow("00004", (None, 0, 9000)),
]
COUNTIES = {row.case_number: "代县" for row in ROWS}


def read(content: bytes) -> list[ScoreRow]:
    return read_score_workbook(content, examiners=3, most=10_000)


def filled_in(*cells: str) -> bytes:
    """Return a workbook whose one row a panel filled in by hand."""
    headers = ("报名编号", "考官1", "考官2", "考官3", "到场")
    columns = tuple(SheetColumn(header, Kind.TEXT) for header in headers)
    return write_workbook(
        (Sheet("面见成绩", "样本", columns, (("00001", *cells),)),), dated=date(2024, 7, 5)
    )


def test_written_scores_are_read_back_as_they_were() -> None:
    content = write_score_workbook(
        ROWS, COUNTIES, examiners=3, title="样本", marks=(), dated=date(2024, 7, 5)
    )

    assert read(content) == ROWS


@pytest.mark.parametrize(
    "cells",
    [
        ("72.50", "-5", "80", "到场"),
        ("72.50", "100.01", "80", "到场"),
        ("72.50", "70", "80", "缺席"),
        ("72.50", "70", "80", "请假"),
        ("", "", "", "到场"),
    ],
)
def test_a_row_that_is_no_score_is_refused_by_its_number(cells: tuple[str, ...]) -> None:
    with pytest.raises(ScoreRefused, match="成绩表第3行"):
        read(filled_in(*cells))


@pytest.mark.parametrize("mark", ["80%", "八十", "1e999999999", "72.505", "nan"])
def test_a_cell_that_is_no_mark_is_refused_by_row_and_column(mark: str) -> None:
    with pytest.raises(WorkbookRefused, match="第3行“考官2”"):
        read(filled_in("72.50", mark, "80", "到场"))


def test_a_blank_cell_is_an_examiner_who_gave_no_mark() -> None:
    (row,) = read(filled_in("72.50", "", "80", "到场"))

    assert row == ScoreRow("00001", (7250, None, 8000))
    assert row.given == (7250, 8000)


def test_the_full_mark_itself_is_taken() -> None:
    assert read(filled_in("100", "0", "99.99", "到场")) == [ScoreRow("00001", (10000, 0, 9999))]
