"""What a file is told at its upload without opening it: locked, broken, or made to keep a server busy."""

from __future__ import annotations

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from linli.core.documents.problems import Problem, ProblemCode, unreadable
from linli.core.pages.pdf import pdf_problem
from linli.core.pages.pdf_cost import TooCostly, check_structure
from linli.core.pages.pictures import declared_size
from tests.core.pages.made_pages import pdf, shown, stream

LIMIT = 64 * 1024 * 1024


def picture(size: tuple[int, int], kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **options)
    return out.getvalue()


def png_head(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    body = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + body + struct.pack(">I", 0) + b"IDAT" + b"\0" * 4


def structure(inner: bytes, keys: bytes = b"/Type/ObjStm/Filter/FlateDecode") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + stream(inner, keys) + b"\nendobj\n"


def test_a_picture_states_its_size_and_is_not_decoded() -> None:
    cut_off = picture((1500, 900))[:700]

    assert declared_size(picture((1500, 900))) == (1500, 900)
    assert declared_size(cut_off) == (1500, 900)


def test_a_picture_that_is_none_or_swells_is_told() -> None:
    wide = declared_size(png_head(60_000, 60_000))
    none = declared_size(b"\xff\xd8\xff\xe0 no picture")

    assert none == unreadable("图片已损坏或不完整，无法打开")
    assert isinstance(wide, Problem)
    assert wide.code is ProblemCode.ATTACHMENT_SUSPICIOUS


def test_a_whole_pdf_has_no_problem_and_a_broken_one_says_so() -> None:
    assert pdf_problem(pdf(shown("SAMPLE", 100, 100))) is None
    assert pdf_problem(b"%PDF-1.7\nnothing\n%%EOF") == unreadable("PDF文件已损坏，无法打开")


def test_a_pdf_that_asks_for_a_password_says_so() -> None:
    encrypted = b"<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>"
    locked = pdf(b"", objects=[encrypted], trailer=b"/Encrypt 3 0 R/ID[<00><00>]")

    assert pdf_problem(locked) == unreadable("PDF文件设有密码，无法打开")


@pytest.mark.parametrize(
    ("size", "is_too_much"), [(LIMIT - 1, False), (LIMIT, False), (LIMIT + 1, True)]
)
def test_structure_may_swell_up_to_a_limit(size: int, is_too_much: bool) -> None:
    content = structure(zlib.compress(b" " * size, 9))

    if is_too_much:
        with pytest.raises(TooCostly):
            check_structure(content)
    else:
        check_structure(content)


def test_parts_swell_together() -> None:
    half = structure(zlib.compress(b" " * (LIMIT // 2 + 1), 9))

    check_structure(half)
    with pytest.raises(TooCostly):
        check_structure(half + half)


@pytest.mark.parametrize(
    "keys",
    [
        b"/Type/ObjStm/Filter[/FlateDecode/FlateDecode]",
        b"/Type/Obj#53tm/Filter [ /ASCIIHexDecode /FlateDecode]",
        b"/Type/XRef/Filter/LZWDecode",
        b"/Type/ObjStm/Filter 9 0 R",
    ],
)
def test_structure_that_is_packed_so_that_nobody_can_tell_is_too_much(keys: bytes) -> None:
    with pytest.raises(TooCostly):
        check_structure(structure(b"x", keys))


def test_a_word_that_looks_like_an_end_hides_nothing() -> None:
    packing = zlib.compressobj(0)
    first = packing.compress(b"endstream ") + packing.flush(zlib.Z_FULL_FLUSH)
    rest = zlib.compressobj(9, zlib.DEFLATED, -15)
    # The joined parts carry no check sum, so the last piece of them is not counted.
    swollen = rest.compress(b" " * (LIMIT + 32_768)) + rest.flush()

    with pytest.raises(TooCostly):
        check_structure(b"%stream\n" + structure(first + swollen))


def test_pictures_and_words_on_pages_may_be_large() -> None:
    large = zlib.compress(b" " * (LIMIT + 1), 9)

    check_structure(structure(large, b"/Subtype/Image/Filter/FlateDecode"))


def test_a_file_that_unpacks_to_gigabytes_costs_no_time() -> None:
    packing = zlib.compressobj(9)
    bomb = b"".join(packing.compress(b" " * 1_000_000) for _ in range(300)) + packing.flush()
    began = time.process_time()

    found = pdf_problem(structure(bomb))

    assert found is not None
    assert found.code is ProblemCode.ATTACHMENT_SUSPICIOUS
    assert time.process_time() - began < 2
