"""Workbooks that people filled in: every row is read or named as wrong."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from linli.core.documents.official import Mark
from linli.core.documents.workbook import Kind, Sheet, SheetColumn, write_workbook
from linli.core.documents.workbook_reading import (
    Expect,
    ReadColumn,
    ReadRow,
    WorkbookRefused,
    WorkbookUnreadable,
    read_each_row,
    read_rows,
)

ID_NUMBER = "990101200203049003"
NAME, SCORE = ReadColumn("姓名"), ReadColumn("成绩", Expect.NUMBER)
IDENTITY = ReadColumn("身份证号", Expect.IDENTITY)


def workbook(*rows: tuple[object, ...], hidden: bool = False, twice: bool = False) -> bytes:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    for _ in range(2 if twice else 1):
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    if hidden:
        book.add_worksheet().activate()
        page.hide()
    book.close()
    return file.getvalue()


def values(column: ReadColumn, *cells: object) -> list[object]:
    content = workbook((column.header,), *((cell,) for cell in cells))
    return [row.cells[0] for row in read_rows(content, columns=(column,))]


def problems(column: ReadColumn, *cells: object) -> tuple[str, ...]:
    content = workbook((column.header, "备注"), *((cell, "在") for cell in cells))
    with pytest.raises(WorkbookRefused) as refusal:
        read_rows(content, columns=(column,))
    return refusal.value.problems


def test_rows_are_read_by_header_wherever_the_columns_stand() -> None:
    content = workbook(("成绩", "备注", "姓名"), (80.5, "x", "张䶮"))

    assert read_rows(content, columns=(NAME, SCORE)) == (ReadRow(2, ("张䶮", Decimal("80.5"))),)


def test_rows_keep_the_numbers_that_excel_shows_over_title_and_blank_rows() -> None:
    content = workbook(("成绩册",), (), ("姓名",), ("甲",), (), ("乙",))

    rows = read_rows(content, columns=(NAME,))

    assert rows == (ReadRow(4, ("甲",)), ReadRow(6, ("乙",)))


def test_blanks_inside_a_header_do_not_hide_its_column() -> None:
    assert read_rows(workbook(("姓　名",), ("甲",)), columns=(NAME,)) == (ReadRow(2, ("甲",)),)


def test_workbook_written_by_linli_reads_back_as_it_was() -> None:
    columns = (
        SheetColumn("姓名"),
        SheetColumn("人数", Kind.WHOLE, is_summed=True),
        SheetColumn("金额", Kind.MONEY, is_summed=True),
        SheetColumn("日期", Kind.DATE),
        SheetColumn("比例", Kind.RATE),
    )
    rows = (("=1+1", 2, 188001, date(2024, 7, 2), Decimal("0.125")),)
    sheet = Sheet("名册", "名册", columns, rows, (Mark.SAMPLE,))
    expected = (
        NAME,
        ReadColumn("人数", Expect.WHOLE),
        ReadColumn("金额", Expect.MONEY),
        ReadColumn("日期", Expect.DATE),
        ReadColumn("比例", Expect.RATE),
    )

    content = write_workbook((sheet,), dated=date(2024, 7, 2))

    assert read_rows(content, columns=expected) == (ReadRow(4, rows[0]),)


def test_id_number_kept_as_text_is_read_whole() -> None:
    assert values(IDENTITY, f" {ID_NUMBER} ") == [ID_NUMBER]


def test_id_number_typed_as_a_number_is_refused_with_its_row() -> None:
    told = problems(IDENTITY, ID_NUMBER, int(ID_NUMBER))

    assert told == ("第3行“身份证号”是数字格式，号码可能已经改变，应当设为文本格式后重新填写",)


def test_refusal_never_repeats_what_a_cell_holds() -> None:
    content = workbook(("身份证号",), (int(ID_NUMBER),))

    with pytest.raises(WorkbookRefused) as refusal:
        read_rows(content, columns=(IDENTITY,))

    assert "9901" not in str(refusal.value)


def test_every_wrong_cell_is_told_at_once() -> None:
    content = workbook(("姓名", "成绩"), ("", "优"), ("甲", 80), ("乙", ""))

    with pytest.raises(WorkbookRefused) as refusal:
        read_rows(content, columns=(NAME, SCORE))

    assert refusal.value.problems == (
        "第2行“姓名”没有填写",
        "第2行“成绩”不是数字",
        "第4行“成绩”没有填写",
    )


def test_refusal_of_many_cells_names_twenty_and_counts_the_rest() -> None:
    content = workbook(("成绩",), *(("优",) for _ in range(25)))

    with pytest.raises(WorkbookRefused, match=r"表格有25处错误：.*第21行.*；另有5处"):
        read_rows(content, columns=(SCORE,))


def test_empty_cell_of_an_optional_column_is_read_as_nothing() -> None:
    content = workbook(("姓名", "成绩"), ("甲", ""))
    optional = ReadColumn("成绩", Expect.NUMBER, is_required=False)

    assert read_rows(content, columns=(NAME, optional)) == (ReadRow(2, ("甲", None)),)


def test_whole_number_in_a_text_column_has_no_decimal_point() -> None:
    assert values(NAME, 12) == ["12"]


@pytest.mark.parametrize("cell", [1880.1, "1880.1", "1,880.10"])
def test_money_is_read_as_exact_fen(cell: object) -> None:
    assert values(ReadColumn("金额", Expect.MONEY), cell) == [188010]


def test_money_with_a_third_decimal_is_refused() -> None:
    assert problems(ReadColumn("金额", Expect.MONEY), 0.125) == ("第2行“金额”小数不得超过两位",)


def test_fraction_in_a_column_of_whole_numbers_is_refused() -> None:
    assert problems(ReadColumn("人数", Expect.WHOLE), 1, 1.5) == ("第3行“人数”应当是整数",)


@pytest.mark.parametrize("cell", ["12.5%", 0.125])
def test_rate_is_read_from_percent_and_from_share(cell: object) -> None:
    assert values(ReadColumn("比例", Expect.RATE), cell) == [Decimal("0.125")]


@pytest.mark.parametrize("cell", ["优", True, "NaN", "Infinity"])
def test_what_is_no_number_is_refused_as_a_score(cell: object) -> None:
    assert problems(SCORE, cell) == ("第2行“成绩”不是数字",)


@pytest.mark.parametrize("cell", ["2024-07-02", "2024/07/02", "2024.07.02"])
def test_date_typed_as_text_is_read(cell: str) -> None:
    assert values(ReadColumn("日期", Expect.DATE), cell) == [date(2024, 7, 2)]


def test_date_that_does_not_exist_is_refused() -> None:
    told = problems(ReadColumn("日期", Expect.DATE), "2024-02-30")

    assert told == ("第2行“日期”不是日期，应当写成2024-07-02",)


def test_rows_after_the_totals_are_refused_and_not_dropped() -> None:
    content = workbook(("姓名",), ("甲",), ("合计",), ("乙",))

    with pytest.raises(WorkbookRefused) as refusal:
        read_rows(content, columns=(NAME,))

    assert refusal.value.problems == ("第4行在合计行之后，不会被读取",)


def test_missing_header_is_named_in_the_refusal() -> None:
    with pytest.raises(WorkbookUnreadable, match="没有找到同时包含“姓名”“成绩”各列的工作表"):
        read_rows(workbook(("姓名",), ("甲",)), columns=(NAME, SCORE))


def test_header_that_stands_twice_is_refused() -> None:
    with pytest.raises(WorkbookUnreadable, match="表头“姓名”出现多次"):
        read_rows(workbook(("姓名", "姓名"), ("甲", "乙")), columns=(NAME,))


def test_two_sheets_with_the_same_headers_are_refused() -> None:
    with pytest.raises(WorkbookUnreadable, match="有多处符合表头的表格"):
        read_rows(workbook(("姓名",), ("甲",), twice=True), columns=(NAME,))


def test_table_on_a_hidden_sheet_is_not_read() -> None:
    with pytest.raises(WorkbookUnreadable, match="没有找到"):
        read_rows(workbook(("姓名",), ("甲",), hidden=True), columns=(NAME,))


@pytest.mark.parametrize("row", [9, 10, 11])
def test_header_is_looked_for_in_the_first_ten_rows(row: int) -> None:
    content = workbook(*(("说明",) for _ in range(row - 1)), ("姓名",), ("甲",))

    if row <= 10:
        assert read_rows(content, columns=(NAME,)) == (ReadRow(row + 1, ("甲",)),)
    else:
        with pytest.raises(WorkbookUnreadable, match="没有找到"):
            read_rows(content, columns=(NAME,))


@pytest.mark.parametrize("content", [b"", b"name,score", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0"])
def test_file_that_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(WorkbookUnreadable, match="另存为"):
        read_rows(content, columns=(NAME,))


def test_archive_that_is_no_workbook_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "a")

    with pytest.raises(WorkbookUnreadable, match="不是可以读取的 Excel 工作簿"):
        read_rows(file.getvalue(), columns=(NAME,))


def test_archive_that_unpacks_to_far_too_much_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, archive.open("a", "w") as entry:
        for _ in range(201):
            entry.write(bytes(1_000_000))

    with pytest.raises(WorkbookUnreadable, match="展开后过大"):
        read_rows(file.getvalue(), columns=(NAME,))


@pytest.mark.parametrize("cell", ["2002-10", "2002年10月", "二〇〇二年十月", 200210])
def test_a_month_is_kept_as_written(cell: object) -> None:
    assert values(ReadColumn("出生年月", Expect.MONTH), cell) == [str(cell)]


def test_a_month_as_a_date_is_taken_and_as_a_decimal_number_refused() -> None:
    column = ReadColumn("出生年月", Expect.MONTH)
    dated = Sheet("甲", "乙", (SheetColumn("出生年月", Kind.DATE),), ((date(2002, 10, 1),),))

    (row,) = read_rows(write_workbook((dated,), dated=date(2024, 6, 1)), columns=(column,))
    assert row.cells == ("2002-10",)
    assert problems(column, 2002.1) == (
        "第2行“出生年月”是数字格式，10月可能已经变成1月，应当写成2002-10",
    )


def test_each_row_is_read_with_its_own_problems_and_wrong_cells_as_they_stand() -> None:
    content = workbook(("姓名", "成绩"), ("甲", "高"), ("乙", 80), (None, 70))

    assert read_each_row(content, columns=(NAME, SCORE)) == (
        ReadRow(2, ("甲", "高"), ("“成绩”不是数字",)),
        ReadRow(3, ("乙", Decimal(80))),
        ReadRow(4, (None, Decimal(70)), ("“姓名”没有填写",)),
    )


def test_rows_after_the_total_are_refused_even_where_each_row_is_read() -> None:
    with pytest.raises(WorkbookRefused, match="合计行之后"):
        read_each_row(workbook(("姓名",), ("甲",), ("合计",), ("乙",)), columns=(NAME,))
