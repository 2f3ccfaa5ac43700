"""The form as plain lines: labels with colons, wide gaps, or lines of their own.

Source: D0 附件2.
"""

import pytest

from linli.core.documents.form_file import read_form_text
from linli.core.documents.grid import Cell, FormContent, Grid
from linli.core.documents.registration_form import RegistrationForm
from linli.core.documents.text_lines import with_lines_as_grid
from tests.core.documents import made_carriers as carriers
from tests.core.intake import made_form as made


def form_in(text: str) -> RegistrationForm | None:
    return read_form_text(text, gazetteer=made.gazetteer(), title=made.TITLE).form


@pytest.mark.parametrize("between", ["：", " : ", "（必填）：", "\n", "：\n", "\t", "    ", " | "])
def test_label_and_value_may_be_set_apart_in_any_way(between: str) -> None:
    text = made.TITLE + "\n" + "\n".join(f"{n}{between}{v}" for n, v in made.PERSON.items())

    assert form_in(text) == carriers.expected()


@pytest.mark.parametrize("between", ["\t", "   ", " ｜ "])
def test_row_of_a_lost_table_holds_several_answers(between: str) -> None:
    rows = [
        between.join(part for label, _ in row for part in (label, made.PERSON[label]))
        for row in made.ROWS
    ]

    assert form_in("\n".join([made.TITLE, *rows])) == carriers.expected()


def test_blank_answers_take_nothing_from_the_next_label() -> None:
    text = "\n".join([made.TITLE, *(f"{name}：" for name in made.PERSON if name != "联系电话")])

    form = form_in(f"{text}\n联系电话：13800000001")

    assert form == RegistrationForm(phone="13800000001")


@pytest.mark.parametrize(("labels", "is_form"), [(4, False), (5, True)])
def test_few_labels_are_no_form(labels: int, is_form: bool) -> None:
    lines = tuple(f"{name}：x" for name in list(made.PERSON)[:labels])

    assert bool(with_lines_as_grid(FormContent((), lines)).grids) is is_form


def test_tables_that_hold_the_form_are_left_alone() -> None:
    cells = tuple(Cell(row, 0, 1, 1, (name,)) for row, name in enumerate(made.PERSON))
    lines = tuple(f"{name}：x" for name in made.PERSON)
    content = FormContent((Grid(cells, len(cells)),), lines)

    assert with_lines_as_grid(content) == content
