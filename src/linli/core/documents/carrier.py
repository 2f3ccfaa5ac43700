"""What the reader of any carrier of the form hands on: the layout, the pictures, what was wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from linli.core.documents.grid import PICTURE, FormContent
from linli.core.documents.problems import Problem

_PICTURE_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
)
# A person pastes a dozen papers into one file; a phone's photo has some ten megabytes.
_MOST_PICTURES = 100
_MOST_LINES = 5_000
_MOST_PICTURE_BYTES = 150 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadCarrier:
    """The layout of a file (``None`` if unreadable), the pictures in it in order, its problems."""

    content: FormContent | None
    problems: tuple[Problem, ...] = ()
    pictures: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def text_lines(self) -> tuple[str, ...]:
        """Return the lines that are not blank, those in tables after the others."""
        if self.content is None:
            return ()
        tables = (line for grid in self.content.grids for cell in grid.cells for line in cell.lines)
        lines = (line.replace(PICTURE, "").strip() for line in (*self.content.lines, *tables))
        return tuple(line for line in lines if line)[:_MOST_LINES]


def picture_suffix(content: bytes) -> str | None:
    """Return the suffix that a picture's bytes ask for; drawings (EMF, WMF, SVG) have none."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((suffix for magic, suffix in _PICTURE_MAGIC if content.startswith(magic)), None)


def kept_pictures(contents: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return the pictures of known kinds, in order, as many as one file may hold.

    ``contents`` may read them one by one: what is passed over counts as well.
    """
    kept: list[bytes] = []
    left = _MOST_PICTURE_BYTES
    for content in islice(contents, _MOST_PICTURES):
        left -= len(content)
        if left < 0:
            break
        if picture_suffix(content) is not None:
            kept.append(content)
    return tuple(kept)
