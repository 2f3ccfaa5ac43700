"""The pages of the interviews: the counties with their panels, and one panel with its two entries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.web.office.access import official_of, season_for
from linli.web.office.interview_access import may_hold_interviews, panel_for, read_only
from linli.web.office.interview_county import county_rows
from linli.web.office.interview_presenting import panel_page, panel_rows


@read_only
def panels(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far the counties and panels within the official's scope have come."""
    official = official_of(request)
    season = season_for(official, code)
    context = {
        "season": season,
        "counties": county_rows(season, official.scope),
        "rows": panel_rows(season, official.scope),
        "tab": "interviews",
    }
    return render(request, "office/panels.html", context)


@read_only
def panel(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Show one panel: order, recusals, entries, differences, sign-off."""
    official = official_of(request)
    one = panel_for(official, code, county, number)
    context = {
        "season": one.season,
        "page": panel_page(one),
        "permission": may_hold_interviews(official, one.season, county, act="面见复审"),
        "tab": "interviews",
    }
    return render(request, "office/panel.html", context)
