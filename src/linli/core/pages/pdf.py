"""Open a PDF from a stranger: its pages as pictures, and the words of its text layer with places.

Nothing in the file is run: no scripts, actions or links. What was typed into fields or notes
is drawn into the page first, so that it is read like the rest.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from linli.core.documents.grid import Box
from linli.core.documents.problems import Problem, suspicious, unreadable, unsupported
from linli.core.pages.pdf_cost import TooCostly, check_structure, drawing_cost
from linli.core.pages.pdf_text import LayerText, place_on, text_of
from linli.core.pages.pictures import Pixels

#: The longer side of a drawn page, in pixels: 170 dots an inch of an A4 page.
_DRAWN = 2000
#: A page is drawn at four times its size in points at most (288 dots an inch).
_MOST_SCALE = 4.0
#: The format allows no page larger than this, in points.
_MOST_POINTS = 14_400
_MOST_PICTURES = 200
#: Pixels of the pictures on a page at most; a scan at 1,200 dots an inch has 140 million.
_MOST_PIXELS = 150_000_000
#: What the pages of a file together may take to be drawn, in small strokes: some ten seconds.
_MOST_DRAWN = 1_500_000
#: The file's mark may stand behind other bytes.
_MARK_WITHIN = 1024
#: PDFium is not safe for threads; an office's desk may ask for two crops at once.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page as drawn, its text layer, and the places of the pictures on the page as drawn."""

    number: int
    pixels: Pixels = field(repr=False)
    text: LayerText
    pictures: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Pdf:
    """The pages of a PDF, how many it has, and what was wrong with it."""

    pages: tuple[PdfPage, ...] = ()
    page_count: int = 0
    problems: tuple[Problem, ...] = ()


class _TooLarge(Exception):
    """A page holds a picture that would fill the memory."""


def is_pdf(content: bytes) -> bool:
    """Tell whether bytes are a PDF, whatever the file is called."""
    return b"%PDF-" in content[:_MARK_WITHIN]


def open_pdf(content: bytes, *, most_pages: int, first: int = 0) -> Pdf:
    """Return the pages of a PDF from ``first`` on, at most ``most_pages`` of them.

    Bad bytes raise nothing: what could be opened stays, the rest is a problem.
    """
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            return Pdf(problems=(_closed(error),))
        with closing(document):
            return _opened(document, first, most_pages)


def join_pdfs(files: Iterable[bytes]) -> bytes:
    """Return one PDF of the pages of several that were made here, in their order."""
    out = BytesIO()
    with _ONE_AT_A_TIME, closing(pypdfium2.PdfDocument.new()) as joined:
        for content in files:
            with closing(pypdfium2.PdfDocument(content)) as one:
                joined.import_pages(one)
        joined.save(out)
    return out.getvalue()


def pdf_problem(content: bytes) -> Problem | None:
    """Return why a PDF cannot be opened, ``None`` if it can; no page of it is looked at."""
    try:
        check_structure(content)
    except TooCostly:
        return suspicious("PDF文件内部结构异常繁复，疑为恶意文件，未打开")
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            return _closed(error)
        document.close()
    return None


def _closed(error: pypdfium2.PdfiumError) -> Problem:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return unreadable("PDF文件设有密码，无法打开")
    return unreadable("PDF文件已损坏，无法打开")


def _opened(document: pypdfium2.PdfDocument, first: int, most_pages: int) -> Pdf:
    count = len(document)
    problems: list[Problem] = []
    pages: list[PdfPage] = []
    left = _MOST_DRAWN
    for number in range(first, min(count, first + most_pages)):
        try:
            page, cost = _page(document, number, left)
            pages.append(page)
            left -= cost
        except TooCostly:
            # To look at the next such page, too, takes a second.
            problems.append(
                unsupported(f"PDF文件第{number + 1}页内容过于繁复，从该页起未读取，须由人工查看")
            )
            break
        except _TooLarge:
            problems.append(unsupported(f"PDF文件第{number + 1}页图片尺寸过大，须由人工打开"))
        except (pypdfium2.PdfiumError, ValueError):
            problems.append(unreadable(f"PDF文件第{number + 1}页已损坏，无法打开"))
    if not count:
        problems.append(unreadable("PDF文件没有页面"))
    return Pdf(tuple(pages), count, tuple(problems))


def _page(document: pypdfium2.PdfDocument, number: int, most: int) -> tuple[PdfPage, int]:
    """Return a page and what drawing it took; raises ``TooCostly`` if that were above ``most``."""
    page = document[number]
    try:
        cost = drawing_cost(page, most=most)
        if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            page.close()
            page = document[number]
            cost = drawing_cost(page, most=most)
        pictures = tuple(_pictures(page))
        return PdfPage(number, _drawn(page), text_of(page), pictures), cost
    finally:
        page.close()


def _drawn(page: pypdfium2.PdfPage) -> Pixels:
    longer = max(page.get_size())
    if not 0 < longer < _MOST_POINTS:
        raise ValueError
    bitmap = page.render(scale=min(_DRAWN / longer, _MOST_SCALE), rev_byteorder=True)
    with closing(bitmap):
        return np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)


def _pictures(page: pypdfium2.PdfPage) -> Iterator[Box]:
    width, height = page.get_size()
    if min(width, height) <= 0:
        return
    left_pixels = _MOST_PIXELS
    for picture in islice(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,)), _MOST_PICTURES):
        across, down = picture.get_px_size()
        left_pixels -= across * down
        if left_pixels < 0:
            raise _TooLarge
        left, bottom, right, top = picture.get_bounds()
        corners = np.array((place_on(page, left, top), place_on(page, right, bottom)))
        (left, top), (right, bottom) = (
            corners.min(axis=0).clip(0, 1),
            corners.max(axis=0).clip(0, 1),
        )
        if right > left and bottom > top:
            yield Box(float(left), float(top), float(right), float(bottom))
