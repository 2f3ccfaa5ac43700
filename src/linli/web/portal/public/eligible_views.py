"""Can I apply? Asked and answered in one page; nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.web.portal.access import public_season
from linli.web.portal.public.eligibility import assess, questions_of, terms_of
from linli.web.portal.public.forms import EligibilityForm
from linli.web.portal.public.standing import registration_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def eligible(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the questions of the season's pack; show what it answers.

    The answers are posted: in an address, browsers would keep them.
    """
    found = public_season(code)
    terms = terms_of(found)
    form = EligibilityForm(
        request.POST or None, season=found, questions=questions_of(found), terms=terms
    )
    context = {
        "season": found,
        "form": form,
        "assessment": assess(found, form.answers, terms) if form.is_valid() else None,
        "schools": list(terms.schools.codes),
        "registration": registration_of(found, timezone.localdate()),
        "here": "eligible",
    }
    return render(request, "portal/eligible.html", context)
