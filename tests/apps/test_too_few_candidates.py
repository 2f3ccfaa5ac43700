"""A county with too few candidates: all go on, places are cut, the ratio is lowered, or it is reopened."""

from dataclasses import replace

import pytest

from linli.apps.applications.models import Application
from linli.apps.applications.states import State
from linli.apps.ledger.queries import entries_of
from linli.apps.seasons.models import Quota, Season
from linli.apps.selection.shortlisting import list_for_interview
from linli.core.policy import Pack
from linli.core.policy.pack import Scalar
from linli.policies import get_pack
from tests.apps.cast import Officials, at, last_entry, states_of, withdraw
from tests.factories import DAI, make_application

LISTED, QUALIFIED = State.INTERVIEW_LISTED, State.QUALIFIED


def pack_with(**values: Scalar) -> Pack:
    """Return the pack of the notice with other values; a new parameter counts candidates a place."""
    pack = get_pack("xinzhou-2024")
    parameters = dict(pack.parameters)
    for name, value in values.items():
        like = parameters.get(name, parameters["interview_ratio"])
        dated = replace(like.values[0], value=value)
        parameters[name] = replace(like, name=name, values=(dated,))
    return replace(pack, parameters=parameters)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch):
    """Return a way to have the season follow a pack with other values."""

    def choose(**values: Scalar) -> None:
        pack = pack_with(**values)
        monkeypatch.setattr("linli.apps.seasons.models.get_pack", lambda _: pack)

    return choose


def qualified(season: Season, people: int) -> list[Application]:
    return [make_application(season, state=QUALIFIED) for _ in range(people)]


def listed(season: Season, cast: Officials) -> None:
    list_for_interview(season, DAI, actor=cast.dai, at=at(6, 25))


def remarks(season: Season) -> list[tuple[str, str, dict[str, int]]]:
    entries = entries_of(f"{season.code}/{DAI}")
    return [(entry["action"], entry["reason"], entry["inputs"]) for entry in entries]


def places(season: Season) -> int:
    return Quota.objects.get(season=season, county_id=DAI).places


def test_notice_names_no_ratio_so_that_all_go_on_and_no_place_is_cut(
    small: Season, cast: Officials
) -> None:
    cases = qualified(small, 1)

    listed(small, cast)

    assert (states_of(cases), places(small), remarks(small)) == ([LISTED], 2, [])


@pytest.mark.parametrize(
    ("people", "left", "reason"),
    [
        (6, 2, None),
        (5, 1, "符合条件的5人，未达到开考比例3∶1，名额由2名核减为1名"),
        (3, 1, "符合条件的3人，未达到开考比例3∶1，名额由2名核减为1名"),
        (2, 0, "符合条件的2人，未达到开考比例3∶1，取消招募"),
    ],
)
def test_places_are_cut_to_what_the_starting_ratio_allows(
    small: Season, cast: Officials, chosen, people: int, left: int, reason: str | None
) -> None:
    chosen(too_few_candidates="按开考比例核减名额", start_ratio=3)
    cases = qualified(small, people)

    listed(small, cast)

    written = [("settle_too_few", reason, {"places": 2, "places_left": left})] if reason else []
    assert (places(small), remarks(small)) == (left, written)
    assert set(states_of(cases)) == {LISTED if left else State.NOT_INTERVIEW_LISTED}
    told = "择优进入面见复审" if left else reason
    assert {last_entry(one.subject)["reason"] for one in cases} == {told}


def test_starting_ratio_is_lowered_as_far_as_the_pack_allows(
    small: Season, cast: Officials, chosen
) -> None:
    chosen(too_few_candidates="降低开考比例", start_ratio=3, lowest_start_ratio=2)
    cases = qualified(small, 4)

    listed(small, cast)

    reason = "符合条件的4人，未达到开考比例3∶1，开考比例降低到2∶1"
    assert remarks(small) == [("settle_too_few", reason, {"places": 2, "places_left": 2})]
    assert states_of(cases) == [LISTED] * 4


def test_reopened_registration_leaves_everyone_where_they_are(
    small: Season, cast: Officials, chosen
) -> None:
    chosen(too_few_candidates="重新组织报名", start_ratio=3)
    cases = qualified(small, 5)

    listed(small, cast)

    reason = "符合条件的5人，未达到开考比例3∶1，重新组织报名"
    assert remarks(small) == [("settle_too_few", reason, {"places": 2, "places_left": 2})]
    assert (states_of(cases), places(small)) == ([QUALIFIED] * 5, 2)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("末位并列一并进入", [LISTED] * 3),
        ("末位并列均不进入", [State.NOT_INTERVIEW_LISTED] * 3),
    ],
)
def test_equals_at_the_last_place_enter_or_stay_out_as_the_pack_says(
    small: Season, cast: Officials, chosen, ties: str, expected: list[State]
) -> None:
    chosen(interview_order=("最高荣誉级别", ties), interview_ratio=1)
    cases = qualified(small, 3)

    listed(small, cast)

    assert states_of(cases) == expected


def test_equals_at_the_last_place_are_parted_by_the_seasons_lot_where_the_pack_says_so(
    small: Season, cast: Officials, chosen
) -> None:
    chosen(interview_order=("最高荣誉级别", "末位并列抽签确定"), interview_ratio=1)
    cases = qualified(small, 3)

    listed(small, cast)

    assert sorted(states_of(cases)) == sorted([LISTED, LISTED, State.NOT_INTERVIEW_LISTED])


LATER_RULES = [
    {"too_few_candidates": "按开考比例核减名额", "start_ratio": 3},
    {"too_few_candidates": "降低开考比例", "start_ratio": 3, "lowest_start_ratio": 2},
    {"too_few_candidates": "重新组织报名", "start_ratio": 3},
]


@pytest.mark.parametrize("values", LATER_RULES)
@pytest.mark.parametrize("leavers", [4, 6])
def test_county_listed_once_is_not_cut_when_those_listed_withdraw(
    small: Season, cast: Officials, chosen, values: dict[str, Scalar], leavers: int
) -> None:
    chosen(**values)
    cases = qualified(small, 6)
    listed(small, cast)
    withdraw(cast.dai, *Application.objects.filter(pk__in=[one.pk for one in cases[:leavers]]))
    late = qualified(small, 1)

    listed(small, cast)

    assert (places(small), remarks(small), states_of(late)) == (2, [], [LISTED])


def test_places_cut_at_the_first_list_are_not_cut_again_at_the_second(
    small: Season, cast: Officials, chosen
) -> None:
    chosen(too_few_candidates="按开考比例核减名额", start_ratio=3, interview_ratio=2)
    cases = qualified(small, 5)
    listed(small, cast)
    withdraw(cast.dai, Application.objects.get(pk=cases[0].pk))
    late = qualified(small, 1)

    listed(small, cast)

    assert (places(small), len(remarks(small)), states_of(late)) == (
        1,
        1,
        [State.NOT_INTERVIEW_LISTED],
    )


def test_who_comes_after_a_county_was_cancelled_stays_out_and_is_told_why(
    small: Season, cast: Officials, chosen
) -> None:
    chosen(too_few_candidates="按开考比例核减名额", start_ratio=3)
    qualified(small, 2)
    listed(small, cast)
    late = qualified(small, 1)

    listed(small, cast)

    assert (places(small), len(remarks(small)), states_of(late)) == (
        0,
        1,
        [State.NOT_INTERVIEW_LISTED],
    )
    assert last_entry(late[0].subject)["reason"] == "本县没有招募名额"


def test_who_withdrew_before_any_list_does_not_make_the_next_a_second_one(
    small: Season, cast: Officials, chosen
) -> None:
    chosen(too_few_candidates="按开考比例核减名额", start_ratio=3)
    withdraw(cast.dai, *qualified(small, 3))
    qualified(small, 3)

    listed(small, cast)

    assert places(small) == 1


def test_county_whose_first_list_took_nobody_is_not_cut_at_the_second(
    small: Season, cast: Officials, chosen
) -> None:
    order = ("最高荣誉级别", "末位并列均不进入")
    chosen(
        too_few_candidates="按开考比例核减名额",
        start_ratio=3,
        interview_ratio=1,
        interview_order=order,
    )
    qualified(small, 6)
    listed(small, cast)
    late = qualified(small, 1)

    listed(small, cast)

    assert (places(small), remarks(small), states_of(late)) == (2, [], [LISTED])


def test_who_stands_behind_the_last_that_entered_is_told_so(
    small: Season, cast: Officials, chosen
) -> None:
    chosen(interview_ratio=1)
    better = [
        make_application(small, state=QUALIFIED, materials={"honor_national": 1}) for _ in range(2)
    ]
    (behind,) = qualified(small, 1)

    listed(small, cast)

    assert states_of([*better, behind]) == [LISTED, LISTED, State.NOT_INTERVIEW_LISTED]
    assert last_entry(behind.subject)["reason"] == "荣誉级别在进入面见复审的末位之后"
