"""Workbooks as Linli writes them: real types, no formulas, the same bytes each time."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from linli.core.documents.official import Mark
from linli.core.documents.workbook import Cell, Kind, Sheet, SheetColumn, write_workbook

DATED = date(2024, 7, 18)
COLUMNS = (
    SheetColumn("姓名"),
    SheetColumn("人数", Kind.WHOLE, is_summed=True),
    SheetColumn("金额（元）", Kind.MONEY, is_summed=True),
    SheetColumn("日期", Kind.DATE),
    SheetColumn("比例", Kind.RATE),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("张䶮", 2, 188001, date(2024, 7, 2), Decimal("0.125")),
    ("欧阳龘", 3, 178002, None, None),
)
SHEET = Sheet("名册", "代县社区助理名册", COLUMNS, ROWS, (Mark.REHEARSAL,))


def cells(content: bytes, sheet: int = 0) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [list(row) for row in book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)]


def xml(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def one_text(text: str) -> bytes:
    return write_workbook((Sheet("表", "表", (SheetColumn("备注"),), ((text,),)),), dated=DATED)


def test_sheet_holds_title_mark_header_rows_and_totals() -> None:
    assert cells(write_workbook((SHEET,), dated=DATED)) == [
        ["代县社区助理名册", "", "", "", ""],
        ["【演练】　不作为正式材料使用", "", "", "", ""],
        ["姓名", "人数", "金额（元）", "日期", "比例"],
        ["张䶮", 2, 1880.01, date(2024, 7, 2), 0.125],
        ["欧阳龘", 3, 1780.02, "", ""],
        ["合计", 5, 3660.03, "", ""],
    ]


def test_total_of_many_sums_of_fen_is_exact() -> None:
    columns = (SheetColumn("项目"), SheetColumn("金额", Kind.MONEY, is_summed=True))
    rows = tuple(("补贴", 10) for _ in range(1000))

    content = write_workbook((Sheet("表", "表", columns, rows),), dated=DATED)

    assert cells(content)[-1] == ["合计", 100.0]


def test_unmarked_sheet_without_sums_has_neither_mark_nor_totals() -> None:
    sheet = Sheet("表", "题", (SheetColumn("甲"), SheetColumn("乙")), (("1", "2"),))

    assert cells(write_workbook((sheet,), dated=DATED)) == [["题", ""], ["甲", "乙"], ["1", "2"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://x.example"])
def test_text_that_looks_like_a_formula_or_a_link_stays_text(text: str) -> None:
    content = one_text(text)

    page = xml(content, "xl/worksheets/sheet1.xml")

    assert cells(content)[-1] == [text]
    assert ("<f>" in page, "hyperlink" in page) == (False, False)


def test_eighteen_digit_id_number_is_written_as_text() -> None:
    assert cells(one_text("990101200203049003"))[-1] == ["990101200203049003"]


def test_number_formats_are_those_of_money_date_and_rate() -> None:
    styles = xml(write_workbook((SHEET,), dated=DATED), "xl/styles.xml")

    codes = [part.split('"')[0] for part in styles.split('formatCode="')[1:]]

    assert codes == ["@", "#,##0.00", "yyyy-mm-dd", "0.00%"]


def test_page_is_a4_landscape_with_the_header_frozen_and_repeated() -> None:
    content = write_workbook((SHEET,), dated=DATED)

    page, book = xml(content, "xl/worksheets/sheet1.xml"), xml(content, "xl/workbook.xml")

    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in page
    assert 'ySplit="3" topLeftCell="A4"' in page
    assert ">名册!$3:$3</definedName>" in book


def test_column_is_wide_enough_for_its_widest_chinese_text() -> None:
    page = xml(one_text("城市轨道交通运营管理"), "xl/worksheets/sheet1.xml")

    (width,) = [part.split('"')[0] for part in page.split('<col min="1" max="1" width="')[1:]]

    assert float(width) >= 10 * 2


def test_long_text_wraps_instead_of_widening_its_column_without_end() -> None:
    page = xml(one_text("乡" * 300), "xl/worksheets/sheet1.xml")

    (width,) = [part.split('"')[0] for part in page.split('<col min="1" max="1" width="')[1:]]

    assert float(width) < 44


def test_row_grows_with_the_lines_that_its_text_needs() -> None:
    page = xml(one_text("乡" * 50), "xl/worksheets/sheet1.xml")

    assert '<row r="3" spans="1:1" ht="51" customHeight="1">' in page


def test_same_sheets_and_date_always_give_the_same_bytes() -> None:
    assert write_workbook((SHEET,), dated=DATED) == write_workbook((SHEET,), dated=DATED)


def test_workbook_bears_the_date_it_was_given() -> None:
    core = xml(write_workbook((SHEET,), dated=DATED), "docProps/core.xml")

    assert core.count("2024-07-18T00:00:00Z") == 2


def test_several_sheets_are_written_in_their_order() -> None:
    second = Sheet("乙", "二", (SheetColumn("甲"),), ())

    content = write_workbook((SHEET, second), dated=DATED)

    assert CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names == ["名册", "乙"]
    assert cells(content, 1) == [["二"], ["甲"]]


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Kind.TEXT, 1),
        (Kind.WHOLE, "1"),
        (Kind.WHOLE, True),
        (Kind.MONEY, Decimal("1")),
        (Kind.RATE, 1),
        (Kind.DATE, "2024-07-02"),
    ],
)
def test_cell_of_the_wrong_type_is_not_accepted(kind: Kind, cell: Cell) -> None:
    sheet = Sheet("表", "表", (SheetColumn("甲", kind),), ((cell,),))

    with pytest.raises(TypeError, match=f"does not go into a column of {kind.name}"):
        write_workbook((sheet,), dated=DATED)


def test_row_with_a_missing_cell_is_not_accepted() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Sheet("表", "表", (SheetColumn("甲"), SheetColumn("乙")), (("1",),))


def test_column_of_dates_cannot_be_summed() -> None:
    with pytest.raises(ValueError, match="DATE cannot be summed"):
        SheetColumn("日期", Kind.DATE, is_summed=True)


@pytest.mark.parametrize(
    ("rows", "blank_rows", "offered"),
    [(0, 0, None), (2, 0, "B3:B4"), (0, 3, "B3:B5"), (2, 3, "B3:B7")],
)
def test_choices_are_offered_in_the_rows_that_stand_there_and_in_the_blank_ones(
    rows: int, blank_rows: int, offered: str | None
) -> None:
    columns = (SheetColumn("报名编号"), SheetColumn("结论", choices=("合格", "不合格")))
    filled = tuple((f"{number:05d}", None) for number in range(rows))
    sheet = Sheet("表", "表", columns, filled, blank_rows=blank_rows)

    root = etree.fromstring(
        xml(write_workbook((sheet,), dated=DATED), "xl/worksheets/sheet1.xml").encode()
    )

    found = [
        (one.get("type"), one.get("sqref"), one.findtext("{*}formula1"))
        for one in root.iter("{*}dataValidation")
    ]
    assert found == ([("list", offered, '"合格,不合格"')] if offered else [])
