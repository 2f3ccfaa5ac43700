"""The intake desk's pages. Each loads, checks permission, makes one call and answers."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.intake.doubts import settle
from linli.apps.intake.handling import WrongCase, handle_mail
from linli.apps.intake.keeping import kept
from linli.apps.intake.letters import draft_letter, send_letter
from linli.apps.intake.models import Doubt, Mail
from linli.apps.intake.queries import open_doubts, turn_of
from linli.apps.intake.showing import LARGE, SMALL, picture
from linli.core.refusal import Refusal
from linli.web.office import intake_presenting as presenting
from linli.web.office.access import case_for, season_for
from linli.web.office.case_page import heading
from linli.web.office.intake_access import doubt_for, mail_for
from linli.web.office.intake_case import case_letters
from linli.web.office.intake_doubt import doubt_page
from linli.web.office.intake_forms import HandlingForm, LetterForm, MailFilterForm

View = Callable[..., HttpResponse]
# A picture is fetched ahead of its page. It may show an identity card and outlives a sign-out
# in the browser, so it is kept for one step of the desk and no longer.
_PICTURE_SECONDS = 60


def _page(view: View) -> View:
    """Guard a page: read only, signed in, kept by no cache."""
    return require_safe(never_cache(login_required(view)))


def _desk(view: View) -> View:
    """Guard a page that an official also sends something from."""
    methods = require_http_methods(["GET", "HEAD", "POST"])
    return methods(never_cache(login_required(view)))


def _seen_at(text: str) -> datetime | None:
    """Return when the doubt had been settled as the page showed it; what is no time agrees with none."""
    with suppress(ValueError):
        return parse_datetime(text)
    return None


def _picture(view: View) -> View:
    """Guard a picture: the browser keeps it for a minute, nobody in between does."""
    private = cache_control(private=True, max_age=_PICTURE_SECONDS)
    return require_safe(private(login_required(view)))


def _official(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@_page
def intake(request: HttpRequest, code: str) -> HttpResponse:
    """Show what came in, what waits for a person, and the mails, fifty a page."""
    season = season_for(_official(request), code)
    form = MailFilterForm(request.GET)
    page = presenting.intake_page(season, _official(request), form, request.GET.get("page", "1"))
    return render(
        request,
        "office/intake.html",
        {"season": season, "form": form, "page": page, "tab": "intake"},
    )


@_page
def waiting_cases(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Show the cases without a readable form, or those that a letter waits for."""
    season = season_for(_official(request), code)
    number = request.GET.get("page", "1")
    page = presenting.waiting_cases(season, _official(request), what, number)
    if page is None:
        raise Http404("没有这一页")
    return render(
        request, "office/intake_cases.html", {"season": season, "page": page, "tab": "intake"}
    )


@_page
def doubts(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the first reading that waits for this official, or say that there is none."""
    season = season_for(_official(request), code)
    first = open_doubts(season, _official(request).scope).first()
    if first is not None:
        return redirect("office:doubt", code, first.pk)
    return render(request, "office/intake_clear.html", {"season": season, "tab": "intake"})


@_desk
def doubt(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show one reading in doubt; settle it and lead to the next."""
    found = doubt_for(_official(request), code, key)
    if request.method != "POST":
        return _doubt_page(request, found)
    typed = request.POST.get("value", "").replace("\r\n", "\n")
    # What the official saw is what is settled: somebody else may have been quicker.
    found.status = request.POST.get("seen", found.status)
    if "seen_at" in request.POST:
        found.settled_at = _seen_at(request.POST["seen_at"])
    try:
        settle(found, typed, actor=_official(request), at=timezone.now())
    except Refusal as refusal:
        found = doubt_for(_official(request), code, key)
        return _doubt_page(request, found, typed=typed, refusal=refusal.sentence())
    following = turn_of(found, _official(request).scope).following
    if following is None:
        return redirect("office:doubts", code)
    return redirect("office:doubt", code, following.pk)


def _doubt_page(
    request: HttpRequest, found: Doubt, *, typed: str | None = None, refusal: str = ""
) -> HttpResponse:
    context = {
        "season": found.application.season,
        "page": doubt_page(found, _official(request), typed=typed),
        "refusal": refusal,
        "shows_page": request.GET.get("view") == "page",
        "tab": "intake",
    }
    return render(request, "office/intake_doubt.html", context)


@_picture
def doubt_place(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show the place of a reading in doubt."""
    found = doubt_for(_official(request), code, key)
    return _jpeg(found.mail, found.page, box=found.box)


@_picture
def doubt_sheet(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show the whole page of a reading in doubt."""
    found = doubt_for(_official(request), code, key)
    return _jpeg(found.mail, found.page)


@_picture
def mail_picture(request: HttpRequest, code: str, key: int, file: int, page: int) -> HttpResponse:
    """Show a page of an attachment, large, or small with ``?small``."""
    found = mail_for(_official(request), code, key)
    files = found.reading.get("attachments", ())
    if file >= len(files):
        raise Http404("没有这个附件")
    pages = presenting.pages_of(files[file], found.reading)
    if page >= len(pages):
        raise Http404("没有这一页")
    return _jpeg(found, pages[page], longest=SMALL if "small" in request.GET else LARGE)


def _jpeg(
    mail: Mail | None,
    at: Mapping[str, Any],
    box: list[float] | None = None,
    *,
    longest: int = LARGE,
) -> HttpResponse:
    if mail is None or not at:
        raise Http404("没有图片")
    try:
        content = picture(mail, at, box or (), longest=longest)
    except Refusal as refusal:
        raise Http404(refusal.sentence()) from refusal
    return HttpResponse(content, content_type="image/jpeg")


@_desk
def mail(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Show one mail; record what a person found it to be."""
    found = mail_for(_official(request), code, key)
    number = found.application.case_number if found.application else ""
    form = HandlingForm(request.POST or None, initial={"kind": found.kind, "number": number})
    if request.method == "POST" and form.is_valid():
        try:
            _handle(request, found, form)
        except Refusal as refusal:
            found = mail_for(_official(request), code, key)
            form.refuse(refusal)
        else:
            return redirect("office:mail", code, key)
    context = {
        "season": found.season,
        "page": presenting.mail_page(found, _official(request)),
        "form": form,
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
        actor=_official(request),
        at=timezone.now(),
    )


@_page
def original(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Hand out a mail as it came in."""
    found = mail_for(_official(request), code, key)
    try:
        content = kept(found.digest)
    except Refusal as refusal:
        context = {"sentence": refusal.sentence()}
        return render(request, "office/intake_refused.html", context, status=404)
    # The name on the sender's disk may hold the person's: the number of the mail serves.
    name = f'attachment; filename="{found.season.code}-{found.pk}.eml"'
    return HttpResponse(
        content, content_type="message/rfc822", headers={"Content-Disposition": name}
    )


@_desk
def letter(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Show the supplement request of a case; keep it as a draft, or send it."""
    application = case_for(_official(request), code, case_number)
    form = LetterForm(request.POST or None, auto_id="letter_%s")
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, application, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("office:case", code, case_number)
    letters = case_letters(application, _official(request), timezone.localdate())
    context = {
        "season": application.season,
        "heading": heading(application),
        "letters": letters,
        "form": form if request.method == "POST" else letters.form,
        "tab": "applications",
    }
    return render(request, "office/intake_letter.html", context)


def _write(request: HttpRequest, application: Application, form: LetterForm) -> None:
    act = send_letter if "send" in request.POST else draft_letter
    if act is send_letter:
        form.require_confirmed()
    act(application, **form.texts(), actor=_official(request), at=timezone.now())
