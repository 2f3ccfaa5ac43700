"""Photo and papers: chosen, taken in, shown, taken out."""

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.drafts.consenting import give_consent
from linli.apps.drafts.materials import GROUPS
from linli.apps.drafts.models import PHOTO, SIGNATURE, UNKNOWN, Draft, Upload
from linli.apps.drafts.photo import portrait_terms
from linli.apps.drafts.uploading import UPLOADS, add_upload, name_kind, remove_upload
from linli.apps.drafts.usable import require_size
from linli.apps.drafts.window import closed
from linli.apps.intake.keeping import NotKept
from linli.apps.ledger.actions import beijing_date
from linli.core.intake.media import ENDINGS
from linli.core.refusal import Refusal
from linli.web.portal.access import applicants_only
from linli.web.portal.apply.access import own_draft
from linli.web.portal.apply.presenting import (
    group_cards,
    hinted_sheet_of,
    single_file,
    unnamed_files,
)
from linli.web.portal.apply.submit_views import refused_signature

_PAGE_OF = {PHOTO: "portal:apply-photo", SIGNATURE: "portal:apply-review"}
_MATERIALS = "portal:apply-materials"


@require_safe
@never_cache
@applicants_only
def photo(request: HttpRequest, code: str) -> HttpResponse:
    """Show the photo, or ask for one."""
    return _photo_page(request, own_draft(request, code))


def _photo_page(request: HttpRequest, draft: Draft, refusal: Refusal | None = None) -> HttpResponse:
    at = timezone.now()
    context = {
        "season": draft.season,
        "draft": draft,
        "photo": single_file(hinted_sheet_of(draft, at=at), PHOTO),
        "terms": portrait_terms(draft.season, beijing_date(at)),
        "refusal": refusal,
        "closed": closed(draft, at),
    }
    return render(request, "portal/apply/photo.html", context, status=422 if refusal else 200)


@require_safe
@never_cache
@applicants_only
def materials(request: HttpRequest, code: str) -> HttpResponse:
    """Show the papers that are asked for and those that are there."""
    return _materials_page(request, own_draft(request, code))


def _materials_page(
    request: HttpRequest, draft: Draft, refusal: Refusal | None = None, kind: str = ""
) -> HttpResponse:
    at = timezone.now()
    sheet = hinted_sheet_of(draft, at=at)
    context = {
        "season": draft.season,
        "draft": draft,
        "cards": group_cards(sheet),
        "unnamed": unnamed_files(sheet),
        "kinds": [(kind.value, kind.label) for group in GROUPS for kind in group.kinds],
        "loose": [hint for hint in sheet.hints if hint.upload is None],
        "refusal": refusal,
        "refused": kind,
        "closed": closed(draft, at),
    }
    return render(request, "portal/apply/materials.html", context, status=422 if refusal else 200)


@require_POST
@never_cache
@applicants_only
def consent(request: HttpRequest, code: str) -> HttpResponse:
    """Take the separate consent, and go back to the page that asked for it."""
    give_consent(own_draft(request, code), at=timezone.now())
    page = "portal:apply-materials" if "materials" in request.POST else "portal:apply-photo"
    return redirect(page, code)


@require_POST
@never_cache
@applicants_only
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take in the files of one kind; the first that is refused is named, those before it are kept."""
    draft, kind = own_draft(request, code), request.POST.get("kind", "")
    try:
        for file in request.FILES.getlist("file"):
            assert isinstance(file, UploadedFile)
            require_size(file.size or 0)
            add_upload(draft, kind, file.read(), at=timezone.now())
    except Refusal as refusal:
        if kind == PHOTO:
            return _photo_page(request, draft, refusal)
        if kind == SIGNATURE:
            return refused_signature(request, draft, refusal)
        return _materials_page(request, draft, refusal, kind)
    return redirect(_place(kind, draft))


def _place(kind: str, draft: Draft) -> str:
    page = reverse(_PAGE_OF.get(kind, _MATERIALS), args=[draft.season.code])
    if kind == SIGNATURE:
        return f"{page}#drawn"
    group = next((group.name for group in GROUPS if kind in group.kinds), "")
    return f"{page}#{group}" if group else page


@require_POST
@never_cache
@applicants_only
def name(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Take the applicant's word for what a file is."""
    draft, kind = own_draft(request, code), request.POST.get("kind", "")
    try:
        name_kind(draft, key, kind, at=timezone.now())
    except Refusal as refusal:
        return _materials_page(request, draft, refusal, UNKNOWN)
    return redirect(_place(kind, draft))


@require_POST
@never_cache
@applicants_only
def remove(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Take a file out."""
    draft = own_draft(request, code)
    file = _own_file(draft, key)
    try:
        remove_upload(draft, key, at=timezone.now())
    except Refusal as refusal:
        return _materials_page(request, draft, refusal, file.kind)
    return redirect(_place(file.kind, draft))


@require_safe
@never_cache
@applicants_only
def show(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show a file of the applicant's own, as it was sent."""
    file = _own_file(own_draft(request, code), key)
    try:
        content = UPLOADS.kept(file.digest)
    except NotKept as refusal:
        raise Http404(refusal.sentence()) from refusal
    name = f"{file.kind}-{file.pk}.{ENDINGS[file.media_type]}"
    return HttpResponse(
        content,
        content_type=file.media_type,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _own_file(draft: Draft, key: int) -> Upload:
    file = draft.present_uploads().filter(pk=key).first()
    if file is None:
        raise Http404("没有这个文件")
    return file
