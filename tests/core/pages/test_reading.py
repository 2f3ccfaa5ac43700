"""Pages are read wherever they come from: photo, scan, PDF, of any turn and light."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from linli.core.documents.grid import Box
from linli.core.documents.problems import unreadable, unsupported
from linli.core.pages.page import WHOLE, Page, Source
from linli.core.pages.pictures import open_pictures
from linli.core.pages.reading import MOST_PAGES, ReadPage, read_file
from linli.core.pages.recogniser import RapidRecogniser
from linli.core.pages.showing import crop, picture_of
from tests.core.pages.made_pages import as_file, page, pdf, photographed, ruled, shown

#: Words of a made-up paper and where they stand, in fractions of the page.
WORDS = (
    ("样本证明材料", 0.35, 0.07),
    ("姓名演练甲", 0.15, 0.25),
    ("学校样本大学", 0.5, 0.45),
    ("编号2024060812", 0.15, 0.7),
)
PAPER = ruled(page(*WORDS, size=(600, 850), letter=26), columns=1)
TYPED = b"".join(
    shown(f"line {number} of a typed page", 60, 800 - 20 * number) for number in range(9)
)


@pytest.fixture(scope="module")
def recogniser() -> RapidRecogniser:
    return RapidRecogniser(threads=1)


def assert_reads_the_paper(read: ReadPage) -> None:
    assert [token.text for token in read.page.tokens] == [text for text, _, _ in WORDS]
    for token, (_, x, y) in zip(read.page.tokens, WORDS, strict=True):
        assert (token.box.left, token.box.top) == pytest.approx((x, y + 0.01), abs=0.02)
        assert token.sure > 0.9
    assert read.pixels.shape == (read.page.height, read.page.width, 3)
    assert read.page.height > read.page.width


def test_a_photo_on_its_side_in_shade_is_read_upright(recogniser: RapidRecogniser) -> None:
    laid, _ = photographed(
        PAPER, ((0.12, 0.06), (0.9, 0.1), (0.95, 0.92), (0.06, 0.95)), size=(750, 1000)
    )
    content = as_file(np.ascontiguousarray(np.rot90(laid)), "JPEG", quality=85)
    file = read_file(content, recogniser=recogniser)
    assert file.problems == ()
    (read,) = file.pages
    assert read.page.source is Source.PHOTO
    assert_reads_the_paper(read)

    number = read.page.tokens[3].box
    shown_number = crop(content, page=0, frame=read.page.frame, box=number, margin=0.01)
    assert shown_number is not None
    place = open_pictures(shown_number, most_pages=1).pages[0]
    assert place.shape[1] / place.shape[0] > 3
    dark = (place.mean(axis=2) < 0.6 * np.percentile(place, 90)).mean()
    assert 0.05 < dark < 0.5
    whole = picture_of(content, page=0, frame=read.page.frame, longest=300)
    assert whole is not None
    assert max(Image.open(io.BytesIO(whole)).size) == 300


def test_a_scan_upside_down_and_askew_inside_a_pdf_is_read_upright(
    recogniser: RapidRecogniser,
) -> None:
    askew = Image.fromarray(PAPER).rotate(183, expand=True, fillcolor="white")
    out = io.BytesIO()
    askew.save(out, "PDF")
    (read,) = read_file(out.getvalue(), recogniser=recogniser).pages
    assert read.page.source is Source.SCAN
    assert [token.text for token in read.page.tokens] == [text for text, _, _ in WORDS]
    start, end = (np.array(corner) * askew.size for corner in read.page.frame[:2])
    assert np.degrees(np.arctan2(*(end - start)[::-1])) % 360 == pytest.approx(177, abs=0.4)


def test_a_picture_on_a_typed_page_is_read_beside_the_text_and_no_word_twice(
    recogniser: RapidRecogniser,
) -> None:
    card = page(("姓名演练甲", 0.1, 0.2), size=(200, 100), letter=24)
    raw = b"/W 200/H 100/CS/RGB/BPC 8/L %d" % card.nbytes
    drawn = b"q 300 0 0 150 100 200 cm BI %s ID %s EI Q " % (raw, card.tobytes())
    over = shown("typed over", 120, 215)
    (read,) = read_file(pdf(TYPED + drawn + over), recogniser=recogniser).pages
    assert read.page.source is Source.TEXT
    assert [token.text for token in read.page.tokens[-2:]] == ["姓名演练甲", "typed over"]
    assert len(read.page.tokens) == 11
    assert read.page.tokens[-2].box.left == pytest.approx((100 + 30) / 595, abs=0.01)


def test_a_text_layer_needs_no_recogniser() -> None:
    (read,) = read_file(pdf(TYPED), recogniser=None).pages
    assert read.page.source is Source.TEXT
    assert [token.text for token in read.page.tokens][:2] == [
        "line 0 of a typed page",
        "line 1 of a typed page",
    ]


def test_a_page_typed_on_its_side_is_turned_with_its_picture() -> None:
    lines = b"".join(
        shown("line of a typed page", 100 + 20 * number, 50, matrix="0 1 -1 0")
        for number in range(3)
    )
    (read,) = read_file(pdf(lines), recogniser=None).pages
    assert (read.page.width, read.page.height) == (2000, 1414)
    assert read.pixels.shape == (1414, 2000, 3)
    box = read.page.tokens[0].box
    place = crop(pdf(lines), page=0, frame=read.page.frame, box=box, margin=0)
    assert place is not None
    assert Image.open(io.BytesIO(place)).size[0] > 4 * Image.open(io.BytesIO(place)).size[1]


def test_without_a_recogniser_pictures_are_opened_and_not_read() -> None:
    (read,) = read_file(as_file(PAPER), recogniser=None).pages
    assert read.page == Page(0, 600, 850, Source.SCAN)
    assert (read.pixels == PAPER).all()


def test_what_holds_no_words_is_not_read(recogniser: RapidRecogniser) -> None:
    small = page(("样本", 0.2, 0.2), size=(249, 200))
    wall = np.linspace(90, 200, 800 * 600 * 3).reshape(800, 600, 3).astype(np.uint8)
    strips = [np.zeros((*shape, 3), dtype=np.uint8) for shape in ((1, 2400), (2400, 1), (23, 400))]
    for strip in strips:
        strip[::2, ::2] = 255
    for picture in (small, wall, *strips):
        (read,) = read_file(as_file(picture), recogniser=recogniser).pages
        assert read.page.tokens == ()
        assert read.page.frame == WHOLE


def test_pages_beyond_the_limit_are_named() -> None:
    on_limit = read_file(pdf(*[TYPED] * MOST_PAGES), recogniser=None)
    assert (len(on_limit.pages), on_limit.problems) == (MOST_PAGES, ())
    frames = [Image.new("L", (8, 8), shade) for shade in range(MOST_PAGES + 1)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    over = read_file(out.getvalue(), recogniser=None)
    assert [read.page.number for read in over.pages] == list(range(MOST_PAGES))
    assert over.problems == (
        unsupported(f"文件超过{MOST_PAGES}页，第{MOST_PAGES}页以后未读取，须由人工查看"),
    )


def test_what_cannot_be_opened_is_named_and_has_no_picture() -> None:
    hostile = (b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"MZ" + bytes(50), as_file(PAPER)[:900])
    for content in hostile:
        file = read_file(content, recogniser=None)
        assert file.pages == ()
        assert len(file.problems) == 1
        box = Box(0, 0, 1, 1)
        assert crop(content, page=0, frame=WHOLE, box=box, margin=0) is None
        assert picture_of(content, page=0, frame=WHOLE, longest=100) is None
    assert read_file(b"%PDF-1.7", recogniser=None).problems == (
        unreadable("PDF文件已损坏，无法打开"),
    )


def test_a_page_that_is_not_there_has_no_picture() -> None:
    for content in (as_file(PAPER), pdf(TYPED)):
        assert picture_of(content, page=0, frame=WHOLE, longest=100) is not None
        for missing in (-1, 1):
            assert picture_of(content, page=missing, frame=WHOLE, longest=100) is None


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=4, max_size=4), st.floats(0, 2))
def test_any_place_gives_a_picture(edges: list[float], margin: float) -> None:
    small = as_file(page(("样", 0.2, 0.2), size=(60, 80)))
    assert crop(small, page=0, frame=WHOLE, box=Box(*edges), margin=margin) is not None
