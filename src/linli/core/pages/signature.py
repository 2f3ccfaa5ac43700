"""The signature under the pledge on a picture: ink where the form asks for it, recognised or not.

Source: D0 附件2.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from linli.core.documents.grid import PICTURE, Box
from linli.core.pages.ink import PageInk, strokes_in
from linli.core.pages.page import Token
from linli.core.pages.words import WordLine, letters_wide, lines_of, middle

#: What is printed where the signature belongs.
SIGN_HERE = re.compile(r"签\s*(?:名|字|章)\s*[)）】\]]?\s*[:：;；.]?")
# A date, or the blanks for one; it may stand on the line of the signature.
_DATE = re.compile(
    r"[\s_＿:：—-]*(?:日期|时间)?[\s_＿:：—-]*"
    r"(?:(?:(?:19|20)[\d\s]{2}|[xX*]{2,4}|[\d〇零一二三四五六七八九]{4})?\s*[年.\-/]|\d+\s*月|月|日)"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Ink in areas of one letter: a name of two letters has more than the first, dirt less than the second.
_WRITTEN, _CLEAN = 0.3, 0.08
# How far a signature stands from the middle of the printed words, in their heights.
_HIGHER, _LEVEL, _LOWER = 1.5, 0.8, 1.6
# What part of the printed words a signature may begin over.
_OVERLAP = 0.2
_CLEAR, _UNCLEAR = 0.97, 0.4


@dataclass(frozen=True, slots=True)
class SignedLines:
    """The lines of the pledge as a typed form would have them, and how sure the signature is."""

    lines: tuple[str, ...] = field(repr=False)
    sure: float


def asks_for_signature(lines: Sequence[WordLine]) -> bool:
    """Tell whether the words that ask for the signature are in the lines."""
    return any(SIGN_HERE.search(token.text) for line in lines for token in line.tokens)


def read_signature(
    lines: Sequence[WordLine], *, ink: PageInk, letter: float, within: Box
) -> SignedLines:
    """Judge the signature by its ink; ``letter`` is a letter's width as a fraction of the page's.

    The lines come back with a picture sign, or the recognised name, only if it is signed.
    """
    tokens = [token for line in lines for token in line.tokens]
    marker = [token for token in tokens if SIGN_HERE.search(token.text)][-1]
    rest = [token for token in tokens if token is not marker]
    printed, behind = _printed_and_behind(marker)
    beside = [token for token in rest if _is_beside(token, printed)]
    above = [t for t in rest if t not in beside and middle(t) < middle(marker)]
    below = [t for t in rest if t not in beside and t not in above]
    names, dates = _names_and_dates([*behind, *beside])
    region = _region(printed, above, below, within=within, letter=letter)
    drawn = strokes_in(
        ink, region, letter=letter * ink.width, without=[_widened(t.box, letter) for t in dates]
    )
    name = "".join(token.text for token in names)
    is_named = len(_CHINESE.findall(name)) > 1
    head = tuple(line.text for line in lines_of(above))
    tail = tuple(line.text for line in lines_of([*dates, *below]))
    if drawn >= _WRITTEN or (is_named and drawn > _CLEAN):
        return SignedLines((*head, printed.text + (name if is_named else PICTURE), *tail), _CLEAR)
    sure = _CLEAR if drawn <= _CLEAN and not is_named else _UNCLEAR
    return SignedLines((*head, printed.text, *tail), sure)


def _printed_and_behind(marker: Token) -> tuple[Token, list[Token]]:
    """Divide the token with the printed words from what was recognised in one go with them."""
    end = list(SIGN_HERE.finditer(marker.text))[-1].end()
    first, second = _divided(marker, end)
    return first, [second] if second.text.strip() else []


def _divided(token: Token, index: int) -> tuple[Token, Token]:
    share = letters_wide(token.text[:index]) / max(letters_wide(token.text), 1.0)
    cut = token.box.left + share * (token.box.right - token.box.left)
    top, bottom = token.box.top, token.box.bottom
    return (
        Token(token.text[:index], Box(token.box.left, top, cut, bottom), token.sure),
        Token(token.text[index:], Box(cut, top, token.box.right, bottom), token.sure),
    )


def _is_beside(token: Token, printed: Token) -> bool:
    """Tell whether a token stands right of the printed words, or half under them, but is no date below."""
    high = printed.box.bottom - printed.box.top
    lower = middle(token) - middle(printed)
    is_right = (
        token.box.left > printed.box.right - (printed.box.right - printed.box.left) * _OVERLAP
    )
    if is_right and -_HIGHER * high < lower < _LEVEL * high:
        return True
    is_under = token.box.left > printed.box.left and 0 < lower < _LOWER * high
    return is_under and _DATE.search(token.text) is None


def _names_and_dates(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    names, dates = [], []
    for token in tokens:
        match = _DATE.search(token.text)
        first, second = _divided(token, match.start() if match else len(token.text))
        if first.text.strip(" \u3000_＿:：.。-—、,，'`\"|/\\"):
            names.append(first)
        if second.text.strip():
            dates.append(second)
    return names, dates


def _region(
    printed: Token,
    above: Sequence[Token],
    below: Sequence[Token],
    *,
    within: Box,
    letter: float,
) -> Box:
    """Return where the signature belongs: right of the printed words, between the lines around."""
    high, y = printed.box.bottom - printed.box.top, middle(printed)
    right = within.right - 0.3 * letter
    tops = [token.box.bottom for token in above if token.box.right > printed.box.right]
    bottoms = [token.box.top for token in below]
    return Box(
        printed.box.right,
        max([y - _HIGHER * high, within.top, *(top for top in tops if top < y)]),
        max(right, printed.box.right),
        min(
            [
                y + _LOWER * high,
                within.bottom - 0.05 * high,
                *(bottom for bottom in bottoms if bottom > y),
            ]
        ),
    )


def _widened(box: Box, letter: float) -> Box:
    return Box(box.left - 0.3 * letter, box.top, box.right + 0.5 * letter, box.bottom)
