"""Which county's interviews and which panel an official may open, and where the official may act."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts.models import Office, User
from linli.apps.interviews.models import Panel
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season
from linli.web.office.access import officials_only, season_for
from linli.web.office.acting import require_allowed

View = Callable[..., HttpResponse]


def read_only(view: View) -> View:
    """Guard a page that is only read: signed in, kept by no cache."""
    return require_safe(never_cache(officials_only(view)))


def read_and_sent(view: View) -> View:
    """Guard a page that an official also sends something from."""
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(officials_only(view)))


def county_for(official: User, code: str, county: str) -> tuple[Season, Division]:
    """Return a season and a county of it. Raises ``Http404`` and ``PermissionDenied``."""
    season = season_for(official, code)
    quota = season.quotas.filter(county=county).select_related("county").first()
    if quota is None:
        raise Http404("本招募季没有这个县（市、区）")
    if not county.startswith(official.scope):
        raise PermissionDenied("这个县（市、区）的面见不在您的管辖范围内")
    return season, quota.county


def may_hold_interviews(official: User, season: Season, county: str, *, act: str) -> Permission:
    """Tell whether an official is of the county's office, which holds the interviews."""
    return may_act_in_season(official, season, (Office.COUNTY,), act=act, county=county)


def county_to_act_in(
    official: User, code: str, county: str, *, act: str
) -> tuple[Season, Division]:
    """Return a season and the official's own county. Raises ``Http404``, ``PermissionDenied``."""
    season, found = county_for(official, code, county)
    require_allowed(may_hold_interviews(official, season, county, act=act))
    return season, found


def panel_for(official: User, code: str, county: str, number: int) -> Panel:
    """Return a panel of a county. Raises ``Http404`` and ``PermissionDenied``."""
    season = season_for(official, code)
    found = Panel.objects.filter(season=season, county=county, number=number)
    panel = found.select_related("county", "sign_off__signed_by").first()
    if panel is None:
        raise Http404("没有这个面见小组")
    if not county.startswith(official.scope):
        raise PermissionDenied("这个面见小组不在您的管辖范围内")
    panel.season = season
    return panel


def panel_to_act_on(official: User, code: str, county: str, number: int, *, act: str) -> Panel:
    """Return a panel of the official's own county. Raises ``Http404`` and ``PermissionDenied``."""
    panel = panel_for(official, code, county, number)
    require_allowed(may_hold_interviews(official, panel.season, county, act=act))
    return panel
