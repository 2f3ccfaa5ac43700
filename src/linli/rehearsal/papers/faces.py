"""The four faces that papers are drawn with, taken from one folder of font files."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont


class Face(StrEnum):
    """A typeface by its part on a paper, named after its file."""

    SANS = "NotoSansSC-Regular.ttf"
    SANS_BOLD = "NotoSansSC-Bold.ttf"
    SERIF = "NotoSerifSC-Regular.ttf"
    SERIF_BOLD = "NotoSerifSC-Bold.ttf"


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces in ``folder``; sizes are in pixels."""

    folder: Path

    def sized(self, face: Face, pixels: int) -> Font:
        """Return a face at a size, opened once."""
        return _opened(str(self.folder / face.value), max(pixels, 6))


@lru_cache(maxsize=128)
def _opened(path: str, pixels: int) -> Font:
    return ImageFont.truetype(path, pixels)
