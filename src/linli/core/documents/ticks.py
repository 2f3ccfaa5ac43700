"""Which of several printed choices a person ticked, by whatever mark and on whichever side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TICKS = "☑☒✓✔√✅■●◆▣🗹🗸🗷⊙◉✗✘⍻☓❎⬛◼▪"
_BOXES = "☐□○◇◻▢❑❒❏◯⬜▫"
# A letter that is typed or recognised for a box: before a choice, unlike that of 交口县.
_LETTER_BOXES = "口囗"
_MARK = re.compile(
    "|".join(
        (
            f"[{_TICKS}{_BOXES}]",
            f"(?<![\u4e00-\u9fff])[{_LETTER_BOXES}]",
            f"[{_LETTER_BOXES}](?=\\s*[不可接服同愿否拒√✓✔])",
            "(?<=[□☐(（\\[【])[vVxX×](?![A-Za-z])",
            "(?<![A-Za-z])[vV](?![A-Za-z.])",
        )
    )
)
# Boxes that stand before their choice; a bare tick may stand on either side.
_BOX_LIKE = frozenset(_BOXES + _LETTER_BOXES + "☑☒✅■●◆▣🗹🗷⊙◉❎⬛◼▪")


@dataclass(frozen=True, slots=True)
class TickedChoices:
    """What was found: the choices that are printed, and those of them that are ticked."""

    printed: tuple[str, ...]
    ticked: tuple[str, ...]


def has_mark(text: str) -> bool:
    """Tell whether a text holds any box or tick."""
    return bool(_MARK.search(text))


def without_marks(text: str) -> str:
    """Return the text without boxes and ticks."""
    return _MARK.sub("", text)


def read_ticks(text: str, *, choices: Sequence[tuple[str, re.Pattern[str]]]) -> TickedChoices:
    """Find which choices are ticked; each comes with its key and the pattern of its printed words.

    Choices must not overlap in the text. A mark belongs to the choice on its line that
    follows it; a bare tick behind a choice belongs to that choice.
    """
    spans = sorted(
        (match.start(), match.end(), key)
        for key, pattern in choices
        if (match := pattern.search(text)) is not None
    )
    ticked = [
        key
        for number, (start, end, key) in enumerate(spans)
        if _is_ticked(text, spans=spans, number=number)
    ]
    return TickedChoices(printed=tuple(key for _, _, key in spans), ticked=tuple(ticked))


def _is_ticked(text: str, *, spans: Sequence[tuple[int, int, str]], number: int) -> bool:
    start, end, _ = spans[number]
    previous_end = spans[number - 1][1] if number else 0
    next_start = spans[number + 1][0] if number + 1 < len(spans) else len(text)
    before, _ = _split_gap(text[previous_end:start], is_first=number == 0)
    _, after = _split_gap(text[end:next_start], is_last=number + 1 == len(spans))
    return any(_is_tick(mark) for mark in _MARK.findall(before + "\n" + after))


def _split_gap(gap: str, *, is_first: bool = False, is_last: bool = False) -> tuple[str, str]:
    """Split the text between two choices: what belongs to the next, what to the previous."""
    lines = gap.split("\n")
    if is_first:
        return lines[-1], ""
    if is_last:
        return "", lines[0]
    if len(lines) > 1:
        return lines[-1], lines[0]
    marks = list(_MARK.finditer(gap))
    box = next((mark for mark in marks if mark.group() in _BOX_LIKE), None)
    if box is not None:
        return gap[box.start() :], gap[: box.start()]
    if marks and marks[0].start() < len(gap) - marks[0].end():
        return "", gap
    return gap, ""


def _is_tick(mark: str) -> bool:
    return mark in _TICKS or mark in "vVxX×"
