"""The officials of a place: who they are, a new one, one who leaves."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.accounts.models import Office, User
from linli.apps.accounts.officials import add_official, deactivate_official, may_manage
from linli.apps.accounts.permissions import Permission
from linli.apps.accounts.queries import officials_within
from linli.web.office.access import official_of, officials_only
from linli.web.office.acting import require_allowed, went_through
from linli.web.office.people_forms import ClosingForm, OfficialForm

PAGE_SIZE = 50
_desk = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
@officials_only
def people(request: HttpRequest) -> HttpResponse:
    """Show the officials of the official's own subtree, fifty a page."""
    official = official_of(request)
    page = Paginator(officials_within(official), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {"page": page, "permission": _may_manage(official)}
    return render(request, "office/people.html", context)


@_desk
@never_cache
@officials_only
def new_official(request: HttpRequest) -> HttpResponse:
    """Make an official's account."""
    official = official_of(request)
    require_allowed(_may_manage(official))
    form = OfficialForm(request.POST if request.method == "POST" else None, official=official)
    if form.is_valid():
        given = form.cleaned_data
        if went_through(
            form,
            lambda: add_official(
                given["username"],
                password=given["password"],
                name=given["name"],
                office=Office(given["office"]),
                division=form.place,
                actor=official,
                at=timezone.now(),
            ),
        ):
            return redirect("office:people")
    return render(
        request, "office/person_new.html", {"form": form}, status=422 if form.errors else 200
    )


@_desk
@never_cache
@officials_only
def close_official(request: HttpRequest, key: int) -> HttpResponse:
    """Close an official's account, with a reason."""
    official = official_of(request)
    require_allowed(_may_manage(official))
    person = officials_within(official).filter(pk=key).first()
    if person is None:
        raise Http404("您的管辖范围内没有这个工作人员")
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and went_through(
        form,
        lambda: deactivate_official(
            person, reason=form.cleaned_data["reason"], actor=official, at=timezone.now()
        ),
    ):
        return redirect("office:people")
    context = {"form": form, "person": person}
    return render(request, "office/person_close.html", context, status=422 if form.errors else 200)


def _may_manage(official: User) -> Permission:
    return may_manage(official, official.scope, is_rehearsal=official.is_rehearsal)
