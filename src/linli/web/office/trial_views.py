"""Trials of a placement, for the city and the auditors: compute, read, compare, adopt."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.seasons.models import Season
from linli.apps.selection.left_out import left_out_of
from linli.apps.selection.models import PlacementRun, PlacementTrial
from linli.apps.selection.permissions import (
    may_adopt_placement,
    may_read_trials,
    may_try_placement,
)
from linli.apps.selection.placement_changes import told_changes
from linli.apps.selection.placing import adopt_placement, changes_since, try_placement
from linli.apps.selection.trial_queries import trials_of, with_sums
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only, season_for
from linli.web.office.acting import require_allowed
from linli.web.office.comparison_presenting import compare_page
from linli.web.office.placement_views import read_page
from linli.web.office.presenting import PAGE_SIZE
from linli.web.office.trial_forms import AdoptForm, CompareForm, PeopleForm
from linli.web.office.trial_presenting import (
    first_numbers,
    people_page,
    trial_card,
    trial_page,
    trials_page,
)

_TAB = {"tab": "placement"}


@read_page
def trials(request: HttpRequest, code: str) -> HttpResponse:
    """List the trials of a season, and say what keeps another one back."""
    return _listed(request, _season(request, code))


def _season(request: HttpRequest, code: str) -> Season:
    season = season_for(official_of(request), code)
    require_allowed(may_read_trials(official_of(request), season))
    return season


def _listed(request: HttpRequest, season: Season, *, refusal: str = "") -> HttpResponse:
    page = trials_page(
        season, official_of(request), request.GET.get("page", "1"), today=timezone.localdate()
    )
    found = tuple(page.page)
    newest = [one.number for one in found[:2]]
    form = CompareForm(
        season=season,
        trials=trials_of(season),
        initial=dict(zip(("after", "before"), newest, strict=False)),
    )
    context = {
        "season": season,
        "page": page,
        "undated": first_numbers(page.readiness.undated),
        "late_shown": first_numbers(page.readiness.left_out.late),
        "form": form if len(found) > 1 else None,
        "refusal": refusal,
        **_TAB,
    }
    status = 422 if refusal else 200
    return render(request, "office/trials.html", context, status=status)


@require_POST
@never_cache
@officials_only
def try_now(request: HttpRequest, code: str) -> HttpResponse:
    """Compute a trial on the records as they stand."""
    official = official_of(request)
    season = season_for(official, code)
    require_allowed(may_try_placement(official, season))
    try:
        made = try_placement(season, actor=official, at=timezone.now())
    except Refusal as refusal:
        return _listed(request, season, refusal=refusal.sentence())
    return redirect("office:trial", code, made.number)


@read_page
def trial(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show how a trial was made and what it would come to by county."""
    made = _numbered(_season(request, code), number)
    official = official_of(request)
    context = {
        "season": made.season,
        "page": trial_page(made),
        "run": _run_of(made),
        "may_adopt": may_adopt_placement(official, made.season),
        **({} if _run_of(made) else _left_out(made.season)),
        **_TAB,
    }
    return render(request, "office/trial.html", context)


def _left_out(season: Season) -> dict[str, Any]:
    found = left_out_of(season, timezone.localdate())
    return {"left_out": found, "late_shown": first_numbers(found.late)}


def _numbered(season: Season, number: int) -> PlacementTrial:
    made = trials_of(season).filter(number=number).first()
    if made is None:
        raise Http404("没有这次试算")
    return made


def _run_of(made: PlacementTrial) -> PlacementRun | None:
    run: PlacementRun | None = getattr(made, "run", None)
    return run


@read_page
def people(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """List who would go where by a trial, and each county's reserve in its order."""
    made = _numbered(_season(request, code), number)
    form = PeopleForm(_filled(request, "number", "county", "status"), season=made.season)
    context = {
        "season": made.season,
        "form": form,
        "page": people_page(made, form, request.GET.get("page", "1")),
        "run": _run_of(made),
        **_TAB,
    }
    return render(request, "office/trial_people.html", context)


def _filled(request: HttpRequest, *names: str) -> QueryDict:
    """Return a filter as it was sent, blank where a part of it was not."""
    sent = request.GET.copy()
    for name in names:
        sent.setdefault(name, "")
    return sent


@read_page
def person(request: HttpRequest, code: str, number: int, case_number: str) -> HttpResponse:
    """Show what would become of one person's choices by a trial, and why."""
    made = _numbered(_season(request, code), number)
    rows = made.placements.select_related("application", "county", "run__season")
    placement = rows.filter(application__case_number=case_number).first()
    if placement is None:
        raise Http404("这次试算没有这个报名编号")
    context = {
        "season": made.season,
        "trial": made,
        "number": case_number,
        "card": trial_card(placement),
        "run": _run_of(made),
        **_TAB,
    }
    return render(request, "office/trial_person.html", context)


@read_page
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Show two trials side by side: in what the records differ, and who stands elsewhere."""
    season = _season(request, code)
    found = {one.number: one for one in trials_of(season)}
    form = CompareForm(request.GET, season=season, trials=tuple(found.values()))
    page = None
    if form.is_valid():
        before, after = (found[form.cleaned_data[name]] for name in ("before", "after"))
        page = compare_page(season, before, after, form, request.GET.get("page", "1"))
    context = {"season": season, "form": form, "page": page, **_TAB}
    return render(request, "office/trial_compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def adopt(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show whether a trial still stands, and adopt it with a reason."""
    official = official_of(request)
    season = season_for(official, code)
    require_allowed(may_adopt_placement(official, season))
    made = _numbered(season, number)
    left_out = _left_out(season)
    form = AdoptForm(request.POST or None, left_out=left_out["left_out"])
    if request.method == "POST" and form.is_valid():
        try:
            run = adopt_placement(
                made,
                actor=official,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
                go_ahead=form.go_ahead,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence())
        else:
            return redirect("office:placement-run", code, run.number)
    return _adopt_page(request, made, form, left_out)


def _adopt_page(
    request: HttpRequest, made: PlacementTrial, form: AdoptForm, left_out: dict[str, Any]
) -> HttpResponse:
    changes: tuple[str, ...] = ()
    refusal = ""
    try:
        changes = told_changes(changes_since(made, at=timezone.now()))
    except Refusal as found:
        refusal = found.sentence()
    context = {
        "season": made.season,
        "trial": with_sums(trials_of(made.season)).get(pk=made.pk),
        "run": _run_of(made),
        "form": form,
        "changes": changes[:PAGE_SIZE],
        "changes_count": len(changes),
        "refusal": refusal,
        **left_out,
        **_TAB,
    }
    status = 422 if form.errors else 200
    return render(request, "office/trial_adopt.html", context, status=status)
