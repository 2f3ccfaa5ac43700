"""What is kept of whom and why; how far the pages can be used by everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.web.portal.public.answer_views import SHOWN_FOR
from linli.web.portal.public.statements import HELD, RIGHTS, sessions_last


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept, why, on which ground, how long, by whom, and the rights."""
    context = {
        "held": HELD,
        "rights": RIGHTS,
        "session_hours": sessions_last(),
        "shown_minutes": SHOWN_FOR // 60,
    }
    return render(request, "portal/privacy.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show how far the pages can be used by everybody, and where to turn."""
    return render(request, "portal/accessibility.html", {})
