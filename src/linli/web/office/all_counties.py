"""The pages that show all counties of a scope side by side: who reads them, and when."""

from django.http import HttpRequest

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import may_act_in_season
from linli.web.office.access import official_of, season_for
from linli.web.office.acting import require_allowed

#: Who reads what the counties do.
READERS = (Office.CITY, Office.COUNTY, Office.AUDITOR)


def season_to_read(
    official: User, code: str, *, act: str, offices: tuple[Office, ...] = READERS
) -> Season:
    """Return a season that an official reads within the own scope. Raises ``Http404``, ``PermissionDenied``."""
    season = season_for(official, code)
    county = official.scope if len(official.scope) > len(season.city_id) else ""
    require_allowed(may_act_in_season(official, season, offices, act=act, county=county))
    return season


def shows_all_counties(request: HttpRequest) -> bool:
    """Tell whether a wider office has chosen no county yet."""
    return official_of(request).office != Office.COUNTY and not request.GET.get("county")
