"""The portrait that a registration form holds as a picture, cut to a photo of one inch."""

import io

from PIL import Image

from linli.core.documents.carrier import ReadCarrier
from linli.core.documents.form_labels import photo_number
from linli.core.documents.form_layout import PHOTO_MM
from linli.core.documents.grid import PICTURE
from linli.core.pages.pictures import open_pictures

_DOTS_A_MM = 300 / 25.4
# From a photo for a passport to one from a phone, width to height.
_NARROWEST, _WIDEST = 0.6, 0.9
_QUALITY = 90


def portrait_of(read: ReadCarrier) -> bytes | None:
    """Return the portrait of a form as a JPEG of the shape that the form prints (D0 附件2).

    It is the picture in the table of the form, wherever others are pasted. ``None`` if there is
    none, if nobody can tell which of the file's pictures it is, or if it cannot be opened or has
    another shape.
    """
    picture = _picture_in_the_form(read)
    return cut_portrait(picture) if picture is not None else None


def cut_portrait(picture: bytes) -> bytes | None:
    """Return a photo as a JPEG of the shape that the form prints (D0 附件2), its middle.

    ``None`` if it cannot be opened or has another shape.
    """
    opened = open_pictures(picture, most_pages=1).pages
    if not opened:
        return None
    shown = Image.fromarray(opened[0])
    if not _NARROWEST <= shown.width / shown.height <= _WIDEST:
        return None
    out = io.BytesIO()
    _cut(shown).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _picture_in_the_form(read: ReadCarrier) -> bytes | None:
    if read.content is None:
        return None
    cells = (cell.text for grid in read.content.grids for cell in grid.cells)
    marks = sum(text.count(PICTURE) for text in (*read.content.lines, *cells))
    number = photo_number(read.content)
    # A drawing is marked and not kept: then the numbers of marks and pictures do not agree.
    return read.pictures[number] if number is not None and marks == len(read.pictures) else None


def _cut(picture: Image.Image) -> Image.Image:
    """Return the middle of a picture in the shape of the photo, no larger than it is printed."""
    wide, high = PHOTO_MM
    width = min(picture.width, picture.height * wide / high)
    height = width * high / wide
    left, top = (picture.width - width) / 2, (picture.height - height) / 2
    scale = min(1.0, wide * _DOTS_A_MM / width)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return picture.resize(
        size, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height)
    )
