"""The gallery: every component in every state, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.web.design.samples import samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components, filled with made-up content."""
    return render(request, "design/gallery.html", samples())
