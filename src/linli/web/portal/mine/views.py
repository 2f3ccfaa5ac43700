"""The applicant's own pages: the list, and where one case stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.notifications.queries import unread_count
from linli.apps.people.adopting import adopt_by_address
from linli.web.portal.access import applicant_of, applicants_only, own_case
from linli.web.portal.account.proving import addresses_of_sign_in
from linli.web.portal.mine.presenting import case_parts, draft_rows, load_own, status_page


@require_safe
@never_cache
@applicants_only
def mine(request: HttpRequest) -> HttpResponse:
    """Show the applicant's applications, also one that came by mail from the address signed in with."""
    account, at = applicant_of(request), timezone.now()
    adopt_by_address(account, addresses=addresses_of_sign_in(request))
    context = {
        "parts": case_parts(account, at),
        "drafts": draft_rows(account, at),
        "unread": unread_count(account),
        "here": "mine",
    }
    return render(request, "portal/mine/list.html", context)


@require_safe
@never_cache
@applicants_only
def status(request: HttpRequest, code: str, case_number: str) -> HttpResponse:
    """Show where an own case stands."""
    account = applicant_of(request)
    case = load_own(own_case(account, code, case_number))
    context = {
        "season": case.season,
        "page": status_page(case, account, timezone.now()),
        "unread": unread_count(account),
    }
    return render(request, "portal/mine/status.html", context)
