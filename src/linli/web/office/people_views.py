"""The officials of a place: who they are; for administrators, one of them and what waits."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.accounts.keeping import may_make
from linli.apps.accounts.models import ADMINISTRATORS, User
from linli.apps.accounts.permissions import may_act_at
from linli.apps.accounts.queries import officials_within
from linli.web.office.access import official_of, staff_only
from linli.web.office.acting import require_allowed
from linli.web.office.people_presenting import administration as first_page
from linli.web.office.people_presenting import person_page, standing_of

PAGE_SIZE = 50


@require_safe
@never_cache
@staff_only
def people(request: HttpRequest) -> HttpResponse:
    """Show the officials of the official's own subtree, fifty a page."""
    official = official_of(request)
    page = Paginator(officials_within(official), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {
        "page": page,
        "rows": [(one, standing_of(one)) for one in page],
        "tab": "people",
        "may_make": may_make(official, official.root).allowed,
    }
    return render(request, "office/people.html", context)


@require_safe
@never_cache
@staff_only
def administration(request: HttpRequest) -> HttpResponse:
    """Show an administrator what the office does and what waits."""
    official = official_of(request)
    require_administrator(official, act="管理账号和记录")
    page = first_page(official, now=timezone.now())
    return render(request, "office/administration.html", {"page": page, "tab": "administration"})


@require_safe
@never_cache
@staff_only
def person(request: HttpRequest, key: int) -> HttpResponse:
    """Show an administrator one account: where it stands, what may be done, what was done."""
    official = official_of(request)
    require_administrator(official, act="查看账号")
    page = person_page(person_within(official, key), official)
    return render(request, "office/person.html", {"page": page, "tab": "people"})


def require_administrator(official: User, *, act: str) -> None:
    """Refuse who is none of the three. Raises ``PermissionDenied``."""
    rehearsal = official.is_rehearsal
    require_allowed(
        may_act_at(official, ADMINISTRATORS, official.root, act=act, is_rehearsal=rehearsal)
    )


def person_within(official: User, key: int) -> User:
    """Return an official of the own subtree. Raises ``Http404``."""
    found = officials_within(official).filter(pk=key).first()
    if found is None:
        raise Http404("您的管辖范围内没有这个工作人员")
    return found
