"""An act of the city's office from a page: who may, and what is said where it is refused."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.forms import Form

from linli.apps.accounts.models import Office, User
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission, may_act_in_season
from linli.core.refusal import Refusal
from linli.web.office.access import season_for


def require_allowed(permission: Permission) -> None:
    """Refuse a page with the reason. Raises ``PermissionDenied``."""
    if not permission.allowed:
        raise PermissionDenied(permission.reason)


def season_to_act_in(official: User, code: str, *, act: str) -> Season:
    """Return a season in which the city's office does an act. Raises ``Http404``, ``PermissionDenied``."""
    season = season_for(official, code)
    require_allowed(may_act_in_season(official, season, (Office.CITY,), act=act))
    return season


def went_through(form: Form, act: Callable[[], object]) -> bool:
    """Tell whether an act went through; write a refusal into the form."""
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, refusal.sentence())
        return False
    return True
