"""Exports: which lists there are, one ordered, its file taken, the log of all."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.exports.catalogue import CATALOGUE, lists_for, may_take
from linli.apps.exports.models import KEPT
from linli.apps.exports.ordering import (
    MOST_ROWS_AT_ONCE,
    Order,
    download,
    may_read_log,
    order_export,
)
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only, season_for
from linli.web.office.acting import require_allowed, went_through
from linli.web.office.downloads import excel
from linli.web.office.export_forms import OrderForm, narrowing_form, told_filters
from linli.web.office.export_presenting import log_page, own_page

Page = Callable[..., HttpResponse]


def _page(view: Page) -> Page:
    """Guard a page: read only, signed in, kept by no cache."""
    return require_safe(never_cache(officials_only(view)))


@_page
def exports(request: HttpRequest, code: str) -> HttpResponse:
    """Show the official's own exports and the lists that there are to take."""
    official = official_of(request)
    season = season_for(official, code)
    context = {
        "season": season,
        "own": own_page(season, official),
        "lists": lists_for(official, season),
        "reads_log": may_read_log(official, season).allowed,
        "kept_days": KEPT.days,
    }
    return render(request, "office/exports.html", context)


@_page
def own(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the part of the page that tells how far the own exports are."""
    official = official_of(request)
    season = season_for(official, code)
    context = {"season": season, "own": own_page(season, official)}
    return render(request, "office/exports_own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def export(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Show what a list holds and how many rows it would have; order it."""
    official = official_of(request)
    season = season_for(official, code)
    wanted = CATALOGUE.get(name)
    if wanted is None:
        raise Http404("没有这份名单")
    require_allowed(may_take(official, season, wanted, is_full=False))
    is_sent = request.method == "POST"
    given = request.POST if is_sent else request.GET
    narrowing = narrowing_form(wanted, given.dict(), season=season, official=official)
    filters = narrowing.cleaned_data if narrowing.is_valid() else {}
    offers_full = may_take(official, season, wanted, is_full=True).allowed
    form = OrderForm(request.POST if is_sent else None, offers_full=offers_full)
    if form.is_valid() and narrowing.is_valid():
        order = Order(
            wanted, form.cleaned_data["reason"], filters, bool(form.cleaned_data.get("is_full"))
        )
        at = timezone.now()
        if went_through(form, lambda: order_export(season, order, actor=official, at=at)):
            return redirect("office:exports", code)
    context = {
        "season": season,
        "wanted": wanted,
        "narrowing": narrowing,
        "told": told_filters(narrowing),
        "form": form,
        "count": wanted.find(season, official, filters).count(),
        "at_once": MOST_ROWS_AT_ONCE,
    }
    status = 422 if form.errors or narrowing.errors else 200
    return render(request, "office/export.html", context, status=status)


@require_POST
@never_cache
@officials_only
def export_file(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Hand out the file of an own export, and enter that it was taken."""
    official = official_of(request)
    season = season_for(official, code)
    found = season.exports.filter(pk=key, by=official).first()
    if found is None:
        raise Http404("您没有这份导出")
    try:
        content = download(found, actor=official, at=timezone.now())
    except Refusal as refusal:
        raise Http404(refusal.sentence()) from refusal
    found.season = season
    return excel(content, found.file_name)


@_page
def log(request: HttpRequest, code: str) -> HttpResponse:
    """Show who exported what, when, why and how many rows, fifty a page."""
    official = official_of(request)
    season = season_for(official, code)
    require_allowed(may_read_log(official, season))
    context = {"season": season, "log": log_page(season, official, request.GET.get("page", "1"))}
    return render(request, "office/exports_log.html", context)
