"""A medical check without a conclusion is repeated once; until then the place is held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from linli.apps.applications.change import NotPermitted, WrongState
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.notifications.models import Delivery, Message
from linli.apps.reports.summary import summary
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import decline_medical
from linli.apps.selection.backfilling import propose_backfills
from linli.apps.selection.medical import (
    NOT_YET_KNOWN,
    Again,
    CheckDayWrong,
    RecheckedOnce,
    record_medical,
)
from linli.apps.selection.medical_plan import plan_medical, record_as_planned
from linli.apps.selection.models import MedicalCheck, MedicalRecheck
from tests.apps.cast import Officials, at, last_entry, state_of, states_of
from tests.factories import DAI, make_application

FIRST, SECOND = date(2024, 7, 8), date(2024, 7, 10)
AGAIN = Again(SECOND, "忻州样本医院")
AFTERNOON = at(7, 8, 16)


@pytest.fixture
def one(season: Season) -> Application:
    return make_application(season, state=State.PLACED)


def record(
    results: Mapping[Application, str],
    cast: Officials,
    *,
    day: date = FIRST,
    again: Again = NOT_YET_KNOWN,
    moment: datetime = AFTERNOON,
) -> tuple[Application, ...]:
    return record_medical(
        results, hospital="代县样本医院", checked_on=day, again=again, actor=cast.dai, at=moment
    )


def second(
    one: Application, conclusion: str, cast: Officials, *, day: date = SECOND
) -> tuple[Application, ...]:
    return record({one: conclusion}, cast, day=day, moment=at(7, 12))


def test_person_waits_for_the_second_check_in_the_same_place(
    cast: Officials, one: Application
) -> None:
    record({one: "recheck"}, cast, again=AGAIN)

    kept = MedicalRecheck.objects.values_list("checked_on", "hospital", "again_on", "again_at")
    assert list(kept) == [(FIRST, "代县样本医院", SECOND, "忻州样本医院")]
    assert (state_of(one), MedicalCheck.objects.count()) == (State.PLACED, 0)


def test_place_that_is_held_for_a_second_check_is_no_vacancy(
    season: Season, cast: Officials, one: Application
) -> None:
    record({one: "recheck"}, cast)

    assert propose_backfills(season, DAI, on=FIRST) == ()


@pytest.mark.parametrize(
    ("again", "told"),
    [
        (AGAIN, "复检：2024年7月10日，忻州样本医院。"),
        (Again(SECOND), "复检：2024年7月10日，地点另行通知。"),
        (Again(None, "忻州样本医院"), "复检：时间另行通知，忻州样本医院。"),
        (NOT_YET_KNOWN, "复检时间和地点由县（市、区）另行通知。"),
    ],
)
def test_person_is_told_when_and_where_as_far_as_it_is_known(
    cast: Officials, one: Application, again: Again, told: str
) -> None:
    record({one: "recheck"}, cast, again=again)

    message = Message.objects.get(application=one)
    assert message.body == (
        f"您（报名编号{one.case_number}）的体检待复检，名额保留，以复检结论为准。{told}"
    )
    assert list(message.deliveries.values_list("channel", "status")) == [
        ("email", Delivery.Status.WAITING),
        ("sms", Delivery.Status.WAITING),
    ]


def test_ledger_keeps_that_the_check_is_repeated_and_nothing_clinical(
    cast: Officials, one: Application
) -> None:
    record({one: "recheck"}, cast, again=AGAIN)

    entry = last_entry(one.subject)
    assert (entry["action"], entry["actor"], entry["clause"], entry["reason"], entry["inputs"]) == (
        "await_recheck",
        "dai",
        "D0 三(四)",
        "待复检",
        {"checked_on": "2024-07-08", "again_on": "2024-07-10"},
    )


@pytest.mark.django_db
def test_there_is_no_column_for_anything_clinical_of_a_second_check() -> None:
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, "selection_medicalrecheck")

    assert {column.name for column in table} == {
        "id", "application_id", "checked_on", "hospital", "again_on", "again_at",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("conclusion", "state"),
    [
        ("pass", State.MEDICAL_PASSED),
        ("fail", State.MEDICAL_FAILED),
        ("absent", State.MEDICAL_ABSENT),
    ],
)
def test_second_conclusion_has_its_own_day_and_decides(
    season: Season, cast: Officials, one: Application, conclusion: str, state: State
) -> None:
    record({one: "recheck"}, cast)

    second(one, conclusion, cast)

    check = MedicalCheck.objects.get()
    assert (check.conclusion, check.checked_on, state_of(one)) == (conclusion, SECOND, state)
    assert MedicalRecheck.objects.get().checked_on == FIRST
    counted = {"pass": 0, "fail": 0, "absent": 0, conclusion: 1}
    assert summary(season, [])["medical"] == counted


def test_whoever_waits_for_a_second_check_is_in_no_figure_of_conclusions(
    season: Season, cast: Officials, one: Application
) -> None:
    record({one: "recheck"}, cast)

    assert summary(season, [])["medical"] == {"pass": 0, "fail": 0, "absent": 0}


def test_check_is_not_repeated_twice(cast: Officials, one: Application) -> None:
    record({one: "recheck"}, cast)

    with pytest.raises(RecheckedOnce, match=f"报名{one.case_number}已登记待复检.*只进行一次"):
        second(one, "recheck", cast)

    assert (state_of(one), MedicalRecheck.objects.count()) == (State.PLACED, 1)


def test_check_with_a_conclusion_is_not_repeated(cast: Officials, one: Application) -> None:
    record({one: "fail"}, cast)

    with pytest.raises(WrongState, match=f"报名{one.case_number}现为“体检不合格”，不能登记待复检"):
        second(one, "recheck", cast)

    assert MedicalRecheck.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [(date(2024, 7, 7), False), (FIRST, True), (date(2024, 7, 9), True)],
)
def test_second_check_is_not_before_the_first(
    cast: Officials, one: Application, day: date, is_taken: bool
) -> None:
    record({one: "recheck"}, cast)

    try:
        second(one, "pass", cast, day=day)
    except CheckDayWrong as refusal:
        assert f"报名{one.case_number}的复检日期2024-07-07早于初检的2024-07-08" in str(refusal)
        assert not is_taken

    assert MedicalCheck.objects.exists() == is_taken


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [(date(2024, 7, 7), False), (FIRST, True), (date(2024, 7, 9), True)],
)
def test_second_check_is_not_arranged_before_the_first(
    cast: Officials, one: Application, day: date, is_taken: bool
) -> None:
    try:
        record({one: "recheck"}, cast, again=Again(day))
    except CheckDayWrong:
        assert not is_taken

    assert MedicalRecheck.objects.exists() == is_taken


def test_database_has_no_second_check_before_the_first_and_none_as_a_conclusion(
    one: Application,
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MedicalRecheck.objects.create(
            application=one, checked_on=SECOND, hospital="代县样本医院", again_on=FIRST
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        MedicalCheck.objects.create(
            application=one, conclusion="recheck", checked_on=FIRST, hospital="代县样本医院"
        )


def test_one_refused_case_leaves_the_whole_batch_unrecorded(
    season: Season, cast: Officials, one: Application
) -> None:
    other = make_application(season, state=State.PLACED)
    record({one: "recheck"}, cast)

    with pytest.raises(RecheckedOnce):
        record({other: "pass", one: "recheck"}, cast)

    assert (states_of([one, other]), MedicalCheck.objects.count()) == ([State.PLACED] * 2, 0)


def test_another_county_repeats_no_check_here(cast: Officials, one: Application) -> None:
    with pytest.raises(NotPermitted, match=one.case_number):
        record_medical(
            {one: "recheck"},
            hospital="代县样本医院",
            checked_on=FIRST,
            actor=cast.yuanping,
            at=at(7, 8, 16),
        )

    assert MedicalRecheck.objects.count() == 0


def test_whoever_waits_for_a_second_check_may_still_decline(
    cast: Officials, one: Application
) -> None:
    record({one: "recheck"}, cast)
    one.refresh_from_db()

    decline_medical(one, actor=cast.dai, at=at(7, 9))
    gone = second(Application.objects.get(pk=one.pk), "pass", cast)

    assert (state_of(one), gone, MedicalCheck.objects.count()) == (State.DECLINED, (one,), 0)


def test_plan_tells_whom_it_repeats_and_counts_them_neither_in_nor_out(
    season: Season, cast: Officials, one: Application
) -> None:
    other = make_application(season, state=State.PLACED)
    results = {one.case_number: "recheck", other.case_number: "fail"}

    plan = plan_medical(season, DAI, results, checked_on=FIRST, today=FIRST, again=AGAIN)

    assert (plan.passed, plan.repeated, [row[0] for row in plan.out]) == ((), (one,), [other])
    assert [row.leaver for row in plan.backfills] == [other]
    record_as_planned(
        season,
        DAI,
        results,
        hospital="代县样本医院",
        checked_on=FIRST,
        again=AGAIN,
        shown=plan.mark,
        actor=cast.dai,
        at=at(7, 8, 16),
    )
    assert states_of([one, other]) == [State.PLACED, State.MEDICAL_FAILED]
    assert MedicalRecheck.objects.get().again_on == SECOND


def test_plan_refuses_a_third_check_before_it_is_confirmed(
    season: Season, cast: Officials, one: Application
) -> None:
    record({one: "recheck"}, cast)

    with pytest.raises(RecheckedOnce):
        plan_medical(
            season, DAI, {one.case_number: "recheck"}, checked_on=SECOND, today=date(2024, 7, 12)
        )
