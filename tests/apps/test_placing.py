"""Placement by score with quotas, transfer and ties; medical conclusions; backfill from the own reserve."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from linli.apps.applications.change import Change, NotPermitted, WrongState, change_states
from linli.apps.applications.models import Application
from linli.apps.applications.queries import overview
from linli.apps.applications.states import Act, State
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Quota, Season
from linli.apps.selection.actions import (
    RecheckPending,
    backfill_county,
    place_candidates,
    record_medical,
    release_reserve,
)
from linli.apps.selection.models import Backfill, MedicalCheck, Placement
from linli.core.placement import drawn_lot
from tests.apps.cast import Officials, at, entry_count, last_entry, scored, state_of, states_of
from tests.factories import DAI, YUANPING, make_application, make_form


@pytest.fixture
def small(season: Season) -> Season:
    """A season with two places in 代县, one in 原平市 and none elsewhere."""
    Quota.objects.filter(season=season).update(places=0)
    Quota.objects.filter(season=season, county_id=DAI).update(places=2)
    Quota.objects.filter(season=season, county_id=YUANPING).update(places=1)
    return season


def candidate(
    season: Season, total: int, *wishes: str, priority: bool = False, city: str = "忻州市"
) -> Application:
    """Return an interviewed candidate whose form names these counties in order."""
    first, *others = [{"city": city, "county": name} for name in wishes or ("代县",)]
    form = make_form(
        "张样本", "", intended=first, accepts_transfer=bool(others), transfer_areas=others
    )
    return scored(season, total, priority=priority, form=form)


def outcome(one: Application) -> tuple[str, str | None, int, int]:
    """Return a placement's status, county, choice and rank."""
    found = Placement.objects.get(application=one)
    return found.status, found.county_id, found.choice, found.rank


def placed_by(season: Season, cast: Officials) -> None:
    place_candidates(season, actor=cast.city, at=at(7, 5, 20))


def vacancies(season: Season) -> dict[str, int]:
    """Return the places of a season that nobody holds, by county, where there are any."""
    rows = overview(season, season.city_id).counties
    return {row.code: row.vacancy for row in rows if row.vacancy}


def test_the_best_scores_take_the_places_and_the_others_queue_in_order(
    small: Season, cast: Officials
) -> None:
    cases = [candidate(small, total) for total in (8000, 9500, 9000, 8500)]

    placed_by(small, cast)

    assert [outcome(one) for one in cases] == [
        ("reserve", DAI, 0, 2),
        ("placed", DAI, 1, 1),
        ("placed", DAI, 1, 2),
        ("reserve", DAI, 0, 1),
    ]
    assert states_of(cases) == [State.RESERVE, State.PLACED, State.PLACED, State.RESERVE]


def test_who_finds_the_first_choice_full_goes_to_the_next_that_they_accepted(
    small: Season, cast: Officials
) -> None:
    strong = [candidate(small, total) for total in (9500, 9400)]
    third = candidate(small, 9000, "代县", "原平市")

    placed_by(small, cast)

    stored = Application.objects.get(pk=third.pk)
    assert [outcome(one)[:3] for one in [*strong, third]] == [
        ("placed", DAI, 1),
        ("placed", DAI, 1),
        ("placed", YUANPING, 2),
    ]
    assert (stored.county_id, last_entry(third.subject)["reason"]) == (
        YUANPING,
        "得分90.00，低于该县末位入围94.00；按第1调剂地区入围",
    )


def test_who_refused_transfer_stays_in_the_reserve_of_the_first_choice(
    small: Season, cast: Officials
) -> None:
    for total in (9500, 9400):
        candidate(small, total)
    third = candidate(small, 9000)
    Application.objects.filter(pk=third.pk).update(
        form={**third.form, "transfer_areas": [{"city": "忻州市", "county": "原平市"}]}
    )

    placed_by(small, cast)

    assert outcome(third) == ("reserve", DAI, 0, 1)


def test_at_most_three_areas_of_transfer_are_looked_at(small: Season, cast: Officials) -> None:
    elsewhere = ("五台县", "繁峙县", "宁武县")
    inside = candidate(small, 9000, "静乐县", *elsewhere[:2], "代县")
    beyond = candidate(small, 8900, "静乐县", *elsewhere, "代县")

    placed_by(small, cast)

    assert [outcome(one)[:2] for one in (inside, beyond)] == [
        ("placed", DAI),
        ("reserve", "140926"),
    ]


def test_who_is_in_the_same_place_by_score_goes_first_with_priority_and_then_by_lot(
    small: Season, cast: Officials
) -> None:
    equals = [candidate(small, 9000) for _ in range(3)]
    preferred = candidate(small, 9000, priority=True)

    placed_by(small, cast)

    lucky = min(equals, key=lambda one: drawn_lot(small.seed, one.case_number))
    placed = {one.case_number for one in [*equals, preferred] if state_of(one) is State.PLACED}
    assert placed == {preferred.case_number, lucky.case_number}
    assert (
        last_entry(lucky.subject)["inputs"]["lot"]
        == (drawn_lot(small.seed, lucky.case_number)[:16])
    )


def test_priority_never_outweighs_a_better_score(small: Season, cast: Officials) -> None:
    better = [candidate(small, 9001) for _ in range(2)]
    preferred = candidate(small, 9000, priority=True)

    placed_by(small, cast)

    assert states_of([*better, preferred]) == [State.PLACED, State.PLACED, State.RESERVE]


def test_who_wishes_only_for_other_cities_is_left_unplaced_and_told_so(
    small: Season, cast: Officials
) -> None:
    one = candidate(small, 9900, "代县", city="大同市")

    placed_by(small, cast)

    assert (state_of(one), outcome(one)[:2]) == (State.NOT_RECRUITED, ("unplaced", None))
    assert last_entry(one.subject)["reason"] == "所填地区不在本次招募范围"


def test_ethnicity_sex_and_political_status_change_no_placement(
    small: Season, cast: Officials
) -> None:
    cases = [candidate(small, 9000) for _ in range(6)]
    for number, one in enumerate(cases):
        traits = {"ethnicity": f"民族{number}", "sex": "男", "political_status": f"面貌{number}"}
        Application.objects.filter(pk=one.pk).update(form={**one.form, **traits})

    placed_by(small, cast)

    by_lot = sorted(cases, key=lambda one: drawn_lot(small.seed, one.case_number))
    assert states_of(by_lot) == [State.PLACED] * 2 + [State.RESERVE] * 4


def test_a_county_cannot_place_the_candidates_itself(small: Season, cast: Officials) -> None:
    one = candidate(small, 9000)

    with pytest.raises(NotPermitted, match="由市委社会工作部办理"):
        place_candidates(small, actor=cast.dai, at=at(7, 5, 20))

    assert (state_of(one), Placement.objects.count()) == (State.INTERVIEWED, 0)


def test_a_season_without_candidates_is_placed_without_a_word(
    small: Season, cast: Officials
) -> None:
    before = entry_count()

    placed_by(small, cast)

    assert entry_count() == before


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


def test_a_check_that_must_be_repeated_leaves_the_person_where_they_are(
    season: Season, cast: Officials
) -> None:
    cases = [make_application(season, state=State.PLACED) for _ in range(2)]

    with pytest.raises(RecheckPending, match=f"报名{cases[1].case_number}待复检"):
        medical({cases[0]: "pass", cases[1]: "recheck"}, cast.dai)

    assert (states_of(cases), MedicalCheck.objects.count()) == ([State.PLACED] * 2, 0)


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
    """Place candidates of 代县 by total, best first."""
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

    with pytest.raises(NotPermitted, match=second.case_number):
        backfill_county(small, DAI, actor=cast.yuanping, at=at(7, 8, 18))

    assert (state_of(third), Backfill.objects.count()) == (State.RESERVE, 0)


def test_a_county_cannot_leave_the_vacancies_of_another_empty(
    small: Season, cast: Officials
) -> None:
    vacant = make_application(small, state=State.MEDICAL_FAILED)

    with pytest.raises(NotPermitted, match=vacant.case_number):
        backfill_county(small, DAI, actor=cast.yuanping, at=at(7, 8, 18))

    assert Backfill.objects.count() == 0


def test_the_reserve_that_is_left_is_released_with_the_reason(
    small: Season, cast: Officials
) -> None:
    *_, third, fourth = after_placement(small, cast, 9500, 9400, 9300, 9200)

    release_reserve(small, DAI, actor=cast.dai, at=at(7, 31, 18))

    assert states_of([third, fourth]) == [State.NOT_RECRUITED] * 2
    assert [entry["action"] for entry in entries_of(fourth.subject)] == [
        "keep_in_reserve",
        "release_reserve",
    ]


def test_vacancies_are_the_places_that_nobody_holds(small: Season, cast: Officials) -> None:
    after_placement(small, cast, 9500)

    assert vacancies(small) == {DAI: 1, YUANPING: 1}
