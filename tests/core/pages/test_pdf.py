"""A PDF's words keep their places, whichever way the page lies; nothing in it is run."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.documents.problems import unreadable, unsupported
from linli.core.pages.page import Token
from linli.core.pages.pdf import PdfPage, is_pdf, open_pdf
from tests.core.pages.made_pages import A4, pdf, shown, stream

LINE = "name of a sample person"


def only_page(content: bytes) -> PdfPage:
    opened = open_pdf(content, most_pages=5)
    assert opened.problems == ()
    (page,) = opened.pages
    return page


def texts(content: bytes) -> list[str]:
    return [token.text for token in only_page(content).text.tokens]


def corner(token: Token) -> tuple[float, float]:
    """Return the left and the middle height of a token in points of an A4 page."""
    return token.box.left * A4[0], (token.box.top + token.box.bottom) / 2 * A4[1]


def test_words_are_where_they_are_drawn() -> None:
    page = only_page(pdf(shown(LINE, 100, 700)))
    (token,) = page.text.tokens
    assert token.text == LINE
    assert token.sure == 1
    left, middle = corner(token)
    assert left == pytest.approx(100, abs=2)
    assert middle == pytest.approx(842 - 704, abs=4)
    dark = (page.pixels < 128).all(axis=2).nonzero()
    assert dark[1].min() / page.pixels.shape[1] == pytest.approx(token.box.left, abs=0.005)


def test_a_wide_gap_parts_words_and_a_blank_does_not() -> None:
    near, far = shown("a b", 100, 700), shown("c", 100 + 60, 700)
    assert texts(pdf(near + far)) == ["a b", "c"]
    assert texts(pdf(shown("one", 100, 700) + shown("two", 100, 686))) == ["one", "two"]


def test_words_drawn_letter_by_letter_stand_together() -> None:
    letters = b"".join(shown(letter, 100 + 7 * at, 700) for at, letter in enumerate("sample"))
    assert texts(pdf(letters)) == ["sample"]


def test_a_letter_drawn_twice_to_make_it_bold_is_one() -> None:
    letters = b"".join(
        shown(letter, 100 + 7 * at + shift, 700)
        for at, letter in enumerate("sample")
        for shift in (0, 0.4)
    )
    assert texts(pdf(letters)) == ["sample"]


@pytest.mark.parametrize(
    ("matrix", "x", "y", "turn"),
    [
        ("1 0 0 1", 100, 700, 0),
        ("0 1 -1 0", 142, 100, 1),
        ("-1 0 0 -1", 495, 142, 2),
        ("0 -1 1 0", 453, 742, 3),
    ],
)
def test_a_page_drawn_on_its_side_is_read_upright(matrix: str, x: int, y: int, turn: int) -> None:
    page = only_page(pdf(shown(LINE, x, y, matrix=matrix)))
    assert page.text.turn == turn
    (token,) = page.text.tokens
    assert token.text == LINE
    width, height = A4 if turn % 2 == 0 else A4[::-1]
    assert token.box.left * width == pytest.approx(100, abs=3)
    assert (token.box.top + token.box.bottom) / 2 * height == pytest.approx(139, abs=5)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_viewers_turn_is_read_as_they_show_it(rotation: int) -> None:
    matrix, x, y = {
        90: ("0 1 -1 0", 142, 100),
        180: ("-1 0 0 -1", 495, 142),
        270: ("0 -1 1 0", 453, 742),
    }[rotation]
    page = only_page(pdf(shown(LINE, x, y, matrix=matrix), keys=b"/Rotate %d" % rotation))
    assert page.text.turn == 0
    (token,) = page.text.tokens
    assert token.text == LINE
    assert page.pixels.shape[0] < page.pixels.shape[1] or rotation == 180
    assert token.box.left * (A4[0] if rotation == 180 else A4[1]) == pytest.approx(100, abs=3)


def test_words_typed_into_a_field_or_a_note_are_read() -> None:
    drawn = stream(
        shown("typed by hand", 2, 5),
        b"/Type/XObject/Subtype/Form/BBox[0 0 200 20]"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
    )
    for kind in (b"/Subtype/Widget/FT/Tx/T(a)/V(typed by hand)", b"/Subtype/FreeText"):
        note = b"<</Type/Annot%s/Rect[100 600 300 620]/F 4/AP<</N 3 0 R>>>>" % kind
        content = pdf(shown(LINE, 100, 700), keys=b"/Annots[4 0 R]", objects=[drawn, note])
        assert texts(content) == [LINE, "typed by hand"]


def test_text_that_is_not_drawn_is_left_out() -> None:
    assert texts(pdf(b"3 Tr " + shown("hidden", 100, 600) + b"0 Tr " + shown(LINE, 100, 700))) == [
        LINE
    ]
    assert texts(pdf(shown("outside", 700, 900) + shown(LINE, 100, 700))) == [LINE]


def test_the_places_of_pictures_are_known() -> None:
    inline = b"q 119 0 0 84.2 119 673.6 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    (box,) = only_page(pdf(inline)).pictures
    assert (box.left, box.right) == pytest.approx((0.2, 0.4), abs=0.002)
    assert (box.top, box.bottom) == pytest.approx((0.1, 0.2), abs=0.002)


@pytest.mark.parametrize(("height", "is_opened"), [(10_000, True), (10_001, False)])
def test_a_picture_that_would_fill_the_memory_is_not_decoded(height: int, is_opened: bool) -> None:
    image = stream(
        b"\x80" * 4,
        b"/Type/XObject/Subtype/Image/Width 15000/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1"
        % height,
    )
    content = pdf(b"q 119 0 0 84 119 673 cm /I Do Q", objects=[image])
    content = content.replace(b"<</Font", b"<</XObject<</I 3 0 R>>/Font")
    opened = open_pdf(content, most_pages=5)
    assert bool(opened.pages) == is_opened
    too_large = unsupported("PDF文件第1页图片尺寸过大，须由人工打开")
    assert opened.problems == (() if is_opened else (too_large,))


def test_a_page_that_does_not_map_to_letters_is_not_believed() -> None:
    assert not only_page(pdf(shown("a" * 8 + r"\351" * 2, 100, 700))).text.is_garbled
    assert only_page(pdf(shown("a" * 7 + r"\351" * 3, 100, 700))).text.is_garbled


def test_scripts_and_actions_are_not_run() -> None:
    script = b"<</S/JavaScript/JS(this.getField\\('a'\\).value='run';app.alert\\(1\\))>>"
    content = pdf(shown(LINE, 100, 700), keys=b"/AA<</O 3 0 R>>", objects=[script])
    content = content.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction 3 0 R")
    assert texts(content) == [LINE]


def test_a_password_is_named() -> None:
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32)
    trailer = b"/Encrypt 3 0 R/ID[<00><00>]"
    locked = open_pdf(pdf(shown(LINE, 100, 700), objects=[lock], trailer=trailer), most_pages=5)
    assert locked.pages == ()
    assert locked.problems == (unreadable("PDF文件设有密码，无法打开"),)


def test_what_is_no_pdf_inside_is_damaged() -> None:
    damaged = open_pdf(b"%PDF-1.7\n" + bytes(500), most_pages=5)
    assert damaged.pages == ()
    assert damaged.problems == (unreadable("PDF文件已损坏，无法打开"),)


def test_the_mark_of_a_pdf_counts_and_not_its_name() -> None:
    content = pdf(shown(LINE, 100, 700))
    assert is_pdf(content)
    assert is_pdf(b"\n" * 1000 + content)
    assert not is_pdf(b"\n" * 1024 + content)
    assert not is_pdf(b"PK\x03\x04")


def test_pages_come_in_order_up_to_the_limit() -> None:
    content = pdf(*(shown(word, 100, 700) for word in ("first", "second", "third")))
    opened = open_pdf(content, most_pages=2)
    assert [page.text.tokens[0].text for page in opened.pages] == ["first", "second"]
    assert opened.page_count == 3
    (third,) = open_pdf(content, most_pages=1, first=2).pages
    assert (third.number, third.text.tokens[0].text) == (2, "third")


@pytest.mark.parametrize(
    ("width", "height", "longer"),
    [(10, 10, 40), (499, 300, 1996), (501, 300, 2000), (14000, 20, 2000)],
)
def test_a_drawn_page_is_neither_coarse_nor_huge(width: int, height: int, longer: int) -> None:
    content = pdf(b"", keys=b"/MediaBox[0 0 %d %d]" % (width, height))
    assert max(only_page(content).pixels.shape) == longer


def test_a_page_without_extent_is_a_problem_of_that_page_only() -> None:
    content = pdf(shown(LINE, 100, 700), shown(LINE, 100, 700))
    broken = content.replace(b"/Contents 4 0 R", b"/CropBox[0 0 99999 9]/MediaBox[0 0 99999 9]", 1)
    opened = open_pdf(broken, most_pages=5)
    assert [page.number for page in opened.pages] == [1]
    assert opened.problems == (unreadable("PDF文件第1页已损坏，无法打开"),)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_change_of_its_bytes_makes_opening_fail_otherwise(data: st.DataObject) -> None:
    content = bytearray(pdf(shown(LINE, 100, 700), keys=b"/MediaBox[0 0 150 800]"))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    opened = open_pdf(bytes(content), most_pages=5)
    assert opened.pages or opened.problems
