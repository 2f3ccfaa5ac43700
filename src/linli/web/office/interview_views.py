"""The pages of the interviews: a county's panels, and one panel with its two entries."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.interviews.models import Panel
from linli.web.office.access import official_of, officials_only, season_for
from linli.web.office.interview_presenting import panel_page, panel_rows


@require_safe
@never_cache
@officials_only
def panels(request: HttpRequest, code: str) -> HttpResponse:
    """Show the panels within the official's scope and how far each has come."""
    official = official_of(request)
    season = season_for(official, code)
    rows = panel_rows(season, official.scope)
    context = {"season": season, "rows": rows, "tab": "interviews"}
    return render(request, "office/panels.html", context)


@require_safe
@never_cache
@officials_only
def panel(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Show one panel: order, recusals, entries, differences, sign-off."""
    official = official_of(request)
    season = season_for(official, code)
    found = Panel.objects.filter(season=season, county=county, number=number)
    one = found.select_related("season", "county", "sign_off__signed_by").first()
    if one is None:
        raise Http404("没有这个面见小组")
    if not county.startswith(official.scope):
        raise PermissionDenied("这个面见小组不在您的管辖范围内")
    context = {"season": season, "page": panel_page(one), "tab": "interviews"}
    return render(request, "office/panel.html", context)
