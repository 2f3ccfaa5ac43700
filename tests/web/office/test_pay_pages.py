"""A month's pay in the browser: the dry run, the run as it was shown, each person's slip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import Office
from linli.apps.applications.states import State
from linli.apps.pay.models import PayRun, PaySlip
from linli.apps.seasons.models import Season
from linli.apps.workforce.models import Worker
from tests.apps.cast import at, entry_count, last_entry
from tests.factories import CITY, DAI, YUANPING
from tests.web.office.made_closing import AUGUST, JULY, PAY, serve, signed_in

QueryCounter = Callable[[Client, str], int]
SEPTEMBER = f"{PAY}2024-09/"


@pytest.fixture(autouse=True)
def second_of_september() -> Iterator[None]:
    with time_machine.travel(at(9, 2, 9), tick=False):
        yield


@pytest.fixture
def served(season: Season) -> Season:
    """00001 and 00002 serve in 代县, 00003 in 原平市; 00002 left in August."""
    serve(season, date(2024, 7, 22), name="甲样本")
    serve(season, date(2024, 7, 31), date(2024, 8, 15), state=State.LEFT, name="乙样本")
    serve(season, date(2024, 7, 1), county=YUANPING, name="丙样本")
    return season


@pytest.fixture
def as_finance(client: Client, season: Season) -> Client:
    signed_in(client, Office.FINANCE)
    return client


def run(client: Client, address: str = JULY) -> Any:
    """Run a month as its dry run shows it."""
    shown: Any = client.get(address)
    return client.post(address, {"shown": shown.context["page"].mark})


def test_months_tell_what_is_run_due_and_not_over(as_finance: Client, served: Season) -> None:
    run(as_finance)

    rows = as_finance.get(PAY).context["months"]

    assert [(row.key, row.people, row.status.label, row.opens) for row in rows] == [
        ("2024-07", 3, "已核算", True),
        ("2024-08", 3, "待核算", True),
        ("2024-09", 2, "尚未结束", False),
    ]


def test_dry_run_tells_each_county_and_payer_to_the_fen_and_writes_nothing(
    as_finance: Client, served: Season
) -> None:
    before = entry_count()

    page = as_finance.get(JULY).context["page"]

    sums = [
        (row.name, row.people, row.allowance, row.deduction, row.net, row.province, row.city)
        for row in (*page.counties, page.total)
    ]
    assert sums == [
        ("代县", 2, "667.10", "160.65", "506.45", "333.56", "166.77"),
        ("原平市", 1, "1,980.00", "100.00", "1,880.00", "792.00", "594.00"),
        ("合计", 3, "2,647.10", "260.65", "2,386.45", "1,125.56", "760.77"),
    ]
    assert (page.total.county, page.adds_up, page.is_run) == ("760.77", True, False)
    assert (PayRun.objects.count(), entry_count()) == (0, before)


def test_dry_run_tells_what_is_not_as_usual_with_clauses(
    as_finance: Client, served: Season
) -> None:
    july = as_finance.get(JULY).context["page"].remarks
    august = as_finance.get(AUGUST).context["page"].remarks

    assert [(row.code, row.people, row.clause) for row in july] == [
        ("short", 1, "D0 四(一)2"),
        ("first", 3, "D0 四(一)2"),
        ("part", 2, "D0 四(一)1"),
    ]
    assert [(row.code, row.people, row.clause) for row in august] == [
        ("ended", 1, "D0 四(二)2"),
        ("part", 1, "D0 四(一)1"),
    ]


def test_list_is_narrowed_to_one_kind(as_finance: Client, served: Season) -> None:
    page = as_finance.get(f"{JULY}?only=short").context["page"]

    assert [row.case_number for row in page.slips] == ["00002"]
    assert page.total.people == 3


def test_month_is_run_as_it_was_shown(as_finance: Client, served: Season) -> None:
    planned = as_finance.get(JULY).context["page"]

    answer = run(as_finance)

    done = as_finance.get(answer.url)
    page = done.context["page"]
    assert answer.url == f"{JULY}?done=1"
    assert (page.is_run, page.made_at, page.total) == (True, at(9, 2, 9), planned.total)
    assert page.slips == planned.slips
    assert "2024年7月的补贴已经核算，已记入台账" in done.content.decode()
    assert last_entry("xinzhou-2024")["inputs"]["people"] == 3
    assert "核算2024年7月的补贴" not in done.content.decode()


def test_run_is_refused_if_somebody_left_meanwhile(as_finance: Client, served: Season) -> None:
    shown: Any = as_finance.get(AUGUST)
    Worker.objects.filter(application__case_number="00001").update(last_day=date(2024, 8, 20))

    answer = as_finance.post(AUGUST, {"shown": shown.context["page"].mark})

    assert answer.status_code == 422
    assert "应发的补贴有变化" in answer.content.decode()
    assert answer.context["page"].mark != shown.context["page"].mark
    assert not PaySlip.objects.exists()


def test_run_without_what_was_shown_is_refused(as_finance: Client, served: Season) -> None:
    assert as_finance.post(JULY).status_code == 422
    assert not PayRun.objects.exists()


def test_month_is_not_run_twice(as_finance: Client, served: Season) -> None:
    shown: Any = as_finance.get(JULY)
    run(as_finance)

    again = as_finance.post(JULY, {"shown": shown.context["page"].mark})

    assert again.status_code == 422
    assert "2024年07月的补贴已经核算" in again.content.decode()
    assert PaySlip.objects.count() == 3


@pytest.mark.parametrize("method", ["get", "post"])
def test_month_that_is_not_over_is_refused(as_finance: Client, served: Season, method: str) -> None:
    answer = getattr(as_finance, method)(SEPTEMBER, {"shown": ""})

    assert answer.status_code == 422
    assert "2024年09月尚未结束，不能核算补贴" in answer.content.decode()


@pytest.mark.parametrize("month", ["2024-06", "2024-10", "2024-13", "july"])
def test_month_in_which_nobody_serves_is_not_found(
    as_finance: Client, served: Season, month: str
) -> None:
    assert as_finance.get(f"{PAY}{month}/").status_code == 404


def test_earlier_month_that_waits_is_told(as_finance: Client, served: Season) -> None:
    before = as_finance.get(AUGUST).content.decode()
    run(as_finance)

    assert "2024年7月已经到期，还没有核算" in before
    assert "已经到期" not in as_finance.get(AUGUST).content.decode()


@pytest.mark.parametrize("is_run", [False, True])
def test_slip_tells_each_step_with_its_clause_and_no_name(
    as_finance: Client, served: Season, is_run: bool
) -> None:
    if is_run:
        run(as_finance)

    answer = as_finance.get(f"{JULY}00002/")

    page, text = answer.context["page"], answer.content.decode()
    assert (page.row.name, page.row.allowance, page.row.deduction, page.row.net) == (
        "乙*本",
        "60.65",
        "60.65",
        "0.00",
    )
    assert page.shares == (("省级", "30.33"), ("市级", "15.16"), ("县级", "15.16"))
    assert page.premium == "100.00"
    assert all(step["clause"] and step["formula"] for step in page.steps)
    assert "Q4" not in text
    assert "乙样本" not in text


def test_county_reads_its_own_people_alone_and_runs_nothing(client: Client, served: Season) -> None:
    mark = ""
    for office, place, people in (
        (Office.FINANCE, CITY, 3),
        (Office.CITY, CITY, 3),
        (Office.AUDITOR, CITY, 3),
        (Office.COUNTY, DAI, 2),
        (Office.FINANCE, DAI, 2),
    ):
        signed_in(client, office, place)
        page = client.get(JULY).context["page"]
        mark = page.mark
        assert page.total.people == people
        if place == DAI:
            assert client.get(f"{JULY}00003/").status_code == 404
        if (office, place) != (Office.FINANCE, CITY):
            assert client.post(JULY, {"shown": mark}).status_code == 403
            assert "核算2024年7月的补贴" not in client.get(JULY).content.decode()
    assert not PayRun.objects.exists()


@pytest.mark.parametrize("office", [Office.STREET, Office.COMMUNITY])
def test_other_offices_are_refused(client: Client, served: Season, office: Office) -> None:
    signed_in(client, office, DAI)

    for address in (PAY, JULY, f"{JULY}00001/"):
        assert client.get(address).status_code == 403


def test_season_without_workers_has_no_month(as_finance: Client) -> None:
    answer = as_finance.get(PAY)

    assert answer.context["months"] == ()
    assert "还没有人报到" in answer.content.decode()


@pytest.mark.parametrize("is_run", [False, True])
def test_month_asks_the_same_number_of_queries_for_three_and_for_ten(
    as_finance: Client, served: Season, queries_of: QueryCounter, is_run: bool
) -> None:
    before = queries_of(as_finance, AUGUST)
    for _ in range(7):
        serve(served, date(2024, 7, 22))
    if is_run:
        run(as_finance)
        before = queries_of(as_finance, JULY)
        run(as_finance, AUGUST)

    assert queries_of(as_finance, AUGUST) <= before


def test_fifty_slips_stand_on_a_page(as_finance: Client, served: Season) -> None:
    for _ in range(48):
        serve(served, date(2024, 7, 22))

    first, second = (as_finance.get(f"{JULY}?page={one}").context["page"] for one in (1, 2))

    assert (len(first.slips), len(second.slips), second.total.people) == (50, 1, 51)
