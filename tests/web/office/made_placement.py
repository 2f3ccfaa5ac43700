"""A placed season: two places in 代县, one in 原平市, and somebody in every position."""

from __future__ import annotations

from datetime import date

from linli.apps.accounts.models import User
from linli.apps.seasons.models import Quota, Season
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.medical import record_medical
from linli.apps.selection.placing import place_candidates
from tests.apps.cast import at, candidate
from tests.factories import DAI, YUANPING

BASE = "/office/seasons/xinzhou-2024"
PLACEMENT = f"{BASE}/placement/"
RUN = f"{PLACEMENT}1/"
COUNTY = f"{RUN}counties/{DAI}/"
FILES = ("seats.csv", "candidates.csv", "choices.csv", "placements.csv")


def case_at(number: str) -> str:
    """Return the address of a case."""
    return f"{BASE}/applications/{number}/"


def fill_placement(season: Season, city: User) -> Season:
    """Place five candidates.

    00001 and 00002 go to 代县; 00003 finds it full and goes to 原平市, 00004 waits for 代县,
    00005 asked for another city alone.
    """
    Quota.objects.filter(season=season).update(places=0)
    Quota.objects.filter(season=season, county_id=DAI).update(places=2)
    Quota.objects.filter(season=season, county_id=YUANPING).update(places=1)
    candidate(season, 9000, "代县", "原平市")
    candidate(season, 8900, priority=True)
    candidate(season, 8800, "代县", "原平市", "五台县")
    candidate(season, 8750)
    candidate(season, 9900, "代县", city="大同市")
    place_candidates(season, actor=city, at=at(7, 5, 20))
    return season


def fill_vacancy(season: Season, dai: User) -> None:
    """Let 00001 fail the medical check, and 00004 come in."""
    one = season.applications.get(case_number="00001")
    record_medical(
        {one: "fail"},
        hospital="样本医院",
        checked_on=date(2024, 7, 8),
        actor=dai,
        at=at(7, 8, 16),
    )
    backfill_county(season, DAI, actor=dai, at=at(7, 9))
