"""The lists that counties publish, each with the fingerprint that anybody can check."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.apps.notices.models import PublicNotice
from linli.core.record import canonical_json
from linli.web.portal.access import public_season


@require_safe
def lists(request: HttpRequest, code: str) -> HttpResponse:
    """Show all lists of a season."""
    found = public_season(code)
    notices = found.notices.select_related("county").order_by("-posted_on", "county_id", "number")
    context = {
        "season": found,
        "notices": notices,
        "today": timezone.localdate(),
        "here": "lists",
    }
    return render(request, "portal/lists.html", context)


def list_for(code: str, county: str, number: int) -> PublicNotice:
    """Return one list of a season. Raises ``Http404``."""
    found = (
        PublicNotice.objects.select_related("season__city", "county")
        .filter(season__code=code, county_id=county, number=number)
        .first()
    )
    if found is None:
        raise Http404("没有这份公示")
    return found


@require_safe
def public_list(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Show one list: who, until when, its fingerprint and how to check it."""
    notice = list_for(code, county, number)
    context = {
        "season": notice.season,
        "notice": notice,
        "is_running": timezone.localdate() <= notice.last_day,
        "here": "lists",
    }
    return render(request, "portal/list.html", context)


@require_safe
def list_text(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Hand out the very text whose SM3 is a list's fingerprint."""
    notice = list_for(code, county, number)
    headers = {"Content-Disposition": f'attachment; filename="{code}-{county}-{number}.json"'}
    text = canonical_json({"rows": notice.rows})
    return HttpResponse(text.encode(), content_type="application/json", headers=headers)
