"""The pages of one mail: what it says, what came with it, what a person makes of it."""

import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.applications.models import Application
from linli.apps.intake.attached import sent_file, sent_words
from linli.apps.intake.handling import WrongCase, handle_mail
from linli.apps.intake.keeping import kept
from linli.apps.intake.models import Mail
from linli.apps.intake.showing import LARGE, SMALL, picture
from linli.apps.intake.withdrawing import confirm_withdrawal
from linli.core.refusal import Refusal
from linli.web.office.access import official_of, officials_only
from linli.web.office.downloads import handed_out
from linli.web.office.intake_access import mail_for
from linli.web.office.intake_forms import HandlingForm
from linli.web.office.intake_mail import mail_page, pages_of, sent_file_of

View = Callable[..., HttpResponse]
# A picture is fetched ahead of its page. It may show an identity card and outlives a sign-out
# in the browser, so it is kept for one step of the desk and no longer.
_PICTURE_SECONDS = 60
# What a file is handed out as; whatever else strangers send opens by itself nowhere.
_SUFFIX = re.compile(
    r"\.(?:pdf|docx?|wps|rtf|odt|xlsx?|jpe?g|png|gif|bmp|tiff?|hei[cf]|webp|txt|zip|rar|7z)$",
    re.IGNORECASE,
)
_LETTERS_A_LINE = 22


def picture_view(view: View) -> View:
    """Guard a picture: the browser keeps it for a minute, nobody in between does."""
    private = cache_control(private=True, max_age=_PICTURE_SECONDS)
    return require_safe(private(officials_only(view)))


def jpeg(
    request: HttpRequest,
    mail: Mail | None,
    at: Mapping[str, Any],
    box: list[float] | None = None,
    *,
    longest: int = LARGE,
) -> HttpResponse:
    """Answer with a page of an attachment, or a place on it; a picture says so where there is none."""
    if mail is None or not at:
        raise Http404("没有图片")
    try:
        content = picture(mail, at, box or (), longest=longest)
    except Refusal as refusal:
        # An <img> shows what it is given: the sentence stands where the page would.
        lines = textwrap.wrap(refusal.sentence(), _LETTERS_A_LINE)
        return render(
            request,
            "office/intake_no_picture.svg",
            {"lines": lines},
            content_type="image/svg+xml",
            status=404,
        )
    return HttpResponse(content, content_type="image/jpeg")


def _item(found: Mail, file: int) -> Mapping[str, Any]:
    """Return the record of an attachment. Raises ``Http404``."""
    files = found.reading.get("attachments", ())
    if file >= len(files):
        raise Http404("来件没有这个附件")
    item: Mapping[str, Any] = files[file]
    return item


@picture_view
def mail_picture(request: HttpRequest, code: str, key: int, file: int, page: int) -> HttpResponse:
    """Show a page of an attachment, large, or small with ``?small``."""
    found = mail_for(official_of(request), code, key)
    pages = pages_of(_item(found, file), found.reading)
    if page >= len(pages):
        raise Http404("附件没有这一页")
    return jpeg(request, found, pages[page], longest=SMALL if "small" in request.GET else LARGE)


@require_safe
@never_cache
@officials_only
def mail_file(request: HttpRequest, code: str, key: int, file: int) -> HttpResponse:
    """Hand out an attachment as it was sent, to be kept and not to be shown by the browser."""
    found = mail_for(official_of(request), code, key)
    item = _item(found, file)
    try:
        content = sent_file(found, item["digest"])
    except Refusal as refusal:
        return _refused(request, refusal)
    suffix = _SUFFIX.search(item["name"])
    # The name on the sender's disk may hold the person's: the numbers of mail and file serve.
    name = f"{found.season.code}-{found.pk}-{file + 1}{suffix[0].lower() if suffix else '.bin'}"
    return handed_out(content, "application/octet-stream", name)


@require_safe
@never_cache
@officials_only
def mail_words(request: HttpRequest, code: str, key: int, file: int) -> HttpResponse:
    """Show the text of an attachment that no picture shows."""
    found = mail_for(official_of(request), code, key)
    item = _item(found, file)
    shown = sent_file_of(file, item, found.reading)
    if not shown.has_words:
        raise Http404("这个附件没有文字可看")
    try:
        words = sent_words(found, item["digest"])
    except Refusal as refusal:
        return _refused(request, refusal)
    context = {"season": found.season, "mail": found, "file": shown, "words": words}
    return render(request, "office/intake_words.html", {**context, "tab": "intake"})


@require_safe
@never_cache
@officials_only
def original(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Hand out a mail as it came in."""
    found = mail_for(official_of(request), code, key)
    try:
        content = kept(found.digest)
    except Refusal as refusal:
        return _refused(request, refusal)
    # The name on the sender's disk may hold the person's: the number of the mail serves.
    return handed_out(content, "message/rfc822", f"{found.season.code}-{found.pk}.eml")


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {"sentence": refusal.sentence()}
    return render(request, "office/intake_refused.html", context, status=404)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@officials_only
def mail(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show one mail; record what a person found it to be."""
    found = mail_for(official_of(request), code, key)
    form = _handling_form(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _handle(request, found, form)
        except Refusal as refusal:
            found = mail_for(official_of(request), code, key)
            form.refuse(refusal)
        else:
            return redirect("office:mail", code, key)
    return _mail_page(request, found, form)


@require_POST
@never_cache
@officials_only
def withdraw(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Confirm the withdrawal that a mail asks for."""
    found = mail_for(official_of(request), code, key)
    try:
        confirm_withdrawal(found, actor=official_of(request), at=timezone.now())
    except Refusal as refusal:
        found = mail_for(official_of(request), code, key)
        return _mail_page(request, found, _handling_form(found), refusal=refusal.sentence())
    return redirect("office:mail", code, key)


def _handling_form(found: Mail, data: Mapping[str, Any] | None = None) -> HandlingForm:
    number = found.application.case_number if found.application else ""
    return HandlingForm(data, initial={"kind": found.kind, "number": number})


def _mail_page(
    request: HttpRequest, found: Mail, form: HandlingForm, *, refusal: str = ""
) -> HttpResponse:
    context = {
        "season": found.season,
        "page": mail_page(found, official_of(request)),
        "form": form,
        "refusal": refusal,
        "tab": "intake",
    }
    return render(request, "office/intake_mail.html", context)


def _handle(request: HttpRequest, found: Mail, form: HandlingForm) -> None:
    number = form.cleaned_data["number"].strip()
    application = None
    if number:
        cases = Application.objects.filter(season=found.season, case_number=number)
        application = cases.select_related("season", "person", "county").first()
        if application is None:
            raise WrongCase("本招募季没有这个报名编号", mend="核对报名编号后重新填写")
    handle_mail(
        found,
        kind=form.cleaned_data["kind"],
        note=form.cleaned_data["note"],
        application=application,
        actor=official_of(request),
        at=timezone.now(),
    )
