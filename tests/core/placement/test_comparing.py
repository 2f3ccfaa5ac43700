"""Two placements side by side, without a database."""

from __future__ import annotations

from dataclasses import replace

from linli.core.placement import Candidate, Criterion, PlacementRule, Seats
from linli.core.placement.comparing import (
    FigureChange,
    InputChanges,
    Moved,
    Movement,
    PostFigures,
    SeatChange,
    TermChange,
    WishChange,
    changes_between,
    movements,
    post_figures,
)
from linli.core.placement.csv_tables import read_inputs
from linli.core.placement.inputs import Column, Inputs, published_tables
from linli.core.placement.published_result import ResultRow, publish
from linli.core.placement.tables import Table

TOTAL = Column("total", Criterion("面见总分", units=100))
PRIORITY = Column("priority", Criterion("优先人员", is_yes_no=True))
SAME = InputChanges((), (), (), (), (), ())
BASIS = Inputs(
    seats=(Seats("A", 1), Seats("B", 1)),
    candidates=(Candidate("1", (9000, 0)), Candidate("2", (8000, 1)), Candidate("3", (7000, 0))),
    choices={"1": ("A",), "2": ("A", "B"), "3": ("A",)},
    rank_by=(TOTAL, PRIORITY),
    seed="种子",
)


def rows(inputs: Inputs) -> tuple[ResultRow, ...]:
    return publish(inputs, inputs.run()).rows


def moved(before: Inputs, after: Inputs) -> dict[str, Movement]:
    return {one.candidate: one.movement for one in movements(rows(before), rows(after))}


def with_figures(inputs: Inputs, **figures: tuple[int, ...]) -> Inputs:
    changed = tuple(
        replace(one, merit=figures.get(f"c{one.id}", one.merit)) for one in inputs.candidates
    )
    return replace(inputs, candidates=changed)


def test_inputs_read_back_from_their_tables_differ_in_nothing() -> None:
    tables = published_tables(BASIS)
    read = read_inputs(
        *(Table(name, text.encode()) for name, text in tables.items()),
        rank_by=BASIS.rank_by_text,
        seed=BASIS.seed,
    )

    assert (changes_between(BASIS, read), changes_between(read, BASIS)) == (SAME, SAME)
    assert not changes_between(BASIS, read)


def test_every_kind_of_change_is_told_by_what_it_was_and_is() -> None:
    after = Inputs(
        seats=(Seats("A", 2), Seats("C", 3)),
        candidates=(
            Candidate("1", (9050, 0)),
            Candidate("2", (8000, 0)),
            Candidate("4", (1000, 0)),
        ),
        choices={"1": ("A", "B"), "2": ("A", "", "B"), "4": ("A",)},
        rank_by=(TOTAL, PRIORITY),
        seed="别的",
        rule=PlacementRule.SCORE_FIRST,
    )

    found = changes_between(BASIS, after)

    assert found == InputChanges(
        terms=(
            TermChange("rule", "deferred-acceptance", "score-first"),
            TermChange("seed", "种子", "别的"),
        ),
        seats=(SeatChange("A", 1, 2), SeatChange("B", 1, None), SeatChange("C", None, 3)),
        entered=("4",),
        left=("3",),
        figures=(
            FigureChange("1", "total", "90.00", "90.50"),
            FigureChange("2", "priority", "1", "0"),
        ),
        wishes=(
            WishChange("1", ((1, "A"),), ((1, "A"), (2, "B"))),
            WishChange("2", ((1, "A"), (2, "B")), ((1, "A"), (3, "B"))),
        ),
    )
    assert found


def test_a_chain_without_a_column_is_told_as_a_term_and_as_no_one_s_figure() -> None:
    after = replace(
        BASIS,
        rank_by=(TOTAL,),
        candidates=tuple(replace(one, merit=one.merit[:1]) for one in BASIS.candidates),
    )

    found = changes_between(BASIS, after)

    assert found == replace(
        SAME, terms=(TermChange("rank_by", "total:desc,priority:desc", "total:desc"),)
    )


def test_a_choice_left_open_at_the_end_is_no_change() -> None:
    after = replace(BASIS, choices={**BASIS.choices, "1": ("A", "")})

    assert changes_between(BASIS, after) == SAME


def test_two_placements_on_the_same_inputs_move_nobody() -> None:
    assert movements(rows(BASIS), rows(BASIS)) == ()


def test_who_goes_elsewhere_comes_or_leaves_is_told_with_both_rows() -> None:
    after = BASIS.without(["1"])

    found = movements(rows(BASIS), rows(after))

    before_rows, after_rows = ({row.candidate: row for row in rows(one)} for one in (BASIS, after))
    assert found == (
        Moved("1", Movement.LEFT, before_rows["1"], None),
        Moved("2", Movement.MOVED, before_rows["2"], after_rows["2"]),
        Moved("3", Movement.RERANKED, before_rows["3"], after_rows["3"]),
    )
    assert movements(rows(after), rows(BASIS))[0] == Moved(
        "1", Movement.ENTERED, None, before_rows["1"]
    )


def test_the_same_post_by_another_choice_is_somewhere_else() -> None:
    after = replace(BASIS, choices={**BASIS.choices, "2": ("C", "A", "B")})
    later = replace(BASIS, choices={**BASIS.choices, "2": ("B",)})

    assert moved(BASIS, later) == {"2": Movement.MOVED}
    assert moved(after, BASIS) == {"2": Movement.MOVED}


def test_another_place_in_the_queue_goes_before_another_rank() -> None:
    one_more = replace(
        BASIS,
        candidates=(*BASIS.candidates, Candidate("4", (7500, 0))),
        choices={**BASIS.choices, "4": ("A",)},
    )

    assert moved(BASIS, one_more) == {"3": Movement.REQUEUED, "4": Movement.ENTERED}


def test_a_post_concerns_whom_either_placement_puts_there() -> None:
    after = BASIS.without(["1"])
    by_candidate = {one.candidate: one for one in movements(rows(BASIS), rows(after))}

    told = {number: (one.concerns("A"), one.concerns("B")) for number, one in by_candidate.items()}

    assert told == {"1": (True, False), "2": (True, True), "3": (True, False)}


def test_posts_tell_places_admitted_reserve_and_the_last_who_came_in() -> None:
    inputs = replace(BASIS, seats=(Seats("A", 2), Seats("B", 0), Seats("C", 1)))
    places = {one.post: one.places for one in inputs.seats}
    totals = {"1": "90.00", "2": "80.00", "3": "70.00"}

    assert post_figures(places, totals, rows(inputs)) == {
        "A": PostFigures(2, 2, 1, 2, "80.00"),
        "B": PostFigures(),
        "C": PostFigures(1),
    }
