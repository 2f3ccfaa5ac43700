"""A school's workbook: the template, what an uploaded one comes to, and its registration."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.intake.keeping import keep, kept
from linli.apps.intake.receipt import (
    GROUNDS,
    RECEIVED_AT,
    Receipt,
    receipt_refusals,
    registration_time,
)
from linli.apps.intake.workbook import (
    WorkbookRehearsal,
    commit,
    dry_run,
    problem_workbook,
    template,
)
from linli.apps.seasons.models import Season
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only, season_for
from linli.web.office.counter_forms import PAPERS
from linli.web.office.counter_views import require_entering
from linli.web.office.downloads import excel
from linli.web.office.filled_forms import DIGEST, LARGEST_BYTES
from linli.web.office.receipt_forms import ReceiptForm

_MOST_SHOWN = 50


class UploadForm(ReceiptForm):
    """The workbook that a school sent."""

    file = forms.FileField(
        label="学校报送的表格（.xlsx）",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx,.xls,.ods"}),
        error_messages={"required": "没有选择文件。请选择学校报送的表格后再上传"},
    )

    def clean_file(self) -> Any:
        """Refuse a file that no school's list is."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise forms.ValidationError("文件超过10 MB。请删除图片等无关内容，或者分成几个文件上传")
        return file


class CommitForm(ReceiptForm):
    """Which kept workbook is registered, as received when, and whether its good rows alone."""

    digest = forms.RegexField(DIGEST, widget=forms.HiddenInput)
    only_good = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "commit_%s"
        super().__init__(*args, **kwargs)
        # The time was stated with the upload, and what was tried is what is registered.
        for name in (RECEIVED_AT, GROUNDS):
            self.fields[name].widget = forms.HiddenInput()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def workbook(request: HttpRequest, code: str) -> HttpResponse:
    """Upload a workbook and see what it comes to; then register it."""
    season = _season(request, code)
    if request.method != "POST":
        return _page(request, season, upload=UploadForm())
    if "digest" in request.POST:
        return _register(request, season)
    upload = UploadForm(request.POST, request.FILES)
    if upload.is_valid():
        return _try(request, season, upload)
    return _page(request, season, upload=upload)


@require_safe
@never_cache
@officials_only
def workbook_template(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the workbook that a school fills in."""
    season = _season(request, code)
    content = template(season, materials=PAPERS, dated=season.pack.notice.issued)
    return excel(content, f"{season.code}-template.xlsx")


@require_POST
@never_cache
@officials_only
def workbook_problems(request: HttpRequest, code: str, digest: str) -> HttpResponse:
    """Hand out the rows of a kept workbook that have a problem, each with what to do.

    What was stated of its receipt comes along; it has no place in an address.
    """
    season = _season(request, code)
    if not DIGEST.fullmatch(digest):
        raise Http404("没有这个文件")
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        raise Http404("没有这个文件")
    try:
        rehearsal = _rehearsed(request, season, kept(digest), form.receipt(), at=timezone.now())
    except Refusal as refusal:
        raise Http404(refusal.sentence()) from refusal
    today = timezone.localdate()
    content = problem_workbook(season, rehearsal, materials=PAPERS, dated=today)
    return excel(content, f"{season.code}-problems.xlsx")


def _season(request: HttpRequest, code: str) -> Season:
    season = season_for(official_of(request), code)
    require_entering(official_of(request), season)
    return season


def _rehearsed(
    request: HttpRequest,
    season: Season,
    content: bytes,
    receipt: Receipt | None,
    *,
    at: datetime,
) -> WorkbookRehearsal:
    return dry_run(
        season,
        content,
        materials=PAPERS,
        receipt=receipt,
        actor=official_of(request),
        at=at,
    )


def _try(request: HttpRequest, season: Season, upload: UploadForm) -> HttpResponse:
    content = upload.cleaned_data["file"].read()
    receipt = upload.receipt()
    at = timezone.now()
    try:
        rehearsal = _rehearsed(request, season, content, receipt, at=at)
    except Refusal as refusal:
        wrong = receipt_refusals(receipt, registration_time(season), at=at)
        places = {one.sentence(): name or RECEIVED_AT for name, one in wrong}
        upload.add_error(places.get(refusal.sentence(), "file"), refusal.sentence())
        return _page(request, season, upload=upload)
    # What came in is kept as it came, as mails are.
    stated = {name: upload.cleaned_data[name] for name in (RECEIVED_AT, GROUNDS)}
    form = CommitForm(initial={"digest": keep(content), **stated})
    again = UploadForm(initial=stated)
    return _page(request, season, upload=again, rehearsal=rehearsal, form=form, receipt=receipt)


def _register(request: HttpRequest, season: Season) -> HttpResponse:
    form = CommitForm(request.POST)
    if not form.is_valid():
        raise Http404("没有这个文件")
    try:
        content = kept(form.cleaned_data["digest"])
        made = commit(
            season,
            content,
            materials=PAPERS,
            only_good=form.cleaned_data["only_good"],
            receipt=form.receipt(),
            actor=official_of(request),
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence())
        return _page(request, season, upload=UploadForm(), form=form)
    return _page(request, season, upload=UploadForm(), registered=[one.case_number for one in made])


def _page(
    request: HttpRequest,
    season: Season,
    *,
    upload: UploadForm,
    rehearsal: WorkbookRehearsal | None = None,
    form: CommitForm | None = None,
    receipt: Receipt | None = None,
    registered: list[str] | None = None,
) -> HttpResponse:
    days = registration_time(season)
    context = {
        "season": season,
        "days": days,
        "is_over": days.is_over(timezone.now()),
        "upload": upload,
        "rehearsal": rehearsal,
        "receipt": receipt,
        "shown": rehearsal.wrong[:_MOST_SHOWN] if rehearsal else (),
        "remarked": rehearsal.remarked[:_MOST_SHOWN] if rehearsal else (),
        "form": form,
        "registered": registered,
        "tab": "intake",
    }
    is_refused = bool(upload.errors or (form is not None and form.errors))
    return render(request, "office/workbook.html", context, status=422 if is_refused else 200)
