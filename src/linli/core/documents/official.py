"""An official paper as plain data: what it says, not how it is drawn.

One paper is drawn twice, by :mod:`linli.core.documents.official_word` as Word and by
:mod:`linli.core.documents.official_pdf` as PDF, both in the form of GB/T 9704-2012.
Every text is plain text: nothing in it is read as markup.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Mark(StrEnum):
    """A word that keeps a paper from being taken for a real one."""

    REHEARSAL = "演练"
    SAMPLE = "样本"


class Align(StrEnum):
    """How the text of a column or a paragraph stands between its two edges."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、), 2 （一）, 3 (1.) or 4 （1）, numbered by the caller."""

    level: int
    text: str

    def __post_init__(self) -> None:
        """Refuse a level that the standard does not know."""
        if not 1 <= self.level <= 4:
            raise ValueError(f"heading level {self.level} is not one of 1 to 4")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``lead`` is a heading that runs into its first line."""

    text: str
    lead: Heading | None = None
    indented: bool = True
    align: Align = Align.LEFT
    small: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, its width in mm, and how its text stands."""

    header: str
    width_mm: float
    align: Align = Align.CENTER


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose header row is repeated on every page it runs over."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns")


@dataclass(frozen=True, slots=True)
class SignaturePlaces:
    """Two parties side by side, each a column of lines to be signed by hand."""

    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SquareCode:
    """A code that a camera reads, in the middle of the line; a paper has one at most."""

    content: str
    side_mm: float


Block = Heading | Paragraph | Table | SignaturePlaces | SquareCode


@dataclass(frozen=True, slots=True)
class Signature:
    """The issuing organs and the date of signing; ``sealed`` leaves room for the seals."""

    organs: tuple[str, ...]
    signed_on: date
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class Annex:
    """A paper that follows on a page of its own; its name bears no end mark."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """The closing lines (版记): who is sent a copy, who printed it and when."""

    organ: str
    printed_on: date
    copies_to: str | None = None


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """A paper of one or several organs.

    ``organs`` make the red letterhead, the organiser first; without them the paper has
    no letterhead and ``number`` stands above the title. A line break in ``title`` is
    kept, else the title is broken for balance. ``disclosure`` is the note under the
    date, without its brackets. ``dated`` is the date of the file itself.
    """

    title: str
    dated: date
    blocks: tuple[Block, ...]
    organs: tuple[str, ...] = ()
    number: str | None = None
    addressee: str | None = None
    signature: Signature | None = None
    disclosure: str | None = None
    annexes: tuple[Annex, ...] = ()
    imprint: Imprint | None = None
    marks: tuple[Mark, ...] = ()


def date_text(day: date) -> str:
    """Return a date in Arabic digits without leading zeros: ``2024年7月2日``."""
    return f"{day.year}年{day.month}月{day.day}日"
