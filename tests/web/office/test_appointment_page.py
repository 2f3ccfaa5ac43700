"""Time and place in the browser: the county sets them, the applicant reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import Office, User
from linli.apps.applications.states import State
from linli.apps.seasons.models import Appointment, Season, Stage
from linli.apps.selection.appointing import Terms, appoint
from tests.apps.cast import at
from tests.factories import CITY, DAI, make_application, make_official
from tests.web.office.made_ending import MEDICAL
from tests.web.office.made_placement import BASE

COUNTY = f"{BASE}/interviews/{DAI}/"
INTERVIEW, CHECK = f"{COUNTY}appointment/", f"{MEDICAL}appointment/"
HALL = {"starts_at": "2024-06-28 09:00", "place": "代县样本中学1号楼", "notes": "带身份证原件"}
MISSING = "报名人看到的是“时间地点由县（市、区）另行通知”"


@pytest.fixture(autouse=True)
def twenty_sixth_of_june() -> Iterator[None]:
    with time_machine.travel(at(6, 26, 8), tick=False):
        yield


def sent(client: Client, address: str = INTERVIEW, **fields: str) -> Any:
    """Send the form as the page shows it."""
    shown = client.get(address).context["form"]["shown"].value()
    return client.post(address, {**HALL, "shown": shown, **fields})


def test_county_reads_that_it_is_missing_and_sets_it(as_dai: Client, season: Season) -> None:
    make_application(season, state=State.INTERVIEW_LISTED)
    assert MISSING in as_dai.get(COUNTY).content.decode()
    assert as_dai.get(INTERVIEW).context["called"] == 1

    answer = sent(as_dai)

    assert answer.url == COUNTY
    text = as_dai.get(COUNTY).content.decode()
    assert ("2024年6月28日 09:00" in text, "代县样本中学1号楼" in text, MISSING in text) == (
        True,
        True,
        False,
    )


def test_list_to_come_says_when_and_where_or_that_it_is_missing(
    as_dai: Client, season: Season
) -> None:
    make_application(season, state=State.QUALIFIED)
    address = f"{COUNTY}list/"
    assert "还没有确定" in as_dai.get(address).content.decode()

    sent(as_dai)

    assert "2024年6月28日 09:00，代县样本中学1号楼" in as_dai.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"place": ""}, "请填写地点"),
        ({"starts_at": "明天"}, "时间无法识别"),
        ({"starts_at": "2024-06-25 23:59"}, "不在面见复审的2024年6月26日至2024年7月5日之内"),
        ({"place": "样" * 101}, "地点请写在100字以内"),
    ],
)
def test_form_that_is_not_whole_or_outside_the_stage_is_refused(
    as_dai: Client, season: Season, fields: dict[str, str], said: str
) -> None:
    answer = sent(as_dai, **fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Appointment.objects.count() == 0


def test_change_asks_for_a_reason(as_dai: Client, season: Season) -> None:
    sent(as_dai)

    refused = sent(as_dai, place="代县样本中学2号楼")
    taken = sent(as_dai, place="代县样本中学2号楼", reason="考点停电")

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert Appointment.objects.get().place == "代县样本中学2号楼"


def test_medical_check_has_its_own_time_and_place(as_dai: Client, season: Season) -> None:
    answer = sent(as_dai, CHECK, starts_at="2024-07-08 07:30", place="代县样本医院一层")

    assert answer.url == MEDICAL
    assert "2024年7月8日 07:30" in as_dai.get(MEDICAL).content.decode()
    assert Appointment.objects.get().stage == Stage.MEDICAL_CHECK


@pytest.mark.parametrize("address", [INTERVIEW, CHECK])
@pytest.mark.parametrize("office", [Office.CITY, Office.AUDITOR, Office.FINANCE])
def test_nobody_else_sets_it_and_reads_who_does(
    client: Client, season: Season, office: Office, address: str
) -> None:
    client.force_login(make_official("other", division=CITY, office=office))

    answer = client.post(address, HALL)

    assert answer.status_code == 403
    assert "由县（市、区）委社会工作部办理" in answer.content.decode()


def test_city_reads_it_on_the_countys_page(
    client: Client, season: Season, city_official: User, dai_official: User
) -> None:
    terms = Terms(at(6, 28, 9), "代县样本中学1号楼")
    appoint(season, DAI, Stage.INTERVIEW, terms, actor=dai_official, at=at(6, 26, 7))
    client.force_login(city_official)

    text = client.get(COUNTY).content.decode()

    assert ("代县样本中学1号楼" in text, "更改时间和地点" in text) == (True, False)
