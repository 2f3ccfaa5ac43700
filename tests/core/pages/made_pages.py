"""Pages of made-up papers: drawn, photographed on a desk, and as PDF."""

import io
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import linli
from linli.core.pages.framing import Points, as_frame
from linli.core.pages.page import Frame
from linli.core.pages.pictures import Pixels

FONT = Path(linli.__file__).parent / "assets" / "fonts" / "NotoSansSC-Regular.ttf"
A4 = (595, 842)


def page(
    *words: tuple[str, float, float], size: tuple[int, int] = (826, 1169), letter: int = 30
) -> Pixels:
    """Draw words, each with its place in fractions of the page, on white paper."""
    assert FONT.exists(), f"no fonts: run `make setup` (expected {FONT.name})"
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(FONT, letter)
    for text, x, y in words:
        draw.text((x * size[0], y * size[1]), text, fill=(25, 25, 25), font=font)
    return np.array(image, dtype=np.uint8)


def ruled(pixels: Pixels, rows: int = 8, columns: int = 3) -> Pixels:
    """Draw a table over the middle of a page."""
    drawn = pixels.copy()
    height, width = drawn.shape[:2]
    for row in range(rows + 1):
        y = round(height * (0.15 + 0.7 * row / rows))
        cv2.line(drawn, (round(width * 0.1), y), (round(width * 0.9), y), (40, 40, 40), 2)
    for column in range(columns + 1):
        x = round(width * (0.1 + 0.8 * column / columns))
        cv2.line(drawn, (x, round(height * 0.15)), (x, round(height * 0.85)), (40, 40, 40), 2)
    return drawn


def photographed(
    sheet: Pixels, corners: Sequence[tuple[float, float]], *, size: tuple[int, int] = (1000, 1333)
) -> tuple[Pixels, Frame]:
    """Lay a sheet on a grained desk, its corners at fractions of the picture, and shade a side."""
    height, width = sheet.shape[:2]
    target = (np.array(corners) * size).astype(np.float32)
    source: Points = np.array(((0, 0), (width, 0), (width, height), (0, height)), dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    grain = np.random.default_rng(7).integers(70, 120, (size[1] // 40 + 1, 5, 3)).astype(np.uint8)
    desk = cv2.resize(grain, size, interpolation=cv2.INTER_CUBIC)
    laid = cv2.warpPerspective(sheet, matrix, size, dst=desk, borderMode=cv2.BORDER_TRANSPARENT)
    shade = np.linspace(1.0, 0.55, size[0], dtype=np.float32)[None, :, None]
    return (laid * shade).astype(np.uint8), as_frame(target, size)


def as_file(pixels: Pixels, kind: str = "PNG", **options: object) -> bytes:
    """Return a picture as a file."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def pdf(
    *contents: bytes, keys: bytes = b"", objects: Sequence[bytes] = (), trailer: bytes = b""
) -> bytes:
    """Write a PDF of one page for each content stream, in Helvetica.

    ``keys`` are put into every page, ``objects`` are numbered from 3 on, ``trailer`` is put into
    the trailer.
    """
    first = 3 + len(objects)
    pages = [first + 2 * number for number in range(len(contents))]
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 %d %d]>>" % (len(contents), kids, *A4),
        *objects,
    ]
    font = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    for number, content in zip(pages, contents, strict=True):
        bodies.append(
            b"<</Type/Page/Parent 2 0 R/Resources%s/Contents %d 0 R%s>>" % (font, number + 1, keys)
        )
        bodies.append(stream(content))
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\n" % (len(bodies) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(content: bytes, keys: bytes = b"") -> bytes:
    """Return the body of a stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), keys, content)


def shown(text: str, x: float, y: float, size: int = 12, matrix: str = "1 0 0 1") -> bytes:
    """Return the drawing of a text at points from the lower left corner of the page."""
    return f"BT /F1 {size} Tf {matrix} {x} {y} Tm ({text}) Tj ET ".encode()
