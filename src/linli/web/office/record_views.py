"""The records that the audit administrator reads: the door, acts on accounts, the ledger's chain."""

from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.accounts.access_record import HOURLY, Kind, events_within
from linli.apps.accounts.models import AccessEvent, Office, User
from linli.apps.accounts.permissions import may_act_at
from linli.apps.accounts.queries import officials_within
from linli.apps.exports.catalogue import CATALOGUE
from linli.apps.exports.models import Export
from linli.apps.ledger.models import Entry
from linli.apps.ledger.queries import verify_ledger
from linli.web.office.access import official_of, staff_only
from linli.web.office.acting import require_allowed
from linli.web.office.record_forms import AccessFilter, AccountFilter
from linli.web.office.record_presenting import account_acts

PAGE_SIZE = 50
Row = TypeVar("Row", bound=Model)
#: What the security administrator looks into; the audit administrator reads every kind.
FAILURES = (Kind.FAILED, Kind.LOCKED)


@require_safe
@never_cache
@staff_only
def access_record(request: HttpRequest) -> HttpResponse:
    """Show who signed in, could not, left or was refused; to the security administrator, failures alone."""
    official = official_of(request)
    _require(official, Office.AUDIT, Office.SECURITY, act="查看访问记录")
    kinds = tuple(Kind) if official.office == Office.AUDIT else FAILURES
    form = AccessFilter(request.GET, kinds=kinds)
    found = events_within(official).filter(kind__in=kinds)
    context = {
        "form": form,
        "page": _page(request, _narrowed(found, form)),
        "hourly": HOURLY,
        "tab": "access",
        "reads_all": official.office == Office.AUDIT,
    }
    return render(request, "office/access_record.html", context)


def _narrowed(found: QuerySet[AccessEvent], form: AccessFilter) -> QuerySet[AccessEvent]:
    if not form.is_valid():
        return found.none()
    wished = form.cleaned_data
    if wished["kind"]:
        found = found.filter(kind=wished["kind"])
    if wished["username"]:
        found = found.filter(account__username__iexact=wished["username"])
    if wished["since"]:
        found = found.filter(at__gte=_midnight(wished["since"]))
    if wished["until"]:
        found = found.filter(at__lt=_midnight(wished["until"] + timedelta(days=1)))
    return found


@require_safe
@never_cache
@staff_only
def export_record(request: HttpRequest) -> HttpResponse:
    """Show who exported which list, when and why, in the own subtree; never what stood there."""
    official = official_of(request)
    _require(official, Office.AUDIT, act="查看导出记录")
    found = Export.objects.filter(by__in=officials_within(official).order_by())
    page = _page(request, found.select_related("by__division", "season"))
    rows = [(one, CATALOGUE[one.list_name].title) for one in page]
    context = {"page": page, "rows": rows, "tab": "exports"}
    return render(request, "office/export_record.html", context)


@require_safe
@never_cache
@staff_only
def acts_on_accounts(request: HttpRequest) -> HttpResponse:
    """Show what was done to the accounts of the own subtree, newest first, from the ledger."""
    official = official_of(request)
    _require(official, Office.AUDIT, act="查看账号办理记录")
    return _acts_page(request, official)


@require_POST
@never_cache
@staff_only
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole ledger, and say where it is broken, if it is."""
    official = official_of(request)
    _require(official, Office.AUDIT, act="核验台账")
    return _acts_page(request, official, verification=verify_ledger(), verified_at=timezone.now())


def _acts_page(request: HttpRequest, official: User, **more: object) -> HttpResponse:
    form = AccountFilter(request.GET)
    people = officials_within(official).order_by()
    if form.is_valid() and form.cleaned_data["username"]:
        people = people.filter(username__iexact=form.cleaned_data["username"])
    names = people.values_list("username", flat=True)
    found = Entry.objects.filter(subject__in=[f"official/{name}" for name in names])
    page = _page(request, found.order_by("-sequence"))
    context = {"form": form, "page": page, "acts": account_acts(page), "tab": "acts", **more}
    return render(request, "office/account_acts.html", context)


def _require(official: User, *offices: Office, act: str) -> None:
    rehearsal = official.is_rehearsal
    require_allowed(may_act_at(official, offices, official.root, act=act, is_rehearsal=rehearsal))


def _page(request: HttpRequest, found: QuerySet[Row]) -> Page[Row]:
    return Paginator(found, PAGE_SIZE).get_page(request.GET.get("page", "1"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
