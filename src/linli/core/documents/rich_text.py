"""Read an RTF file into tables and lines: groups, code pages, fields, pictures, boxes.

Nothing in it is run, opened or fetched; objects are named and passed over.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from linli.core.documents import rich_text_rows as rows
from linli.core.documents.carrier import ReadCarrier, kept_pictures
from linli.core.documents.cell_flow import CellFlow
from linli.core.documents.grid import PICTURE, Grid
from linli.core.documents.problems import Problem, suspicious, unreadable
from linli.core.documents.rich_text_fields import Instruction
from linli.core.documents.rich_text_groups import PLACES, READ_IF_STARRED, Group, Place
from linli.core.documents.rich_text_tokens import (
    Font,
    Kind,
    Token,
    code_page_name,
    seen_text,
    tokens,
)
from linli.core.documents.word_text import folded

# Word writes tens of thousands for a form, most of them about styles.
_MOST_TOKENS = 500_000
_MAX_DEPTH = 300
_MOST_FONTS = 5_000
_LONGEST_NAME = 1_000


_UNSEEN = frozenset({"v", "strike", "striked", "deleted"})
_MARKS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "~": "\u00a0", "_": "-",
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
_BITMAPS = frozenset({"jpegblip", "pngblip"})


@dataclass(slots=True)
class _Target:
    """Where paragraphs go: the body, or a box in it."""

    flow: CellFlow = field(default_factory=CellFlow)
    parts: list[str] = field(default_factory=list)
    boxed: list[str] = field(default_factory=list)


def read_rich_text(content: bytes) -> ReadCarrier:
    """Read an RTF file; every failure comes back as a problem, none is raised."""
    return _Reader().read(content)


class _Reader:
    def __init__(self) -> None:
        self._groups = [Group()]
        self._targets = [_Target()]
        self._fonts: dict[int, Font] = {}
        self._default_font = 0
        self._code_page = "gb18030"
        self._row, self._inner_row = rows.RowWriter(), rows.RowWriter()
        self._in_row = self._in_inner_row = False
        self._pending = bytearray()
        self._skip = 0
        self._is_fresh = self._is_starred = False
        self._collected: list[bytes] = []
        self._is_bitmap = False
        self._pictures: list[bytes] = []
        self._box_grids: list[Grid] = []
        self._problems: list[Problem] = []

    def read(self, content: bytes) -> ReadCarrier:
        """Read the whole file."""
        for number, token in enumerate(tokens(content)):
            if number >= _MOST_TOKENS or len(self._groups) > _MAX_DEPTH:
                return self._refused(suspicious("文件内容异常庞大或嵌套过深，未予打开"))
            self._take(token)
            if len(self._groups) == 1 and number:
                return self._read_whole()
        # Some programs leave out the very last brace.
        if len(self._groups) == 2 and not (self._in_row or self._target.flow.is_in_row):
            return self._read_whole()
        return self._refused(unreadable("文件不完整，无法打开"))

    def _refused(self, problem: Problem) -> ReadCarrier:
        return ReadCarrier(None, (*dict.fromkeys(self._problems), problem))

    def _read_whole(self) -> ReadCarrier:
        if self._target.parts or self._target.boxed:
            self._target.flow.add_lines(self._taken_lines(), depth=0)
        body = self._target.flow.content()
        content = replace(body, grids=(*body.grids, *self._box_grids))
        return ReadCarrier(
            content, tuple(dict.fromkeys(self._problems)), kept_pictures(self._pictures)
        )

    @property
    def _group(self) -> Group:
        return self._groups[-1]

    @property
    def _target(self) -> _Target:
        return self._targets[-1]

    @property
    def _depth(self) -> int:
        group = self._group
        return max(group.nesting, 1) if group.in_table or self._in_row else 0

    def _take(self, token: Token) -> None:
        if token.kind is Kind.TEXT:
            self._take_text(token.content)
            return
        self._flush()
        if token.kind is Kind.WORD:
            self._take_word(token.word, token.number)
        elif token.kind is Kind.OPEN:
            self._groups.append(replace(self._group, at_end=None))
            self._skip, self._is_fresh = 0, True
        elif token.kind is Kind.CLOSE:
            self._close_group()
        elif self._group.place is Place.PICTURE:
            self._collected.append(token.content.hex().encode())

    def _take_text(self, content: bytes) -> None:
        self._is_fresh = self._is_starred = False
        if self._group.place is Place.NOWHERE:
            return
        if self._group.place is Place.PICTURE:
            self._collected.append(content)
            return
        seen = seen_text(content)
        skipped = min(self._skip, len(seen))
        self._skip -= skipped
        self._pending += seen[skipped:]

    def _flush(self) -> None:
        """Turn the bytes so far into text; a character may stand in two tokens."""
        if self._pending:
            font = self._fonts.get(self._group.font, Font())
            stored, self._pending = bytes(self._pending), bytearray()
            if self._group.place is Place.FONTS:
                self._name_font(stored)
            else:
                self._put(font.text(stored, code_page=self._code_page))

    def _put(self, text: str) -> None:
        group = self._group
        if group.place is Place.TEXT:
            if not group.unseen:
                self._target.parts.append(text)
        elif group.place is Place.INSTRUCTION and group.instruction is not None:
            group.instruction.add_words(text)
        elif group.place is Place.ENTRY and group.instruction is not None:
            group.instruction.add_entry(text)
        elif group.place is Place.TEMPLATE and ("://" in text or text.startswith("\\\\")):
            self._problems.append(suspicious("文件引用了外部模板或对象，未读取"))

    def _close_group(self) -> None:
        self._skip = 0
        group = self._groups.pop() if len(self._groups) > 1 else self._group
        if group.at_end is not None:
            group.at_end()

    def _take_word(self, word: str, number: int | None) -> None:
        if word == "*":
            # It says that the group may be passed over, so it stands first.
            self._is_starred = self._is_fresh
            return
        is_starred, self._is_fresh, self._is_starred = self._is_starred, False, False
        group = self._group
        if group.place is Place.NOWHERE:
            return
        if is_starred and word not in READ_IF_STARRED:
            group.place = Place.NOWHERE
        elif word in PLACES:
            self._enter(word)
        elif word == "u":
            self._take_character(number or 0)
            return
        elif group.place is Place.PICTURE:
            self._is_bitmap = self._is_bitmap or word in _BITMAPS
        elif group.instruction is not None and word in {"fftype", "ffres", "ffdefres"}:
            group.instruction.settings[word] = number or 0
        else:
            self._take_plain_word(word, number)
        self._skip = 0

    def _enter(self, word: str) -> None:
        """Begin a group whose text goes elsewhere."""
        group = self._group
        group.place = PLACES[word]
        if word == "fldinst":
            group.instruction = instruction = Instruction()
            group.at_end = lambda: self._end_instruction(instruction)
        elif word == "pict":
            self._collected, self._is_bitmap = [], False
            group.at_end = self._end_picture

    def _end_instruction(self, instruction: Instruction) -> None:
        shown = instruction.shown()
        if shown is not None:
            self._put(shown)
            self._group.is_replaced = True

    def _end_picture(self) -> None:
        stored = b"".join(self._collected)
        self._collected = []
        group = self._group
        if not stored.strip() or group.unseen or group.place not in {Place.TEXT, Place.SHAPE}:
            return
        self._target.parts.append(PICTURE)
        if self._is_bitmap:
            self._pictures.append(_unpacked(stored))

    def _take_character(self, number: int) -> None:
        code = number + 0x10000 if number < 0 else number
        if 0x20 <= code < 0x10000:
            font = self._fonts.get(self._group.font, Font())
            self._put(folded(chr(code), font.symbols))
        self._skip = self._group.stand_ins

    def _take_plain_word(self, word: str, number: int | None) -> None:
        if word in rows.WORDS:
            writer = self._inner_row if self._in_inner_row else self._row
            writer.take(word, number)
            self._in_row = self._in_row or (word == "trowd" and not self._in_inner_row)
        elif word in _MARKS:
            self._put(_MARKS[word])
        elif word in _UNSEEN:
            unseen = self._group.unseen - {word}
            self._group.unseen = unseen if number == 0 else unseen | {word}
        elif word in _ACTIONS:
            _ACTIONS[word](self, number)

    def _taken_lines(self) -> list[str]:
        target = self._target
        joined = "".join(target.parts)
        # A character beyond the first plane is written in two halves.
        text = joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        lines = [*text.split("\n"), *target.boxed]
        target.parts, target.boxed = [], []
        return lines

    def _name_font(self, stored: bytes) -> None:
        font = self._fonts.get(self._group.font)
        if font is not None and len(font.name) < _LONGEST_NAME:
            text = font.name + stored.decode("gb18030", "replace").lower()
            font.name = text.partition(";")[0].strip()

    def end_paragraph(self, _: int | None) -> None:
        """Take a paragraph's end."""
        if self._group.place is Place.TEXT:
            self._target.flow.add_lines(self._taken_lines(), depth=self._depth)

    def end_cell(self, _: int | None) -> None:
        """Take a cell's end."""
        self._end_cell(1)

    def end_inner_cell(self, _: int | None) -> None:
        """Take the end of a cell of an inner table."""
        self._end_cell(max(self._group.nesting, 2))

    def _end_cell(self, depth: int) -> None:
        if self._group.place is Place.TEXT:
            self._target.flow.add_lines(self._taken_lines(), depth=depth)
            self._target.flow.end_cell(depth=depth)

    def end_row(self, _: int | None) -> None:
        """Take a row's end."""
        self._target.flow.end_row(self._row.shape(), depth=1)
        self._in_row = False

    def end_inner_row(self, _: int | None) -> None:
        """Take the end of a row of an inner table."""
        depth = max(self._group.nesting, 2)
        self._target.flow.end_row(self._inner_row.shape(), depth=depth)

    def begin_inner_row(self, _: int | None) -> None:
        """Begin the definition of a row of an inner table."""
        self._in_inner_row = True

        def end() -> None:
            self._in_inner_row = False

        self._group.at_end = end

    def begin_box(self, _: int | None) -> None:
        """Begin the text of a box."""
        self._targets.append(_Target())
        self._group.place = Place.TEXT
        self._group.in_table, self._group.nesting = False, 0
        self._group.at_end = self._end_box

    def _end_box(self) -> None:
        if self._target.parts:
            self._target.flow.add_lines(self._taken_lines(), depth=0)
        box = self._targets.pop().flow.content()
        self._target.boxed += box.lines
        self._box_grids += box.grids

    def begin_font(self, number: int | None) -> None:
        """Name a font in the list of fonts, or take one for the text."""
        self._group.font = number or 0
        if self._group.place is Place.FONTS and len(self._fonts) < _MOST_FONTS:
            self._fonts[number or 0] = Font()

    def set_charset(self, number: int | None) -> None:
        """Take the kind of characters of a font in the list."""
        font = self._fonts.get(self._group.font)
        if font is not None and self._group.place is Place.FONTS:
            font.charset = number or 0

    def set_code_page(self, number: int | None) -> None:
        """Take the code page of the file."""
        self._code_page = code_page_name(number)

    def set_default_font(self, number: int | None) -> None:
        """Take the font that holds where none is named."""
        self._default_font = self._group.font = number or 0

    def set_plain(self, _: int | None) -> None:
        """Begin plain characters."""
        self._group.unseen = frozenset()
        self._group.font = self._default_font

    def begin_paragraph(self, _: int | None) -> None:
        """Begin a paragraph that stands in no table until a word says so."""
        self._group.in_table, self._group.nesting = False, 0

    def set_in_table(self, _: int | None) -> None:
        """Put the paragraph into a table."""
        self._group.in_table = True

    def set_nesting(self, number: int | None) -> None:
        """Put the paragraph into tables so deep."""
        self._group.nesting = min(max(number or 0, 0), 100)

    def set_stand_ins(self, number: int | None) -> None:
        """Take how many characters stand in for each Unicode one."""
        self._skip = 0
        self._group.stand_ins = min(max(number if number is not None else 1, 0), 16)

    def begin_field(self, _: int | None) -> None:
        """Begin a field."""
        self._group.is_replaced = False

    def begin_result(self, _: int | None) -> None:
        """Begin the result of a field, unless it is shown already."""
        if self._group.is_replaced:
            self._group.place = Place.NOWHERE

    def pass_object(self, _: int | None) -> None:
        """Name an object and pass over it."""
        self._problems.append(suspicious("文件内嵌对象，未打开"))
        self._group.place = Place.NOWHERE


_ACTIONS: dict[str, Callable[[_Reader, int | None], None]] = {
    "par": _Reader.end_paragraph, "sect": _Reader.end_paragraph, "cell": _Reader.end_cell,
    "nestcell": _Reader.end_inner_cell, "row": _Reader.end_row, "nestrow": _Reader.end_inner_row,
    "nesttableprops": _Reader.begin_inner_row, "shptxt": _Reader.begin_box,
    "f": _Reader.begin_font, "fcharset": _Reader.set_charset, "ansicpg": _Reader.set_code_page,
    "deff": _Reader.set_default_font, "plain": _Reader.set_plain, "pard": _Reader.begin_paragraph,
    "intbl": _Reader.set_in_table, "itap": _Reader.set_nesting, "uc": _Reader.set_stand_ins,
    "field": _Reader.begin_field, "fldrslt": _Reader.begin_result, "objdata": _Reader.pass_object,
}  # fmt: skip


def _unpacked(stored: bytes) -> bytes:
    """Return the bytes that are written as hexadecimal digits, nothing if they are none."""
    try:
        return bytes.fromhex(stored.decode("ascii"))
    except ValueError:
        return b""
