"""The lists that counties publish, each with the fingerprint that anybody can check."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.apps.notices.actions import is_public
from linli.apps.notices.actions import list_text as list_text_of
from linli.apps.notices.models import PublicNotice
from linli.core.record import canonical_json
from linli.web.portal.access import public_season


@require_safe
def lists(request: HttpRequest, code: str) -> HttpResponse:
    """Show all lists of a season."""
    found = public_season(code)
    notices = found.notices.select_related("county", "corrected_by").order_by(
        "-posted_on", "county_id", "number"
    )
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
        PublicNotice.objects.select_related("season__city", "county", "corrects", "corrected_by")
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
    today = timezone.localdate()
    context = {
        "season": notice.season,
        "notice": notice,
        "later": later_than(notice),
        "running": running_lines(notice, today),
        "is_running": is_open(notice, today),
        "correction": canonical_json(notice.correction) if notice.correction else "",
        "here": "lists",
    }
    return render(request, "portal/list.html", context)


def later_than(notice: PublicNotice) -> PublicNotice | None:
    """Return the list by which another was corrected."""
    return getattr(notice, "corrected_by", None)


def is_open(notice: PublicNotice, today: date) -> bool:
    """Tell whether the public may object to somebody on a list today."""
    return later_than(notice) is None and is_public(notice, today)


def running_lines(notice: PublicNotice, today: date) -> frozenset[int]:
    """Return the lines of a list to whose people the public may object today."""
    if not is_open(notice, today):
        return frozenset()
    if notice.corrects_id is None:
        return frozenset(row["number"] for row in notice.rows)
    listings = notice.listings.select_related("notice")
    return frozenset(one.position for one in listings if today <= one.last_day)


@require_safe
def list_text(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Hand out the very text whose SM3 is a list's fingerprint."""
    notice = list_for(code, county, number)
    headers = {"Content-Disposition": f'attachment; filename="{code}-{county}-{number}.json"'}
    text = list_text_of(notice.rows, notice.correction)
    return HttpResponse(text.encode(), content_type="application/json", headers=headers)
