"""What opening a PDF and drawing its pages would take, told before: some small files take minutes."""

import ctypes
import re
import zlib
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

# In the time of the smallest stroke, some seven microseconds: an object over the whole page, a segment.
_WHOLE_PAGE = 400
_SEGMENT = 8
_DEEPEST = 15
#: What the parts that are unpacked to open a file may come to, in bytes.
_MOST_UNPACKED = 64 * 1024 * 1024
_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
# Parts that hold the structure of the file; a name with an escaped letter may stand for any other.
_STRUCTURE = re.compile(rb"ObjStm|XRef|/\w*#[0-9A-Fa-f]{2}")
_PACKED_AGAIN = re.compile(rb"/Filter\s*(?:\[\s*/\w+\s*/|\d)|LZW")
#: So many bytes before a part are looked at for what it is.
_ABOUT = 16_384


class TooCostly(Exception):
    """Opening the file or drawing a page would take too long."""


def check_structure(content: bytes) -> None:
    """Raise ``TooCostly`` for a PDF whose structure swells when it is unpacked; pages are not looked at."""
    left = _MOST_UNPACKED
    for found in _STREAM.finditer(content):
        first = max(0, found.start() - _ABOUT)
        is_end = content.endswith(b"end", first, found.start())
        if is_end or not _STRUCTURE.search(content, first, found.start()):
            continue
        own = max(first, content.rfind(_END, first, found.start()))
        if _STRUCTURE.search(content, own, found.start()) and _PACKED_AGAIN.search(
            content, own, found.start()
        ):
            raise TooCostly
        left -= _unpacked_size(content[found.end() :], most=left)


def _unpacked_size(packed: bytes, *, most: int) -> int:
    """Return how many bytes come out, ``0`` if they are not packed this way."""
    try:
        unpacking = zlib.decompressobj()
        size = len(unpacking.decompress(packed, most + 1))
    except zlib.error:
        return 0
    if size > most:
        raise TooCostly
    return size


def drawing_cost(page: pypdfium2.PdfPage, *, most: int) -> int:
    """Return what drawing a page takes, in small strokes. Raises ``TooCostly`` above ``most``."""
    width, height = page.get_size()
    area = max(width * height, 1.0)
    cost = 0
    for drawn in _objects(page, depth=0):
        cost += 1 + int(_WHOLE_PAGE * min(1.0, _area(drawn) / area))
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH:
            cost += _SEGMENT * max(0, pdfium.FPDFPath_CountSegments(drawn))
        if cost > most:
            raise TooCostly
    return cost


def _objects(holder: pypdfium2.PdfPage | pdfium.FPDF_PAGEOBJECT, *, depth: int) -> Iterator[object]:
    """Yield what a page or a drawing on it consists of, drawings before what they hold."""
    if depth > _DEEPEST:
        raise TooCostly
    is_page = depth == 0
    count = pdfium.FPDFPage_CountObjects if is_page else pdfium.FPDFFormObj_CountObjects
    get = pdfium.FPDFPage_GetObject if is_page else pdfium.FPDFFormObj_GetObject
    for number in range(count(holder)):
        drawn = get(holder, number)
        yield drawn
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _objects(drawn, depth=depth + 1)


def _area(drawn: object) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
        return 0.0
    return abs((right.value - left.value) * (top.value - bottom.value))
