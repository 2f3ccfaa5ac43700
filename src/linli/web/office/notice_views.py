"""A county's public notice: the list before it is posted, the posted lists, their channels and papers."""

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.accounts.models import User
from linli.apps.notices.actions import confirm_recruits, publish_list
from linli.apps.notices.models import PublicNotice
from linli.apps.notices.posting import record_posting
from linli.apps.reports.papers import notice_paper
from linli.apps.seasons.models import Season
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import done_count, season_of_county, went_through
from linli.web.office.county_reading import Reading, county_read
from linli.web.office.downloads import PDF, WORD, handed_out
from linli.web.office.notice_forms import ChannelForm, PublishForm
from linli.web.office.notice_presenting import list_page, notice_page

_ACT = "办理公示"


def list_of_county(official: User, code: str, number: int) -> PublicNotice:
    """Return one list of the official's county. Raises ``Http404`` and ``PermissionDenied``."""
    season = season_of_county(official, code, act=_ACT)
    return _list(season, official.scope, number)


def list_in(reading: Reading, number: int) -> PublicNotice:
    """Return one list of the county that is read. Raises ``Http404``."""
    return _list(reading.season, reading.county.code, number)


def _list(season: Season, county: str, number: int) -> PublicNotice:
    found = (
        season.notices.filter(county_id=county, number=number)
        .select_related("season__city", "county", "corrects", "corrected_by")
        .first()
    )
    if found is None:
        raise Http404("没有这份公示")
    return found


@require_safe
@never_cache
@officials_only
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """Show the list that the county would post today, and those that it has posted."""
    return _shown(request, county_read(request, code, act="公示"), PublishForm())


def _shown(request: HttpRequest, reading: Reading, form: PublishForm) -> HttpResponse:
    season, county = reading.season, reading.county
    context = {
        "season": season,
        "county": county,
        "reading": reading,
        "form": form,
        "page": notice_page(season, county.code, today=timezone.localdate()),
        "tab": "notice",
    }
    return render(request, "office/notice.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
@officials_only
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Post the list as it was shown."""
    official = official_of(request)
    season = season_of_county(official, code, act="发布公示")
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            posted = publish_list(
                season,
                official.scope,
                telephone=form.cleaned_data["telephone"],
                reason=form.cleaned_data["reason"],
                shown=request.POST.get("shown", ""),
                actor=official,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence())
        else:
            return redirect("office:notice-list", code, posted.number)
    return _shown(request, county_read(request, code, act="公示"), form)


@require_safe
@never_cache
@officials_only
def posted_list(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one posted list of the county."""
    reading = county_read(request, code, act="公示")
    return _list_shown(request, list_in(reading, number), ChannelForm())


def _list_shown(
    request: HttpRequest, notice: PublicNotice, form: forms.Form, *, refusal: str = ""
) -> HttpResponse:
    context = {
        "season": notice.season,
        "reading": county_read(request, notice.season.code, act="公示"),
        "page": list_page(notice, today=timezone.localdate()),
        "form": form,
        "refusal": refusal,
        "confirmed": done_count(request, "confirmed"),
        "tab": "notice",
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "office/notice_list.html", context, status=status)


@require_POST
@never_cache
@officials_only
def add_channel(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Record where else a list was made public."""
    official = official_of(request)
    found = list_of_county(official, code, number)
    form = ChannelForm(request.POST)
    if form.is_valid() and went_through(
        form,
        lambda: record_posting(found, **form.cleaned_data, actor=official, at=timezone.now()),
    ):
        return redirect("office:notice-list", code, number)
    return _list_shown(request, found, form)


@require_POST
@never_cache
@officials_only
def confirm(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Make formal recruits of those whose period is over and who have no open objection."""
    official = official_of(request)
    found = list_of_county(official, code, number)
    try:
        confirmed = confirm_recruits(found, actor=official, at=timezone.now())
    except Refusal as refusal:
        return _list_shown(request, found, ChannelForm(), refusal=refusal.sentence())
    address = reverse("office:notice-list", args=[code, number])
    return redirect(f"{address}?{urlencode({'confirmed': len(confirmed)})}")


@require_safe
@never_cache
@officials_only
def paper_word(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand out a posted list as a Word file."""
    found = list_in(county_read(request, code, act="公示"), number)
    return _download(found, write_word(notice_paper(found)), WORD, "docx")


@require_safe
@never_cache
@officials_only
def paper_pdf(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand out a posted list as PDF."""
    found = list_in(county_read(request, code, act="公示"), number)
    content = write_pdf(notice_paper(found), fonts=settings.ASSETS / "fonts")
    return _download(found, content, PDF, "pdf")


def _download(notice: PublicNotice, content: bytes, kind: str, suffix: str) -> HttpResponse:
    name = f"{notice.season.code}-{notice.county_id}-{notice.number}.{suffix}"
    return handed_out(content, kind, name)
