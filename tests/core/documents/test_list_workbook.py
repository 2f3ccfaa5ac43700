"""A long list: as many rows as it has, each cell of its type, the head that tells of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from linli.core.documents.list_workbook import ListSheet, write_list
from linli.core.documents.official import Mark
from linli.core.documents.workbook import Cell, Kind, SheetColumn

MADE = datetime(2024, 7, 20, 10, 0)
COLUMNS = (
    SheetColumn("编号"),
    SheetColumn("人数", Kind.WHOLE),
    SheetColumn("日期", Kind.DATE),
    SheetColumn("时间", Kind.INSTANT),
    SheetColumn("金额", Kind.MONEY),
    SheetColumn("是否", Kind.YES_NO),
)
ROW: tuple[Cell, ...] = (
    "00001",
    3,
    date(2024, 7, 1),
    datetime(2024, 7, 1, 23, 59, 58),
    188_050,
    True,
)


def written(folder: Path, rows: list[tuple[Cell, ...]], marks: tuple[Mark, ...] = ()) -> bytes:
    file = folder / "list.xlsx"
    sheet = ListSheet("名单", "样本名单", ("口径：样本",), COLUMNS, MADE, marks)
    assert write_list(file, sheet, iter(rows)) == len(rows)
    return file.read_bytes()


def table(content: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def page_of(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_every_cell_has_the_type_of_its_column(tmp_path: Path) -> None:
    rows = table(written(tmp_path, [ROW, ("00002", None, None, None, None, False)]))

    assert rows[3:] == [
        ["00001", 3.0, date(2024, 7, 1), datetime(2024, 7, 1, 23, 59, 58), 1880.5, "是"],
        ["00002", "", "", "", "", "否"],
    ]


def test_head_stands_over_the_columns_stays_in_sight_and_can_be_filtered(tmp_path: Path) -> None:
    content = written(tmp_path, [ROW] * 3, (Mark.REHEARSAL,))

    page = page_of(content)
    assert [row[0] for row in table(content)[:4]] == [
        "样本名单",
        "【演练】　不作为正式材料使用",
        "口径：样本",
        "编号",
    ]
    assert '<autoFilter ref="A4:F7"/>' in page
    assert 'ySplit="4"' in page
    assert 'orientation="landscape"' in page


@pytest.mark.parametrize(("columns", "paper"), [(6, 9), (7, 8)])
def test_list_too_wide_to_be_read_on_a4_is_printed_on_a3(
    tmp_path: Path, columns: int, paper: int
) -> None:
    # Each column is 33 digits wide: six of them are 198, seven 231.
    sheet = ListSheet("名单", "样本名单", (), (SheetColumn("编号"),) * columns, MADE)

    write_list(tmp_path / "list.xlsx", sheet, iter([("9" * 30,) * columns]))

    assert f'paperSize="{paper}"' in page_of((tmp_path / "list.xlsx").read_bytes())


def test_list_without_rows_is_a_head_alone(tmp_path: Path) -> None:
    assert len(table(written(tmp_path, []))) == 3


def test_text_longer_than_a_cell_says_that_it_was_cut(tmp_path: Path) -> None:
    (*_, row) = table(written(tmp_path, [("字" * 40_000, *ROW[1:])]))

    assert row[0] == "字" * 32_000 + "……（内容过长，以下省略）"


@pytest.mark.parametrize("place", range(6))
def test_cell_of_another_type_is_a_fault_and_never_written(tmp_path: Path, place: int) -> None:
    row = list(ROW)
    row[place] = Decimal("0.5")

    with pytest.raises(TypeError, match="does not go into a column"):
        written(tmp_path, [tuple(row)])
