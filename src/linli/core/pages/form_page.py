"""Lay out the pages of a form as tables of cells, as the reader of Word files does for its tables.

Words come from the pages' tokens; cells from the ruling, or from the labels where there is none;
ticks, the signature and the portrait from the ink.

Source: D0 附件2.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from linli.core.documents.form_labels import label_of
from linli.core.documents.grid import PICTURE, Box, Cell, FormContent, Grid, Place
from linli.core.pages.anchors import anchored_grid
from linli.core.pages.choices import has_choices, read_choices
from linli.core.pages.ink import page_ink, unread_places
from linli.core.pages.letterforms import printed_forms
from linli.core.pages.page import Page, Source, Token
from linli.core.pages.page_breaks import joined_over_pages
from linli.core.pages.portraits import picture_boxes
from linli.core.pages.reading import ReadPage
from linli.core.pages.recognition import Recogniser
from linli.core.pages.ruling import RuledCell, RuledTable, ruled_tables
from linli.core.pages.signature import asks_for_signature, read_signature
from linli.core.pages.words import (
    RIM,
    Level,
    divided,
    letter_width,
    letters_wide,
    lines_of,
    middle,
)

_USUAL_LETTER = 0.018
_DIVIDED, _UNREAD = 0.7, 0.3
_LEAST_PART = 0.7
_INSET = 0.15
_MOST_COVERED = 0.3
_PHOTO_INK, _PHOTO_SIDE = 0.08, 3.0
_RELIABLE, _WORTH_ADDING = 0.5, 0.8
_TWO_LINES, _LARGE, _HALF_LINE, _SPECK = 1.45, 1.25, 0.7, 0.6
_PRINTED = re.compile(r"[【\[].{0,6}全省.*|.*均可填写.{0,2}$")
_TO_FILL = re.compile(r"[\d\s.、_＿市县区()（）,，:：]*")


def form_content(pages: Sequence[ReadPage], *, recogniser: Recogniser | None = None) -> FormContent:
    """Lay out the pages of one form, in order; places count the pages from 0.

    With a ``recogniser``, words that a line of ruling cuts and letters that were overlooked are
    read once more; without one they make their cell less sure. Source: D0 附件2.
    """
    sheets = [_Sheet(number, page, recogniser).content() for number, page in enumerate(pages)]
    return FormContent(
        grids=joined_over_pages([sheet.grids for sheet in sheets]),
        lines=tuple(line for sheet in sheets for line in sheet.lines),
    )


class _Sheet:
    """One page being laid out."""

    def __init__(self, number: int, page: ReadPage, recogniser: Recogniser | None) -> None:
        self._number = number
        self._tokens = _as_printed(page.page)
        self._is_typed = page.page.source is Source.TEXT
        self._pixels = page.pixels
        self._recogniser = recogniser
        self._ink = page_ink(page.pixels, words=[token.box for token in self._tokens])
        self._letter = letter_width(self._tokens) or _USUAL_LETTER
        self._pictures = [box for box in picture_boxes(page.pixels) if not self._is_worded(box)]
        # A mark across a portrait is no value of the field beside it.
        self._tokens = tuple(token for token in self._tokens if not self._is_on_picture(token))
        self._tokens = tuple(self._single_lines(self._tokens))

    def content(self) -> FormContent:
        """Return the tables of the page, and the lines outside them."""
        tables = ruled_tables(self._pixels)
        inside: dict[tuple[int, RuledCell], list[Token]] = {}
        outside: list[Token] = []
        for token in (part for token in self._tokens for part in self._parts(token, tables)):
            home = _home(token, tables)
            if home is None:
                outside.append(token)
            else:
                inside.setdefault(home, []).append(token)
        grids: list[Grid] = []
        for number, table in enumerate(tables):
            cells = [
                self._cell(cell, inside.get((number, cell), []), table) for cell in table.cells
            ]
            grids.append(Grid(tuple(cells), len(cells)))
        grids += self._unruled([*inside.values(), outside])
        return FormContent(tuple(grids), tuple(self._outer_lines(outside, tables)))

    def _outer_lines(self, outside: Iterable[Token], tables: Sequence[RuledTable]) -> Iterable[str]:
        for box in self._pictures:
            x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            if all(table.cell_at(x, y) is None for table in tables):
                yield PICTURE
        for line in lines_of(outside):
            yield line.text

    def _unruled(self, lots: Iterable[Sequence[Token]]) -> list[Grid]:
        """Lay out by labels what lies together without ruling between label and value."""
        grids = []
        for tokens in lots:
            lines = lines_of(tokens)
            together = "".join(line.text for line in lines)
            if len(tokens) > 1 and label_of(together) is None and not asks_for_signature(lines):
                grid = anchored_grid(tokens, page=self._number)
                if grid is not None:
                    grids.append(grid)
        return grids

    def _is_worded(self, box: Box) -> bool:
        """Tell whether words cover so much of a place that it is no picture."""
        area = (box.right - box.left) * (box.bottom - box.top)
        covered = sum(_common_area(token.box, box) for token in self._tokens)
        return covered > _MOST_COVERED * area

    def _is_on_picture(self, token: Token) -> bool:
        x = (token.box.left + token.box.right) / 2
        return any(
            box.left < x < box.right and box.top < middle(token) < box.bottom
            for box in self._pictures
        )

    def _single_lines(self, tokens: Sequence[Token]) -> Iterable[Token]:
        """Leave out tokens that hold two close lines in one: they are read again line by line."""
        heights = [token.box.bottom - token.box.top for token in tokens]
        usual = median(heights) if heights else 0.0
        for token, height in zip(tokens, heights, strict=True):
            own = (token.box.right - token.box.left) / (letters_wide(token.text) + RIM)
            is_large = own > _LARGE * self._letter
            if height < _TWO_LINES * usual or is_large or len(token.text) == 1:
                yield token
            elif self._recogniser is None:
                yield replace(token, sure=min(token.sure, _UNREAD))

    def _parts(self, token: Token, tables: Sequence[RuledTable]) -> list[Token]:
        for table in tables:
            cuts = table.cuts(token.box.left, token.box.right, middle(token))
            cuts = _wide_enough(cuts, least=_LEAST_PART * self._letter)
            if len(cuts) > 1:
                return self._divided(token, cuts)
        return [token]

    def _divided(self, token: Token, cuts: Sequence[tuple[float, float]]) -> list[Token]:
        boxes = [Box(left, token.box.top, right, token.box.bottom) for left, right in cuts]
        parts = self._read_again(boxes)
        if parts and all(part.sure > _RELIABLE for part in parts):
            return parts
        return [replace(part, sure=part.sure * _DIVIDED) for part in divided(token, cuts)]

    def _read_again(self, boxes: Sequence[Box]) -> list[Token]:
        if self._recogniser is None or not boxes:
            return []
        height, width = self._pixels.shape[:2]
        corners = [
            [(b.left, b.top), (b.right, b.top), (b.right, b.bottom), (b.left, b.bottom)]
            for b in boxes
        ]
        quads = (np.array(corners) * np.array([width, height])).astype(np.float32)
        words = self._recogniser.words(self._pixels, quads)
        return [
            Token(printed_forms(text.strip()), box, sure)
            for box, (text, sure) in zip(boxes, words, strict=True)
            if text.strip()
        ]

    def _cell(self, cell: RuledCell, tokens: list[Token], table: RuledTable) -> Cell:
        if self._has_picture(cell, tokens):
            return self._made(cell, [PICTURE], 1.0)
        added, missed = self._overlooked(cell, tokens)
        lines = lines_of([*tokens, *added], level=_level(table))
        if asks_for_signature(lines):
            signed = read_signature(lines, ink=self._ink, letter=self._letter, within=cell.inner)
            return self._made(cell, signed.lines, signed.sure)
        told = [(line.text, line.sure) for line in lines]
        if label_of("".join(line.text for line in lines)) is None and has_choices(lines):
            lines = lines_of(
                [*tokens, *(token for token in added if token.sure > _WORTH_ADDING)],
                level=_level(table),
            )
            marked = read_choices(
                lines,
                ink=self._ink,
                letter=self._letter,
                within=cell.inner,
                is_typed=self._is_typed,
            )
            told, missed = [(line.text, line.sure) for line in marked], False
        sure = _sureness(told)
        return self._made(cell, [text for text, _ in told], min(sure, _UNREAD) if missed else sure)

    def _overlooked(self, cell: RuledCell, tokens: Sequence[Token]) -> tuple[list[Token], bool]:
        """Read letters of a cell that no token covers; the second value tells of some left unread."""
        within = self._inset(cell.inner)
        places = unread_places(
            self._ink,
            within,
            [self._words_place(token.box) for token in tokens],
            letter=self._letter * self._ink.width,
        )
        read = [token for token in self._read_again(places) if token.sure > _RELIABLE]
        least = _SPECK * self._letter if tokens else 0.0
        left = [
            place
            for place in places
            if place.right - place.left > least and place not in [token.box for token in read]
        ]
        return read, bool(left)

    def _words_place(self, box: Box) -> Box:
        """Return where the words of a token's box are: boxes of close lines overlap."""
        half = _HALF_LINE * self._letter * self._ink.width / self._ink.height
        y = (box.top + box.bottom) / 2
        return Box(box.left, max(box.top, y - half), box.right, min(box.bottom, y + half))

    def _inset(self, box: Box) -> Box:
        x, y = _INSET * self._letter, _INSET * self._letter * self._ink.width / self._ink.height
        return Box(box.left + x, box.top + y, box.right - x, box.bottom - y)

    def _has_picture(self, cell: RuledCell, tokens: Sequence[Token]) -> bool:
        for box in self._pictures:
            x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
            if cell.box.left < x < cell.box.right and cell.box.top < y < cell.box.bottom:
                return True
        if cell.rows == 1 and tokens:
            return False
        place = self._inset(cell.inner)
        part = self._ink.part(place)
        least = _PHOTO_SIDE * self._letter * self._ink.width
        # A pale portrait is still more than the printed words that ask for it.
        return (
            min(part.shape) > least
            and self._ink.share(place, without=[token.box for token in tokens]) > _PHOTO_INK
        )

    def _made(self, cell: RuledCell, lines: Iterable[str], sure: float) -> Cell:
        place = Place(self._number, cell.box, sure)
        return Cell(cell.row, cell.column, cell.rows, cell.columns, tuple(lines), place)


def _as_printed(page: Page) -> tuple[Token, ...]:
    if page.source is Source.TEXT:
        return page.tokens
    return tuple(replace(token, text=printed_forms(token.text)) for token in page.tokens)


def _level(table: RuledTable) -> Level:
    def level(token: Token) -> float:
        x = (token.box.left + token.box.right) / 2
        return table.ruling.straightened(x, middle(token))[1] / table.ruling.size[1]

    return level


def _home(token: Token, tables: Sequence[RuledTable]) -> tuple[int, RuledCell] | None:
    x = (token.box.left + token.box.right) / 2
    for number, table in enumerate(tables):
        cell = table.cell_at(x, middle(token))
        if cell is not None:
            return number, cell
    return None


def _wide_enough(cuts: Sequence[tuple[float, float]], *, least: float) -> list[tuple[float, float]]:
    """Join stretches that are too narrow for a letter to the one before, or after at the start."""
    kept: list[tuple[float, float]] = []
    start = cuts[0][0]
    for _, right in cuts:
        if right - start >= least:
            kept.append((start, right))
            start = right
    if start < cuts[-1][1] and kept:
        kept[-1] = (kept[-1][0], cuts[-1][1])
    return kept or [(cuts[0][0], cuts[-1][1])]


def _common_area(first: Box, second: Box) -> float:
    wide = min(first.right, second.right) - max(first.left, second.left)
    high = min(first.bottom, second.bottom) - max(first.top, second.top)
    return max(wide, 0.0) * max(high, 0.0)


def _sureness(lines: Iterable[tuple[str, float]]) -> float:
    """Return how sure the least sure line is that is not printed on every form."""
    return min(
        (
            sure
            for text, sure in lines
            if not _PRINTED.fullmatch(text) and not _TO_FILL.fullmatch(text)
        ),
        default=1.0,
    )
