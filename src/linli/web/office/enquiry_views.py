"""Enquiries at the city's office: which wait, one with its answer, what is public of it; auditors read them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.enquiries.actions import answer_enquiry, publish_enquiry, unpublish_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.enquiries.queries import count_of_season, counts_by_year
from linli.apps.seasons.models import Season
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import season_to_act_in, season_to_read, went_through
from linli.web.office.enquiry_forms import AnswerForm, PublishForm

PAGE_SIZE = 20
_ACT = "答复咨询"


def _enquiry_in(season: Season, key: int) -> Enquiry:
    found = season.enquiries.select_related("season__city", "answered_by").filter(pk=key).first()
    if found is None:
        raise Http404("没有这件咨询")
    return found


@require_safe
@never_cache
@officials_only
def enquiries(request: HttpRequest, code: str) -> HttpResponse:
    """Show the enquiries that wait, the answered ones, and how many came in each month and year."""
    season = season_to_read(official_of(request), code, act="查看咨询")
    answered = Paginator(season.enquiries.answered(), PAGE_SIZE)
    context = {
        "season": season,
        "waiting": season.enquiries.waiting(),
        "page": answered.get_page(request.GET.get("page", "1")),
        "years": counts_by_year(season),
        "count": count_of_season(season),
    }
    return render(request, "office/enquiries.html", context)


@require_safe
@never_cache
@officials_only
def enquiry(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show one enquiry with the forms to answer it and to make it public."""
    season = season_to_read(official_of(request), code, act="查看咨询")
    return _shown(request, _enquiry_in(season, key))


def _shown(
    request: HttpRequest,
    found: Enquiry,
    *,
    answering: AnswerForm | None = None,
    publishing: PublishForm | None = None,
) -> HttpResponse:
    refused = answering or publishing
    context = {
        "season": found.season,
        "enquiry": found,
        "answering": answering or AnswerForm(enquiry=found),
        "publishing": publishing or PublishForm(enquiry=found),
        "refused": refused,
    }
    return render(request, "office/enquiry.html", context, status=422 if refused else 200)


@require_POST
@never_cache
@officials_only
def answer(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Answer an enquiry, or correct its answer."""
    official = official_of(request)
    found = _enquiry_in(season_to_act_in(official, code, act=_ACT), key)
    form = AnswerForm(request.POST, enquiry=found)
    done = form.is_valid() and went_through(
        form,
        lambda: answer_enquiry(
            found, answer=form.cleaned_data["answer"], actor=official, at=timezone.now()
        ),
    )
    return redirect("office:enquiry", code, key) if done else _shown(request, found, answering=form)


@require_POST
@never_cache
@officials_only
def publish(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Make an enquiry and its answer public."""
    official = official_of(request)
    found = _enquiry_in(season_to_act_in(official, code, act=_ACT), key)
    form = PublishForm(request.POST, enquiry=found)
    done = form.is_valid() and went_through(
        form,
        lambda: publish_enquiry(
            found, wording=form.cleaned_data["wording"], actor=official, at=timezone.now()
        ),
    )
    return (
        redirect("office:enquiry", code, key) if done else _shown(request, found, publishing=form)
    )


@require_POST
@never_cache
@officials_only
def unpublish(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Take an enquiry out of public sight."""
    official = official_of(request)
    found = _enquiry_in(season_to_act_in(official, code, act=_ACT), key)
    unpublish_enquiry(found, actor=official, at=timezone.now())
    return redirect("office:enquiry", code, key)
