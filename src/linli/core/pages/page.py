"""A page as read: its words with their places, and how it lay in the picture that was sent."""

from dataclasses import dataclass, field
from enum import StrEnum

from linli.core.documents.grid import Box

#: Corners of the upright page, as fractions of the picture as sent: top left, top right, bottom right, bottom left.
Frame = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
WHOLE: Frame = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


class Source(StrEnum):
    """How a page came: a text layer, a flat picture of the page, or a photo with its surroundings."""

    TEXT = "text"
    SCAN = "scan"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Token:
    """Words that stand together, their place on the upright page, and how sure they are (0 to 1)."""

    text: str = field(repr=False)
    box: Box
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One upright page: ``number`` counts from 0 in its file, sizes are in pixels."""

    number: int
    width: int
    height: int
    source: Source
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    frame: Frame = WHOLE
