"""Made-up pages: words laid out in rows and cells as a recogniser would hand them over."""

from collections.abc import Iterable, Sequence

from linli.core.documents.grid import Box
from linli.core.pages.page import Page, Source, Token

WIDTH, HEIGHT = 1000, 1400
LETTER, ROW = 0.022, 0.035

Row = str | Sequence[str]


def page_of(
    *rows: Row,
    left: float = 0.1,
    top: float = 0.1,
    cell: float = 0.2,
    sure: float = 0.98,
    source: Source = Source.SCAN,
) -> Page:
    """Return a page of rows: a text is one token, several texts are cells side by side."""
    return Page(
        0, WIDTH, HEIGHT, source, tokens_of(*rows, left=left, top=top, cell=cell, sure=sure)
    )


def tokens_of(
    *rows: Row, left: float = 0.1, top: float = 0.1, cell: float = 0.2, sure: float = 0.98
) -> tuple[Token, ...]:
    """Return the tokens of rows that begin at a place of the page."""
    found = []
    for number, row in enumerate(rows):
        edge = top + number * ROW
        for place, text in enumerate([row] if isinstance(row, str) else row):
            start = left + place * cell
            box = Box(start, edge, start + LETTER * max(len(text), 1), edge + ROW * 0.7)
            if text:
                found.append(Token(text, box, sure))
    return tuple(found)


def columns_of(*texts: str, right: float = 0.9, top: float = 0.1) -> tuple[Token, ...]:
    """Return tokens written from top to bottom, the first column at the right."""
    return tuple(
        Token(
            text,
            Box(right - 0.05 * number - 0.03, top, right - 0.05 * number, top + 0.03 * len(text)),
            0.95,
        )
        for number, text in enumerate(texts)
    )


def page_with(tokens: Iterable[Token]) -> Page:
    """Return a page with the given tokens, last first: their order means nothing."""
    return Page(0, WIDTH, HEIGHT, Source.SCAN, tuple(tokens)[::-1])
