"""What a request may carry: told by its head, before anything of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]


def bounded(answer: Answer) -> Answer:
    """Refuse a body that is larger than the site takes; one of no stated length is read as empty."""

    def answered(request: HttpRequest) -> HttpResponse:
        stated = request.META.get("CONTENT_LENGTH") or ""
        if stated.isdecimal() and (len(stated) > 18 or int(stated) > settings.LARGEST_BODY):
            return render(request, "413.html", {"most": settings.LARGEST_BODY >> 20}, status=413)
        return answer(request)

    return answered
