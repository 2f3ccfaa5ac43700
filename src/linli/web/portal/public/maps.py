"""The map of a city's counties, which the office supplies as GeoJSON; drawn as outlines on the server.

Maps of administrative divisions that the public sees need an approval number (审图号), so none is
shipped. The file is ``maps/<city code>.geojson`` in ``LINLI_DATA``: a FeatureCollection in degrees,
one feature a county with its official ``name``, and the approval number as ``审图号`` beside
``features``. Source: 地图管理条例 第十五条, 第三十七条.
"""

import json
import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

_LOGGER = logging.getLogger(__name__)
#: The width of a drawn map, in the units of its outlines; the height follows.
WIDTH = 600
_MARGIN = 8
Point = tuple[float, float]


class MapUnusable(Exception):
    """A file is no map of these counties, or bears no approval number. The message says which."""


@dataclass(frozen=True, slots=True)
class MapShape:
    """One county's outline as an SVG path, and the middle of its largest part."""

    name: str
    outline: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """A map drawn: its size, its approval number, its counties."""

    width: int
    height: int
    approval: str
    shapes: tuple[MapShape, ...]


def county_map(city: str, counties: frozenset[str]) -> DrawnMap | None:
    """Return the map of a city if the office has put one that shows exactly these counties.

    One that cannot be shown is named in the log and left out.
    """
    file = settings.DATA / "maps" / f"{city}.geojson"
    if not file.is_file():
        return None
    try:
        return _drawn(file, file.stat().st_mtime_ns, counties)
    except MapUnusable as reason:
        _LOGGER.warning("map of %s is not shown: %s", city, reason)
        return None


@lru_cache(maxsize=8)
def _drawn(file: Path, changed: int, counties: frozenset[str]) -> DrawnMap:
    """Draw a file; ``changed`` makes a new version of it a new drawing."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
        approval = str(given["审图号"]).strip()
        parts = {
            str(feature["properties"]["name"]): _rings(feature["geometry"])
            for feature in given["features"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise MapUnusable(f"no GeoJSON with names and 审图号 ({error!r})") from error
    if not approval:
        raise MapUnusable("the approval number (审图号) is blank")
    if frozenset(parts) != counties:
        raise MapUnusable(f"its counties are others: {sorted(counties ^ frozenset(parts))}")
    return draw(parts, approval)


def _rings(geometry: dict[str, Any]) -> list[list[Point]]:
    """Return the rings of a Polygon or a MultiPolygon, holes too, as points of degrees."""
    given = geometry["coordinates"]
    polygons = {"Polygon": [given], "MultiPolygon": given}[geometry["type"]]
    rings = [[(float(x), float(y)) for x, y, *_ in ring] for rings in polygons for ring in rings]
    if not rings or any(len(ring) < 4 for ring in rings):
        raise ValueError("a ring of fewer than four points")
    return rings


def draw(parts: dict[str, list[list[Point]]], approval: str) -> DrawnMap:
    """Draw rings of degrees by name: true to scale at the middle latitude, north above."""
    points = [point for rings in parts.values() for ring in rings for point in ring]
    west, east = _span(x for x, _ in points)
    south, north = _span(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * _MARGIN) / ((east - west) * squeeze)

    def placed(point: Point) -> Point:
        return (
            round(_MARGIN + (point[0] - west) * squeeze * scale, 1),
            round(_MARGIN + (north - point[1]) * scale, 1),
        )

    return DrawnMap(
        WIDTH,
        math.ceil(2 * _MARGIN + (north - south) * scale),
        approval,
        tuple(
            _shape(name, [[placed(point) for point in ring] for ring in rings])
            for name, rings in parts.items()
        ),
    )


def _span(values: Iterable[float]) -> tuple[float, float]:
    found = sorted(values)
    if found[0] == found[-1]:
        raise MapUnusable("it has no extent")
    return found[0], found[-1]


def _shape(name: str, rings: Sequence[Sequence[Point]]) -> MapShape:
    x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
    return MapShape(name, " ".join(_path(ring) for ring in rings), x, y)


def _path(ring: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in _without_repeats(ring)) + "Z"


def _without_repeats(ring: Sequence[Point]) -> Iterator[Point]:
    last: Point | None = None
    for point in ring:
        if point != last:
            yield point
        last = point


def _area(ring: Sequence[Point]) -> float:
    """Return twice the area, with the sign of the direction."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)


def _middle(ring: Sequence[Point]) -> Point:
    """Return the centroid of a ring, or the first point of one without area."""
    area = _area(ring)
    if not area:
        return ring[0]
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    turns = [x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs]
    sums = [
        sum(
            (one[axis] + other[axis]) * turn
            for (one, other), turn in zip(pairs, turns, strict=True)
        )
        for axis in (0, 1)
    ]
    return round(sums[0] / (3 * area), 1), round(sums[1] / (3 * area), 1)
