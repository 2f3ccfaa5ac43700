"""Ten thousand applications: every list that an official opens answers within a second."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.people.models import Person
from linli.apps.seasons.models import Season
from tests.factories import RECEIVED, make_form

CASES = 10_000
PAGES = (
    *("", "applications/", "applications/?page=150", "applications/?number=99"),
    *("review/", "review/?county=140923", "intake/"),
)
_STATES = (State.ROUTED, State.ROUTED, State.QUALIFIED, State.SUPPLEMENT_REQUESTED, State.WITHDRAWN)


def fill(season: Season) -> None:
    counties = list(season.quotas.values_list("county_id", flat=True))
    people = Person.objects.bulk_create(
        Person(name="张样本", id_number=f"样本{number:014d}") for number in range(CASES)
    )
    form = make_form("张样本", "")
    Application.objects.bulk_create(
        Application(
            season=season,
            person=person,
            case_number=f"{number:05d}",
            source="portal",
            received_at=RECEIVED,
            state=_STATES[number % len(_STATES)],
            county_id=counties[number % len(counties)],
            applied_county_id=counties[number % len(counties)],
            form=form,
            proposal=("pass", "fail", "refer", "")[number % 4],
        )
        for number, person in enumerate(people, start=1)
    )


@pytest.mark.long
def test_lists_of_ten_thousand_cases_answer_within_a_second(
    client: Client, season: Season, city_official: User, dai_official: User
) -> None:
    fill(season)

    seconds = {}
    for official in (city_official, dai_official):
        client.force_login(official)
        for page in PAGES:
            start = time.perf_counter()
            answer = client.get(f"/office/seasons/xinzhou-2024/{page}")
            seconds[official.username, page] = time.perf_counter() - start
            assert answer.status_code == 200

    assert {what: taken for what, taken in seconds.items() if taken > 1} == {}
