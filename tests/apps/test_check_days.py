"""The true day of a medical check is kept: not to come, not before the interview's result."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.apps.applications.change import ReasonMissing
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.interviews.models import SignOff, Turn
from linli.apps.ledger.queries import entries_of
from linli.apps.notifications.models import Message
from linli.apps.seasons.models import Season
from linli.apps.selection.check_day import CheckDayWrong, require_check_day, require_interviewed
from linli.apps.selection.medical import record_medical
from linli.apps.selection.medical_plan import plan_medical
from linli.apps.selection.models import MedicalCheck
from tests.apps.cast import Officials, at, state_of
from tests.apps.sample_panel import panel_of
from tests.factories import DAI, make_application

WHY = "医院只能提前安排"


@pytest.fixture
def one(season: Season) -> Application:
    return make_application(season, state=State.PLACED)


def record(
    people: Collection[Application],
    cast: Officials,
    day: date,
    *,
    reason: str = "",
    moment: datetime | None = None,
    conclusion: str = "pass",
) -> None:
    record_medical(
        dict.fromkeys(people, conclusion),
        hospital="代县样本医院",
        checked_on=day,
        reason=reason,
        actor=cast.dai,
        at=moment or at(7, 20, 16),
    )


def signed_on(one: Application, cast: Officials, moment: datetime) -> None:
    """Let a panel have signed somebody's result."""
    panel = panel_of(one.season, cast.dai)
    Turn.objects.create(panel=panel, application=one, position=1)
    SignOff.objects.create(panel=panel, signed_by=cast.dai, signed_at=moment, fingerprint="0" * 64)


def explanations(one: Application) -> list[tuple[str, str, object]]:
    return [
        (entry["reason"], entry["clause"], entry["inputs"])
        for entry in entries_of(one.subject)
        if entry["action"] == "explain_check_day"
    ]


@pytest.mark.parametrize(
    ("day", "needs"),
    [
        (date(2024, 7, 5), True),
        (date(2024, 7, 6), False),
        (date(2024, 7, 7), False),
        (date(2024, 7, 10), False),
        (date(2024, 7, 11), False),
        (date(2024, 7, 12), True),
    ],
)
def test_day_outside_the_stage_needs_a_reason(
    cast: Officials, one: Application, day: date, needs: bool
) -> None:
    try:
        record([one], cast, day, reason=" ")
    except ReasonMissing as refusal:
        assert str(refusal) == (
            f"体检日期{day}不在组织体检阶段的2024-07-06至2024-07-11之内，必须写明原因；"
            "依据：D0 三(四)；处理办法：核对体检日期；日期无误的，写明原因。"
        )
        assert needs

    assert MedicalCheck.objects.exists() != needs
    assert explanations(one) == []


@pytest.mark.parametrize("day", [date(2024, 7, 5), date(2024, 7, 12)])
def test_true_day_before_or_after_the_stage_is_kept_with_its_reason(
    cast: Officials, one: Application, day: date
) -> None:
    record([one], cast, day, reason=f" {WHY} ")

    assert MedicalCheck.objects.get().checked_on == day
    assert state_of(one) is State.MEDICAL_PASSED
    assert explanations(one) == [(WHY, "D0 三(四)", {"checked_on": day.isoformat()})]


def test_reason_given_for_a_day_of_the_stage_is_not_kept(cast: Officials, one: Application) -> None:
    record([one], cast, date(2024, 7, 8), reason=WHY)

    assert explanations(one) == []


def test_person_is_not_told_the_offices_reason(cast: Officials, one: Application) -> None:
    record([one], cast, date(2024, 7, 5), reason=WHY, conclusion="fail")

    assert [WHY in message.body for message in Message.objects.all()] == [False]


@pytest.mark.parametrize(
    ("moment", "is_taken"), [(at(7, 7, 23, 59, 59), False), (at(7, 8, 0), True), (at(7, 9), True)]
)
def test_day_has_come(cast: Officials, one: Application, moment: datetime, is_taken: bool) -> None:
    try:
        record([one], cast, date(2024, 7, 8), moment=moment)
    except CheckDayWrong as refusal:
        assert "体检日期2024-07-08还没有到" in str(refusal)
        assert not is_taken

    assert MedicalCheck.objects.exists() == is_taken


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [(date(2024, 7, 3), False), (date(2024, 7, 4), True), (date(2024, 7, 5), True)],
)
def test_day_is_not_before_the_day_on_which_the_persons_panel_signed(
    cast: Officials, one: Application, day: date, is_taken: bool
) -> None:
    signed_on(one, cast, at(7, 4, 23))

    try:
        record([one], cast, day, reason=WHY)
    except CheckDayWrong as refusal:
        assert str(refusal) == (
            f"体检日期2024-07-03早于报名{one.case_number}面见成绩签字确认的2024-07-04；"
            "依据：D0 三(三)；处理办法：核对体检日期。"
        )
        assert not is_taken

    assert MedicalCheck.objects.exists() == is_taken


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [(date(2024, 6, 25), False), (date(2024, 6, 26), True), (date(2024, 6, 27), True)],
)
def test_without_a_signed_result_the_day_is_not_before_the_interviews(
    cast: Officials, one: Application, day: date, is_taken: bool
) -> None:
    try:
        record([one], cast, day, reason=WHY)
    except CheckDayWrong as refusal:
        assert f"早于报名{one.case_number}面见复审开始的2024-06-26" in str(refusal)
        assert not is_taken

    assert MedicalCheck.objects.exists() == is_taken


def test_one_who_was_interviewed_later_stops_the_batch_and_nobody_is_recorded(
    season: Season, cast: Officials, one: Application
) -> None:
    later = make_application(season, state=State.PLACED)
    signed_on(later, cast, at(7, 5))

    with pytest.raises(CheckDayWrong, match=f"报名{later.case_number}面见成绩签字确认"):
        record([one, later], cast, date(2024, 7, 4), reason=WHY)

    assert MedicalCheck.objects.count() == 0


def test_dry_run_refuses_what_the_record_refuses(season: Season, one: Application) -> None:
    results = {one.case_number: "pass"}

    def dry_run(day: date, reason: str) -> None:
        plan_medical(season, DAI, results, checked_on=day, today=date(2024, 7, 20), reason=reason)

    with pytest.raises(ReasonMissing):
        dry_run(date(2024, 7, 5), "")
    with pytest.raises(CheckDayWrong):
        dry_run(date(2024, 6, 25), WHY)
    dry_run(date(2024, 7, 5), WHY)


@pytest.mark.parametrize("day", [date(2024, 6, 1), date(2024, 7, 8), date(2024, 7, 30)])
def test_rehearsal_takes_any_day_without_a_reason(
    rehearsal: Season, cast: Officials, day: date
) -> None:
    one = make_application(rehearsal, state=State.PLACED)
    signed_on(one, cast, at(7, 20))

    record([one], cast, day, moment=at(6, 8))

    assert (state_of(one), explanations(one)) == (State.MEDICAL_PASSED, [])
    require_check_day(rehearsal, day, today=date(2024, 6, 8), reason="")


def test_days_of_many_ask_as_few_questions_as_of_two(season: Season, cast: Officials) -> None:
    def asked(count: int) -> int:
        people = [make_application(season, state=State.PLACED) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            require_interviewed(people, date(2024, 7, 5))
        return len(queries)

    assert asked(2) == asked(12)
