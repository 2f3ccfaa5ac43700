"""The office's pages. Each loads, checks permission, makes one call and answers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.applications.queries import ledger_of
from linli.apps.selection.permissions import may_read_trials
from linli.web.office import presenting
from linli.web.office.access import (
    case_for,
    official_of,
    officials_only,
    season_for,
    staff_only,
)
from linli.web.office.case_page import case_page, heading
from linli.web.office.forms import FilterForm
from linli.web.office.withdrawal_presenting import withdrawn_seasons

Page = Callable[..., HttpResponse]


def _page(view: Page) -> Page:
    """Guard a page: read only, signed in, kept by no cache."""
    return require_safe(never_cache(officials_only(view)))


@require_safe
@never_cache
@staff_only
def seasons(request: HttpRequest) -> HttpResponse:
    """Show the seasons of the official's city; an administrator, who has none, goes to the own page."""
    official = official_of(request)
    if official.is_administrator:
        return redirect("office:administration")
    cards = presenting.season_cards(official, today=timezone.localdate())
    context = {"seasons": cards, "withdrawn": withdrawn_seasons(official)}
    return render(request, "office/seasons.html", context)


@_page
def season(request: HttpRequest, code: str) -> HttpResponse:
    """Show one season: what is due, clock, funnel, counties, key figures."""
    official = official_of(request)
    found = season_for(official, code)
    today = timezone.localdate()
    context = {
        "season": found,
        "page": presenting.season_page(found, official, today=today, asked=request.GET),
        "trials": may_read_trials(official, found),
        "tab": "overview",
    }
    return render(request, "office/season.html", context)


@_page
def policy(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the season's pack says, clause by clause."""
    found = season_for(official_of(request), code)
    return render(
        request,
        "office/policy.html",
        {"season": found, "page": presenting.policy_page(found), "tab": "policy"},
    )


@_page
def applications(request: HttpRequest, code: str) -> HttpResponse:
    """Show the applications within the official's scope, filtered, fifty a page."""
    found = season_for(official_of(request), code)
    form = FilterForm(request.GET, season=found, scope=official_of(request).scope)
    page = presenting.application_page(
        found, official_of(request), form, request.GET.get("page", "1")
    )
    return render(
        request,
        "office/applications.html",
        {"season": found, "form": form, "page": page, "tab": "applications"},
    )


@_page
def case(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Show one case: checks, decisions, what came of it, the form, the mails."""
    application = case_for(official_of(request), code, case_number)
    page = case_page(application, official_of(request))
    return render(
        request,
        "office/case.html",
        {"season": application.season, "page": page, "tab": "applications"},
    )


@_page
def case_ledger(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Show the ledger entries of one case."""
    application = case_for(official_of(request), code, case_number)
    context = {
        "season": application.season,
        "page": heading(application),
        "entries": ledger_of(application),
        "tab": "applications",
    }
    return render(request, "office/ledger.html", context)
