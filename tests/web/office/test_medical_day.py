"""The day of a medical check in the browser: one of the stage, or another with its reason, never one to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from linli.apps.accounts.models import User
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.apps.selection.models import MedicalCheck
from tests.apps.cast import at
from tests.web.office.made_ending import check_conclusions, fill_medical, record_conclusions


@pytest.fixture(autouse=True)
def eighth_of_july() -> Iterator[None]:
    with time_machine.travel(at(7, 8, 16), tick=False):
        yield


@pytest.fixture
def filled(season: Season, city_official: User) -> Season:
    return fill_medical(season, city_official)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"checked_on": "八日"}, "日期无法识别"),
        (
            {"checked_on": "2024-07-05"},
            "不在组织体检阶段的2024-07-06至2024-07-11之内，必须写明原因",
        ),
        ({"checked_on": "2024-06-25", "reason": "医院"}, "早于报名00001面见复审开始的2024-06-26"),
        ({"checked_on": "2024-07-09"}, "体检日期2024-07-09还没有到"),
    ],
)
def test_day_that_is_none_without_its_reason_before_the_interviews_or_to_come_is_refused(
    as_dai: Client, filled: Season, fields: dict[str, str], sentence: str
) -> None:
    answer = check_conclusions(as_dai, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert MedicalCheck.objects.count() == 0


@pytest.mark.parametrize("day", ["2024-07-06", "2024-07-07", "2024-07-08"])
def test_first_day_of_the_checks_and_today_are_taken(
    as_dai: Client, filled: Season, day: str
) -> None:
    assert check_conclusions(as_dai, checked_on=day).status_code == 200


def test_day_before_the_stage_goes_through_with_its_reason_which_the_ledger_keeps(
    as_dai: Client, filled: Season
) -> None:
    given = {"checked_on": "2024-07-05", "reason": "医院只能提前安排"}

    shown = check_conclusions(as_dai, **given).content.decode()
    record_conclusions(as_dai, **given)

    assert '<p class="doc">原因：医院只能提前安排</p>' in shown
    assert '<input type="hidden" name="reason" value="医院只能提前安排">' in shown
    assert set(MedicalCheck.objects.values_list("checked_on", flat=True)) == {date(2024, 7, 5)}
    why = [
        one["reason"]
        for one in entries_of(f"{filled.code}/00001")
        if one["action"] == "explain_check_day"
    ]
    assert why == ["医院只能提前安排"]
