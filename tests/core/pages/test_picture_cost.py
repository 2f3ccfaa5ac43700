"""Pictures made to keep a decoder busy are told by their structure, and ordinary ones pass."""

import struct

import pytest

from linli.core.documents.problems import suspicious
from linli.core.pages.picture_cost import MOST_COUNTED, TooCostly, check_cost, tiff_pages
from linli.core.pages.pictures import open_pictures

SEGMENT = b"\xff\xe1\x00\x05abc"
SCAN = b"\xff\xda\x00\x04\x01\x02" + b"x\xff\x00\xff\xd0\xff\xd7"
PNG = b"\x89PNG\r\n\x1a\n"
CHUNK = b"\x00\x00\x00\x02tEXtab\x00\x00\x00\x00"


def is_refused(content: bytes) -> bool:
    try:
        check_cost(content)
    except TooCostly:
        return True
    return False


def jpeg(*pieces: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(pieces) + b"\xff\xd9"


def tiff(
    pages: int, *, tags: int = 1, kind: int = 2, values: int = 3, last: int = 0, big: bool = False
) -> bytes:
    """Directories one behind the other; the last leads to page ``last`` if that is not 0."""
    entry = struct.pack(">HHQQ" if big else ">HHII", 270, kind, values, 0)
    number, place = (">Q", ">Q") if big else (">H", ">I")
    first = 16 if big else 8
    size = struct.calcsize(number) + tags * len(entry) + struct.calcsize(place)
    content = b"MM\x00+\x00\x08\x00\x00" if big else b"MM\x00*"
    content += struct.pack(place, first)
    for page in range(1, pages + 1):
        after = first + page * size if page < pages else last and first + (last - 1) * size
        content += struct.pack(number, tags) + entry * tags + struct.pack(place, after)
    return content


@pytest.mark.parametrize(("scans", "refused"), [(99, False), (100, False), (101, True)])
def test_a_jpeg_has_a_hundred_scans_at_most(scans: int, refused: bool) -> None:
    assert is_refused(jpeg(SEGMENT, SCAN * scans)) == refused


# The end of the picture counts as one.
@pytest.mark.parametrize(("segments", "refused"), [(398, False), (399, False), (400, True)])
def test_a_jpeg_has_four_hundred_segments_at_most(segments: int, refused: bool) -> None:
    assert is_refused(jpeg(SEGMENT * segments, SCAN)) == refused


@pytest.mark.parametrize("unit", [b"\xff", b"x", b"\xff\x00"])
def test_a_jpeg_has_twenty_thousand_bytes_of_junk_at_most(unit: bytes) -> None:
    for size, refused in ((19_998, False), (20_000, False), (20_002, True)):
        assert is_refused(jpeg(SEGMENT, unit * (size // len(unit)), SCAN)) == refused


def test_a_film_behind_a_photo_does_not_count() -> None:
    assert not is_refused(jpeg(SEGMENT, SCAN) + SCAN * 200)


@pytest.mark.parametrize(("chunks", "refused"), [(19_998, False), (19_999, False), (20_000, True)])
def test_a_png_has_fewer_than_twenty_thousand_chunks(chunks: int, refused: bool) -> None:
    assert is_refused(PNG + CHUNK * chunks) == refused


@pytest.mark.parametrize(("comments", "refused"), [(20_000, False), (20_001, True)])
def test_a_gif_has_twenty_thousand_comments_at_most(comments: int, refused: bool) -> None:
    assert is_refused(b"GIF89a" + b"\x21\xfe\x01a\x00" * comments) == refused


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize(
    ("pages", "counted"),
    [(1, 1), (3, 3), (MOST_COUNTED, MOST_COUNTED), (MOST_COUNTED + 1, MOST_COUNTED)],
)
def test_pages_of_a_tiff_are_counted_up_to_a_limit(pages: int, counted: int, big: bool) -> None:
    assert tiff_pages(tiff(pages, big=big)) == counted


def test_a_tiff_whose_pages_go_round_is_counted_once() -> None:
    assert tiff_pages(tiff(3, last=2)) == 3


def test_a_page_of_a_tiff_that_is_cut_off_counts_and_other_bytes_have_none() -> None:
    assert [tiff_pages(content) for content in (tiff(3)[:-1], b"MM", b"", PNG)] == [3, 0, 0, 0]


@pytest.mark.parametrize(("tags", "refused"), [(1_000, False), (1_001, True)])
def test_a_page_of_a_tiff_has_a_thousand_tags_at_most(tags: int, refused: bool) -> None:
    assert refuses_tiff(tiff(1, tags=tags)) == refused


@pytest.mark.parametrize(
    ("kind", "values", "refused"), [(4, 100_000, False), (4, 100_001, True), (2, 100_001, False)]
)
def test_a_tag_of_a_tiff_holds_no_long_row_of_numbers(
    kind: int, values: int, refused: bool
) -> None:
    assert refuses_tiff(tiff(1, kind=kind, values=values)) == refused


def refuses_tiff(content: bytes) -> bool:
    try:
        return tiff_pages(content) != 1
    except TooCostly:
        return True


def test_a_picture_out_of_bounds_is_named_and_not_opened() -> None:
    opened = open_pictures(jpeg(SCAN * 101), most_pages=1)

    assert (opened.pages, opened.problems) == (
        (),
        (suspicious("图片内部结构异常繁复，疑为恶意文件，未打开"),),
    )
