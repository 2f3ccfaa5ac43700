"""Diplomas in the browser: the reminder list, many dates at once, the revocation of who is late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.notifications.models import Message
from linli.apps.seasons.models import Season
from tests.apps.cast import at, entry_count, last_entry
from tests.factories import DAI, make_application
from tests.web.office.made_closing import DIPLOMAS, REASON, REVOKE, candidates, signed_in

QueryCounter = Callable[[Client, str], int]
LATE = date(2024, 7, 6)


@pytest.fixture(autouse=True)
def sixth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 6, 9), tick=False):
        yield


@pytest.fixture
def filled(season: Season) -> Season:
    """Interviewed of 代县: 00001 to 00003; 00004 of 原平市."""
    candidates(season)
    return season


def days() -> dict[str, date | None]:
    found = Application.objects.filter(county=DAI).order_by("case_number")
    return dict(found.values_list("case_number", "diploma_date"))


def states() -> dict[str, str]:
    found = Application.objects.filter(county=DAI).order_by("case_number")
    return dict(found.values_list("case_number", "state"))


def enter(client: Client, **days: str) -> Any:
    """Send dates as the form does, ``c00001="2024-07-01"``."""
    fields = {f"case_{name[1:]}": day for name, day in days.items()}
    return client.post(DIPLOMAS, {**fields, **{f"was_{name[1:]}": "" for name in days}})


def late(*numbers: str) -> None:
    Application.objects.filter(case_number__in=numbers).update(diploma_date=LATE)


@pytest.mark.parametrize(("day", "words"), [(4, "还有1天"), (5, "今天是最后一天"), (6, "已过1天")])
def test_page_tells_the_last_day_as_the_pack_reads_it(
    as_dai: Client, filled: Season, day: int, words: str
) -> None:
    with time_machine.travel(at(7, day, 9), tick=False):
        text = as_dai.get(DIPLOMAS).content.decode()

    assert "最后日期2024年7月5日（含7月5日当日）" in text
    assert words in text


def test_rehearsal_counts_no_days(client: Client, rehearsal: Season, dai_official: User) -> None:
    client.force_login(dai_official)

    answer = client.get(f"/office/seasons/{rehearsal.code}/diplomas/")

    assert answer.context["deadline"].days_left is None
    assert "已过" not in answer.content.decode()


def test_reminder_list_names_the_own_people_without_a_date(as_dai: Client, filled: Season) -> None:
    rows = as_dai.get(DIPLOMAS).context["entries"]

    assert [(row.case_number, row.name, row.state.label) for row in rows] == [
        ("00001", "甲*本", "已面见复审"),
        ("00002", "乙*本", "已面见复审"),
        ("00003", "丙*本", "已面见复审"),
    ]


def test_many_dates_are_recorded_at_once_and_blank_ones_left(
    as_dai: Client, filled: Season
) -> None:
    answer = enter(as_dai, c00001="2024-07-01", c00002="", c00003="2024-07-06")

    assert answer.url == f"{DIPLOMAS}?recorded=2"
    assert days() == {"00001": date(2024, 7, 1), "00002": None, "00003": LATE}
    assert set(states().values()) == {State.INTERVIEWED}
    assert "已登记2人的取得日期" in as_dai.get(answer.url).content.decode()


def test_wrong_dates_are_refused_row_by_row_and_everything_typed_is_kept(
    as_dai: Client, filled: Season
) -> None:
    before = entry_count()

    answer = enter(as_dai, c00001="2024-07-01", c00002="7月初", c00003="2024-07-07")

    errors = {row.case_number: list(row.field.errors) for row in answer.context["entries"]}
    assert answer.status_code == 422
    assert errors["00001"] == []
    assert errors["00002"] == ["日期无法识别。填年月日，例如2024-06-20"]
    assert "取得日期2024-07-07还没有到" in errors["00003"][0]
    assert [row.field.value() for row in answer.context["entries"]] == [
        "2024-07-01",
        "7月初",
        "2024-07-07",
    ]
    assert (set(days().values()), entry_count()) == ({None}, before)


def test_form_without_a_date_is_refused(as_dai: Client, filled: Season) -> None:
    answer = enter(as_dai, c00001="", c00002="")

    assert answer.status_code == 422
    assert "没有填写任何人的取得日期" in answer.content.decode()


def test_date_that_a_colleague_recorded_meanwhile_is_not_written_over(
    as_dai: Client, filled: Season
) -> None:
    Application.objects.filter(case_number="00001").update(diploma_date=date(2024, 7, 2))

    answer = enter(as_dai, c00001="2024-07-01", c00002="2024-07-01")

    assert answer.status_code == 422
    assert "报名00001已由他人登记为2024-07-02" in answer.content.decode()
    assert days()["00001"] == date(2024, 7, 2)


def test_who_is_no_candidate_any_more_or_of_another_county_is_named(
    as_dai: Client, filled: Season
) -> None:
    Application.objects.filter(case_number="00001").update(state=State.FORMAL)

    answer = enter(as_dai, c00001="2024-07-01", c00004="2024-07-01")

    assert answer.status_code == 422
    assert "报名00001、00004已不在登记范围" in answer.content.decode()
    assert not Application.objects.exclude(diploma_date=None).exists()


def test_recorded_date_is_corrected_from_what_was_shown(as_dai: Client, filled: Season) -> None:
    late("00002")
    (row,) = as_dai.get(f"{DIPLOMAS}?correct=00002").context["entries"]

    as_dai.post(DIPLOMAS, {"case_00002": "2024-07-04", "was_00002": row.was})

    assert (row.was, days()["00002"]) == ("2024-07-06", date(2024, 7, 4))
    assert last_entry(Application.objects.get(case_number="00002").subject)["inputs"] == {
        "diploma_date": "2024-07-04",
        "recorded_before": "2024-07-06",
    }


def test_recorded_are_listed_as_in_time_or_late(as_dai: Client, filled: Season) -> None:
    for number, day in (("00001", 4), ("00002", 5), ("00003", 6)):
        Application.objects.filter(case_number=number).update(diploma_date=date(2024, 7, day))

    rows = as_dai.get(f"{DIPLOMAS}?list=recorded").context["rows"]

    assert [(row.case_number, row.timing.label) for row in rows] == [
        ("00001", "按期"),
        ("00002", "按期"),
        ("00003", "逾期"),
    ]


def test_revocation_is_shown_first_and_done_as_it_was_shown(as_dai: Client, filled: Season) -> None:
    late("00001", "00002")
    Application.objects.filter(case_number="00001").update(state=State.PLACED)
    fields = {"cases": ["00001"], "reason": REASON}

    shown: Any = as_dai.post(REVOKE, fields)
    untouched = states()
    done: Any = as_dai.post(REVOKE, {**fields, "shown": shown.context["plan"].mark})

    assert (shown.status_code, shown.context["vacancies"], untouched["00001"]) == (
        200,
        1,
        State.PLACED,
    )
    assert done.url == f"{DIPLOMAS}?revoked=1"
    assert (states()["00001"], states()["00002"]) == (State.REVOKED, State.INTERVIEWED)
    assert REASON in Message.objects.get().body


def test_revocation_without_a_reason_or_without_anybody_is_refused(
    as_dai: Client, filled: Season
) -> None:
    late("00001")

    no_reason: Any = as_dai.post(REVOKE, {"cases": ["00001"], "reason": " "})
    nobody: Any = as_dai.post(REVOKE, {"reason": REASON})

    assert (no_reason.status_code, nobody.status_code) == (422, 422)
    assert "请写明理由，本人会看到" in no_reason.content.decode()
    assert no_reason.context["chosen"] == ["00001"]
    assert "请选择取消资格的人员" in nobody.content.decode()
    assert set(states().values()) == {State.INTERVIEWED}


def test_revocation_that_is_no_longer_as_shown_is_shown_anew(
    as_dai: Client, filled: Season
) -> None:
    late("00001")
    fields = {"cases": ["00001"], "reason": REASON}
    shown: Any = as_dai.post(REVOKE, fields)
    Application.objects.filter(case_number="00001").update(diploma_date=date(2024, 7, 5))

    answer: Any = as_dai.post(REVOKE, {**fields, "shown": shown.context["plan"].mark})

    assert answer.status_code == 422
    assert "取得日期或者状态有变化" in answer.content.decode()
    assert "以下报名已不再逾期" in answer.content.decode()
    assert states()["00001"] == State.INTERVIEWED


def test_page_tells_how_many_were_revoked_not_how_many_were_chosen(
    as_dai: Client, filled: Season
) -> None:
    late("00001")
    Application.objects.filter(case_number="00002").update(diploma_date=date(2024, 7, 5))
    fields = {"cases": ["00001", "00002"], "reason": REASON}
    shown: Any = as_dai.post(REVOKE, fields)

    done: Any = as_dai.post(REVOKE, {**fields, "shown": shown.context["plan"].mark})

    assert (shown.context["plan"].gone, done.url) == (("00002",), f"{DIPLOMAS}?revoked=1")


def test_city_and_auditor_read_a_county_and_enter_nothing(client: Client, filled: Season) -> None:
    for office in (Office.CITY, Office.AUDITOR):
        signed_in(client, office)
        whole = client.get(DIPLOMAS).context["counts"]
        own = client.get(f"{DIPLOMAS}?county={DAI}")

        assert {row.name: row.outstanding for row in whole if row.outstanding} == {
            "代县": 3,
            "原平市": 1,
        }
        assert (own.status_code, own.context["may_act"]) == (200, False)
        assert 'name="case_' not in own.content.decode()
        assert enter(client, c00001="2024-07-01").status_code == 403
        assert client.get(REVOKE).status_code == 403
    assert set(days().values()) == {None}


@pytest.mark.parametrize("office", [Office.FINANCE, Office.STREET])
def test_other_offices_are_refused_with_the_reason(
    client: Client, filled: Season, office: Office
) -> None:
    signed_in(client, office, DAI)

    answer = client.get(DIPLOMAS)

    assert answer.status_code == 403
    assert "“查看毕业证书登记情况”由" in answer.content.decode()


def test_county_reads_no_other_county(as_dai: Client, filled: Season) -> None:
    page = as_dai.get(f"{DIPLOMAS}?county=140981")

    assert page.context["county"].code == DAI


def test_unknown_county_is_not_found(as_city: Client, filled: Season) -> None:
    assert as_city.get(f"{DIPLOMAS}?county=110101").status_code == 404


@pytest.mark.parametrize("address", [DIPLOMAS, f"{DIPLOMAS}?list=recorded", REVOKE])
def test_page_asks_the_same_number_of_queries_for_three_and_for_twenty(
    as_dai: Client, filled: Season, queries_of: QueryCounter, address: str
) -> None:
    late("00001")
    before = queries_of(as_dai, address)
    for day in (None, LATE) * 9:
        make_application(filled, state=State.INTERVIEWED, diploma_date=day)

    assert queries_of(as_dai, address) == before


def test_fifty_people_stand_on_a_page(as_dai: Client, filled: Season) -> None:
    for _ in range(49):
        make_application(filled, state=State.INTERVIEWED)

    first, second = (as_dai.get(f"{DIPLOMAS}?page={number}").context for number in (1, 2))

    assert (len(first["entries"]), len(second["entries"])) == (50, 2)
