"""Withdraw a season that was opened by mistake: see what that means, confirm it with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.seasons.withdrawing import WITHDRAW, withdraw_season
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import season_to_act_in, went_through
from linli.web.office.schedule_forms import WithdrawForm
from linli.web.office.withdrawal_presenting import withdrawal_page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a withdrawal would come to; withdraw the season with a reason."""
    official = official_of(request)
    season = season_to_act_in(official, code, act=WITHDRAW)
    form = WithdrawForm(request.POST if request.method == "POST" else None, season=season)
    if form.is_valid() and went_through(
        form,
        lambda: withdraw_season(
            season, reason=form.cleaned_data["reason"], actor=official, at=timezone.now()
        ),
    ):
        return redirect(f"{reverse('office:seasons')}?withdrawn={code}")
    context = {"season": season, "form": form, "page": withdrawal_page(season), "tab": "schedule"}
    status = 422 if form.errors else 200
    return render(request, "office/schedule_withdraw.html", context, status=status)
