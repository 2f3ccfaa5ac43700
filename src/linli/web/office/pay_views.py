"""The pay of a month: what it comes to, the run as it was shown, each person's slip."""

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts.models import Office
from linli.apps.pay.actions import run_month
from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.pay.planning import plan_month
from linli.apps.pay.queries import pay_months, slip_of
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import may_act_in_season
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import done_count, require_allowed
from linli.web.office.all_counties import READERS, season_to_read
from linli.web.office.pay_presenting import (
    MonthPage,
    month_rows,
    planned_page,
    run_page,
    slip_page,
)

_READ, _RUN = "查看生活补贴", "核算生活补贴"


def _season(request: HttpRequest, code: str) -> Season:
    offices = (Office.FINANCE, *READERS)
    return season_to_read(official_of(request), code, act=_READ, offices=offices)


@require_safe
@never_cache
@officials_only
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """Show the months of a season: which are run, which are due."""
    return _months(request, _season(request, code))


def _months(request: HttpRequest, season: Season, *, refusal: str = "") -> HttpResponse:
    context = {
        "season": season,
        "months": month_rows(season, official_of(request).scope, today=timezone.localdate()),
        "may_run": _may_run(request, season),
        "refusal": refusal,
        "tab": "pay",
    }
    return render(request, "office/pay.html", context, status=422 if refusal else 200)


def _may_run(request: HttpRequest, season: Season) -> bool:
    return may_act_in_season(official_of(request), season, (Office.FINANCE,), act=_RUN).allowed


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def pay_run(request: HttpRequest, code: str, month: str) -> HttpResponse:
    """Show a month's dry run or its run; run it as it was shown."""
    official = official_of(request)
    season = _season(request, code)
    first = _month_of(season, month)
    if request.method == "POST":
        require_allowed(may_act_in_season(official, season, (Office.FINANCE,), act=_RUN))
        return _run(request, season, first)
    return _month(request, season, first)


def _run(request: HttpRequest, season: Season, month: date) -> HttpResponse:
    try:
        run_month(
            season,
            month,
            actor=official_of(request),
            at=timezone.now(),
            shown=request.POST.get("shown", ""),
        )
    except Refusal as refusal:
        return _month(request, season, month, refusal=refusal.sentence())
    address = reverse("office:pay-run", args=[season.code, f"{month:%Y-%m}"])
    return redirect(f"{address}?done=1")


def _month(request: HttpRequest, season: Season, month: date, *, refusal: str = "") -> HttpResponse:
    try:
        page = _month_page(request, season, month)
    except Refusal as not_yet:
        return _months(request, season, refusal=not_yet.sentence())
    context = {
        "season": season,
        "page": page,
        "may_run": _may_run(request, season),
        "refusal": refusal,
        "done": done_count(request, "done"),
        "tab": "pay",
    }
    return render(request, "office/pay_month.html", context, status=422 if refusal else 200)


def _month_page(request: HttpRequest, season: Season, month: date) -> MonthPage:
    scope, today = official_of(request).scope, timezone.localdate()
    only, number = request.GET.get("only", ""), request.GET.get("page", "1")
    run = _run_of(season, month)
    if run is not None:
        return run_page(run, scope, only=only, number=number)
    plan = plan_month(season, month, today=today)
    return planned_page(season, plan, scope, only=only, number=number, today=today)


@require_safe
@never_cache
@officials_only
def slip(request: HttpRequest, code: str, month: str, case_number: str) -> HttpResponse:
    """Show one person's slip of a month, planned or run, with its steps."""
    season = _season(request, code)
    first = _month_of(season, month)
    try:
        found = _slip(request, season, first, case_number)
    except Refusal as not_yet:
        return _months(request, season, refusal=not_yet.sentence())
    if found is None:
        raise Http404("没有这张补贴单")
    is_run = found.pk is not None
    context = {
        "season": season,
        "page": slip_page(found, first),
        "is_run": is_run,
        "tab": "pay",
    }
    return render(request, "office/pay_slip.html", context)


def _slip(request: HttpRequest, season: Season, month: date, case_number: str) -> PaySlip | None:
    scope, run = official_of(request).scope, _run_of(season, month)
    if run is not None:
        return slip_of(run, scope, case_number)
    plan = plan_month(season, month, today=timezone.localdate())
    own = (one for one in plan.slips if one.worker.county_id.startswith(scope))
    return next((one for one in own if one.worker.application.case_number == case_number), None)


def _run_of(season: Season, month: date) -> PayRun | None:
    return PayRun.objects.filter(season=season, month=month).select_related("season").first()


def _month_of(season: Season, text: str) -> date:
    """Return the first day of a month in which somebody of the season serves. Raises ``Http404``."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise Http404("没有这个月份") from None
    served = {one.month for one in pay_months(season, season.city_id, today=timezone.localdate())}
    if month not in served:
        raise Http404("没有人在这个月份服务")
    return month
