"""What conclusions would bring about is what they bring about: who is out, who moves up, and why."""

from __future__ import annotations

from datetime import date

import pytest

from linli.apps.accounts.models import User
from linli.apps.applications.change import NotPermitted
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.attending import Told, ToldLater, confirm_medical, decline_medical
from linli.apps.selection.backfilling import (
    ProposalsChanged,
    backfill_county,
    mark_of,
    propose_backfills,
)
from linli.apps.selection.medical import record_medical
from linli.apps.selection.medical_plan import (
    MedicalPlanChanged,
    plan_medical,
    record_as_planned,
)
from linli.apps.selection.models import Backfill, MedicalCheck, MedicalConfirmation
from tests.apps.cast import Officials, at, candidate, entry_count, placed_by, states_of
from tests.factories import DAI, make_application

DAY = date(2024, 7, 8)
Teller = MedicalConfirmation.Teller


@pytest.fixture
def people(small: Season, cast: Officials) -> list[Application]:
    """Two placed in 代县 and two in its reserve, best first."""
    found = [candidate(small, total) for total in (9000, 8900, 8800, 8700)]
    placed_by(small, cast)
    for one in found:
        one.refresh_from_db()
    return found


def plan(season: Season, results: dict[str, str]) -> list[tuple[str, str]]:
    found = plan_medical(season, DAI, results, checked_on=DAY, today=DAY)
    return [
        (one.leaver.case_number, one.filler.case_number if one.filler else "")
        for one in found.backfills
    ]


def recorded(season: Season, results: dict[str, str], shown: str, actor: User) -> None:
    record_as_planned(
        season,
        DAI,
        results,
        hospital="样本医院",
        checked_on=DAY,
        shown=shown,
        actor=actor,
        at=at(7, 8, 16),
    )


def numbers(people: list[Application]) -> list[str]:
    return [one.case_number for one in people]


@pytest.mark.parametrize("conclusions", ["pp", "pf", "fp", "fa", "ap"])
def test_who_moves_up_is_who_was_shown_to_move_up(
    small: Season, cast: Officials, people: list[Application], conclusions: str
) -> None:
    words = {"p": "pass", "f": "fail", "a": "absent"}
    results = {one.case_number: words[sign] for one, sign in zip(people, conclusions, strict=False)}
    shown = plan_medical(small, DAI, results, checked_on=DAY, today=DAY)

    recorded(small, results, shown.mark, cast.dai)
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 8, 17))

    rows = Backfill.objects.values_list("leaver__case_number", "filler__case_number")
    assert list(rows) == [
        (one.leaver.case_number, one.filler.case_number) for one in shown.backfills if one.filler
    ]
    assert len(rows) == 2 - conclusions.count("p")


def test_reserve_that_is_used_up_leaves_the_last_vacancy_empty(
    small: Season, cast: Officials, people: list[Application]
) -> None:
    _, second, third, fourth = numbers(people)
    decline_medical(people[0], actor=cast.dai, at=at(7, 7))
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 7, 11))

    assert plan(small, {second: "fail", third: "absent"}) == [(second, fourth), (third, "")]


def test_sentence_names_rank_total_and_how_many_wait(
    small: Season, people: list[Application]
) -> None:
    results = dict.fromkeys(numbers(people)[:2], "fail")

    found = plan_medical(small, DAI, results, checked_on=DAY, today=DAY)

    assert [one.sentence for one in found.backfills] == [
        "递补位次第1位，面见总分88.00分，在尚未递补的2名候选中最前",
        "递补位次第2位，面见总分87.00分，在尚未递补的1名候选中最前",
    ]


def test_planning_writes_nothing(small: Season, people: list[Application]) -> None:
    before = (entry_count(), states_of(people))

    plan(small, {people[0].case_number: "fail"})

    assert (entry_count(), states_of(people), Backfill.objects.count()) == (*before, 0)


def test_conclusions_are_not_recorded_when_the_reserve_is_another_than_was_shown(
    small: Season, cast: Officials, people: list[Application]
) -> None:
    results = {people[0].case_number: "fail"}
    shown = plan_medical(small, DAI, results, checked_on=DAY, today=DAY).mark
    Application.objects.filter(pk=people[2].pk).update(state=State.WITHDRAWN)

    with pytest.raises(MedicalPlanChanged, match="办理结果有变化"):
        recorded(small, results, shown, cast.dai)

    assert MedicalCheck.objects.count() == 0


def test_another_county_records_nothing_here(
    small: Season, cast: Officials, people: list[Application]
) -> None:
    results = {people[0].case_number: "pass"}
    shown = plan_medical(small, DAI, results, checked_on=DAY, today=DAY).mark

    with pytest.raises(NotPermitted):
        recorded(small, results, shown, cast.yuanping)

    assert MedicalCheck.objects.count() == 0


def test_proposals_that_are_not_those_shown_are_not_carried_out(
    small: Season, cast: Officials, people: list[Application]
) -> None:
    decline_medical(people[0], actor=cast.dai, at=at(7, 7))
    shown = mark_of(propose_backfills(small, DAI, on=DAY))
    decline_medical(people[1], actor=cast.dai, at=at(7, 7))

    with pytest.raises(ProposalsChanged):
        backfill_county(small, DAI, actor=cast.dai, at=at(7, 8), shown=shown)

    assert Backfill.objects.count() == 0


@pytest.mark.parametrize(("minute", "is_taken"), [(0, True), (1, False)])
@pytest.mark.parametrize("answer", [confirm_medical, decline_medical])
def test_answer_was_told_before_it_is_taken_down(
    season: Season, cast: Officials, answer: object, minute: int, is_taken: bool
) -> None:
    one = make_application(season, state=State.PLACED)
    told = Told(Teller.KIN, at(7, 8, 10, minute))

    try:
        answer(one, actor=cast.dai, at=at(7, 8, 10), told=told)  # type: ignore[operator]
    except ToldLater:
        assert not is_taken

    kept = list(MedicalConfirmation.objects.values_list("told_by", "told_at"))
    assert kept == [("kin", at(7, 8, 10))] * is_taken


def test_another_county_is_told_that_it_may_not_and_nothing_of_what_was_shown(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.PLACED)

    with pytest.raises(NotPermitted):
        recorded(season, {one.case_number: "pass"}, "", cast.yuanping)


@pytest.mark.parametrize("state", [State.PLACED, State.DECLINED])
def test_another_county_is_refused_before_the_day_and_where_the_case_stands_are_looked_at(
    season: Season, cast: Officials, state: State
) -> None:
    one = make_application(season, state=state)
    before_the_checks = date(2024, 7, 5) if state is State.PLACED else DAY

    with pytest.raises(NotPermitted, match=one.case_number):
        record_medical(
            {one: "pass"},
            hospital="样本医院",
            checked_on=before_the_checks,
            actor=cast.yuanping,
            at=at(7, 8, 16),
        )
