"""Read a picture or PDF into upright pages with their words."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from linli.core.documents.grid import Box
from linli.core.documents.problems import Problem, unsupported
from linli.core.pages.framing import box_around, on_page, turned, warp
from linli.core.pages.light import is_blank
from linli.core.pages.page import WHOLE, Frame, Page, Source, Token
from linli.core.pages.pdf import PdfPage, is_pdf, open_pdf
from linli.core.pages.pictures import Pixels, open_pictures
from linli.core.pages.recognition import Quads, Recogniser
from linli.core.pages.seals import seals, without_red
from linli.core.pages.upright import set_upright
from linli.core.pages.words import lines_of

#: Pages of one file that are read; a bound copy of all the papers asked for has fewer.
MOST_PAGES = 16
#: A smaller picture, in pixels of its longer and its shorter side, holds no words that can be read.
SMALLEST = 250
NARROWEST = 24
#: A page whose text layer has fewer characters is read from its picture.
_LEAST_TEXT = 20
#: Of a page with text, pictures from this share of the page on are read, so many at most.
_LEAST_PICTURE = 0.04
_MOST_PICTURES = 6
#: Words are left out if less sure than this: they are specks, seals and patterns.
_LEAST_SURE = 0.5
#: Recognised words are the same as typed ones if so much of them is covered.
_SAME_PLACE = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class ReadPage:
    """One upright page, and its picture: rows × columns × (red, green, blue)."""

    page: Page
    pixels: Pixels = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class ReadFile:
    """The pages of one file in order, and what was wrong with it."""

    pages: tuple[ReadPage, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_file(content: bytes, *, recogniser: Recogniser | None) -> ReadFile:
    """Read the pages of a picture or PDF, whatever its name is; bad bytes raise nothing.

    Without ``recogniser`` pictures are opened and only text layers are read.
    """
    if is_pdf(content):
        pdf = open_pdf(content, most_pages=MOST_PAGES)
        pages = tuple(_pdf_page(page, recogniser) for page in pdf.pages)
        return ReadFile(pages, (*pdf.problems, *_too_many(pdf.page_count)))
    pictures = open_pictures(content, most_pages=MOST_PAGES)
    pages = tuple(
        _picture_page(number, pixels, recogniser) for number, pixels in enumerate(pictures.pages)
    )
    return ReadFile(pages, (*pictures.problems, *_too_many(pictures.page_count)))


def _too_many(count: int) -> Iterable[Problem]:
    if count > MOST_PAGES:
        yield unsupported(f"文件超过{MOST_PAGES}页，第{MOST_PAGES}页以后未读取，须由人工查看")


def _picture_page(number: int, pixels: Pixels, recogniser: Recogniser | None) -> ReadPage:
    if recogniser is None or not _may_hold_words(pixels):
        return _page(number, pixels, WHOLE, Source.SCAN, ())
    upright = set_upright(pixels, recogniser)
    tokens = _recognised(pixels, upright.lines, upright.frame, recogniser)
    read = _page(number, pixels, upright.frame, upright.source, tokens)
    return _with_words_under_seals(read, recogniser)


def _with_words_under_seals(read: ReadPage, recogniser: Recogniser) -> ReadPage:
    tokens = list(read.page.tokens)
    for place in seals(read.pixels):
        under = _under_seal(read.pixels, place, recogniser)
        # What was read of a line with the seal on it gives way to the whole line.
        tokens = [token for token in tokens if not _is_part(token, under)]
        tokens += _new(under, tokens)
    if len(tokens) == len(read.page.tokens):
        return read
    ordered = tuple(token for line in lines_of(tokens) for token in line.tokens)
    return ReadPage(replace(read.page, tokens=ordered), read.pixels)


def _under_seal(pixels: Pixels, place: Box, recogniser: Recogniser) -> list[Token]:
    height, width = pixels.shape[:2]
    left, top = int(place.left * width), int(place.top * height)
    part = pixels[top : round(place.bottom * height), left : round(place.right * width)]
    if not _may_hold_words(part):
        return []
    plain = without_red(part)
    lines = recogniser.lines(plain)
    words = recogniser.words(plain, lines)
    corner = np.array((left, top), dtype=np.float32)
    places = on_page(lines + corner, pixels.shape, WHOLE)
    return [
        Token(text, box_around(found), sure)
        for found, (text, sure) in zip(places, words, strict=True)
        if len(text.strip()) > 1 and sure >= _LEAST_SURE
    ]


def _is_part(token: Token, under: Iterable[Token]) -> bool:
    return any(
        len(other.text) > len(token.text)
        and _shared(token.box, other.box) > _SAME_PLACE * _area(token.box)
        for other in under
    )


def _may_hold_words(pixels: Pixels) -> bool:
    height, width = pixels.shape[:2]
    return (
        max(height, width) >= SMALLEST and min(height, width) >= NARROWEST and not is_blank(pixels)
    )


def _pdf_page(page: PdfPage, recogniser: Recogniser | None) -> ReadPage:
    text = page.text
    typed = sum(len(token.text) for token in text.tokens)
    if text.is_garbled or typed < _LEAST_TEXT:
        read = _picture_page(page.number, page.pixels, recogniser)
        return _page(page.number, page.pixels, read.page.frame, Source.SCAN, read.page.tokens)
    frame = turned(WHOLE, text.turn)
    in_pictures: list[Token] = []
    if recogniser is not None:
        large = sorted(page.pictures, key=_area, reverse=True)[:_MOST_PICTURES]
        for box in large:
            if _area(box) >= _LEAST_PICTURE:
                in_pictures += _in_picture(page.pixels, box, frame, recogniser)
    tokens = (*text.tokens, *_new(in_pictures, text.tokens))
    return _page(page.number, page.pixels, frame, Source.TEXT, tokens)


def _page(
    number: int, pixels: Pixels, frame: Frame, source: Source, tokens: Iterable[Token]
) -> ReadPage:
    upright = warp(pixels, frame)
    height, width = upright.shape[:2]
    ordered = tuple(token for line in lines_of(tokens) for token in line.tokens)
    return ReadPage(Page(number, width, height, source, ordered, frame), upright)


def _recognised(
    pixels: Pixels, lines: Quads, frame: Frame, recogniser: Recogniser
) -> tuple[Token, ...]:
    words = recogniser.words(pixels, lines)
    places = on_page(lines, pixels.shape, frame)
    return tuple(
        Token(text, box_around(place), sure)
        for place, (text, sure) in zip(places, words, strict=True)
        if text.strip() and sure >= _LEAST_SURE
    )


def _in_picture(
    pixels: Pixels, box: Box, frame: Frame, recogniser: Recogniser
) -> tuple[Token, ...]:
    """Read the words of a picture that stands on a page; their boxes are those on the page."""
    height, width = pixels.shape[:2]
    left, top = int(box.left * width), int(box.top * height)
    part = np.ascontiguousarray(
        pixels[top : round(box.bottom * height), left : round(box.right * width)]
    )
    if not _may_hold_words(part):
        return ()
    lines = set_upright(part, recogniser).lines + np.array((left, top), dtype=np.float32)
    return _recognised(pixels, lines, frame, recogniser)


def _new(recognised: Iterable[Token], typed: Iterable[Token]) -> list[Token]:
    boxes = [token.box for token in typed]
    return [
        token
        for token in recognised
        if not any(_shared(token.box, box) > _SAME_PLACE * _area(token.box) for box in boxes)
    ]


def _shared(first: Box, second: Box) -> float:
    width = min(first.right, second.right) - max(first.left, second.left)
    height = min(first.bottom, second.bottom) - max(first.top, second.top)
    return max(width, 0.0) * max(height, 0.0)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
