"""The list of those who go to a county's interview, handed out to be posted."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from linli.apps.reports.interview_papers import interview_list_notice
from linli.core.documents.official import OfficialPaper
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word
from linli.core.refusal import Refusal
from linli.web.office.access import official_of
from linli.web.office.downloads import PDF, WORD, handed_out
from linli.web.office.interview_access import county_for, read_only


@read_only
def list_word(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Hand out a county's interview list as a Word file."""
    content = write_word(_paper(request, code, county))
    return handed_out(content, WORD, f"{code}-{county}-interview.docx")


@read_only
def list_pdf(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Hand out a county's interview list as PDF."""
    content = write_pdf(_paper(request, code, county), fonts=settings.ASSETS / "fonts")
    return handed_out(content, PDF, f"{code}-{county}-interview.pdf")


def _paper(request: HttpRequest, code: str, county: str) -> OfficialPaper:
    """Return the paper. Raises ``Http404`` while nobody is listed, and ``PermissionDenied``."""
    season, place = county_for(official_of(request), code, county)
    try:
        return interview_list_notice(season, place)
    except Refusal as refusal:
        raise Http404(refusal.sentence()) from refusal
