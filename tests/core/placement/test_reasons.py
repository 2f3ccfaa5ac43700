"""What each person is told about each choice: the sentence, its clause, rank and figure."""

import pytest

from linli.core.placement import (
    Answer,
    Candidate,
    Clauses,
    Criterion,
    Outcome,
    Seats,
    Standing,
    Wording,
    place,
    standings,
)

PLACEMENT, TIES, RESERVED = "D0 附件2", "D0 二5", "D1 二"
DOCUMENT = Wording(
    first="第一意向",
    further="第{further}调剂地区",
    post="该县",
    not_offered="所填地区不在本次招募范围",
    no_places="所填地区没有名额",
    clauses=Clauses(PLACEMENT, TIES, RESERVED),
)
POINTS = Criterion("总分", units=100)
PRIORITY = Criterion("优先人员", is_yes_no=True)
WRITTEN = Criterion("笔试成绩", units=100)
MINUTES = Criterion("通勤分钟", is_ascending=True)


def order_of(**merits: tuple[int, ...]) -> tuple[Standing, ...]:
    return standings([Candidate(one, merit) for one, merit in merits.items()], seed="样本")


def answers(
    order: tuple[Standing, ...],
    choices: dict[str, list[str]],
    *chain: Criterion,
    seats: tuple[Seats, ...] = (Seats("代县", 1),),
    wording: Wording = DOCUMENT,
    own: dict[tuple[str, str], int] | None = None,
) -> dict[str, tuple[Answer, ...]]:
    found = place(seats, order, choices, chain=chain, wording=wording, own=own)
    return {one.candidate: one.answers for one in found.placements}


def told_to_the_second(
    first: tuple[int, ...], second: tuple[int, ...], *chain: Criterion
) -> tuple[str, str]:
    """Return sentence and clause for the one of two who does not get the one place."""
    found = answers(order_of(A1=first, A2=second), {"A1": ["代县"], "A2": ["代县"]}, *chain)
    (answer,) = found["A2"]
    return answer.text, answer.clause


def test_each_choice_has_its_answer_with_clause_and_the_last_admitted() -> None:
    order = order_of(A1=(9000,), A2=(8050,))
    choices = {"A1": ["代县"], "A2": ["大同市", "五台县", "代县", "偏关县", "岢岚县"]}
    seats = (Seats("代县", 1), Seats("五台县", 0), Seats("偏关县", 1), Seats("岢岚县", 1))

    found = answers(order, choices, POINTS, seats=seats)

    below = "总分80.50（第2名），低于该县末位入围90.00（第1名）"
    assert found == {
        "A1": (Answer(1, "代县", Outcome.PLACED, "按第一意向入围", PLACEMENT),),
        "A2": (
            Answer(1, "大同市", Outcome.NOT_OFFERED, "所填地区不在本次招募范围", PLACEMENT),
            Answer(2, "五台县", Outcome.NO_PLACES, "所填地区没有名额", PLACEMENT),
            Answer(3, "代县", Outcome.BEATEN, below, PLACEMENT, "A1", 1, "90.00"),
            Answer(4, "偏关县", Outcome.PLACED, "按第3调剂地区入围", PLACEMENT),
            Answer(5, "岢岚县", Outcome.NOT_REACHED, "前面的志愿已入围，不再检索", PLACEMENT),
        ),
    }


@pytest.mark.parametrize(
    ("first", "second", "text", "clause"),
    [
        (
            (8001, 0), (8000, 1),
            "总分80.00（第2名），低于该县末位入围80.01（第1名）", PLACEMENT,
        ),
        ((8000, 1), (8000, 0), "总分80.00（第2名），与该县末位入围相同，对方属优先人员", TIES),
        ((7999, 1), (7998, 1), "总分79.98（第2名），低于该县末位入围79.99（第1名）", PLACEMENT),
    ],
)  # fmt: skip
def test_first_link_that_falls_short_is_named_with_its_clause(
    first: tuple[int, ...], second: tuple[int, ...], text: str, clause: str
) -> None:
    assert told_to_the_second(first, second, POINTS, PRIORITY) == (text, clause)


def test_later_figure_is_told_for_both_between_equals() -> None:
    found = told_to_the_second((8000, 1, 6550), (8000, 1, 6500), POINTS, PRIORITY, WRITTEN)

    text = "总分80.00（第2名），与该县末位入围相同，笔试成绩65.00，低于对方的65.50"
    assert found == (text, TIES)


def test_where_less_is_better_the_sentence_says_more() -> None:
    first = told_to_the_second((-35,), (-40,), MINUTES)
    later = told_to_the_second((8000, -35), (8000, -40), POINTS, MINUTES)

    assert first == ("通勤分钟40（第2名），大于该县末位入围35（第1名）", PLACEMENT)
    text = "总分80.00（第2名），与该县末位入围相同，通勤分钟40，大于对方的35"
    assert later == (text, TIES)


def test_lot_is_named_where_it_alone_parted_them() -> None:
    order = order_of(A1=(8000,), A2=(8000,))
    winner, loser = (one.candidate.id for one in order)

    found = answers(order, {"A1": ["代县"], "A2": ["代县"]}, POINTS)

    text = "总分80.00（第1名），与该县末位入围相同，抽签次序在后"
    assert found[loser] == (
        Answer(1, "代县", Outcome.BEATEN, text, TIES, winner, 1, "80.00"),
    )  # fmt: skip


def test_where_a_document_ranks_by_lot_alone_no_figure_is_told() -> None:
    order = order_of(A1=(), A2=())
    winner, loser = (one.candidate.id for one in order)

    found = answers(order, {"A1": ["代县"], "A2": ["代县"]})

    text = "抽签次序在该县末位入围之后"
    assert found[loser] == (Answer(1, "代县", Outcome.BEATEN, text, TIES, winner, 1, ""),)


def test_without_a_clause_for_equals_that_of_the_placement_stands() -> None:
    only = Wording(clauses=Clauses(placement=PLACEMENT))
    order = order_of(A1=(8000, 1), A2=(8000, 0))

    found = answers(order, {"A1": ["代县"], "A2": ["代县"]}, POINTS, PRIORITY, wording=only)

    (answer,) = found["A2"]
    assert (answer.text, answer.clause) == (
        "总分80.00（第2名），与该岗位末位入围相同，对方属优先人员",
        PLACEMENT,
    )


def test_post_s_own_list_tells_its_own_figure_and_rank() -> None:
    order = order_of(A1=(9000,), A2=(8000,), A3=(7000,))
    own = {("A1", "代县"): 60, ("A2", "代县"): 70}
    choices = {one: ["代县"] for one in ("A1", "A2", "A3")}

    found = answers(order, choices, Criterion("面谈成绩"), POINTS, own=own)

    below = "面谈成绩60（第2名），低于该县末位入围70（第1名）"
    assert found == {
        "A1": (Answer(1, "代县", Outcome.BEATEN, below, PLACEMENT, "A2", 1, "70"),),
        "A2": (Answer(1, "代县", Outcome.PLACED, "按第一意向入围", PLACEMENT),),
        "A3": (Answer(1, "代县", Outcome.NOT_RANKED, "该县没有将本人列入排序", PLACEMENT),),
    }


def test_rank_in_a_post_s_own_list_counts_all_whom_it_ranks_equals_alike() -> None:
    order = order_of(A1=(9000,), A2=(8000,), A3=(8000,), A4=(7000,))
    own = {("A1", "代县"): 50, ("A2", "代县"): 70, ("A3", "代县"): 70, ("A4", "代县"): 60}
    choices = {"A1": ["代县"], "A4": ["代县"]}

    found = place(
        (Seats("代县", 1),), order, choices, chain=(Criterion("面谈成绩"), POINTS), own=own
    )

    answer = found.placements[0].answers[0]
    assert answer.text == "面谈成绩50（第4名），低于该岗位末位入围60（第3名）"
    assert (answer.last, answer.last_rank, answer.last_figure) == ("A4", 3, "60")


def test_choices_and_posts_are_called_as_no_document_says_otherwise() -> None:
    order = order_of(A1=(9000,), A2=(8000,))
    choices = {"A1": ["代县"], "A2": ["外市", "五台县", "代县", "偏关县"]}
    seats = (Seats("代县", 1), Seats("五台县", 0), Seats("偏关县", 1))

    found = place(seats, order, choices, chain=(POINTS,))

    assert [one.reason for one in found.placements] == [
        "按第1志愿入围",
        "第1志愿：该岗位不在名额表中；第2志愿：该岗位没有名额；"
        "第3志愿：总分80.00（第2名），低于该岗位末位入围90.00（第1名）；按第4志愿入围",
    ]


def test_places_kept_for_a_group_are_named_to_those_outside_it() -> None:
    order = order_of(A1=(9000,))
    seats = (Seats("代县", 1, 1, "应届毕业生", is_hard=True),)
    without = Wording(post="该县", clauses=Clauses(placement=PLACEMENT))

    found = answers(order, {"A1": ["代县"]}, POINTS, seats=seats)
    plain = answers(order, {"A1": ["代县"]}, POINTS, seats=seats, wording=without)

    text = "该县的名额面向应届毕业生"
    assert found["A1"] == (Answer(1, "代县", Outcome.KEPT_FOR_GROUP, text, RESERVED),)
    assert plain["A1"] == (Answer(1, "代县", Outcome.KEPT_FOR_GROUP, text, PLACEMENT),)
