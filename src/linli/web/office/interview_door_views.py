"""The pages at the door of the interview: find who comes, compare, tick the originals."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from linli.apps.applications.models import Application
from linli.apps.intake.form_paper import portrait_in
from linli.apps.interviews.door import ACT, check_in
from linli.apps.interviews.slips import COMING, Comer, comer_of
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal
from linli.web.office.access import case_for, official_of
from linli.web.office.acting import went_through
from linli.web.office.interview_access import county_to_act_in, read_and_sent, read_only
from linli.web.office.interview_door import comer_page, door_page
from linli.web.office.interview_forms import OriginalsForm, SlipForm

_SLIP_OF = "interview_slip_of"


@read_and_sent
def door(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Show who is expected; lead from a slip's code or a case number to the comer's page."""
    season, place = county_to_act_in(official_of(request), code, county, act=ACT)
    form = SlipForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (comer := _comer(form, season, county)):
        if comer.showed_slip:
            request.session[_SLIP_OF] = comer.application.subject
        return redirect("office:door-case", code, county, comer.application.case_number)
    done = season.applications.filter(county=county, case_number=request.GET.get("done", ""))
    context = {
        "season": season,
        "county": place,
        "form": form,
        "page": door_page(season, county),
        "done": done.first() if "done" in request.GET else None,
        "tab": "interviews",
    }
    status = 422 if form.errors else 200
    return render(request, "office/interview_door.html", context, status=status)


def _comer(form: SlipForm, season: Season, county: str) -> Comer | None:
    """Return whom the words mean; write a refusal into the form."""
    try:
        return comer_of(season, county, form.cleaned_data["sought"])
    except Refusal as refusal:
        form.add_error("sought", refusal.sentence())
        return None


def _case_at_door(request: HttpRequest, code: str, county: str, case_number: str) -> Application:
    """Return a case of the county. Raises ``Http404`` and ``PermissionDenied``."""
    official = official_of(request)
    county_to_act_in(official, code, county, act=ACT)
    application = case_for(official, code, case_number)
    if application.county_id != county:
        raise Http404("这个报名不在本县面见")
    return application


@read_and_sent
def door_case(request: HttpRequest, code: str, county: str, case_number: str) -> HttpResponse:
    """Show what is compared with a comer; take the arrival and what was found of the originals."""
    application = _case_at_door(request, code, county, case_number)
    has_slip = request.session.get(_SLIP_OF) == application.subject
    form = OriginalsForm(
        request.POST if request.method == "POST" else None, application=application
    )
    if form.is_valid() and went_through(
        form,
        lambda: check_in(
            application,
            form.findings,
            showed_slip=has_slip,
            actor=official_of(request),
            at=timezone.now(),
        ),
    ):
        return redirect(f"../?done={case_number}")
    context = {
        "season": application.season,
        "county": application.county,
        "page": comer_page(application, form),
        "form": form,
        "has_slip": has_slip,
        "is_expected": application.state in COMING,
        "tab": "interviews",
    }
    status = 422 if form.errors else 200
    return render(request, "office/interview_door_case.html", context, status=status)


@read_only
def door_photo(request: HttpRequest, code: str, county: str, case_number: str) -> HttpResponse:
    """Show the photo of the form, to compare it with the person."""
    content = portrait_in(_case_at_door(request, code, county, case_number))
    if content is None:
        # An <img> shows what it is given: the sentence stands where the photo would.
        return render(
            request,
            "office/intake_no_picture.svg",
            {"lines": ("登记表上没有能够", "单独显示的照片，", "请对照登记表")},
            content_type="image/svg+xml",
            status=404,
        )
    return HttpResponse(content, content_type="image/jpeg")
