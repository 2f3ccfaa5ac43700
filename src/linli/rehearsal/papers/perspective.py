"""Lay a flat picture into any four corners."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

Corner = tuple[float, float]


def perspective_of(
    image: Image.Image, size: tuple[int, int], corners: Sequence[Corner]
) -> Image.Image:
    """Return a picture of ``size`` with ``image`` in four corners, from the upper left clockwise.

    What lies outside the corners is black.
    """
    width, height = image.size
    flat = ((0, 0), (width, 0), (width, height), (0, height))
    coefficients = _coefficients(corners, flat)
    return image.transform(
        size, Image.Transform.PERSPECTIVE, coefficients, resample=Image.Resampling.BICUBIC
    )


def _coefficients(at: Sequence[Corner], to: Sequence[Corner]) -> tuple[float, ...]:
    """Return the eight numbers by which Pillow finds the source of each dot."""
    rows: list[tuple[float, ...]] = []
    right: list[float] = []
    for (x, y), (u, v) in zip(at, to, strict=True):
        rows.append((x, y, 1, 0, 0, 0, -u * x, -u * y))
        rows.append((0, 0, 0, x, y, 1, -v * x, -v * y))
        right += [u, v]
    solved = np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float))
    return tuple(float(value) for value in solved)
