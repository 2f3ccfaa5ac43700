"""What the applicant's pages know of a season, and for how long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.apps.seasons.models import Season
from linli.web.portal import access
from tests.factories import make_season

pytestmark = pytest.mark.django_db


@pytest.fixture
def season(settings: Any) -> Iterator[Season]:
    settings.PUBLIC_SEASON_SECONDS = 0.3
    yield make_season()
    access._read.clear()


def test_server_reads_a_season_once_and_sees_a_change_soon(
    season: Season, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    access.public_season(season.code)
    Season.objects.update(title="改名的招募季")

    with django_assert_num_queries(0):
        meanwhile = access.public_season(season.code).title
    time.sleep(0.3)

    assert (meanwhile, access.public_season(season.code).title) == (season.title, "改名的招募季")


def test_what_one_request_does_with_its_season_no_other_sees(season: Season) -> None:
    access.public_season(season.code).title = "改动"

    assert access.public_season(season.code).title == season.title


def test_without_a_server_every_request_reads_the_season_anew(
    season: Season, settings: Any
) -> None:
    settings.PUBLIC_SEASON_SECONDS = 0.0
    access.public_season(season.code)
    Season.objects.update(title="改名的招募季")

    assert access.public_season(season.code).title == "改名的招募季"
