"""What drawing a page takes is told before it is drawn, and a page that takes too long ends the file."""

import time
import zlib
from contextlib import suppress

import pypdfium2
import pytest

from linli.core.documents.problems import unsupported
from linli.core.pages.pdf import open_pdf
from linli.core.pages.pdf_cost import TooCostly, check_structure, drawing_cost
from tests.apps.bad_files import pages, pdf, stream

SHORT, WHOLE = b"0 0 m 1 1 l S ", b"0 0 595 842 re f "


def cost(body: bytes, *, most: int = 10**9) -> int:
    return drawing_cost(pypdfium2.PdfDocument(pages(1, stream(body)))[0], most=most)


def test_a_stroke_counts_by_its_segments_and_an_area_by_its_size() -> None:
    short, whole = cost(SHORT), cost(WHOLE)

    assert short < 20 < 400 < whole < 450
    assert (cost(SHORT * 50), cost(WHOLE * 50)) == (50 * short, 50 * whole)
    assert cost(b"0 0 m " + b"1 1 l " * 1_000 + b"S") > 1_000 * 8


def test_what_is_drawn_within_a_drawing_counts() -> None:
    def nested(inner: bytes) -> int:
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
        content = pdf(
            {
                1: b"<</Type/Catalog/Pages 2 0 R>>",
                2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                b"/Resources<</XObject<</X 5 0 R>>>>>>",
                4: stream(b"/X Do"),
                5: stream(inner, form),
            }
        )
        return drawing_cost(pypdfium2.PdfDocument(content)[0], most=10**9)

    assert nested(WHOLE * 50) - nested(WHOLE * 10) == 40 * cost(WHOLE)


def test_counting_ends_above_the_limit() -> None:
    limit = cost(SHORT * 9)

    assert cost(SHORT * 9, most=limit) == limit
    with pytest.raises(TooCostly):
        cost(SHORT * 9, most=limit - 1)


def test_pages_from_one_that_takes_too_long_on_are_left_to_a_person() -> None:
    heavy = stream(b"0 0 m " + b"1 1 l " * 200_000 + b"S")

    opened = open_pdf(pages(3, heavy), most_pages=3)

    assert (opened.pages, opened.problems) == (
        (),
        (unsupported("PDF文件第1页内容过于繁复，从该页起未读取，须由人工查看"),),
    )


def test_pages_of_a_file_share_what_drawing_may_take() -> None:
    half = stream(b"0 0 m " + b"1 1 l " * 90_000 + b"S")

    opened = open_pdf(pages(4, half), most_pages=4)

    assert [page.number for page in opened.pages] == [0, 1]
    assert [problem.reason for problem in opened.problems] == [
        "PDF文件第3页内容过于繁复，从该页起未读取，须由人工查看"
    ]


HEAD = b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n"
ONE_LETTER, ENDLESS = zlib.compress(b"x"), b"\x78\x01" + b"\x00\x00\x00\xff\xff" * 50
FAILING = zlib.compress(bytes(16_000))[:-6] + b"\xff" * 20


@pytest.mark.parametrize(
    "part",
    [
        b"ObjStm stream\n",
        b"stream\n",
        b"/#41",
        HEAD + ONE_LETTER + b"endstream",
        b"ObjStm stream\n" + ENDLESS,
        HEAD + FAILING + b"endstream",
    ],
    ids=["marked", "streams", "names", "tiny", "nested", "failing"],
)
def test_hostile_file_is_seen_through_in_seconds(part: bytes) -> None:
    content = b"%PDF-1.5\n" + part * (1_500_000 // len(part))

    began = time.process_time()
    with suppress(TooCostly):
        check_structure(content)

    assert time.process_time() - began < 4


def test_structure_may_come_to_so_much_and_no_more() -> None:
    def swelling(size: int) -> bytes:
        return HEAD + zlib.compress(bytes(size)) + b"endstream\n"

    check_structure(swelling(32 * 1024 * 1024) * 2)

    with pytest.raises(TooCostly):
        check_structure(swelling(32 * 1024 * 1024) * 2 + swelling(1))


def test_large_honest_file_is_no_attack() -> None:
    part = HEAD + zlib.compress(bytes(range(256)) * 4) + b"endstream endobj\n"

    check_structure(part * 15_000)
