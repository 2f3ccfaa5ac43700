"""A workbook that was filled in holds no macros, formulas or merged cells; its long list of people is bounded."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from linli.core.documents.filled_workbook import (
    MOST_ROWS,
    FilledRow,
    NothingFilledIn,
    WorkbookTooLong,
    read_filled,
    told_twice,
)
from linli.core.documents.workbook_reading import ReadColumn, WorkbookUnreadable
from linli.core.refusal import Refusal

COLUMNS = (ReadColumn("报名编号"), ReadColumn("结论", is_required=False))


def workbook(rows: int = 2, trap: Callable[[Any, Any], None] = lambda book, page: None) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file)
    page = book.add_worksheet()
    page.merge_range(0, 0, 0, 1, "体检结论")
    page.write_row(1, 0, ["报名编号", "结论"])
    for number in range(rows):
        page.write_row(2 + number, 0, [f"{number:05d}", "合格"])
    trap(book, page)
    book.close()
    return file.getvalue()


def with_file(content: bytes, name: str) -> bytes:
    file = BytesIO(content)
    with ZipFile(file, "a") as archive:
        archive.writestr(name, b"macro")
    return file.getvalue()


def moved(content: bytes, name: str, former: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a workbook whose sheet is a part of another name, as its relationships tell."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(file, "w") as target:
        for part in source.namelist():
            told = source.read(part).replace(former[3:].encode(), name[3:].encode())
            target.writestr(name if part == former else part, told)
    return file.getvalue()


def of_strict_edition(content: bytes) -> bytes:
    """Return a workbook whose sheet is of the strict edition of the format."""
    loose = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    file = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(file, "w") as target:
        for part in source.namelist():
            told = source.read(part)
            if part.startswith("xl/worksheets/"):
                told = told.replace(loose, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            target.writestr(part, told)
    return file.getvalue()


def with_formula(book: Any, page: Any) -> None:
    page.write_formula(2, 1, '="合"&"格"', None, "合格")


def with_chart(book: Any, page: Any) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$3:$A$4"})
    page.insert_chart("E3", chart)


def test_template_with_a_merged_title_is_read() -> None:
    assert [row.cells for row in read_filled(workbook(), COLUMNS)] == [
        ("00000", "合格"),
        ("00001", "合格"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        moved(workbook(), "xl/sheets/people.xml"),
        moved(workbook(), "xl/worksheets/people.dat"),
        of_strict_edition(workbook()),
        workbook(trap=with_chart),
    ],
)
def test_workbook_of_another_making_is_read(content: bytes) -> None:
    assert len(read_filled(content, COLUMNS)) == 2


@pytest.mark.parametrize(
    "content",
    [
        moved(workbook(trap=with_formula), "xl/sheets/people.xml"),
        moved(workbook(trap=with_formula), "xl/worksheets/people.dat"),
        moved(workbook(trap=with_formula), "xl/WORKSHEETS/SHEET1.XML"),
        of_strict_edition(workbook(trap=with_formula)),
    ],
)
def test_formula_is_found_whatever_the_part_is_called(content: bytes) -> None:
    with pytest.raises(WorkbookUnreadable, match="单元格B3是公式"):
        read_filled(content, COLUMNS)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (with_file(workbook(), "xl/vbaProject.bin"), "文件含有宏"),
        (
            workbook(trap=with_formula),
            "单元格B3是公式",
        ),
        (
            workbook(trap=lambda book, page: page.merge_range(2, 1, 3, 1, "合格")),
            "单元格B3:B4合并在一起",
        ),
        (
            workbook(20, trap=lambda book, page: page.merge_range(14, 2, 14, 3, "")),
            "单元格C15:D15合并在一起",
        ),
        (b"%PDF-1.7", "文件不是可以读取的 Excel 工作簿"),
        (workbook()[:-200], "文件已损坏"),
    ],
)
def test_file_that_is_no_plain_workbook_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(WorkbookUnreadable, match=told):
        read_filled(content, COLUMNS)


def test_two_sheets_of_people_are_refused() -> None:
    def second(book: Any, page: Any) -> None:
        book.add_worksheet().write_row(0, 0, ["报名编号", "结论"])

    with pytest.raises(WorkbookUnreadable, match="有多处符合表头的表格"):
        read_filled(workbook(trap=second), COLUMNS)


def test_missing_column_is_named() -> None:
    with pytest.raises(WorkbookUnreadable, match="“日期”"):
        read_filled(workbook(), (*COLUMNS, ReadColumn("日期")))


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        (0, NothingFilledIn),
        (MOST_ROWS, None),
        (MOST_ROWS + 1, WorkbookTooLong),
        (10_000, WorkbookTooLong),
    ],
)
def test_number_of_rows_is_bounded(rows: int, refusal: type[Refusal] | None) -> None:
    content = workbook(rows)

    if refusal is None:
        assert len(read_filled(content, COLUMNS)) == rows
    else:
        with pytest.raises(refusal):
            read_filled(content, COLUMNS)


def test_rows_of_one_case_are_told_of_each_other() -> None:
    rows = [FilledRow(number, (case,)) for number, case in ((3, "1"), (4, "2"), (5, "1"))]

    assert [row.problems for row in told_twice(rows)] == [
        ("1在第5行也有。处理办法：只保留一行。",),
        (),
        ("1在第3行也有。处理办法：只保留一行。",),
    ]
