"""A county's medical check: who comes, the conclusions of many at once, who moves up."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.accounts.models import User
from linli.apps.applications.change import ReasonMissing
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import confirm_medical, decline_medical
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.medical import NOT_YET_KNOWN, again_of
from linli.apps.selection.medical_plan import MedicalPlan, plan_medical, record_as_planned
from linli.apps.selection.rechecking import arrange_recheck, mark_of
from linli.core.identity.names import mask_name
from linli.core.refusal import Refusal
from linli.web.office.access import case_for, official_of, officials_only
from linli.web.office.acting import acted, done_count, season_of_county, went_through
from linli.web.office.county_reading import Reading, county_read
from linli.web.office.medical_forms import AnswerForm, ConclusionsForm, RecheckForm
from linli.web.office.medical_presenting import (
    conclusions_form,
    medical_page,
    proposal_rows,
    waiting_cases,
)

_ACT = "办理体检"


def _back(code: str, **news: int) -> HttpResponse:
    return redirect(f"{reverse('office:medical', args=[code])}?{urlencode(news)}")


@require_safe
@never_cache
@officials_only
def medical(request: HttpRequest, code: str) -> HttpResponse:
    """Show who of the official's county waits for the medical check, and who is through."""
    return _shown(request, county_read(request, code, act="体检"))


def _shown(
    request: HttpRequest,
    reading: Reading,
    *,
    refused: ConclusionsForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    season, county = reading.season, reading.county
    waiting = waiting_cases(season, county.code)
    form = refused or conclusions_form(waiting)
    context = {
        "season": season,
        "form": form,
        "refused": refused,
        "refusal": refusal,
        "page": medical_page(season, county, waiting, form, today=timezone.localdate()),
        "reading": reading,
        "recorded": done_count(request, "recorded"),
        "filled": done_count(request, "filled"),
        "tab": "medical",
    }
    status = 422 if refused or refusal else 200
    return render(request, "office/medical.html", context, status=status)


@require_POST
@never_cache
@officials_only
def conclusions(request: HttpRequest, code: str) -> HttpResponse:
    """Show what conclusions would bring about; record them as they were shown."""
    official = official_of(request)
    season = season_of_county(official, code, act=_ACT)
    form = conclusions_form(waiting_cases(season, official.scope), request.POST)
    if not form.is_valid():
        return _shown(request, county_read(request, code, act="体检"), refused=form)
    shown = request.POST.get("shown")
    if shown is not None:
        done = acted(form, lambda: _record(season, official, form, shown))
        if done is not None:
            return _back(code, recorded=len(done.results))
    results, today = form.results, timezone.localdate()
    try:
        plan = plan_medical(
            season,
            official.scope,
            results,
            checked_on=form.day,
            today=today,
            again=form.again,
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        if not form.non_field_errors():
            field = "reason" if isinstance(refusal, ReasonMissing) else "checked_on"
            form.add_error(field, refusal.sentence())
        return _shown(request, county_read(request, code, act="体检"), refused=form)
    return _checked(request, season, form, plan)


def _record(season: Season, official: User, form: ConclusionsForm, shown: str) -> MedicalPlan:
    return record_as_planned(
        season,
        official.scope,
        form.results,
        hospital=form.cleaned_data["hospital"],
        checked_on=form.day,
        again=form.again,
        reason=form.cleaned_data["reason"],
        shown=shown,
        actor=official,
        at=timezone.now(),
    )


def _checked(
    request: HttpRequest, season: Season, form: ConclusionsForm, plan: MedicalPlan
) -> HttpResponse:
    conclusions = {one.case_number: conclusion.label for one, conclusion in plan.out}
    backfills = [
        replace(row, left_by=conclusions.get(row.leaver, row.left_by))
        for row in proposal_rows(plan.backfills)
    ]
    context = {
        "season": season,
        "form": form,
        "plan": plan,
        "gone": "、".join(plan.gone),
        "out": [
            (one.case_number, mask_name(one.person.name), conclusion.label)
            for one, conclusion in plan.out
        ],
        "backfills": backfills,
        "sent_again": list(form.sent_again()),
        "tab": "medical",
    }
    status = 422 if form.errors else 200
    return render(request, "office/medical_check.html", context, status=status)


@require_POST
@never_cache
@officials_only
def backfill(request: HttpRequest, code: str) -> HttpResponse:
    """Fill the county's vacancies as it was proposed."""
    official = official_of(request)
    season = season_of_county(official, code, act=_ACT)
    try:
        fillers = backfill_county(
            season,
            official.scope,
            actor=official,
            at=timezone.now(),
            shown=request.POST.get("shown", ""),
        )
    except Refusal as refusal:
        reading = county_read(request, code, act="体检")
        return _shown(request, reading, refusal=refusal.sentence())
    return _back(code, filled=len(fillers))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def answer(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Take down an answer about the medical check that the office was told."""
    official = official_of(request)
    season_of_county(official, code, act=_ACT)
    application = case_for(official, code, case_number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take_down = confirm_medical if form.cleaned_data["attends"] else decline_medical
        if went_through(
            form,
            lambda: take_down(application, actor=official, at=timezone.now(), told=form.told),
        ):
            return redirect("office:medical", code)
        application = case_for(official, code, case_number)
    context = {
        "season": application.season,
        "application": application,
        "is_waiting": application.state == State.PLACED,
        "name": mask_name(application.person.name),
        "confirmation": getattr(application, "medical_confirmation", None),
        "form": form,
        "tab": "medical",
    }
    status = 422 if form.errors else 200
    return render(request, "office/medical_answer.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def recheck(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Set or correct day and hospital of a second check."""
    official = official_of(request)
    season_of_county(official, code, act=_ACT)
    application = case_for(official, code, case_number)
    first = getattr(application, "medical_recheck", None)
    is_open = first is not None and application.state == State.PLACED
    present = again_of(first) if first else NOT_YET_KNOWN
    told = {"again_on": present.on, "again_at": present.at, "shown": mark_of(present)}
    form = RecheckForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["shown"]
        if went_through(
            form,
            lambda: arrange_recheck(
                application, form.again, actor=official, at=timezone.now(), shown=given
            ),
        ):
            return redirect("office:medical", code)
    context = {
        "season": application.season,
        "application": application,
        "is_open": is_open,
        "name": mask_name(application.person.name),
        "first": first,
        "again": present.sentence,
        "form": form,
        "tab": "medical",
    }
    status = 422 if form.errors else 200
    return render(request, "office/medical_recheck.html", context, status=status)
