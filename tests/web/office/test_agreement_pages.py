"""Agreements in the browser: arranged, signed, filed, the report for duty; each shown first, then done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.agreements.models import Agreement, Arrangement
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from tests.apps.cast import at
from tests.factories import CITY, make_application, make_official
from tests.web.office.made_agreements import (
    AGREEMENTS,
    ARRANGE,
    FILE,
    REPORT,
    SIGN,
    STREET,
    THIRD,
    agreed,
    arranged,
    as_at,
    fill_county,
    make_streets,
)
from tests.web.office.made_ending import FIRST, SECOND

QueryCounter = Callable[[Client, str], int]


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
    """Send a form, and confirm what was shown."""
    shown: Any = client.post(address, fields)
    assert shown.status_code == 200, shown.content.decode()
    page = shown.context["page"]
    again: dict[str, list[str]] = {"shown": [page.mark], "reason": ["先行备案"]}
    for name, value in shown.context["sent_again"]:
        again.setdefault(name, []).append(value)
    return client.post(address, again)


def states() -> list[str]:
    return list(Application.objects.order_by("case_number").values_list("state", flat=True))


def test_county_arranges_with_reason_and_the_street_then_sees_its_own_alone(
    as_dai: Client, season: Season
) -> None:
    for name in ("甲样本", "乙样本", "丙样本"):
        make_application(season, state=State.FORMAL, name=name)
    fields = {
        "community_00001": FIRST,
        "community_00002": FIRST,
        "reason_00002": "人口多",
        "community_00003": THIRD,
    }

    shown: Any = as_dai.post(ARRANGE, fields)
    answer = confirmed(as_dai, ARRANGE, fields)

    assert shown.context["page"].rows == (
        ("00001", "甲*本", "上馆镇 东关社区", "首次安排", "—"),
        ("00002", "乙*本", "上馆镇 东关社区", "首次安排", "人口多"),
        ("00003", "丙*本", "阳明堡镇 堡内社区", "首次安排", "—"),
    )
    assert answer.url == f"{AGREEMENTS}?arranged=3"
    seen = {}
    for username in ("street", "other-street"):
        with as_at(as_dai, username, at(7, 18, 11)):
            page = as_dai.get(AGREEMENTS).context["page"]
            seen[username] = [one.case_number for one in page.arranged]
            assert (page.formal, page.streets) == ((), ())
    assert seen == {"street": ["00001", "00002"], "other-street": ["00003"]}


def test_nothing_is_arranged_before_it_is_confirmed(as_dai: Client, season: Season) -> None:
    make_application(season, state=State.FORMAL)

    answer = as_dai.post(ARRANGE, {"community_00001": FIRST})

    assert (answer.status_code, Arrangement.objects.exists()) == (200, False)


def test_form_that_arranges_nobody_anew_is_refused(as_dai: Client, season: Season) -> None:
    arranged(season, FIRST)

    answer = as_dai.post(ARRANGE, {"community_00001": FIRST})

    assert answer.status_code == 422
    assert "没有改动任何人的社区" in answer.content.decode()


def test_second_in_one_community_needs_a_reason(as_dai: Client, season: Season) -> None:
    arranged(season, FIRST)
    make_application(season, state=State.FORMAL)

    answer = as_dai.post(ARRANGE, {"community_00002": FIRST})

    assert answer.status_code == 422
    assert "东关社区安排社区助理将超过1名" in answer.content.decode()


def test_confirmation_of_what_has_changed_shows_it_anew(as_dai: Client, season: Season) -> None:
    case = make_application(season, state=State.FORMAL)
    shown: Any = as_dai.post(ARRANGE, {"community_00001": FIRST})
    Arrangement.objects.create(application=case, community_id=SECOND, arranged_at=at(7, 18))

    answer: Any = as_dai.post(
        ARRANGE, {"community_00001": FIRST, "shown": shown.context["page"].mark}
    )

    assert answer.status_code == 422
    assert "核对以后有人已签订协议" in answer.content.decode()
    assert answer.context["page"].rows[0][3] == "改派"
    assert Arrangement.objects.get().community_id == SECOND


def test_street_signs_many_at_once_and_twice_is_once(as_street: Client, season: Season) -> None:
    arranged(season, FIRST)
    arranged(season, SECOND)
    fields = {"signed_on": "2024-07-18", "cases": ["00001", "00002"]}

    answer = confirmed(as_street, SIGN, fields)
    again: Any = as_street.post(SIGN, fields)

    assert (answer.url, states()) == (f"{AGREEMENTS}?signed=2", [State.SIGNED] * 2)
    assert list(Agreement.objects.values_list("number", "community", "signed_on")) == [
        ("xinzhou-2024-00001", FIRST, at(7, 18).date()),
        ("xinzhou-2024-00002", SECOND, at(7, 18).date()),
    ]
    assert (again.context["page"].rows, again.context["page"].gone) == (
        (),
        "00001、00002已签订、撤回或者改派，不在本次办理之内",
    )


def test_recruit_of_another_street_is_passed_over(as_street: Client, season: Season) -> None:
    arranged(season, THIRD)

    answer: Any = as_street.post(SIGN, {"signed_on": "2024-07-18", "cases": ["00001"]})

    assert (answer.context["page"].rows, states()) == ((), [State.FORMAL])


@pytest.mark.parametrize(
    ("day", "status"),
    [("2024-07-17", 422), ("2024-07-18", 200), ("2024-07-20", 200), ("2024-07-21", 422)],
)
def test_agreements_are_signed_within_the_stage(
    client: Client, season: Season, day: str, status: int
) -> None:
    arranged(season, FIRST)

    with as_at(client, "street", at(7, 25)):
        answer = client.post(SIGN, {"signed_on": day, "cases": ["00001"]})

    assert answer.status_code == status


def test_forms_that_choose_nobody_are_refused(
    client: Client, as_street: Client, city_official: User
) -> None:
    signing = as_street.post(SIGN, {"signed_on": "2024-07-18"})
    reporting = as_street.post(REPORT, {"reported_on": "2024-07-18"})
    client.force_login(city_official)
    filing = client.post(FILE, {})

    assert [one.status_code for one in (signing, reporting, filing)] == [422] * 3
    assert "请选择签订协议的人员" in signing.content.decode()
    assert "请选择报到的人员" in reporting.content.decode()
    assert "请选择备案的协议" in filing.content.decode()


def test_city_files_with_a_receipt_and_sees_each_county_against_its_places(
    as_city: Client, season: Season
) -> None:
    keys = [agreed(season, State.SIGNED).pk, agreed(season, State.SIGNED, THIRD).pk]

    shown: Any = as_city.post(FILE, {"agreements": keys})
    answer = confirmed(as_city, FILE, {"agreements": keys})

    assert "备案后全市共2份，名额175名" in shown.content.decode()
    page = as_city.get(AGREEMENTS).context["page"]
    dai = next(one for one in page.counties if one.name == "代县")
    assert (answer.url, states()) == (f"{AGREEMENTS}?filed=2", [State.FILED] * 2)
    assert (page.places, page.total.filed, page.free, page.waiting) == (175, 2, 173, ())
    assert (dai.places, dai.signed, dai.without_paper, dai.filed) == (11, 2, 2, 2)
    assert page.total.places == 175
    assert list(Agreement.objects.values_list("filing_receipt", flat=True)) == [
        "xinzhou-2024-BA001",
        "xinzhou-2024-BA002",
    ]


def test_city_is_asked_for_a_reason_where_a_paper_is_missing(
    as_city: Client, season: Season
) -> None:
    key = agreed(season, State.SIGNED).pk
    shown: Any = as_city.post(FILE, {"agreements": [key]})

    refused = as_city.post(FILE, {"agreements": [key], "shown": shown.context["page"].mark})

    assert "待上传协议" in shown.content.decode()
    assert "先行备案的理由" in shown.content.decode()
    assert (refused.status_code, states()) == (422, [State.SIGNED])
    assert "1份协议还没有上传签订后的文件" in refused.content.decode()


def test_city_looks_at_one_county_alone(as_city: Client, season: Season) -> None:
    agreed(season, State.SIGNED)

    own = as_city.get(f"{AGREEMENTS}?county=140923").context["page"]
    other = as_city.get(f"{AGREEMENTS}?county=140981").context["page"]
    unknown = as_city.get(f"{AGREEMENTS}?county=1").context["page"]

    assert [len(one.waiting) for one in (own, other, unknown)] == [1, 0, 1]


@pytest.mark.parametrize(
    ("day", "status"),
    [("2024-07-17", 422), ("2024-07-18", 302), ("2024-07-22", 302), ("2024-07-23", 422)],
)
def test_street_records_the_report_that_opens_the_workers_record(
    client: Client, season: Season, day: str, status: int
) -> None:
    fields = {"reported_on": day, "agreements": [agreed(season, State.FILED).pk]}

    with as_at(client, "street", at(7, 22)):
        answer: Any = (
            confirmed(client, REPORT, fields) if status == 302 else client.post(REPORT, fields)
        )

    found = [f"{one:%Y-%m-%d}" for one in Worker.objects.values_list("reported_on", flat=True)]
    assert (answer.status_code, found) == (status, [day] if status == 302 else [])


@pytest.mark.parametrize(
    ("moment", "count"), [(at(7, 31, 23, 59), 0), (at(8, 1, 0), 2), (at(8, 2), 2)]
)
def test_whoever_has_not_reported_after_the_last_day_is_overdue(
    client: Client, season: Season, moment: datetime, count: int
) -> None:
    agreed(season, State.SIGNED)
    arranged(season, FIRST)
    agreed(season, State.FILED, THIRD)

    with as_at(client, "street", moment):
        overdue = client.get(AGREEMENTS).context["page"].overdue

    found = [(one.case_number, one.state, one.is_signed) for one in overdue]
    assert found == [("00001", "已签协议", True), ("00002", "正式招募人选", False)][:count]


def test_counts_tell_how_far_each_place_has_come(client: Client, season: Season) -> None:
    fill_county(season)

    counted = {}
    for username in ("dai", "street", "other-street"):
        with as_at(client, username, at(7, 22)):
            page = client.get(AGREEMENTS).context["page"]
            counted[username] = [count for _, count in page.counts]
            if page.is_county:
                streets = [(one.name, one.signed, one.reported) for one in page.streets]

    assert counted == {
        "dai": [1, 2, 4, 4, 3, 1, 0],
        "street": [1, 3, 3, 2, 1, 0],
        "other-street": [1, 1, 1, 1, 0, 0],
    }
    assert streets == [("上馆镇", 3, 1), ("阳明堡镇", 1, 0)]


def test_each_office_does_its_own_and_is_told_whose_the_other_is(
    client: Client, city_official: User, dai_official: User, streets: tuple[User, User]
) -> None:
    finance = make_official("fin", division=CITY, office=Office.FINANCE)
    answers = {}
    for official in (city_official, dai_official, streets[0], finance):
        client.force_login(official)
        codes = [client.get(AGREEMENTS).status_code]
        codes += [client.post(one).status_code for one in (ARRANGE, SIGN, FILE, REPORT)]
        answers[official.username] = codes

    assert answers == {
        "city": [200, 403, 403, 422, 403],
        "dai": [200, 422, 422, 403, 422],
        "street": [200, 403, 422, 403, 422],
        "fin": [403] * 5,
    }
    assert "由县（市、区）委社会工作部、街道（乡镇）办理" in client.post(SIGN).content.decode()


@pytest.mark.parametrize("username", ["dai", "street", "city"])
def test_pages_ask_the_same_number_of_queries_for_few_and_many(
    client: Client, city_official: User, season: Season, queries_of: QueryCounter, username: str
) -> None:
    client.force_login(User.objects.get(username=username))
    fill_county(season)
    before = queries_of(client, AGREEMENTS)

    for _ in range(3):
        fill_county(season)

    assert queries_of(client, AGREEMENTS) == before


def test_lists_hold_a_page_of_people(as_street: Client, season: Season) -> None:
    for _ in range(51):
        arranged(season, FIRST)
        agreed(season, State.FILED)

    page = as_street.get(AGREEMENTS).context["page"]
    second = as_street.get(f"{AGREEMENTS}?page=2").context["page"]

    assert [len(one) for one in (page.arranged, page.due, page.signed)] == [50, 50, 50]
    assert (len(second.signed), STREET) == (1, page.place.code)
