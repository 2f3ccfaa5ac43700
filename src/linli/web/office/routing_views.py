"""From the city to the counties: all received cases in bulk, as shown, and one case by hand."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.applications.actions import route_to
from linli.apps.applications.models import Application
from linli.apps.applications.permissions import may_act
from linli.apps.applications.routing import route_as_shown
from linli.apps.applications.states import TABLE, Act, State
from linli.apps.places.models import Division
from linli.apps.places.queries import counties_of
from linli.web.office.access import case_for, official_of, officials_only
from linli.web.office.acting import require_allowed, season_to_act_in, season_to_read, went_through
from linli.web.office.case_page import heading
from linli.web.office.forms import LONGEST_REASON
from linli.web.office.routing_presenting import routing_page, wishes_of

_desk = require_http_methods(["GET", "HEAD", "POST"])


class RoutingForm(forms.Form):
    """What was shown when somebody confirms: its mark and the number of cases."""

    shown = forms.CharField(max_length=16, widget=forms.HiddenInput)
    cases = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class RouteForm(forms.Form):
    """The county that one case goes to, and why."""

    county = forms.ChoiceField(
        label="转到",
        error_messages={
            "required": "请选择县（市、区）",
            "invalid_choice": "请选择本市的县（市、区），现在办理的县除外",
        },
    )
    reason = forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="记入台账；例如“来电更正意向，已核对本人”，不写电话等个人信息",
        error_messages={
            "required": "请写明理由",
            "max_length": f"请把理由写在{LONGEST_REASON}字以内",
        },
    )

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._counties = {one.code: one for one in counties_of(case.season.city_id).values()}
        county = self.fields["county"]
        assert isinstance(county, forms.ChoiceField)
        others = [one for one in self._counties.values() if one.code != case.county_id]
        county.choices = [("", "请选择"), *((one.code, one.name) for one in others)]

    @property
    def chosen(self) -> Division:
        """Return the county; the form must have been judged valid."""
        return self._counties[self.cleaned_data["county"]]


@_desk
@never_cache
@officials_only
def routing(request: HttpRequest, code: str) -> HttpResponse:
    """Show how many cases would go to which county, and what went; route as it was shown."""
    official = official_of(request)
    season_as = season_to_act_in if request.method == "POST" else season_to_read
    season = season_as(official, code, act=Act.ROUTE.label)
    form = RoutingForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and went_through(
        form,
        lambda: route_as_shown(season, **form.cleaned_data, actor=official, at=timezone.now()),
    ):
        return redirect("office:routing", code)
    context = {"season": season, "page": routing_page(season), "form": form, "tab": "routing"}
    return render(request, "office/routing.html", context, status=422 if form.errors else 200)


@_desk
@never_cache
@officials_only
def route_case(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Send one case to a county by hand, with a reason."""
    official = official_of(request)
    case = case_for(official, code, case_number)
    require_allowed(may_act(official, Act.ROUTE, case))
    form = RouteForm(request.POST if request.method == "POST" else None, case=case)
    if form.is_valid() and went_through(
        form,
        lambda: route_to(
            case,
            form.chosen,
            reason=form.cleaned_data["reason"],
            actor=official,
            at=timezone.now(),
        ),
    ):
        return redirect("office:case", code, case_number)
    context = {
        "season": case.season,
        "page": heading(case),
        "wishes": wishes_of(case),
        "form": form,
        "can_route": State(case.state) in TABLE[Act.ROUTE].origins,
        "tab": "applications",
    }
    return render(request, "office/route.html", context, status=422 if form.errors else 200)
