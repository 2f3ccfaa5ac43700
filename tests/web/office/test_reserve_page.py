"""The reserve in the browser: who waits and why, which vacancies there were, and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.placing import place_candidates
from tests.apps.cast import at, candidate
from tests.apps.test_backfilling import medical
from tests.factories import DAI, make_application
from tests.web.office.made_closing import RESERVE, signed_in
from tests.web.office.made_placement import fill_placement, fill_vacancy

QueryCounter = Callable[[Client, str], int]


@pytest.fixture(autouse=True)
def last_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 31, 18), tick=False):
        yield


@pytest.fixture
def filled(season: Season, city_official: User) -> Season:
    """00001 and 00002 are placed in 代县, 00004 is its reserve."""
    return fill_placement(season, city_official)


def settle() -> None:
    Application.objects.filter(state=State.PLACED).update(state=State.FORMAL)


def state(number: str) -> str:
    return str(Application.objects.get(case_number=number).state)


def test_queue_tells_order_total_and_why(as_dai: Client, filled: Season) -> None:
    (row,) = as_dai.get(RESERVE).context["page"].queue

    assert (row.place, row.case_number, row.name, row.total) == (1, "00004", "张*本", "87.50")
    assert row.reason.endswith("低于该地区末位入围89.00（第3名）；列第一意向递补第1位")


@pytest.mark.parametrize(
    "fallen",
    [
        State.NOT_QUALIFIED,
        State.NOT_INTERVIEW_LISTED,
        State.INTERVIEW_ABSENT,
        State.REVOKED,
        State.WITHDRAWN,
        State.MEDICAL_FAILED,
    ],
)
def test_nobody_who_fell_out_earlier_waits_in_the_queue(
    as_dai: Client, filled: Season, fallen: State
) -> None:
    make_application(filled, state=fallen)

    queue = as_dai.get(RESERVE).context["page"].queue

    assert [row.case_number for row in queue] == ["00004"]


def test_fifty_of_the_queue_stand_on_a_page_and_all_before_the_end(
    as_dai: Client, season: Season, city_official: User
) -> None:
    for total in range(8000, 8051):
        candidate(season, total)
    fill_placement(season, city_official)
    settle()

    first, second = (as_dai.get(f"{RESERVE}?page={one}").context["pages"] for one in (1, 2))
    shown: Any = as_dai.post(RESERVE)

    assert (len(first), len(second)) == (50, 2)
    assert [row.place for row in second] == [51, 52]
    assert shown.content.decode().count('<th scope="row">') == 52


def test_chain_tells_who_left_who_moved_up_and_when(
    as_dai: Client, filled: Season, dai_official: User
) -> None:
    fill_vacancy(filled, dai_official)

    answer = as_dai.get(RESERVE)

    ((row,),) = answer.context["page"].chains
    assert (row.leaver, row.reason, row.filler, row.position, row.now, row.at) == (
        "00001",
        "体检不合格",
        "00004",
        1,
        "入围体检",
        at(7, 9),
    )
    assert "7月9日 10:00" in answer.content.decode()


def test_end_is_shown_first_and_done_as_it_was_shown(as_dai: Client, filled: Season) -> None:
    settle()

    shown: Any = as_dai.post(RESERVE)
    untouched = state("00004")
    done: Any = as_dai.post(RESERVE, {"shown": shown.context["page"].mark})

    assert (shown.status_code, untouched) == (200, State.RESERVE)
    assert "结束1人的候补" in shown.content.decode()
    assert (done.url, state("00004")) == (f"{RESERVE}?released=1", State.NOT_RECRUITED)
    assert "候补已经结束，1人转为“未招募”" in as_dai.get(done.url).content.decode()


def test_end_is_refused_while_a_place_may_still_fall_vacant(as_dai: Client, filled: Season) -> None:
    page = as_dai.get(RESERVE)
    tried, forced = as_dai.post(RESERVE), as_dai.post(RESERVE, {"shown": page.context["page"].mark})

    for answer in (tried, forced):
        assert answer.status_code == 422
        assert "还有2人入围而未确定为正式招募人选" in answer.content.decode()
    assert "现在不能结束候补" in page.content.decode()
    assert state("00004") == State.RESERVE


def test_end_is_refused_while_a_vacancy_is_open(
    as_dai: Client, filled: Season, dai_official: User
) -> None:
    with time_machine.travel(at(7, 8, 16), tick=False):
        medical({Application.objects.get(case_number="00001"): "fail"}, dai_official)
    settle()

    answer = as_dai.post(RESERVE)

    assert answer.status_code == 422
    assert "还有1个空缺没有办理递补" in answer.content.decode()
    assert [row.case_number for row in answer.context["page"].vacancies] == ["00001"]


def test_end_of_a_reserve_that_changed_is_refused(as_dai: Client, filled: Season) -> None:
    settle()
    shown: Any = as_dai.post(RESERVE)
    Application.objects.filter(case_number="00004").update(state=State.WITHDRAWN)

    answer = as_dai.post(RESERVE, {"shown": shown.context["page"].mark})

    assert answer.status_code == 422
    assert "候补名单已有变化" in answer.content.decode()


def test_city_and_auditor_read_and_end_nothing(client: Client, filled: Season) -> None:
    settle()
    for office in (Office.CITY, Office.AUDITOR):
        signed_in(client, office)
        whole = client.get(RESERVE).context["counts"]
        own = client.get(f"{RESERVE}?county={DAI}")

        assert {row.name: row.waiting for row in whole if row.waiting} == {"代县": 1}
        assert (len(own.context["page"].queue), own.context["may_act"]) == (1, False)
        assert "核对结束候补" not in own.content.decode()
        assert client.post(RESERVE).status_code == 403
    assert state("00004") == State.RESERVE


@pytest.mark.parametrize("office", [Office.FINANCE, Office.STREET])
def test_other_offices_are_refused(client: Client, filled: Season, office: Office) -> None:
    signed_in(client, office, DAI)

    answer = client.get(RESERVE)

    assert answer.status_code == 403
    assert "“查看递补候选”由" in answer.content.decode()


def test_page_asks_the_same_number_of_queries_however_many_wait_and_left(
    as_dai: Client,
    season: Season,
    city_official: User,
    dai_official: User,
    queries_of: QueryCounter,
) -> None:
    fill_placement(season, city_official)
    fill_vacancy(season, dai_official)
    before = queries_of(as_dai, RESERVE)
    for total in range(8000, 8009):
        candidate(season, total)
    place_candidates(season, actor=city_official, at=at(7, 9, 20))
    with time_machine.travel(at(7, 10, 16), tick=False):
        medical({Application.objects.get(case_number="00002"): "fail"}, dai_official)
        backfill_county(season, DAI, actor=dai_official, at=at(7, 10, 17))

    assert queries_of(as_dai, RESERVE) == before
