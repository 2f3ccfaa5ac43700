"""Vacancies in a published placement: from the reserve, or by placing again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import Backfill, Candidate, Criterion, PlacementStatus, Seats
from linli.core.placement.inputs import Column, Inputs
from linli.core.placement.published_result import BackfillRule, PublishedResult, publish
from linli.core.placement.vacating import LeaverRefused, fill_vacancies, place_again
from tests.core.placement.published_example import example, inputs_of
from tests.support.placement_cases import cases


def published(inputs: Inputs) -> PublishedResult:
    return publish(inputs, inputs.run())


def told(result: PublishedResult) -> list[tuple[str, str, int, int, str, bool]]:
    return [
        (row.candidate, row.post, row.choice, row.rank, row.status.value, row.left)
        for row in result.rows
    ]


def test_vacancy_goes_to_the_first_of_the_posts_own_reserve_and_nobody_moves() -> None:
    after, steps = fill_vacancies(published(example()), ["A3", "A1"])

    assert steps == (Backfill("甲县", "A1", None), Backfill("乙县", "A3", "A4", 1))
    assert told(after) == [
        ("A1", "", 0, 1, "unplaced", True),
        ("A2", "乙县", 2, 2, "placed", False),
        ("A3", "", 0, 3, "unplaced", True),
        ("A4", "乙县", 1, 4, "placed", False),
        ("A5", "", 0, 5, "unplaced", False),
    ]
    assert [row.reason[-16:] for row in after.rows if row.candidate in ("A1", "A4")] == [
        "已退出",
        "列第1志愿递补第1位；由递补入围",
    ]
    assert after.backfill is BackfillRule.FROM_RESERVE


def test_placing_again_moves_the_placed_up_and_leaves_their_places_to_others() -> None:
    after, steps = place_again(example(), published(example()), ["A1"])

    assert steps == (Backfill("甲县", "A1", "A2", None, "乙县"), Backfill("乙县", "A2", "A4", 1))
    assert told(after)[:4] == [
        ("A1", "", 0, 1, "unplaced", True),
        ("A2", "甲县", 1, 1, "placed", False),
        ("A3", "乙县", 1, 2, "placed", False),
        ("A4", "乙县", 1, 3, "placed", False),
    ]
    assert after.backfill is BackfillRule.PLACED_AGAIN


def test_who_leaves_the_reserve_makes_no_vacancy_and_is_not_called_later() -> None:
    without, steps = fill_vacancies(published(example()), ["A4"])
    after, later = fill_vacancies(without, ["A3"])

    assert (steps, later) == ((), (Backfill("乙县", "A3", None),))
    assert [row.candidate for row in after.rows if row.left] == ["A3", "A4"]


def test_filler_who_leaves_is_followed_by_the_next() -> None:
    first, _ = fill_vacancies(published(example()), ["A3"])

    after, steps = fill_vacancies(first, ["A4"])

    assert steps == (Backfill("乙县", "A4", None),)
    assert after.rows == fill_vacancies(published(example()), ["A4", "A3"])[0].rows


@pytest.mark.parametrize(
    ("leavers", "sentence"),
    [
        (["A9"], "结果文件中没有人员A9；处理办法：核对人员编号。"),
        (["A5"], "人员A5没有入围，也不在递补名单中；处理办法：去掉该人员。"),
        (["A1", "A1"], "退出人员有重复；处理办法：每人只写一次。"),
        (["A2"], "人员A2此前已经退出；处理办法：去掉该人员。"),
    ],
)
@pytest.mark.parametrize("fill", [fill_vacancies, lambda *given: place_again(example(), *given)])
def test_who_cannot_leave_is_named(leavers: list[str], sentence: str, fill) -> None:
    already = published(example())
    if "A2" in leavers:
        already, _ = fill(already, ["A2"])

    with pytest.raises(LeaverRefused) as refused:
        fill(already, leavers)

    assert refused.value.sentence() == sentence


def test_two_ways_of_backfilling_do_not_mix() -> None:
    inputs = example()
    from_reserve, _ = fill_vacancies(published(inputs), ["A3"])
    again, _ = place_again(inputs, published(inputs), ["A3"])

    for mixed in (
        lambda: place_again(inputs, from_reserve, ["A1"]),
        lambda: fill_vacancies(again, ["A1"]),
    ):
        with pytest.raises(LeaverRefused, match="此前按另一种办法递补过"):
            mixed()


def reserved() -> Inputs:
    """Return a post with two places, one kept for graduates, two of whom stand behind others."""
    graduates = frozenset({"毕业生"})
    return Inputs(
        seats=(Seats("甲县", 2, 1, "毕业生", is_hard=True),),
        candidates=(
            Candidate("A1", (9,)),
            Candidate("A2", (8,)),
            Candidate("A3", (7,), graduates),
            Candidate("A4", (6,), graduates),
        ),
        choices={f"A{number}": ("甲县",) for number in range(1, 5)},
        rank_by=(Column("score", Criterion("得分")),),
        seed="0",
    )


@pytest.mark.parametrize(("leaver", "filler", "position"), [("A1", "A2", 1), ("A3", "A4", 2)])
def test_place_kept_for_a_group_goes_to_the_group_and_an_open_one_to_the_best(
    leaver: str, filler: str, position: int
) -> None:
    _, steps = fill_vacancies(published(reserved()), [leaver], inputs=reserved())

    assert steps == (Backfill("甲县", leaver, filler, position),)


def test_places_kept_for_a_group_cannot_be_filled_from_the_result_alone() -> None:
    with pytest.raises(LeaverRefused) as refused:
        fill_vacancies(published(reserved()), ["A1"])

    assert refused.value.mend == "同时给出 --seats、--candidates、--choices"


def test_member_comes_for_the_member_and_another_for_the_other() -> None:
    _, steps = fill_vacancies(published(reserved()), ["A1", "A3"], inputs=reserved())

    assert steps == (Backfill("甲县", "A3", "A4", 2), Backfill("甲县", "A1", "A2", 1))


@pytest.mark.parametrize(
    "fill", [place_again, lambda *given: fill_vacancies(*given[1:], inputs=given[0])]
)
def test_tables_that_did_not_decide_the_result_are_refused(fill) -> None:
    with pytest.raises(LeaverRefused, match="三个表与结果文件的指纹不符"):
        fill(example(seed="8"), published(example()), ["A1"])


@given(cases(), st.randoms(use_true_random=False))
def test_placing_again_one_after_another_ends_as_placing_again_at_once(case, random) -> None:
    inputs = inputs_of(case)
    start = published(inputs)
    leavers = [row.candidate for row in start.rows if row.status is not PlacementStatus.UNPLACED]
    leavers = random.sample(leavers, random.randint(1, len(leavers))) if leavers else []

    one_by_one = start
    for leaver in leavers:
        one_by_one, _ = place_again(inputs, one_by_one, [leaver])

    at_once = place_again(inputs, start, leavers)[0] if leavers else start
    assert one_by_one.rows == at_once.rows


@given(cases(), st.randoms(use_true_random=False))
def test_leaving_one_after_another_in_any_order_ends_as_leaving_all_at_once(case, random) -> None:
    inputs = inputs_of(case)
    start = published(inputs)
    leavers = [row.candidate for row in start.rows if row.status is not PlacementStatus.UNPLACED]
    leavers = random.sample(leavers, random.randint(0, len(leavers)))

    at_once, _ = fill_vacancies(start, leavers, inputs=inputs)
    one_by_one = start
    for leaver in random.sample(leavers, len(leavers)):
        one_by_one, _ = fill_vacancies(one_by_one, [leaver], inputs=inputs)

    assert one_by_one.rows == (at_once if leavers else start).rows
