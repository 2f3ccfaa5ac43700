"""Places by merit and choice: quotas, transfer, reserve queues, last admitted, reasons."""

import pytest
from hypothesis import given

from linli.core.placement import (
    Answer,
    Candidate,
    Outcome,
    Placement,
    PlacementResult,
    PlacementRule,
    PlacementStatus,
    PostResult,
    Seats,
    Standing,
    Wording,
    place,
    standings,
)
from linli.core.placement.allocation import RuleNotPossible
from linli.core.placement.market import Bid
from linli.core.refusal import Refusal
from tests.support.placement_cases import CHAIN, OWN_CHAIN, POSTS, Case, cases, placed

PLACED, RESERVE, UNPLACED = PlacementStatus
DOCUMENT = Wording(
    first="第一意向",
    further="第{further}调剂地区",
    post="该县",
    not_offered="所填地区不在本次招募范围",
    no_places="所填地区没有名额",
)


def ordered(*rows: tuple[str, int] | tuple[str, int, int]) -> tuple[Standing, ...]:
    return standings(
        [Candidate(one, (total, *(priority or (0,)))) for one, total, *priority in rows],
        seed="样本",
    )


def place_in(
    places: dict[str, int], order: tuple[Standing, ...], choices: dict[str, list[str]]
) -> PlacementResult:
    seats = [Seats(post, number) for post, number in places.items()]
    return place(seats, order, choices, chain=CHAIN, wording=DOCUMENT)


def told(result: PlacementResult) -> list[tuple[str, str, int, int, PlacementStatus, str]]:
    return [
        (one.candidate, one.post, one.choice, one.rank, one.status, one.reason)
        for one in result.placements
    ]


def test_better_candidates_take_the_posts_and_the_others_wait() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7050))

    found = place_in({"代县": 1}, order, {"A1": ["代县"], "A2": ["代县"], "A3": ["代县"]})

    last = Bid("A1", (9000, 0), 1, (0, 0))
    below = "低于该县末位入围90.00（第1名）"
    second, third = f"得分80.00（第2名），{below}", f"得分70.50（第3名），{below}"
    kind, admitted = Outcome.BEATEN, ("A1", 1, "90.00")
    assert found == PlacementResult(
        placements=(
            Placement(
                "A1", "代县", 1, 1, PLACED, "按第一意向入围", 1,
                (Answer(1, "代县", Outcome.PLACED, "按第一意向入围"),),
            ),
            Placement(
                "A2", "代县", 0, 1, RESERVE, f"第一意向：{second}；列第一意向递补第1位", 2,
                (Answer(1, "代县", kind, second, "", *admitted),),
            ),
            Placement(
                "A3", "代县", 0, 2, RESERVE, f"第一意向：{third}；列第一意向递补第2位", 3,
                (Answer(1, "代县", kind, third, "", *admitted),),
            ),
        ),
        posts=(PostResult("代县", 1, ("A1",), last, None, ("A2", "A3")),),
    )  # fmt: skip


def test_candidate_who_accepts_transfer_goes_to_the_first_area_with_room() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7000))
    choices = {"A1": ["代县"], "A2": ["五台县"], "A3": ["代县", "五台县", "偏关县", "岢岚县"]}

    found = place_in({"代县": 1, "五台县": 1, "偏关县": 1, "岢岚县": 1}, order, choices)

    assert told(found)[2] == (
        "A3",
        "偏关县",
        3,
        3,
        PLACED,
        "第一意向：得分70.00（第3名），低于该县末位入围90.00（第1名）；"
        "第1调剂地区：得分70.00（第3名），低于该县末位入围80.00（第2名）；按第2调剂地区入围",
    )
    assert [one.outcome for one in found.placements[2].answers] == [
        Outcome.BEATEN,
        Outcome.BEATEN,
        Outcome.PLACED,
        Outcome.NOT_REACHED,
    ]


def test_refusal_of_transfer_is_respected_where_other_posts_stay_empty() -> None:
    order = ordered(("A1", 9000), ("A2", 8000))

    found = place_in({"代县": 1, "五台县": 5}, order, {"A1": ["代县"], "A2": ["代县"]})

    assert told(found)[1] == (
        "A2",
        "代县",
        0,
        1,
        RESERVE,
        "第一意向：得分80.00（第2名），低于该县末位入围90.00（第1名）；列第一意向递补第1位",
    )
    assert found.posts[1] == PostResult("五台县", 5, (), None, None, ())


def test_better_candidate_by_transfer_comes_before_a_worse_first_choice() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7000))
    choices = {"A1": ["代县"], "A2": ["代县", "五台县"], "A3": ["五台县"]}

    found = place_in({"代县": 1, "五台县": 1}, order, choices)

    assert told(found)[1:] == [
        (
            "A2", "五台县", 2, 2, PLACED,
            "第一意向：得分80.00（第2名），低于该县末位入围90.00（第1名）；按第1调剂地区入围",
        ),
        (
            "A3", "五台县", 0, 1, RESERVE,
            "第一意向：得分70.00（第3名），低于该县末位入围80.00（第2名）；列第一意向递补第1位",
        ),
    ]  # fmt: skip


def test_reason_names_priority_where_it_decided_between_equals() -> None:
    order = ordered(("A1", 8000), ("A2", 8000, 1))

    found = place_in({"代县": 1}, order, {"A1": ["代县"], "A2": ["代县"]})

    assert told(found) == [
        ("A2", "代县", 1, 1, PLACED, "按第一意向入围"),
        (
            "A1", "代县", 0, 1, RESERVE,
            "第一意向：得分80.00（第2名），与该县末位入围相同，对方属优先人员；列第一意向递补第1位",
        ),
    ]  # fmt: skip


def test_reason_names_the_lot_where_it_decided_between_equals() -> None:
    order = ordered(("A1", 8005), ("A2", 8005))
    first, second = (standing.candidate.id for standing in order)

    found = place_in({"代县": 1}, order, {"A1": ["代县"], "A2": ["代县"]})

    assert told(found) == [
        (first, "代县", 1, 1, PLACED, "按第一意向入围"),
        (
            second, "代县", 0, 1, RESERVE,
            "第一意向：得分80.05（第1名），与该县末位入围相同，抽签次序在后；列第一意向递补第1位",
        ),
    ]  # fmt: skip


def test_choice_outside_the_city_is_passed_over_with_its_reason() -> None:
    order = ordered(("A1", 9000), ("A2", 8000))

    found = place_in({"代县": 1}, order, {"A1": ["大同市", "代县"], "A2": ["大同市"]})

    assert told(found) == [
        ("A1", "代县", 2, 1, PLACED, "第一意向：所填地区不在本次招募范围；按第1调剂地区入围"),
        ("A2", "", 0, 2, UNPLACED, "第一意向：所填地区不在本次招募范围"),
    ]


def test_county_without_places_takes_nobody_and_keeps_a_queue() -> None:
    found = place_in({"代县": 0}, ordered(("A1", 9000)), {"A1": ["代县"]})

    reason = "第一意向：所填地区没有名额；列第一意向递补第1位"
    assert told(found) == [("A1", "代县", 0, 1, RESERVE, reason)]
    assert found.posts == (PostResult("代县", 0, (), None, None, ("A1",)),)


def test_candidate_without_any_choice_is_not_placed() -> None:
    found = place_in({"代县": 1}, ordered(("A1", 9000), ("A2", 8000)), {"A2": []})

    assert told(found) == [
        ("A1", "", 0, 1, UNPLACED, "没有可选岗位"),
        ("A2", "", 0, 2, UNPLACED, "没有可选岗位"),
    ]


def test_county_named_twice_on_a_form_is_asked_for_and_refused_as_one() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7000))
    choices = {"A1": ["代县"], "A2": ["代县", "代县", "五台县"], "A3": ["代县", "代县"]}

    found = place_in({"代县": 1, "五台县": 1}, order, choices)

    assert told(found) == [
        ("A1", "代县", 1, 1, PLACED, "按第一意向入围"),
        (
            "A2", "五台县", 3, 2, PLACED,
            "第一意向：得分80.00（第2名），低于该县末位入围90.00（第1名）；按第2调剂地区入围",
        ),
        (
            "A3", "代县", 0, 1, RESERVE,
            "第一意向：得分70.00（第3名），低于该县末位入围90.00（第1名）；列第一意向递补第1位",
        ),
    ]  # fmt: skip


def test_choice_left_blank_is_passed_over_and_the_next_keeps_its_number() -> None:
    order = ordered(("A1", 9000), ("A2", 8000))

    found = place_in({"代县": 1}, order, {"A1": ["", "代县"], "A2": ["代县", ""]})

    assert told(found) == [
        ("A1", "代县", 2, 1, PLACED, "按第1调剂地区入围"),
        (
            "A2", "代县", 0, 1, RESERVE,
            "第一意向：得分80.00（第2名），低于该县末位入围90.00（第1名）；列第一意向递补第1位",
        ),
    ]  # fmt: skip


def test_nobody_and_nothing_gives_no_placements() -> None:
    assert place_in({}, (), {}) == PlacementResult((), ())


def test_last_admitted_is_told_only_where_no_place_is_left() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7000))
    choices = {"A1": ["代县"], "A2": ["代县"], "A3": ["五台县"]}

    found = place_in({"代县": 2, "五台县": 2}, order, choices)

    assert found.posts == (
        PostResult("代县", 2, ("A1", "A2"), Bid("A2", (8000, 0), 2, (0, 1)), None, ()),
        PostResult("五台县", 2, ("A3",), None, None, ()),
    )


def test_posts_with_lists_of_their_own_take_whom_they_rank_higher_and_queue_by_it() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7000), ("A4", 6000))
    own = {("A1", "代县"): 60, ("A2", "代县"): 70, ("A3", "代县"): 80}
    choices = {one: ["代县"] for one in ("A1", "A2", "A3", "A4")}

    found = place([Seats("代县", 1)], order, choices, chain=OWN_CHAIN, own=own, wording=DOCUMENT)

    last = Bid("A3", (80, 7000, 0), 1, (-80, 2))
    below = "低于该县末位入围80（第1名）；列第一意向递补第"
    assert told(found) == [
        ("A1", "代县", 0, 2, RESERVE, f"第一意向：面谈成绩60（第3名），{below}2位"),
        ("A2", "代县", 0, 1, RESERVE, f"第一意向：面谈成绩70（第2名），{below}1位"),
        ("A3", "代县", 1, 1, PLACED, "按第一意向入围"),
        ("A4", "", 0, 4, UNPLACED, "第一意向：该县没有将本人列入排序"),
    ]
    assert [one.merit_rank for one in found.placements] == [3, 2, 1, 4]
    assert found.posts == (PostResult("代县", 1, ("A3",), last, None, ("A2", "A1")),)


def test_equals_of_a_post_s_own_list_are_parted_by_the_whole_list_and_its_last_link() -> None:
    order = ordered(("A1", 7000, 1), ("A2", 7000), ("A3", 9000))
    own = {("A1", "代县"): 60, ("A2", "代县"): 60, ("A3", "代县"): 50}
    choices = {one: ["代县"] for one in ("A1", "A2", "A3")}

    found = place([Seats("代县", 1)], order, choices, chain=OWN_CHAIN, own=own, wording=DOCUMENT)

    queue = "；列第一意向递补第"
    assert told(found) == [
        (
            "A3", "代县", 0, 2, RESERVE,
            f"第一意向：面谈成绩50（第3名），低于该县末位入围60（第1名）{queue}2位",
        ),
        ("A1", "代县", 1, 1, PLACED, "按第一意向入围"),
        (
            "A2", "代县", 0, 1, RESERVE,
            f"第一意向：面谈成绩60（第2名），与该县末位入围相同，对方属优先人员{queue}1位",
        ),
    ]  # fmt: skip


@given(cases(own=False))
def test_score_first_gives_the_same_places_where_all_posts_rank_by_one_list(case: Case) -> None:
    found = place(case.seats, case.order, case.choices, chain=CHAIN, rule=PlacementRule.SCORE_FIRST)

    assert found == placed(case)


def test_score_first_is_refused_where_posts_rank_by_lists_of_their_own() -> None:
    order = ordered(("A1", 9000))

    with pytest.raises(RuleNotPossible) as refused:
        place(
            [Seats("代县", 1)],
            order,
            {"A1": ["代县"]},
            chain=OWN_CHAIN,
            own={("A1", "代县"): 1},
            rule=PlacementRule.SCORE_FIRST,
        )

    assert isinstance(refused.value, Refusal)
    assert str(refused.value.what) == "按成绩优先办理时，各岗位须使用同一名次，不能各自排序"


@given(cases())
def test_reserve_of_a_county_is_its_unplaced_first_choices_in_the_order_of_the_post(
    case: Case,
) -> None:
    found = placed(case)

    queues = {post: [] for post in POSTS}
    for one in found.placements:
        if one.status is RESERVE:
            assert case.choices[one.candidate][0] == one.post
            queues[one.post].append((one.rank, one.candidate))
    for post in found.posts:
        ranked = sorted(queues[post.post], key=lambda row: case.rank(row[1], post.post))
        assert ranked == [(number, one) for number, one in enumerate(post.reserve, start=1)]


@given(cases())
def test_who_may_wait_at_their_first_choice_is_in_its_queue(case: Case) -> None:
    found = placed(case)

    waiting = {one.candidate for one in found.placements if one.status is RESERVE}
    without = {one.candidate for one in found.placements if one.status is not PLACED}
    first = {one: case.choices[one][0] for one in without if case.choices[one]}
    expected = {
        one
        for one, post in first.items()
        if case.is_acceptable(one, post)
        and (
            case.seats_at(post).open
            or not (case.seats_at(post).reserved and case.seats_at(post).is_hard)
            or case.is_member(one, post)
        )
    }
    assert waiting == expected
