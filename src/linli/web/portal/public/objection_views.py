"""An objection that anybody makes while a list is public."""

from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.notices.lodging import Statement, lodge_objection, objection_of_code
from linli.apps.notices.models import PublicNotice
from linli.core.record import FormUsed
from linli.core.refusal import Refusal
from linli.web.portal.public.answer_views import received_page
from linli.web.portal.public.forms import ObjectionForm
from linli.web.portal.public.limits import OBJECTIONS, counted
from linli.web.portal.public.list_views import is_open, later_than, list_for, running_lines
from linli.web.portal.telling import told


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
            form.add_error(None, told(refusal, notice.season))
            if isinstance(refusal, FormUsed):
                form.with_new_code()
        else:
            return received_page(notice.season, "objection", form.cleaned_data["code"])
    context = {
        "season": notice.season,
        "notice": notice,
        "form": form,
        "typed": [form[name] for name in ("content", "evidence") if form[name].value()],
        "is_running": is_open(notice, timezone.localdate()),
        "later": later_than(notice),
        "here": "lists",
    }
    return render(request, "portal/objection.html", context, status=422 if form.errors else 200)


def _lodge(request: HttpRequest, notice: PublicNotice, form: ObjectionForm) -> None:
    given = form.cleaned_data
    at = timezone.now()
    statement = Statement(given["content"], given["evidence"], given["name"], given["contact"])
    is_sent_again = objection_of_code(notice.season, given["code"]) is not None
    with nullcontext() if is_sent_again else counted(request, OBJECTIONS, at):
        lodge_objection(notice, given["line"], statement, code=given["code"], at=at)


def _lines(notice: PublicNotice) -> list[tuple[int, str]]:
    """Return the lines to whose people somebody may object; afterwards all, to be told why not."""
    today = timezone.localdate()
    all_lines = frozenset(row["number"] for row in notice.rows)
    running = running_lines(notice, today) if is_open(notice, today) else all_lines
    return [
        (row["number"], f"第{row['number']}行　{row['name']}　{row['school']}　{row['major']}")
        for row in notice.rows
        if row["number"] in running
    ]
