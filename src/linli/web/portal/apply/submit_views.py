"""Look the application over, sign the pledge, submit; the receipt, and the filled form."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.applications.models import Application
from linli.apps.drafts.fields import LABELS, SECTIONS
from linli.apps.drafts.models import PHOTO, SIGNATURE, Draft
from linli.apps.drafts.signature import must_sign_again
from linli.apps.drafts.submitting import submit
from linli.apps.drafts.window import closed
from linli.apps.intake.form_paper import pdf_paper, word_paper
from linli.core.refusal import Refusal
from linli.web.portal.access import applicants_only
from linli.web.portal.apply.access import own_draft
from linli.web.portal.apply.presenting import (
    Sheet,
    file_card,
    hinted_sheet_of,
    kind_label,
    sheet_of,
    single_file,
    written_lines,
)
from linli.web.portal.apply.signing import PledgeForm
from linli.web.portal.apply.supplement import supplement_of
from linli.web.portal.telling import told

_PAPERS = {
    "pdf": (pdf_paper, "application/pdf"),
    "docx": (
        word_paper,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@applicants_only
def review_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything once more, what is missing with where to mend it, and take the submission."""
    draft = own_draft(request, code)
    if request.method != "POST":
        return _review(request, draft, PledgeForm(initial={"revision": draft.revision}))
    form = PledgeForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            submit(
                draft,
                revision=values["revision"],
                signed_name=values["signed_name"],
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, told(refusal, draft.season))
            draft.refresh_from_db()
            form.data = {**request.POST.dict(), "revision": str(draft.revision)}
        else:
            return redirect("portal:apply-receipt", code)
    return _review(request, draft, form)


def refused_signature(request: HttpRequest, draft: Draft, refusal: Refusal) -> HttpResponse:
    """Show the page again to somebody whose drawn signature was refused, with why."""
    form = PledgeForm(initial={"revision": draft.revision})
    return _review(request, draft, form, refusal)


def _review(
    request: HttpRequest, draft: Draft, form: PledgeForm, refusal: Refusal | None = None
) -> HttpResponse:
    at = timezone.now()
    sheet = hinted_sheet_of(draft, at=at)
    context = {
        "season": draft.season,
        "sheet": sheet,
        "form": form,
        "closed": closed(draft, at),
        "sections": [(section, written_lines(sheet, section)) for section in SECTIONS],
        "photo": single_file(sheet, PHOTO),
        "signature": single_file(sheet, SIGNATURE),
        "must_sign_again": must_sign_again(draft),
        "refusal": refusal,
        "files": [
            file_card(sheet, one) for one in sheet.uploads if one.kind not in (PHOTO, SIGNATURE)
        ],
        "to_mend": _to_mend(sheet),
        "supplement": supplement_of(draft, at),
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "portal/apply/review.html", context, status=status)


def _to_mend(sheet: Sheet) -> list[tuple[str, str]]:
    """Return what stands in the way, each as a sentence and the page where it is mended."""
    code = sheet.draft.season.code
    places = {
        name: f"{reverse('portal:apply-section', args=[code, section.name])}#id_{name}"
        for section in SECTIONS
        for name in section.fields
    }
    places[PHOTO] = reverse("portal:apply-photo", args=[code])
    lines = [
        (f"{LABELS.get(name, '照片')}：{refusal.what}", places[name])
        for name, refusal in sheet.found.faults.items()
    ]
    papers = reverse("portal:apply-materials", args=[code])
    return lines + [(reason.text, papers) for reason in sheet.found.missing]


@require_safe
@never_cache
@applicants_only
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was received, when, and under which number."""
    draft = own_draft(request, code)
    case = _submitted(draft)
    files = draft.uploads.filter(is_submitted=True)
    context = {
        "season": draft.season,
        "draft": draft,
        "case": case,
        "closed": closed(draft, timezone.now()),
        "files": [kind_label(one.kind) for one in files],
        "later": sheet_of(draft, at=timezone.now()).found.later,
    }
    return render(request, "portal/apply/receipt.html", context)


@require_safe
@never_cache
@applicants_only
def paper(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """Return the official form as it was submitted, as PDF or Word."""
    if ending not in _PAPERS:
        raise Http404("只有PDF和Word两种格式")
    case = _submitted(own_draft(request, code))
    make, media_type = _PAPERS[ending]
    return HttpResponse(
        make(case),
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="form-{case.case_number}.{ending}"'},
    )


def _submitted(draft: Draft) -> Application:
    if draft.application is None:
        raise Http404("还没有提交")
    return draft.application
