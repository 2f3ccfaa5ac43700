"""A table keyed by a rule has a row for every value that the rule can give."""

from pathlib import Path

import pytest

from linli.core.policy import PackError, load_pack
from tests.core.policy.tiny_packs import HEAD, IMPORT

TABLES = """\
[inputs.place]
description = "地点"
type = "choice"
choices = { east = "东区", west = "西区" }
[parameters.tier_of]
description = "类别"
unit = "ordinal"
keys = ["place"]
clause = "D9 一"
[[parameters.tier_of.values]]
from = 2024-06-01
[parameters.tier_of.values.value]
east = 1
west = 2
[parameters.wage]
description = "工资"
unit = "yuan/month"
keys = ["tier"]
clause = "D9 二"
[[parameters.wage.values]]
from = 2024-06-01
[parameters.wage.values.value]
1 = 1980
"""
RULES = """\
@rule("D9 一", "类别")
def tier(tier_of):
    return tier_of
"""


def write(folder: Path, tables: str) -> Path:
    """Write a pack of two tables and one rule."""
    folder.mkdir()
    (folder / "pack.toml").write_text(HEAD + tables, encoding="utf-8")
    (folder / "rules.py").write_text(IMPORT + RULES, encoding="utf-8")
    return folder


def test_a_table_with_a_row_for_every_result_of_its_rule_is_sound(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path / "sample", TABLES + "2 = 1880\n"))

    assert pack.id == "sample"


def test_a_row_that_a_rule_would_look_for_and_miss_is_named_with_its_table_and_line(
    tmp_path: Path,
) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(write(tmp_path / "sample", TABLES))

    assert str(caught.value) == (
        "政策包 sample/pack.toml 第32行：参数“wage”缺少“2”的数值，而规则“tier”会得出它；"
        "处理办法：补上这一行，或核对规则。"
    )


def test_a_rule_without_its_clause_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "sample", TABLES + "2 = 1880\n")
    (folder / "rules.py").write_text(IMPORT + RULES.replace('"D9 一", ', ""), encoding="utf-8")

    with pytest.raises(PackError) as caught:
        load_pack(folder)

    assert (caught.value.line, "规则声明不完整" in str(caught.value)) == (2, True)
