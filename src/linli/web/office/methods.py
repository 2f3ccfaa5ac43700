"""An address of the office that takes forms only, opened by hand: said in words, not with an empty page."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.cache import add_never_cache_headers

Answer = Callable[[HttpRequest], HttpResponse]
_OFFICE = "/office/"


def explained(answer: Answer) -> Answer:
    """Answer with a page where an address of the office was opened that only takes forms."""

    def answered(request: HttpRequest) -> HttpResponse:
        given = answer(request)
        if given.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return given
        if not request.path.startswith(_OFFICE):
            return given
        code = resolve(request.path_info).kwargs.get("code")
        back = reverse("office:season", args=[code]) if code else reverse("office:seasons")
        page = render(request, "405.html", {"back": back}, status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = given["Allow"]
        add_never_cache_headers(page)
        return page

    return answered
