"""Pictures of a sent page for the intake desk: the whole page, or the place of one value."""

import io

import cv2
import numpy as np
from PIL import Image

from linli.core.documents.grid import Box
from linli.core.pages.framing import warp
from linli.core.pages.page import Frame
from linli.core.pages.pdf import is_pdf, open_pdf
from linli.core.pages.pictures import Pixels, open_pictures

_QUALITY = 88
# Around a value, as fractions of the page's width: on all sides, for its label, and behind it.
_MARGIN, _LABEL, _BEHIND = 0.015, 0.1, 0.05


def crop(content: bytes, *, page: int, frame: Frame, box: Box, margin: float) -> bytes | None:
    """Return the place ``box`` of an upright page as JPEG, ``margin`` (a fraction of the page's width) around it.

    ``None`` if the file has no such page that can be opened.
    """
    upright = _upright(content, page, frame)
    if upright is None:
        return None
    height, width = upright.shape[:2]
    around = margin * width
    left, right = _stretch(box.left * width - around, box.right * width + around, width)
    top, bottom = _stretch(box.top * height - around, box.bottom * height + around, height)
    return _jpeg(upright[top:bottom, left:right])


def value_crop(content: bytes, *, page: int, frame: Frame, box: Box) -> bytes | None:
    """Return the place of a value as JPEG with what stands around it and the label to its left, if any."""
    around = Box(max(box.left - _LABEL, 0.0), box.top, min(box.right + _BEHIND, 1.0), box.bottom)
    return crop(content, page=page, frame=frame, box=around, margin=_MARGIN)


def picture_of(content: bytes, *, page: int, frame: Frame, longest: int) -> bytes | None:
    """Return an upright page as JPEG, its longer side at most ``longest`` pixels.

    ``None`` if the file has no such page that can be opened.
    """
    upright = _upright(content, page, frame)
    if upright is None:
        return None
    shrink = min(1.0, longest / max(upright.shape[:2]))
    if shrink < 1:
        upright = np.asarray(
            cv2.resize(upright, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA),
            dtype=np.uint8,
        )
    return _jpeg(upright)


def _upright(content: bytes, page: int, frame: Frame) -> Pixels | None:
    if page < 0:
        return None
    if is_pdf(content):
        drawn = open_pdf(content, most_pages=1, first=page).pages
        return warp(drawn[0].pixels, frame) if drawn else None
    pages = open_pictures(content, most_pages=1, first=page).pages
    return warp(pages[0], frame) if pages else None


def _stretch(start: float, end: float, whole: int) -> tuple[int, int]:
    """Return whole pixels from start to end, within the page and at least one."""
    first = min(max(0, int(start)), whole - 1)
    return first, min(whole, max(first + 1, round(end)))


def _jpeg(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
