"""Where a candidate wishes to work, first choice first, as the form says."""

from collections.abc import Mapping
from typing import Any


def choices_of(
    form: Mapping[str, Any], city: str, codes: Mapping[str, str], limit: int
) -> tuple[str, ...]:
    """Return the places a candidate accepts in order, first choice first.

    ``codes`` are the city's counties by name. A place outside the city keeps its turn,
    by name, so that every reason counts the choices as the form does; it is not on offer.
    """
    wishes = [form.get("intended") or {}]
    if form.get("accepts_transfer"):
        wishes += list(form.get("transfer_areas") or ())[:limit]
    found = [_choice(wish, city, codes) for wish in wishes]
    return tuple(dict.fromkeys(choice for choice in found if choice))


def _choice(wish: Mapping[str, Any], city: str, codes: Mapping[str, str]) -> str:
    """Return the code of a wished county, or the place as written where it is not of this city."""
    town, county = ((wish.get(part) or "").strip() for part in ("city", "county"))
    return codes[county] if town == city and county in codes else town + county
