"""My data: see what is kept, take a copy, have it corrected or deleted, close the account."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.applications.models import Application
from linli.apps.drafts.discarding import discard
from linli.apps.drafts.models import Draft
from linli.apps.ledger.actions import beijing_date
from linli.apps.notifications.queries import messages_of
from linli.apps.rights.actions import answer_due, ask
from linli.apps.rights.closing import close_account
from linli.apps.rights.copying import personal_copy
from linli.apps.rights.models import RightsRequest
from linli.core.refusal import Refusal
from linli.web.portal.access import applicant_of, applicants_only, own_case
from linli.web.portal.mine.forms import RequestForm
from linli.web.portal.mine.presenting import draft_rows
from linli.web.portal.public.statements import HELD
from linli.web.portal.telling import told

_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
@applicants_only
def data(request: HttpRequest) -> HttpResponse:
    """Show what is kept of the applicant, and what can be asked about it."""
    account = applicant_of(request)
    cases = Application.objects.filter(person__account=account).select_related("season")
    requests = RightsRequest.objects.filter(application__in=cases).select_related(
        "application__season"
    )
    context = {
        "held": [one for one in HELD if one.of_applicants],
        "cases": cases.order_by("-pk"),
        "drafts": draft_rows(account, timezone.now()),
        "messages_kept": messages_of(account).count(),
        "requests": requests.order_by("-pk"),
        "here": "data",
    }
    return render(request, "portal/mine/data.html", context)


@require_safe
@never_cache
@applicants_only
def copy(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is kept of the applicant as one file."""
    content = personal_copy(applicant_of(request), at=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="my-data.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@_page
@never_cache
@applicants_only
def delete_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Delete what was filled in and never submitted, files included, once that is confirmed."""
    draft = get_object_or_404(
        Draft.objects.select_related("season"), season__code=code, account=applicant_of(request)
    )
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            discard(draft)
            return redirect("portal:my-data")
        except Refusal as raised:
            refusal = raised
    context = {"season": draft.season, "refusal": refusal}
    return render(request, "portal/mine/delete_draft.html", context, status=409 if refusal else 200)


@_page
@never_cache
@applicants_only
def close(request: HttpRequest) -> HttpResponse:
    """Close the account, once that is confirmed."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            close_account(applicant_of(request))
            logout(request)
            return redirect("portal:home")
        except Refusal as raised:
            refusal = raised
    context = {"refusal": refusal}
    return render(request, "portal/mine/close.html", context, status=409 if refusal else 200)


@_page
@never_cache
@applicants_only
def request_right(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Ask to correct, explain or delete what is kept of an own case."""
    account = applicant_of(request)
    case = own_case(account, code, case_number)
    chosen = {"kind": request.GET.get("kind", "")}
    form, at = (
        RequestForm(request.POST if request.method == "POST" else None, initial=chosen),
        timezone.now(),
    )
    if form.is_valid():
        kind = RightsRequest.Kind(form.cleaned_data["kind"])
        try:
            ask(case, kind=kind, text=form.cleaned_data["text"], account=account, at=at)
            return redirect("portal:my-data")
        except Refusal as refusal:
            form.add_error(None, told(refusal, case.season))
    due = answer_due(case.season, beijing_date(at))
    context = {"season": case.season, "case": case, "form": form, "due": due}
    return render(request, "portal/mine/request.html", context, status=422 if form.errors else 200)
