"""The pages of the eligibility review: the queue, one case on the bench, many that pass together."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.accounts.models import Office
from linli.apps.applications.confirming import confirm_opinion, return_opinion
from linli.apps.applications.models import Application, ApplicationQuerySet
from linli.apps.applications.openings import close_opening, note_opening
from linli.apps.applications.permissions import is_office_for
from linli.apps.applications.reviewing import reopen, rule_on
from linli.apps.applications.saved_filters import drop_filter, save_filter, saved_filters
from linli.apps.applications.states import Act
from linli.apps.intake.review_batch import pass_batch
from linli.apps.intake.review_queue import review_queue, way_of
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal
from linli.web.office.access import case_for, official_of, officials_only, season_for
from linli.web.office.review_bench import bench_of
from linli.web.office.review_forms import DecisionForm, OpinionForm, QueueForm, ReopenForm
from linli.web.office.review_presenting import Done, batch_page, done_of, queue_page

Page = Callable[..., HttpResponse]


def _page(view: Page) -> Page:
    """Guard a page: read, or sent once; signed in, kept by no cache."""
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(officials_only(view)))


def _require_reviewer(request: HttpRequest) -> None:
    permission = is_office_for(official_of(request), Act.QUALIFY)
    if not permission.allowed:
        raise PermissionDenied(permission.reason)


def _require_reader(request: HttpRequest) -> None:
    """Let auditors read the queue of their scope beside those who review."""
    if official_of(request).office != Office.AUDITOR:
        _require_reviewer(request)


def _queue_of(request: HttpRequest, season: Season) -> tuple[QueueForm, ApplicationQuerySet]:
    """Return the filter as the address has it, and the queue that it leaves."""
    scope = official_of(request).scope
    form = QueueForm(request.GET, season=season, scope=scope)
    return form, review_queue(season, scope if form.is_valid() else "-", **form.wishes)


def _kept(form: QueueForm) -> str:
    """Return what of the filter goes along from page to page."""
    return urlencode({name: value for name, value in form.wishes.items() if value})


def _to(name: str, *args: str, kept: str, **more: str) -> HttpResponse:
    query = "&".join(filter(None, [kept, urlencode(more)]))
    return redirect(reverse(name, args=args) + (f"?{query}" if query else ""))


def _done(request: HttpRequest, season: Season) -> Done | None:
    """Return the case that was saved a moment ago, to be told of."""
    found = season.applications.within(official_of(request).scope)
    number = request.GET.get("done", "")
    case = found.filter(case_number=number).first() if number else None
    return done_of(case) if case else None


@require_safe
@never_cache
@officials_only
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Show the official's queue."""
    season = season_for(official_of(request), code)
    _require_reader(request)
    return _queue(request, season)


def _queue(request: HttpRequest, season: Season, *, refusal: str = "") -> HttpResponse:
    form, queue = _queue_of(request, season)
    page = queue_page(
        season,
        queue,
        official_of(request),
        number=request.GET.get("page", "1"),
        at=timezone.now(),
        today=timezone.localdate(),
    )
    context = {"season": season, "form": form, "page": page, "kept": _kept(form)}
    more = {
        "done": _done(request, season),
        "passed": request.GET.get("passed", ""),
        "tab": "review",
    }
    own = [(one.name, urlencode(one.wishes)) for one in saved_filters(season, official_of(request))]
    reviews = is_office_for(official_of(request), Act.QUALIFY).allowed
    context = {**context, **more, "own_filters": own, "refusal": refusal, "reviews": reviews}
    return render(request, "office/review.html", context, status=422 if refusal else 200)


@require_POST
@never_cache
@officials_only
def keep_filter(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the filter of the address under a name, or forget one."""
    official = official_of(request)
    season = season_for(official, code)
    _require_reviewer(request)
    form, _ = _queue_of(request, season)
    if "drop" in request.POST:
        drop_filter(season, request.POST["drop"], actor=official)
        return _to("office:review", code, kept=_kept(form))
    try:
        save_filter(season, request.POST.get("name", ""), form.wishes, actor=official)
    except Refusal as refusal:
        return _queue(request, season, refusal=refusal.sentence())
    return _to("office:review", code, kept=_kept(form))


@_page
def review_case(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Show a case on the bench; take the decision, and lead to the next case of the queue."""
    application = case_for(official_of(request), code, case_number)
    _require_reviewer(request)
    form, queue = _queue_of(request, application.season)
    decision = DecisionForm(request.POST or None, application=application)
    if request.method != "POST":
        note_opening(application, official_of(request), timezone.now())
        return _bench(request, application, form, queue, decision)
    following = way_of(queue, application).following
    if not (decision.is_valid() and _decided(request, application, decision)):
        application = case_for(official_of(request), code, case_number)
        return _bench(request, application, form, queue, decision)
    close_opening(application, official_of(request))
    kept = _kept(form)
    if "stay" in request.POST:
        return _to("office:review-case", code, case_number, kept=kept)
    if not following:
        return _to("office:review", code, kept=kept, done=case_number)
    return _to("office:review-case", code, following, kept=kept, done=case_number)


def _decided(request: HttpRequest, application: Application, form: DecisionForm) -> bool:
    """Tell whether the decision was taken; write a refusal into the form."""
    try:
        rule_on(
            application,
            form.verdict,
            seen=form.cleaned_data["seen"],
            actor=official_of(request),
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence())
        return False
    return True


def _bench(
    request: HttpRequest,
    application: Application,
    form: QueueForm,
    queue: ApplicationQuerySet,
    decision: DecisionForm,
    **more: Any,
) -> HttpResponse:
    season = application.season
    fresh = DecisionForm(application=application)
    context = {
        "season": season,
        "bench": bench_of(application, official_of(request), queue, timezone.now()),
        "form": decision,
        "seen": fresh.seen_now,
        "kept": _kept(form),
        "done": _done(request, season),
        "tab": "review",
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "office/review_bench.html", context, status=status)


@require_POST
@never_cache
@officials_only
def reopen_case(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Undo the decision on a case, for a reason that its applicant reads."""
    application = case_for(official_of(request), code, case_number)
    _require_reviewer(request)
    form, queue = _queue_of(request, application.season)
    reason = ReopenForm(request.POST)
    if reason.is_valid():
        try:
            reopen(
                application,
                reason=reason.cleaned_data["reason"],
                actor=official_of(request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            reason.add_error(None, refusal.sentence())
        else:
            return _to("office:review-case", code, case_number, kept=_kept(form))
    application = case_for(official_of(request), code, case_number)
    decision = DecisionForm(application=application)
    return _bench(request, application, form, queue, decision, reopening=reason)


@require_POST
@never_cache
@officials_only
def answer_opinion(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Let a second official agree to the first opinion on a case, or return it for a reason."""
    application = case_for(official_of(request), code, case_number)
    _require_reviewer(request)
    form, queue = _queue_of(request, application.season)
    answer = OpinionForm(request.POST, application=application)
    if answer.is_valid() and _answered(request, answer):
        if answer.agrees:
            return _to("office:review", code, kept=_kept(form), done=case_number)
        return _to("office:review-case", code, case_number, kept=_kept(form))
    application = case_for(official_of(request), code, case_number)
    decision = DecisionForm(application=application)
    return _bench(request, application, form, queue, decision, answering=answer)


def _answered(request: HttpRequest, form: OpinionForm) -> bool:
    """Tell whether the opinion was answered; write a refusal into the form."""
    official, at = official_of(request), timezone.now()
    given = form.cleaned_data
    try:
        if form.agrees:
            confirm_opinion(given["opinion"], actor=official, at=at)
        else:
            return_opinion(given["opinion"], reason=given["reason"], actor=official, at=at)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence())
        return False
    return True


@_page
def review_batch(request: HttpRequest, code: str) -> HttpResponse:
    """Show which cases would pass together; let just those pass that were confirmed."""
    official = official_of(request)
    season = season_for(official, code)
    _require_reviewer(request)
    form, queue = _queue_of(request, season)
    refusal = ""
    if request.method == "POST":
        try:
            passed = pass_batch(queue, _chosen(request), actor=official, at=timezone.now())
        except Refusal as refused:
            refusal = refused.sentence()
        else:
            return _to("office:review", code, kept=_kept(form), passed=str(passed))
    context = {
        "season": season,
        "page": batch_page(season, queue, official, timezone.now()),
        "kept": _kept(form),
        "refusal": refusal,
        "tab": "review",
    }
    status = 422 if refusal else 200
    return render(request, "office/review_batch.html", context, status=status)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Return the ticked cases, each with what the official saw of it."""
    pairs = (one.partition(":") for one in request.POST.getlist("case"))
    return {number: seen for number, _, seen in pairs}
