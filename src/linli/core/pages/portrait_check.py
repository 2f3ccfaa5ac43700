"""Whether a picture will do as the photo of the form: one inch, in colour, sharp, before a plain ground.

No face is looked for: the libraries in use bring no detector with them.

Source: D0 附件2; requirements B6.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from linli.core.pages.light import is_blank
from linli.core.pages.pictures import Pixels, open_pictures

#: How far width to height may be from what is asked for.
_TOLERANCE = 0.03
#: A picture is grey if so many of its points are less coloured than this (0 to 255).
_GREY_SHARE, _GREY = 0.97, 18
#: The ground is looked at along the upper edge and down the sides to here, so wide; shares of the picture.
_STRIP, _SIDES_TO = 0.05, 0.4
#: A ground is plain while no larger share of it differs by more from its middle colour (0 to 255).
_UNLIKE, _UNLIKE_SHARE = 40, 0.1
#: In print size: the hundredth part of the points with the hardest edges is softer than this.
_SOFT = 18.0


@dataclass(frozen=True, slots=True)
class PortraitTerms:
    """The size of the photo: millimetres of the print, pixels that the file has at least."""

    width_mm: int
    height_mm: int
    width_px: int
    height_px: int

    @property
    def size(self) -> str:
        """Return the printed size in words."""
        return f"{self.width_mm}×{self.height_mm}毫米"


class PortraitFlaw(StrEnum):
    """What can be wrong with a photo."""

    UNREADABLE = "unreadable"
    SHAPE = "shape"
    SMALL = "small"
    BLANK = "blank"
    GREY = "grey"
    GROUND = "ground"
    BLURRED = "blurred"


#: What a person may see otherwise: the photo is taken and the applicant told.
DOUBTFUL = frozenset({PortraitFlaw.GROUND, PortraitFlaw.BLURRED})


@dataclass(frozen=True, slots=True)
class PortraitFault:
    """One fault of a photo: what is wrong, and how to mend it, in Chinese."""

    flaw: PortraitFlaw
    what: str
    mend: str

    @property
    def is_grave(self) -> bool:
        """Tell whether the photo cannot be used."""
        return self.flaw not in DOUBTFUL


def check_portrait(content: bytes, terms: PortraitTerms) -> tuple[PortraitFault, ...]:
    """Return what is wrong with a photo, nothing if it will do. Never raises on any bytes."""
    opened = open_pictures(content, most_pages=1).pages
    flaws = _flaws(opened[0], terms) if opened else [PortraitFlaw.UNREADABLE]
    return tuple(fault_of(flaw, terms) for flaw in flaws)


def fault_of(flaw: PortraitFlaw, terms: PortraitTerms) -> PortraitFault:
    """Return a flaw in words."""
    what, mend = _WORDS[flaw]
    pixels = f"{terms.width_px}×{terms.height_px}像素"
    return PortraitFault(flaw, what.format(size=terms.size, pixels=pixels), mend)


_AGAIN = "换一张近期1寸免冠正面彩色照片"
_WORDS = {
    PortraitFlaw.UNREADABLE: ("照片无法打开", "重新拍摄，或者换一张照片"),
    PortraitFlaw.SHAPE: ("照片的宽和高不成1寸的比例（{size}）", "裁剪成1寸后再上传"),
    PortraitFlaw.SMALL: ("照片太小，印出来不清楚，至少要有{pixels}", "用原照片上传，不要先缩小"),
    PortraitFlaw.BLANK: ("照片上几乎什么也没有", _AGAIN),
    PortraitFlaw.GREY: ("照片是黑白的，通知要求彩色照片", _AGAIN),
    PortraitFlaw.GROUND: (
        "照片的背景好像不是一种颜色",
        "背景应为白色、蓝色或者红色等一种颜色；确实是的，不用理会",
    ),
    PortraitFlaw.BLURRED: ("照片好像不清晰", "换一张清晰的；确实清晰的，不用理会"),
}


def _flaws(pixels: Pixels, terms: PortraitTerms) -> list[PortraitFlaw]:
    height, width = pixels.shape[:2]
    asked = terms.width_mm / terms.height_mm
    found = {
        PortraitFlaw.SHAPE: abs(width / height / asked - 1) > _TOLERANCE,
        PortraitFlaw.SMALL: width < terms.width_px or height < terms.height_px,
    }
    if is_blank(pixels):
        # Of nothing there is no more to say.
        found[PortraitFlaw.BLANK] = True
    else:
        small = _in_print_size(pixels, terms)
        found[PortraitFlaw.GREY] = _is_grey(small)
        found[PortraitFlaw.GROUND] = not _has_plain_ground(small)
        found[PortraitFlaw.BLURRED] = _is_blurred(small)
    return [flaw for flaw, is_there in found.items() if is_there]


def _in_print_size(pixels: Pixels, terms: PortraitTerms) -> Pixels:
    shrink = min(1.0, terms.width_px / pixels.shape[1])
    small = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _is_grey(pixels: Pixels) -> bool:
    colour = pixels.max(axis=2).astype(np.int16) - pixels.min(axis=2)
    return bool((colour < _GREY).mean() > _GREY_SHARE)


def _has_plain_ground(pixels: Pixels) -> bool:
    strip = _strip(pixels).astype(np.int16)
    unlike = np.abs(strip - np.median(strip, axis=0)).max(axis=1) > _UNLIKE
    return bool(unlike.mean() <= _UNLIKE_SHARE)


def _strip(pixels: Pixels) -> NDArray[np.uint8]:
    """Return the points along the upper edge and down the sides, where the ground shows."""
    height, width = pixels.shape[:2]
    wide, down = max(1, round(_STRIP * width)), max(1, round(_SIDES_TO * height))
    parts = (pixels[:wide], pixels[wide:down, :wide], pixels[wide:down, -wide:])
    return np.concatenate([part.reshape(-1, 3) for part in parts])


def _is_blurred(pixels: Pixels) -> bool:
    edges = cv2.Laplacian(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.CV_32F)
    return bool(np.percentile(np.abs(edges), 99) < _SOFT)
