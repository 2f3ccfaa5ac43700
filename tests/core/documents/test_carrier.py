"""Papers pasted into a file of text: their pictures in order, and the words beside them.

Source: D0 三(一)6.
"""

import struct
from collections.abc import Callable

import pytest
from docx.oxml.ns import nsdecls

from linli.core.documents.carrier import kept_pictures
from linli.core.documents.text_carrier import read_text_carrier
from tests.core.documents import made_carriers as carriers
from tests.core.documents import made_old_word as old
from tests.core.documents.made_carriers import PHOTO, PIXEL
from tests.core.documents.made_old_word import Paragraph, Run
from tests.core.intake import made_form as made

CAPTIONS = ("身份证正面", "身份证反面")


def word() -> bytes:
    relations = "".join(
        f'<Relationship Id="{number}" Type="image" Target="media/{name}"/>'
        for number, name in (("r1", "image1.png"), ("r2", "image2.jpeg"))
    )
    blips = ("r2", "r1")
    blocks = [
        f'<w:p {nsdecls("w")}>{made.run(caption)}<w:r><w:drawing><a:blip xmlns:a="a" xmlns:r="r" r:embed="{number}"/>'
        "</w:drawing></w:r></w:p>"
        for caption, number in zip(CAPTIONS, blips, strict=True)
    ]
    content = made.document(*blocks, title="报名材料")
    content = made.with_part(content, "word/media/image1.png", PIXEL)
    content = made.with_part(content, "word/media/image2.jpeg", PHOTO)
    whole = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    return made.with_part(content, "word/_rels/document.xml.rels", whole.encode())


def old_word() -> bytes:
    data, runs = bytearray(8), []
    for caption, picture, kind, instance in (
        (CAPTIONS[0], PHOTO, 0xF01D, 0x46A),
        (CAPTIONS[1], PIXEL, 0xF01E, 0x6E1),
    ):
        blip = bytes(33 if instance & 1 else 17) + picture
        record = struct.pack("<HHL", instance << 4, kind, len(blip)) + blip
        place = b"\x03\x6a" + struct.pack("<L", len(data)) + b"\x55\x08\x01"
        data += struct.pack("<LHh60x", 68 + len(record), 68, 0x64) + record
        runs.append(Paragraph((Run(caption), Run("\x01", place), Run("\r"))))
    return old.word([old.line("报名材料"), *runs], data=bytes(data))


def rich_text() -> bytes:
    return carriers.rich_text(
        rf"报名材料\par {CAPTIONS[0]}{{\pict\jpegblip {PHOTO.hex()}}}\par ",
        rf"{CAPTIONS[1]}{{\pict\pngblip {PIXEL.hex()}}}\par ",
    )


def web_archive() -> bytes:
    return carriers.web_archive(
        f"<html><p>报名材料<p>{CAPTIONS[0]}<img src=a.jpg><p>{CAPTIONS[1]}<img src=b.png></html>",
        {"b.png": PIXEL, "a.jpg": PHOTO},
    )


def open_document() -> bytes:
    frames = "".join(
        f'<text:p>{caption}<draw:frame><draw:image xlink:href="Pictures/{name}"/></draw:frame></text:p>'
        for caption, name in zip(CAPTIONS, ("a.jpg", "b.png"), strict=True)
    )
    members = {"Pictures/b.png": PIXEL, "Pictures/a.jpg": PHOTO}
    return carriers.open_document(frames, members=members)


MAKERS = {
    "Word": word,
    "flat Word": lambda: carriers.flat_word(word()),
    "old Word": old_word,
    "RTF": rich_text,
    "web archive": web_archive,
    "open document": open_document,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_pictures_of_any_file_come_in_the_order_of_the_text(make: Callable[[], bytes]) -> None:
    assert read_text_carrier(make()).pictures == (PHOTO, PIXEL)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_words_beside_the_pictures_are_lines(make: Callable[[], bytes]) -> None:
    assert read_text_carrier(make()).text_lines[-2:] == CAPTIONS


def test_words_in_tables_come_after_the_others() -> None:
    content = carriers.page(carriers.cells()[:1]).encode() + "<p>末".encode()

    assert read_text_carrier(content).text_lines == (
        made.TITLE, "末", "姓名", "演练甲", "性别", "女", "民族", "汉族", carriers.CAPTION,
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", "样本".encode(), PHOTO, word()[:2_000]])
def test_file_that_cannot_be_read_holds_nothing(content: bytes) -> None:
    read = read_text_carrier(content)

    assert (read.pictures, read.text_lines) == ((), ())


def test_bitmap_gets_back_the_header_that_records_leave_out() -> None:
    bitmap = struct.pack("<LllHHLLllLL", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + b"\1\2\3\0"
    blip = bytes(17) + bitmap
    record = struct.pack("<HHL", 0x7A80, 0xF01F, len(blip)) + blip
    data = struct.pack("<8xLHh60x", 68 + len(record), 68, 0x64) + record
    runs = (Run("\x01", b"\x03\x6a" + struct.pack("<L", 8)), Run("\r"))

    (found,) = read_text_carrier(old.word([Paragraph(runs)], data=data)).pictures

    assert found == b"BM" + struct.pack("<LHHL", 14 + len(bitmap), 0, 0, 54) + bitmap


@pytest.mark.parametrize(("count", "kept"), [(99, 99), (100, 100), (101, 100)])
def test_pictures_of_one_file_have_a_limit(count: int, kept: int) -> None:
    assert len(kept_pictures([PIXEL] * count)) == kept
