"""An act from a page: who may, and what is said where it is refused."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season
from linli.core.refusal import Refusal
from linli.web.office.access import season_for

Done = TypeVar("Done")


def require_allowed(permission: Permission) -> None:
    """Refuse a page with the reason. Raises ``PermissionDenied``."""
    if not permission.allowed:
        raise PermissionDenied(permission.reason)


def season_to_act_in(official: User, code: str, *, act: str) -> Season:
    """Return a season in which the city's office does an act. Raises ``Http404``, ``PermissionDenied``."""
    season = season_for(official, code)
    require_allowed(may_act_in_season(official, season, (Office.CITY,), act=act))
    return season


def season_to_read(official: User, code: str, *, act: str) -> Season:
    """Return a season whose page of the city's office is read, by the office and the city's auditors.

    Raises ``Http404`` and ``PermissionDenied``.
    """
    season = season_for(official, code)
    offices = (Office.AUDITOR,) if official.office == Office.AUDITOR else (Office.CITY,)
    require_allowed(may_act_in_season(official, season, offices, act=act))
    return season


def season_of_county(official: User, code: str, *, act: str) -> Season:
    """Return a season in which a county's office does an act for its own county.

    Raises ``Http404`` and ``PermissionDenied``.
    """
    season = season_for(official, code)
    offices, county = (Office.COUNTY,), official.scope
    require_allowed(may_act_in_season(official, season, offices, act=act, county=county))
    return season


def done_count(request: HttpRequest, name: str) -> int | None:
    """Return a number that the address tells of what was done a moment ago, to be told of."""
    told = request.GET.get(name, "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 6 else None


def went_through(form: Form, act: Callable[[], object]) -> bool:
    """Tell whether an act went through; write a refusal into the form."""
    return acted(form, lambda: (act(),)) is not None


def acted(form: Form, act: Callable[[], Done]) -> Done | None:
    """Return what an act came to, ``None`` where it was refused; write the refusal into the form."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(None, refusal.sentence())
        return None
