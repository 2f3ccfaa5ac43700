"""A published placement is checked by the words of the rule, not by the engine that made it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import PlacementStatus, Seats
from linli.core.placement.inputs import fingerprint
from linli.core.placement.published_result import (
    BackfillRule,
    PublishedResult,
    ResultRow,
    publish,
)
from linli.core.placement.vacating import fill_vacancies, place_again
from linli.core.placement.verification import Envy, Verification, verify
from tests.core.placement.published_example import example, inputs_of
from tests.support.placement_cases import cases

PLACED, RESERVE, UNPLACED = PlacementStatus
RIGHT = Verification((), (), (), has_fingerprint=True, is_repeated=True)


def published() -> PublishedResult:
    inputs = example()
    return publish(inputs, inputs.run())


def with_row(candidate: str, **changes: object) -> PublishedResult:
    result = published()
    rows = tuple(
        replace(row, **changes) if row.candidate == candidate else row for row in result.rows
    )
    return replace(result, rows=rows)


def unplaced(candidate: str) -> dict[str, object]:
    return {"post": "", "choice": 0, "status": UNPLACED}


def test_placement_that_linli_made_holds() -> None:
    found = verify(example(), published())

    assert (found, found.holds, found.is_stable) == (RIGHT, True, True)


def test_who_was_passed_over_for_someone_behind_them_has_justified_envy() -> None:
    swapped = with_row("A3", **unplaced("A3"))
    rows = tuple(
        replace(row, choice=1, status=PLACED) if row.candidate == "A4" else row
        for row in swapped.rows
    )

    found = verify(example(), replace(swapped, rows=rows))

    assert found.envy == (Envy("A3", "乙县", "A4", is_explained=False),)
    assert (found.is_stable, found.is_repeated, found.holds) == (False, False, False)


def test_place_that_stands_empty_while_someone_wants_it_is_a_fault_of_the_placement() -> None:
    found = verify(example(), with_row("A3", **unplaced("A3")))

    assert found.envy == (
        Envy("A3", "乙县", "", is_explained=False),
        Envy("A4", "乙县", "", is_explained=False),
    )


@pytest.mark.parametrize(("is_hard", "found"), [(False, 1), (True, 0)])
def test_place_kept_for_a_group_of_which_nobody_came_is_open_to_others_only_if_soft(
    is_hard: bool, found: int
) -> None:
    inputs = replace(
        example(),
        seats=(Seats("乙县", 2, 1, "毕业生", is_hard), Seats("甲县", 1)),
        candidates=example().candidates[:3],
        choices={"A1": ("乙县",), "A2": ("乙县",), "A3": ()},
    )
    result = publish(inputs, inputs.run())
    rows = tuple(
        replace(row, **unplaced("A2")) if row.candidate == "A2" else row for row in result.rows
    )

    envy = verify(inputs, replace(result, rows=rows)).envy

    assert envy == (Envy("A2", "乙县", "", is_explained=False),) * found


def test_more_people_than_places_are_counted() -> None:
    found = verify(example(), with_row("A4", choice=1, status=PLACED))

    assert (found.beyond_quota, found.holds) == ((("乙县", 3, 2),), False)


@pytest.mark.parametrize(
    ("result", "fault"),
    [
        (replace(published(), rows=published().rows[1:]), "结果中没有人员A1"),
        (
            replace(
                published(),
                rows=(*published().rows, ResultRow("B1", "", 0, 1, UNPLACED, "", 1)),
            ),
            "人员B1不在candidates.csv中",
        ),
        (with_row("A1", post="丁县"), "人员A1的岗位丁县不在seats.csv中"),
        (with_row("A1", post="乙县"), "人员A1没有填报岗位乙县"),
        (with_row("A2", choice=1), "人员A2的志愿序号应为2，结果写1"),
    ],
)
def test_row_that_cannot_be_is_named_and_nothing_is_affirmed_that_was_not_looked_at(
    result: PublishedResult, fault: str
) -> None:
    found = verify(example(), result)

    assert (found.faults, found.envy, found.has_fingerprint) == ((fault,), (), True)
    assert (found.is_stable, found.is_repeated, found.holds) == (False, False, False)


def test_people_beyond_the_places_are_counted_beside_rows_that_cannot_be() -> None:
    found = verify(example(), with_row("A1", post="乙县"))

    assert (found.faults, found.beyond_quota) == (("人员A1没有填报岗位乙县",), (("乙县", 3, 2),))


def test_result_of_other_tables_or_another_seed_does_not_bear_the_fingerprint() -> None:
    found = verify(example(seed="8"), published())

    assert (found.has_fingerprint, found.is_repeated, found.holds) == (False, True, False)


def test_changed_sentence_is_seen_by_making_the_placement_again() -> None:
    found = verify(example(), with_row("A5", reason="无"))

    assert found == replace(RIGHT, is_repeated=False, differing=("A5",))


def test_envy_that_comes_of_moving_nobody_is_explained_by_the_rule() -> None:
    after, _ = fill_vacancies(published(), ["A1", "A3"])

    found = verify(example(), after)

    assert found.envy == (Envy("A2", "甲县", "", is_explained=True),)
    assert found.holds


def test_filler_who_jumped_the_queue_is_not_explained_by_it() -> None:
    inputs = replace(example(), choices={**example().choices, "A5": ("乙县",)})
    after, _ = fill_vacancies(publish(inputs, inputs.run()), ["A3"])
    rows = {row.candidate: row for row in after.rows}
    swapped = (
        replace(rows["A4"], status=RESERVE, choice=0, rank=1),
        replace(rows["A5"], status=PLACED, choice=1, rank=5),
    )

    found = verify(inputs, replace(after, rows=(*after.rows[:3], *swapped)))

    assert found.envy[-1] == Envy("A4", "乙县", "A5", is_explained=False)
    assert not found.holds


def test_placing_again_explains_nothing_and_leaves_nothing_to_explain() -> None:
    after, _ = place_again(example(), published(), ["A1"])

    assert verify(example(), after) == replace(RIGHT, left=("A1",))


def test_leaving_one_after_another_and_all_at_once_are_both_repeated_when_placed_again() -> None:
    inputs = replace(example(), choices={**example().choices, "A5": ("丙县", "乙县")})
    start = publish(inputs, inputs.run())
    first, _ = place_again(inputs, start, ["A1"])
    second, _ = place_again(inputs, first, ["A3"])
    # A5 had no place at first, came in by the others' leaving, and leaves in turn.
    third, _ = place_again(inputs, second, ["A5"])

    assert second.rows == place_again(inputs, start, ["A3", "A1"])[0].rows
    assert [verify(inputs, one).holds for one in (first, second, third)] == [True] * 3


def test_leaver_who_could_not_leave_is_not_repeated() -> None:
    result = replace(with_row("A5", left=True), backfill=BackfillRule.FROM_RESERVE)

    assert verify(example(), result) == replace(RIGHT, is_repeated=False, left=("A5",))


@given(cases())
def test_every_placement_holds_whatever_the_lists_and_reserved_places(case) -> None:
    inputs = inputs_of(case)

    assert verify(inputs, publish(inputs, inputs.run())) == RIGHT


@given(cases(), st.randoms(use_true_random=False), st.booleans())
def test_every_backfill_holds_by_its_rule(case, random, moves: bool) -> None:
    inputs = inputs_of(case)
    start = publish(inputs, inputs.run())
    there = [row.candidate for row in start.rows if row.status is not UNPLACED]
    leavers = random.sample(there, random.randint(0, len(there)))

    after = (
        place_again(inputs, start, leavers)
        if moves
        else fill_vacancies(start, leavers, inputs=inputs)
    )[0]

    found = verify(inputs, after)
    assert (found.faults, found.beyond_quota, found.is_stable) == ((), (), True)
    assert (found.is_repeated, after.fingerprint) == (True, fingerprint(inputs))


@given(cases(), st.randoms(use_true_random=False))
def test_two_people_who_changed_places_are_found_out(case, random) -> None:
    inputs = inputs_of(case)
    start = publish(inputs, inputs.run())
    placed = [row for row in start.rows if row.is_placed]
    if len({row.post for row in placed}) < 2:
        return
    one, other = random.choice([(a, b) for a in placed for b in placed if a.post < b.post])
    changed = {
        one.candidate: replace(one, post=other.post),
        other.candidate: replace(other, post=one.post),
    }
    rows = tuple(changed.get(row.candidate, row) for row in start.rows)

    assert not verify(inputs, replace(start, rows=rows)).holds
