"""A figure fits its unit, or its pack is refused by the line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from linli.core.policy import load_pack
from tests.core.policy.test_loading import one_figure, refusal
from tests.core.policy.tiny_packs import write_pack


def test_unit_outside_the_closed_list_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, one_figure("dollars", "1")) == (
        "政策包 sample/pack.toml 第14行：参数“fee”的单位“dollars”不在单位表内。"
    )


ADMITTED = {
    "yuan": "以元计，最多两位小数",
    "yuan/month": "以元计，最多两位小数",
    "ratio": "0至1的小数；大于1的系数用 times",
    "people": "从0起的整数",
    "days": "从0起的整数",
    "date": "日期，如 2024-07-05，不加引号",
    "yes_no": "true 或 false",
    "text": "加引号的文字",
    "texts": "一组文字",
}


@pytest.mark.parametrize(
    ("unit", "written", "shown"),
    [
        ("yuan", "1.005", "1.005"),
        ("yuan", "0.10000000000000000000000000000001", "0.10000000000000000000000000000001"),
        ("yuan", "-1", "-1"),
        ("yuan", "true", "True"),
        ("yuan", '"100"', "100"),
        ("yuan", "nan", "NaN"),
        ("yuan/month", "inf", "Infinity"),
        ("ratio", "nan", "NaN"),
        ("ratio", "-0.5", "-0.5"),
        ("people", "4.5", "4.5"),
        ("people", "-4", "-4"),
        ("people", "true", "True"),
        ("days", "2024-06-01", "2024-06-01"),
        ("date", '"2024-06-01"', "2024-06-01"),
        ("date", "2024-06-01T00:00:00", "2024-06-01 00:00:00"),
        ("yes_no", "1", "1"),
        ("text", "1", "1"),
        ("texts", '"甲"', "甲"),
        ("texts", '["甲", 1]', "['甲', 1]"),
        ("texts", "[]", "[]"),
    ],
)
def test_figure_that_does_not_fit_its_unit_is_refused(
    tmp_path: Path, unit: str, written: str, shown: str
) -> None:
    assert refusal(tmp_path, one_figure(unit, written)) == (
        f"政策包 sample/pack.toml 第17行：“{shown}”不是单位“{unit}”的数值"
        f"；处理办法：写成{ADMITTED[unit]}。"
    )


@pytest.mark.parametrize(
    ("unit", "written", "kept"),
    [
        ("yuan", "1980", 198000),
        ("yuan", "0.01", 1),
        ("yuan", "1.10", 110),
        ("ratio", "0.55", Decimal("0.55")),
        ("points", "71.5", Decimal("71.5")),
        ("people", "0", 0),
        ("date", "2024-07-05", date(2024, 7, 5)),
        ("yes_no", "false", False),
        ("text", '"甲"', "甲"),
        ("texts", '["甲", "乙"]', ("甲", "乙")),
    ],
)
def test_figure_that_fits_its_unit_is_kept_exactly(
    tmp_path: Path, unit: str, written: str, kept: object
) -> None:
    pack = load_pack(write_pack(tmp_path, one_figure(unit, written)))

    assert pack.parameters["fee"].values[0].value == kept
    assert type(pack.parameters["fee"].values[0].value) is type(kept)
