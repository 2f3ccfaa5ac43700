"""The pages of a placement, its four files, and one person's explanation as Word and PDF."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.places.models import Division
from linli.apps.reports.placement_paper import placement_paper
from linli.apps.seasons.models import Season
from linli.apps.selection.models import PlacementRun
from linli.apps.selection.permissions import may_read_trials
from linli.apps.selection.placement_queries import (
    run_files,
    runs_of,
    was_placed_without_tables,
)
from linli.core.documents.official import OfficialPaper
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word
from linli.core.refusal import Refusal
from linli.web.office.access import case_for, official_of, officials_only, season_for
from linli.web.office.downloads import PDF, WORD, handed_out
from linli.web.office.placement_presenting import (
    FILES,
    county_page,
    may_take_files,
    placement_page,
)

Page = Callable[..., HttpResponse]


def read_page(view: Page) -> Page:
    """Guard a page as all pages of the office, and answer a refusal with its sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *parts, **named)
        except Refusal as refusal:
            context = {"sentence": refusal.sentence(), "code": 404}
            return render(request, "office/counter_refused.html", context, status=404)

    return require_safe(never_cache(officials_only(guarded)))


@read_page
def placement(request: HttpRequest, code: str) -> HttpResponse:
    """Show the newest placement of a season, or that there is none yet."""
    season = season_for(official_of(request), code)
    runs = _runs(season)
    if not runs:
        has_earlier = was_placed_without_tables(season)
        trials = may_read_trials(official_of(request), season)
        context = {
            "season": season,
            "has_earlier": has_earlier,
            "trials": trials,
            "tab": "placement",
        }
        return render(request, "office/placement_none.html", context)
    return _run_page(request, runs[0], runs)


@read_page
def placement_run(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one placement of a season."""
    runs = _runs(season_for(official_of(request), code))
    return _run_page(request, _numbered(runs, number), runs)


@read_page
def county(request: HttpRequest, code: str, number: int, county: str) -> HttpResponse:
    """Show who was admitted and who was queued in one county."""
    official = official_of(request)
    season = season_for(official, code)
    run = _numbered(_runs(season), number)
    division = Division.objects.filter(quota__season=season, code=county).first()
    if division is None:
        raise Http404("没有这个县（市、区）")
    if not division.code.startswith(official.scope):
        raise PermissionDenied("这个县（市、区）不在您的管辖范围内")
    page = county_page(run, division)
    context = {"season": season, "page": page, "tab": "placement"}
    return render(request, "office/placement_county.html", context)


@read_page
def run_file(request: HttpRequest, code: str, number: int, file: str) -> HttpResponse:
    """Hand out one of the four files of a placement, to the city and the auditors."""
    season = season_for(official_of(request), code)
    run = _numbered(_runs(season), number)
    permission = may_take_files(official_of(request), season)
    if not permission.allowed:
        raise PermissionDenied(permission.reason)
    if file not in {name for name, _, _ in FILES}:
        raise Http404("没有这个文件")
    # Under the names that `linli place` is given; the bytes are what the fingerprint is made of.
    return handed_out(run_files(run)[file], "text/csv; charset=utf-8", file)


@read_page
def explanation_word(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Hand out what a person is told about the placement as a Word file."""
    paper = _explanation(request, code, case_number)
    return handed_out(write_word(paper), WORD, f"{case_number}-placement.docx")


@read_page
def explanation_pdf(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Hand out what a person is told about the placement as PDF."""
    content = write_pdf(_explanation(request, code, case_number), fonts=settings.ASSETS / "fonts")
    return handed_out(content, PDF, f"{case_number}-placement.pdf")


def _explanation(request: HttpRequest, code: str, case_number: str) -> OfficialPaper:
    return placement_paper(case_for(official_of(request), code, case_number))


def _runs(season: Season) -> tuple[PlacementRun, ...]:
    return tuple(runs_of(season))


def _numbered(runs: tuple[PlacementRun, ...], number: int) -> PlacementRun:
    for run in runs:
        if run.number == number:
            return run
    raise Http404("没有这次入围安排")


def _run_page(
    request: HttpRequest, run: PlacementRun, runs: tuple[PlacementRun, ...]
) -> HttpResponse:
    official = official_of(request)
    context = {
        "season": run.season,
        "page": placement_page(run, runs, official),
        "files": FILES,
        "trials": may_read_trials(official, run.season),
        "tab": "placement",
    }
    return render(request, "office/placement.html", context)
