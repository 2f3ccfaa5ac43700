"""Agreements in the browser: signed by the county, filed by the city, the report for duty, who is overdue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from tests.apps.cast import at
from tests.factories import CITY, make_application, make_official
from tests.web.office.made_ending import FIRST, SECOND, later, make_communities
from tests.web.office.made_placement import BASE

QueryCounter = Callable[[Client, str], int]
AGREEMENTS = f"{BASE}/agreements/"
SIGN, FILE, REPORT = (f"{AGREEMENTS}{act}/" for act in ("sign", "file", "report"))


@pytest.fixture(autouse=True)
def eighteenth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 18, 10), tick=False):
        yield


@pytest.fixture
def formal(season: Season) -> list[Application]:
    """Two formal recruits of 代县, with a street of two communities."""
    make_communities()
    return [
        make_application(season, state=State.FORMAL, name=name) for name in ("甲样本", "乙样本")
    ]


def sign(client: Client, *places: str, reason: str = "", day: str = "2024-07-18") -> Any:
    fields = {"signed_on": day}
    for number, place in zip(("00001", "00002"), places, strict=False):
        fields |= {f"community_{number}": place, f"reason_{number}": reason}
    return client.post(SIGN, fields)


def states() -> list[str]:
    return list(Application.objects.order_by("case_number").values_list("state", flat=True))


def keys() -> list[int]:
    return list(Agreement.objects.order_by("number").values_list("pk", flat=True))


def file_all(client: Client) -> Any:
    client.force_login(User.objects.get(username="city"))
    return client.post(FILE, {"agreements": keys()})


def test_county_signs_with_number_community_and_day(
    as_dai: Client, formal: list[Application]
) -> None:
    before = as_dai.get(AGREEMENTS).context["page"]

    answer = sign(as_dai, FIRST, SECOND)

    assert [(one.case_number, one.name, one.has_read) for one in before.formal] == [
        ("00001", "甲*本", False),
        ("00002", "乙*本", False),
    ]
    assert (answer.url, states()) == (f"{AGREEMENTS}?signed=2", [State.SIGNED] * 2)
    assert list(Agreement.objects.values_list("number", "community", "signed_on")) == [
        ("xinzhou-2024-00001", FIRST, at(7, 18).date()),
        ("xinzhou-2024-00002", SECOND, at(7, 18).date()),
    ]


def test_whoever_has_no_community_is_left(as_dai: Client, formal: list[Application]) -> None:
    sign(as_dai, "", FIRST)

    assert states() == [State.FORMAL, State.SIGNED]


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2024-07-17", 422),
        ("2024-07-18", 302),
        ("2024-07-20", 302),
        ("2024-07-21", 422),
    ],
)
def test_agreements_are_signed_within_the_stage(
    as_dai: Client, formal: list[Application], day: str, status: int
) -> None:
    answer = sign(as_dai, FIRST, day=day)

    assert (answer.status_code, Agreement.objects.exists()) == (status, status == 302)


def test_second_in_one_community_needs_a_reason(as_dai: Client, formal: list[Application]) -> None:
    refused = sign(as_dai, FIRST, FIRST)
    signed = sign(as_dai, FIRST, FIRST, reason="名额多于社区数")

    assert (refused.status_code, signed.status_code) == (422, 302)
    assert "东关社区安排社区助理将超过1名" in refused.content.decode()


def test_form_that_signs_with_nobody_is_refused(as_dai: Client, formal: list[Application]) -> None:
    answer = sign(as_dai, "", "")

    assert answer.status_code == 422
    assert "没有选择任何人的社区" in answer.content.decode()


def test_city_files_with_a_receipt_and_counts_against_its_places(
    client: Client, as_dai: Client, formal: list[Application]
) -> None:
    sign(as_dai, FIRST, SECOND)

    answer = file_all(client)

    page = client.get(AGREEMENTS).context["page"]
    assert (answer.url, states()) == (f"{AGREEMENTS}?filed=2", [State.FILED] * 2)
    assert (page.places, page.on_record, page.free, page.waiting) == (175, 2, 173, ())
    assert list(Agreement.objects.values_list("filing_receipt", flat=True)) == [
        "xinzhou-2024-BA001",
        "xinzhou-2024-BA002",
    ]


@pytest.mark.parametrize(("on_record", "status"), [(173, 302), (174, 422)])
def test_city_files_no_more_than_its_places(
    client: Client,
    as_dai: Client,
    season: Season,
    formal: list[Application],
    on_record: int,
    status: int,
) -> None:
    sign(as_dai, FIRST, SECOND)
    for _ in range(on_record):
        make_application(season, state=State.REPORTED)

    answer = file_all(client)

    assert answer.status_code == status
    assert ("超过全市175名" in answer.content.decode()) == (status == 422)


@pytest.mark.parametrize(
    ("day", "status"),
    [("2024-07-17", 422), ("2024-07-18", 302), ("2024-07-22", 302), ("2024-07-23", 422)],
)
def test_report_for_duty_opens_the_workers_record(
    client: Client, as_dai: Client, formal: list[Application], day: str, status: int
) -> None:
    sign(as_dai, FIRST, SECOND)
    file_all(client)

    with later(client, at(7, 22)):
        answer: Any = client.post(REPORT, {"reported_on": day, "agreements": keys()[:1]})

    found = [f"{one:%Y-%m-%d}" for one in Worker.objects.values_list("reported_on", flat=True)]
    assert (answer.status_code, found) == (status, [day] if status == 302 else [])


@pytest.mark.parametrize(
    ("moment", "count"), [(at(7, 31, 23, 59), 0), (at(8, 1, 0), 2), (at(8, 2), 2)]
)
def test_whoever_has_not_reported_after_the_last_day_is_overdue(
    as_dai: Client, formal: list[Application], moment: datetime, count: int
) -> None:
    sign(as_dai, FIRST)

    with later(as_dai, moment):
        overdue = as_dai.get(AGREEMENTS).context["page"].overdue

    assert overdue == (("00001", "甲*本", "已签协议"), ("00002", "乙*本", "正式招募人选"))[:count]


def test_agreement_is_handed_out_to_the_own_county_alone(
    client: Client, as_dai: Client, formal: list[Application], yuanping_official: User
) -> None:
    sign(as_dai, FIRST)
    address = f"{AGREEMENTS}00001/paper.docx"

    own = as_dai.get(address)
    client.force_login(yuanping_official)
    foreign = client.get(address)

    assert own["Content-Disposition"] == 'attachment; filename="00001-agreement.docx"'
    assert (own.status_code, foreign.status_code) == (200, 404)


def test_each_office_does_its_own_and_is_told_whose_the_other_is(
    client: Client, season: Season, city_official: User, dai_official: User
) -> None:
    answers = {}
    for official in (
        city_official,
        dai_official,
        make_official("fin", division=CITY, office=Office.FINANCE),
    ):
        client.force_login(official)
        codes = [client.get(AGREEMENTS).status_code]
        codes += [client.post(one).status_code for one in (SIGN, FILE, REPORT)]
        answers[official.username] = codes

    assert answers == {
        "city": [200, 403, 422, 403],
        "dai": [200, 422, 403, 422],
        "fin": [403, 403, 403, 403],
    }
    assert "由县（市、区）委社会工作部办理" in client.post(SIGN).content.decode()


def test_pages_ask_the_same_number_of_queries_for_few_and_many(
    client: Client,
    as_dai: Client,
    season: Season,
    formal: list[Application],
    queries_of: QueryCounter,
) -> None:
    sign(as_dai, FIRST, SECOND)
    make_application(season, state=State.FORMAL)
    before = queries_of(as_dai, AGREEMENTS)
    for _ in range(9):
        one = make_application(season, state=State.FORMAL)
        as_dai.post(
            SIGN,
            {
                "signed_on": "2024-07-18",
                f"community_{one.case_number}": FIRST,
                f"reason_{one.case_number}": "调整",
            },
        )
        make_application(season, state=State.FORMAL)

    assert queries_of(as_dai, AGREEMENTS) == before
