"""The page of a workbook that an office filled in: what an uploaded one comes to, and which one was tried."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from linli.apps.intake.keeping import WORKBOOKS
from linli.core.documents.filled_workbook import FilledRows
from linli.core.refusal import Refusal
from linli.web.office.filled_forms import DIGEST, FilledForm

_MOST_SHOWN = 50
Tried = Callable[[bytes], FilledRows]
Fields = Sequence[tuple[str, str]]


def tried_again(digest: str, dry_run: Tried) -> FilledRows:
    """Return what a kept workbook comes to now. Raises ``Http404``."""
    if not DIGEST.fullmatch(digest):
        raise Http404("没有这个文件")
    try:
        return dry_run(WORKBOOKS.kept(digest))
    except Refusal as refusal:
        raise Http404(refusal.sentence()) from refusal


def filled_page(
    request: HttpRequest,
    context: dict[str, Any],
    dry_run: Tried,
    problems: Callable[[str], str],
    fields: Callable[[FilledRows], Fields] = lambda _: (),
    *,
    template: str = "office/filled_workbook.html",
) -> HttpResponse:
    """Show the form, and what an uploaded workbook comes to."""
    is_sent = request.method == "POST" and "digest" not in request.POST
    form = FilledForm(*((request.POST, request.FILES) if is_sent else ()))
    refused = context.get("refused")
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            found = dry_run(content)
        except Refusal as refusal:
            form.add_error("file", refusal.sentence())
        else:
            digest = WORKBOOKS.keep(content)
            context |= {
                "found": found,
                "wrong": found.wrong[:_MOST_SHOWN],
                "good": found.good[:_MOST_SHOWN],
                "problems": problems(digest),
                "fields": [*fields(found)] or [("digest", digest)],
            }
    status = 422 if form.errors or (refused is not None and refused.errors) else 200
    return render(request, template, context | {"form": form}, status=status)
