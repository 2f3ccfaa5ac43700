"""Agreements: the county signs and records who reports for duty, the city takes them on record."""

from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.actions import file_with_city, sign_agreements
from linli.apps.reports.papers import agreement_paper
from linli.apps.seasons.models import Season
from linli.apps.workforce.actions import report_for_duty
from linli.core.documents.official_word import write_word
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import (
    done_count,
    season_of_county,
    season_to_act_in,
    went_through,
)
from linli.web.office.agreement_forms import FileForm, ReportForm, SignForm
from linli.web.office.agreement_presenting import (
    agreements_of,
    city_agreements,
    communities_to_choose,
    county_agreements,
    formal_cases,
)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _is_city(official: User) -> bool:
    return official.office == Office.CITY


def _done(code: str, **news: int) -> HttpResponse:
    return redirect(f"{reverse('office:agreements', args=[code])}?{urlencode(news)}")


@require_safe
@never_cache
@officials_only
def agreements(request: HttpRequest, code: str) -> HttpResponse:
    """Show the city what waits to be filed, and a county who signs and who reports for duty."""
    official = official_of(request)
    if _is_city(official):
        return _city_shown(request, season_to_act_in(official, code, act="报市备案"))
    return _county_shown(request, season_of_county(official, code, act="办理协议和报到"))


def _city_shown(
    request: HttpRequest, season: Season, refused: forms.Form | None = None
) -> HttpResponse:
    context = {
        "season": season,
        "page": city_agreements(season, today=timezone.localdate()),
        "refused": refused,
        "filed": done_count(request, "filed"),
        "tab": "agreements",
    }
    status = 422 if refused else 200
    return render(request, "office/agreements_city.html", context, status=status)


def _county_shown(
    request: HttpRequest, season: Season, refused: forms.Form | None = None
) -> HttpResponse:
    county = official_of(request).division
    assert county is not None
    cases = formal_cases(season, county.code)
    places = communities_to_choose(season, county.code)
    signing = (
        refused if isinstance(refused, SignForm) else SignForm(cases=cases, communities=places)
    )
    page = county_agreements(season, county, cases, signing, today=timezone.localdate())
    reporting = refused if isinstance(refused, ReportForm) else ReportForm(keys=())
    context = {
        "season": season,
        "page": page,
        "signing": signing,
        "reporting": reporting,
        "refused": refused,
        "signed": done_count(request, "signed"),
        "reported": done_count(request, "reported"),
        "tab": "agreements",
    }
    status = 422 if refused else 200
    return render(request, "office/agreements_county.html", context, status=status)


@require_POST
@never_cache
@officials_only
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Record signed agreements, each with its community."""
    official = official_of(request)
    season = season_of_county(official, code, act="签订协议")
    form = SignForm(
        request.POST,
        cases=formal_cases(season, official.scope),
        communities=communities_to_choose(season, official.scope),
    )
    if form.is_valid() and went_through(
        form,
        lambda: sign_agreements(
            season,
            form.assignments,
            signed_on=form.cleaned_data["signed_on"],
            actor=official,
            at=timezone.now(),
        ),
    ):
        return _done(code, signed=len(form.assignments))
    return _county_shown(request, season, form)


@require_POST
@never_cache
@officials_only
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Take signed agreements on record with the city."""
    official = official_of(request)
    season = season_to_act_in(official, code, act="报市备案")
    waiting = {one.pk: one for one in agreements_of(season, season.city_id) if not one.filed_on}
    form = FileForm(request.POST, keys=waiting)
    if form.is_valid():
        chosen = [waiting[key] for key in form.cleaned_data["agreements"]]
        if went_through(
            form, lambda: file_with_city(season, chosen, actor=official, at=timezone.now())
        ):
            return _done(code, filed=len(chosen))
    return _city_shown(request, season, form)


@require_POST
@never_cache
@officials_only
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Record who reported for duty on a day."""
    official = official_of(request)
    season = season_of_county(official, code, act="登记报到")
    filed = {one.pk: one for one in agreements_of(season, official.scope) if one.filed_on}
    form = ReportForm(request.POST, keys=filed)
    if form.is_valid():
        chosen = dict.fromkeys([filed[key] for key in form.cleaned_data["agreements"]], form.day)
        if went_through(form, lambda: report_for_duty(chosen, actor=official, at=timezone.now())):
            return _done(code, reported=len(chosen))
    return _county_shown(request, season, form)


@require_safe
@never_cache
@officials_only
def paper(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Hand out one recruit's agreement as a Word file, to be printed and signed."""
    official = official_of(request)
    season = season_of_county(official, code, act="办理协议和报到")
    for one in agreements_of(season, official.scope):
        if one.application.case_number == case_number:
            disposition = f'attachment; filename="{case_number}-agreement.docx"'
            return HttpResponse(
                write_word(agreement_paper(one)),
                content_type=_WORD,
                headers={"Content-Disposition": disposition},
            )
    raise Http404("没有这份协议")
