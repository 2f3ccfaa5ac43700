"""Where a page shows a picture, such as a portrait, in place of words: large dark or coloured areas."""

import cv2
import numpy as np
from numpy.typing import NDArray

from linli.core.documents.grid import Box

# Sizes in pixels of the small working picture, whose area is that of a square of this side.
_SIDE = 720.0
_PAPER_AROUND = 121
_LETTER = 11
_GAP = 27
_SMALLEST = 32
_DARKER = 0.86
_MORE_COLOURED = 30
_LARGEST_SHARE = 0.15


def picture_boxes(pixels: NDArray[np.uint8]) -> tuple[Box, ...]:
    """Return the places of pictures on a page, largest first; words and ruling are none."""
    small = _small(pixels)
    height, width = small.shape[:2]
    filled = _without_words(_unlike_paper(small))
    count, _, stats, _ = cv2.connectedComponentsWithStats(filled, connectivity=8)
    boxes = []
    for left, top, wide, high, _ in sorted(
        (tuple(int(value) for value in stats[number]) for number in range(1, count)),
        key=lambda item: -item[4],
    ):
        if wide < _SMALLEST or high < _SMALLEST or wide * high > _LARGEST_SHARE * height * width:
            continue
        boxes.append(Box(left / width, top / height, (left + wide) / width, (top + high) / height))
    return tuple(boxes)


def _small(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    coloured = pixels if pixels.ndim == 3 else cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
    height, width = coloured.shape[:2]
    scale = _SIDE / float(np.sqrt(height * width))
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return np.asarray(cv2.resize(coloured, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _unlike_paper(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Mark what is darker or more coloured than the paper around it, in light or shadow."""
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    around = np.ones((_PAPER_AROUND, _PAPER_AROUND), np.uint8)
    paper = cv2.blur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, around), (15, 15))
    dark = grey < _DARKER * paper
    colour = small.max(axis=2).astype(np.int16) - small.min(axis=2)
    usual = np.median(colour)
    return np.asarray((dark | (colour > usual + _MORE_COLOURED)), dtype=np.uint8)


def _without_words(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    # The opening is wider than the strokes of a letter; then the parts of a face are joined.
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((_LETTER, _LETTER), np.uint8))
    return np.asarray(
        cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8)),
        dtype=np.uint8,
    )
