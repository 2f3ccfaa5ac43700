"""Cells that come one after the other, laid out by the edges of their rows.

Source: D0 附件2.
"""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.cell_flow import CellFlow, RowShape, grid_of_rows

Places = list[tuple[int, int, int, int]]


def places(rows: Sequence[tuple[str, RowShape]]) -> Places:
    grid = grid_of_rows([([(mark,) for mark in marks], shape) for marks, shape in rows])
    return [(cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells]


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        (1_060, [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]),
        (1_061, [(0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 1, 2), (1, 2, 1, 1)]),
    ],
)
def test_edges_a_millimetre_apart_are_one(edge: int, expected: Places) -> None:
    rows = [("甲乙", RowShape((0, 1_000, 3_000))), ("丙丁", RowShape((0, edge, 3_000)))]

    assert places(rows) == expected


def test_merged_cells_cover_their_places() -> None:
    edges = (0, 100, 200, 300)
    rows = [
        ("甲 丙", RowShape(edges, joined_left=frozenset({1}))),
        ("  丁", RowShape(edges, joined_left=frozenset({1}), joined_up=frozenset({0}))),
    ]

    assert places(rows) == [(0, 0, 2, 2), (0, 2, 1, 1), (1, 2, 1, 1)]


def test_rows_without_edges_are_counted_from_the_left() -> None:
    assert places([("甲乙丙", RowShape())]) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]


def test_row_with_more_cells_than_edges_goes_on_to_the_right() -> None:
    assert places([("甲乙丙", RowShape((0, 100)))]) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]


@pytest.mark.parametrize(("edges", "widest"), [(127, 126), (128, 127), (129, 1)])
def test_more_edges_than_can_be_true_are_not_laid_out(edges: int, widest: int) -> None:
    rows = [("甲", RowShape((0, 100 * number))) for number in range(1, edges)]

    assert max(place[3] for place in places(rows)) == widest


@pytest.mark.parametrize(("cells", "is_complete"), [(4_999, True), (5_000, False)])
def test_cells_have_a_limit(cells: int, is_complete: bool) -> None:
    flow = CellFlow()
    for number in range(cells):
        flow.end_cell(depth=1)
        if number % 50 == 49:
            flow.end_row(RowShape(), depth=1)

    assert flow.content().complete is is_complete


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["line", "cell", "row"]), st.integers(0, 9)), max_size=60
    )
)
def test_no_word_is_lost_whatever_the_order_of_the_marks(steps: list[tuple[str, int]]) -> None:
    flow, words = CellFlow(), []
    for number, (step, depth) in enumerate(steps):
        if step == "line":
            words.append(f"词{number};")
            flow.add_lines([words[-1]], depth=depth)
        elif step == "cell":
            flow.end_cell(depth=depth)
        else:
            flow.end_row(RowShape(), depth=depth)

    content = flow.content()

    text = "".join([*content.lines, *(cell.text for grid in content.grids for cell in grid.cells)])
    assert all(word in text for word in words)
