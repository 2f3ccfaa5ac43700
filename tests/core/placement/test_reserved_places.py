"""Places reserved for a group: a floor that opens when too few come, or that stays empty."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import (
    Answer,
    Candidate,
    Outcome,
    PlacementResult,
    PlacementStatus,
    Seats,
    Standing,
    place,
    standings,
)
from linli.core.placement.market import Bid
from linli.core.placement.seats import SeatsRefused, next_filler
from tests.support.placement_cases import (
    CHAIN,
    GRADUATES,
    HARD,
    SOFT,
    Case,
    cases,
    chosen,
    placed,
    posts_of,
)

PLACED, RESERVE, UNPLACED = PlacementStatus


def ordered(members: str, *rows: tuple[str, int]) -> tuple[Standing, ...]:
    """Return candidates by total; ``members`` lists the numbers of those who graduate this year."""
    return standings(
        [
            Candidate(one, (total, 0), frozenset({GRADUATES} if one[1:] in members else ()))
            for one, total in rows
        ],
        seed="样本",
    )


def place_all(seats: Seats, order: tuple[Standing, ...]) -> PlacementResult:
    choices = {one.candidate.id: [seats.post] for one in order}
    return place([seats], order, choices, chain=CHAIN)


def admitted(result: PlacementResult) -> dict[str, bool]:
    """Return who is placed, and whether as one of the group for which the post keeps places."""
    return {one.candidate: one.is_of_group for one in result.placements if one.status is PLACED}


FOUR = (("A1", 9000), ("A2", 8000), ("A3", 7000), ("A4", 6000))


@pytest.mark.parametrize("is_hard", [False, True])
def test_best_of_the_group_take_the_kept_places_before_better_others(is_hard: bool) -> None:
    seats = Seats("代县", 2, 1, GRADUATES, is_hard)

    found = place_all(seats, ordered("34", *FOUR))

    assert admitted(found) == {"A1": False, "A3": True}
    reasons = [one.reason for one in found.placements]
    assert reasons == [
        "按第1志愿入围",
        "第1志愿：得分80.00（第2名），低于该岗位非保留名额的末位入围90.00（第1名）；列第1志愿递补第1位",
        "按第1志愿入围（保留名额）",
        "第1志愿：得分60.00（第4名），低于该岗位末位入围70.00（第3名）；列第1志愿递补第2位",
    ]
    (post,) = found.posts
    assert (post.last, post.last_of_group) == (
        Bid("A1", (9000, 0), 1, (0, 0)),
        Bid("A3", (7000, 0), 3, (0, 2)),
    )
    assert (post.admitted, post.reserve) == (("A1", "A3"), ("A2", "A4"))


@pytest.mark.parametrize("is_hard", [False, True])
def test_group_left_over_competes_for_the_open_places(is_hard: bool) -> None:
    seats = Seats("代县", 3, 1, GRADUATES, is_hard)

    found = place_all(seats, ordered("123", *FOUR))

    assert admitted(found) == {"A1": True, "A2": True, "A3": True}


def test_soft_places_open_to_all_when_too_few_of_the_group_come() -> None:
    seats = Seats("代县", 3, 2, GRADUATES)

    found = place_all(seats, ordered("4", *FOUR))

    assert admitted(found) == {"A1": False, "A2": False, "A4": True}
    (post,) = found.posts
    assert (post.last, post.last_of_group) == (
        Bid("A2", (8000, 0), 2, (0, 1)),
        Bid("A4", (6000, 0), 4, (0, 3)),
    )


def test_who_is_beaten_by_another_outside_the_group_is_told_so_at_a_place_that_opened() -> None:
    found = place_all(Seats("代县", 2, 2, GRADUATES), ordered("1", *FOUR[:3]))

    assert [one.reason for one in found.placements] == [
        "按第1志愿入围（保留名额）",
        "按第1志愿入围",
        "第1志愿：得分70.00（第3名），低于该岗位非保留名额的末位入围80.00（第2名）；列第1志愿递补第1位",
    ]
    assert (found.posts[0].last, found.posts[0].last_of_group) == (
        Bid("A2", (8000, 0), 2, (0, 1)),
        Bid("A1", (9000, 0), 1, (0, 0)),
    )


def test_hard_places_stay_empty_when_too_few_of_the_group_come() -> None:
    seats = Seats("代县", 3, 2, GRADUATES, is_hard=True)

    found = place_all(seats, ordered("4", *FOUR))

    assert admitted(found) == {"A1": False, "A4": True}
    (post,) = found.posts
    # A member could still come in: the group has no last admitted.
    assert (post.last, post.last_of_group) == (Bid("A1", (9000, 0), 1, (0, 0)), None)
    assert post.reserve == ("A2", "A3")


@pytest.mark.parametrize("is_hard", [False, True])
def test_where_every_place_is_kept_and_taken_the_others_are_told_for_whom(is_hard: bool) -> None:
    found = place_all(Seats("代县", 1, 1, GRADUATES, is_hard), ordered("2", *FOUR[:2]))

    first, second = found.placements
    text = f"该岗位的名额面向{GRADUATES}"
    assert first.answers == (Answer(1, "代县", Outcome.KEPT_FOR_GROUP, text),)
    queue = "" if is_hard else "；列第1志愿递补第1位"
    assert (first.status, first.reason) == (
        UNPLACED if is_hard else RESERVE,
        f"第1志愿：{text}{queue}",
    )
    assert (second.status, second.is_of_group) == (PLACED, True)
    assert found.posts[0].reserve == (() if is_hard else ("A1",))


def test_post_kept_for_a_group_only_queues_the_group_only() -> None:
    found = place_all(Seats("代县", 1, 1, GRADUATES, is_hard=True), ordered("234", *FOUR))

    told = [(one.candidate, one.status, one.rank, one.is_of_group) for one in found.placements]
    assert told == [
        ("A1", UNPLACED, 1, False),
        ("A2", PLACED, 2, True),
        ("A3", RESERVE, 1, True),
        ("A4", RESERVE, 2, True),
    ]


@pytest.mark.parametrize("is_hard", [False, True])
def test_one_of_the_group_is_told_the_last_of_all_whether_kept_place_or_open(is_hard: bool) -> None:
    found = place_all(Seats("代县", 2, 1, GRADUATES, is_hard), ordered("13", *FOUR[:3]))

    assert admitted(found) == {"A1": True, "A2": False}
    assert found.posts[0].admitted == ("A1", "A2")
    assert found.placements[2].answers == (
        Answer(
            1, "代县", Outcome.BEATEN,
            "得分70.00（第3名），低于该岗位末位入围80.00（第2名）", "", "A2", 2, "80.00",
        ),
    )  # fmt: skip


def test_group_named_at_a_post_that_keeps_no_place_for_it_changes_nothing() -> None:
    found = place_all(Seats("代县", 1, 0, GRADUATES), ordered("2", *FOUR[:2]))

    assert admitted(found) == {"A1": False}
    assert (found.placements[1].status, found.placements[1].is_of_group) == (RESERVE, False)
    assert found.posts[0].last_of_group is None


def test_group_of_another_post_gives_no_place_here() -> None:
    order = standings(
        [
            Candidate("A1", (9000, 0), frozenset({"公益性岗位人员"})),
            Candidate("A2", (8000, 0), frozenset({GRADUATES, "公益性岗位人员"})),
        ],
        seed="样本",
    )

    found = place_all(Seats("代县", 1, 1, GRADUATES), order)

    assert admitted(found) == {"A2": True}


def test_member_prefers_a_kept_place_so_that_an_open_one_is_left_to_others() -> None:
    order = ordered("1", *FOUR[:2])

    found = place_all(Seats("代县", 2, 1, GRADUATES, is_hard=True), order)

    assert admitted(found) == {"A1": True, "A2": False}


@given(cases(kinds=(SOFT, HARD)))
def test_floor_is_respected_wherever_enough_of_the_group_would_come(case: Case) -> None:
    found = posts_of(placed(case))

    for seats in case.seats:
        members = [one for one in case.ids if case.is_member(one, seats.post)]
        held = [one for one in members if found[one] == seats.post]
        wishing = [
            one
            for one in members
            if seats.post in case.choices[one]
            and case.is_acceptable(one, seats.post)
            # Who has an earlier choice would not take it.
            and seats.post in case.truth(one)[: case.truth(one).index(found[one]) + 1]
        ]
        assert len(held) >= min(seats.reserved, len(wishing))


@given(cases(kinds=(SOFT, HARD)))
def test_each_post_takes_the_group_up_to_its_places_and_then_by_merit(case: Case) -> None:
    result = placed(case)
    found = posts_of(result)

    for post in result.posts:
        asking = [
            one
            for one in case.ids
            if post.post in case.truth(one)[: case.truth(one).index(found[one]) + 1]
            and case.is_acceptable(one, post.post)
        ]
        assert set(post.admitted) == chosen(case, post.post, asking)


@given(cases())
def test_who_is_of_the_group_is_told_at_a_post_that_keeps_places_for_it(case: Case) -> None:
    told = {one.candidate: one.is_of_group for one in placed(case).placements}

    assert told == {
        one.candidate: bool(one.post)
        and bool(case.seats_at(one.post).reserved)
        and case.is_member(one.candidate, one.post)
        for one in placed(case).placements
    }


@given(cases(kinds=(SOFT, HARD)))
def test_only_the_kept_places_explain_that_a_lower_one_of_the_group_is_before_another(
    case: Case,
) -> None:
    found = posts_of(placed(case))

    for one in case.ids:
        better = case.truth(one)[: case.truth(one).index(found[one])]
        for post in better:
            if post is None or not case.is_acceptable(one, post):
                continue
            envied = {
                other
                for other in case.ids
                if found[other] == post and case.rank(other, post) > case.rank(one, post)
            }
            members = [other for other in case.ids if found[other] == post]
            members = [other for other in members if case.is_member(other, post)]
            kept = sorted(members, key=lambda other: case.rank(other, post))
            assert envied <= set(kept[: case.seats_at(post).reserved])
            assert not (envied and case.is_member(one, post))


@given(cases(kinds=(SOFT, HARD)))
def test_last_admitted_who_is_told_is_better_than_the_one_told(case: Case) -> None:
    result = placed(case)

    for one in result.placements:
        for answer in one.answers:
            if answer.outcome is Outcome.BEATEN:
                post = next(post for post in result.posts if post.post == answer.post)
                assert answer.last in post.admitted
                assert case.rank(answer.last, post.post) < case.rank(one.candidate, post.post)


@given(cases(kinds=(SOFT, HARD)))
def test_places_are_said_to_be_kept_only_where_none_but_the_group_holds_them(case: Case) -> None:
    result = placed(case)
    admitted_at = {post.post: post.admitted for post in result.posts}

    for one in result.placements:
        for answer in one.answers:
            if answer.outcome is Outcome.KEPT_FOR_GROUP:
                holders = admitted_at[answer.post]
                assert all(case.is_member(other, answer.post) for other in holders)
                assert not case.is_member(one.candidate, answer.post)


@pytest.mark.parametrize(
    ("places", "reserved", "group"), [(1, 2, GRADUATES), (-1, 0, ""), (2, -1, GRADUATES)]
)
def test_places_that_contradict_themselves_are_refused(
    places: int, reserved: int, group: str
) -> None:
    with pytest.raises(SeatsRefused) as refused:
        Seats("代县", places, reserved, group)

    assert (refused.value.what, refused.value.mend) == (
        f"代县的名额为{places}，保留名额为{reserved}",
        "名额不能小于0，保留名额不能多于名额",
    )


def test_kept_places_for_nobody_named_are_refused() -> None:
    with pytest.raises(SeatsRefused) as refused:
        Seats("代县", 2, 1)

    assert refused.value.what == "代县有1个保留名额，但没有写明面向何人"
    assert Seats("代县", 2, 2, GRADUATES).open == 0


@pytest.mark.parametrize(
    ("is_hard", "members", "others", "queue", "expected"),
    [
        # Three places, two of them for the group; True in the queue is a member.
        (False, 0, 0, [False, True], 1),
        (False, 1, 0, [False, False, True], 2),
        (False, 2, 0, [False, True], 0),
        (False, 1, 1, [False, True], 1),
        (False, 1, 1, [False], 0),
        (False, 0, 2, [False], 0),
        (False, 2, 1, [True], None),
        (False, 0, 3, [True], None),
        (False, 0, 0, [], None),
        (True, 0, 0, [False, True], 1),
        (True, 1, 0, [False], 0),
        (True, 1, 1, [False], None),
        (True, 1, 1, [False, True], 1),
        (True, 0, 1, [False], None),
        (True, 2, 0, [False, True], 0),
        (True, 3, 0, [True], None),
    ],
)
def test_vacancy_goes_to_the_group_until_its_places_are_taken(
    is_hard: bool, members: int, others: int, queue: list[bool], expected: int | None
) -> None:
    seats = Seats("代县", 3, 2, GRADUATES, is_hard)

    assert next_filler(seats, members=members, others=others, queue=queue) == expected


@given(
    st.integers(0, 4),
    st.integers(0, 4),
    st.booleans(),
    st.lists(st.booleans(), max_size=7),
)
def test_empty_post_filled_one_by_one_takes_whom_the_rule_chooses_at_once(
    places: int, reserved: int, is_hard: bool, people: list[bool]
) -> None:
    seats = Seats("代县", places, min(reserved, places), GRADUATES, is_hard)
    order = ordered(
        "".join(str(number) for number, is_member in enumerate(people) if is_member),
        *((f"A{number}", 9000 - number) for number in range(len(people))),
    )
    ids = [one.candidate.id for one in order]
    case = Case((seats,), order, {one: [seats.post] for one in ids})

    taken, queue = [], list(ids)
    while True:
        is_member = [case.is_member(one, seats.post) for one in taken]
        filler = next_filler(
            seats,
            members=is_member.count(True),
            others=is_member.count(False),
            queue=[case.is_member(one, seats.post) for one in queue],
        )
        if filler is None:
            break
        taken.append(queue.pop(filler))

    assert set(taken) == chosen(case, seats.post, ids)
    assert set(taken) == set(admitted(place_all(seats, order)))


def test_post_cannot_be_given_its_places_twice() -> None:
    with pytest.raises(SeatsRefused, match="名额表中有重复的岗位"):
        place([Seats("甲县", 1), Seats("甲县", 2)], (), {}, chain=CHAIN)
