"""The requests of applicants about their own data: listed by when they are due, answered one by one."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts.models import Office, User
from linli.apps.ledger.actions import beijing_date
from linli.apps.rights.actions import answer
from linli.apps.rights.models import RightsRequest
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import may_act_in_season
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only, season_for

_ACT = "答复个人信息申请"
GRANTED, REFUSED = "granted", "refused"


class AnswerForm(forms.Form):
    """The answer to a request."""

    outcome = forms.ChoiceField(
        label="办理结果",
        choices=[(GRANTED, "同意，已经办理"), (REFUSED, "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "没有选择办理结果"},
    )
    text = forms.CharField(
        label="答复",
        max_length=1000,
        help_text="写明办理情况；不同意的，写明理由和依据的条款",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "没有填写答复"},
    )


@require_safe
@never_cache
@officials_only
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """List a season's requests, those that wait first, the soonest due on top."""
    season = _season(official_of(request), code)
    found = RightsRequest.objects.filter(application__season=season).select_related("application")
    context = {
        "season": season,
        "waiting": found.filter(answer="").order_by("due_on", "pk"),
        "answered": found.exclude(answer="").order_by("-answered_at", "-pk")[:50],
        "today": beijing_date(timezone.now()),
        "tab": "intake",
    }
    return render(request, "office/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def answer_request(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show a request, and answer it."""
    official = official_of(request)
    season = _season(official, code)
    asked = (
        RightsRequest.objects.filter(application__season=season, pk=key)
        .select_related("application__season", "answered_by")
        .first()
    )
    if asked is None:
        raise Http404("没有这件申请")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        values = form.cleaned_data
        is_granted = values["outcome"] == GRANTED
        try:
            answer(
                asked, is_granted=is_granted, text=values["text"], actor=official, at=timezone.now()
            )
            return redirect("office:requests", code)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence())
    context = {"season": season, "asked": asked, "form": form, "tab": "intake"}
    return render(
        request, "office/request_answer.html", context, status=422 if form.errors else 200
    )


def _season(official: User, code: str) -> Season:
    """Return a season whose requests the official may read. Raises ``PermissionDenied``."""
    season = season_for(official, code)
    permission = may_act_in_season(official, season, (Office.CITY,), act=_ACT)
    if not permission.allowed:
        raise PermissionDenied(
            f"{permission.reason}；申请写有本人的个人信息，只供答复的单位处理，不供查阅（个人信息保护法第六条）"
        )
    return season
