"""A form without ruling: cells made from the printed labels and the words right of each.

Source: D0 附件2.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from linli.core.documents.form_labels import label_before_colon, label_of
from linli.core.documents.grid import Box
from linli.core.pages.page import Token
from linli.core.pages.words import letters_wide, lines_of, middle

# What is printed where the portrait belongs stands beside other fields.
_PHOTO_NOTE = re.compile("近期|免冠|彩色照片")
_MOST_STACKED = 5
_MOST_LABEL_TOKENS = 60
_NEAR = 1.2


@dataclass(frozen=True, slots=True)
class AnchoredCell:
    """A label, or what belongs to one: its words, where they are, and the room they have."""

    row: int
    column: int
    tokens: tuple[Token, ...] = field(repr=False)
    within: Box

    @property
    def place(self) -> Box:
        """Return the place of the words, or of the room for them."""
        if not self.tokens:
            return self.within
        box = self.tokens[0].box
        for token in self.tokens[1:]:
            box = box.joined(token.box)
        return box


def anchored_cells(tokens: Sequence[Token]) -> list[AnchoredCell]:
    """Return labels and what stands right of each, row by row; none if there is no label.

    Words above or below the middle of a label belong to it up to the widest gap between the
    lines of one label and the next.
    """
    parts = [part for token in tokens for part in _label_apart(token)]
    labels = _labels(parts)
    used = {id(token) for label in labels for token in label}
    values = [
        token for token in parts if id(token) not in used and not _PHOTO_NOTE.search(token.text)
    ]
    if not labels or not values:
        return []
    rows = lines_of([_joined(label) for label in labels])
    bounds = _bounds([row.box for row in rows], values)
    return [
        cell
        for number, row in enumerate(rows)
        for cell in _row_cells(number, row.tokens, values, bounds[number : number + 2])
    ]


def _label_apart(token: Token) -> Iterator[Token]:
    """Divide a token that holds a label, a colon and a value."""
    found = label_before_colon(token.text.lstrip())
    # The pledge repeats its label as its first words.
    if found is None or not found[1].strip() or label_of(found[0]) == "pledge":
        yield token
        return
    label, value = found
    share = letters_wide(label) / letters_wide(label + value)
    cut = token.box.left + share * (token.box.right - token.box.left)
    yield Token(label, Box(token.box.left, token.box.top, cut, token.box.bottom), token.sure)
    yield Token(
        value.strip(), Box(cut, token.box.top, token.box.right, token.box.bottom), token.sure
    )


def _labels(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Find the labels: single tokens, then tokens one under the other that make one together."""
    single = [(token,) for token in tokens if label_of(token.text) is not None]
    used = {id(label[0]) for label in single}
    rest = sorted(
        (token for token in tokens if id(token) not in used), key=lambda token: token.box.top
    )[:_MOST_LABEL_TOKENS]
    stacked: list[tuple[Token, ...]] = []
    for first in rest:
        if id(first) in used:
            continue
        stack = _stack(first, [token for token in rest if id(token) not in used])
        for size in range(min(len(stack), _MOST_STACKED), 1, -1):
            if label_of("".join(token.text for token in stack[:size])) is not None:
                stacked.append(tuple(stack[:size]))
                used.update(id(token) for token in stack[:size])
                break
    return single + stacked


def _stack(first: Token, tokens: Sequence[Token]) -> list[Token]:
    """Return a token and those that follow right under it, each under the last."""
    stack = [first]
    for token in tokens:
        last = stack[-1].box
        high = last.bottom - last.top
        is_under = token.box.top - last.top > 0 and token.box.top - last.bottom < _NEAR * high
        if token is not first and is_under and _overlap(token.box, last):
            stack.append(token)
    return stack


def _overlap(first: Box, second: Box) -> bool:
    return min(first.right, second.right) > max(first.left, second.left)


def _joined(label: Sequence[Token]) -> Token:
    box = label[0].box
    for token in label[1:]:
        box = box.joined(token.box)
    return Token("".join(token.text for token in label), box, min(token.sure for token in label))


def _bounds(rows: Sequence[Box], values: Sequence[Token]) -> list[float]:
    """Return where each row of labels begins and the last one ends."""
    bounds = [rows[0].top - 0.5 * (rows[0].bottom - rows[0].top)]
    for upper, lower in pairwise(rows):
        first, last = _middle_of(upper), _middle_of(lower)
        marks = sorted(
            ((token.box.top, token.box.bottom) for token in values if first < middle(token) < last),
        )
        spans = [(upper.top, upper.bottom), *marks, (lower.top, lower.bottom)]
        bounds.append(_widest_gap(spans))
    return [*bounds, 1.0]


def _middle_of(box: Box) -> float:
    """Return the height of a box's middle on the page."""
    return (box.top + box.bottom) / 2


def _widest_gap(spans: Sequence[tuple[float, float]]) -> float:
    best, place, reached = -1.0, _middle_of(Box(0, spans[0][1], 0, spans[-1][0])), spans[0][1]
    for top, bottom in spans[1:]:
        if top - reached > best:
            best, place = top - reached, (top + reached) / 2
        reached = max(reached, bottom)
    return place


def _row_cells(
    row: int, labels: Sequence[Token], values: Sequence[Token], bounds: Sequence[float]
) -> Iterator[AnchoredCell]:
    top, bottom = bounds
    for number, label in enumerate(labels):
        end = labels[number + 1].box.left if number + 1 < len(labels) else 1.0
        within = Box(label.box.right, top, max(end, label.box.right), bottom)
        own = [
            token
            for token in values
            if top <= middle(token) < bottom
            and within.left <= (token.box.left + token.box.right) / 2 < within.right
        ]
        yield AnchoredCell(row, 2 * number, (label,), label.box)
        yield AnchoredCell(row, 2 * number + 1, tuple(own), within)
