"""Schools of one province: told from what people write, with those that are surely elsewhere.

The lists are data that come in at run time; nothing here knows a school by name.

Source: D0 一(一).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

_BRACKETED = re.compile(r"[(\[【〔「].*?(?:[)\]】〕」]|$)")
_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\ufeff_]+")
_CODED = re.compile(r"(?:(?P<code>\d{5}) )?(?P<name>\S+)")
_PART_OF_A_SCHOOL = re.compile("学院|系|部|中心|研究院|研究所|校区|分院|分校")


@dataclass(frozen=True, slots=True)
class SchoolBook:
    """The ordinary institutions of a province by official name, and names that are elsewhere.

    ``codes`` gives the ministry's five digits, ``None`` where not known; ``aliases`` leads
    from another way to write a name to the official one; ``elsewhere`` are beginnings of
    names that no school of the province has.
    """

    province: str
    codes: dict[str, str | None] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()

    def official_name(self, written: str) -> str | None:
        """Return the official name of a school of the province, ``None`` if it is none surely.

        Brackets and the province before the name are passed over, and so is a campus or a part
        of a university behind its full name (山西大学文学院).
        """
        plain = plain_school(written)
        for name in (plain, self._without_province(plain)):
            if found := self._listed(name) or self._whole_of_part(name):
                return found
        return None

    def in_province(self, written: str) -> bool | None:
        """Tell whether a school is one of the province's; ``None`` if a person must tell."""
        if self.official_name(written):
            return True
        return False if plain_school(written).startswith(self.elsewhere) else None

    def _listed(self, name: str) -> str | None:
        return name if name in self.codes else self.aliases.get(name)

    def _without_province(self, name: str) -> str:
        return name.removeprefix(self.province).removeprefix(self.province.removesuffix("省"))

    def _whole_of_part(self, name: str) -> str | None:
        for length in range(len(name) - 1, 3, -1):
            if name[:length] in self.codes and _PART_OF_A_SCHOOL.search(name[length:]):
                return name[:length]
        return None


def school_book(
    *,
    province: str,
    schools: Iterable[str],
    aliases: Iterable[str] = (),
    elsewhere: Iterable[str] = (),
) -> SchoolBook:
    """Return the book from lines as a policy pack keeps them: ``10108 山西大学``, ``中北 中北大学``."""
    found = [match for line in schools if (match := _CODED.fullmatch(line))]
    pairs = [(written, official) for written, official in map(str.split, aliases)]
    return SchoolBook(
        province=province,
        codes={match["name"]: match["code"] for match in found},
        aliases=dict(pairs),
        elsewhere=tuple(elsewhere),
    )


def plain_school(written: str) -> str:
    """Return a school's name without blanks, brackets and what stands in them."""
    return _BRACKETED.sub("", _BLANKS.sub("", unicodedata.normalize("NFKC", written)))
