"""Placement by score, with quotas, transfer and ties."""

import pytest

from linli.apps.applications.change import NotPermitted
from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.seasons.models import Season
from linli.apps.selection.backfilling import backfill_county
from linli.apps.selection.models import Placement
from linli.apps.selection.placement_basis import DiplomaOutstanding
from linli.apps.selection.placing import place_candidates
from linli.core.placement import drawn_lot
from tests.apps.cast import (
    Officials,
    at,
    candidate,
    entry_count,
    last_entry,
    placed_by,
    state_of,
    states_of,
)
from tests.factories import DAI, YUANPING, make_application


def outcome(one: Application) -> tuple[str, str | None, int, int]:
    """Return a placement's status, county, choice and rank."""
    found = Placement.objects.get(application=one)
    return found.status, found.county_id, found.choice, found.rank


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
        "第一意向：面见总分90.00（第3名），低于该地区末位入围94.00（第2名）；按第1调剂地区入围",
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
    assert last_entry(one.subject)["reason"] == "第一意向：该地区不在本次招募范围"


def test_blanks_around_a_place_on_the_form_change_nothing(small: Season, cast: Officials) -> None:
    one = candidate(small, 9000, " 代县 ")
    other = candidate(small, 8900, " 五台县 ", city=" 大同市")

    placed_by(small, cast)

    assert [outcome(case)[:2] for case in (one, other)] == [("placed", DAI), ("unplaced", None)]
    assert f"{other.case_number},1,大同市五台县\n" in small.placement_runs.get().choices


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


def test_a_second_placement_gives_out_only_the_places_that_nobody_holds(
    small: Season, cast: Officials
) -> None:
    first = candidate(small, 9000)
    placed_by(small, cast)
    later = [candidate(small, total) for total in (9900, 9800)]

    placed_by(small, cast)

    assert states_of([first, *later]) == [State.PLACED, State.PLACED, State.RESERVE]


@pytest.mark.parametrize("state", [State.MEDICAL_PASSED, State.FORMAL, State.REPORTED])
def test_a_place_stays_taken_however_far_its_holder_has_come(
    small: Season, cast: Officials, state: State
) -> None:
    for _ in range(2):
        make_application(small, state=state)
    later = candidate(small, 9900)

    placed_by(small, cast)

    assert state_of(later) is State.RESERVE


def test_a_vacancy_that_waits_for_the_reserve_is_not_given_to_a_newcomer(
    small: Season, cast: Officials
) -> None:
    for state in (State.PLACED, State.MEDICAL_FAILED):
        make_application(small, state=state)
    later = candidate(small, 9900)

    placed_by(small, cast)

    assert state_of(later) is State.RESERVE
    assert backfill_county(small, DAI, actor=cast.dai, at=at(7, 8)) == [later]


def test_a_vacancy_that_was_left_empty_is_free_for_a_newcomer(
    small: Season, cast: Officials
) -> None:
    for state in (State.PLACED, State.MEDICAL_FAILED):
        make_application(small, state=state)
    backfill_county(small, DAI, actor=cast.dai, at=at(7, 8))
    later = [candidate(small, total) for total in (9900, 9800)]

    placed_by(small, cast)

    assert states_of(later) == [State.PLACED, State.RESERVE]


def test_nobody_is_placed_while_a_diploma_date_is_not_recorded(
    small: Season, cast: Officials
) -> None:
    cases = [candidate(small, 9000 + number) for number in range(7)]
    Application.objects.filter(pk__in=[one.pk for one in cases[1:]]).update(diploma_date=None)
    named = "、".join(one.case_number for one in cases[1:6])

    with pytest.raises(DiplomaOutstanding) as refused:
        placed_by(small, cast)

    assert (refused.value.what, refused.value.why) == (
        f"6名面见人员尚未登记毕业证书取得日期（报名{named}等），不能确定入围体检人选",
        "D0 二4",
    )
    assert (states_of(cases), Placement.objects.count()) == ([State.INTERVIEWED] * 7, 0)
