"""The pieces of a binary Word file (Word 97 to 2003, WPS): where its characters stand and how they look.

A file is a header of fixed places, a text in pieces, and tables of properties by place.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from linli.core.documents.old_word_text import is_chinese, narrow_text

#: Numbers of the tables that the header points to.
SHAPES_PLACED, FONTS, PIECES, DRAWINGS, BOX_TEXTS = 40, 15, 33, 50, 56
_CHARACTER_PAGES, _PARAGRAPH_PAGES = 12, 13

_WORD_97 = 0x00C0
_FIRST_TABLE = 154
_PAGE = 512
_MOST_PIECES = 20_000
_MOST_PAGES = 1_000
# Descriptions of tables too wide for their page, one a row.
_MOST_HUGE = 2_000
_LARGEST_HUGE = 4_096
# A form has two thousand characters, a thesis a hundred thousand.
MOST_CHARACTERS = 300_000

Modifiers = Mapping[int, bytes]
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_DEFINE_TABLE, _CHANGE_TABS = 0xD608, 0xC615
# Merges of several cells of one row stand one after the other.
_REPEATED = frozenset({0x5624, 0xD62B})
_HUGE_PROPERTIES = (0x6645, 0x6646)


class BrokenWord(ValueError):
    """The bytes do not hold together as a Word file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: characters ``start`` to ``end``, stored at ``offset``, one or two bytes each."""

    start: int
    end: int
    offset: int
    is_wide: bool
    is_chinese: bool = False


@dataclass(frozen=True, slots=True)
class PropertyRuns:
    """Properties by place in the file: each holds from its start to its end."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    properties: tuple[Modifiers, ...] = field(default=(), repr=False)

    def at(self, place: int) -> tuple[Modifiers, int]:
        """Return what holds at a place, and where it ends (or something else begins)."""
        index = bisect_right(self.starts, place) - 1
        if index >= 0 and place < self.ends[index]:
            return self.properties[index], self.ends[index]
        following = self.starts[index + 1] if index + 1 < len(self.starts) else 1 << 40
        return {}, following


@dataclass(frozen=True, slots=True)
class WordFile:
    """The three streams of a Word file, opened by its header; ``huge`` holds the properties read from ``data``."""

    main: bytes = field(repr=False)
    table: bytes = field(repr=False)
    data: bytes = field(repr=False)
    huge: dict[int, Modifiers] = field(default_factory=dict, repr=False, compare=False)

    @property
    def lengths(self) -> tuple[int, ...]:
        """Return the characters of each part: body, footnotes, headers, macros, comments, endnotes, text boxes."""
        return struct.unpack_from("<7l", self.main, 76)

    def part(self, number: int) -> bytes:
        """Return one of the tables that the header points to, empty if there is none."""
        at = _FIRST_TABLE + 8 * number
        if at + 8 > len(self.main):
            return b""
        start, size = struct.unpack_from("<LL", self.main, at)
        return self.table[start : start + size]

    def pieces(self) -> tuple[Piece, ...]:
        """Return the pieces of the text in order; raises ``BrokenWord``."""
        table = _piece_table(self.part(PIECES))
        count = (len(table) - 4) // 12
        if not 0 < count <= _MOST_PIECES:
            raise BrokenWord
        places = struct.unpack_from(f"<{count + 1}l", table)
        if list(places) != sorted(places) or places[0] != 0:
            raise BrokenWord
        return tuple(self._pieces(table, places))

    def _pieces(self, table: bytes, places: tuple[int, ...]) -> Iterator[Piece]:
        first = 4 * len(places)
        for number, (start, end) in enumerate(pairwise(places)):
            (stored,) = struct.unpack_from("<L", table, first + 8 * number + 2)
            is_wide = not stored & 0x4000_0000
            offset = stored & 0x3FFF_FFFF
            if is_wide:
                yield Piece(start, end, offset, is_wide=True)
            else:
                at = offset // 2
                chinese = is_chinese(self.main[at : at + end - start])
                yield Piece(start, end, at, is_wide=False, is_chinese=chinese)

    def text_of(self, piece: Piece, start: int, end: int) -> str:
        """Return the characters of a piece from ``start`` to ``end``, counted from its start."""
        if piece.is_wide:
            stored = self.main[piece.offset + 2 * start : piece.offset + 2 * end]
            return stored.decode("utf-16-le", "replace")
        stored = self.main[piece.offset + start : piece.offset + end]
        return narrow_text(stored, chinese=piece.is_chinese)

    def character_runs(self) -> PropertyRuns:
        """Return how characters look, by their place in the file."""
        return self._runs(_CHARACTER_PAGES, entry_size=1)

    def paragraph_runs(self) -> PropertyRuns:
        """Return how paragraphs look, by the place of their characters in the file."""
        return self._runs(_PARAGRAPH_PAGES, entry_size=13)

    def _runs(self, number: int, *, entry_size: int) -> PropertyRuns:
        index = self.part(number)
        count = (len(index) - 4) // 8
        if count <= 0:
            return PropertyRuns()
        runs: list[tuple[int, int, Modifiers]] = []
        pages = struct.unpack_from(f"<{min(count, _MOST_PAGES)}L", index, 4 * (count + 1))
        for page in dict.fromkeys(pages):
            stored = self.main[_PAGE * page : _PAGE * (page + 1)]
            if len(stored) == _PAGE:
                runs += self._page_runs(stored, entry_size=entry_size)
        runs.sort(key=lambda run: run[0])
        starts, ends, properties = zip(*runs, strict=True) if runs else ((), (), ())
        return PropertyRuns(starts, ends, properties)

    def _page_runs(self, page: bytes, *, entry_size: int) -> Iterator[tuple[int, int, Modifiers]]:
        count = page[-1]
        first = 4 * (count + 1)
        if first + count * entry_size > _PAGE:
            return
        places = struct.unpack_from(f"<{count + 1}L", page)
        for number in range(count):
            at = 2 * page[first + number * entry_size]
            if entry_size == 1:
                stored = page[at + 1 : at + 1 + page[at]] if at else b""
            else:
                stored = _paragraph_properties(page, at)
            yield places[number], places[number + 1], self.modifiers(stored)

    def modifiers(self, stored: bytes) -> Modifiers:
        """Return a list of property changes by their codes; the last of a code holds, merges add up."""
        found: dict[int, bytes] = {}
        at = 0
        while at + 2 <= len(stored):
            (code,) = struct.unpack_from("<H", stored, at)
            size, at = _operand(stored, code, at + 2)
            before = found.get(code, b"") if code in _REPEATED else b""
            found[code] = before + stored[at : at + size]
            at += size
        for code in _HUGE_PROPERTIES:
            # A wide table's description does not fit on the page and stands elsewhere.
            if code in found and len(found[code]) == 4:
                found |= self._huge(found.pop(code))
        return found

    def _huge(self, operand: bytes) -> Modifiers:
        (start,) = struct.unpack("<L", operand)
        if start not in self.huge and len(self.huge) < _MOST_HUGE:
            # Known from now on, so that no list leads round in circles.
            self.huge[start] = {}
            size = int.from_bytes(self.data[start : start + 2], "little")
            end = start + 2 + min(size, _LARGEST_HUGE)
            self.huge[start] = self.modifiers(self.data[start + 2 : end])
        return self.huge.get(start, {})


def is_word_file(main: bytes) -> bool:
    """Tell whether a stream is the main one of a file since Word 97."""
    return len(main) >= 512 and main[:2] == b"\xec\xa5" and _version(main) >= _WORD_97


def is_older_file(main: bytes) -> bool:
    """Tell whether a stream is the main one of a file before Word 97, which is laid out otherwise."""
    return main[1:2] in {b"\xa5", b"\xa6"} and 0 < _version(main) < _WORD_97


def _version(main: bytes) -> int:
    return int.from_bytes(main[2:4], "little")


def is_locked(main: bytes) -> bool:
    """Tell whether the text is locked with a password."""
    return bool(main[11] & 0x01)


def table_name(main: bytes) -> str:
    """Return the name of the stream with the tables."""
    return "1table" if main[11] & 0x02 else "0table"


def _piece_table(stored: bytes) -> bytes:
    at = 0
    # Property lists come first, each with its size.
    while stored[at : at + 1] == b"\x01":
        at += 3 + int.from_bytes(stored[at + 1 : at + 3], "little")
    if stored[at : at + 1] != b"\x02":
        raise BrokenWord
    size = int.from_bytes(stored[at + 1 : at + 5], "little")
    table = stored[at + 5 : at + 5 + size]
    if len(table) != size:
        raise BrokenWord
    return table


def _paragraph_properties(page: bytes, at: int) -> bytes:
    if not at or at + 1 >= _PAGE:
        return b""
    # A number of two-byte words; zero means that the next byte has it. A style number comes first.
    if page[at]:
        return page[at + 3 : at + 2 * page[at]]
    return page[at + 4 : at + 2 + 2 * page[at + 1]]


def _operand(stored: bytes, code: int, at: int) -> tuple[int, int]:
    """Return the size of an operand and where it starts."""
    size = _OPERAND_SIZES[code >> 13]
    if size:
        return size, at
    if code == _DEFINE_TABLE:
        return max(int.from_bytes(stored[at : at + 2], "little") - 1, 0), at + 2
    size = stored[at] if at < len(stored) else 0
    if code == _CHANGE_TABS and size == 255:
        return len(stored), at + 1
    return size, at + 1
