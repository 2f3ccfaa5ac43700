"""A county's diplomas: the days entered for many at once, and who is revoked for coming late."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.applications.diplomas import record_diplomas
from linli.apps.applications.late_diplomas import (
    RevocationPlan,
    diploma_counts,
    late_candidates,
    plan_revocation,
    revoke_as_planned,
)
from linli.apps.applications.models import Application
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import acted, done_count, season_of_county, went_through
from linli.web.office.all_counties import season_to_read, shows_all_counties
from linli.web.office.county_reading import county_read
from linli.web.office.diploma_forms import DiplomaForm, RevokeForm, posted_numbers
from linli.web.office.diploma_presenting import (
    awaited,
    deadline_of,
    diploma_rows,
    enterable,
    entry_rows,
    listed,
    to_correct,
)

_READ, _RECORD, _REVOKE = "毕业证书登记情况", "登记毕业证书取得日期", "取消招募资格"
_LISTS = ("late", "recorded", "revoked")
_desk = require_http_methods(["GET", "HEAD", "POST"])


def _back(code: str, **news: int) -> HttpResponse:
    return redirect(f"{reverse('office:diplomas', args=[code])}?{urlencode(news)}")


@_desk
@never_cache
@officials_only
def diplomas(request: HttpRequest, code: str) -> HttpResponse:
    """Show whose diploma is awaited, recorded or late; record the days that a county types in."""
    official = official_of(request)
    if request.method == "POST":
        return _record(request, season_of_county(official, code, act=_RECORD))
    if shows_all_counties(request):
        return _shown(request, season_to_read(official, code, act=f"查看{_READ}"), None, {})
    reading = county_read(request, code, act=_READ)
    return _list(request, reading.season, reading.county, may_act=reading.may_act)


def _list(request: HttpRequest, season: Season, county: Division, *, may_act: bool) -> HttpResponse:
    which, number = request.GET.get("list", ""), request.GET.get("page", "1")
    today = timezone.localdate()
    if which in _LISTS:
        page = listed(season, county.code, which, number, today=today)
        rows = diploma_rows(season, list(page), today=today)
        shown = {"which": which, "rows": rows, "pages": page}
        return _shown(request, season, county, shown, may_act=may_act)
    correcting = to_correct(season, county.code, request.GET.get("correct", ""))
    found = None if correcting else awaited(season, county.code, number)
    cases = correcting or list(found or ())
    form = DiplomaForm(cases=cases, today=today)
    return _shown(request, season, county, _entry(form, cases, found), may_act=may_act)


def _record(request: HttpRequest, season: Season) -> HttpResponse:
    official = official_of(request)
    cases = enterable(season, official.scope, posted_numbers(request.POST))
    form = DiplomaForm(request.POST, cases=cases, today=timezone.localdate())
    dates = form.dates if form.is_valid() else {}
    if dates and went_through(
        form, lambda: record_diplomas(dates, actor=official, at=timezone.now())
    ):
        return _back(season.code, recorded=len(dates))
    return _shown(request, season, official.division, _entry(form, cases), may_act=True, status=422)


def _entry(
    form: DiplomaForm, cases: Sequence[Application], pages: Page[Application] | None = None
) -> dict[str, Any]:
    return {"which": "", "form": form, "entries": entry_rows(form, cases), "pages": pages}


def _shown(
    request: HttpRequest,
    season: Season,
    county: Division | None,
    shown: dict[str, Any],
    *,
    may_act: bool = False,
    status: int = 200,
) -> HttpResponse:
    official, today = official_of(request), timezone.localdate()
    context = {
        "season": season,
        "county": county,
        "counts": diploma_counts(season, county.code if county else official.scope, today=today),
        "deadline": deadline_of(season, today=today),
        "may_act": may_act,
        "recorded": done_count(request, "recorded"),
        "revoked": done_count(request, "revoked"),
        "tab": "diplomas",
        **shown,
    }
    return render(request, "office/diplomas.html", context, status=status)


@_desk
@never_cache
@officials_only
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Let a county choose who of the late is revoked; show it, and revoke as it was shown."""
    official = official_of(request)
    season = season_of_county(official, code, act=_REVOKE)
    late = late_candidates(season, official.scope, today=timezone.localdate())
    numbers = late.values_list("case_number", flat=True)
    form = RevokeForm(request.POST if request.method == "POST" else None, late=numbers)
    if not form.is_valid():
        return _choosing(request, season, form)
    chosen, shown = form.cleaned_data["cases"], request.POST.get("shown")
    if shown is not None:
        done = acted(form, lambda: _revoke(request, season, form, shown))
        if done is not None:
            return _back(code, revoked=len(done.cases))
    plan = plan_revocation(season, official.scope, chosen, today=timezone.localdate())
    return _checked(request, season, form, plan)


def _revoke(request: HttpRequest, season: Season, form: RevokeForm, shown: str) -> RevocationPlan:
    official = official_of(request)
    return revoke_as_planned(
        season,
        official.scope,
        form.cleaned_data["cases"],
        reason=form.cleaned_data["reason"],
        shown=shown,
        actor=official,
        at=timezone.now(),
    )


def _choosing(request: HttpRequest, season: Season, form: RevokeForm) -> HttpResponse:
    county, today = official_of(request).scope, timezone.localdate()
    pages = listed(season, county, "late", request.GET.get("page", "1"), today=today)
    context = {
        "season": season,
        "form": form,
        "chosen": request.POST.getlist("cases"),
        "rows": diploma_rows(season, list(pages), today=today),
        "pages": pages,
        "deadline": deadline_of(season, today=today),
        "tab": "diplomas",
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/diplomas_revoke.html", context, status=status)


def _checked(
    request: HttpRequest, season: Season, form: RevokeForm, plan: RevocationPlan
) -> HttpResponse:
    rows = diploma_rows(season, plan.cases, today=timezone.localdate())
    context = {
        "season": season,
        "form": form,
        "plan": plan,
        "rows": rows,
        "vacancies": sum(row.leaves_a_place for row in rows),
        "gone": "、".join(plan.gone),
        "tab": "diplomas",
    }
    status = 422 if form.errors else 200
    return render(request, "office/diplomas_check.html", context, status=status)
