"""The facts of a check as the office reads them."""

from __future__ import annotations

import pytest

from linli.web.office.fact_lines import facts_in_words


@pytest.mark.parametrize(
    ("formula", "facts"),
    [
        ("", ""),
        ("提供了毕业证：是", "提供了毕业证：是"),
        ("并非（登记表上的姓名与所交证件不同：否）", "登记表上的姓名与所交证件不同：否"),
        (
            "提供了学位证：否 或 并非（登记表填写了学位：是） 或 并非（提供了毕业证：是）",
            "提供了学位证：否；登记表填写了学位：是；提供了毕业证：是",
        ),
        ("2023 ＝ 2024", "2023，须为2024"),
        (
            "全日制培养（材料和登记表未见成人、函授 或 自考等字样）：是",
            "全日制培养（材料和登记表未见成人、函授 或 自考等字样）：是",
        ),
        ("并非（甲（乙）：是 且 （丙：否 或 丁：是）） 且 丁：是", "甲（乙）：是；丙：否；丁：是"),
        ("并非（甲：是", "并非（甲：是"),
        ("（甲：是） ≠ （乙：是）", "（甲：是） ≠ （乙：是）"),
    ],
)
def test_formula_is_told_fact_by_fact_each_once(formula: str, facts: str) -> None:
    assert facts_in_words(formula) == facts
