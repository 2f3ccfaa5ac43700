"""The intake desk's pages. Each loads, checks permission, makes one call and answers."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.applications.models import Application
from linli.apps.intake.doubts import settle
from linli.apps.intake.handling import READERS
from linli.apps.intake.letters import draft_letter, may_write, send_letter
from linli.apps.intake.models import Doubt
from linli.apps.intake.queries import open_doubts, turn_of
from linli.core.refusal import Refusal
from linli.web.office import intake_presenting as presenting
from linli.web.office.access import case_for, official_of, officials_only, season_for
from linli.web.office.acting import require_allowed
from linli.web.office.case_page import heading
from linli.web.office.intake_access import doubt_for
from linli.web.office.intake_case import case_letters
from linli.web.office.intake_doubt import doubt_page
from linli.web.office.intake_forms import LetterForm, MailFilterForm, MailSearchForm
from linli.web.office.intake_mail_views import jpeg, picture_view

View = Callable[..., HttpResponse]


def _page(view: View) -> View:
    """Guard a page: read only, signed in, kept by no cache."""
    return require_safe(never_cache(officials_only(view)))


def _desk(view: View) -> View:
    """Guard a page that an official also sends something from."""
    methods = require_http_methods(["GET", "HEAD", "POST"])
    return methods(never_cache(officials_only(view)))


def _seen_at(text: str) -> datetime | None:
    """Return when the doubt had been settled as the page showed it; what is no time agrees with none."""
    with suppress(ValueError):
        return parse_datetime(text)
    return None


@_desk
def intake(request: HttpRequest, code: str) -> HttpResponse:
    """Show what came in, what waits for a person, and the mails, fifty a page.

    What is looked for by name or address is posted: it must stand in no address.
    """
    season = season_for(official_of(request), code)
    form = MailFilterForm(request.GET)
    search = MailSearchForm(request.POST or None)
    is_search = request.method == "POST"
    if is_search and official_of(request).office not in READERS:
        raise PermissionDenied("按姓名或发件地址查找来件，由能够查看来件的单位办理")
    page = presenting.intake_page(
        season,
        official_of(request),
        search.wishes if is_search else form.wishes,
        request.GET.get("page", "1"),
    )
    context = {"season": season, "form": form, "search": search, "page": page, "tab": "intake"}
    return render(request, "office/intake.html", {**context, "is_search": is_search})


@_page
def waiting_cases(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Show the cases without a readable form, or those that a letter waits for."""
    season = season_for(official_of(request), code)
    number = request.GET.get("page", "1")
    page = presenting.waiting_cases(season, official_of(request), what, number)
    if page is None:
        raise Http404("没有这一页")
    return render(
        request, "office/intake_cases.html", {"season": season, "page": page, "tab": "intake"}
    )


@_page
def doubts(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the first reading that waits for this official, or say that there is none."""
    season = season_for(official_of(request), code)
    first = open_doubts(season, official_of(request).scope).first()
    if first is not None:
        return redirect("office:doubt", code, first.pk)
    return render(request, "office/intake_clear.html", {"season": season, "tab": "intake"})


@_desk
def doubt(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show one reading in doubt; settle it and lead to the next."""
    found = doubt_for(official_of(request), code, key)
    if request.method != "POST":
        return _doubt_page(request, found)
    typed = request.POST.get("value", "").replace("\r\n", "\n")
    # What the official saw is what is settled: somebody else may have been quicker.
    found.status = request.POST.get("seen", found.status)
    if "seen_at" in request.POST:
        found.settled_at = _seen_at(request.POST["seen_at"])
    try:
        settle(found, typed, actor=official_of(request), at=timezone.now())
    except Refusal as refusal:
        found = doubt_for(official_of(request), code, key)
        return _doubt_page(request, found, typed=typed, refusal=refusal.sentence())
    following = turn_of(found, official_of(request).scope).following
    if following is None:
        return redirect("office:doubts", code)
    return redirect("office:doubt", code, following.pk)


def _doubt_page(
    request: HttpRequest, found: Doubt, *, typed: str | None = None, refusal: str = ""
) -> HttpResponse:
    context = {
        "season": found.application.season,
        "page": doubt_page(found, official_of(request), typed=typed),
        "refusal": refusal,
        "shows_page": request.GET.get("view") == "page",
        "tab": "intake",
    }
    return render(request, "office/intake_doubt.html", context)


@picture_view
def doubt_place(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show the place of a reading in doubt."""
    found = doubt_for(official_of(request), code, key)
    return jpeg(request, found.mail, found.page, box=found.box)


@picture_view
def doubt_sheet(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show the whole page of a reading in doubt."""
    found = doubt_for(official_of(request), code, key)
    return jpeg(request, found.mail, found.page)


@_desk
def letter(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Show the supplement request of a case; keep it as a draft, or send it."""
    application = case_for(official_of(request), code, case_number)
    if request.method == "POST":
        require_allowed(may_write(official_of(request), application))
    form = LetterForm(request.POST or None, auto_id="letter_%s")
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, application, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("office:case", code, case_number)
    letters = case_letters(application, official_of(request), timezone.localdate())
    context = {
        "season": application.season,
        "heading": heading(application),
        "letters": letters,
        "form": form if request.method == "POST" else letters.form,
        "tab": "applications",
    }
    return render(request, "office/intake_letter.html", context)


def _write(request: HttpRequest, application: Application, form: LetterForm) -> None:
    act = send_letter if "send" in request.POST else draft_letter
    if act is send_letter:
        form.require_confirmed()
    act(application, **form.texts(), actor=official_of(request), at=timezone.now())
