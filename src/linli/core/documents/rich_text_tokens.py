"""The words of an RTF file, one after the other, and the code pages that its bytes are written in."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from linli.core.documents.word_text import SYMBOL_FONTS, folded

_TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})? ?|'([0-9a-fA-F]{2}(?:\\'[0-9a-fA-F]{2})*+)|(.))|([{}])|([^\\{}]+)",
    re.DOTALL,
)
_LINE_ENDS = b"\r\n\0"
_CODE_PAGES = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
_SYMBOL_CHARSET = 2


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    TEXT = auto()
    RAW = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A brace, a control word with its number, text as bytes, or raw bytes of a picture."""

    kind: Kind
    word: str = ""
    number: int | None = None
    content: bytes = b""


_OPEN, _CLOSE = Token(Kind.OPEN), Token(Kind.CLOSE)


def tokens(content: bytes) -> Iterator[Token]:
    """Yield the tokens of a file until its end or the first byte that makes no sense."""
    at = 0
    while (match := _TOKEN.match(content, at)) is not None:
        at = match.end()
        word, number, code, mark, brace, text = match.groups()
        if text is not None:
            yield Token(Kind.TEXT, content=text)
        elif brace is not None:
            yield _OPEN if brace == b"{" else _CLOSE
        elif code is not None:
            yield Token(Kind.TEXT, content=bytes.fromhex(code.replace(b"\\'", b"").decode()))
        elif mark is not None:
            yield _of_mark(mark)
        elif word == b"bin":
            end = at + max(int(number or 0), 0)
            yield Token(Kind.RAW, content=content[at:end])
            at = end
        else:
            yield Token(Kind.WORD, word.decode(), int(number) if number else None)


def _of_mark(mark: bytes) -> Token:
    if mark in b"\\{}":
        return Token(Kind.TEXT, content=mark)
    # An escaped end of line is a paragraph's end.
    return Token(Kind.WORD, "par" if mark in b"\r\n" else mark.decode("latin-1"))


def seen_text(text: bytes) -> bytes:
    """Return text without the line ends that the file is broken into."""
    return text.translate(None, _LINE_ENDS)


@dataclass(slots=True)
class Font:
    """A font of the file: its name in lower case, and the kind of its characters."""

    name: str = ""
    charset: int = 0

    @property
    def symbols(self) -> dict[int, str]:
        """Return what the characters of a symbol font mean, nothing for a font of letters."""
        return SYMBOL_FONTS.get(self.name, {})

    def text(self, stored: bytes, *, code_page: str) -> str:
        """Return stored bytes as text; ``code_page`` is the file's."""
        if self.charset == _SYMBOL_CHARSET or self.symbols:
            return folded(stored.decode("latin-1"), self.symbols)
        own = _CODE_PAGES.get(self.charset, code_page)
        # Some programs name a Western font for Chinese bytes.
        for name in (own, code_page, "gb18030", "cp1252"):
            try:
                return stored.decode(name)
            except UnicodeDecodeError:
                continue
        return stored.decode(own, "replace")


def code_page_name(number: int | None) -> str:
    """Return the codec of a code page by its number; Windows in China takes 936."""
    if number in {936, 20936, 54936, None}:
        return "gb18030"
    name = f"cp{number}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "gb18030"
    return name
