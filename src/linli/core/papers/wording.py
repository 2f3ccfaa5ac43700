"""What a page says, put in order: its words, its rows, and its running text with how sure each character is.

The order in which a recogniser or a PDF hands over words means nothing here: rows and columns
are found again from where the words stand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from linli.core.documents.grid import Box
from linli.core.pages.page import Page, Token
from linli.core.papers.phrases import is_said

# No paper that an applicant sends has more words or letters; a page of a book is cut here.
_MOST_WORDS, _MOST_LETTERS = 400, 6000
_WIDTHS = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# Recognisers give these letters of certificates in their old shapes now and then.
_OLD_SHAPES = str.maketrans(
    "書業學證歷國華漢獎榮譽號碼誌團軍黨", "书业学证历国华汉奖荣誉号码志团军党"
)
_DOCUMENT_ENDS = ("证书", "证明", "证明书", "通知书", "报告", "登记卡", "备案表", "奖状")
_LONGEST_TITLE = 24
# What may stand beside a title in its line: the ministry before it, a mark behind it.
_BESIDE_TITLE = 8


@dataclass(frozen=True, slots=True)
class Word:
    """Words without blanks and where they stand, in pixels from the top left."""

    text: str = field(repr=False)
    left: float
    top: float
    right: float
    bottom: float
    sure: float = 1.0

    @property
    def middle(self) -> float:
        """Return the height of the middle of the words."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Return the height of the words, at least one pixel."""
        return max(self.bottom - self.top, 1.0)

    @property
    def width(self) -> float:
        """Return the width of the words, at least one pixel."""
        return max(self.right - self.left, 1.0)

    @property
    def is_upright_column(self) -> bool:
        """Tell whether the words are written from top to bottom."""
        return len(self.text) > 1 and self.height > 1.8 * self.width


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as read and how sure its characters are (0 to 1)."""

    text: str = field(repr=False)
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Flow:
    """Running text: the rows of a column joined, columns and titles parted by line breaks.

    ``sures`` has one number for each character of ``text``.
    """

    text: str = field(repr=False)
    sures: tuple[float, ...] = field(repr=False)

    def reading(self, start: int, end: int) -> Reading:
        """Return a stretch of the text, as sure as its least sure character."""
        return Reading(self.text[start:end], min(self.sures[start:end], default=1.0))


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a page: one by one, in rows from top to bottom, and as running text.

    ``plain`` is the whole text row by row without blanks, letters in their present shapes;
    ``flat`` is the same without line breaks, once across the page and once column by column.
    """

    words: tuple[Word, ...] = field(repr=False)
    rows: tuple[tuple[Word, ...], ...] = field(repr=False)
    flow: Flow = field(repr=False)
    plain: str = field(repr=False)
    flat: str = field(repr=False)

    @property
    def length(self) -> int:
        """Return how many characters the page has."""
        return sum(len(word.text) for word in self.words)

    @property
    def row_texts(self) -> tuple[str, ...]:
        """Return the rows as texts, letters in their present shapes."""
        return tuple(self.plain.split("\n"))

    def says(self, *phrases: str) -> bool:
        """Tell whether one of the phrases stands in one row or runs on into the next."""
        return any(phrase in self.flat for phrase in phrases)

    def is_titled(self, *titles: str) -> bool:
        """Tell whether one of the titles stands alone in a line, slips of the recogniser allowed."""
        lines = {*self.row_texts, *(present_shapes(word.text) for word in self.words)}
        return any(
            is_said(line, title)
            for line in lines
            for title in titles
            if len(line) <= len(title) + _BESIDE_TITLE
        )

    def count(self, *phrases: str) -> int:
        """Count how many of the phrases the page says."""
        return sum(self.says(phrase) for phrase in phrases)


def present_shapes(text: str) -> str:
    """Return the text with old shapes of the letters of certificates replaced by the present ones."""
    return text.translate(_OLD_SHAPES)


def wording_of(page: Page, *, tokens: Sequence[Token] | None = None) -> Wording:
    """Put the words of a page in order, or only ``tokens`` of them."""
    chosen = page.tokens if tokens is None else tokens
    words = tuple(
        word
        for token in _within_limits(chosen)
        for word in _words(token, width=max(page.width, 1), height=max(page.height, 1))
    )[:_MOST_WORDS]
    if _is_written_downwards(words):
        columns = sorted(words, key=lambda word: (-word.right, word.top))
        return _put_together(words, tuple((word,) for word in columns), _flow([columns]))
    return _put_together(words, _rows(words), _flow(_blocks(words)))


def _put_together(
    words: tuple[Word, ...], rows: tuple[tuple[Word, ...], ...], flow: Flow
) -> Wording:
    plain = present_shapes("\n".join("".join(word.text for word in row) for row in rows))
    running = present_shapes(flow.text).replace("\n\n", "\n")
    return Wording(words, rows, flow, plain, f"{plain.replace(chr(10), '')}\n{running}")


def _within_limits(tokens: Sequence[Token]) -> Iterator[Token]:
    letters = 0
    for token in tokens[:_MOST_WORDS]:
        letters += len(token.text)
        if letters > _MOST_LETTERS:
            return
        yield token


def _words(token: Token, *, width: int, height: int) -> list[Word]:
    """Cut words at their blanks, each piece with its share of the place."""
    text = token.text.translate(_WIDTHS)
    box, pieces, start = token.box, text.split(), 0
    found = []
    for piece in pieces:
        start = text.index(piece, start)
        found.append(_piece(piece, start, len(text), box, token.sure, width=width, height=height))
        start += len(piece)
    return found


def _piece(
    text: str, start: int, whole: int, box: Box, sure: float, *, width: int, height: int
) -> Word:
    span = box.right - box.left
    return Word(
        text,
        (box.left + span * start / whole) * width,
        box.top * height,
        (box.left + span * (start + len(text)) / whole) * width,
        box.bottom * height,
        sure,
    )


def _is_written_downwards(words: Iterable[Word]) -> bool:
    upright = lying = 0
    for word in words:
        if word.is_upright_column:
            upright += len(word.text)
        else:
            lying += len(word.text)
    return upright > lying


def _rows(words: Iterable[Word]) -> tuple[tuple[Word, ...], ...]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        last = rows[-1] if rows else None
        if last is not None and _is_same_row(last, word):
            last.append(word)
        else:
            rows.append([word])
    return tuple(tuple(sorted(row, key=lambda word: word.left)) for row in rows)


def _is_same_row(row: Sequence[Word], word: Word) -> bool:
    middle = sum(other.middle for other in row) / len(row)
    height = min(min(other.height for other in row), word.height)
    # Lines of a page that lies askew have tall boxes: words one above the other are two rows.
    is_beside = all(
        min(other.right, word.right) - max(other.left, word.left)
        < 0.3 * min(other.width, word.width)
        for other in row
    )
    return is_beside and abs(word.middle - middle) < 0.6 * height


def _blocks(words: Sequence[Word]) -> list[Sequence[Word]]:
    """Part the words into columns of text that stand together, from the top."""
    block_of = list(range(len(words)))
    for first in range(len(words)):
        for second in range(first):
            if _stand_together(words[first], words[second]):
                old, new = block_of[first], block_of[second]
                block_of = [new if block == old else block for block in block_of]
    blocks: dict[int, list[Word]] = {}
    for block, word in zip(block_of, words, strict=True):
        blocks.setdefault(block, []).append(word)
    return sorted(blocks.values(), key=lambda block: min(word.top for word in block))


def _stand_together(one: Word, other: Word) -> bool:
    height = max(one.height, other.height)
    aside = max(one.left, other.left) - min(one.right, other.right)
    apart = max(one.top, other.top) - min(one.bottom, other.bottom)
    if apart < 0 and abs(one.middle - other.middle) < 0.6 * min(one.height, other.height):
        return aside < 1.5 * height
    return apart < 1.2 * height and -aside > 0.3 * min(one.width, other.width)


def _flow(blocks: Iterable[Sequence[Word]]) -> Flow:
    text: list[str] = []
    sures: list[float] = []
    for block in blocks:
        is_column = _is_written_downwards(block)
        for row in [tuple(block)] if is_column else _rows(block):
            _add_row(text, sures, row)
        _add(text, sures, "\n", 1.0)
    return Flow("".join(text), tuple(sures))


def _add_row(text: list[str], sures: list[float], row: Sequence[Word]) -> None:
    line = "".join(word.text for word in row)
    is_title = len(line) <= _LONGEST_TITLE and present_shapes(line).endswith(_DOCUMENT_ENDS)
    if is_title:
        _add(text, sures, "\n", 1.0)
    for word in row:
        _add(text, sures, word.text, word.sure)
    if is_title:
        _add(text, sures, "\n", 1.0)


def _add(text: list[str], sures: list[float], piece: str, sure: float) -> None:
    text.append(piece)
    sures.extend([sure] * len(piece))
