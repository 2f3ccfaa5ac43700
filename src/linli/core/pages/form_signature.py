"""A drawn signature, cut to its strokes and fitted to its place on the registration form."""

import io

from PIL import Image, ImageOps

from linli.core.documents.form_layout import SIGNATURE_MM
from linli.core.pages.light import marked_box
from linli.core.pages.pictures import open_pictures

_DOTS_A_MM = 300 / 25.4


def cut_signature(picture: bytes) -> bytes | None:
    """Return a drawn signature as a PNG of the shape of its place on the form (D0 附件2).

    Its strokes stand at the left, as large as they fit, on white. ``None`` if it cannot be opened or
    has no strokes.
    """
    opened = open_pictures(picture, most_pages=1).pages
    box = marked_box(opened[0]) if opened else None
    if box is None:
        return None
    drawn = Image.fromarray(opened[0])
    wide, high = drawn.size
    strokes = drawn.crop(
        (int(box[0] * wide), int(box[1] * high), round(box[2] * wide), round(box[3] * high))
    )
    size = (round(SIGNATURE_MM[0] * _DOTS_A_MM), round(SIGNATURE_MM[1] * _DOTS_A_MM))
    fitted = ImageOps.pad(
        strokes, size, Image.Resampling.LANCZOS, color="white", centering=(0, 0.5)
    )
    out = io.BytesIO()
    fitted.save(out, "PNG")
    return out.getvalue()
