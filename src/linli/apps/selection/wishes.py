"""Where a candidate wishes to work, first choice first, as the form says."""

from collections.abc import Collection, Mapping
from itertools import dropwhile
from typing import Any

#: What is published of a place that is no division: the form may hold anything at all.
ELSEWHERE = "其他地区"


def choices_of(
    form: Mapping[str, Any], city: str, codes: Mapping[str, str], names: Collection[str], limit: int
) -> tuple[str, ...]:
    """Return the places a candidate accepts in order, first choice first.

    ``codes`` are the city's counties by name, ``names`` the names of all divisions. Every
    place keeps the turn that it has on the form: blank stands for one left open or named
    before. A place outside the city is told by name; it is not on offer. Choices are
    published, so that what is no division's name is told as ``ELSEWHERE``.
    """
    wishes = [form.get("intended") or {}]
    if form.get("accepts_transfer"):
        wishes += list(form.get("transfer_areas") or ())[:limit]
    found = [_choice(wish, city, codes, names) for wish in wishes]
    once = [place if place not in found[:turn] else "" for turn, place in enumerate(found)]
    # A table of choices begins with the first. Without an intended place nobody is qualified.
    return tuple(dropwhile(lambda place: not place, once))


def _choice(
    wish: Mapping[str, Any], city: str, codes: Mapping[str, str], names: Collection[str]
) -> str:
    """Return the code of a wished county, or the name of a place that is not of this city."""
    town, county = ((wish.get(part) or "").strip() for part in ("city", "county"))
    if town == city and county in codes:
        return codes[county]
    is_known = all(name in names for name in (town, county) if name)
    return town + county if is_known else ELSEWHERE
