"""An objection that anybody makes while a list is public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.enquiries.actions import FormUsed
from linli.apps.notices.lodging import Statement, lodge_objection
from linli.apps.notices.models import PublicNotice
from linli.core.refusal import Refusal
from linli.web.portal.public.answer_views import actor_of, remember
from linli.web.portal.public.forms import ObjectionForm
from linli.web.portal.public.limits import OBJECTIONS, count_sending
from linli.web.portal.public.list_views import list_for


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def objection(request: HttpRequest, code: str, county: str, number: int) -> HttpResponse:
    """Take an objection to one line of a list; after the period say why not any more."""
    notice = list_for(code, county, number)
    chosen = {"line": request.GET.get("line", "")}
    form = ObjectionForm(request.POST or None, lines=_lines(notice))
    form.initial.update(chosen)
    if request.method == "POST" and form.is_valid():
        try:
            _lodge(request, notice, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence())
            if isinstance(refusal, FormUsed):
                form.with_new_code()
        else:
            remember(request, "objection", form.cleaned_data["code"])
            return redirect("portal:received", code)
    context = {
        "season": notice.season,
        "notice": notice,
        "form": form,
        "is_running": timezone.localdate() <= notice.last_day,
        "here": "lists",
    }
    return render(request, "portal/objection.html", context, status=422 if form.errors else 200)


def _lodge(request: HttpRequest, notice: PublicNotice, form: ObjectionForm) -> None:
    given = form.cleaned_data
    at = timezone.now()
    count_sending(request, OBJECTIONS, at)
    statement = Statement(given["content"], given["evidence"], given["name"], given["contact"])
    lodge_objection(
        notice, given["line"], statement, code=given["code"], at=at, actor=actor_of(request)
    )


def _lines(notice: PublicNotice) -> list[tuple[int, str]]:
    return [
        (row["number"], f"第{row['number']}行　{row['name']}　{row['school']}　{row['major']}")
        for row in notice.rows
    ]
