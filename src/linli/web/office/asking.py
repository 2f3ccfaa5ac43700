"""Who asks, from where; what is kept of an official who was refused."""

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.defaults import permission_denied

from linli.apps.accounts.access_record import Kind, note_access
from linli.apps.accounts.models import User


def address_of(request: HttpRequest) -> str | None:
    """Return the network address that asks, past the proxies that the settings count."""
    told: str | None = get_client_ip(request)
    return told


def note_request(
    request: HttpRequest, kind: Kind, account: User | None, *, page: str = "", reason: str = ""
) -> None:
    """Write down what somebody at a page did or tried."""
    now, address = timezone.now(), address_of(request)
    note_access(kind, account, at=now, address=address, page=page, reason=reason)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the reason, and write down an official who was refused."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_official:
        page = f"{request.method} {request.path}"
        note_request(request, Kind.REFUSED, user, page=page, reason=str(exception))
    return permission_denied(request, exception)
