"""The ruled table of a page, drawn well or badly, straight or bent.

Source: D0 附件2.
"""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.pages.pictures import Pixels
from linli.core.pages.portraits import picture_boxes
from linli.core.pages.ruling import RuledCell, ruled_tables
from tests.core.pages import made_form_page as made

WHITE = 255


def sheet(*, level: int = 40, thick: int = 2) -> Pixels:
    """Three rows: four cells, a wide one between two, a wide one; the last one above covers two rows."""
    page = np.full((1600, 1131), WHITE, np.uint8)
    for y, end in ((300, 1000), (380, 800), (460, 1000), (560, 1000)):
        cv2.line(page, (120, y), (end, y), level, thick)
    for x, top, bottom in (
        (120, 300, 560), (320, 300, 560), (560, 300, 380), (800, 300, 460), (1000, 300, 560),
    ):  # fmt: skip
        cv2.line(page, (x, top), (x, bottom), level, thick)
    return page


SPANS = [
    (0, 0, 1, 1),
    (0, 1, 1, 1),
    (0, 2, 1, 1),
    (0, 3, 2, 1),
    (1, 0, 1, 1),
    (1, 1, 1, 2),
    (2, 0, 1, 1),
    (2, 1, 1, 3),
]


def spans(page: Pixels) -> list[list[tuple[int, int, int, int]]]:
    return [
        [(cell.row, cell.column, cell.rows, cell.columns) for cell in table.cells]
        for table in ruled_tables(page)
    ]


def test_cells_are_found_with_the_rows_and_columns_they_cover() -> None:
    assert spans(sheet()) == [SPANS]


def test_places_of_cells_are_fractions_of_the_page() -> None:
    box = ruled_tables(sheet())[0].cells[-1].box

    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(
        (320 / 1131, 460 / 1600, 1000 / 1131, 560 / 1600), abs=0.003
    )


@settings(max_examples=6, deadline=None)
@given(degrees=st.floats(-2.5, 2.5))
def test_page_that_lies_askew_has_the_same_cells(degrees: float) -> None:
    assert spans(made.turned(sheet(), degrees)) == [SPANS]


@settings(max_examples=4, deadline=None)
@given(bow=st.floats(-14, 14), lean=st.floats(-25, 25))
def test_page_of_an_open_book_has_the_same_cells(bow: float, lean: float) -> None:
    page = sheet()
    rows, columns = np.mgrid[0:1600, 0:1131].astype(np.float32)
    bent = rows + bow * np.sin(np.pi * columns / 1131) + lean * (columns / 1131 - 0.5)
    curved = cv2.remap(page, columns, bent.astype(np.float32), cv2.INTER_LINEAR, borderValue=WHITE)

    assert spans(np.asarray(curved, dtype=np.uint8)) == [SPANS]


@pytest.mark.parametrize(("level", "thick"), [(40, 1), (150, 2), (225, 2), (235, 3)])
def test_faint_lines_are_lines(level: int, thick: int) -> None:
    assert spans(sheet(level=level, thick=thick)) == [SPANS]


def test_lines_in_the_shadow_of_a_hand_are_lines() -> None:
    shade = np.linspace(1.0, 0.35, 1131)[None, :]

    assert spans((sheet() * shade).astype(np.uint8)) == [SPANS]


def test_short_gaps_in_a_line_do_not_join_the_cells_beside_it() -> None:
    page = sheet()
    page[370:390, 180:240] = WHITE
    page[330:350, 310:330] = WHITE

    assert spans(page) == [SPANS]


def test_table_without_its_outer_sides_keeps_the_cells_at_its_edges() -> None:
    page = sheet()
    page[:, 110:130] = WHITE
    page[:, 990:1010] = WHITE

    assert spans(page) == [SPANS]


def test_words_underlines_and_boxes_are_no_lines() -> None:
    page = sheet()
    cv2.line(page, (350, 515), (560, 515), 40, 2)
    cv2.rectangle(page, (400, 490), (418, 508), 40, 2)
    for x in range(340, 780, 24):
        cv2.rectangle(page, (x, 408), (x + 16, 430), 40, 2)

    assert spans(page) == [SPANS]


@pytest.mark.parametrize(
    "page", [np.full((1600, 1131), WHITE, np.uint8), np.full((40, 30, 3), 9, np.uint8)]
)
def test_page_without_lines_has_no_table(page: Pixels) -> None:
    assert ruled_tables(page) == ()


def test_single_frame_around_a_page_is_no_table() -> None:
    page = np.full((1600, 1131), WHITE, np.uint8)
    cv2.rectangle(page, (60, 60), (1070, 1540), 40, 3)

    assert ruled_tables(page) == ()


def test_two_tables_on_a_page_come_from_top_to_bottom() -> None:
    page = sheet()
    page[900:1300] = page[280:680]

    assert spans(page) == [SPANS, SPANS]


def test_line_that_a_portrait_covers_goes_on_under_it() -> None:
    with_photo, without = made.form(photo=True).page().pixels, made.form().page().pixels

    assert spans(with_photo) == spans(without)
    assert len(picture_boxes(with_photo)) == 1
    assert picture_boxes(without) == ()


def test_cell_is_told_by_a_point_even_on_a_page_askew() -> None:
    table = ruled_tables(made.turned(sheet(), 2.0))[0]
    turn = cv2.getRotationMatrix2D((1131 / 2, 1600 / 2), 2.0, 1.0)

    def cell(x: float, y: float) -> RuledCell | None:
        right, down = turn @ np.array([x, y, 1.0])
        return table.cell_at(right / 1131, down / 1600)

    found = [cell(x, y) for x, y in ((130, 310), (900, 440), (700, 450), (990, 550), (60, 400))]
    assert [item and (item.row, item.column) for item in found] == [
        (0, 0), (0, 3), (1, 1), (2, 1), None,
    ]  # fmt: skip
