"""Objections at the county's office: what was objected, and the answer."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts.models import User
from linli.apps.applications.states import State
from linli.apps.notices.actions import answer_objection
from linli.apps.notices.alike import alike
from linli.apps.notices.models import Objection, PublicNotice
from linli.core.identity.names import mask_name
from linli.core.refusal import Refusal
from linli.web.design.writing import LONGEST
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import done_count, season_of_county
from linli.web.office.county_reading import county_read
from linli.web.office.forms import LONGEST_REASON

#: The most characters of a reason that the ledger keeps with a change.


class FindingForm(forms.Form):
    """What the office found out about an objection.

    ``struck`` says what upholding it brings about, to be ticked; blank where nobody is struck off.
    """

    is_upheld = forms.TypedChoiceField(
        label="核查结论",
        choices=(("no", "不成立"), ("yes", "成立，该人选不再招募")),
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择核查结论", "invalid_choice": "请选择成立或者不成立"},
    )
    result = forms.CharField(
        label="核查结果",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6}),
        help_text="提出人凭查询码看到；写明核查了什么、结论是什么，不写他人的个人情况",
        error_messages={
            "required": "请写明核查结果",
            "max_length": f"请把核查结果写在{LONGEST}字以内",
        },
    )
    told = forms.CharField(
        label="告知本人的理由",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="成立的必须填写，本人会看到；不写由谁提出",
        error_messages={"max_length": f"请把理由写在{LONGEST_REASON}字以内"},
    )

    knows = forms.BooleanField(required=False)

    def __init__(self, *args: Any, struck: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if struck:
            self.fields["knows"].label = f"核查结论为成立的，我知道{struck}"
        else:
            del self.fields["knows"]

    def clean(self) -> dict[str, Any]:
        """Refuse to take somebody off the list without a reason for them, or without the tick."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("is_upheld") and not values.get("told"):
            self.add_error("told", "请写明告知本人的理由")
        if values.get("is_upheld") and not values.get("knows", True):
            self.add_error("knows", "核查结论为成立的，请核对除名的人选后勾选")
        return values


@require_safe
@never_cache
@officials_only
def objections(request: HttpRequest, code: str) -> HttpResponse:
    """Show the objections to people on the lists of the official's county: open ones first, of those the crowded last."""
    reading = county_read(request, code, act="异议")
    season = reading.season
    found = (
        Objection.objects.filter(notice__season=season, notice__county=reading.county)
        .select_related("notice__county", "application")
        .order_by("received_at")
    )
    rows = sorted(found, key=lambda one: (one.status != Objection.Status.OPEN, one.is_crowded))
    return render(
        request,
        "office/objections.html",
        {
            "season": season,
            "reading": reading,
            "objections": rows,
            "dismissed": done_count(request, "dismissed"),
            "tab": "notice",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def objection(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show one objection; take the answer to it."""
    official = official_of(request)
    if request.method == "POST":
        season_of_county(official, code, act="答复异议")
    reading = county_read(request, code, act="异议")
    season = reading.season
    found = (
        Objection.objects.filter(pk=key, notice__season=season, notice__county=reading.county)
        .select_related(
            "notice__season__city",
            "notice__county",
            "application__season",
            "application__person",
            "application__listing__notice__county",
        )
        .first()
    )
    if found is None:
        raise Http404("没有这件异议")
    form = FindingForm(request.POST or None, struck=_struck(found))
    if request.method == "POST" and form.is_valid() and _answered(found, form, official):
        return redirect("office:objection", code, key)
    context = {
        "season": season,
        "reading": reading,
        "objection": found,
        "form": form,
        "alike": len(alike(found)) - 1 if found.status == Objection.Status.OPEN else 0,
        "to_correct": _to_correct(found),
        "tab": "notice",
    }
    return render(request, "office/objection.html", context, status=422 if form.errors else 200)


def _struck(objection: Objection) -> str:
    """Return what upholding an objection brings about, blank where the person is off already."""
    one = objection.application
    if one.state != State.PROPOSED:
        return ""
    return (
        f"报名{one.case_number}（{mask_name(one.person.name)}）从公示名单上除名、不再招募，"
        f"随后要对{one.listing.notice}另发一份更正公示，空出的名额由本县递补候选递补"
    )


def _to_correct(objection: Objection) -> PublicNotice | None:
    """Return the list that still shows somebody whom an objection struck off."""
    one = objection.application
    if objection.status != Objection.Status.UPHELD or one.state != State.OBJECTION_UPHELD:
        return None
    notice = one.listing.notice
    return None if hasattr(notice, "corrected_by") else notice


def _answered(objection: Objection, form: FindingForm, official: User) -> bool:
    """Tell whether the answer was taken; write a refusal into the form."""
    given = form.cleaned_data
    try:
        answer_objection(
            objection,
            is_upheld=given["is_upheld"],
            result=given["result"],
            told=given["told"],
            actor=official,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence())
        return False
    return True
