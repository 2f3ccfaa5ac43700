"""Histories walked item by item, and places within a group."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from linli.core.policy import CaseError, UsedParameter, compute, explain
from tests.core.policy.tiny_packs import JUNE, answer, edition_of, rule_refusal, rule_text

# ---------------------------------------------------------------- fold, count_of, length

RUN = 'fold(results, 0, lambda run, result: when(result == "failed", run + 1, 0))'


@pytest.mark.parametrize(
    ("results", "count", "formula"),
    [
        ([], 0, "“无”中“优秀”的次数"),
        (["fair"], 0, "“合格”中“优秀”的次数"),
        (["excellent", "fair", "excellent"], 2, "“优秀、合格、优秀”中“优秀”的次数"),
        (["excellent"] * 5, 5, "“优秀、优秀、优秀、优秀、优秀”中“优秀”的次数"),
        (None, None, "“未知”中“优秀”的次数"),
    ],
)
def test_items_of_a_history_are_counted_by_their_code(
    tmp_path: Path, results: list[str] | None, count: int | None, formula: str
) -> None:
    found = answer(tmp_path, "x(results)", 'count_of(results, "excellent")', results=results)

    assert (found.value, found.steps[-1].formula) == (count, formula)


@pytest.mark.parametrize(
    ("results", "items", "formula"),
    [
        ([], 0, "“无”的次数"),
        (["fair", "failed"], 2, "“合格、不合格”的次数"),
        (None, None, "“未知”的次数"),
    ],
)
def test_length_of_a_history_is_the_number_of_its_items(
    tmp_path: Path, results: list[str] | None, items: int | None, formula: str
) -> None:
    found = answer(tmp_path, "x(results)", "length(results)", results=results)

    assert (found.value, found.steps[-1].formula) == (items, formula)


@pytest.mark.parametrize(
    ("results", "run"),
    [
        ([], 0),
        (["failed"], 1),
        (["failed", "fair"], 0),
        (["failed", "fair", "failed"], 1),
        (["fair", "failed", "failed"], 2),
        (["failed"] * 5, 5),
        (None, None),
    ],
)
def test_history_is_walked_from_its_oldest_item(
    tmp_path: Path, results: list[str] | None, run: int | None
) -> None:
    assert answer(tmp_path, "x(results)", RUN, results=results).value == run


def test_walk_is_told_by_its_history(tmp_path: Path) -> None:
    found = answer(tmp_path, "x(results)", RUN, results=["fair", "failed"])

    assert found.steps[-1].formula == "从0开始，按历次“合格、不合格”逐次计算"


def test_walk_begins_with_a_figure_of_the_case(tmp_path: Path) -> None:
    walk = 'fold(results, days, lambda left, result: when(result == "failed", left - 1, left))'

    found = answer(tmp_path, "x(results, days)", walk, days=3, results=["failed", "failed"])

    assert found.value == 1


def test_each_item_is_looked_up_in_a_table(tmp_path: Path) -> None:
    walk = "fold(results, 0, lambda points, result: points + at(points_of, result))"

    found = answer(
        tmp_path,
        "x(results, points_of)",
        walk,
        results=["excellent", "fair", "excellent", "failed"],
    )

    assert found.value == 7
    assert found.steps[-1].parameters == (
        UsedParameter("points_of", "3", JUNE, "D9 十二"),
        UsedParameter("points_of", "1", JUNE, "D9 十二"),
        UsedParameter("points_of", "0", JUNE, "D9 十二"),
    )


def test_step_may_rest_on_a_rule_that_walks_too(tmp_path: Path) -> None:
    rules = rule_text("good(results)", 'count_of(results, "excellent")') + rule_text(
        "x(results, good)", "fold(results, 0, lambda state, result: good + state)"
    )

    found = explain(
        edition_of(tmp_path, rules), "x", {"results": ["excellent", "fair", "excellent"]}
    )

    assert found.value == 2 * 3


def test_walk_carries_several_numbers_at_once(tmp_path: Path) -> None:
    # The longest run of failures, beside the run that is going on.
    walk = (
        "fold(results, (0, 0), lambda runs, result: (lambda run: (larger(runs[0], run), run))"
        '(when(result == "failed", runs[1] + 1, 0)))'
    )
    rules = (
        f'@rule("D9 一", "最长")\ndef longest(results):\n    return {walk}[0]\n'
        f'@rule("D9 一", "最近")\ndef latest(results):\n    return {walk}[1]\n'
    )
    edition = edition_of(tmp_path, rules)
    facts = {"results": ["failed", "failed", "fair", "failed"]}

    found = [explain(edition, name, facts) for name in ("longest", "latest")]

    assert [one.value for one in found] == [2, 1]
    assert found[0].steps[-1].formula == (
        "从0、0开始，按历次“不合格、不合格、合格、不合格”逐次计算"
    )


def test_bounds_of_a_walk_follow_from_its_longest_history(tmp_path: Path) -> None:
    rules = rule_text("count(results)", 'count_of(results, "failed")') + rule_text(
        "down(results)", "fold(results, 2, lambda state, result: state - 3)"
    )
    edition = edition_of(tmp_path, rules)

    shapes = [edition.rules[name].tree.shape for name in ("count", "down")]

    assert [(shape.low, shape.high) for shape in shapes] == [(0, 5), (-13, 2)]


CODES = "可选值：excellent、failed、fair。"


@pytest.mark.parametrize(
    ("signature", "result", "what"),
    [
        ("x(days)", "fold(days, 0, lambda state, item: state)", "fold 的第一个参数应是历次记录。"),
        ("x(days)", "length(days)", "fold 的第一个参数应是历次记录。"),
        ("x(results)", "fold(results, 0, lambda state, item: item)", "fold 的每一步应得出整数。"),
        ("x(results, rate)", "fold(results, 0, lambda state, item: state + rate)", "fold 的每一步应得出整数。"),
        ("x(results, fee)", "fold(results, fee, lambda state, item: state)", "fold 的起始值应是整数。"),
        ("x(results)", "fold(results, 1, lambda state, item: state * 9999999999999)", "运算“*”可能超出64位整数；处理办法：缩小输入的上限，或先舍入。"),
        ("x(results)", "fold(results, (0, 0), lambda states, item: states[0])[0]", "fold 的每一步应得出与起始值同样多的数。"),
        ("x(results)", "fold(results, (0, 0), lambda states, item: (states[0],))[0]", "fold 的每一步应得出与起始值同样多的数。"),
        ("x(results, days)", "fold(results, 0, lambda state, item: rank(days))", "fold 的每一步不能再用 fold 或 rank。"),
        ("x(results, days)", "fold(results, 0, lambda state, item: state + length(results))", "fold 的每一步不能再用 fold 或 rank。"),
        ("x(results)", 'count_of(results, "absent")', f"“absent”不是可选值；处理办法：{CODES}"),
        ("x(results)", 'fold(results, 0, lambda n, item: when(item == "absent", n, n))', f"“absent”不是可选值；处理办法：{CODES}"),
        ("x(results)", "results == results", "历次记录不能直接比较；处理办法：用 count_of 或 fold。"),
        ("x(results)", "results", "结果不能是历次记录；处理办法：用 fold 或 count_of 得出一个数。"),
        ("x(results)", 'results == "fair"', "历次记录与文字不能相加、比较或并列；处理办法：核对规则中各量的单位。"),
    ],
)  # fmt: skip
def test_walk_that_makes_no_sense_is_refused(
    tmp_path: Path, signature: str, result: str, what: str
) -> None:
    assert rule_refusal(tmp_path, signature, result) == what


def test_walk_that_grows_within_64_bits_is_taken(tmp_path: Path) -> None:
    walk = "fold(results, 1, lambda state, item: state * 1000)"

    assert answer(tmp_path, "x(results)", walk, results=["fair"] * 5).value == 10**15


# ---------------------------------------------------------------- rank


def places(folder: Path, result: str, cases: Sequence[dict[str, Any]]) -> list[Any]:
    """Return the place of each case among the others."""
    signature = "x(score, team, days, amount, done, since)"
    edition = edition_of(folder, rule_text(signature, result))
    return [
        compute(edition, "x", case, others=[*cases[:index], *cases[index + 1 :]])
        for index, case in enumerate(cases)
    ]


def scores(*values: str | None) -> list[dict[str, Any]]:
    return [{"score": None if value is None else Decimal(value)} for value in values]


@pytest.mark.parametrize(
    ("marks", "descending", "ascending"),
    [
        (["72"], [1], [1]),
        (["72", "71", "71", "70"], [1, 2, 2, 4], [4, 2, 2, 1]),
        (["70", "72", "71", "71"], [4, 1, 2, 2], [1, 4, 2, 2]),
        (["71", "71", "71"], [1, 1, 1], [1, 1, 1]),
        (["71.5", "71.4"], [1, 2], [2, 1]),
        (["72", None, "70"], [1, None, 2], [2, None, 1]),
        ([None, None], [None, None], [None, None]),
    ],
)
def test_equal_values_share_a_place_and_an_unknown_one_takes_none(
    tmp_path: Path,
    marks: list[str | None],
    descending: list[int | None],
    ascending: list[int | None],
) -> None:
    (tmp_path / "up").mkdir()

    assert places(tmp_path, "rank(score)", scores(*marks)) == descending
    assert places(tmp_path / "up", "rank(score, descending=False)", scores(*marks)) == ascending


def test_place_is_that_within_the_group(tmp_path: Path) -> None:
    cases = [
        {"score": score, "team": team}
        for score, team in [(72, "red"), (80, "blue"), (70, "red"), (90, "blue"), (85, None)]
    ]

    found = places(tmp_path, "rank(score, within=(team,))", cases)

    assert found == [1, 2, 2, 1, 1]


def test_group_of_two_facts_is_that_of_both(tmp_path: Path) -> None:
    cases = [
        {"score": score, "team": team, "days": days}
        for score, team, days in [(72, "red", 1), (80, "red", 2), (70, "red", 1), (90, "blue", 1)]
    ]

    assert places(tmp_path, "rank(score, within=(team, days))", cases) == [1, 1, 2, 1]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("amount", [100, 300, 200]),
        ("days", [1, 3, 2]),
        ("done", [date(2024, 7, 1), date(2024, 7, 3), date(2024, 7, 2)]),
        ("since", ["2024-07", "2024-09", "2024-08"]),
    ],
)
def test_amounts_numbers_dates_and_months_are_ranked(
    tmp_path: Path, name: str, values: list[Any]
) -> None:
    cases = [{name: value} for value in values]

    assert places(tmp_path, f"rank({name})", cases) == [3, 1, 2]


def test_place_may_rest_on_the_places_of_all(tmp_path: Path) -> None:
    rules = rule_text("first(score)", "rank(score)") + rule_text(
        "x(first, days)", "rank(when(first <= 2, days, 0))"
    )
    edition = edition_of(tmp_path, rules)
    cases = [{"score": score, "days": days} for score, days in [(72, 1), (71, 5), (70, 9), (60, 9)]]

    found = [
        compute(edition, "x", case, others=[one for one in cases if one is not case])
        for case in cases
    ]

    assert found == [2, 1, 3, 3]


def test_trace_of_a_place_is_that_of_the_case_alone(tmp_path: Path) -> None:
    rules = rule_text("total(score, days)", "score + days") + rule_text(
        "x(total, team)", "rank(total, within=(team,))"
    )
    edition = edition_of(tmp_path, rules)
    others = [{"score": 80, "days": 2, "team": "red"}, {"score": 90, "days": 2, "team": "blue"}]

    found = explain(edition, "x", {"score": 72, "days": 3, "team": "red"}, others=others)

    assert [(step.rule, step.shown, step.formula) for step in found.steps] == [
        ("total", "75.0", "72.0 + 3"),
        ("x", "2", "75.0在“红组”中从高到低的名次"),
    ]


def test_place_within_a_formula_is_told_with_its_value(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, rule_text("x(score)", "rank(score, descending=False) + 1"))

    found = explain(edition, "x", {"score": 72}, others=[])

    assert found.steps[-1].formula == "1（72.0从低到高的名次） + 1"


def test_rank_without_the_others_is_refused_and_not_the_first_place(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, rule_text("x(score)", "rank(score)"))

    with pytest.raises(CaseError) as caught:
        explain(edition, "x", {"score": 72})

    assert str(caught.value) == (
        "排名要有同批其他人的事实；处理办法：一并给出同批其他人的事实（others）。"
    )


def test_others_bring_facts_of_their_own_in_bounds(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, rule_text("x(score)", "rank(score)"))

    with pytest.raises(CaseError) as caught:
        explain(edition, "x", {"score": 72}, others=[{"score": 101}])

    assert str(caught.value) == (
        "“成绩”（score）的值不合要求：应是0.0至100.0的数，最多1位小数；处理办法：改正后重试。"
    )


@pytest.mark.parametrize(
    ("result", "what"),
    [
        ("rank(holds)", "是非判断不能排名。"),
        ("rank(place)", "文字不能排名。"),
        ("rank(results)", "历次记录不能排名。"),
    ],
)
def test_what_has_no_order_is_not_ranked(tmp_path: Path, result: str, what: str) -> None:
    assert rule_refusal(tmp_path, "x(holds, place, results)", result) == what
