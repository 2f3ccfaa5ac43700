"""The gallery: every component in every state, on one page, for those who build and run the site."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.web.design.samples import samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components, filled with made-up content, to officials; while developing, to anybody."""
    if not settings.DEBUG and not getattr(request.user, "is_official", False):
        raise Http404("没有这一页")
    return render(request, "design/gallery.html", samples())
