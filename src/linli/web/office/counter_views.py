"""The counter's pages: try what was typed in, then register it. Each makes one call and answers."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.intake.counter import commit, dry_run, may_enter
from linli.apps.intake.entries import form_on_file
from linli.apps.intake.receipt import registration_time
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal
from linli.web.office.access import case_for, official_of, officials_only, season_for
from linli.web.office.counter_forms import CounterForm
from linli.web.office.counter_presenting import sent_papers, tried

_desk = require_http_methods(["GET", "HEAD", "POST"])


class ChangedSinceTried(Refusal):
    """What is registered is what the official has seen tried."""


@_desk
@never_cache
@officials_only
def counter(request: HttpRequest, code: str) -> HttpResponse:
    """Type in the application of a person who came."""
    return _counter(request, season_for(official_of(request), code), None)


@_desk
@never_cache
@officials_only
def type_form(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Type in the form of a case that nobody could read."""
    case = case_for(official_of(request), code, case_number)
    require_entering(official_of(request), case.season)
    refusal = form_on_file(case)
    if refusal is not None:
        context = {"season": case.season, "sentence": refusal.sentence(), "code": 409}
        return render(request, "office/counter_refused.html", context, status=409)
    return _counter(request, case.season, case)


def require_entering(official: User, season: Season) -> None:
    """Refuse who may not enter applications. Raises ``PermissionDenied`` with the reason."""
    permission = may_enter(official, season)
    if not permission.allowed:
        raise PermissionDenied(permission.reason)


def _counter(request: HttpRequest, season: Season, case: Application | None) -> HttpResponse:
    official = official_of(request)
    require_entering(official, season)
    form = CounterForm(request.POST or None, asks_for_papers=case is None)
    shown = None
    if request.method == "POST" and form.is_valid():
        if "commit" in request.POST:
            made = _commit(form, season, case, official)
            if made is not None:
                return redirect("office:case", season.code, made.case_number)
        else:
            entry = form.entry(case)
            rehearsed = dry_run(season, entry, actor=official, at=timezone.now())
            shown = tried(rehearsed, entry)
            form.show(rehearsed)
            form = _as_tried(request, form) if shown.is_clear else form
    days = registration_time(season)
    context = {
        "season": season,
        "days": days,
        "is_over": days.is_over(timezone.now()),
        "case": case,
        "form": form,
        "tried": shown,
        "mails": sent_papers(case, official) if case else (),
        "tab": "intake",
    }
    return render(request, "office/counter.html", context, status=422 if form.errors else 200)


def _as_tried(request: HttpRequest, form: CounterForm) -> CounterForm:
    """Return the form again, bearing that these very values were tried."""
    values = request.POST.copy()
    values["seen"] = form.digest
    again = CounterForm(values, asks_for_papers=bool(form.papers))
    again.is_valid()
    return again


def _commit(
    form: CounterForm, season: Season, case: Application | None, official: User
) -> Application | None:
    """Register what was tried; ``None`` where it is refused, which the form then shows."""
    try:
        if not form.is_as_tried:
            raise ChangedSinceTried("内容在试算以后改动过", mend="再试算一次，核对后登记")
        return commit(season, form.entry(case), actor=official, at=timezone.now())
    except Refusal as refusal:
        form.refuse(refusal)
    return None
