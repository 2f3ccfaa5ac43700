"""Objections that the county's office is told, and a crowd of one wording answered at once."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.applications.states import State
from linli.apps.notices.alike import alike, dismiss_together
from linli.apps.notices.models import Listing, Objection, PublicNotice
from linli.apps.notices.taking import take_objection
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import season_of_county, went_through
from linli.web.office.notice_forms import AlikeForm, TakeForm
from linli.web.office.notice_presenting import alike_label
from linli.web.office.notice_views import list_of_county


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def take(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take down an objection to one person on a list."""
    notice = list_of_county(official_of(request), code, number)
    listings = _proposed(notice)
    lines = [(one.position, _line(notice, one)) for one in listings.values()]
    form = TakeForm(
        request.POST or None, lines=lines, initial={"line": request.GET.get("line", "")}
    )
    if request.method == "POST" and form.is_valid() and _taken(request, notice, listings, form):
        return redirect("office:notice-list", code, number)
    context = {"season": notice.season, "notice": notice, "form": form, "tab": "notice"}
    status = 422 if form.errors else 200
    return render(request, "office/objection_take.html", context, status=status)


def _taken(
    request: HttpRequest, notice: PublicNotice, listings: dict[int, Listing], form: TakeForm
) -> bool:
    return went_through(
        form,
        lambda: take_objection(
            notice,
            listings[form.cleaned_data["line"]].application,
            form.statement,
            way=Objection.Way(form.cleaned_data["way"]),
            heard_at=form.cleaned_data["heard_at"],
            actor=official_of(request),
            at=timezone.now(),
        ),
    )


def _proposed(notice: PublicNotice) -> dict[int, Listing]:
    found = notice.listings.filter(application__state=State.PROPOSED)
    return {one.position: one for one in found.select_related("application__season")}


def _line(notice: PublicNotice, listing: Listing) -> str:
    row = notice.rows[listing.position - 1]
    return f"第{listing.position}行　{row['name']}　{row['school']}　{row['major']}"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def dismiss(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Dismiss the objections of a list that say the same, with one finding."""
    official = official_of(request)
    season = season_of_county(official, code, act="答复异议")
    found = (
        Objection.objects.filter(pk=key, notice__season=season, notice__county_id=official.scope)
        .select_related("application", "notice__county")
        .first()
    )
    if found is None:
        raise Http404("没有这件异议")
    same = {one.pk: one for one in alike(found)}
    form = AlikeForm(
        request.POST or None,
        choices=[(one.pk, alike_label(one)) for one in same.values()],
        initial={
            "objections": [
                one.pk for one in same.values() if one.application_id == found.application_id
            ]
        },
    )
    if request.method == "POST" and form.is_valid():
        chosen = [same[one] for one in form.cleaned_data["objections"]]
        result = form.cleaned_data["result"]
        if went_through(
            form,
            lambda: dismiss_together(chosen, result=result, actor=official, at=timezone.now()),
        ):
            address = reverse("office:objections", args=[code])
            return redirect(f"{address}?{urlencode({'dismissed': len(chosen)})}")
    context = {"season": season, "objection": found, "same": same, "form": form, "tab": "notice"}
    status = 422 if form.errors else 200
    return render(request, "office/objection_alike.html", context, status=status)
