"""A county's reserve: who waits, which vacancies there were, and the end of it as it was shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.applications.states import Act
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import release_reserve
from linli.apps.selection.reserve_queries import reserve_counts
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import done_count, season_of_county
from linli.web.office.all_counties import season_to_read, shows_all_counties
from linli.web.office.county_reading import county_read
from linli.web.office.reserve_presenting import reserve_page

_ACT, _READ = Act.RELEASE_RESERVE.label, "递补候选"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def reserve(request: HttpRequest, code: str) -> HttpResponse:
    """Show a county's reserve; show what ending it does, and end it as it was shown."""
    official = official_of(request)
    if request.method == "POST":
        return _release(request, season_of_county(official, code, act=_ACT))
    if shows_all_counties(request):
        return _shown(request, season_to_read(official, code, act=f"查看{_READ}"), None)
    reading = county_read(request, code, act=_READ)
    return _shown(request, reading.season, reading.county, may_act=reading.may_act)


def _shown(
    request: HttpRequest,
    season: Season,
    county: Division | None,
    *,
    may_act: bool = False,
    refusal: str = "",
) -> HttpResponse:
    official = official_of(request)
    page = reserve_page(season, county, today=timezone.localdate()) if county else None
    context = {
        "season": season,
        "county": county,
        "counts": reserve_counts(season, official.scope) if county is None else (),
        "page": page,
        "pages": page.pages(request.GET.get("page", "1")) if page else None,
        "may_act": may_act,
        "refusal": refusal,
        "released": done_count(request, "released"),
        "tab": "reserve",
    }
    status = 422 if refusal else 200
    return render(request, "office/reserve.html", context, status=status)


def _release(request: HttpRequest, season: Season) -> HttpResponse:
    official = official_of(request)
    county = official.division
    assert county is not None
    shown = request.POST.get("shown")
    if shown is None:
        page = reserve_page(season, county, today=timezone.localdate())
        if page.needed:
            return _shown(request, season, county, may_act=True, refusal=page.needed)
        context = {"season": season, "page": page, "tab": "reserve"}
        return render(request, "office/reserve_check.html", context)
    try:
        left = release_reserve(season, county.code, actor=official, at=timezone.now(), shown=shown)
    except Refusal as refusal:
        return _shown(request, season, county, may_act=True, refusal=refusal.sentence())
    return redirect(f"{reverse('office:reserve', args=[season.code])}?released={len(left)}")
