"""Ticks, strokes and signatures by their ink.

Source: D0 附件2.
"""

import pytest

from linli.core.documents.grid import Box
from linli.core.pages.ink import is_struck, page_ink, strokes_in, unread_places
from linli.core.pages.marks import Mark, mark_before
from tests.core.pages import made_form_page as made

LETTER = made.LETTER
X, Y = 300.0, 400.0
MIDDLE = Y + 15


def mark(sheet: made.Sheet, *, y: float = MIDDLE) -> Mark:
    ink = page_ink(sheet.page().pixels)
    wide, high = made.SIZE
    return mark_before(ink, ((X + LETTER) / wide, y / high), letter=LETTER, edge=0.2, darkness=0.8)


def choices(first: str = "□不接受调剂", second: str = "□可接受调剂") -> made.Sheet:
    sheet = made.Sheet()
    sheet.write(first, X, Y)
    sheet.write(second, X, Y + 30)
    return sheet


def test_empty_box_has_nothing_drawn() -> None:
    found = mark(choices())

    assert found.has_box
    assert found.drawn < 0.03


def test_printed_tick_in_a_box_is_drawn() -> None:
    assert mark(choices("☑不接受调剂")).drawn > 0.03


@pytest.mark.parametrize("offset", [-14.0, -6.0, 0.0, 5.0])
def test_tick_by_pen_over_or_beside_the_box_is_drawn(offset: float) -> None:
    sheet = choices()
    made.tick(sheet, X + 10 + offset, MIDDLE)

    assert mark(sheet).drawn > 0.06


def test_cross_in_the_box_is_drawn() -> None:
    sheet = choices()
    for start, end in (
        ((X, MIDDLE - 10), (X + 20, MIDDLE + 10)),
        ((X + 20, MIDDLE - 10), (X, MIDDLE + 10)),
    ):
        sheet.pen.line([start, end], fill=made.INK, width=3)

    assert mark(sheet).drawn > 0.06


def test_filled_box_is_drawn() -> None:
    sheet = choices()
    sheet.pen.rectangle((X + 2, Y + 6, X + 19, Y + 23), fill=made.INK)

    assert mark(sheet).drawn > 0.1


def test_tick_of_the_next_line_does_not_count() -> None:
    sheet = choices()
    made.tick(sheet, X + 10, MIDDLE + 30)

    assert mark(sheet).drawn < 0.03
    assert mark(sheet, y=MIDDLE + 30).drawn > 0.06


def test_nothing_before_a_word_is_no_box() -> None:
    sheet = made.Sheet()
    sheet.write("不接受调剂", X + LETTER, Y)

    assert mark(sheet) == Mark(0.0, has_box=False)


def test_stroke_through_words_is_told_from_a_line_under_them() -> None:
    sheet = made.Sheet()
    plain = sheet.write("可接受以下地区的调剂", 300, 300)
    under = sheet.write("可接受以下地区的调剂", 300, 500)
    through = sheet.write("可接受以下地区的调剂", 300, 700)
    sheet.pen.line([(296, 530), (530, 530)], fill=made.INK, width=2)
    sheet.pen.line([(296, 716), (530, 714)], fill=made.INK, width=3)
    ink = page_ink(sheet.page().pixels)

    assert [is_struck(ink, box) for box in (plain, under, through)] == [False, False, True]


def test_signature_is_drawn_and_the_line_to_sign_on_is_not() -> None:
    sheet = made.Sheet()
    sheet.pen.line([(300, 330), (560, 330)], fill=made.INK, width=2)
    made.scrawl(sheet, 320, 500)
    ink = page_ink(sheet.page().pixels)

    line, signature = (
        strokes_in(ink, sheet.fractions(290, y - 40, 580, y + 40), letter=LETTER)
        for y in (320, 500)
    )
    assert line == 0
    assert signature > 0.5


def test_overlooked_letters_are_found_line_by_line() -> None:
    sheet = made.Sheet()
    read = sheet.write("演练", 300, 300)
    first, second = sheet.write("样本省样本市", 400, 300), sheet.write("样本路", 400, 328)
    ink = page_ink(sheet.page().pixels)
    within = sheet.fractions(280, 280, 700, 400)

    places = unread_places(ink, within, [read], letter=LETTER)

    assert [_holds(box, place) for box, place in zip((first, second), places, strict=True)] == [
        True,
        True,
    ]
    assert unread_places(ink, within, [read, first, second], letter=LETTER) == []


def test_ink_in_shadow_and_of_a_faint_scan_is_ink() -> None:
    sheet = choices("☑不接受调剂")
    for dim in (0.4, 1.0):
        pale = 255 - (255 - sheet.page().pixels) * 0.5
        ink = page_ink((pale * dim).astype("uint8"))
        place = ((X + LETTER) / made.SIZE[0], MIDDLE / made.SIZE[1])
        assert mark_before(ink, place, letter=LETTER, edge=0.2, darkness=0.4).drawn > 0.03


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.left - 0.01 < inner.left
        and inner.right < outer.right + 0.01
        and outer.top - 0.005 < inner.top
        and inner.bottom < outer.bottom + 0.005
    )
