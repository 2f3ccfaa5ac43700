"""What is due for an official today, season by season, and when the season's days end."""

from collections.abc import Mapping, Sequence
from datetime import date

from linli.apps.accounts.models import Office, User
from linli.apps.dashboard.counting import found_for
from linli.apps.dashboard.due import DIPLOMA, DueLine, Terms, lines_of
from linli.apps.seasons.models import Season, Stage
from linli.apps.seasons.permissions import may_view_season
from linli.apps.seasons.queries import first_day


def due_for(
    official: User, seasons: Sequence[Season], *, today: date
) -> Mapping[int, tuple[DueLine, ...]]:
    """Return what an official has to do today, by the key of the season.

    The windows of the seasons should be loaded. Whoever may not open a season has nothing to do there.
    """
    own = [one for one in seasons if may_view_season(official, one).allowed]
    found = found_for(official, own, today=today)
    office = Office(official.office)
    return {
        one.pk: lines_of(office, found.get(one.pk, {}), terms_of(one), today=today) for one in own
    }


def terms_of(season: Season) -> Terms:
    """Return the last days of a season. Source: D0 三, 二4."""
    last_days = {one.stage: one.last_day for one in season.windows.all()}
    if "diploma_deadline" in season.pack.parameters:
        deadline = season.pack.scalar("diploma_deadline", first_day(season))
        assert isinstance(deadline, date)
        last_days[DIPLOMA] = deadline
    return Terms(Stage(season.stage), last_days, counts_days=not season.is_rehearsal)
