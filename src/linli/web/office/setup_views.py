"""Open a season: choose a pack, see what would be fixed, confirm."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.actions import may_open, open_season
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import may_act_at
from linli.apps.seasons.planning import SeasonPlan, plan_season
from linli.core.refusal import Refusal
from linli.policies import get_pack
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import require_allowed
from linli.web.office.setup_forms import SetupForm
from linli.web.office.setup_presenting import setup_page


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def new_season(request: HttpRequest) -> HttpResponse:
    """Ask which season; show it as it would be opened; open it as it was shown."""
    official = official_of(request)
    require_allowed(
        may_act_at(official, (Office.CITY,), official.scope, act="开启招募季", is_rehearsal=True)
    )
    form = SetupForm(request.POST or request.GET or None, official=official)
    plan = _plan(form, official) if form.is_valid() else None
    if plan is not None and request.method == "POST":
        opened = _opened(form, official, shown=request.POST.get("shown", ""))
        if opened is not None:
            return redirect("office:schedule", opened.code)
    # The plan stands for the season to be: a rehearsal bears its mark from here on.
    context = {"form": form, "page": setup_page(plan) if plan else None, "season": plan}
    return render(request, "office/setup.html", context, status=422 if form.errors else 200)


def _plan(form: SetupForm, official: User) -> SeasonPlan | None:
    """Return the season as it would be opened; ``None`` where it is refused, which the form shows."""
    given = form.cleaned_data
    try:
        plan = plan_season(
            get_pack(given["pack"]), is_rehearsal=form.is_rehearsal, first_day=given["first_day"]
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence())
        return None
    require_allowed(may_open(official, plan))
    return plan


def _opened(form: SetupForm, official: User, *, shown: str) -> Season | None:
    given = form.cleaned_data
    try:
        return open_season(
            get_pack(given["pack"]),
            actor=official,
            at=timezone.now(),
            seed=secrets.token_hex(8),
            is_rehearsal=form.is_rehearsal,
            first_day=given["first_day"],
            shown=shown,
            is_another=given["is_another"],
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence())
        return None
