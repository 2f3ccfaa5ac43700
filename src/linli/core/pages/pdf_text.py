"""The text layer of a PDF page as words with places, whichever way the page was turned."""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from linli.core.documents.grid import Box
from linli.core.pages.page import Token

#: PDFium gives places on a drawn page in whole pixels: a page this large gives fractions.
_GRID = 1_000_000
#: A page with more characters than any form or report is read no further.
_MOST_CHARACTERS = 8_000
#: Gaps that part words, in heights of a character: between drawn characters, and over typed blanks.
_WIDE_GAP = 0.7
_WIDE_BLANK = 1.6
#: Share of characters without meaning above which the layer is not believed.
_GARBLED_SHARE = 0.2
_HIDDEN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
#: Radicals that fonts give instead of the character, where Unicode knows no equivalence.
_RADICALS = str.maketrans(
    "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰",
    "虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
)


@dataclass(frozen=True, slots=True)
class LayerText:
    """The words of a text layer, placed on the page once it is turned to the right by ``turn`` quarters."""

    tokens: tuple[Token, ...] = field(default=(), repr=False)
    turn: int = 0
    is_garbled: bool = False


@dataclass(slots=True)
class _Glyph:
    """One character with its box in points of the drawn, later of the upright page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int
    is_typed: bool

    @property
    def height(self) -> float:
        return self.bottom - self.top


def text_of(page: pypdfium2.PdfPage) -> LayerText:
    """Return the words that the text layer of a page draws; text that is not drawn is left out."""
    with closing(page.get_textpage()) as layer:
        glyphs = list(_glyphs(page, layer))
    seen = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not seen:
        return LayerText()
    garbled = sum(_is_garbled(glyph.text) for glyph in seen)
    turn = Counter(glyph.turn for glyph in seen).most_common(1)[0][0]
    width, height = page.get_size()
    runs = _runs(_upright(glyph, turn, width, height) for glyph in glyphs)
    size = (width, height) if turn % 2 == 0 else (height, width)
    tokens = (token for run in runs if (token := _token(run, *size)) is not None)
    return LayerText(tuple(tokens), turn, garbled > len(seen) * _GARBLED_SHARE)


def place_on(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """Return a place in points of the page as fractions of the page as drawn."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def _is_garbled(text: str) -> bool:
    # Latin letters with accents are what a font without a map to Unicode gives for Chinese.
    return (
        text == "\ufffd"
        or unicodedata.category(text[0]) in ("Cc", "Co", "Cn")
        or "\x80" <= text < "\u0250"
    )


def _glyphs(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage) -> Iterator[_Glyph]:
    for index in range(min(layer.count_chars(), _MOST_CHARACTERS)):
        if pdfium.FPDFText_IsGenerated(layer, index) == 1:
            continue
        drawn = pdfium.FPDFText_GetTextObject(layer, index)
        if drawn and pdfium.FPDFTextObj_GetTextRenderMode(drawn) in _HIDDEN:
            continue
        glyph = _glyph(page, layer, index)
        if glyph is not None:
            yield glyph


def _glyph(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, index: int) -> _Glyph | None:
    code = pdfium.FPDFText_GetUnicode(layer, index)
    box = pdfium.FS_RECTF()
    if not 0 < code < 0x110000 or not pdfium.FPDFText_GetLooseCharBox(layer, index, box):
        return None
    width, height = page.get_size()
    corners = (place_on(page, box.left, box.top), place_on(page, box.right, box.bottom))
    left, right = sorted(corner[0] * width for corner in corners)
    top, bottom = sorted(corner[1] * height for corner in corners)
    if not (0 <= left + right <= 2 * width and 0 <= top + bottom <= 2 * height):
        return None
    text = _character(chr(code))
    return _Glyph(text, left, top, right, bottom, _turn(page, layer, index, box), text.isspace())


def _character(text: str) -> str:
    # PDFium marks a hyphen at the end of a line so.
    if text == "\x02":
        return "-"
    if "\u2e80" <= text <= "\u2fd5":
        return unicodedata.normalize("NFKC", text).translate(_RADICALS)
    return text


def _turn(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, index: int, box: "pdfium.FS_RECTF"
) -> int:
    """Return the quarters to the right after which a character stands upright."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(layer, index, matrix):
        return 0
    scale = max(abs(matrix.a), abs(matrix.b)) or 1.0
    start = place_on(page, box.left, box.bottom)
    end = place_on(page, box.left + matrix.a / scale, box.bottom + matrix.b / scale)
    across, down = end[0] - start[0], end[1] - start[1]
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 2
    return 3 if down > 0 else 1


def _upright(glyph: _Glyph, turn: int, width: float, height: float) -> _Glyph:
    box = (glyph.left, glyph.top, glyph.right, glyph.bottom)
    left, top, right, bottom = {
        0: box,
        1: (height - box[3], box[0], height - box[1], box[2]),
        2: (width - box[2], height - box[3], width - box[0], height - box[1]),
        3: (box[1], width - box[2], box[3], width - box[0]),
    }[turn]
    return _Glyph(glyph.text, left, top, right, bottom, glyph.turn, glyph.is_typed)


def _runs(glyphs: Iterable[_Glyph]) -> Iterator[list[_Glyph]]:
    """Group characters, in the order they are drawn, into words that stand together."""
    run: list[_Glyph] = []
    has_blank = False
    for glyph in glyphs:
        if glyph.is_typed:
            has_blank = True
            continue
        if run and not _goes_on(run[-1], glyph, _WIDE_BLANK if has_blank else _WIDE_GAP):
            yield run
            run = []
        if not (run and _is_same_again(run[-1], glyph)):
            if run and has_blank:
                run[-1].text += " "
            run.append(glyph)
        has_blank = False
    if run:
        yield run


def _goes_on(last: _Glyph, glyph: _Glyph, widest: float) -> bool:
    height = max(last.height, glyph.height)
    shared = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    if shared < min(last.height, glyph.height) / 2:
        return False
    return -height / 2 < glyph.left - last.right < widest * height or _is_same_again(last, glyph)


def _is_same_again(last: _Glyph, glyph: _Glyph) -> bool:
    # Some programs draw a character twice, a hair apart, to make it bold.
    is_near = (
        abs(glyph.left - last.left) < last.height / 5
        and abs(glyph.top - last.top) < last.height / 5
    )
    return is_near and glyph.text == last.text.strip()


def _token(run: list[_Glyph], width: float, height: float) -> Token | None:
    text = "".join(glyph.text for glyph in run).strip()
    if not text:
        return None
    box = Box(
        _fraction(min(glyph.left for glyph in run), width),
        _fraction(min(glyph.top for glyph in run), height),
        _fraction(max(glyph.right for glyph in run), width),
        _fraction(max(glyph.bottom for glyph in run), height),
    )
    return Token(text, box)


def _fraction(length: float, whole: float) -> float:
    return min(1.0, max(0.0, length / whole))
