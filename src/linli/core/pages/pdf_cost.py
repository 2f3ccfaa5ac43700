"""What drawing a page of a PDF would take, told before it is drawn: some small files draw for minutes."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

# In the time of the smallest stroke, some seven microseconds: an object over the whole page, a segment.
_WHOLE_PAGE = 400
_SEGMENT = 8
_DEEPEST = 15


class TooCostly(Exception):
    """Drawing a page would take too long."""


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
