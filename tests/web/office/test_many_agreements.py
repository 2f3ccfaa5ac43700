"""More people than a page holds: everybody is reached, and what is told is what was done."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.agreements.models import Arrangement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from tests.apps.cast import at
from tests.factories import make_application
from tests.web.office.made_agreements import (
    AGREEMENTS,
    ARRANGE,
    FILE,
    REPORT,
    SIGN,
    STREET,
    agreed,
    arranged,
    as_at,
    make_streets,
)
from tests.web.office.made_ending import FIRST, SECOND

MANY = 52


@pytest.fixture(autouse=True)
def eighteenth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 18, 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def streets(season: Season, dai_official: User) -> tuple[User, User]:
    return make_streets()


@pytest.fixture
def as_street(client: Client, streets: tuple[User, User]) -> Client:
    client.force_login(streets[0])
    return client


def confirmed(client: Client, address: str, fields: dict[str, Any]) -> Any:
    """Send just what was shown, with all that the page sends again."""
    shown: Any = client.post(address, fields)
    again: dict[str, list[str]] = {"shown": [shown.context["page"].mark], "reason": ["先行备案"]}
    for name, value in shown.context["sent_again"]:
        again.setdefault(name, []).append(value)
    return client.post(address, again)


def listed(client: Client, name: str, query: str = "") -> list[str]:
    page = client.get(f"{AGREEMENTS}{query}").context["page"]
    return [one.case_number for one in getattr(page, name)]


def test_county_reaches_every_recruit_and_arranges_the_last_of_them(
    as_dai: Client, season: Season
) -> None:
    for number in range(MANY):
        if number < 50:
            arranged(season, FIRST)
        else:
            make_application(season, state=State.FORMAL)

    first, second = listed(as_dai, "formal"), listed(as_dai, "formal", "?formal=2")
    answer = confirmed(as_dai, ARRANGE, {"community_00050": SECOND})

    assert first == ["00051", "00052", *(f"{one:05}" for one in range(1, 49))]
    assert second == ["00049", "00050"]
    assert answer.url == f"{AGREEMENTS}?arranged=1"
    assert Arrangement.objects.get(application__case_number="00050").community_id == SECOND


def test_form_that_is_refused_comes_back_with_those_whom_it_was_sent_for(
    as_dai: Client, season: Season
) -> None:
    arranged(season, FIRST)
    for _ in range(MANY):
        make_application(season, state=State.FORMAL)

    answer: Any = as_dai.post(
        ARRANGE, {"community_00053": FIRST, "community_00052": "", "community_x\0": FIRST}
    )

    assert answer.status_code == 422
    assert "超过1名" in answer.content.decode()
    assert [one.case_number for one in answer.context["page"].formal] == ["00052", "00053"]


def test_lists_of_those_who_sign_and_report_are_turned_each_by_itself(
    client: Client, season: Season
) -> None:
    for _ in range(MANY):
        arranged(season, FIRST)
    for _ in range(MANY):
        agreed(season, State.FILED)

    with as_at(client, "street", at(7, 19)):
        page = client.get(f"{AGREEMENTS}?waiting=2&due=2")
        html = page.content.decode()
        shown = page.context["page"]

    assert [one.case_number for one in shown.arranged] == ["00051", "00052"]
    assert [one.case_number for one in shown.due] == ["00103", "00104"]
    assert len(shown.signed) == 50
    assert f'href="{AGREEMENTS}?waiting=1#arranged"' in html
    assert 'role="status"' not in html
    assert html.count("翻页以前请先办理本页的选择。") == 2


def test_street_prints_more_agreements_than_a_page_lists(as_street: Client, season: Season) -> None:
    for _ in range(MANY):
        arranged(season, FIRST)

    archive = as_street.get(f"{AGREEMENTS}streets/{STREET}/agreements.zip")

    with zipfile.ZipFile(BytesIO(archive.content)) as files:
        assert files.namelist() == [f"{one:05}-agreement.docx" for one in range(1, MANY + 1)]


def test_what_is_told_afterwards_counts_those_who_signed(as_street: Client, season: Season) -> None:
    for community in (FIRST, SECOND):
        arranged(season, community)
    Application.objects.filter(case_number="00002").update(state=State.WITHDRAWN)

    answer = confirmed(
        as_street, SIGN, {"signed_on": "2024-07-18", "cases": ["00001", "00001", "00002"]}
    )

    assert answer.url == f"{AGREEMENTS}?signed=1"


def test_what_is_told_afterwards_counts_those_who_were_filed(
    as_city: Client, season: Season
) -> None:
    keys = [agreed(season, State.SIGNED).pk, agreed(season, State.LEFT).pk]

    answer = confirmed(as_city, FILE, {"agreements": keys})

    assert answer.url == f"{AGREEMENTS}?filed=1"


def test_what_is_told_afterwards_counts_those_who_reported(client: Client, season: Season) -> None:
    keys = [agreed(season, State.FILED).pk, agreed(season, State.LEFT).pk]

    with as_at(client, "street", at(7, 22)):
        answer = confirmed(client, REPORT, {"reported_on": "2024-07-22", "agreements": keys})

    assert answer.url == f"{AGREEMENTS}?reported=1"
