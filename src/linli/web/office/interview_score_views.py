"""Marks on a phone: entered one candidate after the other, compared, signed, announced."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from linli.apps.interviews.entering import enter_marks
from linli.apps.interviews.models import Panel, ScoreSheet, Turn
from linli.apps.interviews.signing import sign_off
from linli.core.refusal import Refusal
from linli.web.office.access import official_of
from linli.web.office.acting import went_through
from linli.web.office.interview_access import (
    panel_for,
    panel_to_act_on,
    read_and_sent,
    read_only,
)
from linli.web.office.interview_forms import MarksForm, SignOffForm
from linli.web.office.interview_scoring import (
    Marking,
    SignOffPage,
    announced,
    marking_of,
    sheets_page,
    sign_off_page,
    way_of_total,
)


def _entry_of(panel: Panel, number: int) -> ScoreSheet.Entry:
    if number not in ScoreSheet.Entry.values or not panel.seed:
        raise Http404("面见次序抽签以后，评分录入两次")
    return ScoreSheet.Entry(number)


@read_only
def sheets(request: HttpRequest, code: str, county: str, number: int, entry: int) -> HttpResponse:
    """Show how far one entry of a panel has come, and where the two differ."""
    official = official_of(request)
    panel = panel_to_act_on(official, code, county, number, act="录入面见评分")
    context = {
        "season": panel.season,
        "panel": panel,
        "page": sheets_page(panel, _entry_of(panel, entry), official),
        "saved": request.GET.get("saved", ""),
        "is_signed": hasattr(panel, "sign_off"),
        "tab": "interviews",
    }
    return render(request, "office/interview_sheets.html", context)


@read_and_sent
def sheet(
    request: HttpRequest, code: str, county: str, number: int, entry: int, position: int
) -> HttpResponse:
    """Take one candidate's marks as one official reads them from the sheet; lead to the next."""
    official = official_of(request)
    panel = panel_to_act_on(official, code, county, number, act="录入面见评分")
    chosen = _entry_of(panel, entry)
    turn = panel.turns.select_related("application").filter(position=position).first()
    if turn is None:
        raise Http404("面见次序中没有这一位")
    context = {
        "season": panel.season,
        "panel": panel,
        "turn": turn,
        "entry": chosen,
        "people": panel.turns.count(),
        "saved": request.GET.get("saved", ""),
        "is_signed": hasattr(panel, "sign_off"),
        "tab": "interviews",
    }
    try:
        marking = marking_of(panel, turn, chosen, official, at=timezone.now())
    except Refusal as refusal:
        context["refusal"] = refusal.sentence()
        return render(request, "office/interview_sheet.html", context)
    form = _form(request, panel, marking)
    if form.is_valid() and _entered(form, panel, chosen, turn, request):
        return _following(request, panel, chosen, turn)
    status = 422 if form.errors else 200
    context |= {"marking": marking, "form": form}
    return render(request, "office/interview_sheet.html", context, status=status)


def _form(request: HttpRequest, panel: Panel, marking: Marking) -> MarksForm:
    return MarksForm(
        request.POST if request.method == "POST" else None,
        panel=panel,
        marking=marking.marking,
        full_mark=marking.full_mark,
        own=marking.own,
    )


def _entered(
    form: MarksForm, panel: Panel, entry: ScoreSheet.Entry, turn: Turn, request: HttpRequest
) -> bool:
    row = form.row(turn.application.case_number)
    return went_through(
        form,
        lambda: enter_marks(panel, entry, [row], actor=official_of(request), at=timezone.now()),
    )


def _following(
    request: HttpRequest, panel: Panel, entry: ScoreSheet.Entry, turn: Turn
) -> HttpResponse:
    """Lead to the next candidate without a sheet, or to the list where none is left."""
    page = sheets_page(panel, entry, official_of(request))
    waiting = [row.position for row in page.rows if row.is_open]
    after = [position for position in waiting if position > turn.position] or waiting
    to = f"../{after[0]}/" if after else "../"
    return redirect(f"{to}?saved={turn.position}")


@read_and_sent
def sign(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Show what would be signed; sign just that."""
    official = official_of(request)
    panel = panel_to_act_on(official, code, county, number, act="签字确认面见成绩")
    page, refusal = _to_sign(panel)
    sent = request.POST if request.method == "POST" else None
    form = SignOffForm(sent, unattended=page.unattended if page else 0)
    if form.is_valid() and went_through(
        form,
        lambda: sign_off(
            panel,
            actor=official,
            at=timezone.now(),
            shown=form.cleaned_data["shown"],
            unattended_reason=form.cleaned_data.get("unattended_reason", ""),
        ),
    ):
        return redirect("office:interview-announcement", code, county, number)
    context = {
        "season": panel.season,
        "panel": panel,
        "form": form,
        "page": page,
        "refusal": refusal,
        "is_signed": hasattr(panel, "sign_off"),
        "tab": "interviews",
    }
    status = 422 if form.errors else 200
    return render(request, "office/interview_sign_off.html", context, status=status)


def _to_sign(panel: Panel) -> tuple[SignOffPage | None, Refusal | None]:
    """Return what would be signed, or what keeps it from being signed."""
    if hasattr(panel, "sign_off"):
        return None, None
    try:
        return sign_off_page(panel, at=timezone.now()), None
    except Refusal as refusal:
        return None, refusal


@read_only
def announcement(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Show a signed panel's totals in large type, by the numbers drawn."""
    panel = panel_for(official_of(request), code, county, number)
    signed = getattr(panel, "sign_off", None)
    context = {"season": panel.season, "panel": panel, "signed": signed, "tab": "interviews"}
    if signed:
        context |= {
            "rows": announced(panel),
            "way": way_of_total(panel, at=signed.signed_at),
        }
    return render(request, "office/interview_announcement.html", context)
