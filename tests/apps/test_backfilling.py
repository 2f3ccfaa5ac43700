"""Medical conclusions and nothing clinical; vacancies filled from the own reserve, by merit."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from linli.apps.applications.change import (
    Change,
    NotPermitted,
    TextTooLong,
    WrongState,
    change_states,
)
from linli.apps.applications.models import Application
from linli.apps.applications.overview import overview
from linli.apps.applications.states import Act, State
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county, release_reserve
from linli.apps.selection.medical import record_medical
from linli.apps.selection.models import Backfill, MedicalCheck, Placement
from tests.apps.cast import (
    Officials,
    at,
    candidate,
    last_entry,
    placed_by,
    state_of,
    states_of,
)
from tests.apps.test_too_few_candidates import pack_with
from tests.factories import DAI, YUANPING, make_application


def vacancies(season: Season) -> dict[str, int]:
    """Return the places of a season that nobody holds, by county, where there are any."""
    rows = overview(season, season.city_id).counties
    return {row.code: row.vacancy for row in rows if row.vacancy}


def medical(results: dict[Application, str], actor: Any) -> None:
    record_medical(
        results, hospital="样本医院", checked_on=date(2024, 7, 8), actor=actor, at=at(7, 8, 16)
    )


@pytest.mark.parametrize(
    ("conclusion", "state"),
    [
        ("pass", State.MEDICAL_PASSED),
        ("fail", State.MEDICAL_FAILED),
        ("absent", State.MEDICAL_ABSENT),
    ],
)
def test_of_a_medical_check_the_conclusion_day_and_hospital_are_kept(
    season: Season, cast: Officials, conclusion: str, state: State
) -> None:
    one = make_application(season, state=State.PLACED)

    medical({one: conclusion}, cast.dai)

    check = MedicalCheck.objects.get(application=one)
    assert (state_of(one), check.conclusion, check.checked_on, check.hospital) == (
        state,
        conclusion,
        date(2024, 7, 8),
        "样本医院",
    )


@pytest.mark.django_db
def test_there_is_no_column_for_anything_clinical() -> None:
    with connection.cursor() as cursor:
        table = connection.introspection.get_table_description(cursor, "selection_medicalcheck")

    assert {column.name for column in table} == {
        "id",
        "application_id",
        "conclusion",
        "checked_on",
        "hospital",
    }


def test_a_word_that_is_no_conclusion_is_not_recorded(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.PLACED)

    with pytest.raises(ValueError, match="血压"):
        medical({one: "血压偏高"}, cast.dai)

    assert (state_of(one), MedicalCheck.objects.count()) == (State.PLACED, 0)


def test_a_medical_conclusion_is_not_recorded_twice(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.PLACED)
    medical({one: "fail"}, cast.dai)

    with pytest.raises(WrongState, match=f"报名{one.case_number}现为“体检不合格”"):
        medical({one: "pass"}, cast.dai)

    assert MedicalCheck.objects.get().conclusion == "fail"


def test_a_medical_conclusion_is_recorded_by_the_own_county_alone(
    season: Season, cast: Officials
) -> None:
    one = make_application(season, state=State.PLACED)

    with pytest.raises(NotPermitted, match=one.case_number):
        medical({one: "pass"}, cast.yuanping)

    assert (state_of(one), MedicalCheck.objects.count()) == (State.PLACED, 0)


def after_placement(small: Season, cast: Officials, *totals: int) -> list[Application]:
    """Place candidates of 代县 with these totals, in the order of their registration."""
    for total in totals:
        candidate(small, total)
    placed_by(small, cast)
    return list(small.applications.order_by("case_number"))


def backfilled(small: Season, cast: Officials) -> list[Application]:
    return backfill_county(small, DAI, actor=cast.dai, at=at(7, 8, 18))


def test_a_vacancy_is_filled_by_the_first_of_the_own_reserve_and_the_link_is_kept(
    small: Season, cast: Officials
) -> None:
    first, second, third, _ = after_placement(small, cast, 9500, 9400, 9300, 9200)
    medical({first: "pass", second: "fail"}, cast.dai)

    fillers = backfilled(small, cast)

    link = Backfill.objects.get()
    assert fillers == [third]
    assert (link.leaver, link.filler, link.queue_position, link.reason) == (
        second,
        third,
        1,
        f"报名{second.case_number}体检不合格",
    )
    assert (state_of(third), last_entry(third.subject)["inputs"]["leaver"]) == (
        State.PLACED,
        second.case_number,
    )


def test_the_reserve_moves_up_by_merit_and_not_by_the_order_of_registration(
    small: Season, cast: Officials
) -> None:
    worse, better, first, second = after_placement(small, cast, 9200, 9300, 9500, 9400)
    medical({first: "fail", second: "fail"}, cast.dai)

    fillers = backfilled(small, cast)

    assert fillers == [better, worse]


def test_each_vacancy_takes_one_filler_and_the_chain_goes_on_until_somebody_passes(
    small: Season, cast: Officials
) -> None:
    first, second, third, fourth = after_placement(small, cast, 9500, 9400, 9300, 9200)
    medical({first: "pass", second: "absent"}, cast.dai)
    backfilled(small, cast)
    medical({Application.objects.get(pk=third.pk): "fail"}, cast.dai)

    fillers = backfilled(small, cast)

    chain = list(Backfill.objects.values_list("leaver_id", "filler_id", "queue_position"))
    assert fillers == [fourth]
    assert chain == [(second.pk, third.pk, 1), (third.pk, fourth.pk, 2)]


def test_a_vacancy_already_filled_is_not_filled_again(small: Season, cast: Officials) -> None:
    first, second, *_ = after_placement(small, cast, 9500, 9400, 9300, 9200)
    medical({first: "pass", second: "fail"}, cast.dai)
    backfilled(small, cast)

    assert backfilled(small, cast) == []
    assert Backfill.objects.count() == 1


def test_a_vacancy_that_the_reserve_cannot_fill_is_left_empty_and_written_down(
    small: Season, cast: Officials
) -> None:
    first, second = after_placement(small, cast, 9500, 9400)
    medical({first: "pass", second: "fail"}, cast.dai)

    assert backfilled(small, cast) == []

    link, entry = Backfill.objects.get(), last_entry(second.subject)
    assert (link.leaver, link.filler, link.queue_position) == (second, None, None)
    assert {key: entry[key] for key in ("actor", "action", "clause", "reason", "inputs")} == {
        "actor": "dai",
        "action": "leave_vacant",
        "clause": "D0 三(四)",
        "reason": "本县递补候选已用完，名额空缺",
        "inputs": {"county": DAI},
    }
    assert vacancies(small)[DAI] == 1


def test_nobody_who_fell_out_earlier_and_nobody_of_another_county_is_ever_a_filler(
    small: Season, cast: Officials
) -> None:
    fallen = [
        make_application(small, state=state)
        for state in (
            State.NOT_QUALIFIED,
            State.NOT_INTERVIEW_LISTED,
            State.INTERVIEW_ABSENT,
            State.REVOKED,
            State.NOT_RECRUITED,
            State.WITHDRAWN,
        )
    ]
    stranger = make_application(small, county=YUANPING, state=State.RESERVE)
    Placement.objects.create(
        application=stranger, county_id=YUANPING, status="reserve", rank=1, reason="样本"
    )
    make_application(small, state=State.MEDICAL_FAILED)

    assert backfilled(small, cast) == []

    assert state_of(stranger) is State.RESERVE
    assert set(states_of(fallen)) & {State.PLACED} == set()


def test_an_upheld_objection_leaves_a_vacancy_that_is_filled_too(
    small: Season, cast: Officials
) -> None:
    *_, third = after_placement(small, cast, 9500, 9400, 9300)
    make_application(small, state=State.OBJECTION_UPHELD)

    assert backfilled(small, cast) == [third]


@pytest.mark.parametrize("by_backfill", [False, True])
def test_who_withdraws_after_being_placed_leaves_a_vacancy_that_is_filled(
    small: Season, cast: Officials, by_backfill: bool
) -> None:
    first, second, third, fourth = after_placement(small, cast, 9500, 9400, 9300, 9200)
    if by_backfill:
        medical({first: "pass", second: "fail"}, cast.dai)
        backfilled(small, cast)
    leaver, filler = (third, fourth) if by_backfill else (second, third)
    leaver.refresh_from_db()
    change_states([Change(leaver, Act.WITHDRAW, cast.dai, at(7, 8), reason="确认不参加体检")])

    assert backfilled(small, cast) == [filler]


def test_who_withdraws_from_the_reserve_or_earlier_leaves_no_vacancy(
    small: Season, cast: Officials
) -> None:
    *_, third, fourth = after_placement(small, cast, 9500, 9400, 9300, 9200)
    withdrawn = [Application.objects.get(pk=third.pk), make_application(small)]
    change_states([Change(one, Act.WITHDRAW, cast.dai, at(7, 8)) for one in withdrawn])

    assert backfilled(small, cast) == []

    assert (state_of(fourth), Backfill.objects.count()) == (State.RESERVE, 0)


def test_a_county_cannot_fill_the_vacancies_of_another(small: Season, cast: Officials) -> None:
    first, second, third = after_placement(small, cast, 9500, 9400, 9300)
    medical({first: "pass", second: "fail"}, cast.dai)

    with pytest.raises(NotPermitted, match="“递补”不在您的管辖范围内"):
        backfill_county(small, DAI, actor=cast.yuanping, at=at(7, 8, 18))

    assert (state_of(third), Backfill.objects.count()) == (State.RESERVE, 0)


def test_a_county_cannot_leave_the_vacancies_of_another_empty(
    small: Season, cast: Officials
) -> None:
    make_application(small, state=State.MEDICAL_FAILED)

    with pytest.raises(NotPermitted, match="“递补”不在您的管辖范围内"):
        backfill_county(small, DAI, actor=cast.yuanping, at=at(7, 8, 18))

    assert Backfill.objects.count() == 0


def test_the_reserve_that_is_left_is_released_with_the_reason(
    small: Season, cast: Officials
) -> None:
    *_, third, fourth = after_placement(small, cast, 9500, 9400, 9300, 9200)
    small.applications.in_state(State.PLACED).update(state=State.FORMAL)

    release_reserve(small, DAI, actor=cast.dai, at=at(7, 31, 18))

    assert states_of([third, fourth]) == [State.NOT_RECRUITED] * 2
    assert [entry["action"] for entry in entries_of(fourth.subject)] == [
        "keep_in_reserve",
        "release_reserve",
    ]


def test_vacancies_are_the_places_that_nobody_holds(small: Season, cast: Officials) -> None:
    after_placement(small, cast, 9500)

    assert vacancies(small) == {DAI: 1, YUANPING: 1}


@pytest.mark.parametrize("state", [State.MEDICAL_PASSED, State.PROPOSED, State.FORMAL])
def test_who_withdraws_late_frees_the_place_for_the_reserve(
    small: Season, cast: Officials, state: State
) -> None:
    _, second, third = after_placement(small, cast, 9500, 9400, 9300)
    Application.objects.filter(pk=second.pk).update(state=state)
    second.refresh_from_db()
    change_states([Change(second, Act.WITHDRAW, cast.dai, at(7, 18), reason="本人放弃")])

    assert backfilled(small, cast) == [third]


def test_the_reserves_of_two_placements_move_up_in_one_order_of_merit(
    small: Season, cast: Officials
) -> None:
    first, _, early = after_placement(small, cast, 9500, 9400, 9000)
    better = candidate(small, 9100)
    placed_by(small, cast)
    medical({Application.objects.get(pk=first.pk): "fail"}, cast.dai)

    fillers = backfilled(small, cast)

    assert (fillers, state_of(early)) == ([better], State.RESERVE)


@pytest.mark.parametrize(
    ("chain", "is_preferred"),
    [(("面见总分", "优先人员", "抽签"), True), (("面见总分", "抽签"), False)],
)
def test_equals_of_two_placements_are_parted_by_priority_where_the_chain_has_it(
    small: Season,
    cast: Officials,
    monkeypatch: pytest.MonkeyPatch,
    chain: tuple[str, ...],
    is_preferred: bool,
) -> None:
    pack = pack_with(tie_chain=chain)
    monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)
    first, _, early = after_placement(small, cast, 9500, 9400, 9000)
    better, preferred = candidate(small, 9100), candidate(small, 9000, priority=True)
    placed_by(small, cast)
    leaver = Application.objects.get(pk=first.pk)
    medical({leaver: "fail"}, cast.dai)
    assert backfilled(small, cast) == [better]
    medical({Application.objects.get(pk=better.pk): "fail"}, cast.dai)

    assert backfilled(small, cast) == [preferred if is_preferred else early]


def test_a_hospital_name_longer_than_its_column_is_refused(season: Season, cast: Officials) -> None:
    one = make_application(season, state=State.PLACED)

    with pytest.raises(TextTooLong, match=f"报名{one.case_number}：医院共81字，超过80字"):
        record_medical(
            {one: "pass"},
            hospital="院" * 81,
            checked_on=date(2024, 7, 8),
            actor=cast.dai,
            at=at(7, 8, 16),
        )

    assert state_of(one) is State.PLACED
