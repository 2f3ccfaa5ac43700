"""The registration form as rows of cells, for every carrier that draws it.

Source: D0 附件2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """What a piece of a line is, apart from plain words."""

    PLAIN = "plain"
    BOLD = "bold"
    UNDERLINED = "underlined"
    STRUCK = "struck out"
    BOX = "empty box"
    TICKED = "box with a tick in it"
    FILLED = "black box"
    CROSSED = "box with a cross in it"
    PEN_TICKED = "empty box with a tick drawn over it by pen"
    SIGNATURE = "name written by hand"
    PORTRAIT = "portrait"


#: How a carrier of text writes the boxes.
BOX_SIGNS = {Ink.BOX: "□", Ink.TICKED: "☑", Ink.FILLED: "■", Ink.CROSSED: "☒"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line; boxes and pictures have no words of their own."""

    words: str = ""
    ink: Ink = Ink.PLAIN


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell over ``columns`` grid columns and ``rows`` rows.

    ``printed`` cells hold what the form itself prints; ``align`` is left, center or right
    for all lines, ``aligns`` says otherwise line by line.
    """

    lines: tuple[Line, ...]
    columns: int = 1
    rows: int = 1
    printed: bool = False
    align: str = "center"
    aligns: tuple[str, ...] = ()

    def align_of(self, number: int) -> str:
        """Return how a line stands in its cell."""
        return self.aligns[number] if number < len(self.aligns) else self.align


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row at least ``height`` millimetres high."""

    cells: tuple[FormCell, ...]
    height: float


@dataclass(frozen=True, slots=True)
class FormTable:
    """The whole form: words above the table, its rows, and the widths of its columns in millimetres.

    ``break_before`` is the row that begins a second page, ``None`` for a form on one page.
    """

    heading: tuple[str, ...]
    title: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[FormRow, ...]
    break_before: int | None = None


def words(text: str, ink: Ink = Ink.PLAIN) -> Line:
    """Return a line of one piece."""
    return (Piece(text, ink),)


def printed(*lines: str, columns: int = 1, rows: int = 1) -> FormCell:
    """Return a cell that the form prints."""
    return FormCell(tuple(words(line) for line in lines), columns, rows, printed=True)


def filled(*lines: Line, columns: int = 1, align: str = "center") -> FormCell:
    """Return a cell that a person filled in."""
    return FormCell(lines or (words(""),), columns, align=align)


def text_of(line: Sequence[Piece]) -> str:
    """Return a line as plain text, boxes as signs, without what is struck out or drawn."""
    return "".join(
        BOX_SIGNS.get(piece.ink, piece.words) for piece in line if piece.ink is not Ink.STRUCK
    )
