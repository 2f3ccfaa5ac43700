"""What the tests of the apps share: the cast of officials and a season as its pack opens it."""

import pytest

from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, make_officials, open_one


@pytest.fixture
def cast(divisions: None) -> Officials:
    return make_officials()


@pytest.fixture
def season(cast: Officials) -> Season:
    return open_one(cast.city)


@pytest.fixture
def rehearsal(cast: Officials) -> Season:
    return open_one(cast.city, is_rehearsal=True)
