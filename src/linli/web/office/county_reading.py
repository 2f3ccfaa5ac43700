"""Which county's medical, notice and objection pages somebody reads: the own one, or one of the city's.

The county's office works its pages; the city's office and the auditors read them, one county of
their scope at a time (``?county=``), and do nothing there.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from linli.apps.accounts.models import Office
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season
from linli.web.office.access import official_of, season_for
from linli.web.office.acting import require_allowed

_READERS = (Office.COUNTY, Office.CITY, Office.AUDITOR)


@dataclass(frozen=True, slots=True)
class Reading:
    """One county's pages as somebody opens them; ``counties`` may be chosen from, empty for one alone."""

    season: Season
    county: Division
    permission: Permission
    counties: tuple[Division, ...]

    @property
    def may_act(self) -> bool:
        """Tell whether the reader works these pages."""
        return self.permission.allowed

    @property
    def query(self) -> str:
        """Return what an address of these pages ends with, blank where there is nothing to choose."""
        return f"?county={self.county.code}" if self.counties else ""


def county_read(request: HttpRequest, code: str, *, act: str) -> Reading:
    """Return the county whose pages are read; ``act`` is what is done there.

    Raises ``Http404`` and ``PermissionDenied``.
    """
    official = official_of(request)
    season = season_for(official, code)
    found = season.quotas.select_related("county").order_by("county_id")
    counties = [one.county for one in found]
    within = tuple(one for one in counties if one.code.startswith(official.scope))
    if official.office == Office.COUNTY:
        county = official.division
    else:
        # Whoever has no county of the season is refused below, with the reason.
        default = next((one.code for one in within or counties), "")
        asked = request.GET.get("county") or default
        county = next((one for one in counties if one.code == asked), None)
    if county is None:
        raise Http404("本招募季没有这个县（市、区）")
    require_allowed(
        may_act_in_season(official, season, _READERS, act=f"查看{act}", county=county.code)
    )
    permission = may_act_in_season(
        official, season, (Office.COUNTY,), act=f"办理{act}", county=county.code
    )
    return Reading(season, county, permission, within if len(within) > 1 else ())
