"""Words of a page put in order: lines from tokens, and tokens divided where a line of ruling cuts them."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from linli.core.documents.grid import Box
from linli.core.pages.page import Token

_SAME_LINE, _MOST_OVERLAP = 0.5, 0.4
_GAP = 0.45
_HALF = 0.52
_FEWEST_LETTERS = 4
# Boxes of recognised words are wider than the words, by this many letters on both sides together.
RIM = 0.45

#: Where a token stands among the lines of the page: the height of its middle.
Level = Callable[[Token], float]


@dataclass(frozen=True, slots=True)
class WordLine:
    """Tokens that stand side by side, from left to right."""

    tokens: tuple[Token, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """Return the words, with a blank where there is a gap between tokens."""
        parts: list[str] = []
        for number, token in enumerate(self.tokens):
            if number and token.box.left - self.tokens[number - 1].box.right > _gap(token):
                parts.append(" ")
            parts.append(token.text)
        return "".join(parts)

    @property
    def box(self) -> Box:
        """Return the place of the line."""
        box = self.tokens[0].box
        for token in self.tokens[1:]:
            box = box.joined(token.box)
        return box

    @property
    def sure(self) -> float:
        """Return how sure the least sure token is."""
        return min(token.sure for token in self.tokens)


def lines_of(tokens: Iterable[Token], *, level: Level | None = None) -> list[WordLine]:
    """Put tokens in reading order, line by line; ``level`` undoes the slope of a page."""
    height_of = level or middle
    rows: list[list[Token]] = []
    for token in sorted(tokens, key=height_of):
        row = next((row for row in rows[-2:] if _on_line(token, row, height_of)), None)
        if row is not None:
            row.append(token)
        else:
            rows.append([token])
    return [WordLine(tuple(sorted(row, key=lambda token: token.box.left))) for row in rows]


def middle(token: Token) -> float:
    """Return the height of a token's middle on the page."""
    return (token.box.top + token.box.bottom) / 2


def letters_wide(text: str) -> float:
    """Return the width of a text in widths of one Chinese character."""
    return sum(map(_width, text))


def letter_width(tokens: Iterable[Token]) -> float | None:
    """Return the width of one Chinese character, as a fraction of the page's width."""
    widths = [
        (token.box.right - token.box.left) / (letters_wide(token.text) + RIM)
        for token in tokens
        if len(token.text) >= _FEWEST_LETTERS and _is_chinese(token.text)
    ]
    return median(widths) if widths else None


def divided(token: Token, cuts: Sequence[tuple[float, float]]) -> list[Token]:
    """Divide a token by the stretches it lies in, each letter going where its middle is."""
    width = letters_wide(token.text)
    if width == 0 or len(cuts) < 2:
        return [token]
    parts = ["" for _ in cuts]
    place = 0.0
    for letter in token.text:
        share = (place + _width(letter) / 2) / width
        x = token.box.left + share * (token.box.right - token.box.left)
        number = next(
            (number for number, (_, right) in enumerate(cuts) if x < right), len(cuts) - 1
        )
        parts[number] += letter
        place += _width(letter)
    return [
        Token(text.strip(), Box(left, token.box.top, right, token.box.bottom), token.sure)
        for text, (left, right) in zip(parts, cuts, strict=True)
        if text.strip()
    ]


def _on_line(token: Token, row: Sequence[Token], height_of: Level) -> bool:
    last = row[-1]
    height = min(token.box.bottom - token.box.top, last.box.bottom - last.box.top)
    if height_of(token) - height_of(row[0]) >= _SAME_LINE * height:
        return False
    # Boxes of close lines overlap in height; words of one line do not overlap in width.
    return all(_overlap(token.box, other.box) < _MOST_OVERLAP for other in row)


def _overlap(first: Box, second: Box) -> float:
    common = min(first.right, second.right) - max(first.left, second.left)
    return common / max(min(first.right - first.left, second.right - second.left), 1e-9)


def _gap(token: Token) -> float:
    return _GAP * (token.box.right - token.box.left) / max(letters_wide(token.text), 1.0)


def _width(letter: str) -> float:
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else _HALF


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= letter <= "\u9fff" for letter in text)
