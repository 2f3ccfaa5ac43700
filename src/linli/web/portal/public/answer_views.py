"""What was sent without an account: its query code, and later the answer."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.enquiries.queries import enquiry_of_code
from linli.apps.notices.lodging import objection_of_code
from linli.apps.notices.models import Objection
from linli.apps.seasons.models import Season
from linli.core.record import shown_code
from linli.web.design.badges import Badge
from linli.web.portal.access import public_season
from linli.web.portal.public.forms import CodeForm

_RECEIVED = "received"
#: For so many seconds the page with a new code can be opened again in the browser that sent.
SHOWN_FOR = 600


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query code stands for: what was sent, when, how far it has come, the answer if any."""

    title: str
    sent_at: datetime
    sent: str
    badge: Badge
    answer: str


def received_page(season: Season, kind: str, plain: str) -> HttpResponse:
    """Lead to the page that shows the code of what was sent.

    It travels in a cookie of the browser that sent, for ten minutes and to that page alone: it
    stands in no address, and the server keeps nothing but its digest.
    """
    address = reverse("portal:received", args=(season.code,))
    answer = redirect(address)
    answer.set_signed_cookie(
        _RECEIVED,
        f"{kind} {shown_code(plain)}",
        max_age=SHOWN_FOR,
        path=address,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_safe
@never_cache
def received(request: HttpRequest, code: str) -> HttpResponse:
    """Show that something was received, and its query code."""
    found = public_season(code)
    kept = request.get_signed_cookie(_RECEIVED, default="", max_age=SHOWN_FOR)
    if not kept:
        return redirect("portal:answer", code)
    kind, shown = kept.split()
    context = {
        "season": found,
        "sent": {"kind": kind, "code": shown},
        "minutes": SHOWN_FOR // 60,
        "here": "enquiries",
    }
    return render(request, "portal/received.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for a query code; show what it stands for. It is posted, so that no log holds it."""
    found = public_season(code)
    form = CodeForm(request.POST or None)
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = _answer(found, form.cleaned_data["code"])
        if shown is None:
            form.add_error("code", "没有找到。请核对查询码，以及是不是在本招募季提交的")
    context = {"season": found, "form": form, "shown": shown, "here": "enquiries"}
    return render(request, "portal/answer.html", context, status=422 if form.errors else 200)


def _answer(season: Season, plain: str) -> Answer | None:
    enquiry = enquiry_of_code(season, plain)
    if enquiry is not None:
        badge = Badge("已答复", "good") if enquiry.answer else Badge("等待答复", "waiting")
        return Answer("咨询", enquiry.asked_at, enquiry.question, badge, enquiry.answer)
    objection = objection_of_code(season, plain)
    return _objection(objection) if objection else None


def _objection(objection: Objection) -> Answer:
    tone = "waiting" if objection.status == Objection.Status.OPEN else "good"
    return Answer(
        f"对{objection.notice}的异议",
        objection.received_at,
        objection.content,
        Badge(objection.get_status_display(), tone),
        objection.result,
    )
