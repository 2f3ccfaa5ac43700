"""A county's office sets when and where people come to the interview and the medical check."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.accounts.models import User
from linli.apps.places.models import Division
from linli.apps.seasons.appointments import appointment_of
from linli.apps.seasons.models import Appointment, Season, Stage
from linli.apps.selection.appointing import CLAUSES, appoint, coming, mark_of
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import season_of_county, went_through
from linli.web.office.appointment_forms import AppointmentForm
from linli.web.office.interview_access import county_to_act_in

_INTERVIEW_ACT = f"确定{Stage.INTERVIEW.label}的时间和地点"
_MEDICAL_ACT = f"确定{Stage.MEDICAL_CHECK.label}的时间和地点"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def interview(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Show when and where the county interviews; set it, or change it with a reason."""
    season, place = county_to_act_in(official_of(request), code, county, act=_INTERVIEW_ACT)
    return _worked(
        request, season, place, Stage.INTERVIEW, ("office:interview-county", code, county)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def medical(request: HttpRequest, code: str) -> HttpResponse:
    """Show when and where the county has people checked; set it, or change it with a reason."""
    official = official_of(request)
    season = season_of_county(official, code, act=_MEDICAL_ACT)
    place = Division.objects.get(code=official.scope)
    return _worked(request, season, place, Stage.MEDICAL_CHECK, ("office:medical", code))


def _worked(
    request: HttpRequest, season: Season, county: Division, stage: Stage, back: tuple[str, ...]
) -> HttpResponse:
    present = appointment_of(season, county.code, stage)
    form = AppointmentForm(request.POST or None, initial=_initial(present))
    if (
        request.method == "POST"
        and form.is_valid()
        and went_through(form, lambda: _appoint(season, county, stage, form, official_of(request)))
    ):
        return redirect(*back)
    context = {
        "season": season,
        "county": county,
        "stage": stage,
        "clause": CLAUSES[stage],
        "window": season.window(stage),
        "present": present,
        "called": coming(season, county.code, stage).count(),
        "form": form,
        "back": back,
        "tab": "interviews" if stage is Stage.INTERVIEW else "medical",
    }
    status = 422 if form.errors else 200
    return render(request, "office/appointment.html", context, status=status)


def _initial(present: Appointment | None) -> dict[str, object]:
    told: dict[str, object] = {"shown": mark_of(present)}
    if present is None:
        return told
    starts_at = timezone.localtime(present.starts_at)
    return {**told, "starts_at": starts_at, "place": present.place, "notes": present.notes}


def _appoint(
    season: Season, county: Division, stage: Stage, form: AppointmentForm, official: User
) -> None:
    appoint(
        season,
        county.code,
        stage,
        form.terms,
        reason=form.cleaned_data["reason"],
        shown=form.cleaned_data["shown"],
        actor=official,
        at=timezone.now(),
    )
