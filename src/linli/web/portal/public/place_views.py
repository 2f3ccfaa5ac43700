"""Places by county."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.web.portal.access import public_season
from linli.web.portal.public.place_presenting import places_page


@require_safe
def places(request: HttpRequest, code: str) -> HttpResponse:
    """Show places, communities and applications so far by county, as a picture and as a table."""
    found = public_season(code)
    context = {"season": found, "page": places_page(found), "here": "places"}
    return render(request, "portal/places.html", context)
