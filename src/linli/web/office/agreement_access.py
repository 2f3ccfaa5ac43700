"""Which agreements an official may work on: those of the own county or street."""

from django.http import Http404

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement, Arrangement
from linli.apps.applications.states import State
from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import may_act_in_season
from linli.web.office.access import season_for
from linli.web.office.acting import require_allowed

_PLACES = (Office.COUNTY, Office.STREET)


def season_of_place(official: User, code: str, *, act: str) -> Season:
    """Return a season in which a county's or street's office does an act for its own place.

    Raises ``Http404`` and ``PermissionDenied``.
    """
    season = season_for(official, code)
    require_allowed(may_act_in_season(official, season, _PLACES, act=act, county=official.scope))
    return season


def place_of(official: User) -> Division:
    """Return the county or street that an official acts for."""
    place = official.division
    assert place is not None
    return place


def agreement_for(official: User, season: Season, case_number: str) -> Agreement:
    """Return an agreement of the official's county or street, one that was ended too. Raises ``Http404``."""
    found = Agreement.objects.filter(
        application__season=season,
        application__case_number=case_number,
        community__code__startswith=official.scope,
    ).select_related(*_RELATED)
    agreement = found.first()
    if agreement is None:
        raise Http404("没有这份协议")
    # Loaded with its windows, which the paper of the agreement names.
    agreement.application.season = season
    return agreement


_RELATED = (
    "application__person",
    "application__county",
    "application__season__city",
    "street",
    "community",
)


def arrangements_in(season: Season, scope: str) -> list[Arrangement]:
    """Return the formal recruits within a county or street whose community is arranged, by case number."""
    found = (
        Arrangement.objects.filter(
            application__season=season,
            application__state=State.FORMAL,
            community__code__startswith=scope,
        )
        .select_related(
            "application__person",
            "application__county",
            "application__agreement_reading",
            "community__parent",
        )
        .order_by("application__case_number")
    )
    rows = list(found)
    for one in rows:
        one.application.season = season
    return rows
