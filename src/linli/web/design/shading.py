"""Shades for tiles and maps: as many of the values in each, equal values in one."""

from collections.abc import Collection

#: How many shades tiles and maps have.
SHADES = 4


def shade_of(value: int, values: Collection[int]) -> int:
    """Return the shade of one of some values: 1 for the lowest quarter up to ``SHADES``."""
    return 1 + SHADES * sum(other < value for other in values) // len(values)
