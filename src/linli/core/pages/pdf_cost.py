"""What opening a PDF and drawing its pages would take, told before: some small files take minutes."""

import ctypes
import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

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
#: Parts of a file at most; a book of a thousand pages has some ten thousand.
_MOST_STREAMS = 200_000
#: Bytes that are looked at beyond the file's own size, and those that each part counts for at least.
_LOOKED_AT, _LEAST_LOOKED_AT = 32 * 1024 * 1024, 1_024
_PIECE = 16_384


class TooCostly(Exception):
    """Opening the file or drawing a page would take too long."""


def check_structure(content: bytes) -> None:
    """Raise ``TooCostly`` for a PDF whose structure swells when it is unpacked; pages are not looked at.

    The time grows with the size of the file, whatever is in it.
    """
    marks = array("Q", (mark.start() for mark in _STRUCTURE.finditer(content)))
    streams = _Allowance(_MOST_STREAMS)
    looked_at = _Allowance(_LOOKED_AT + len(content))
    unpacked = _Allowance(_MOST_UNPACKED)
    for found in _STREAM.finditer(content):
        streams.spend(1)
        first = max(0, found.start() - _ABOUT)
        is_end = content.endswith(b"end", first, found.start())
        if is_end or not _any_between(marks, first, found.start()):
            continue
        own = max(first, content.rfind(_END, first, found.start()))
        looked_at.spend(_LEAST_LOOKED_AT + found.start() - own)
        if _any_between(marks, own, found.start()) and _PACKED_AGAIN.search(
            content, own, found.start()
        ):
            raise TooCostly
        _unpack(memoryview(content)[found.end() :], looked_at, unpacked)


class _Allowance:
    """What may still be spent."""

    def __init__(self, left: int) -> None:
        self._left = left

    def spend(self, amount: int) -> None:
        """Take some of it. Raises ``TooCostly`` if it does not suffice."""
        self._left -= amount
        if self._left < 0:
            raise TooCostly


def _any_between(places: Sequence[int], first: int, last: int) -> bool:
    """Tell whether one of ascending places is from ``first`` to before ``last``."""
    found = bisect_left(places, first)
    return found < len(places) and places[found] < last


def _unpack(packed: memoryview, looked_at: _Allowance, unpacked: _Allowance) -> None:
    """Spend what unpacking takes: piece by piece, for what stands behind the end is copied each time."""
    unpacking = zlib.decompressobj()
    for start in range(0, len(packed), _PIECE):
        rest: bytes | memoryview = packed[start : start + _PIECE]
        while rest and not unpacking.eof:
            try:
                unpacked.spend(len(unpacking.decompress(rest, _PIECE)))
            except zlib.error:
                return
            rest = unpacking.unconsumed_tail
        if unpacking.eof:
            return
        looked_at.spend(_PIECE)


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
