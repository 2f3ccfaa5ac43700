"""Count what waits for an official in some seasons: as many queries for ten seasons as for one.

Each question is the one that the page which does the work asks of its own season.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Count, Min, Q

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.receiving import OPEN_STATES
from linli.apps.applications.states import State
from linli.apps.dashboard import county_counting, ending_counting
from linli.apps.dashboard.due import Counted, Due, Found
from linli.apps.enquiries.models import Enquiry
from linli.apps.intake.models import Doubt, Mail
from linli.apps.intake.queries import STANDINGS, Standing
from linli.apps.ledger.actions import beijing_date
from linli.apps.pay.queries import months_due
from linli.apps.rights.models import RightsRequest
from linli.apps.seasons.models import Publication, Season

_OF_THE_CITY = {
    State.RECEIVED: Due.ROUTE,
    State.INTERVIEWED: Due.PLACEMENT,
    State.SIGNED: Due.FILE,
}


def found_for(
    official: User, seasons: Sequence[Season], *, today: date
) -> Mapping[int, Mapping[Due, Found]]:
    """Return by the key of the season what the records hold for an official; nothing of what is none."""
    found: dict[int, dict[Due, Found]] = defaultdict(dict)
    for season, what, one in _counted(official, seasons, today):
        found[season][what] = one
    return found


def _counted(official: User, seasons: Sequence[Season], today: date) -> Iterator[Counted]:
    scope = official.scope
    match official.office:
        case Office.CITY:
            yield from _desk(seasons)
            yield from _cases_of_city(seasons)
            yield from _asked_of_city(seasons)
        case Office.COUNTY:
            yield from _desk(seasons, county=scope)
            yield from county_counting.counted(seasons, scope, today)
        case Office.STREET:
            yield from ending_counting.of_street(seasons, scope)
        case Office.FINANCE:
            # A month is run for the whole city: a county's finance reads it.
            own = [one for one in seasons if one.city_id.startswith(scope)]
            for season, months in months_due(own, today=today).items():
                yield season, Due.PAY, Found(len(months))


def _desk(seasons: Sequence[Season], *, county: str = "") -> Iterator[Counted]:
    """Yield what waits on the intake desk: mails to read, of which the city has those of no case, and readings."""
    own = Q(application__county__code__startswith=county) if county else Q()
    mails = Mail.objects.filter(own, STANDINGS[Standing.WAITING], season__in=seasons).order_by()
    for season, number in mails.values_list("season_id").annotate(Count("pk")):
        yield season, Due.MAIL, Found(number)
    doubts = Doubt.objects.filter(
        own,
        status=Doubt.Status.OPEN,
        application__season__in=seasons,
        application__state__in=OPEN_STATES,
    ).order_by()
    for season, number in doubts.values_list("application__season_id").annotate(Count("pk")):
        yield season, Due.READING, Found(number)


def _cases_of_city(seasons: Sequence[Season]) -> Iterator[Counted]:
    cases = Application.objects.filter(season__in=seasons).order_by()
    waiting = cases.filter(state__in=list(_OF_THE_CITY)).values_list("season_id", "state")
    for season, state, number in waiting.annotate(people=Count("*")):
        yield season, _OF_THE_CITY[State(state)], Found(number)
    undated = cases.filter(state=State.INTERVIEWED, diploma_date=None).values_list("season_id")
    for season, number in undated.annotate(Count("pk")):
        yield season, Due.DIPLOMA_BLOCKING, Found(number)


def _asked_of_city(seasons: Sequence[Season]) -> Iterator[Counted]:
    enquiries = Enquiry.objects.waiting().filter(season__in=seasons).order_by()
    rows = enquiries.values_list("season_id").annotate(Count("pk"), Min("asked_at"))
    for season, number, first in rows:
        yield season, Due.ENQUIRY, Found(number, since=beijing_date(first))
    requests = RightsRequest.objects.filter(application__season__in=seasons, answer="").order_by()
    due = requests.values_list("application__season_id").annotate(Count("pk"), Min("due_on"))
    for season, number, last in due:
        yield season, Due.RIGHT, Found(number, until=last)
    published = Publication.objects.filter(season__in=seasons).values_list("season_id", flat=True)
    for season in {one.pk for one in seasons} - set(published):
        yield season, Due.CHANNEL, Found()
