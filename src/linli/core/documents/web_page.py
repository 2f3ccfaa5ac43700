"""Read a web page, or a form pasted into a mail, into tables and lines.

What a browser would not show is left out: hidden and struck-out text, scripts, prompts.
"""

import base64
import binascii
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from linli.core.documents.carrier import ReadCarrier, kept_pictures
from linli.core.documents.cell_spans import LaidCell, grid_of_cells, written_span
from linli.core.documents.grid import PICTURE, TICKED, UNTICKED, FormContent, Grid
from linli.core.documents.problems import suspicious
from linli.core.documents.text_lines import with_lines_as_grid
from linli.core.documents.web_markup import Element, read_markup
from linli.core.documents.web_tables import table_rows
from linli.core.documents.word_text import SYMBOL_FONTS, folded

_MAX_CELLS = 5_000
_MAX_NESTING = 12
# More than the parts of one value: a table of its own.
_LARGE_TABLE_CELLS = 12
_TINY_PIXELS = 3
_BREAK = "\x02"
_BLOCKS = frozenset(
    {
        "p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd",
        "pre", "blockquote", "section", "article", "header", "footer", "main", "form", "fieldset",
        "legend", "address", "caption", "hr", "br", "tr", "thead", "tbody", "tfoot",
    }
)  # fmt: skip
_STRUCK = frozenset({"s", "strike", "del"})
_UNSEEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all"
    r"|text-decoration(?:-line)?\s{0,9}:[^;]{0,40}line-through"
    r"|font-size\s{0,9}:\s{0,9}0(?:px|pt|em)?\s{0,9}(?:;|$)",
    re.IGNORECASE,
)
_FONT = re.compile(r"font-family\s{0,9}:\s{0,9}[\"']?([^;\"',]{1,60})", re.IGNORECASE)
_KEEPS_BLANKS = re.compile(r"white-space\s{0,9}:\s{0,9}pre", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CONTROLS = re.compile(r"[\x00\x01\x03-\x08\x0b\x0e-\x1f]")
_LONGEST_STYLE = 2_000
_TYPED = frozenset({"", "text", "tel", "number", "date", "month", "email", "search", "url"})
_ELSEWHERE = re.compile(r"(?:https?:)?//|data:", re.IGNORECASE)
_PROMPT = re.compile(r"^\W*(?:请选择|--)")
_DECLARED = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_-]{2,30})""", re.IGNORECASE)
# Some programs write the character of a symbol font without the font.
_PRIVATE_SYMBOLS = {
    0xF000 + code: mark
    for font in ("wingdings 2", "wingdings")
    for code, mark in SYMBOL_FONTS[font].items()
}


@dataclass(frozen=True, slots=True)
class _Look:
    """What holds for the text inside an element."""

    symbols: dict[int, str] = field(default_factory=dict)
    keeps_blanks: bool = False


def read_web_page(
    content: bytes, *, enclosed: Mapping[str, bytes] | None = None, charset: str | None = None
) -> ReadCarrier:
    """Read a page from its bytes; ``enclosed`` holds the pictures that came with it, by address.

    Every failure comes back as a problem, none is raised.
    """
    return read_web_markup(decoded(content, charset=charset), enclosed=enclosed)


def read_web_markup(text: str, *, enclosed: Mapping[str, bytes] | None = None) -> ReadCarrier:
    """Read a page, or the form in the body of a mail, from its text."""
    markup = read_markup(text)
    page = _Page(markup.pictures, enclosed or {})
    look, lines = _Look(), _Lines()
    page.walk(markup.root.children, lines, look, nesting=0)
    complete = markup.complete and page.cells_left > 0
    grids = tuple(grid for grid in page.grids if grid is not None)
    body = with_lines_as_grid(FormContent(grids, lines.taken(), complete))
    problems = () if complete else (suspicious("网页内容异常庞大，只读取了开头"),)
    return ReadCarrier(body, problems, kept_pictures(page.pictures))


def decoded(content: bytes, *, charset: str | None = None) -> str:
    """Return the text of a page, by its bytes first: what it declares is often not true."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    declared = _DECLARED.search(content[:4_096])
    names = ["utf-8-sig", charset, declared[1].decode() if declared else None, "gb18030"]
    for name in names:
        # Pages in gb2312 hold characters of GBK.
        codec = "gb18030" if name and name.lower() in {"gb2312", "gbk", "x-gbk"} else name
        try:
            if codec:
                return content.decode(codec)
        except (UnicodeError, LookupError):
            continue
    return content.decode("gb18030", "replace")


class _Lines:
    """Text as it is put together, with marks where a line ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def add(self, text: str, *, keeps_blanks: bool = False) -> None:
        if keeps_blanks:
            text = re.sub(r"\r\n?|\n", _BREAK, text).replace(" ", "\u00a0")
        self._parts.append(text)

    def end_line(self) -> None:
        self._parts.append(_BREAK)

    def taken(self) -> tuple[str, ...]:
        text = _BLANKS.sub(" ", _CONTROLS.sub("", "".join(self._parts)))
        lines = (line.strip() for line in text.split(_BREAK))
        return tuple(line for line in lines if line)


class _Page:
    def __init__(self, pictures: tuple[str, ...], enclosed: Mapping[str, bytes]) -> None:
        self._as_data = pictures
        self._enclosed = enclosed
        self.pictures: list[bytes] = []
        self.grids: list[Grid | None] = []
        self.cells_left = _MAX_CELLS

    def walk(
        self, children: list[Element | str], lines: _Lines, look: _Look, *, nesting: int
    ) -> None:
        """Add what a reader of the page sees to ``lines``, and its tables to ``grids``."""
        for child in children:
            if isinstance(child, str):
                symbols = look.symbols
                shown = folded(child, symbols) if symbols else child.translate(_PRIVATE_SYMBOLS)
                lines.add(shown, keeps_blanks=look.keeps_blanks)
            elif not _is_unseen(child):
                self._element(child, lines, _look_in(child, look), nesting=nesting)

    def _element(self, element: Element, lines: _Lines, look: _Look, *, nesting: int) -> None:
        name = element.name
        if name == "table":
            self._table(element, lines, look, nesting=nesting)
        elif name in {"img", "v:imagedata"}:
            lines.add(self._picture(element))
        elif name in {"input", "select", "textarea"}:
            lines.add(_control(element))
        elif name != "button":
            self._text(element, lines, look, nesting=nesting)

    def _text(self, element: Element, lines: _Lines, look: _Look, *, nesting: int) -> None:
        is_block = element.name in _BLOCKS
        if is_block:
            lines.end_line()
        self.walk(element.children, lines, look, nesting=nesting)
        if is_block:
            lines.end_line()
        elif element.name in {"td", "th"}:
            # A cell that lost its table.
            lines.add("\t", keeps_blanks=True)

    def _table(self, table: Element, lines: _Lines, look: _Look, *, nesting: int) -> None:
        number = len(self.grids)
        self.grids.append(None)
        rows: list[list[LaidCell]] = []
        for cells in table_rows(table):
            self.cells_left -= len(cells)
            if self.cells_left <= 0:
                break
            rows.append([self._cell(cell, look, nesting=nesting + 1) for cell in cells])
        grid = grid_of_cells(rows)
        self.grids[number] = grid if nesting < _MAX_NESTING else None
        # The parts of a value are words of the cell around them; a table of its own is not.
        if nesting and len(grid.cells) <= _LARGE_TABLE_CELLS:
            for row in rows:
                lines.end_line()
                lines.add(" ".join(" ".join(cell.lines) for cell in row))
            lines.end_line()

    def _cell(self, cell: Element, look: _Look, *, nesting: int) -> LaidCell:
        lines = _Lines()
        if not _is_unseen(cell):
            self.walk(cell.children, lines, _look_in(cell, look), nesting=nesting)
        return LaidCell(
            written_span(cell.get("rowspan")), written_span(cell.get("colspan")), lines.taken()
        )

    def _picture(self, element: Element) -> str:
        """Return the mark of a picture that came with the page; what lies elsewhere is not fetched."""
        source = element.get("src").strip()
        sizes = (element.get("width").strip(), element.get("height").strip())
        if any(size.isdecimal() and int(size[:9]) < _TINY_PIXELS for size in sizes):
            return ""
        if source.startswith("data:") and source[5:].isdecimal():
            self.pictures.append(_picture_bytes(self._as_data[int(source[5:])]))
            return PICTURE
        plain = urllib.parse.unquote(source)
        addresses = (source, plain, re.split(r"[\\/]", plain)[-1])
        enclosed = next((self._enclosed[at] for at in addresses if at in self._enclosed), None)
        if enclosed is not None:
            self.pictures.append(enclosed)
            return PICTURE
        return "" if _ELSEWHERE.match(source) or not source else PICTURE


def _look_in(element: Element, look: _Look) -> _Look:
    style = element.get("style")
    match = _FONT.search(style[:_LONGEST_STYLE])
    font = match[1] if match is not None else element.get("face").split(",")[0]
    if font:
        symbols = SYMBOL_FONTS.get(font.strip(" \"'").lower(), {})
        if symbols != look.symbols:
            look = replace(look, symbols=symbols)
    if element.name == "pre" or _KEEPS_BLANKS.search(style[:_LONGEST_STYLE]):
        look = replace(look, keeps_blanks=True)
    return look


def _is_unseen(element: Element) -> bool:
    return (
        element.name in _STRUCK
        or "hidden" in element.attributes
        or bool(_UNSEEN.search(element.get("style")[:_LONGEST_STYLE]))
    )


def _control(element: Element) -> str:
    """Return what a control of a form shows: its tick, its choice, or what was typed."""
    if element.name == "textarea":
        return "".join(child for child in element.children if isinstance(child, str))
    if element.name == "select":
        return _chosen(element)
    kind = element.get("type").strip().lower()
    if kind in {"checkbox", "radio"}:
        return TICKED if "checked" in element.attributes else UNTICKED
    return element.get("value") if kind in _TYPED else ""


def _chosen(select: Element) -> str:
    options = [child for child in select.children if isinstance(child, Element)]
    chosen = next((one for one in options if "selected" in one.attributes), None)
    if chosen is None and options:
        chosen = options[0]
    words = "".join(one for one in chosen.children if isinstance(one, str)) if chosen else ""
    return "" if _PROMPT.match(words) else words


def _picture_bytes(encoded: str) -> bytes:
    try:
        return base64.b64decode(urllib.parse.unquote(encoded), validate=False)
    except (binascii.Error, ValueError):
        return b""
