"""A form laid out as tables of cells, whatever carries it: Word, PDF, a web page or a picture.

Readers of the carriers make it, the reader of forms finds the fields in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

#: What stands in a text for a picture, a ticked box and an empty one.
PICTURE = "\ufffc"
TICKED = "☑"
UNTICKED = "☐"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; edges are fractions, 0 to 1, of its width and height from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def joined(self, other: "Box") -> "Box":
        """Return the smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page something was read, and how sure the reading is (0 to 1; 1 for text).

    ``page`` counts from 0 within one file.
    """

    page: int
    box: Box
    sure: float = 1.0


def joined_place(places: Iterable[Place | None]) -> Place | None:
    """Return one place around several of the first one's page, as sure as the least sure of them."""
    known = [place for place in places if place is not None]
    if not known:
        return None
    first = known[0]
    box, sure = first.box, first.sure
    for place in known[1:]:
        if place.page == first.page:
            box = box.joined(place.box)
            sure = min(sure, place.sure)
    return Place(first.page, box, sure)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed: its first row and column, how many of each it covers, and its lines.

    ``place`` is known where the carrier has pages.
    """

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]
    place: Place | None = None

    @property
    def text(self) -> str:
        """Return the lines as one text."""
        return "\n".join(self.lines)

    @property
    def origin(self) -> tuple[int, int]:
        """Return the first row and column, which name a cell in its grid."""
        return self.row, self.column


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its cells in reading order, each once, and how many elements they were made of."""

    cells: tuple[Cell, ...]
    elements: int


@dataclass(frozen=True, slots=True)
class FormContent:
    """The tables of a file, inner ones after the one that holds them, and the text outside tables.

    ``complete`` is false if the file has more cells than any form and reading stopped.
    ``lines_above`` tells how many of the lines stand above the first table, where that is known.
    """

    grids: tuple[Grid, ...]
    lines: tuple[str, ...]
    complete: bool = True
    lines_above: int | None = None
