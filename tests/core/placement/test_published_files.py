"""The files of a placement: one form, one fingerprint, the same bytes whoever made them."""

import csv
import hashlib
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.placement import Candidate, Criterion, PlacementRule, Seats
from linli.core.placement.csv_tables import read_inputs
from linli.core.placement.inputs import (
    CANDIDATES,
    CHOICES,
    SEATS,
    Column,
    Inputs,
    fingerprint,
    published_tables,
)
from linli.core.placement.published_result import (
    PublishedResult,
    publish,
    read_result,
    write_result,
)
from linli.core.placement.tables import Table, TableRefused
from tests.core.placement.published_example import (
    CANDIDATES_CSV,
    CHOICES_CSV,
    RANK_BY,
    SEATS_CSV,
    example,
    tables,
)

HEADER = (
    "candidate,post,choice,rank,status,reason,merit_rank,of_group,left,"
    "rule,rank_by,seed,backfill,fingerprint\n"
)


def published() -> PublishedResult:
    inputs = example()
    return publish(inputs, inputs.run())


def read_back(text: str) -> PublishedResult:
    return read_result(Table("结果.csv", text.encode()))


def test_tables_of_a_placement_are_written_in_the_form_in_which_they_are_read() -> None:
    assert published_tables(example()) == {
        SEATS: "post,places\n乙县,2\n甲县,1\n",
        CANDIDATES: CANDIDATES_CSV,
        CHOICES: CHOICES_CSV,
    }


def test_reserved_places_and_own_lists_are_written_with_their_columns() -> None:
    inputs = read_inputs(
        *tables(
            "post,places,reserved,reserved_for,reserve\n甲县,3,1,毕业生,hard\n乙县,1,,,\n",
            "candidate,毕业生\nA1,1\nA2,\n",
            "candidate,choice,post,score\nA1,1,甲县,80.5\nA2,1,甲县,\nA2,2,乙县,70\n",
        )
    )

    assert published_tables(inputs) == {
        SEATS: "post,places,reserved,reserved_for,reserve\n乙县,1,0,,\n甲县,3,1,毕业生,hard\n",
        CANDIDATES: "candidate,毕业生\nA1,1\nA2,0\n",
        CHOICES: "candidate,choice,post,score\nA1,1,甲县,80.50\nA2,1,甲县,\nA2,2,乙县,70.00\n",
    }


def test_fingerprint_can_be_computed_by_anyone_from_the_three_files_rule_chain_and_seed() -> None:
    seats = "".join([SEATS_CSV[:12], "乙县,2\n甲县,1\n"])
    text = (
        f"rule=deferred-acceptance\nrank_by={RANK_BY}\nseed=7\n"
        f"seats.csv\n{seats}candidates.csv\n{CANDIDATES_CSV}choices.csv\n{CHOICES_CSV}"
    )

    assert fingerprint(example()) == hashlib.sha256(text.encode()).hexdigest()


def test_fingerprint_changes_with_seed_rule_and_any_figure_and_not_with_the_order_of_rows() -> None:
    inputs = example()
    others = [
        example(seed="8"),
        replace(inputs, rule=PlacementRule.SCORE_FIRST),
        replace(inputs, seats=(Seats("甲县", 2), Seats("乙县", 2))),
        replace(inputs, choices={**inputs.choices, "A4": ("乙县",)}),
        replace(inputs, candidates=(Candidate("A1", (9051, 0)), *inputs.candidates[1:])),
    ]
    shuffled = replace(inputs, seats=inputs.seats[::-1], candidates=inputs.candidates[::-1])

    assert fingerprint(shuffled) == fingerprint(inputs)
    assert len({fingerprint(inputs), *map(fingerprint, others)}) == 6


LINES = st.permutations(range(5))


@given(LINES, st.permutations(range(7)), st.booleans())
def test_rows_in_any_order_give_the_same_bytes(
    people: list[int], wishes: list[int], is_turned: bool
) -> None:
    def shuffled(text: str, order: list[int]) -> str:
        header, *rows = text.splitlines()
        return "\n".join([header, *(rows[number] for number in order)]) + "\n"

    seats = shuffled(SEATS_CSV, [1, 0] if is_turned else [0, 1])
    files = tables(seats, shuffled(CANDIDATES_CSV, people), shuffled(CHOICES_CSV, wishes))
    inputs = read_inputs(*files, rank_by=RANK_BY, seed="7")

    assert write_result(publish(inputs, inputs.run())) == write_result(published())


def test_result_has_a_row_for_each_candidate_with_reason_and_origin() -> None:
    found = write_result(published())

    origin = f',deferred-acceptance,"{RANK_BY}",7,,{fingerprint(example())}\n'
    assert found == HEADER + "".join(
        f"{row}{origin}"
        for row in (
            "A1,甲县,1,1,placed,按第1志愿入围,1,,",
            "A2,乙县,2,2,placed,"
            "第1志愿：总分85.00（第2名），低于该岗位末位入围90.50（第1名）；按第2志愿入围,2,,",
            "A3,乙县,1,3,placed,按第1志愿入围,3,,",
            "A4,乙县,0,1,reserve,第1志愿：总分70.00（第4名），低于该岗位末位入围85.00（第3名）；"
            "第2志愿：总分70.00（第4名），低于该岗位末位入围90.50（第1名）；列第1志愿递补第1位,4,,",
            "A5,,0,5,unplaced,第1志愿：该岗位不在名额表中,5,,",
        )
    )


def test_result_is_read_back_as_it_was_written() -> None:
    assert read_back(write_result(published())) == published()


def test_member_of_the_group_for_which_the_post_keeps_places_is_marked() -> None:
    inputs = Inputs(
        seats=(Seats("甲县", 2, 1, "毕业生"),),
        candidates=(
            Candidate("A1", (2,)),
            Candidate("A2", (1,), frozenset({"毕业生"})),
            Candidate("A3", (0,), frozenset({"毕业生"})),
        ),
        choices={"A1": ("甲县",), "A2": ("甲县",), "A3": ("甲县",)},
        rank_by=(Column("score", Criterion("得分")),),
        seed="0",
    )

    rows = publish(inputs, inputs.run()).rows

    assert [(row.candidate, row.status.value, row.is_of_group) for row in rows] == [
        ("A1", "placed", False),
        ("A2", "placed", True),
        ("A3", "reserve", True),
    ]


def altered(column: str, value: str, *, row: int = 0) -> str:
    """Return the result with one cell changed."""
    rows = list(csv.DictReader(io.StringIO(write_result(published()))))
    rows[row][column] = value
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER, "结果.csv没有人员；处理办法：换成 linli place 写出的文件。"),
        (
            altered("candidate", "A2"),
            "结果.csv第3行：人员A2重复；处理办法：每人只有一行。",
        ),
        (
            altered("status", "admitted"),
            "结果.csv第2行：status“admitted”不对；处理办法：应为placed、reserve、unplaced之一。",
        ),
        (altered("post", ""), "结果.csv第2行：“post”是空的；处理办法：填写post。"),
        (
            altered("rank", "first"),
            "结果.csv第2行：rank“first”不是整数；处理办法：填写0或者更大的整数。",
        ),
        (
            altered("seed", "8", row=4),
            "结果.csv第6行：rule、rank_by、seed、backfill、fingerprint与前面的行不同；"
            "处理办法：一个文件只放一次安排的结果。",
        ),
        (
            altered("rule", "random"),
            "结果.csv第2行：rule“random”不对；处理办法：应为deferred-acceptance、score-first之一。",
        ),
        (
            altered("backfill", "x"),
            "结果.csv第2行：backfill“x”不对；处理办法：应为（空）、from-reserve、placed-again之一。",
        ),
        (altered("left", "是"), "结果.csv第2行：left“是”不对；处理办法：应为（空）、1之一。"),
    ],
)
def test_result_that_linli_did_not_write_is_refused_by_row_and_fault(text: str, told: str) -> None:
    with pytest.raises(TableRefused) as refused:
        read_back(text)

    assert refused.value.sentence() == told
