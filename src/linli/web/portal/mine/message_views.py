"""The inbox: what the applicant was told, with a mark on what was not opened yet."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.notifications.actions import mark_read
from linli.apps.notifications.queries import messages_of, unread_count
from linli.web.portal.access import applicant_of, applicants_only

_PAGE_SIZE = 20


@require_safe
@never_cache
@applicants_only
def inbox(request: HttpRequest) -> HttpResponse:
    """List what the applicant was told, the newest first."""
    account = applicant_of(request)
    page = Paginator(messages_of(account), _PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": unread_count(account), "here": "messages"}
    return render(request, "portal/mine/messages.html", context)


@require_safe
@never_cache
@applicants_only
def message(request: HttpRequest, key: int) -> HttpResponse:
    """Show one message, which counts as read from now on."""
    account = applicant_of(request)
    found = messages_of(account).filter(pk=key).first()
    if found is None:
        raise Http404("没有这条消息")
    # A HEAD comes from a program that looks whether the page is there: nobody has read it.
    if request.method == "GET":
        mark_read(found.pk, account=account, at=timezone.now())
    season = found.application.season if found.application else None
    context = {"message": found, "season": season, "unread": unread_count(account)}
    return render(request, "portal/mine/message.html", context)
