"""Who stands on a county's interview list, and of which day the list is.

Source: D0 三(二), 三(三); requirements C3, D1.
"""

from datetime import date, datetime

from linli.apps.applications.models import ApplicationQuerySet
from linli.apps.applications.queries import states_past
from linli.apps.applications.states import Act, State
from linli.apps.ledger.actions import beijing_date
from linli.apps.ledger.queries import entries_of, times_of
from linli.apps.seasons.models import Season, Stage


def listed_people(season: Season, county: str) -> ApplicationQuerySet:
    """Return who was listed for a county's interview and did not withdraw, by case number.

    Who was placed in another county since stays on the list of the county that interviewed.
    """
    applied = season.applications.filter(applied_county_id=county)
    return applied.in_state(*states_past(State.INTERVIEW_LISTED)).select_related("person")


def settled_on(season: Season, county: str) -> date:
    """Return the day on which the last of a list, its time and its place was fixed.

    Who withdrew from it makes it another list of a later day. The same paper bears the same day
    whenever it is drawn. Without entries of the ledger, the first day of the interviews.
    """
    applied = season.applications.filter(applied_county_id=county)
    ever = applied.in_state(*states_past(State.INTERVIEW_LISTED), State.WITHDRAWN)
    numbers = ever.values_list("case_number", flat=True)
    listed = times_of([f"{season.code}/{one}" for one in numbers], Act.LIST_FOR_INTERVIEW)
    left = times_of(listed, Act.WITHDRAW)
    times = [*listed.values(), *left.values(), *_appointed(season, county)]
    days = [beijing_date(one) for one in times]
    return max(days, default=season.window(Stage.INTERVIEW).first_day)


def _appointed(season: Season, county: str) -> list[datetime]:
    return [
        datetime.fromisoformat(one["at"])
        for one in entries_of(f"{season.code}/{county}")
        if one["action"] == "appoint" and one["inputs"]["stage"] == Stage.INTERVIEW
    ]
