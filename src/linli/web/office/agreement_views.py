"""Agreements: the county arranges, the street signs and records reports, the city takes on record.

Each act is shown first, and then done just as it was shown.
"""

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.arranging import (
    arrange_as_shown,
    plan_arrangements,
    recruits_to_arrange,
)
from linli.apps.agreements.filing import file_as_shown, plan_filing
from linli.apps.agreements.signing import plan_signing, sign_as_shown
from linli.apps.applications.models import Application
from linli.apps.seasons.models import Season
from linli.apps.workforce.reporting import plan_reports, report_as_shown
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import (
    acted,
    done_count,
    season_of_county,
    season_to_act_in,
    season_to_read,
)
from linli.web.office.agreement_access import place_of, season_of_place
from linli.web.office.agreement_checks import (
    CheckPage,
    arrange_check,
    file_check,
    report_check,
    sign_check,
)
from linli.web.office.agreement_city import city_page
from linli.web.office.agreement_forms import ArrangeForm, FileForm, ReportForm, SignForm
from linli.web.office.agreement_presenting import (
    communities_to_choose,
    formal_page,
    place_page,
)

_NEWS = ("arranged", "signed", "filed", "reported", "ended")
Sent = ArrangeForm | SignForm | FileForm | ReportForm


def _is_city(official: User) -> bool:
    return official.office == Office.CITY


def _done(code: str, **news: int) -> HttpResponse:
    return redirect(f"{reverse('office:agreements', args=[code])}?{urlencode(news)}")


@require_safe
@never_cache
@officials_only
def agreements(request: HttpRequest, code: str) -> HttpResponse:
    """Show the city and its auditors what waits to be filed, and a county or street who signs and who reports for duty."""
    official = official_of(request)
    if _is_city(official):
        return _city_shown(request, season_to_act_in(official, code, act="报市备案"))
    if official.office == Office.AUDITOR:
        return _city_shown(request, season_to_read(official, code, act="查看协议备案"))
    return _place_shown(request, season_of_place(official, code, act="办理协议和报到"))


def _city_shown(
    request: HttpRequest, season: Season, refused: forms.Form | None = None
) -> HttpResponse:
    county = request.GET.get("county", "")
    context = {
        "season": season,
        "page": city_page(season, county, today=timezone.localdate()),
        "refused": refused,
        "filed": done_count(request, "filed"),
        "tab": "agreements",
    }
    status = 422 if refused else 200
    return render(request, "office/agreements_city.html", context, status=status)


def _place_shown(
    request: HttpRequest, season: Season, refused: forms.Form | None = None
) -> HttpResponse:
    official = official_of(request)
    place, is_county = place_of(official), official.office == Office.COUNTY
    arranging = refused if isinstance(refused, ArrangeForm) else None
    formal = None
    if is_county and arranging is None:
        formal = formal_page(season, place.code, request.GET)
        arranging = _arranging(season, official, formal)
    page = place_page(
        season, place, arranging, formal, today=timezone.localdate(), asked=request.GET
    )
    context = {
        "season": season,
        "page": page,
        "signing": refused if isinstance(refused, SignForm) else SignForm(),
        "reporting": refused if isinstance(refused, ReportForm) else ReportForm(),
        "refused": refused,
        "news": {name: done_count(request, name) for name in _NEWS},
        "tab": "agreements",
    }
    status = 422 if refused else 200
    return render(request, "office/agreements_place.html", context, status=status)


def _arranging(
    season: Season, official: User, cases: Iterable[Application], data: QueryDict | None = None
) -> ArrangeForm:
    communities = communities_to_choose(season, official.scope)
    return ArrangeForm(data, cases=list(cases), communities=communities)


def _arranging_sent(request: HttpRequest, season: Season, official: User) -> ArrangeForm:
    """Return the form that was sent, with whom it asks about, from whichever page of the list."""
    numbers = ArrangeForm.numbers_in(request.POST)
    found = recruits_to_arrange(season, official.scope).filter(case_number__in=numbers)
    return _arranging(season, official, found, request.POST)


def _in_two_steps(
    request: HttpRequest,
    season: Season,
    form: Sent,
    *,
    act: Callable[[str], Sequence[object]],
    plan: Callable[[], CheckPage],
    news: str,
) -> HttpResponse | None:
    """Do what was shown before and is confirmed, else show what an act would do.

    ``None`` where that is refused, which the form then tells.
    """
    shown = request.POST.get("shown")
    if shown is not None:
        done = acted(form, lambda: act(shown))
        if done is not None:
            return _done(season.code, **{news: len(done)})
    try:
        page = plan()
    except Refusal as refusal:
        if not form.non_field_errors():
            form.add_error(None, refusal.sentence())
        return None
    context = {
        "season": season,
        "form": form,
        "page": page,
        "sent_again": list(form.sent_again()),
        "tab": "agreements",
    }
    status = 422 if form.errors else 200
    return render(request, "office/agreements_check.html", context, status=status)


@require_POST
@never_cache
@officials_only
def arrange(request: HttpRequest, code: str) -> HttpResponse:
    """Show, then arrange, which communities formal recruits go to."""
    official, at = official_of(request), timezone.now()
    season = season_of_county(official, code, act="安排社区")
    form, county = _arranging_sent(request, season, official), official.scope
    if not form.is_valid():
        return _place_shown(request, season, form)
    wishes = form.wishes
    answer = _in_two_steps(
        request,
        season,
        form,
        act=lambda shown: (
            arrange_as_shown(season, county, wishes, shown=shown, actor=official, at=at).assignments
        ),
        plan=lambda: arrange_check(plan_arrangements(season, county, wishes, at=at)),
        news="arranged",
    )
    return answer or _place_shown(request, season, form)


@require_POST
@never_cache
@officials_only
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Show, then record, who signed on a day."""
    official, at = official_of(request), timezone.now()
    season = season_of_place(official, code, act="签订协议")
    form = SignForm(request.POST)
    if not form.is_valid():
        return _place_shown(request, season, form)
    numbers, day = form.cleaned_data["cases"], form.cleaned_data["signed_on"]
    scope, today = official.scope, timezone.localdate()
    answer = _in_two_steps(
        request,
        season,
        form,
        act=lambda shown: sign_as_shown(
            season, numbers, signed_on=day, shown=shown, actor=official, at=at
        ),
        plan=lambda: sign_check(plan_signing(season, scope, numbers, signed_on=day, today=today)),
        news="signed",
    )
    return answer or _place_shown(request, season, form)


@require_POST
@never_cache
@officials_only
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Show, then take on record with the city, signed agreements."""
    official, at = official_of(request), timezone.now()
    season = season_to_act_in(official, code, act="报市备案")
    form = FileForm(request.POST)
    if not form.is_valid():
        return _city_shown(request, season, form)
    keys, reason = form.cleaned_data["agreements"], form.cleaned_data["reason"]
    today = timezone.localdate()
    answer = _in_two_steps(
        request,
        season,
        form,
        act=lambda shown: (
            file_as_shown(
                season, keys, shown=shown, reason=reason, actor=official, at=at
            ).agreements
        ),
        plan=lambda: file_check(plan_filing(season, keys, on=today)),
        news="filed",
    )
    return answer or _city_shown(request, season, form)


@require_POST
@never_cache
@officials_only
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Show, then record, who reported for duty on a day."""
    official, at = official_of(request), timezone.now()
    season = season_of_place(official, code, act="登记报到")
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _place_shown(request, season, form)
    keys, day = form.cleaned_data["agreements"], form.day
    scope, today = official.scope, timezone.localdate()
    answer = _in_two_steps(
        request,
        season,
        form,
        act=lambda shown: report_as_shown(
            season, keys, reported_on=day, shown=shown, actor=official, at=at
        ),
        plan=lambda: report_check(plan_reports(season, scope, keys, reported_on=day, today=today)),
        news="reported",
    )
    return answer or _place_shown(request, season, form)
