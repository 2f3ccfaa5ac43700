"""Places by merit and choice: quotas, stability, reasons."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import Candidate, Placement, PlacementStatus, Standing, place, standings

PLACED, RESERVE, UNPLACED = PlacementStatus


def ordered(*rows: tuple[str, int] | tuple[str, int, bool]) -> tuple[Standing, ...]:
    return standings([Candidate(*row) for row in rows], seed="样本")


def test_better_candidates_take_the_posts_and_the_others_wait() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7050))

    found = place({"代县": 1}, order, {"A1": ["代县"], "A2": ["代县"], "A3": ["代县"]})

    below = "低于该县末位入围90.00；列第一意向递补第"
    assert found == (
        Placement("A1", "代县", 1, 1, PLACED, "按第一意向入围"),
        Placement("A2", "代县", 0, 1, RESERVE, f"得分80.00，{below}1位"),
        Placement("A3", "代县", 0, 2, RESERVE, f"得分70.50，{below}2位"),
    )


def test_candidate_who_accepts_transfer_goes_to_the_first_area_with_room() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7000))
    choices = {"A1": ["代县"], "A2": ["五台县"], "A3": ["代县", "五台县", "偏关县", "岢岚县"]}

    found = place({"代县": 1, "五台县": 1, "偏关县": 1, "岢岚县": 1}, order, choices)

    assert found[2] == Placement(
        "A3",
        "偏关县",
        3,
        3,
        PLACED,
        "得分70.00，低于该县末位入围90.00；得分70.00，低于该县末位入围80.00；按第2调剂地区入围",
    )


def test_refusal_of_transfer_is_respected_where_other_posts_stay_empty() -> None:
    order = ordered(("A1", 9000), ("A2", 8000))

    found = place({"代县": 1, "五台县": 5}, order, {"A1": ["代县"], "A2": ["代县"]})

    assert found[1] == Placement(
        "A2", "代县", 0, 1, RESERVE, "得分80.00，低于该县末位入围90.00；列第一意向递补第1位"
    )


def test_better_candidate_by_transfer_comes_before_a_worse_first_choice() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7000))
    choices = {"A1": ["代县"], "A2": ["代县", "五台县"], "A3": ["五台县"]}

    found = place({"代县": 1, "五台县": 1}, order, choices)

    assert found[1:] == (
        Placement(
            "A2", "五台县", 2, 2, PLACED, "得分80.00，低于该县末位入围90.00；按第1调剂地区入围"
        ),
        Placement(
            "A3", "五台县", 0, 1, RESERVE, "得分70.00，低于该县末位入围80.00；列第一意向递补第1位"
        ),
    )


def test_reason_names_priority_where_it_decided_between_equals() -> None:
    order = ordered(("A1", 8000), ("A2", 8000, True))

    found = place({"代县": 1}, order, {"A1": ["代县"], "A2": ["代县"]})

    assert found == (
        Placement("A2", "代县", 1, 1, PLACED, "按第一意向入围"),
        Placement(
            "A1",
            "代县",
            0,
            1,
            RESERVE,
            "得分80.00与末位入围相同，对方属优先人员；列第一意向递补第1位",
        ),
    )


def test_reason_names_the_lot_where_it_decided_between_equals() -> None:
    order = ordered(("A1", 8005), ("A2", 8005))
    first, second = (standing.candidate.id for standing in order)

    found = place({"代县": 1}, order, {"A1": ["代县"], "A2": ["代县"]})

    assert found == (
        Placement(first, "代县", 1, 1, PLACED, "按第一意向入围"),
        Placement(
            second,
            "代县",
            0,
            1,
            RESERVE,
            "得分80.05与末位入围相同，抽签次序在后；列第一意向递补第1位",
        ),
    )


def test_choice_outside_the_city_is_passed_over_with_its_reason() -> None:
    order = ordered(("A1", 9000), ("A2", 8000))
    choices = {"A1": ["大同市", "代县"], "A2": ["大同市"]}

    found = place({"代县": 1}, order, choices)

    assert found == (
        Placement("A1", "代县", 2, 1, PLACED, "所填地区不在本次招募范围；按第1调剂地区入围"),
        Placement("A2", "", 0, 2, UNPLACED, "所填地区不在本次招募范围"),
    )


def test_county_without_places_takes_nobody() -> None:
    order = ordered(("A1", 9000))

    found = place({"代县": 0}, order, {"A1": ["代县"]})

    assert found == (
        Placement("A1", "代县", 0, 1, RESERVE, "所填地区没有名额；列第一意向递补第1位"),
    )


def test_candidate_without_any_choice_is_not_placed() -> None:
    order = ordered(("A1", 9000), ("A2", 8000))

    found = place({"代县": 1}, order, {"A2": []})

    assert found == (
        Placement("A1", "", 0, 1, UNPLACED, "没有可选岗位"),
        Placement("A2", "", 0, 2, UNPLACED, "没有可选岗位"),
    )


def test_county_named_twice_on_a_form_is_asked_for_and_refused_as_one() -> None:
    order = ordered(("A1", 9000), ("A2", 8000), ("A3", 7000))
    choices = {"A1": ["代县"], "A2": ["代县", "代县", "五台县"], "A3": ["代县", "代县"]}

    found = place({"代县": 1, "五台县": 1}, order, choices)

    assert [(one.candidate, one.post, one.choice, one.status) for one in found] == [
        ("A1", "代县", 1, PLACED),
        ("A2", "五台县", 3, PLACED),
        ("A3", "代县", 0, RESERVE),
    ]


def test_nobody_and_nothing_gives_no_placements() -> None:
    assert place({}, (), {}) == ()


POSTS = ("甲县", "乙县", "丙县")
CASES = st.tuples(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=5),
    st.fixed_dictionaries({post: st.integers(0, 2) for post in POSTS}),
    st.lists(st.permutations((*POSTS, "外市")), min_size=5, max_size=5),
    st.lists(st.integers(0, 4), min_size=5, max_size=5),
)


def case_of(drawn) -> tuple[dict[str, int], tuple[Standing, ...], dict[str, list[str]]]:
    """Turn the drawn numbers into quotas, an order of merit and choices."""
    merits, quotas, wishes, lengths = drawn
    order = ordered(*((f"A{number}", *merit) for number, merit in enumerate(merits)))
    choices = {
        f"A{number}": list(wishes[number][: lengths[number]]) for number in range(len(merits))
    }
    return quotas, order, choices


def matchings(
    ids: Sequence[str], quotas: Mapping[str, int], choices: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, str | None]]:
    """Yield every way to give candidates a post of their choice, or none, within the quotas."""
    for posts in product(*([*choices[one], None] for one in ids)):
        if all(posts.count(post) <= quotas.get(post, 0) for post in set(posts) - {None}):
            yield dict(zip(ids, posts, strict=True))


def is_stable(
    matching: Mapping[str, str | None],
    order: Sequence[Standing],
    quotas: Mapping[str, int],
    choices: Mapping[str, Sequence[str]],
) -> bool:
    """Tell whether nobody prefers a post that has room or holds someone who ranks lower."""
    position = {standing.candidate.id: index for index, standing in enumerate(order)}
    for one, held in matching.items():
        wished = choices[one][: choices[one].index(held)] if held else choices[one]
        for post in wished:
            holders = [other for other, given in matching.items() if given == post]
            if len(holders) < quotas.get(post, 0):
                return False
            if any(position[other] > position[one] for other in holders):
                return False
    return True


def posts_of(placements: Sequence[Placement]) -> dict[str, str | None]:
    return {one.candidate: one.post if one.status is PLACED else None for one in placements}


@given(CASES)
def test_placement_is_the_one_stable_matching_of_all_that_are_possible(drawn) -> None:
    quotas, order, choices = case_of(drawn)
    ids = [standing.candidate.id for standing in order]

    found = posts_of(place(quotas, order, choices))

    stable = [
        one for one in matchings(ids, quotas, choices) if is_stable(one, order, quotas, choices)
    ]
    assert stable == [found]


@given(CASES)
def test_quota_is_never_exceeded_and_nobody_is_placed_twice(drawn) -> None:
    quotas, order, choices = case_of(drawn)

    found = place(quotas, order, choices)

    placed = [one.post for one in found if one.status is PLACED]
    assert all(placed.count(post) <= quota for post, quota in quotas.items())
    assert [one.candidate for one in found] == [standing.candidate.id for standing in order]
    assert all(
        choices[one.candidate][one.choice - 1] == one.post for one in found if one.status is PLACED
    )


@given(CASES, st.randoms(use_true_random=False))
def test_placement_does_not_depend_on_the_order_of_quotas_and_choices(drawn, random) -> None:
    quotas, order, choices = case_of(drawn)
    shuffled_quotas = dict(random.sample(list(quotas.items()), len(quotas)))
    shuffled_choices = dict(random.sample(list(choices.items()), len(choices)))

    assert place(shuffled_quotas, order, shuffled_choices) == place(quotas, order, choices)


@given(CASES)
def test_reserve_of_a_county_is_numbered_by_merit_from_one(drawn) -> None:
    quotas, order, choices = case_of(drawn)

    found = place(quotas, order, choices)

    for post in quotas:
        queue = [one.rank for one in found if one.status is RESERVE and one.post == post]
        assert queue == list(range(1, len(queue) + 1))
    first_choices = {one: wishes[0] for one, wishes in choices.items() if wishes}
    assert all(first_choices[one.candidate] == one.post for one in found if one.status is RESERVE)


@given(CASES, st.integers(0, 4), st.permutations((*POSTS, "外市")))
def test_telling_the_truth_is_never_worse_for_a_candidate(drawn, who: int, lie: list[str]) -> None:
    quotas, order, choices = case_of(drawn)
    liar = f"A{who}"
    if liar not in choices:
        return

    honest = posts_of(place(quotas, order, choices))[liar]
    lied = posts_of(place(quotas, order, {**choices, liar: lie}))[liar]

    truth = [*choices[liar], None]
    assert lied not in truth or truth.index(honest) <= truth.index(lied)
