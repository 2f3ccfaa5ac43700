"""What stands in a file of text besides a form: the pictures pasted into it, and its lines.

People paste photos of their papers into one Word file, or type a paper as one.

Source: D0 三(一)6.
"""

from dataclasses import dataclass, field

from linli.core.documents.carrier import picture_suffix
from linli.core.documents.grid import PICTURE
from linli.core.documents.text_carrier import read_text_carrier

_MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class InnerPicture:
    """A picture in a file: a name made of its number in the order of the text, and its bytes."""

    name: str
    content: bytes = field(repr=False)


def pictures_in(content: bytes) -> tuple[InnerPicture, ...]:
    """Return the pictures in a file of text, in order; drawings (EMF, WMF) are left out.

    Nothing is raised for any bytes; a file that cannot be read holds no pictures.
    """
    return tuple(
        InnerPicture(f"图片{number:02}.{picture_suffix(picture)}", picture)
        for number, picture in enumerate(read_text_carrier(content).pictures, start=1)
    )


def text_of(content: bytes) -> tuple[str, ...]:
    """Return the lines of a file of text that are not blank, those in tables after the others."""
    read = read_text_carrier(content).content
    if read is None:
        return ()
    tables = (line for grid in read.grids for cell in grid.cells for line in cell.lines)
    lines = (line.replace(PICTURE, "").strip() for line in (*read.lines, *tables))
    return tuple(line for line in lines if line)[:_MOST_LINES]
