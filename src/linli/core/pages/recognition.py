"""What finds and reads lines of words in a picture: the reading of pages is given one."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linli.core.pages.pictures import Pixels

#: Corners of lines of words in pixels: lines × (top left, top right, bottom right, bottom left) × (x, y).
Quads = NDArray[np.float32]


class Recogniser(Protocol):
    """Finds and reads lines of words. Corners are given clockwise, the first edge running right."""

    def lines(self, pixels: Pixels) -> Quads:
        """Return the corners of the lines of words in a picture."""
        ...

    def words(self, pixels: Pixels, lines: Quads) -> Sequence[tuple[str, float]]:
        """Return for each line its words and how sure they are (0 to 1).

        A line's first corner is the upper left one of its words as they are read.
        """
        ...

    def upside_down(self, pixels: Pixels, lines: Quads) -> float:
        """Return the share of lines (0 to 1) that stand on their head.

        Of lines that hang down, those that run upwards.
        """
        ...
