"""Portraits: where a page shows a picture in place of words, and whether it is nothing else."""

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
# A page that is a portrait is looked at in this size; its sides stand to each other between these.
_BUST_WIDE, _BUST_HIGH = 90, 120
_BUST_SLIM, _BUST_BROAD = 0.6, 0.9
# The ground is plain up to this difference of colour, the figure differs from it by more; a crooked page has a margin below.
_CORNER, _PLAIN, _UNLIKE, _FOOT = 16, 12, 40, 6
# Shares: of what differs that is one figure, of the lower edge below it, of the shoulders that a head is wide,
# of the head's two halves that agree.
_WHOLE, _SHOULDERS, _HEAD, _EVEN = 0.85, 0.4, 0.8, 0.7


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


def is_portrait(pixels: NDArray[np.uint8]) -> bool:
    """Tell whether a page is nothing but a portrait: one figure before a plain ground, cut off by the lower edge."""
    small = cv2.resize(pixels, (_BUST_WIDE, _BUST_HIGH), interpolation=cv2.INTER_AREA)
    height, width = pixels.shape[:2]
    if not _BUST_SLIM <= width / height <= _BUST_BROAD or small.ndim != 3:
        return False
    corners = np.concatenate([small[:_CORNER, :_CORNER], small[:_CORNER, -_CORNER:]])
    ground = np.median(corners, axis=(0, 1))
    if np.abs(corners - ground).max(axis=2).mean() > _PLAIN:
        return False
    figure = np.asarray(np.abs(small - ground).max(axis=2) > _UNLIKE, dtype=np.uint8)
    count, marks, stats, _ = cv2.connectedComponentsWithStats(figure, connectivity=8)
    if count < 2:
        return False
    largest = int(stats[1:, cv2.CC_STAT_AREA].argmax()) + 1
    body = marks == largest
    head, foot = body[: _BUST_HIGH // 2], body[-_FOOT:]
    is_whole = bool(body.sum() > _WHOLE * figure.sum())
    shoulders = foot.any(axis=0).mean()
    stands = bool(shoulders > _SHOULDERS and head.any(axis=0).mean() < _HEAD * shoulders)
    is_free = not (head[:, 0].any() or head[:, -1].any() or body[:2].any())
    both = (head & head[:, ::-1]).sum()
    return is_whole and stands and is_free and bool(both > _EVEN * head.sum() > 0)
