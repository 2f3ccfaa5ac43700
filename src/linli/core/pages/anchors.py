"""A form without ruling: cells made from the printed labels and the words right of each.

Source: D0 附件2.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from linli.core.documents.form_labels import label_before_colon, label_of
from linli.core.documents.grid import Box, Cell, Grid, Place
from linli.core.pages.page import Token
from linli.core.pages.words import letters_wide, lines_of, middle

_FEWEST_LABELS = 1
_MOST_STACKED = 5
_MOST_LABEL_TOKENS = 60
_NEAR = 1.2


def anchored_grid(tokens: Sequence[Token], *, page: int) -> Grid | None:
    """Return a table of labels and what stands right of each, ``None`` if there is no label.

    Words above or below the middle of a label belong to it up to the widest gap between the
    lines of one label and the next.
    """
    left = [part for token in tokens for part in _label_apart(token)]
    labels = _labels(left)
    used = {id(token) for label in labels for token in label}
    values = [token for token in left if id(token) not in used]
    if len(labels) < _FEWEST_LABELS or not values:
        return None
    rows = lines_of([_joined(label) for label in labels])
    bounds = _bounds([row.box for row in rows], values)
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        top, bottom = bounds[number], bounds[number + 1]
        own = [token for token in values if top <= middle(token) < bottom]
        cells += _row_cells(number, row.tokens, own, page=page)
    return Grid(tuple(cells), len(cells))


def _label_apart(token: Token) -> Iterator[Token]:
    """Divide a token that holds a label, a colon and a value."""
    found = label_before_colon(token.text.lstrip())
    if found is None or not found[1].strip():
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
        is_under = 0 < token.box.top - last.top and token.box.top - last.bottom < _NEAR * high
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
        first, last = middle_of(upper), middle_of(lower)
        marks = sorted(
            ((token.box.top, token.box.bottom) for token in values if first < middle(token) < last),
        )
        spans = [(upper.top, upper.bottom), *marks, (lower.top, lower.bottom)]
        bounds.append(_widest_gap(spans))
    return [*bounds, 1.0]


def middle_of(box: Box) -> float:
    """Return the height of a box's middle on the page."""
    return (box.top + box.bottom) / 2


def _widest_gap(spans: Sequence[tuple[float, float]]) -> float:
    best, place, reached = -1.0, middle_of(Box(0, spans[0][1], 0, spans[-1][0])), spans[0][1]
    for top, bottom in spans[1:]:
        if top - reached > best:
            best, place = top - reached, (top + reached) / 2
        reached = max(reached, bottom)
    return place


def _row_cells(
    row: int, labels: Sequence[Token], values: Sequence[Token], *, page: int
) -> Iterator[Cell]:
    for number, label in enumerate(labels):
        end = labels[number + 1].box.left if number + 1 < len(labels) else 1.0
        own = [
            token
            for token in values
            if label.box.right <= (token.box.left + token.box.right) / 2 < end
        ]
        yield Cell(row, 2 * number, 1, 1, (label.text,), Place(page, label.box, label.sure))
        lines = lines_of(own)
        place = None
        if lines:
            box = lines[0].box
            for line in lines[1:]:
                box = box.joined(line.box)
            place = Place(page, box, min(line.sure for line in lines))
        yield Cell(row, 2 * number + 1, 1, 1, tuple(line.text for line in lines), place)
