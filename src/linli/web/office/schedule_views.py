"""The days of a season: extend a stage, move the season on, record where the notice was published."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.accounts.models import User
from linli.apps.dashboard.moving_on import move_on
from linli.apps.seasons.extending import extend_stage, plan_extension
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.publishing import record_publication
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only, season_for
from linli.web.office.acting import season_to_act_in, went_through
from linli.web.office.schedule_forms import AdvanceForm, ExtendForm, PublicationForm
from linli.web.office.schedule_presenting import extension_page, schedule_page


@require_safe
@never_cache
@officials_only
def schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Show the days of a season, what was extended, and where its notice was published."""
    official = official_of(request)
    return _shown(request, season_for(official, code), official)


def _shown(
    request: HttpRequest,
    season: Season,
    official: User,
    *,
    refused: forms.Form | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    page = schedule_page(season, official, today=today)
    following = page.following.stage if page.following else None
    mine: dict[str, forms.Form] = {
        "extending": ExtendForm(season=season, today=today),
        "advancing": AdvanceForm(
            initial={"stage": following},
            early=page.following.early if page.following else "",
            undone=page.undone.people,
        ),
        "publishing": PublicationForm(today=today),
    }
    for name, form in mine.items():
        if type(form) is type(refused):
            mine[name] = refused or form
    context = {"season": season, "page": page, "refused": refused, "tab": "schedule", **mine}
    return render(request, "office/schedule.html", context, status=422 if refused else 200)


@require_POST
@never_cache
@officials_only
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything that an extension would move; extend as it was shown."""
    official = official_of(request)
    season = season_to_act_in(official, code, act="延长阶段")
    today = timezone.localdate()
    form = ExtendForm(request.POST, season=season, today=today)
    if not form.is_valid():
        return _shown(request, season, official, refused=form)
    stage, last_day = form.stage_chosen, form.cleaned_data["last_day"]
    shown = request.POST.get("shown")
    if shown is not None and went_through(
        form,
        lambda: extend_stage(
            season,
            stage,
            last_day,
            reason=form.cleaned_data["reason"],
            actor=official,
            at=timezone.now(),
            shown=shown,
        ),
    ):
        return redirect("office:schedule", code)
    try:
        plan = plan_extension(season, stage, last_day, today=today)
    except Refusal as refusal:
        if not form.errors:
            form.add_error(None, refusal.sentence())
        return _shown(request, season, official, refused=form)
    context = {"season": season, "form": form, "page": extension_page(season, plan)}
    status = 422 if form.errors else 200
    return render(
        request, "office/schedule_extend.html", {**context, "tab": "schedule"}, status=status
    )


@require_POST
@never_cache
@officials_only
def advance_season(request: HttpRequest, code: str) -> HttpResponse:
    """Move a season to its next stage."""
    official = official_of(request)
    season = season_to_act_in(official, code, act="转入下一阶段")
    page = schedule_page(season, official, today=timezone.localdate())
    form = AdvanceForm(
        request.POST,
        early=page.following.early if page.following else "",
        undone=page.undone.people,
    )
    done = form.is_valid() and went_through(
        form,
        lambda: move_on(
            season,
            Stage(form.cleaned_data["stage"]),
            actor=official,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
            leaving=form.cleaned_data.get("leaving"),
        ),
    )
    if done:
        return redirect("office:schedule", code)
    return _shown(request, season, official, refused=form)


@require_POST
@never_cache
@officials_only
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Record where and when the notice was published."""
    official = official_of(request)
    season = season_to_act_in(official, code, act="登记发布渠道")
    form = PublicationForm(request.POST, today=timezone.localdate())
    done = form.is_valid() and went_through(
        form,
        lambda: record_publication(season, **form.cleaned_data, actor=official, at=timezone.now()),
    )
    if done:
        return redirect("office:schedule", code)
    return _shown(request, season, official, refused=form)
