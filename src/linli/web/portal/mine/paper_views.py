"""An applicant's own papers, as PDF and Word."""

from collections.abc import Callable, Mapping
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.applications.models import Application
from linli.apps.intake.form_paper import pdf_paper, word_paper
from linli.apps.ledger.actions import beijing_date
from linli.apps.reports.placement_paper import placement_paper
from linli.apps.reports.recruit_papers import interview_slip, report_slip, service_certificate
from linli.core.documents.official import OfficialPaper
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word
from linli.core.refusal import Refusal
from linli.web.portal.access import applicant_of, applicants_only, own_case

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_PAPERS: Mapping[str, Callable[[Application, date], OfficialPaper]] = {
    "interview-slip": lambda case, today: interview_slip(case, dated=today),
    "report-slip": lambda case, today: report_slip(case, dated=today),
    "certificate": lambda case, today: service_certificate(case, today=today),
    "placement": lambda case, today: placement_paper(case),
}


@require_safe
@never_cache
@applicants_only
def paper(
    request: HttpRequest, code: str, case_number: str, name: str, ending: str
) -> HttpResponse:
    """Hand out one of the applicant's own papers; one that the case does not have is not found."""
    case = own_case(applicant_of(request), code, case_number)
    if ending not in _TYPES or name not in {*_PAPERS, "form"}:
        raise Http404("没有这个文件")
    try:
        content = _content(case, name, ending)
    except Refusal as refusal:
        raise Http404(refusal.what) from refusal
    # The name of the file holds nothing of the person.
    file = f'attachment; filename="{name}-{case_number}.{ending}"'
    return HttpResponse(content, content_type=_TYPES[ending], headers={"Content-Disposition": file})


def _content(case: Application, name: str, ending: str) -> bytes:
    if name == "form":
        return pdf_paper(case) if ending == "pdf" else word_paper(case)
    made = _PAPERS[name](case, beijing_date(timezone.now()))
    return write_pdf(made, fonts=settings.ASSETS / "fonts") if ending == "pdf" else write_word(made)
