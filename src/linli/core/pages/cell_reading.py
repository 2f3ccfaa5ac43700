"""The words of one cell on a page: lines in reading order, ticks, signature, letters overlooked.

Source: D0 附件2.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from linli.core.documents.form_labels import label_of
from linli.core.documents.grid import Box
from linli.core.pages.choices import has_choices, read_choices
from linli.core.pages.ink import page_ink, unread_places
from linli.core.pages.letterforms import printed_forms
from linli.core.pages.page import Source, Token
from linli.core.pages.reading import ReadPage
from linli.core.pages.recognition import Recogniser
from linli.core.pages.signature import asks_for_signature, read_signature
from linli.core.pages.words import Level, WordLine, divided, letter_width, lines_of

_USUAL_LETTER = 0.018
# How sure words are that a line of ruling cut, and a cell in which letters stay unread.
_CUT, _UNREAD = 0.7, 0.3
_RELIABLE, _WORTH_ADDING = 0.5, 0.8
# Distances in letters: from the ruling, from a line's middle to its edge, the width of a speck.
_INSET, _HALF_LINE, _SPECK = 0.15, 0.7, 0.6
_PHOTO_INK, _PHOTO_SIDE = 0.08, 3.0
_PRINTED = re.compile(r"[【\[].{0,6}全省.*|.*均可填写.{0,2}$")
_TO_FILL = re.compile(r"[\d\s.、_＿市县区()（）,，:：]*")


@dataclass(frozen=True, slots=True)
class CellWords:
    """The lines of a cell as a typed form would have them, and how sure the least sure one is."""

    lines: tuple[str, ...] = field(repr=False)
    sure: float


class CellReader:
    """Reads the cells of one page. Places are fractions of the upright page."""

    def __init__(self, page: ReadPage, recogniser: Recogniser | None) -> None:
        self.tokens = _as_printed(page.page.tokens, source=page.page.source)
        self._is_typed = page.page.source is Source.TEXT
        self._pixels = page.pixels
        self._recogniser = recogniser
        self._ink = page_ink(page.pixels, words=[token.box for token in self.tokens])
        self.letter = letter_width(self.tokens) or _USUAL_LETTER

    @property
    def reads_again(self) -> bool:
        """Tell whether places of the page can be read once more."""
        return self._recogniser is not None

    def words(
        self, tokens: Sequence[Token], within: Box, *, is_ruled: bool, level: Level | None = None
    ) -> CellWords:
        """Return what stands in a cell; in one between ruling, overlooked letters are looked for."""
        added, missed = self._overlooked(tokens, within) if is_ruled else ([], False)
        lines = lines_of([*tokens, *added], level=level)
        if asks_for_signature(lines):
            signed = read_signature(lines, ink=self._ink, letter=self.letter, within=within)
            return CellWords(signed.lines, signed.sure)
        if has_choices(lines) and label_of("".join(line.text for line in lines)) is None:
            reliable = [token for token in added if token.sure > _WORTH_ADDING]
            return self._choices(lines_of([*tokens, *reliable], level=level), within)
        sure = _sureness((line.text, line.sure) for line in lines)
        return CellWords(tuple(line.text for line in lines), min(sure, _UNREAD) if missed else sure)

    def _choices(self, lines: Sequence[WordLine], within: Box) -> CellWords:
        marked = read_choices(
            lines, ink=self._ink, letter=self.letter, within=within, is_typed=self._is_typed
        )
        return CellWords(
            tuple(line.text for line in marked),
            _sureness((line.text, line.sure) for line in marked),
        )

    def shows_photo(self, tokens: Sequence[Token], within: Box) -> bool:
        """Tell whether a place for the portrait holds more ink than words: a pale portrait."""
        place = self._inset(within)
        least = _PHOTO_SIDE * self.letter * self._ink.width
        covered = [token.box for token in tokens]
        is_large = min(self._ink.part(place).shape) > least
        return is_large and self._ink.share(place, without=covered) > _PHOTO_INK

    def cut(self, token: Token, stretches: Sequence[tuple[float, float]]) -> list[Token]:
        """Divide a token that runs over ruling into what stands in each stretch (left, right)."""
        boxes = [Box(left, token.box.top, right, token.box.bottom) for left, right in stretches]
        parts = self._read_again(boxes)
        if parts and all(part.sure > _RELIABLE for part in parts):
            return parts
        return [replace(part, sure=part.sure * _CUT) for part in divided(token, stretches)]

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

    def _overlooked(self, tokens: Sequence[Token], within: Box) -> tuple[list[Token], bool]:
        """Read letters of a cell that no token covers; the second value tells of some left unread."""
        covered = [self._middle_of(token.box) for token in tokens]
        places = unread_places(
            self._ink, self._inset(within), covered, letter=self.letter * self._ink.width
        )
        read = [token for token in self._read_again(places) if token.sure > _RELIABLE]
        least = _SPECK * self.letter if tokens else 0.0
        read_places = [token.box for token in read]
        left = [
            place
            for place in places
            if place.right - place.left > least and place not in read_places
        ]
        return read, bool(left)

    def _middle_of(self, box: Box) -> Box:
        """Return where the words of a token's box are: boxes of close lines overlap."""
        half = _HALF_LINE * self.letter * self._ink.width / self._ink.height
        y = (box.top + box.bottom) / 2
        return Box(box.left, max(box.top, y - half), box.right, min(box.bottom, y + half))

    def _inset(self, box: Box) -> Box:
        x, y = _INSET * self.letter, _INSET * self.letter * self._ink.width / self._ink.height
        return Box(box.left + x, box.top + y, box.right - x, box.bottom - y)


def _as_printed(tokens: Sequence[Token], *, source: Source) -> tuple[Token, ...]:
    if source is Source.TEXT:
        return tuple(tokens)
    return tuple(replace(token, text=printed_forms(token.text)) for token in tokens)


def _sureness(lines: Iterable[tuple[str, float]]) -> float:
    """Return how sure the least sure line is that is not printed on every form."""
    told = [
        sure
        for text, sure in lines
        if not _PRINTED.fullmatch(text) and not _TO_FILL.fullmatch(text)
    ]
    return min(told, default=1.0)
