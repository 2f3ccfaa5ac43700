"""Cities and counties of one province: from what people write to official full names.

The divisions are data that come in at run time; nothing here knows a place by name.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from linli.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Area:
    """A city and a county by their official full names; ``None`` where nothing was written."""

    city: str | None = None
    county: str | None = None


class Level(StrEnum):
    """The two levels of division that a registration form asks for."""

    CITY = "city"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division: its GB/T 2260 code, full name, level and the code of its parent."""

    code: str
    name: str
    level: Level
    parent: str


class GazetteerRefused(Refusal):
    """The list of divisions cannot serve as a gazetteer."""


_BLANKS = re.compile(r"[\s_\u00ad\u200b-\u200f\ufeff]+")
# Full-width brackets are folded first; this is what Annex 2 prints behind the second gap.
_PRINTED_CHOICE = re.compile(r"\(市[、,，/]区\)")
_TRADITIONAL = str.maketrans("縣區", "县区")
_SUFFIX = re.compile(r"(?:自治县|县|市|区|旗)$")


class Gazetteer:
    """Looks up places of one province by full name, short name, or any mix of both.

    Raises ``GazetteerRefused`` if a county's city is missing from the list.
    """

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._cities: dict[str, Division] = {}
        self._counties: dict[str, list[Division]] = defaultdict(list)
        self._by_code: dict[str, Division] = {}
        for division in divisions:
            self._add(division)
        for counties in self._counties.values():
            if any(county.parent not in self._by_code for county in counties):
                raise GazetteerRefused(
                    "行政区划表中有县（市、区）找不到所属的市", mend="请核对行政区划表"
                )
        names = sorted({*self._cities, *self._counties}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, names)) or r"(?!)")

    def _add(self, division: Division) -> None:
        self._by_code[division.code] = division
        for name in _spellings(division.name):
            if division.level is Level.CITY:
                self._cities[name] = division
            elif division not in self._counties[name]:
                self._counties[name].append(division)

    def resolve(self, text: str, *, near_city: str | None = None) -> Area:
        """Read one place; a part that is not written, unknown or ambiguous is ``None``.

        The county decides its city, since people fill the wrong gap or the wrong
        city; ``near_city`` (full name) decides only where several cities have a
        county of that name and the text names none of them.
        """
        areas = self.resolve_all(text, near_city=near_city)
        return areas[0] if areas else Area()

    def resolve_all(self, text: str, *, near_city: str | None = None) -> tuple[Area, ...]:
        """Read every place in a text, in order, each once; a city alone only if no county is named."""
        city: Division | None = None
        found: list[Area] = []
        for match in self._pattern.finditer(plain_place_text(text)):
            name = match.group()
            if name in self._cities:
                city = self._cities[name]
                continue
            found.append(self._area(self._counties[name], city=city, near_city=near_city))
        if not found and city is not None:
            found.append(Area(city=city.name))
        return tuple(area for area in dict.fromkeys(found) if area != Area())

    def _area(
        self, counties: list[Division], *, city: Division | None, near_city: str | None
    ) -> Area:
        if len(counties) == 1:
            return Area(city=self._by_code[counties[0].parent].name, county=counties[0].name)
        wanted = city.name if city else near_city
        for county in counties:
            if self._by_code[county.parent].name == wanted:
                return Area(city=wanted, county=county.name)
        return Area(city=city.name if city else None)


def plain_place_text(text: str) -> str:
    """Return a text about places without blanks, gaps and the printed 县(市、区)."""
    folded = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).translate(_TRADITIONAL)
    return _PRINTED_CHOICE.sub("", folded)


def _spellings(name: str) -> tuple[str, ...]:
    # A one-character stem (代, 沁, 城) is found in ordinary words, so it counts only with 县 or 区.
    stem = _SUFFIX.sub("", name)
    return (name, stem) if len(stem) >= 2 else (name,)
