"""A signature as the site's drawing box sends it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

Point = tuple[int, int]
#: The strokes of 甲 and a line, somewhere in the box.
STROKES: Sequence[Sequence[Point]] = (
    ((220, 40), (360, 40), (360, 110), (220, 110), (220, 40)),
    ((220, 75), (360, 75)),
    ((290, 40), (290, 170)),
    ((400, 120), (470, 100)),
)


def signature(*strokes: Sequence[Point]) -> bytes:
    """Return a PNG of black strokes on nothing, 640 by 200; without any given those of a name."""
    picture = Image.new("RGBA", (640, 200))
    pen = ImageDraw.Draw(picture)
    for stroke in strokes or STROKES:
        pen.line(list(stroke), fill="black", width=5)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
