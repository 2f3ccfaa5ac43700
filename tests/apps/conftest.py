"""What the tests of the apps share: the cast of officials and a season as its pack opens it."""

import pytest

from linli.apps.seasons.models import Quota, Season
from tests.apps.cast import Officials, make_officials, open_one
from tests.factories import DAI, YUANPING


@pytest.fixture
def cast(divisions: None) -> Officials:
    return make_officials()


@pytest.fixture
def season(cast: Officials) -> Season:
    return open_one(cast.city)


@pytest.fixture
def rehearsal(cast: Officials) -> Season:
    return open_one(cast.city, is_rehearsal=True)


@pytest.fixture
def small(season: Season) -> Season:
    """A season with two places in 代县, one in 原平市 and none elsewhere."""
    Quota.objects.filter(season=season).update(places=0)
    Quota.objects.filter(season=season, county_id=DAI).update(places=2)
    Quota.objects.filter(season=season, county_id=YUANPING).update(places=1)
    return season
