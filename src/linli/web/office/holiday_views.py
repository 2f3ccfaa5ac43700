"""The State's holidays, by year: which are known, what a file would change, and its loading."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.intake.keeping import WORKBOOKS
from linli.apps.seasons.holiday_years import (
    load_year,
    may_load,
    may_read,
    plan_year,
)
from linli.core.refusal import Refusal
from linli.core.workdays import DayKind
from linli.web.office.access import official_of, staff_only
from linli.web.office.acting import done_count, require_allowed, went_through
from linli.web.office.downloads import excel
from linli.web.office.holiday_forms import YEARS, HolidayConfirmForm, HolidayFileForm
from linli.web.office.holiday_presenting import changed_days, holiday_workbook, years_page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_only
def holidays(request: HttpRequest) -> HttpResponse:
    """List the years; show what a file would make of one; load it as it was shown."""
    official = official_of(request)
    require_allowed(may_load(official) if request.method == "POST" else may_read(official))
    if request.method != "POST":
        return _page(request, HolidayFileForm())
    return _load(request) if "digest" in request.POST else _try(request)


def _try(request: HttpRequest) -> HttpResponse:
    form = HolidayFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    content = given["file"].read()
    try:
        plan = plan_year(given["year"], content)
    except Refusal as refusal:
        form.add_error("file", refusal.sentence())
        return _page(request, form)
    asked = {name: given[name] for name in ("year", "source")}
    sent = {**asked, "digest": WORKBOOKS.keep(content), "shown": plan.mark}
    again = HolidayFileForm(initial=asked)
    told = {
        "plan": plan,
        "changes": changed_days(plan),
        "holidays": plan.count(DayKind.HOLIDAY),
        "make_ups": plan.count(DayKind.MAKE_UP),
        "confirm": HolidayConfirmForm(initial=sent),
    }
    return _page(request, again, **told)


def _load(request: HttpRequest) -> HttpResponse:
    form = HolidayConfirmForm(request.POST)
    if not form.is_valid():
        raise Http404("没有这个文件")
    given = form.cleaned_data
    if went_through(
        form,
        lambda: load_year(
            given["year"],
            WORKBOOKS.kept(given["digest"]),
            source=given["source"],
            actor=official_of(request),
            at=timezone.now(),
            shown=given["shown"],
        ),
    ):
        WORKBOOKS.discard([given["digest"]])
        return redirect(f"{reverse('office:holidays')}?loaded={given['year']}")
    again = HolidayFileForm(initial={name: given[name] for name in ("year", "source")})
    return _page(request, again, refused=form)


def _page(request: HttpRequest, form: HolidayFileForm, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "form": form,
        "years": years_page(),
        "may_load": may_load(official_of(request)),
        "loaded": done_count(request, "loaded"),
        "template_years": (today.year, today.year + 1),
        "tab": "holidays",
        **more,
    }
    is_refused = bool(form.errors) or "refused" in more
    return render(request, "office/holidays.html", context, status=422 if is_refused else 200)


@require_safe
@never_cache
@staff_only
def workbook(request: HttpRequest, year: int) -> HttpResponse:
    """Hand out a year as a workbook, to be filled in or mended and uploaded."""
    require_allowed(may_read(official_of(request)))
    if year not in YEARS:
        raise Http404("没有这一年")
    content = holiday_workbook(year, dated=timezone.localdate())
    return excel(content, f"holidays-{year}.xlsx")
