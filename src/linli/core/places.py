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


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """The places in a text, and the words in it that name none: an unknown county, a stray remark."""

    areas: tuple[Area, ...]
    unknown: tuple[str, ...]


class GazetteerRefused(Refusal):
    """The list of divisions cannot serve as a gazetteer."""


_BLANKS = re.compile(r"[\s_\u00ad\u200b-\u200f\ufeff]+")
# Full-width brackets are folded first; this is what Annex 2 prints behind the second gap.
_PRINTED_CHOICE = re.compile(r"\(市[、,，/]区\)")
_TRADITIONAL = str.maketrans("縣區", "县区")
_SUFFIX = re.compile(r"(?:自治县|县|市|区|旗)$")
_PROVINCE_SUFFIX = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|省|市)$")
# What people write between places, and the printed 市 and 县 that a name left standing.
_BETWEEN = re.compile(r"[\W\d]+")
_NO_NAME = frozenset({"", "省", "市", "县", "区", "和", "及", "与", "或", "或者"})


class Gazetteer:
    """Looks up places of one province by full name, short name, or any mix of both.

    ``province`` is its full name, which people may write before the city.
    Raises ``GazetteerRefused`` if a county's city is missing from the list.
    """

    def __init__(self, divisions: Iterable[Division], *, province: str = "") -> None:
        self._province = _spellings_of_province(province)
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

    def read(self, text: str) -> PlaceReading:
        """Read every place in a text as :meth:`resolve_all` does, and name what it passes over.

        A county that is not in the city written before it, or is in several cities of which the
        text names none, is passed over as well.
        """
        plain = plain_place_text(text)
        city: Division | None = None
        unknown: list[str] = []
        end = 0
        for match in self._pattern.finditer(plain):
            unknown += self._unknown_words(plain[end : match.start()])
            name, end = match.group(), match.end()
            if name in self._cities:
                city = self._cities[name]
            elif self._area(self._counties[name], city=city, near_city=None).county is None:
                unknown.append(name)
        unknown += self._unknown_words(plain[end:])
        return PlaceReading(self.resolve_all(text), tuple(dict.fromkeys(unknown)))

    def _unknown_words(self, text: str) -> list[str]:
        for spelling in self._province:
            text = text.replace(spelling, " ")
        return [word for word in _BETWEEN.split(text) if word not in _NO_NAME]

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


def _spellings_of_province(name: str) -> tuple[str, ...]:
    stem = _PROVINCE_SUFFIX.sub("", name)
    return (name, stem) if stem else ()


def _spellings(name: str) -> tuple[str, ...]:
    # A one-character stem (代, 沁, 城) is found in ordinary words, so it counts only with 县 or 区.
    stem = _SUFFIX.sub("", name)
    return (name, stem) if len(stem) >= 2 else (name,)
