"""Day and hospital of a second check, typed in at the medical page after the first was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import decline_medical
from linli.apps.selection.medical import Again
from linli.apps.selection.models import MedicalRecheck
from linli.apps.selection.rechecking import arrange_recheck
from tests.apps.cast import at
from tests.apps.test_rechecking import AGAIN, waiting
from tests.factories import make_application
from tests.web.office.made_ending import CHECK, CONCLUSIONS, MEDICAL

SET = {"again_on": "2024-07-10", "again_at": "忻州样本医院"}


@pytest.fixture(autouse=True)
def ninth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 9, 9), tick=False):
        yield


@pytest.fixture
def one(season: Season, dai_official: User) -> Application:
    return waiting(season, dai_official)


def recheck_at(one: Application) -> str:
    return f"{MEDICAL}{one.case_number}/recheck/"


def kept() -> list[tuple[date | None, str]]:
    return list(MedicalRecheck.objects.values_list("again_on", "again_at"))


def send(client: Client, one: Application, **fields: str) -> Any:
    """Send the form with the mark of what it showed."""
    shown = client.get(recheck_at(one)).context["form"]
    return client.post(recheck_at(one), {"shown": shown["shown"].value(), **SET, **fields})


def test_medical_page_leads_to_the_form_of_whoever_waits_for_a_second_check(
    as_dai: Client, season: Season, one: Application
) -> None:
    first = make_application(season, state=State.PLACED)

    text = as_dai.get(MEDICAL).content.decode()

    assert (recheck_at(one) in text, recheck_at(first) in text) == (True, False)


def test_day_and_hospital_are_set_and_stand_on_the_medical_page(
    as_dai: Client, one: Application
) -> None:
    answer = send(as_dai, one)

    (row,) = as_dai.get(MEDICAL).context["page"].waiting
    assert answer.url == MEDICAL
    assert row.repeated == "7月8日代县样本医院初检。复检：2024年7月10日，忻州样本医院。"


def test_form_shows_what_is_set(as_dai: Client, season: Season, dai_official: User) -> None:
    answer = as_dai.get(recheck_at(waiting(season, dai_official, AGAIN)))

    form = answer.context["form"]
    assert (form["again_on"].value(), form["again_at"].value()) == (AGAIN.on, AGAIN.at)
    assert "复检：2024年7月10日，忻州样本医院。" in answer.content.decode()


def test_refusal_is_shown_and_nothing_is_kept(as_dai: Client, one: Application) -> None:
    answer = send(as_dai, one, again_on="2024-07-08")

    assert answer.status_code == 422
    assert "复检日期2024-07-08已经过去" in answer.content.decode()
    assert kept() == [(None, "")]


def test_what_a_colleague_set_meanwhile_is_not_written_over(
    as_dai: Client, one: Application, dai_official: User
) -> None:
    mark = as_dai.get(recheck_at(one)).context["form"]["shown"].value()
    theirs = Again(date(2024, 7, 11), "代县样本医院")
    arrange_recheck(one, theirs, actor=dai_official, at=at(7, 9, 9))

    answer = as_dai.post(recheck_at(one), {"shown": mark, **SET})

    assert answer.status_code == 422
    assert kept() == [(theirs.on, theirs.at)]


def test_whoever_waits_for_no_second_check_has_no_form(
    as_dai: Client, season: Season, one: Application, dai_official: User
) -> None:
    decline_medical(one, actor=dai_official, at=at(7, 9, 9))

    for case in (one, make_application(season, state=State.PLACED)):
        assert "没有待复检" in as_dai.get(recheck_at(case)).content.decode()
        assert as_dai.post(recheck_at(case), SET).status_code == 422


def test_another_county_arranges_nothing_here(
    client: Client, one: Application, yuanping_official: User
) -> None:
    client.force_login(yuanping_official)

    answers = (client.get(recheck_at(one)), client.post(recheck_at(one), SET))

    assert [answer.status_code for answer in answers] == [403, 403]
    assert kept() == [(None, "")]


def test_page_tells_how_many_were_recorded_not_how_many_were_sent(
    as_dai: Client, season: Season
) -> None:
    waits = make_application(season, state=State.PLACED)
    gone = make_application(season, state=State.DECLINED)
    fields = {**CHECK, **{f"case_{case.case_number}": "pass" for case in (waits, gone)}}
    shown: Any = as_dai.post(CONCLUSIONS, fields)

    done: Any = as_dai.post(CONCLUSIONS, {**fields, "shown": shown.context["plan"].mark})

    assert shown.context["plan"].gone == (gone.case_number,)
    assert done.url == f"{MEDICAL}?recorded=1"
