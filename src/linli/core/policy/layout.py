"""The parts of a page for people, and the page as Markdown or for a terminal."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """An identifier: printed as it is typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """A name that stands out. In Markdown a blank has to stand on either side."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another page."""

    text: str
    target: str


Span = str | Code | Strong | Link
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the page's own is of level 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``notice`` sets it off, for what must not be overlooked."""

    line: Line
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its header and its rows, all of one length."""

    header: tuple[str, ...]
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, with what stands below it."""

    line: Line
    below: tuple["Item | Grid", ...] = ()


Block = Heading | Paragraph | Item | Grid
Page = tuple[Block, ...]


def markdown(page: Page) -> str:
    """Return a page as Markdown that ends with a line break."""
    return "\n".join(_lines(page, _markdown_lines)).strip() + "\n"


def terminal(page: Page) -> str:
    """Return a page as plain text, its tables aligned for a font of fixed width."""
    return "\n".join(_lines(page, _terminal_lines)).strip() + "\n"


def _lines(page: Page, words: Callable[[Block], Iterator[str]]) -> Iterator[str]:
    before: Block | None = None
    for block in page:
        if not (_is_plain_item(before) and isinstance(block, Item)):
            yield ""
        yield from words(block)
        before = block


def _is_plain_item(block: Block | None) -> bool:
    """Tell whether a block is an entry without a table, after which the list goes on at once."""
    return isinstance(block, Item) and not any(isinstance(one, Grid) for one in block.below)


# ---------------------------------------------------------------- Markdown

_SPECIAL = re.compile(r"([\\`*_<|\[\]~])")


def _markdown_lines(block: Block, indent: str = "") -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_escaped(block.text)}"
    elif isinstance(block, Paragraph):
        yield f"{'> ' if block.notice else ''}{_markdown_text(block.line)}"
    elif isinstance(block, Grid):
        for cells in (block.header, ("---",) * len(block.header), *block.rows):
            texts = [one if one == "---" else _markdown_text((one,)) for one in cells]
            yield f"{indent}| {' | '.join(texts)} |"
    else:
        yield f"{indent}* {_markdown_text(block.line)}"
        after_grid = False
        for below in block.below:
            if after_grid or isinstance(below, Grid):
                yield ""
            yield from _markdown_lines(below, f"{indent}    ")
            after_grid = isinstance(below, Grid)


def _markdown_text(line: Line) -> str:
    return "".join([_markdown_span(span) for span in line])


def _markdown_span(span: Span) -> str:
    if isinstance(span, Code):
        return f"`{span.text}`"
    if isinstance(span, Strong):
        return f"**{_escaped(span.text)}**"
    if isinstance(span, Link):
        return f"[{_escaped(span.text)}]({span.target})"
    return _escaped(span)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


# ---------------------------------------------------------------- terminal

_RULES = {1: "═", 2: "─"}
_GAP = "  "


def _terminal_lines(block: Block, indent: str = "") -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
        if block.level in _RULES:
            yield _RULES[block.level] * _width(block.text)
    elif isinstance(block, Paragraph):
        yield _terminal_text(block.line)
    elif isinstance(block, Grid):
        yield from _aligned(block, indent)
    else:
        yield f"{indent}· {_terminal_text(block.line)}"
        for below in block.below:
            yield from _terminal_lines(below, f"{indent}    ")


def _aligned(grid: Grid, indent: str) -> Iterator[str]:
    table = [[_terminal_text((cell,)) for cell in row] for row in (grid.header, *grid.rows)]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        yield (indent + _GAP.join(cells)).rstrip()


def _terminal_text(line: Line) -> str:
    return "".join([span if isinstance(span, str) else span.text for span in line])


def _width(text: str) -> int:
    """Return the columns that a text takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
