"""The office's pages. Each loads, checks permission, makes one call and answers."""

from collections.abc import Callable

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.applications.queries import ledger_of
from linli.web.office import presenting
from linli.web.office.access import case_for, official_of, officials_only, season_for
from linli.web.office.case_page import case_page, heading
from linli.web.office.forms import FilterForm, OwnPasswordForm, SignInForm

Page = Callable[..., HttpResponse]


class SignIn(LoginView):
    """Ask for user name and password."""

    template_name = "office/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    next_page = "office:seasons"


def _page(view: Page) -> Page:
    """Guard a page: read only, signed in, kept by no cache."""
    return require_safe(never_cache(officials_only(view)))


@_page
def seasons(request: HttpRequest) -> HttpResponse:
    """Show the seasons of the official's city."""
    cards = presenting.season_cards(official_of(request))
    return render(request, "office/seasons.html", {"seasons": cards})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def own_password(request: HttpRequest) -> HttpResponse:
    """Take another password of the official's own; the other sessions end with it."""
    official = official_of(request)
    form = OwnPasswordForm(official, request.POST or None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, official)
        return redirect("office:password-changed")
    status = 422 if form.errors else 200
    return render(request, "office/password.html", {"form": form}, status=status)


@_page
def password_changed(request: HttpRequest) -> HttpResponse:
    """Say that the password is another one."""
    return render(request, "office/password.html", {"is_changed": True})


@_page
def season(request: HttpRequest, code: str) -> HttpResponse:
    """Show one season: clock, funnel, counties, key figures."""
    found = season_for(official_of(request), code)
    page = presenting.season_page(found, official_of(request), today=timezone.localdate())
    return render(request, "office/season.html", {"season": found, "page": page, "tab": "overview"})


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
