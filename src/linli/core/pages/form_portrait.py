"""The portrait that a registration form holds as a picture, cut to a photo of one inch."""

import io
from collections.abc import Sequence

from PIL import Image

from linli.core.documents.form_layout import PHOTO_MM
from linli.core.pages.pictures import open_pictures

_DOTS_A_MM = 300 / 25.4
# From a photo for a passport to one from a phone, width to height.
_NARROWEST, _WIDEST = 0.6, 0.9
_QUALITY = 90


def portrait_among(pictures: Sequence[bytes]) -> bytes | None:
    """Return a form's portrait as a JPEG of the shape that the form prints (D0 附件2).

    ``pictures`` are those of the file in the order of its text: the cell of the photo is in the
    first rows, so that the first picture is the portrait or there is none. ``None`` if it cannot
    be opened or has another shape.
    """
    opened = open_pictures(pictures[0], most_pages=1).pages if pictures else ()
    if not opened:
        return None
    picture = Image.fromarray(opened[0])
    if not _NARROWEST <= picture.width / picture.height <= _WIDEST:
        return None
    out = io.BytesIO()
    _cut(picture).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


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
