"""The facts of a case, each as its pack declares it: decimals, months and histories."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from linli.core.policy import CaseError, Month
from linli.core.policy.facts import read_facts
from linli.core.policy.pack import Input
from tests.core.policy.tiny_packs import answer

RATING = {"excellent": "优秀", "fair": "合格"}
INPUTS = {
    one.name: one
    for one in (
        Input("score", "成绩", "decimal", low=-5, high=1000, places=1),
        Input("ratio", "比例", "decimal", high=10000, places=4),
        Input("since", "起算年月", "month", low=1900 * 12, high=2199 * 12 + 11),
        Input("results", "历年考核", "history", high=2, choices=RATING),
    )
}


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("score", 85, 850),
        ("score", Decimal("85.5"), 855),
        ("score", Decimal("85.50"), 855),
        ("score", Decimal("-0.5"), -5),
        ("score", 100, 1000),
        ("score", Decimal("1E+2"), 1000),
        ("ratio", Decimal("0.3333"), 3333),
        ("ratio", 1, 10000),
        ("since", "2025-01", 2025 * 12),
        ("since", "2025-12", 2025 * 12 + 11),
        ("since", "2025-01-31", 2025 * 12),
        ("since", date(2025, 1, 31), 2025 * 12),
        ("since", "1900-01", 1900 * 12),
        ("since", "2199-12", 2199 * 12 + 11),
        ("results", [], ()),
        ("results", ["fair"], ("fair",)),
        ("results", ("fair", "excellent"), ("fair", "excellent")),
    ],
)
def test_fact_is_read_as_a_whole_number_month_or_list(name: str, given: Any, read: object) -> None:
    found = read_facts(INPUTS, {name: given})

    assert found == {name: read}
    assert type(found[name]) is type(read)


def test_fact_that_the_pack_does_not_know_is_left_out() -> None:
    assert read_facts(INPUTS, {"score": 1, "height": 180}) == {"score": 10}


SCORE = "“成绩”（score）的值不合要求：应是-0.5至100.0的数，最多1位小数"
SINCE = "“起算年月”（since）的值不合要求：应是1900至2199年的年月，如 2025-01"
RESULTS = "“历年考核”（results）的值不合要求：应是至多2项的列表（csv 中用分号隔开），各项是excellent、fair"


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("score", Decimal("-0.6"), SCORE),
        ("score", Decimal("100.1"), SCORE),
        ("score", 101, SCORE),
        ("score", Decimal("85.55"), SCORE),
        ("score", 85.5, SCORE),
        ("score", True, SCORE),
        ("score", "85.5", SCORE),
        ("score", Decimal("NaN"), SCORE),
        ("score", Decimal("Infinity"), SCORE),
        ("since", "1899-12", SINCE),
        ("since", "2200-01", SINCE),
        ("since", "2025-13", SINCE),
        ("since", "2025-1", SINCE),
        ("since", "2025", SINCE),
        ("since", "20250101", SINCE),
        ("since", "2025-W01-1", SINCE),
        ("since", "2025-02-30", SINCE),
        ("since", "一月", SINCE),
        ("since", 202501, SINCE),
        ("since", datetime(2025, 1, 1), SINCE),
        ("results", ["fair"] * 3, RESULTS),
        ("results", ["absent"], RESULTS),
        ("results", ["fair", None], RESULTS),
        ("results", "fair", RESULTS),
        ("results", {"fair": 1}, RESULTS),
    ],
)
def test_fact_that_is_not_as_declared_is_refused(name: str, given: Any, sentence: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_facts(INPUTS, {name: given})

    assert str(caught.value) == f"{sentence}；处理办法：改正后重试。"


@pytest.mark.parametrize("name", INPUTS)
def test_fact_that_must_be_known_is_not_empty(name: str) -> None:
    with pytest.raises(CaseError) as caught:
        read_facts(INPUTS, {name: None})

    description = INPUTS[name].description
    assert str(caught.value) == f"“{description}”（{name}）不能为空；处理办法：补上这项事实。"


@pytest.mark.parametrize(
    ("name", "given", "value", "shown"),
    [
        ("score", Decimal("85.5"), Decimal("85.5"), "85.5"),
        ("score", 85, Decimal("85.0"), "85.0"),
        ("score", None, None, "未知"),
        ("since", "2025-01", Month(2025, 1), "2025年1月"),
        ("since", date(2025, 10, 31), Month(2025, 10), "2025年10月"),
        ("since", None, None, "未知"),
    ],
)
def test_fact_is_shown_as_it_was_given(
    tmp_path: Path, name: str, given: Any, value: object, shown: str
) -> None:
    found = answer(tmp_path, f"x({name})", name, **{name: given})

    step = found.steps[-1]
    assert (found.value, type(found.value), step.shown, step.formula) == (
        value,
        type(value),
        shown,
        shown,
    )


def test_month_is_written_as_it_is_given() -> None:
    assert [str(Month(2025, 1)), str(Month(1999, 12))] == ["2025-01", "1999-12"]
