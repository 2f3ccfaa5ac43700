"""Published answers, and a new question."""

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.enquiries.actions import ask_enquiry
from linli.apps.enquiries.models import Enquiry
from linli.apps.enquiries.queries import asked_since, enquiry_of_code, public_answers
from linli.apps.seasons.models import Season
from linli.core.record import FormUsed
from linli.core.refusal import Refusal
from linli.web.portal.access import public_season
from linli.web.portal.public.answer_views import received_page
from linli.web.portal.public.forms import AskForm, SearchForm
from linli.web.portal.public.limits import ENQUIRIES, counted, require_room
from linli.web.portal.telling import told

PAGE_SIZE = 20


@require_safe
def enquiries(request: HttpRequest, code: str) -> HttpResponse:
    """Show the published answers, twenty a page, narrowed by words and category."""
    found = public_season(code)
    form = SearchForm(request.GET)
    wishes = form.cleaned_data if form.is_valid() else {}
    answers = Paginator(public_answers(found, **wishes), PAGE_SIZE)
    context = {
        "season": found,
        "form": form,
        "page": answers.get_page(request.GET.get("page", "1")),
        "is_narrowed": any(wishes.values()),
        "here": "enquiries",
    }
    return render(request, "portal/enquiries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Take a question to the office."""
    found = public_season(code)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, found, form)
        except Refusal as refusal:
            form.add_error(None, told(refusal, found))
            if isinstance(refusal, FormUsed):
                form.with_new_code()
        else:
            return received_page(found, "enquiry", form.cleaned_data["code"])
    context = {"season": found, "form": form, "here": "enquiries"}
    return render(request, "portal/ask.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, season: Season, form: AskForm) -> None:
    at = timezone.now()
    if enquiry_of_code(season, form.cleaned_data["code"]) is not None:
        _keep(season, form, at)
        return
    with counted(request, ENQUIRIES, at):
        require_room(asked_since(season, at - timedelta(hours=1)))
        _keep(season, form, at)


def _keep(season: Season, form: AskForm, at: datetime) -> None:
    given = form.cleaned_data
    ask_enquiry(
        season,
        category=Enquiry.Category(given["category"]),
        question=given["question"],
        contact=given["contact"],
        code=given["code"],
        at=at,
    )
