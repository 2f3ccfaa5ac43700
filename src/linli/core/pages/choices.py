"""The two choices about transfer on a picture: which is ticked, by ink and recognised words together.

Source: D0 附件2.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from linli.core.documents.form_answers import CHOICES
from linli.core.documents.grid import TICKED, UNTICKED, Box
from linli.core.documents.ticks import has_mark, read_ticks, without_marks
from linli.core.pages.ink import PageInk, is_struck, strokes_in
from linli.core.pages.marks import Mark, mark_before
from linli.core.pages.page import Token
from linli.core.pages.words import RIM, WordLine, letters_wide

# The share of a letter's area that is drawn for a tick, and what dirt may be there without one.
_DRAWN, _CLEAN, _BOLD = 0.06, 0.04, 0.1
# A fine printed tick in a box draws this much, and the empty box beside it far less.
_FINE, _FAR_MORE = 0.03, 4.0
# What is left of the outlines of two empty boxes is little, and of both alike.
_OUTLINES, _ALIKE = 0.07, 1.5
_TIMES = 2.5
_BEHIND, _APART, _HALF_LINE = 2.4, 0.3, 0.45
# More words than this before a choice are no misread mark.
_MARK_LETTERS = 2.5
_SEEN, _SEEN_ONLY, _UNCLEAR = 0.99, 0.96, 0.4
_PLACE = re.compile("[\u4e00-\u9fff]{2,}[市县区]")


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line with a plain mark before each choice, and how sure its words and marks are."""

    text: str = field(repr=False)
    sure: float


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice: its key, its words, the words before it, where it begins, and its recognised mark."""

    key: str
    words: str = field(repr=False)
    before: str = field(repr=False)
    token: Token = field(repr=False)
    start: float
    is_ticked_in_words: bool | None
    is_last: bool
    mark: Mark = field(default_factory=Mark)
    behind: float = 0.0


def has_choices(lines: Sequence[WordLine]) -> bool:
    """Tell whether any line holds one of the two choices."""
    return any(pattern.search(line.text) for line in lines for _, pattern in CHOICES)


def read_choices(
    lines: Sequence[WordLine], *, ink: PageInk, letter: float, within: Box, is_typed: bool
) -> list[MarkedLine]:
    """Return the lines of a cell with each choice's mark set from ink and recognised words.

    ``letter`` is a letter's width as a fraction of the page's, ``within`` the place of the cell.
    ``is_typed`` tells that the words are no recognised ones, so that only a pen outweighs them.
    A choice that is struck out loses its words: who deletes one has chosen the other.
    """
    letter = _own_letter(lines) or letter
    words = "\n".join(line.text for line in lines)
    ticked = read_ticks(words, choices=CHOICES).ticked
    marked: list[MarkedLine] = []
    number_found = 0
    choices_by_line = []
    for line in lines:
        choices = _choices(line, ticked=ticked, letter=letter)
        choices_by_line.append([_with_mark(item, ink, letter, within) for item in choices])
        number_found += len(choices)
    everything = [item for choices in choices_by_line for item in choices]
    has_places = any(
        _PLACE.search(line.text)
        for line, choices in zip(lines, choices_by_line, strict=True)
        if not choices
    )
    for line, choices in zip(lines, choices_by_line, strict=True):
        if choices:
            marked.append(
                _marked_line(
                    line, choices, everything, ink=ink, is_typed=is_typed, has_places=has_places
                )
            )
        else:
            marked.append(MarkedLine(line.text, line.sure))
    return marked


def _own_letter(lines: Sequence[WordLine]) -> float | None:
    """Return the width of a letter by the choices whose mark was recognised: its size is their own."""
    widths = [
        (token.box.right - token.box.left) / (letters_wide(token.text) + RIM)
        for line in lines
        for token in line.tokens
        if has_mark(token.text[:1]) and len(token.text) > _MARK_LETTERS + 1
    ]
    return median(widths) if widths else None


def _choices(line: WordLine, *, ticked: Sequence[str], letter: float) -> list[_Choice]:
    text = line.text
    found = sorted(
        (match.start(), match.end(), key)
        for key, pattern in CHOICES
        if (match := pattern.search(text)) is not None
    )
    result = []
    for number, (start, _, key) in enumerate(found):
        first = found[number - 1][1] if number else 0
        last = found[number + 1][0] if number + 1 < len(found) else len(text)
        before = text[first:start]
        token, offset = _token_at(line, start)
        result.append(
            _Choice(
                key=key,
                words=text[start:last],
                before=before if number == 0 else "",
                token=token,
                start=_start(token, offset, letter=letter),
                is_ticked_in_words=True if key in ticked else False if has_mark(before) else None,
                is_last=number + 1 == len(found),
            )
        )
    return result


def _token_at(line: WordLine, index: int) -> tuple[Token, int]:
    """Return the token that holds a letter of the line's text, and the letter's place in it."""
    place = 0
    for number, token in enumerate(line.tokens):
        start = line.text.index(token.text, place)
        place = start + len(token.text)
        if index < place or number + 1 == len(line.tokens):
            return token, max(index - start, 0)
    return line.tokens[-1], 0


def _start(token: Token, offset: int, *, letter: float) -> float:
    """Return where a letter of a token begins.

    A mark before the words may be there and not be recognised: then the token's end is the measure.
    """
    if offset:
        width = (token.box.right - token.box.left) / (letters_wide(token.text) + RIM)
        return token.box.left + (RIM / 2 + letters_wide(token.text[:offset])) * width
    rest = letters_wide(token.text) + RIM / 2
    if token.text.endswith(("：", ":")):
        rest -= 0.55
    return token.box.right - rest * letter


def _with_mark(choice: _Choice, ink: PageInk, letter: float, within: Box) -> _Choice:
    box = choice.token.box
    mark = mark_before(
        ink,
        (choice.start, (box.top + box.bottom) / 2),
        letter=letter * ink.width,
        edge=within.left,
        darkness=ink.typical(box),
    )
    behind = 0.0
    if choice.is_last and not has_mark(choice.words):
        half = _HALF_LINE * letter * ink.width / ink.height
        y, start = (box.top + box.bottom) / 2, box.right + _APART * letter
        place = Box(start, y - half, box.right + _BEHIND * letter, y + half)
        behind = strokes_in(ink, place, letter=letter * ink.width)
    return replace(choice, mark=mark, behind=behind)


def _marked_line(
    line: WordLine,
    choices: Sequence[_Choice],
    everything: Sequence[_Choice],
    *,
    ink: PageInk,
    is_typed: bool,
    has_places: bool,
) -> MarkedLine:
    parts: list[str] = []
    sure = line.sure
    for choice in choices:
        others = [item for item in everything if item is not choice]
        if is_struck(ink, choice.token.box):
            sure = min(sure, _UNCLEAR)
            continue
        ticked, mark_sure = _judged(choice, others, has_places=has_places)
        if is_typed and choice.is_ticked_in_words is not None and mark_sure < _SEEN_ONLY:
            ticked, mark_sure = choice.is_ticked_in_words, _SEEN
        sure = min(sure, mark_sure)
        before = without_marks(choice.before).strip()
        if letters_wide(before) > _MARK_LETTERS:
            parts.append(before)
        symbol = "" if ticked is None else TICKED if ticked else UNTICKED
        parts.append(symbol + without_marks(choice.words).strip())
    return MarkedLine(" ".join(parts), sure)


def _judged(
    choice: _Choice, others: Sequence[_Choice], *, has_places: bool
) -> tuple[bool | None, float]:
    """Return whether a choice is ticked (``None`` if nothing stands before it) and how sure that is."""
    drawn, told = choice.mark.drawn, choice.is_ticked_in_words
    if not others:
        # One choice alone means that the other was deleted, or that it was not recognised.
        is_sure = has_places or (drawn > _BOLD and told is not False)
        return (drawn > _DRAWN or bool(told)) or None, _SEEN_ONLY if is_sure else _UNCLEAR
    if _is_told(choice, others):
        return told, _SEEN
    if choice.behind > _BOLD and drawn < _DRAWN:
        return True, _UNCLEAR
    other = max(item.mark.drawn for item in others)
    if told is False and all(item.is_ticked_in_words is False for item in others):
        if max(drawn, other) < _OUTLINES and max(drawn, other) < _ALIKE * min(drawn, other):
            return False, _SEEN_ONLY
        if drawn < _BOLD and other < _BOLD:
            # A fine tick, or a spot in an empty box: most are spots.
            return False, _SEEN if drawn < _FINE and other < _FINE else _UNCLEAR
    return _weighed(choice.mark, other, told)


def _is_told(choice: _Choice, others: Sequence[_Choice]) -> bool:
    """Tell whether the words alone say which are ticked: a tick with one or more, an empty box with the rest.

    A tick is hardly ever recognised where there is none, and it may stand anywhere on its line.
    """
    told = [item.is_ticked_in_words for item in (choice, *others)]
    empty = [item for item in (choice, *others) if not item.is_ticked_in_words]
    return True in told and None not in told and all(item.mark.drawn < _BOLD for item in empty)


def _weighed(mark: Mark, other: float, told: bool | None) -> tuple[bool | None, float]:
    """Weigh the ink before a choice and before the other one against what was recognised."""
    drawn = mark.drawn
    seen = _seen(mark, other)
    if seen is None:
        return told, _SEEN_ONLY if told is None and drawn == other == 0 else _UNCLEAR
    if seen and other > _DRAWN and drawn < _FAR_MORE * other:
        # Both are ticked, or something is printed before both.
        return seen if told is None else told, _UNCLEAR
    if told is None or told == seen:
        return seen, _SEEN if told == seen else _SEEN_ONLY
    # An empty box is often recognised where a pen went over it, hardly ever the other way round.
    is_plain = seen and drawn > _DRAWN and other < drawn / _TIMES
    return seen, _SEEN_ONLY if is_plain else _UNCLEAR


def _seen(mark: Mark, other: float) -> bool | None:
    """Tell from ink whether a choice is ticked; ``other`` is what is drawn before the other one."""
    if mark.drawn > _DRAWN and (other < mark.drawn / 2 or other > _BOLD):
        return True
    if mark.drawn > _FINE and other < mark.drawn / _FAR_MORE:
        return True
    if mark.drawn < _CLEAN and other > _FINE and mark.drawn < other / _FAR_MORE:
        return False
    if mark.drawn < _FINE and mark.has_box:
        return False
    if mark.drawn < _DRAWN and other > max(_BOLD, _TIMES * mark.drawn):
        return False
    return None
