"""The filled official form of a case, handed out as Word and PDF."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.applications.models import Application
from linli.apps.intake.form_paper import pdf_paper, word_paper
from linli.core.refusal import Refusal
from linli.web.office.access import case_for, official_of, officials_only
from linli.web.office.downloads import PDF, WORD, handed_out


@require_safe
@never_cache
@officials_only
def form_word(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Hand out the form of a case as a Word file."""
    return _paper(request, code, case_number, word_paper, WORD, "docx")


@require_safe
@never_cache
@officials_only
def form_pdf(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Hand out the form of a case as PDF."""
    return _paper(request, code, case_number, pdf_paper, PDF, "pdf")


def _paper(
    request: HttpRequest,
    code: str,
    case_number: str,
    draw: Callable[[Application], bytes],
    kind: str,
    suffix: str,
) -> HttpResponse:
    application = case_for(official_of(request), code, case_number)
    try:
        content = draw(application)
    except Refusal as refusal:
        context = {"sentence": refusal.sentence(), "code": 404}
        return render(request, "office/counter_refused.html", context, status=404)
    # The name of the file holds nothing of the person.
    return handed_out(content, kind, f"{application.case_number}.{suffix}")
