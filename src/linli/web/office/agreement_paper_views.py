"""The papers of agreements: to be read and signed, as signed, the city's receipt; who has not reported."""

import zipfile
from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement, Arrangement
from linli.apps.agreements.paper_files import IN_FORCE, PAPERS, add_paper
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.reports.filing_papers import filing_receipt
from linli.apps.reports.papers import agreement_paper
from linli.apps.reports.recruit_papers import agreement_to_sign
from linli.apps.seasons.models import Season, Stage
from linli.apps.workforce.leaving import end_agreement
from linli.apps.workforce.reporting import record_no_show
from linli.core.documents.official import OfficialPaper
from linli.core.documents.official_pdf import write_pdf
from linli.core.documents.official_word import write_word
from linli.core.identity.names import mask_name
from linli.core.pages.pdf import join_pdfs
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import season_of_county, season_to_act_in, went_through
from linli.web.office.agreement_access import (
    agreement_for,
    arrangements_in,
    season_of_place,
)
from linli.web.office.agreement_forms import NoShowForm, PaperForm
from linli.web.office.agreement_paper_presenting import paper_lines
from linli.web.office.downloads import PDF, WORD, handed_out

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_ACT = "办理协议和报到"
_desk = require_http_methods(["GET", "HEAD", "POST"])


def _pdf(paper: OfficialPaper) -> bytes:
    return write_pdf(paper, fonts=settings.ASSETS / "fonts")


def _paper_of(official: User, code: str, case_number: str) -> OfficialPaper:
    """Return the agreement of a case: as it is to be signed, or as it was. Raises ``Http404``."""
    season = season_of_place(official, code, act=_ACT)
    for one in arrangements_in(season, official.scope):
        if one.application.case_number == case_number:
            return agreement_to_sign(one, dated=timezone.localdate())
    return agreement_paper(agreement_for(official, season, case_number))


@require_safe
@never_cache
@officials_only
def paper_word(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Hand out one recruit's agreement as a Word file."""
    content = write_word(_paper_of(official_of(request), code, case_number))
    return handed_out(content, WORD, f"{case_number}-agreement.docx")


@require_safe
@never_cache
@officials_only
def paper_pdf(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Hand out one recruit's agreement as PDF."""
    content = _pdf(_paper_of(official_of(request), code, case_number))
    return handed_out(content, PDF, f"{case_number}-agreement.pdf")


def _of_street(official: User, code: str, street: str) -> list[Arrangement]:
    """Return all who are to sign in one street, as many as the county has places at most. Raises ``Http404``."""
    season = season_of_place(official, code, act=_ACT)
    rows = arrangements_in(season, street) if street.startswith(official.scope) else []
    if not rows:
        raise Http404("这个街道（乡镇）没有待签订的协议")
    return rows


@require_safe
@never_cache
@officials_only
def street_pdf(request: HttpRequest, code: str, street: str) -> HttpResponse:
    """Hand out the agreements to be signed in a street as one PDF, to be printed at once."""
    today = timezone.localdate()
    rows = _of_street(official_of(request), code, street)
    content = join_pdfs(_pdf(agreement_to_sign(one, dated=today)) for one in rows)
    return handed_out(content, PDF, f"{code}-{street}-agreements.pdf")


@require_safe
@never_cache
@officials_only
def street_zip(request: HttpRequest, code: str, street: str) -> HttpResponse:
    """Hand out the agreements to be signed in a street as Word files in one archive."""
    today, out = timezone.localdate(), BytesIO()
    rows = _of_street(official_of(request), code, street)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in rows:
            name = f"{one.application.case_number}-agreement.docx"
            archive.writestr(name, write_word(agreement_to_sign(one, dated=today)))
    return handed_out(out.getvalue(), "application/zip", f"{code}-{street}-agreements.zip")


def _receipt_of(official: User, code: str, county: str) -> OfficialPaper:
    """Return the receipt of a county, to the city and to the county. Raises ``Http404``."""
    if official.office == Office.CITY:
        season = season_to_act_in(official, code, act="报市备案")
    else:
        season = season_of_county(official, code, act=_ACT)
    place = Division.objects.filter(code=county, level=Division.Level.COUNTY).first()
    if place is None or not county.startswith(official.scope):
        raise Http404("没有这个县（市、区）")
    try:
        return filing_receipt(season, place)
    except Refusal as refusal:
        raise Http404(refusal.sentence()) from refusal


@require_safe
@never_cache
@officials_only
def receipt_word(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Hand out the receipt of a county's filed agreements as a Word file."""
    content = write_word(_receipt_of(official_of(request), code, county))
    return handed_out(content, WORD, f"{code}-{county}-receipt.docx")


@require_safe
@never_cache
@officials_only
def receipt_pdf(request: HttpRequest, code: str, county: str) -> HttpResponse:
    """Hand out the receipt of a county's filed agreements as PDF."""
    content = _pdf(_receipt_of(official_of(request), code, county))
    return handed_out(content, PDF, f"{code}-{county}-receipt.pdf")


@_desk
@never_cache
@officials_only
def signed_paper(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Show what was uploaded of an agreement; take in the signed paper, or another in its place."""
    official = official_of(request)
    season = season_of_place(official, code, act="上传协议")
    agreement = agreement_for(official, season, case_number)
    replaces = agreement.papers.filter(replaced_at=None).exists()
    form = PaperForm(request.POST or None, request.FILES or None, replaces=replaces)
    if request.method == "POST" and form.is_valid() and _taken_in(form, agreement, official):
        return redirect("office:agreement-signed", code, case_number)
    context = {
        **_of_case(season, agreement),
        "form": form,
        "papers": paper_lines(agreement),
        "takes_paper": agreement.application.state in IN_FORCE,
    }
    status = 422 if form.errors else 200
    return render(request, "office/agreement_paper.html", context, status=status)


def _taken_in(form: PaperForm, agreement: Agreement, official: User) -> bool:
    content = form.cleaned_data["file"].read()
    return went_through(
        form,
        lambda: add_paper(
            agreement,
            content,
            roots=settings.SIGNING_ROOTS,
            reason=form.cleaned_data.get("reason", ""),
            actor=official,
            at=timezone.now(),
        ),
    )


def _of_case(season: Season, agreement: Agreement) -> dict[str, Any]:
    return {
        "season": season,
        "agreement": agreement,
        "name": mask_name(agreement.application.person.name),
        "tab": "agreements",
    }


@require_safe
@never_cache
@officials_only
def signed_file(request: HttpRequest, code: str, case_number: str, key: int) -> HttpResponse:
    """Hand out a signed agreement as it was uploaded."""
    official = official_of(request)
    season = season_of_place(official, code, act=_ACT)
    paper = agreement_for(official, season, case_number).papers.filter(pk=key).first()
    if paper is None:
        raise Http404("没有这个文件")
    try:
        content = PAPERS.kept(paper.digest)
    except Refusal as refusal:
        raise Http404(refusal.sentence()) from refusal
    ending = _ENDINGS[paper.media_type]
    return handed_out(content, paper.media_type, f"{case_number}-signed-{key}.{ending}")


@_desk
@never_cache
@officials_only
def no_show(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """End the agreement of somebody who has not come: on their request, or because they did not report."""
    official = official_of(request)
    season = season_of_place(official, code, act="办理未报到")
    agreement = agreement_for(official, season, case_number)
    form = NoShowForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _ended(form, agreement, official):
        return redirect(f"{reverse('office:agreements', args=[code])}?ended=1")
    context = {
        **_of_case(season, agreement),
        "form": form,
        "reporting": season.window(Stage.REPORTING),
        "is_waiting": agreement.application.state in (State.SIGNED, State.FILED),
    }
    status = 422 if form.errors else 200
    return render(request, "office/agreement_no_show.html", context, status=status)


def _ended(form: NoShowForm, agreement: Agreement, official: User) -> bool:
    given, case, at = form.cleaned_data, agreement.application, timezone.now()
    if given["way"] == "silent":
        return went_through(
            form, lambda: record_no_show(case, reason=given["reason"], actor=official, at=at)
        )
    return went_through(
        form,
        lambda: end_agreement(
            case,
            ended_on=given["ended_on"],
            reason=given["reason"],
            is_requested=True,
            is_settled=True,
            actor=official,
            at=at,
        ),
    )
