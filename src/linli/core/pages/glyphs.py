"""Whether two letters look alike in print, as a recogniser sees them."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

_SIDE, _SIZE, _KEPT = 56, 48, 28
# Of pairs measured on Noto, 郝 and 邮, 瑾 and 谨 lie above, 宇 and 雨, 洋 and 涛 below.
_ALIKE = 0.76


def look_alike(first: str, second: str, *, font: Path) -> bool:
    """Tell whether two single letters drawn in ``font`` may be taken for one another.

    What cannot be compared counts as alike.
    """
    if len(first) != 1 or len(second) != 1:
        return True
    try:
        one, other = _drawn(first, font), _drawn(second, font)
    except OSError:
        # Fonts are fetched apart from the program. Without one a name that differs may be a
        # misreading, so a person compares: a case is never refused over a missing file.
        return True
    shifts = (
        np.roll(other, (down, across), (0, 1)) for down in (-1, 0, 1) for across in (-1, 0, 1)
    )
    return max(float((one * shifted).sum()) for shifted in shifts) > _ALIKE


@lru_cache(maxsize=512)
def _drawn(letter: str, font: Path) -> NDArray[np.float64]:
    image = Image.new("L", (_SIDE, _SIDE), 0)
    face = ImageFont.truetype(str(font), _SIZE)
    ImageDraw.Draw(image).text((_SIDE / 2, _SIDE / 2), letter, fill=255, font=face, anchor="mm")
    small = image.filter(ImageFilter.GaussianBlur(2)).resize((_KEPT, _KEPT))
    values = np.asarray(small, dtype=np.float64)
    centred = values - values.mean()
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-9))
