"""What the tests of the apps share: the cast of officials and a season as its pack opens it."""

import pytest

from linli.apps.places.models import Division
from linli.apps.seasons.models import Season
from tests.apps.cast import Officials, make_officials
from tests.factories import make_season


@pytest.fixture
def cast(divisions: dict[str, Division]) -> Officials:
    return make_officials()


@pytest.fixture
def season(cast: Officials) -> Season:
    return make_season()


@pytest.fixture
def rehearsal(cast: Officials) -> Season:
    return make_season(is_rehearsal=True)
