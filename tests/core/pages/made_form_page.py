"""The form of a made-up person drawn on a page, with the words that a recogniser would find.

Written from Annex 2 as printed, independently of the reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from linli.core.documents.grid import Box
from linli.core.pages.page import Page, Source, Token
from linli.core.pages.pictures import Pixels
from linli.core.pages.reading import ReadPage
from tests.core.intake import made_form
from tests.core.pages.made_pages import FONT

SIZE = (1200, 1697)
LETTER = 22
LEFT, TOP = 120, 210
COLUMNS = (130, 140, 100, 150, 130, 140, 180)
ROWS = (52, 56, 52, 52, 48, 62, 48, 66, 190, 130, 90, 70, 190)
INK = (30, 30, 30)
BOXES = "□☑"


@dataclass
class Sheet:
    """A page being drawn; every line of words becomes a token."""

    image: Image.Image = field(default_factory=lambda: Image.new("RGB", SIZE, "white"))
    tokens: list[Token] = field(default_factory=list)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def write(self, text: str, x: float, y: float, *, sure: float = 0.99, seen: bool = True) -> Box:
        """Write a line whose left top is at a place; printed boxes are drawn as boxes."""
        font = ImageFont.truetype(FONT, LETTER)
        at = x
        for letter in text:
            if letter in BOXES:
                self.pen.rectangle((at + 2, y + 6, at + 19, y + 23), outline=INK, width=2)
                if letter == "☑":
                    self.pen.line(
                        [(at + 6, y + 14), (at + 9, y + 19), (at + 16, y + 9)], fill=INK, width=2
                    )
                at += LETTER
            else:
                self.pen.text((at, y), letter, font=font, fill=INK)
                at += font.getlength(letter)
        box = self.fractions(x - 4, y, at + 4, y + 1.35 * LETTER)
        if seen and text.strip():
            self.tokens.append(Token(text, box, sure))
        return box

    def fractions(self, left: float, top: float, right: float, bottom: float) -> Box:
        wide, high = self.image.size
        return Box(left / wide, top / high, right / wide, bottom / high)

    def page(self, *, source: Source = Source.SCAN, number: int = 0) -> ReadPage:
        pixels = np.array(self.image, dtype=np.uint8)
        wide, high = self.image.size
        return ReadPage(Page(number, wide, high, source, tuple(self.tokens)), pixels)


def lines_of_form(values: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what stands at each label of Annex 2, some values replaced."""
    return {**made_form.PERSON, **(values or {})}


def form(
    values: Mapping[str, str] | None = None, *, ruled: bool = True, photo: bool = False
) -> Sheet:
    """Draw Annex 2 filled in for the made-up person."""
    sheet = Sheet()
    sheet.write("山西省2024年招募高校毕业生", 380, 90)
    sheet.write("担任社区助理报名登记表", 400, 140)
    written = lines_of_form(values)
    y = TOP
    for cells, height in zip(made_form.ROWS, ROWS, strict=True):
        column = 0
        for label, span in cells:
            _fill(sheet, _label_lines(label), column, 1, y, height, ruled=ruled)
            lines = [
                part
                for line in written[label].split("\n")
                for part in _wrapped(line, sum(COLUMNS[column + 1 : column + 1 + span]))
            ]
            _fill(sheet, lines, column + 1, span, y, height, ruled=ruled)
            column += 1 + span
        y += height
    _photo(sheet, ruled=ruled, photo=photo)
    return sheet


def edge(column: int) -> int:
    """Return the left edge of a column in pixels."""
    return LEFT + sum(COLUMNS[:column])


def row_top(row: int) -> int:
    """Return the upper edge of a row in pixels."""
    return TOP + sum(ROWS[:row])


def _label_lines(label: str) -> list[str]:
    words = label.replace(",", "，")
    return [words[start : start + 5] for start in range(0, len(words), 5)]


def _fill(
    sheet: Sheet,
    lines: Sequence[str],
    column: int,
    span: int,
    top: int,
    height: int,
    *,
    ruled: bool,
) -> None:
    left, right = edge(column), edge(column + span)
    if ruled:
        sheet.pen.rectangle((left, top, right, top + height), outline=INK, width=2)
    step = min(30, (height - 4) / max(len(lines), 1))
    start = top + (height - step * len(lines)) / 2
    for number, line in enumerate(lines):
        sheet.write(line, left + 8, start + number * step)


def _wrapped(line: str, width: int) -> list[str]:
    most = (width - 16) // LETTER * (2 if line.isascii() else 1)
    return [line[start : start + most] for start in range(0, len(line), most)]


def _photo(sheet: Sheet, *, ruled: bool, photo: bool) -> None:
    left, top, bottom = edge(6), row_top(0), row_top(3)
    if ruled:
        sheet.pen.rectangle((left, top, edge(7), bottom), outline=INK, width=2)
    if photo:
        sheet.pen.rectangle((left + 30, top + 4, left + 150, bottom - 2), fill=(70, 110, 160))
        sheet.pen.ellipse((left + 60, top + 30, left + 120, top + 100), fill=(230, 190, 160))
    else:
        sheet.write("照片", left + 60, top + 60)


def tick(sheet: Sheet, x: float, y: float, *, size: float = 26) -> None:
    """Draw a tick by pen around a place."""
    points = [
        (x - 0.5 * size, y),
        (x - 0.1 * size, y + 0.45 * size),
        (x + 0.7 * size, y - 0.8 * size),
    ]
    sheet.pen.line(points, fill=(20, 20, 60), width=4)


def scrawl(sheet: Sheet, x: float, y: float) -> None:
    """Write something by hand that no recogniser reads."""
    points = [(0, 0), (18, -16), (22, 14), (36, -10), (44, 12), (60, -14), (66, 8), (88, -6)]
    sheet.pen.line([(x + a, y + b) for a, b in points], fill=(20, 20, 90), width=4)


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """Turn a page a little about its middle, as a scanner's glass lets it lie."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    laid = cv2.warpAffine(pixels, matrix, (width, height), borderValue=(255, 255, 255))
    return np.asarray(laid, dtype=np.uint8)
