"""Where the notice was published is on record: channel, address, time, and who wrote it down."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from linli.apps.accounts.models import Office
from linli.apps.ledger.models import Entry
from linli.apps.seasons.models import Publication, Season
from linli.apps.seasons.permissions import NotPermitted
from linli.apps.seasons.publishing import PublicationWrong, record_publication
from tests.factories import BEIJING, CITY, DAI, make_official, make_season

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2024, 6, 7, 9, tzinfo=BEIJING)
NOON = datetime(2024, 6, 7, 12, tzinfo=BEIJING)


@pytest.fixture
def season() -> Season:
    return make_season()


def published(season: Season, **changed: object) -> Publication:
    actor = changed.pop("actor", None) or make_official("city", division=CITY, office=Office.CITY)
    call = {
        "channel": "样本人才网",
        "address": "https://jobs.example/2024",
        "published_at": PUBLISHED,
        "actor": actor,
        "at": NOON,
        **changed,
    }
    return record_publication(season, **call)  # type: ignore[arg-type]


def test_publication_is_kept_with_channel_address_and_time(season: Season) -> None:
    one = published(season)

    assert (one.channel, one.address, one.published_at) == (
        "样本人才网",
        "https://jobs.example/2024",
        PUBLISHED,
    )
    body = json.loads(Entry.objects.of_subject("xinzhou-2024").last().body)  # type: ignore[union-attr]
    assert (body["action"], body["clause"], body["inputs"]) == (
        "record_publication",
        "D0 三(一)4",
        {
            "address": "https://jobs.example/2024",
            "channel": "样本人才网",
            "published_at": "2024-06-07T09:00:00+08:00",
        },
    )


def test_the_same_publication_twice_is_one(season: Season) -> None:
    first = published(season)

    assert record_publication(
        season,
        channel="样本人才网",
        published_at=PUBLISHED,
        actor=make_official("city-2", division=CITY, office=Office.CITY),
        at=NOON,
    ) == (first)
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": " "},
        {"channel": "样" * 61},
        {"address": "jobs.example"},
        {"address": "ftp://jobs.example/2024"},
        {"published_at": NOON + timedelta(seconds=1)},
    ],
)
def test_publication_that_cannot_be_is_refused(season: Season, changed: dict[str, object]) -> None:
    with pytest.raises(PublicationWrong):
        published(season, **changed)


def test_publication_of_this_very_moment_without_an_address_is_taken(season: Season) -> None:
    assert published(season, published_at=NOON, address="").address == ""


def test_only_the_city_records_publications(season: Season) -> None:
    with pytest.raises(NotPermitted):
        published(season, actor=make_official("dai", division=DAI))
