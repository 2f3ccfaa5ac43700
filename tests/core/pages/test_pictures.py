"""A picture is opened whatever its format, and hostile bytes harm nothing."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from linli.core.documents.problems import Problem, suspicious, unreadable, unsupported
from linli.core.pages.pictures import LONGEST, Pixels, open_pictures
from tests.core.pages.made_pages import as_file

DAMAGED = unreadable("图片已损坏或不完整，无法打开")
#: Red, green, blue and white quarters.
FLAG = np.zeros((30, 40, 3), dtype=np.uint8)
FLAG[:15, :20], FLAG[:15, 20:], FLAG[15:, :20], FLAG[15:, 20:] = (
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (255, 255, 255),
)
KINDS = ("JPEG", "PNG", "BMP", "TIFF", "WEBP", "HEIF", "AVIF")


def opened(content: bytes) -> Pixels:
    pictures = open_pictures(content, most_pages=3)
    assert pictures.problems == ()
    return pictures.pages[0]


def problems(content: bytes) -> tuple[Problem, ...]:
    return open_pictures(content, most_pages=3).problems


def looks_like_flag(pixels: Pixels) -> bool:
    # The middles of the quarters: lossy formats smear the borders between them.
    middles = pixels[[7, 7, 22, 22], [10, 30, 10, 30]].astype(int)
    wanted = FLAG[[7, 7, 22, 22], [10, 30, 10, 30]].astype(int)
    return pixels.shape == FLAG.shape and bool((np.abs(middles - wanted) < 30).all())


def png_that_declares(width: int, height: int, *, size: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"\xff" * size) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", KINDS)
def test_every_common_format_is_opened(kind: str) -> None:
    assert looks_like_flag(
        opened(as_file(FLAG, kind, **({"quality": 95} if kind != "BMP" else {})))
    )


def test_of_an_animation_the_first_picture_counts() -> None:
    out = io.BytesIO()
    first, second = Image.fromarray(FLAG), Image.new("RGB", (40, 30), "black")
    first.save(out, "GIF", save_all=True, append_images=[second])
    assert looks_like_flag(opened(out.getvalue()))
    assert len(open_pictures(out.getvalue(), most_pages=3).pages) == 1


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
@pytest.mark.parametrize(
    ("orientation", "stored"),
    [
        (1, FLAG),
        (2, FLAG[:, ::-1]),
        (3, FLAG[::-1, ::-1]),
        (4, FLAG[::-1]),
        (5, FLAG.swapaxes(0, 1)),
        (6, np.rot90(FLAG, 1)),
        (7, FLAG[::-1, ::-1].swapaxes(0, 1)),
        (8, np.rot90(FLAG, -1)),
    ],
)
def test_a_picture_is_turned_once_as_its_camera_noted(
    kind: str, orientation: int, stored: Pixels
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert looks_like_flag(opened(as_file(np.ascontiguousarray(stored), kind, exif=exif)))


def test_a_clear_background_is_white() -> None:
    image = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    image.putpixel((0, 0), (255, 0, 0, 255))
    palette = image.convert("P")
    palette.info["transparency"] = palette.getpixel((20, 20))
    for drawn in (image, image.convert("LA"), palette):
        out = io.BytesIO()
        drawn.save(out, "PNG")
        assert opened(out.getvalue())[20, 20].tolist() == [255, 255, 255]


@pytest.mark.parametrize(
    ("image", "kind", "colour"),
    [
        (Image.new("CMYK", (4, 4), (0, 255, 255, 0)), "TIFF", [255, 0, 0]),
        (Image.new("1", (4, 4), 1), "TIFF", [255, 255, 255]),
        (Image.fromarray(np.full((4, 4), 40_000, dtype=np.uint16)), "PNG", [155, 155, 155]),
        (Image.fromarray(np.full((4, 4), 0.5, dtype=np.float32)), "TIFF", [127, 127, 127]),
    ],
)
def test_print_colours_and_deep_grey_become_red_green_blue(
    image: Image.Image, kind: str, colour: list[int]
) -> None:
    out = io.BytesIO()
    image.save(out, kind)
    assert opened(out.getvalue())[1, 1].tolist() == colour


@pytest.mark.parametrize(
    ("longer", "becomes"), [(LONGEST - 1, LONGEST - 1), (LONGEST, LONGEST), (LONGEST + 1, LONGEST)]
)
def test_no_picture_is_larger_than_a_page_needs(longer: int, becomes: int) -> None:
    assert opened(as_file(np.zeros((longer, 20, 3), dtype=np.uint8))).shape[0] == becomes


def test_a_large_photo_is_made_small_while_it_is_decoded() -> None:
    assert opened(as_file(np.zeros((4000, 3000, 3), dtype=np.uint8), "JPEG")).shape == (
        2000,
        1500,
        3,
    )


def test_what_declares_too_many_pixels_is_not_decoded() -> None:
    assert problems(png_that_declares(8000, 5000, size=210_000)) == (DAMAGED,)
    assert problems(png_that_declares(8000, 5001, size=210_000)) == (
        unsupported("图片尺寸过大，须由人工打开"),
    )
    assert problems(png_that_declares(60_000, 60_000, size=100)) == (
        suspicious("图片声明的尺寸与文件大小不符，疑为恶意文件，未打开"),
    )


def test_pages_of_a_scan_come_in_order_up_to_the_limit_and_damage_keeps_the_good_ones() -> None:
    frames = [Image.new("RGB", (40, 30), (shade, shade, shade)) for shade in (10, 20, 30, 40)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    scan = open_pictures(out.getvalue(), most_pages=3)
    assert [int(page[0, 0, 0]) for page in scan.pages] == [10, 20, 30]
    assert scan.page_count == 4
    third = open_pictures(out.getvalue(), most_pages=1, first=2)
    assert [int(page[0, 0, 0]) for page in third.pages] == [30]
    cut = open_pictures(out.getvalue()[:-2000], most_pages=4)
    assert cut.problems == (DAMAGED,)
    assert [int(page[0, 0, 0]) for page in cut.pages] == [10, 20, 30]


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_cut_off_is_unreadable(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    content = as_file(noise, kind)
    assert problems(content[: len(content) // 2]) == (DAMAGED,)


def test_bytes_that_are_no_picture_are_left_to_a_person() -> None:
    assert problems(b"PK\x03\x04" + bytes(100)) == (
        unsupported("附件不是本版本能打开的图片，须由人工打开"),
    )
    assert problems(b"") == (DAMAGED,)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_no_change_of_its_bytes_makes_opening_fail_otherwise(
    data: st.DataObject, kind: str
) -> None:
    content = bytearray(as_file(FLAG, kind))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    pictures = open_pictures(bytes(content), most_pages=3)
    assert pictures.pages or pictures.problems
