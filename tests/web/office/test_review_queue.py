"""The official's queue: what waits, in which order, under which filter, who has what open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.openings import note_opening
from linli.apps.applications.states import State
from linli.apps.intake.review_queue import review_queue
from linli.apps.seasons.models import Season
from linli.web.office.review_presenting import Deadline, queue_page
from tests.apps.cast import at
from tests.factories import CITY, DAI, YUANPING, make_application, make_official
from tests.web.office.made_review import QUEUE, bench_at, fill_queue

QueryCounter = Callable[[Client, str], int]


@pytest.fixture
def filled(season: Season, city_official: User) -> Season:
    return fill_queue(season, city_official)


def numbers(client: Client, query: str = "") -> list[str]:
    return [row.case_number for row in client.get(f"{QUEUE}?{query}").context["page"].rows]


def test_queue_holds_the_open_cases_of_the_own_county_the_clear_ones_first(
    as_dai: Client, filled: Season
) -> None:
    make_application(filled, state=State.QUALIFIED)
    make_application(filled, county=YUANPING, proposal="pass")

    assert numbers(as_dai) == ["00003", "00006", "00004", "00005", "00001"]


def test_queue_tells_what_waits_and_what_is_decided(as_dai: Client, filled: Season) -> None:
    make_application(filled, state=State.QUALIFIED)
    make_application(filled, state=State.SUPPLEMENT_REQUESTED)

    page = as_dai.get(QUEUE).context["page"]

    assert dict(page.by_turn) == {
        "可以直接审查": 2,
        "学校申报，未见材料": 0,
        "有不符合的事项": 1,
        "须人工核定": 1,
        "尚未检查": 0,
        "读取结果待核对": 1,
        "等待报名人补正": 1,
    }
    assert "待审查5件" in as_dai.get(QUEUE).content.decode()
    assert "已通过1件，不通过0件" in as_dai.get(QUEUE).content.decode()


def test_filters_narrow_the_queue_and_go_along_to_the_bench(as_dai: Client, filled: Season) -> None:
    assert numbers(as_dai, "proposal=pass") == ["00003", "00006"]
    assert numbers(as_dai, "state=qualified") == []
    assert numbers(as_dai, f"county={YUANPING}") == []
    text = as_dai.get(f"{QUEUE}?proposal=pass").content.decode()
    assert f'href="{bench_at("00003")}?proposal=pass">开始审查' in text


def test_names_are_masked_and_a_colleague_who_has_a_case_open_is_named(
    as_dai: Client, filled: Season, city_official: User
) -> None:
    one = Application.objects.get(case_number="00005")
    note_opening(one, city_official, timezone.now())

    rows = {row.case_number: row for row in as_dai.get(QUEUE).context["page"].rows}

    assert (rows["00005"].name, rows["00005"].opened) == ("丙*本", "王样本")
    assert rows["00004"].opened == ""


@pytest.mark.parametrize(
    ("today", "left", "a_day"),
    [
        (at(6, 24), 1, 3),
        (at(6, 25), 0, 5),
        (at(6, 26), -1, 0),
    ],
)
def test_queue_tells_how_many_days_are_left_and_how_many_cases_a_day(
    filled: Season, dai_official: User, today: datetime, left: int, a_day: int
) -> None:
    page = queue_page(
        filled, review_queue(filled, DAI), dai_official, number="1", at=today, today=today.date()
    )

    assert page.deadline == Deadline(at(6, 25).date(), left, a_day)


def test_a_rehearsal_counts_no_days_and_bears_its_mark(as_dai: Client, rehearsal: Season) -> None:
    make_application(rehearsal, proposal="pass")
    address = QUEUE.replace("xinzhou-2024", rehearsal.code)

    response = as_dai.get(address)

    assert response.context["page"].deadline.days_left is None
    assert "人员、材料和结果均为样本" in response.content.decode()


def test_auditors_read_the_queue_and_open_cases_but_review_nothing(
    client: Client, filled: Season
) -> None:
    client.force_login(make_official("other", division=CITY, office=Office.AUDITOR))

    answer = client.get(QUEUE)

    text = answer.content.decode()
    assert len(answer.context["page"].rows) == 6
    assert f'href="{QUEUE.replace("review", "applications")}00003/"' in text
    acts = (bench_at("00003"), f"{QUEUE}batch/", f"{QUEUE}filters/", "exports/lists/review")
    assert [act for act in acts if act in text] == []
    assert client.post(f"{QUEUE}filters/", {"name": "样本"}).status_code == 403


@pytest.mark.parametrize(
    ("office", "address"),
    [
        (office, address)
        for office in (Office.FINANCE, Office.AUDITOR, Office.STREET)
        for address in (QUEUE, f"{QUEUE}batch/", bench_at("00003"))
        if (office, address) != (Office.AUDITOR, QUEUE)
    ],
)
def test_an_office_that_does_not_review_is_told_who_does(
    client: Client, filled: Season, office: Office, address: str
) -> None:
    division = DAI if office is Office.STREET else CITY
    client.force_login(make_official("other", division=division, office=office))

    response = client.get(address)

    assert response.status_code == 403
    assert "“审查通过”由" in response.content.decode()


def test_only_who_reviews_sees_the_tab(client: Client, as_dai: Client, filled: Season) -> None:
    with_tab = QUEUE in as_dai.get("/office/seasons/xinzhou-2024/").content.decode()
    client.force_login(make_official("fin", division=CITY, office=Office.FINANCE))

    assert with_tab
    assert QUEUE not in client.get("/office/seasons/xinzhou-2024/").content.decode()


def test_empty_queue_says_how_to_go_on(as_dai: Client, season: Season) -> None:
    assert "转到本单位、尚未决定的报名，会列在这里" in as_dai.get(QUEUE).content.decode()
    assert "开始审查" not in as_dai.get(QUEUE).content.decode()


def test_queue_and_bench_ask_the_same_queries_for_thirty_cases_as_for_three(
    as_dai: Client, filled: Season, queries_of: QueryCounter
) -> None:
    addresses = (QUEUE, bench_at("00003"), f"{QUEUE}batch/")
    few = [queries_of(as_dai, address) for address in addresses]
    for _ in range(30):
        make_application(filled, proposal="pass")

    assert [queries_of(as_dai, address) for address in addresses] == few
