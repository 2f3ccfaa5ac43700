"""The first page, a season, its notice with the official form."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from linli.apps.seasons.extensions import extensions_of
from linli.apps.seasons.models import Quota, Season
from linli.apps.seasons.queries import notice_of
from linli.core.documents.form_pdf import pdf_form
from linli.core.documents.form_word import word_form
from linli.core.documents.registration_form import RegistrationForm
from linli.web.portal.access import public_season
from linli.web.portal.public import presenting

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the seasons, those that are open first."""
    groups = presenting.season_groups(_all_seasons(), timezone.localdate())
    return render(request, "portal/home.html", {"groups": groups})


def _all_seasons() -> list[Season]:
    places = Quota.objects.filter(season=OuterRef("pk")).order_by().values("season")
    rows = Season.objects.standing().select_related("city").prefetch_related("windows")
    return list(
        rows.annotate(
            place_count=Coalesce(Subquery(places.annotate(sum=Sum("places")).values("sum")), 0)
        )
    )


@require_safe
def season(request: HttpRequest, code: str) -> HttpResponse:
    """Show one season: what is to be had, by when, with what, how."""
    found = public_season(code)
    page = presenting.season_page(found, timezone.localdate())
    context = {
        "season": found,
        "page": page,
        "extensions": extensions_of(found),
        "here": "season",
    }
    return render(request, "portal/season.html", context)


@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the notice provides, clause by clause, and its annexes."""
    found = public_season(code)
    page = presenting.notice_page(found)
    quotas = found.quotas.select_related("county")
    context = {
        "season": found,
        "page": page,
        "quotas": quotas,
        "extensions": extensions_of(found),
        "publications": found.publications.all(),
        "here": "notice",
    }
    return render(request, "portal/notice.html", context)


@require_safe
def form_word(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the official form, blank, as a Word file."""
    return _form(code, _blank_word, _WORD, "docx")


@require_safe
def form_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the official form, blank, as PDF."""
    return _form(code, _blank_pdf, "application/pdf", "pdf")


def _form(
    code: str, make: Callable[[str, date, bool], bytes], media_type: str, ending: str
) -> HttpResponse:
    season = public_season(code)
    document = notice_of(season)
    title = season.pack.text("form_title", document.issued)
    content = make(title, document.issued, season.is_rehearsal)
    headers = {"Content-Disposition": f'attachment; filename="form-{season.code}.{ending}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


# The same for everybody: drawn once, since drawing takes a good part of a second.
@lru_cache(maxsize=8)
def _blank_word(title: str, dated: date, rehearsal: bool) -> bytes:
    return word_form(RegistrationForm(), title=title, rehearsal=rehearsal, dated=dated)


@lru_cache(maxsize=8)
def _blank_pdf(title: str, dated: date, rehearsal: bool) -> bytes:
    return pdf_form(
        RegistrationForm(),
        title=title,
        rehearsal=rehearsal,
        dated=dated,
        fonts=settings.ASSETS / "fonts",
    )
