"""A form written as plain lines, label by label, laid out as a table of labels and values.

People paste the form into a mail that keeps no table, or answer it line by line.

Source: D0 附件2.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from linli.core.documents.form_labels import LABELS, LONG_FIELDS, label_of
from linli.core.documents.grid import Cell, FormContent, Grid

_ENOUGH_LABELS = 5
_MOST_LINES = 5_000
_LONGEST_LINE = 20_000
_WORDS = sorted((word for words in LABELS.values() for word in words), key=len, reverse=True)
_SPACED_WORDS = "|".join(
    r"[^\S\n]{0,4}[、,，]?[^\S\n]{0,4}".join(map(re.escape, w)) for w in _WORDS
)
_HINT = r"(?:[(（【][^()（）【】\n]{0,30}[)）】])?"
# A label before a colon anywhere in the line, or before a blank where the line begins.
_LABEL = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:{_SPACED_WORDS}){_HINT}[^\S\n]{{0,4}}[:：]|^(?:{_SPACED_WORDS})(?=[^\S\n])"
)
_GAP = re.compile(r"[^\S\n]*[\t|｜][^\S\n]*|[^\S\n]{2,}")


@dataclass(slots=True)
class _Answer:
    """A label as written and the lines that stand behind it."""

    label: str
    name: str
    lines: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Tell that a short value has its one line."""
        return self.name not in LONG_FIELDS and any(self.lines)


def read_text_lines(text: str) -> FormContent:
    """Lay out plain text."""
    return with_lines_as_grid(FormContent((), tuple(text.split("\n"))))


def with_lines_as_grid(content: FormContent) -> FormContent:
    """Return the layout with a table of what the lines answer, if tables do not hold the form already."""
    if _labels(cell.text for grid in content.grids for cell in grid.cells) >= _ENOUGH_LABELS:
        return content
    answers = list(_answers(content.lines[:_MOST_LINES]))
    if len({answer.name for answer in answers}) < _ENOUGH_LABELS:
        return content
    cells = [
        cell
        for row, answer in enumerate(answers)
        for cell in (
            Cell(row, 0, 1, 1, (answer.label,)),
            Cell(row, 1, 1, 1, tuple(answer.lines)),
        )
    ]
    return replace(content, grids=(*content.grids, Grid(tuple(cells), len(cells))))


def _labels(texts: Iterable[str]) -> int:
    return len({name for text in texts if (name := label_of(text)) is not None})


def _answers(lines: Iterable[str]) -> Iterator[_Answer]:
    answer: _Answer | None = None
    for line in lines:
        for is_label, text in _parts(line[:_LONGEST_LINE].strip()):
            name = label_of(text) if is_label else None
            if name is not None:
                if answer is not None:
                    yield answer
                answer = _Answer(text, name)
            elif answer is not None and not answer.is_full:
                answer.lines.append(text)
    if answer is not None:
        yield answer


def _parts(line: str) -> Iterator[tuple[bool, str]]:
    """Yield labels and what is between them; words set apart by wide gaps may be labels alone."""
    at = 0
    for match in _LABEL.finditer(line):
        yield from _between(line[at : match.start()])
        yield True, match[0]
        at = match.end()
    yield from _between(line[at:])


def _between(text: str) -> Iterator[tuple[bool, str]]:
    words = _GAP.split(text)
    kept: list[str] = []
    for word in words:
        if label_of(word) is None:
            kept.append(word)
            continue
        if any(kept):
            yield False, "  ".join(kept).strip()
        kept = []
        yield True, word
    if any(kept):
        yield False, "  ".join(kept).strip()
