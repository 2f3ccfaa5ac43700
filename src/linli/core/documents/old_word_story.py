"""Walk through the text of a binary Word file, character by character where one means more than itself.

Ends of paragraphs, cells and rows, fields, pictures and boxes are single characters here.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from linli.core.documents.cell_flow import CellFlow
from linli.core.documents.grid import PICTURE, FormContent, Grid
from linli.core.documents.office_art import read_drawings
from linli.core.documents.old_word_fields import form_field, picture_at
from linli.core.documents.old_word_file import (
    BOX_TEXTS,
    DRAWINGS,
    FONTS,
    SHAPES_PLACED,
    Modifiers,
    WordFile,
)
from linli.core.documents.old_word_tables import place_of, row_shape
from linli.core.documents.symbol_field import symbol_of
from linli.core.documents.word_text import SYMBOL_FONTS, folded

_UNSEEN = (0x0800, 0x083C, 0x0837, 0x2A53)  # deleted, hidden, struck out, struck out twice
_PICTURE_PLACE, _SYMBOL, _HAS_FIELD_DATA = 0x6A03, 0x6A09, 0x0806
_FONTS_OF_RUN = (0x4A4F, 0x4A50, 0x4A51)
_MARK = re.compile(r"([\x00-\x1f])")
_PARAGRAPH_ENDS = frozenset("\r\x07\x0c")
_SHOWN = {"\t": "\t", "\x0b": "\n", "\x0e": "\n", "\x1e": "-"}
_FONT_NAME_AT = 39
_MOST_FONTS = 5_000
# A page has a few boxes, each with a few lines; one in another is rare.
_MOST_BOXES = 100
_LONGEST_BOX = 10_000
_MAX_NESTING = 6
_MOST_SHAPES = 10_000
_MOST_PICTURES = 1_000


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction until the result begins."""

    instruction: str = ""
    shows_result: bool = False
    is_replaced: bool = False


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text that looks the same throughout, and where in the body and in the file it begins."""

    text: str = field(repr=False)
    position: int
    place: int
    width: int
    properties: Modifiers = field(repr=False)


class StoryReader:
    """Reads the body and the boxes anchored in it; collects the pictures on the way, in order."""

    def __init__(self, word: WordFile) -> None:
        self._word = word
        self._pieces = word.pieces()
        self._boxes_read = self._nesting = 0
        self._characters = word.character_runs()
        self._paragraphs = word.paragraph_runs()
        self._fonts = _font_names(word.part(FONTS))
        self._anchored = _anchored(word.part(SHAPES_PLACED))
        self._boxes = _boxes(word)
        self._drawings = read_drawings(word.part(DRAWINGS))
        self._pictures: list[tuple[bool, int]] = []
        self.box_grids: list[Grid] = []

    def pictures(self) -> Iterator[bytes]:
        """Yield the pictures met so far, in order, read one by one."""
        for is_inline, number in self._pictures:
            if is_inline:
                yield picture_at(self._word.data, number)
            else:
                yield self._drawings.picture(number, stream=self._word.main)

    def read(self, start: int, end: int) -> FormContent:
        """Read the characters from ``start`` to ``end``."""
        flow = CellFlow()
        paragraph = _Paragraph(self)
        for stretch in self._stretches(start, end):
            paragraph.symbols = self._symbols(stretch.properties)
            position = stretch.position
            for part in _MARK.split(stretch.text):
                if part in _PARAGRAPH_ENDS and part:
                    place = stretch.place + stretch.width * (position - stretch.position)
                    self._end_paragraph(flow, part, place, paragraph.taken())
                elif part:
                    paragraph.take(part, position, stretch.properties)
                position += len(part)
        flow.add_lines(paragraph.taken() if paragraph.has_text else (), depth=0)
        return flow.content()

    def _end_paragraph(self, flow: CellFlow, mark: str, place: int, lines: list[str]) -> None:
        properties, _ = self._paragraphs.at(place)
        where = place_of(properties)
        depth = where.depth
        if mark == "\x07" and not depth:
            # Without properties the marks alone tell the cells; two in a row end the row.
            depth = 1
        if where.ends_row:
            flow.end_row(row_shape(properties), depth=depth)
            return
        if mark == "\x07" or where.ends_inner_cell:
            flow.add_lines(lines, depth=depth)
            flow.end_cell(depth=depth)
        else:
            flow.add_lines(lines, depth=depth)

    def _stretches(self, start: int, end: int) -> Iterator[_Stretch]:
        for piece in self._pieces:
            position, limit = max(piece.start, start), min(piece.end, end)
            width = 2 if piece.is_wide else 1
            while position < limit:
                place = piece.offset + width * (position - piece.start)
                properties, place_end = self._characters.at(place)
                count = max((place_end - place) // width, 1)
                upto = min(position + count, limit)
                text = self._word.text_of(piece, position - piece.start, upto - piece.start)
                yield _Stretch(text, position, place, width, properties)
                position = upto

    def _symbols(self, properties: Modifiers) -> dict[int, str]:
        for code in _FONTS_OF_RUN:
            number = int.from_bytes(properties.get(code, b"\xff\xff"), "little")
            if number < len(self._fonts) and self._fonts[number] in SYMBOL_FONTS:
                return SYMBOL_FONTS[self._fonts[number]]
        return {}

    def symbol(self, properties: Modifiers) -> str | None:
        """Return the character of a symbol font that stands in place of the one in the text."""
        stored = properties.get(_SYMBOL, b"")
        if len(stored) != 4:
            return None
        number, code = struct.unpack("<HH", stored)
        name = self._fonts[number] if number < len(self._fonts) else ""
        if name in SYMBOL_FONTS:
            return SYMBOL_FONTS[name].get(code & 0xFF, "")
        return folded(chr(code), {}) if 0x20 <= code < 0xD800 or code >= 0xF000 else ""

    def inline(self, properties: Modifiers) -> str:
        """Return what a picture character shows: a form field, or a picture."""
        stored = properties.get(_PICTURE_PLACE, b"")
        if len(stored) != 4:
            return ""
        place = int.from_bytes(stored, "little")
        if properties.get(_HAS_FIELD_DATA, b"\0")[:1] == b"\1":
            return form_field(self._word.data, place)
        self._pictures += [(True, place)][: self._room_for_pictures()]
        return PICTURE

    def drawn(self, position: int) -> tuple[str, tuple[str, ...]]:
        """Return what an anchored shape shows: a picture, and the lines of its box."""
        shape = self._anchored.get(position)
        if shape in self._boxes:
            box = self._read_box(*self._boxes.pop(shape))
            self.box_grids += box.grids
            return "", box.lines
        found = self._drawings.numbers.get(shape) if shape is not None else None
        shown = (found or ())[: self._room_for_pictures()]
        self._pictures += ((False, number) for number in shown)
        # A line or an arrow is no picture; what is unknown may be one.
        return ("" if found == () else PICTURE), ()

    def _room_for_pictures(self) -> int:
        return max(_MOST_PICTURES - len(self._pictures), 0)

    def _read_box(self, start: int, end: int) -> FormContent:
        """Read a box, unless there are more of them, or one in another, than anybody draws."""
        self._boxes_read += 1
        if self._boxes_read > _MOST_BOXES or self._nesting >= _MAX_NESTING:
            return FormContent((), ())
        self._nesting += 1
        read = self.read(start, min(end, start + _LONGEST_BOX))
        self._nesting -= 1
        return read


class _Paragraph:
    """The paragraph that is being read: its text, the lines of its boxes, the fields open in it."""

    def __init__(self, reader: StoryReader) -> None:
        self._reader = reader
        self._parts: list[str] = []
        self._boxed: list[str] = []
        self._fields: list[_Field] = []
        self.symbols: dict[int, str] = {}

    @property
    def has_text(self) -> bool:
        return bool(self._parts or self._boxed)

    def taken(self) -> list[str]:
        """Return the lines so far and begin anew; fields stay open."""
        text = "".join(self._parts).replace("\u200b", "")
        lines = [*text.split("\n"), *self._boxed]
        self._parts, self._boxed = [], []
        return lines

    def take(self, part: str, position: int, properties: Modifiers) -> None:
        """Take text without marks, or one mark."""
        if part in {"\x13", "\x14", "\x15"}:
            self._field_mark(part)
        elif any(properties.get(code, b"\0")[:1] not in {b"", b"\0"} for code in _UNSEEN):
            return
        elif part == "\x01":
            # The picture of a box or a list stands in the instruction of its field.
            self._put(self._reader.inline(properties), outside=1)
        elif part == "\x08":
            shown, lines = self._reader.drawn(position)
            self._put(shown)
            self._boxed += lines
        elif part < " ":
            self._put(_SHOWN.get(part, ""))
        else:
            symbol = self._reader.symbol(properties)
            self._put(folded(part, self.symbols) if symbol is None else symbol * len(part))

    def _field_mark(self, mark: str) -> None:
        if mark == "\x13":
            self._fields.append(_Field())
            return
        if not self._fields:
            return
        inner = self._fields[-1]
        if not inner.shows_result:
            self._begin_result(inner)
        if mark == "\x15":
            self._fields.pop()

    def _begin_result(self, inner: _Field) -> None:
        inner.shows_result = True
        shown = symbol_of(inner.instruction)
        if shown is not None:
            self._put(shown)
            inner.is_replaced = True

    def _put(self, text: str, *, outside: int = 0) -> None:
        fields = self._fields[: len(self._fields) - outside]
        if any(one.is_replaced for one in fields):
            return
        hidden_by = next((one for one in fields if not one.shows_result), None)
        if hidden_by is None:
            self._parts.append(text)
        elif len(hidden_by.instruction) < 1_000:
            hidden_by.instruction += text


def _font_names(stored: bytes) -> list[str]:
    """Return the names of the fonts, in lower case, by their numbers."""
    names: list[str] = []
    at = 4
    while at < len(stored) and len(names) < _MOST_FONTS:
        entry = stored[at + 1 : at + 1 + stored[at]]
        name = entry[_FONT_NAME_AT:].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0].lower())
        at += 1 + stored[at]
    return names


def _anchored(stored: bytes) -> dict[int, int]:
    """Return the shape anchored at each place of the body."""
    count = max((len(stored) - 4) // 30, 0)
    first = 4 * (count + 1)
    taken = min(count, _MOST_SHAPES)
    places = struct.unpack_from(f"<{taken}l", stored)
    shapes = (struct.unpack_from("<L", stored, first + 26 * number)[0] for number in range(taken))
    return dict(zip(places, shapes, strict=True))


def _boxes(word: WordFile) -> dict[int, tuple[int, int]]:
    """Return where the text of each shape stands, counted from the start of the body."""
    stored = word.part(BOX_TEXTS)
    count = max((len(stored) - 4) // 26, 0)
    taken = min(count, _MOST_SHAPES)
    places = struct.unpack_from(f"<{taken + 1}l", stored) if count else ()
    body = sum(word.lengths[:6])
    first = 4 * (count + 1)
    return {
        struct.unpack_from("<L", stored, first + 22 * number + 14)[0]: (body + start, body + end)
        for number, (start, end) in enumerate(pairwise(places))
        if 0 <= start < end
    }
