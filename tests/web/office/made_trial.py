"""A season in which somebody in every position waits for the placement, and trials of it."""

from __future__ import annotations

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Quota, Season
from linli.apps.selection.models import PlacementTrial, Score
from linli.apps.selection.placing import try_placement
from tests.apps.cast import at, candidate
from tests.factories import DAI, YUANPING
from tests.web.office.made_placement import PLACEMENT

TRIALS = f"{PLACEMENT}trials/"
TRIAL = f"{TRIALS}1/"
PEOPLE = f"{TRIAL}people/"
ADOPT = f"{TRIAL}adopt/"
COMPARE = f"{TRIALS}compare/?before=1&after=2"


def waiting_season(season: Season) -> Season:
    """Let five wait for two places in 代县 and one in 原平市.

    00001 and 00002 would go to 代县; 00003 would find it full and go to 原平市, 00004 would wait
    for 代县, 00005 asked for another city alone.
    """
    Quota.objects.filter(season=season).update(places=0)
    Quota.objects.filter(season=season, county_id=DAI).update(places=2)
    Quota.objects.filter(season=season, county_id=YUANPING).update(places=1)
    candidate(season, 9000, "代县", "原平市")
    candidate(season, 8900, priority=True)
    candidate(season, 8800, "代县", "原平市", "五台县")
    candidate(season, 8750)
    candidate(season, 9900, "代县", city="大同市")
    return season


def tried(season: Season, city: User, *, hour: int = 20) -> PlacementTrial:
    """Compute a trial on the last evening of the interviews."""
    return try_placement(season, actor=city, at=at(7, 5, hour))


def raise_fourth(season: Season) -> None:
    """Correct the total of 00004, so that it goes before 00002 and 00003."""
    Score.objects.filter(application__case_number="00004").update(total=8950)


def two_trials(season: Season, city: User) -> Season:
    """Compute one trial on the records, and one after a total was corrected."""
    tried(waiting_season(season), city)
    raise_fourth(season)
    tried(season, city, hour=21)
    return season
