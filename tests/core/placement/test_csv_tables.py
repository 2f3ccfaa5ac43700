"""The three tables of a placement: what is taken, and how each fault is named."""

import pytest

from linli.core.placement import Candidate, Criterion, PlacementRule, Seats
from linli.core.placement.csv_tables import read_inputs
from linli.core.placement.inputs import Column, Inputs, OwnLists
from linli.core.placement.tables import TableRefused
from tests.core.placement.published_example import CANDIDATES_CSV, RANK_BY, tables

PEOPLE = "candidate,score\nA1,80\nA2,75.5\n"
WISHES = "candidate,choice,post\nA1,1,甲县\nA2,1,甲县\n"
PLACES = "post,places\n甲县,1\n"


def read(
    seats: str = PLACES, candidates: str = PEOPLE, choices: str = WISHES, rank_by: str | None = None
) -> Inputs:
    return read_inputs(*tables(seats, candidates, choices), rank_by=rank_by)


def refusal(**given: str) -> str:
    with pytest.raises(TableRefused) as refused:
        read(**given)
    return refused.value.sentence()


def test_tables_are_read_with_points_in_hundredths_and_by_score_unless_told_otherwise() -> None:
    assert read() == Inputs(
        seats=(Seats("甲县", 1),),
        candidates=(Candidate("A1", (8000,)), Candidate("A2", (7550,))),
        choices={"A1": ("甲县",), "A2": ("甲县",)},
        rank_by=(Column("score", Criterion("得分", units=100)),),
        seed="0",
        rule=PlacementRule.DEFERRED_ACCEPTANCE,
        own=None,
    )


def test_order_of_rows_and_columns_blank_lines_blanks_and_a_byte_order_mark_play_no_part() -> None:
    found = read(
        "\ufeffplaces,post\r\n1 , 甲县\r\n\r\n",
        "score,candidate\n75.5,A2\n80,A1\n",
        "post,candidate,choice\n甲县,A2,1\n甲县,A1,1\n",
    )

    assert found == read()


def test_empty_columns_that_a_spreadsheet_left_play_no_part() -> None:
    assert read(candidates="candidate,score,,\nA1,80,,\nA2,75.5,,\n,,,\n") == read()


def test_chain_names_its_columns_in_order_and_priority_is_a_yes_or_no() -> None:
    found = read(candidates=CANDIDATES_CSV, rank_by=RANK_BY)

    assert found.rank_by == (
        Column("total", Criterion("总分", units=100)),
        Column("priority", Criterion("优先人员", is_yes_no=True)),
    )
    assert found.candidates[1] == Candidate("A2", (8500, 1))
    assert found.rank_by_text == RANK_BY


def test_smaller_is_better_where_the_chain_says_so() -> None:
    found = read(candidates="candidate,age\nA1,30\nA2,25\n", rank_by="age:asc")

    assert found.rank_by == (Column("age", Criterion("age", is_ascending=True)),)
    assert [one.merit for one in found.candidates] == [(-30,), (-25,)]


@pytest.mark.parametrize(
    ("score", "units", "figure", "shown"),
    [
        ("80", 100, 8000, "80.00"),
        ("80.0", 100, 8000, "80.00"),
        ("80.55", 100, 8055, "80.55"),
        ("80.555", 1_000_000, 80_555_000, "80.555"),
        ("80.123456", 1_000_000, 80_123_456, "80.123456"),
        ("-1.50", 100, -150, "-1.50"),
    ],
)
def test_figures_keep_every_decimal_that_was_written(
    score: str, units: int, figure: int, shown: str
) -> None:
    found = read(candidates=f"candidate,score\nA1,{score}\nA2,{score}\n")

    criterion = found.rank_by[0].criterion
    assert (criterion.units, found.candidates[0].merit) == (units, (figure,))
    assert criterion.shown(figure) == shown


def test_choices_keep_the_numbers_that_were_given_where_one_is_left_out() -> None:
    found = read(choices="candidate,choice,post\nA1,3,乙县\nA1,1,甲县\n")

    assert found.choices == {"A1": ("甲县", "", "乙县")}


def test_posts_that_rank_by_lists_of_their_own_leave_out_whom_they_do_not_rank() -> None:
    found = read(
        candidates="candidate\nA1\nA2\n",
        choices="candidate,choice,post,rank\nA1,1,甲县,2\nA2,1,甲县,\n",
    )

    assert found.rank_by == ()
    assert found.own == OwnLists(
        Column("rank", Criterion("岗位名次", is_ascending=True)), {("A1", "甲县"): -2}
    )


def test_reserved_places_name_their_group_and_whether_they_stay_empty() -> None:
    found = read(
        "post,places,reserved,reserved_for,reserve\n甲县,3,1,毕业生,hard\n乙县,2,0,,\n",
        "candidate,score,毕业生\nA1,80,1\nA2,75.5,0\n",
    )

    assert found.seats == (Seats("乙县", 2), Seats("甲县", 3, 1, "毕业生", is_hard=True))
    assert [one.groups for one in found.candidates] == [frozenset({"毕业生"}), frozenset()]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"seats": "post\n甲县\n"},
            "名额.csv第1行缺少列：places；处理办法：第1行写列名：post,places。",
        ),
        ({"seats": "post,places\n"}, "名额.csv没有岗位；处理办法：每个岗位写一行。"),
        ({"seats": ""}, "名额.csv是空的；处理办法：第1行写列名：post,places。"),
        (
            {"seats": "post;places\n甲县;1\n"},
            "名额.csv不是用逗号分隔的；处理办法：在表格软件中另存为“CSV UTF-8（逗号分隔）”。",
        ),
        (
            {"seats": "post,places\n甲县,1234567890123\n"},
            "名额.csv第2行：places“1234567890123”超过12位；处理办法：核对数字。",
        ),
        (
            {"seats": "post,places,post\n甲县,1,甲县\n"},
            "名额.csv第1行有重复的列名；处理办法：每列名称只写一次。",
        ),
        (
            {"seats": "post,places\n甲县,1\n甲县,2\n"},
            "名额.csv第3行：岗位甲县重复；处理办法：每个岗位只写一行。",
        ),
        (
            {"seats": "post,places\n甲县,-1\n"},
            "名额.csv第2行：places“-1”不是整数；处理办法：填写0或者更大的整数。",
        ),
        ({"seats": "post,places\n,1\n"}, "名额.csv第2行：“post”是空的；处理办法：填写post。"),
        (
            {"seats": 'post,places\n甲县,"1\n2"\n'},
            "名额.csv第2行：“places”中有换行等控制字符；处理办法：删去控制字符。",
        ),
        (
            {"choices": 'candidate,choice,post\nA1,1,"甲\r县"\n'},
            "志愿.csv第2行：“post”中有换行等控制字符；处理办法：删去控制字符。",
        ),
        (
            {"seats": "post,places\n甲县\n"},
            "名额.csv第2行：有1格，表头有2列；处理办法：补齐或删去多余的格。",
        ),
        (
            {"seats": "post,places,reserved\n甲县,2,1\n"},
            "名额.csv第2行：有保留名额，但没有reserve一列；"
            "处理办法：补上该列，填soft（不足时向其他人开放）或hard（不足时空缺）。",
        ),
        (
            {"seats": "post,places,reserved,reserve\n甲县,2,1,firm\n"},
            "名额.csv第2行：reserve“firm”不对；处理办法：应为soft、hard之一。",
        ),
        (
            {"seats": "post,places,reserved,reserved_for,reserve\n甲县,2,3,毕业生,soft\n"},
            "名额.csv第2行：甲县的名额为2，保留名额为3；"
            "处理办法：名额不能小于0，保留名额不能多于名额。",
        ),
        (
            {"seats": "post,places,reserved,reserved_for,reserve\n甲县,2,1,毕业生,soft\n"},
            "人员.csv没有列毕业生，而有岗位为其保留名额；处理办法：补上列毕业生，填1或0。",
        ),
        (
            {"candidates": "candidate,score\nA1,80\nA1,81\n"},
            "人员.csv第3行：人员A1重复；处理办法：每人只写一行。",
        ),
        (
            {"candidates": "candidate,score\nA1,八十\n"},
            "人员.csv第2行：score“八十”不是数；处理办法：填写数字，如 86.50。",
        ),
        (
            {"candidates": "candidate,score\nA1,Infinity\n"},
            "人员.csv第2行：score“Infinity”不是数；处理办法：填写数字，如 86.50。",
        ),
        (
            {"candidates": "candidate,score\nA1,NaN\n"},
            "人员.csv第2行：score“NaN”不是数；处理办法：填写数字，如 86.50。",
        ),
        (
            {"candidates": "candidate,score\nA1,1e99\n"},
            "人员.csv第2行：score“1e99”不是数；处理办法：填写数字，如 86.50。",
        ),
        (
            {"candidates": "candidate,score\nA1,1.1234567\n"},
            "人员.csv第2行：score“1.1234567”的小数超过6位；处理办法：减少小数位数。",
        ),
        (
            {"candidates": "candidate,total\nA1,80\nA2,1\n"},
            "人员.csv没有用来排序的列score；处理办法：补上该列，或者改 --rank-by（score:desc）。",
        ),
        (
            {"rank_by": "score:best"},
            "--rank-by 中的“score:best”不对；处理办法：写成 列名:desc 或者 列名:asc，每列一次。",
        ),
        (
            {"rank_by": "score,score:asc"},
            "--rank-by 中的“score:asc”不对；处理办法：写成 列名:desc 或者 列名:asc，每列一次。",
        ),
        (
            {"choices": "candidate,choice,post\nA9,1,甲县\n"},
            "志愿.csv第2行：人员A9不在人员表中；处理办法：核对人员编号。",
        ),
        (
            {"choices": "candidate,choice,post\nA1,0,甲县\n"},
            "志愿.csv第2行：人员A1的志愿序号0重复或者超出1至99；处理办法：从1起依次编号，各不相同。",
        ),
        (
            {"choices": "candidate,choice,post\nA1,100,甲县\n"},
            "志愿.csv第2行：人员A1的志愿序号100重复或者超出1至99；"
            "处理办法：从1起依次编号，各不相同。",
        ),
        (
            {"choices": "candidate,choice,post\nA1,1,甲县\nA1,1,乙县\n"},
            "志愿.csv第3行：人员A1的志愿序号1重复或者超出1至99；处理办法：从1起依次编号，各不相同。",
        ),
        (
            {"choices": "candidate,choice,post\nA1,1,甲县\nA1,2,甲县\n"},
            "志愿.csv第3行：人员A1重复填报岗位甲县；处理办法：每个岗位只填一次。",
        ),
        (
            {"choices": "candidate,choice,post\nA1,2,甲县\n"},
            "志愿.csv第2行：人员A1没有第1志愿；处理办法：志愿从1起编号。",
        ),
        (
            {"choices": "candidate,choice,post,rank,score\nA1,1,甲县,1,80\n"},
            "志愿.csv同时有rank和score两列；处理办法：只保留其中一列。",
        ),
        (
            {"choices": 'candidate,choice,post\nA1,1,"甲县\n'},
            "志愿.csv第2行不是有效的CSV；处理办法：检查引号、分隔符和换行。",
        ),
    ],
)
def test_every_fault_is_named_with_file_row_and_how_to_mend_it(
    given: dict[str, str], told: str
) -> None:
    assert refusal(**given) == told


def test_answer_to_belonging_to_a_group_is_one_or_nought() -> None:
    told = refusal(
        seats="post,places,reserved,reserved_for,reserve\n甲县,2,1,毕业生,soft\n",
        candidates="candidate,score,毕业生\nA1,80,是\n",
    )

    assert told == "人员.csv第2行：毕业生“是”应为1或0；处理办法：是填1，否填0。"


def test_file_in_another_encoding_is_refused_by_its_name() -> None:
    seats, candidates, choices = tables()
    other = type(seats)(seats.name, seats.content.decode().encode("gb18030"))

    with pytest.raises(TableRefused, match="名额.csv不是UTF-8编码"):
        read_inputs(other, candidates, choices, rank_by=RANK_BY)


@pytest.mark.parametrize(("choice", "taken"), [("1", 1), ("99", 99)])
def test_choices_count_up_to_99(choice: str, taken: int) -> None:
    rows = "" if choice == "1" else "A1,1,乙县\n"

    found = read(choices=f"candidate,choice,post\n{rows}A1,{choice},甲县\n")

    assert found.choices["A1"].index("甲县") + 1 == taken
