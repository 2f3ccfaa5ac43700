"""A county prepares its interviews: who is listed, the panels, the recusals, the draw."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from linli.apps.applications.states import TABLE, Act
from linli.apps.interviews.models import Panel
from linli.apps.interviews.preparing import (
    Seat,
    add_substitute,
    declare_relation,
    draw_order,
    set_up_panels,
)
from linli.apps.interviews.queries import least_examiners
from linli.apps.seasons.appointments import appointment_of
from linli.apps.seasons.models import Stage
from linli.apps.selection.shortlisting import interview_list, list_for_interview
from linli.core.refusal import Refusal
from linli.web.office.access import official_of
from linli.web.office.acting import went_through
from linli.web.office.interview_access import (
    county_for,
    county_to_act_in,
    may_hold_interviews,
    panel_to_act_on,
    read_and_sent,
    read_only,
)
from linli.web.office.interview_county import (
    county_page,
    draw_figures,
    list_page,
    relation_rows,
    waiting_candidates,
)
from linli.web.office.interview_forms import (
    PanelsForm,
    RelationForm,
    SeatFormSet,
    ShownForm,
    SubstituteForm,
)

_SPARE_ROWS = 3


def _answer(
    request: HttpRequest, name: str, context: Mapping[str, Any], *forms: Form
) -> HttpResponse:
    """Answer with a page of the interviews; 422 where something sent was refused."""
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, f"office/{name}.html", {"tab": "interviews", **context}, status=status)


@read_only
def county(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Show one county's interviews step by step, with what comes next."""
    official = official_of(request)
    season, place = county_for(official, code, county)
    context = {
        "season": season,
        "county": place,
        "page": county_page(season, county),
        "permission": may_hold_interviews(official, season, county, act="面见复审"),
        "appointment": appointment_of(season, county, Stage.INTERVIEW),
        "tab": "interviews",
    }
    return render(request, "office/interview_county.html", context)


@read_and_sent
def shortlist(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Show who would be listed for the interview and by which rule; list just as it was shown."""
    official = official_of(request)
    act = Act.LIST_FOR_INTERVIEW
    season, place = county_to_act_in(official, code, county, act=act.label)
    form = ShownForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and went_through(
        form,
        lambda: list_for_interview(
            season, county, actor=official, at=timezone.now(), shown=form.cleaned_data["shown"]
        ),
    ):
        return redirect("office:interview-county", code, county)
    context = {
        "season": season,
        "county": place,
        "form": form,
        "clause": TABLE[act].clause,
        "appointment": appointment_of(season, county, Stage.INTERVIEW),
    }
    try:
        context["page"] = list_page(interview_list(season, county, at=timezone.now()))
    except Refusal as refusal:
        context["refusal"] = refusal.sentence()
    return _answer(request, "interview_list", context, form)


@read_and_sent
def form_panels(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Take the examiners of a county's panels."""
    official = official_of(request)
    season, place = county_to_act_in(official, code, county, act="组成面见小组")
    least = least_examiners(season.pack, timezone.localdate())
    sent = request.POST if request.method == "POST" else None
    asks_for_rows = sent is not None and "more" in sent
    form = PanelsForm(sent)
    rows = SeatFormSet(_with_more_rows(request) if asks_for_rows else sent, prefix="seats")
    if sent is None:
        rows = SeatFormSet(
            prefix="seats", initial=[{"is_head": not row} for row in range(least + _SPARE_ROWS)]
        )
    if not asks_for_rows and form.is_valid() and rows.is_valid():
        seats: list[Seat] = [row.seat for row in rows if row.seat]
        if went_through(
            form,
            lambda: set_up_panels(
                season,
                county,
                seats,
                panels=form.cleaned_data["panels"],
                actor=official,
                at=timezone.now(),
            ),
        ):
            return redirect("office:interview-county", code, county)
    if asks_for_rows:
        form.errors.clear()
    elif rows.is_bound and not rows.is_valid():
        form.add_error(None, "考官的姓名或代号、单位各不超过60字，最多60行；请核对后重新提交")
    context = {"season": season, "county": place, "form": form, "rows": rows, "least": least}
    return _answer(request, "interview_panels", context, form)


def _with_more_rows(request: HttpRequest) -> Any:
    """Return what was sent, with more blank rows."""
    sent = request.POST.copy()
    rows = sent.get("seats-TOTAL_FORMS", "")
    count = int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 3 else 0
    sent["seats-TOTAL_FORMS"] = str(count + 5)
    return sent


@read_and_sent
def draw(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Show what the draw would be, with its seed; draw once."""
    official = official_of(request)
    season, place = county_to_act_in(official, code, county, act="抽签确定面见次序")
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and went_through(
        form, lambda: draw_order(season, county, actor=official, at=timezone.now())
    ):
        return redirect("office:interview-county", code, county)
    panels, people = draw_figures(season, county)
    context = {"season": season, "county": place, "form": form, "panels": panels, "people": people}
    return _answer(request, "interview_draw", context, form)


@read_and_sent
def recusal(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Show a panel's relations; put one on record, or add a substitute."""
    official = official_of(request)
    panel = panel_to_act_on(official, code, county, number, act="登记回避关系")
    sent = request.POST if request.method == "POST" else None
    is_substitute = sent is not None and "substitute-name" in sent
    examiners = list(panel.examiners.all())
    relation = RelationForm(
        None if is_substitute else sent,
        examiners=examiners,
        candidates=waiting_candidates(panel),
    )
    substitute = SubstituteForm(sent if is_substitute else None)
    if _declared(relation, request) or _added(substitute, panel, request):
        return redirect("office:interview-recusal", code, county, number)
    context = {
        "season": panel.season,
        "panel": panel,
        "examiners": examiners,
        "relations": relation_rows(panel),
        "relation": relation,
        "substitute": substitute,
        "is_signed": hasattr(panel, "sign_off"),
    }
    return _answer(request, "interview_recusal", context, relation, substitute)


def _declared(form: RelationForm, request: HttpRequest) -> bool:
    if not form.is_valid():
        return False
    examiner, application, kind, declarant = form.declared
    return went_through(
        form,
        lambda: declare_relation(
            examiner,
            application,
            kind,
            declarant=declarant,
            actor=official_of(request),
            at=timezone.now(),
        ),
    )


def _added(form: SubstituteForm, panel: Panel, request: HttpRequest) -> bool:
    if not form.is_valid():
        return False
    seat = Seat(form.cleaned_data["name"], form.cleaned_data["body"])
    return went_through(
        form,
        lambda: add_substitute(panel, seat, actor=official_of(request), at=timezone.now()),
    )
