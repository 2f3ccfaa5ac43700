"""Values as officials read them: ages, names of choices, yuan with its parts."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linli.core.policy import Age
from linli.core.policy.expression import Kind, Shape
from linli.core.policy.pack import Input
from linli.core.policy.showing import Value, labels_of, shown
from tests.core.policy.tiny_packs import answer


@pytest.mark.parametrize(
    ("months", "shown", "age"),
    [
        (11, "0年11个月", Age(0, 11)),
        (12, "1年", Age(1, 0)),
        (13, "1年1个月", Age(1, 1)),
        (240, "20年", Age(20, 0)),
    ],
)
def test_number_of_months_is_shown_as_an_age(
    tmp_path: Path, months: int, shown: str, age: Age
) -> None:
    found = answer(tmp_path, "x(months)", "as_age(months)", months=months)

    step = found.steps[-1]
    assert (found.value, step.shown, step.formula) == (age, shown, f"{months}个月")


@pytest.mark.parametrize(
    ("signature", "result", "value", "shown", "formula"),
    [
        ("x(place)", "place", "west", "西区", "西区"),
        ("x(place)", 'when(place == "east", "red", "blue")', "blue", "蓝组", "蓝组（因“西区 ＝ 东区”为否）"),
        ("x(word)", "word", "甲", "甲", "甲"),
        ("x(holds, word)", 'when(holds, "乙", word)', "乙", "乙", "乙（因“条件甲”为是）"),
        ("x(rating)", 'rating != "fair"', False, "否", "合格 ≠ 合格"),
    ],
)  # fmt: skip
def test_choice_is_shown_by_its_name(
    tmp_path: Path, signature: str, result: str, value: Any, shown: str, formula: str
) -> None:
    found = answer(tmp_path, signature, result, place="west", holds=True, rating="fair")

    assert (found.value, found.steps[-1].shown, found.steps[-1].formula) == (value, shown, formula)


def test_text_that_may_be_more_than_its_codes_is_compared_with_any(tmp_path: Path) -> None:
    found = answer(tmp_path, "x(holds, word)", 'when(holds, word, "乙") == "甲"', holds=True)

    assert found.value is True


@pytest.mark.parametrize(
    ("kind", "value", "scale", "text"),
    [
        (Kind.MONEY, 123456, 0, "1,234.56元"),
        (Kind.MONEY, -5, 0, "-0.05元"),
        (Kind.MONEY, 12345600, 2, "1,234.56元"),
        (Kind.MONEY, 12345678, 2, "1,234.5678元"),
        (Kind.MONEY, 1000, 1, "1.00元"),
        (Kind.NUMBER, 855, 1, "85.5"),
        (Kind.NUMBER, 12, 0, "12"),
        (Kind.DATE, date(2024, 7, 5).toordinal(), 0, "2024-07-05"),
        (Kind.MONTH, 2024 * 12 + 11, 0, "2024年12月"),
        (Kind.FLAG, False, 0, "否"),
        (Kind.OUTCOME, "refer", 0, "需人工核定"),
        (Kind.HISTORY, (), 0, "无"),
        (Kind.HISTORY, ("good", "fair"), 0, "good、fair"),
        (Kind.NUMBER, None, 0, "未知"),
    ],
)
def test_value_is_shown_in_its_kind(kind: Kind, value: Value, scale: int, text: str) -> None:
    assert shown(value, Shape(kind, scale)) == text


FIRST = Input("first", "甲项", "choice", choices={"good": "优秀", "fair": "合格"})
SECOND = Input("second", "乙项", "choice", choices={"good": "良好", "poor": "较差"})
INPUTS = {"first": FIRST, "second": SECOND}


@pytest.mark.parametrize(
    ("codes", "labels"),
    [
        (["good", "fair"], {"good": "优秀", "fair": "合格"}),
        (["good", "poor"], {"good": "良好", "poor": "较差"}),
        (["good"], {"fair": "合格", "poor": "较差"}),
        ([], {"fair": "合格", "poor": "较差"}),
    ],
)
def test_code_has_the_name_that_its_own_choices_give_it(
    codes: list[str], labels: dict[str, str]
) -> None:
    assert labels_of(INPUTS, frozenset(codes)) == labels
