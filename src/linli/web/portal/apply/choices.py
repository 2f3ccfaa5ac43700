"""What the form offers to choose from: places of the province, schools, the usual words."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from linli.apps.places.queries import province_divisions
from linli.apps.seasons.models import Season
from linli.core.documents.form_words import ETHNIC_GROUPS, USUAL_STATUSES
from linli.core.majors import MAJORS
from linli.core.places import Level
from linli.web.portal.apply.forms import Places


@lru_cache(maxsize=8)
def places_of(city: str) -> Places:
    """Return the cities of a province with their counties by code, the city that recruits first."""
    divisions = sorted(
        province_divisions(city[:2]), key=lambda one: (not one.code.startswith(city), one.code)
    )
    return tuple(
        (
            one.name,
            tuple(county.name for county in divisions if county.parent == one.code),
        )
        for one in divisions
        if one.level is Level.CITY
    )


def suggestions_of(season: Season) -> Mapping[str, Iterable[str]]:
    """Return the words that fields suggest; whoever needs another one types it."""
    coded = season.pack.texts("provincial_schools", season.pack.notice.issued)
    return {
        "school": tuple(one.split(" ")[-1] for one in coded),
        "major": MAJORS,
        "ethnicity": ETHNIC_GROUPS,
        "political_status": USUAL_STATUSES,
    }
