"""Whoever is placed answers whether to come to the medical check."""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.accounts.models import User
from linli.apps.applications.change import NotPermitted, WrongState
from linli.apps.applications.models import Application
from linli.apps.applications.overview import overview
from linli.apps.applications.queries import states_holding_a_place, states_past
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import confirm_medical, decline_medical
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.medical import record_medical
from linli.apps.selection.models import Backfill, MedicalCheck, MedicalConfirmation
from tests.apps.applicants import applicant, own_application
from tests.apps.cast import (
    Officials,
    at,
    candidate,
    entry_count,
    last_entry,
    placed_by,
    state_of,
    withdraw,
)
from tests.factories import CITY, DAI, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(season: Season) -> User:
    return applicant()


@pytest.fixture
def case(season: Season, account: User) -> Application:
    return own_application(season, account, state=State.PLACED)


def test_applicant_confirms_once_and_stays_placed(case: Application, account: User) -> None:
    first = confirm_medical(case, actor=account, at=at(7, 6))
    before = entry_count()
    second = confirm_medical(case, actor=account, at=at(7, 7))

    assert (first, second.answered_at, entry_count()) == (second, at(7, 6), before)
    assert state_of(case) is State.PLACED
    entry = last_entry(case.subject)
    assert (entry["actor"], entry["action"], entry["clause"], entry["reason"], entry["inputs"]) == (
        "applicant-1",
        "confirm_medical",
        "D0 三(三)",
        "确认参加体检",
        {},
    )


def test_who_confirmed_may_still_decline_and_only_the_last_answer_counts(
    case: Application, account: User
) -> None:
    confirm_medical(case, actor=account, at=at(7, 6))
    decline_medical(case, actor=account, at=at(7, 7))
    decline_medical(case, actor=account, at=at(7, 8))

    answer = MedicalConfirmation.objects.get()
    assert (answer.attends, answer.answered_at, answer.answered_by) == (False, at(7, 7), account)
    assert (str(answer), state_of(case)) == ("不参加体检", State.DECLINED)
    assert last_entry(case.subject)["reason"] == "本人在网站确认"


def test_county_that_was_told_by_telephone_says_so(case: Application, cast: Officials) -> None:
    decline_medical(case, actor=cast.dai, at=at(7, 7))

    entry = last_entry(case.subject)
    assert (entry["actor"], entry["reason"]) == ("dai", "县（市、区）逐一确认时，本人答复不参加")


def test_who_declined_frees_the_place_for_the_countys_reserve(
    small: Season, cast: Officials
) -> None:
    first, second, third = (candidate(small, total) for total in (9000, 8900, 8800))
    placed_by(small, cast)
    first.person.account = applicant()
    first.person.save()
    first.refresh_from_db()

    decline_medical(first, actor=first.person.account, at=at(7, 7))
    fillers = backfill_county(small, DAI, actor=cast.dai, at=at(7, 8))

    assert fillers == [third]
    assert [state_of(one) for one in (first, second, third)] == [
        State.DECLINED,
        State.PLACED,
        State.PLACED,
    ]
    assert Backfill.objects.get().reason == f"报名{first.case_number}放弃体检"


def test_who_declined_came_as_far_as_the_placement_and_holds_no_place(
    season: Season, case: Application, account: User
) -> None:
    decline_medical(case, actor=account, at=at(7, 7))

    steps = {step.label: step.people for step in overview(season, CITY).funnel}
    assert (steps["入围体检（含递补）"], steps["体检合格"]) == (1, 0)
    assert State.DECLINED in states_past(State.PLACED)
    assert State.DECLINED not in states_holding_a_place()


def test_who_declined_or_withdrew_meanwhile_is_named_and_the_others_conclusions_are_kept(
    season: Season, case: Application, account: User, cast: Officials
) -> None:
    others = [make_application(season, state=State.PLACED) for _ in range(2)]
    listed = list(Application.objects.in_state(State.PLACED))
    decline_medical(case, actor=account, at=at(7, 7))
    withdraw(cast.dai, others[0])

    gone = record_medical(
        dict.fromkeys(listed, "pass"),
        hospital="代县样本医院",
        checked_on=date(2024, 7, 8),
        actor=cast.dai,
        at=at(7, 8),
    )

    assert set(gone) == {case, others[0]}
    assert [state_of(one) for one in (case, *others)] == [
        State.DECLINED,
        State.WITHDRAWN,
        State.MEDICAL_PASSED,
    ]
    assert [check.application for check in MedicalCheck.objects.all()] == [others[1]]


def test_conclusion_of_who_holds_no_place_is_refused(season: Season, cast: Officials) -> None:
    reserve = make_application(season, state=State.RESERVE)

    with pytest.raises(WrongState):
        record_medical(
            {reserve: "pass"},
            hospital="代县样本医院",
            checked_on=date(2024, 7, 8),
            actor=cast.dai,
            at=at(7, 8),
        )


@pytest.mark.parametrize("answer", [confirm_medical, decline_medical])
def test_answer_is_taken_until_the_conclusion_is_recorded_also_after_the_window(
    case: Application, account: User, cast: Officials, answer: object
) -> None:
    answer(case, actor=account, at=at(8, 30))  # type: ignore[operator]

    assert MedicalConfirmation.objects.get().answered_at == at(8, 30)


@pytest.mark.parametrize("answer", [confirm_medical, decline_medical])
def test_no_answer_is_taken_after_the_conclusion(
    case: Application, account: User, cast: Officials, answer: object
) -> None:
    record_medical(
        {case: "pass"},
        hospital="代县样本医院",
        checked_on=date(2024, 7, 8),
        actor=cast.dai,
        at=at(7, 8),
    )

    with pytest.raises(WrongState):
        answer(case, actor=account, at=at(7, 8, 11))  # type: ignore[operator]


@pytest.mark.parametrize("answer", [confirm_medical, decline_medical])
def test_nobody_answers_for_another_or_in_another_state(
    season: Season, case: Application, account: User, answer: object
) -> None:
    other = applicant("applicant-2", "13800000002")
    reserve = own_application(season, other, state=State.RESERVE)

    with pytest.raises(NotPermitted, match="不是您本人的"):
        answer(case, actor=other, at=at(7, 7))  # type: ignore[operator]
    with pytest.raises(WrongState, match=f"报名{reserve.case_number}现为“递补候选”"):
        answer(reserve, actor=other, at=at(7, 7))  # type: ignore[operator]

    assert (state_of(case), state_of(reserve)) == (State.PLACED, State.RESERVE)
    assert MedicalConfirmation.objects.count() == 0
