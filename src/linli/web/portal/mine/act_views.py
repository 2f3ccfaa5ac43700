"""What an applicant does with the own case: withdraw, answer about the medical check, read the agreement.

Each shows what will follow, takes one answer, makes one call.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.accounts.models import User
from linli.apps.agreements.reading import digest_of, sign_reading
from linli.apps.applications.models import Application
from linli.apps.applications.states import Act, State, acts_from
from linli.apps.drafts.window import registration_closed
from linli.apps.drafts.withdrawing import withdraw_own
from linli.apps.ledger.actions import beijing_date
from linli.apps.reports.recruit_papers import agreement_to_read, text_of
from linli.apps.selection.attending import confirm_medical, decline_medical
from linli.apps.selection.medical import medical_standard
from linli.core.refusal import Refusal
from linli.web.portal.access import applicant_of, applicants_only, own_case
from linli.web.portal.mine.forms import ATTEND, AttendanceForm, SignatureForm, WithdrawForm
from linli.web.portal.mine.standing import where_of
from linli.web.portal.telling import told

_page = require_http_methods(["GET", "HEAD", "POST"])


@_page
@never_cache
@applicants_only
def withdraw(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Take the own application back, once it is ticked that it is meant."""
    account = applicant_of(request)
    case = own_case(account, code, case_number)
    if Act.WITHDRAW not in acts_from(State(case.state)):
        return redirect("portal:my-case", code, case_number)
    form, at = WithdrawForm(request.POST if request.method == "POST" else None), timezone.now()
    if form.is_valid() and _done(form, case, lambda: withdraw_own(case, account=account, at=at)):
        return redirect("portal:my-case", code, case_number)
    context = {"again": registration_closed(case.season, at) is None}
    return _shown(request, "portal/mine/withdraw.html", case, form, context)


@_page
@never_cache
@applicants_only
def medical(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Answer whether to come to the medical check."""
    account = applicant_of(request)
    case = own_case(account, code, case_number)
    if case.state != State.PLACED:
        return redirect("portal:my-case", code, case_number)
    form, at = AttendanceForm(request.POST if request.method == "POST" else None), timezone.now()
    if form.is_valid() and _done(form, case, lambda: _answer(form, case, account, at)):
        return redirect("portal:my-case", code, case_number)
    return _shown(
        request,
        "portal/mine/medical.html",
        case,
        form,
        {"where": where_of(case), "standard": medical_standard(case.season)},
    )


def _answer(form: AttendanceForm, case: Application, account: User, at: datetime) -> None:
    if form.cleaned_data["answer"] == ATTEND:
        confirm_medical(case, actor=account, at=at)
    else:
        decline_medical(case, actor=account, at=at)


@_page
@never_cache
@applicants_only
def agreement(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Read the text of the agreement, and sign for it by the own name."""
    account = applicant_of(request)
    case = own_case(account, code, case_number)
    if case.state != State.FORMAL or hasattr(case, "agreement_reading"):
        return redirect("portal:my-case", code, case_number)
    form, at = SignatureForm(request.POST if request.method == "POST" else None), timezone.now()
    paper = agreement_to_read(case, dated=beijing_date(at))
    lines = text_of(paper)
    text = "\n".join(lines)
    sign = partial(
        sign_reading, case, text=text, shown=request.POST.get("shown", ""), account=account, at=at
    )
    if form.is_valid() and _done(
        form, case, lambda: sign(signed_name=form.cleaned_data["signed_name"])
    ):
        return redirect("portal:my-case", code, case_number)
    arrangement = getattr(case, "arrangement", None)
    context = {
        "title": paper.title,
        "lines": lines,
        "shown": digest_of(text),
        "community": arrangement.community if arrangement else None,
    }
    return _shown(request, "portal/mine/agreement.html", case, form, context)


def _done(form: forms.Form, case: Application, act: Callable[[], object]) -> bool:
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, told(refusal, case.season))
        return False
    return True


def _shown(
    request: HttpRequest,
    template: str,
    case: Application,
    form: forms.Form,
    more: Mapping[str, object],
) -> HttpResponse:
    context = {"season": case.season, "case": case, "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)
