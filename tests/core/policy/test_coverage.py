"""A table keyed by a rule has a row for every value that the rule can give."""

from pathlib import Path

import pytest

from linli.core.policy import PackError, compile_rules, explain, load_pack
from tests.core.policy.tiny_packs import HEAD, IMPORT, JUNE, rule_text, write_pack

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


BY_RULE = """\
[inputs.place]
description = "地点"
type = "choice"
choices = {{ east = "东区", west = "西区" }}
[inputs.local]
description = "本地"
type = "flag"
[inputs.results]
description = "历年考核"
type = "history"
choices = {{ good = "优秀", fair = "合格" }}
most = 2
[parameters.grant]
description = "补助"
unit = "yuan"
keys = ["key"]
clause = "D9 三"
values = [{{ from = 2024-06-01, value = {{ {rows} }} }}]
"""


@pytest.mark.parametrize(
    ("signature", "result", "rows", "missing"),
    [
        ("key(place)", 'place == "east"', "true = 1, false = 2", None),
        ("key(place)", 'place == "east"', "true = 1", "false"),
        ("key(place)", 'when(place == "east", "a", "b")', "a = 1, b = 2", None),
        ("key(place)", 'when(place == "east", "a", "b")', "a = 1", "b"),
        # What rests on a history, a flag or a number is left to the case itself.
        ("key(results)", 'count_of(results, "good")', "0 = 1, 1 = 2", None),
        ("key(local)", "~local", "true = 1", None),
    ],
)
def test_row_for_each_result_of_closed_choices_is_asked_for(
    tmp_path: Path, signature: str, result: str, rows: str, missing: str | None
) -> None:
    rules = rule_text(signature, result) + rule_text("pay(grant)", "grant")
    pack = write_pack(tmp_path, BY_RULE.format(rows=rows), rules)

    if missing is None:
        assert load_pack(pack).id == "sample"
        return
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    assert f"参数“grant”缺少“{missing}”的数值，而规则“key”会得出它" in str(caught.value)


@pytest.mark.parametrize(
    ("signature", "result", "rows", "key"),
    [
        ("key(results)", 'count_of(results, "good")', "0 = 1, two = 2", "two"),
        ("key(results)", 'count_of(results, "good")', '0 = 1, "1.5" = 2', "1.5"),
        ("key(local)", "~local", "true = 1, no = 2", "no"),
    ],
)
def test_row_that_a_rule_can_never_give_is_refused(
    tmp_path: Path, signature: str, result: str, rows: str, key: str
) -> None:
    rules = rule_text(signature, result) + rule_text("pay(grant)", "grant")
    pack = write_pack(tmp_path, BY_RULE.format(rows=rows), rules)

    with pytest.raises(PackError) as caught:
        load_pack(pack)

    assert str(caught.value) == (
        f"政策包 sample/rules.py 第5行：规则“pay”：参数“grant”的“{key}”不会是“key”的值。"
    )


def test_table_may_be_keyed_by_the_outcome_of_a_check(tmp_path: Path) -> None:
    rules = (
        '@check("D9 四", "样本检查", code="c", effect=Effect.FAIL, text="不行")\n'
        "def key(local):\n    return local\n" + rule_text("pay(grant)", "grant")
    )
    toml = BY_RULE.format(rows="pass = 1, fail = 2, refer = 3")
    edition = compile_rules(load_pack(write_pack(tmp_path, toml, rules)), JUNE)

    found = [explain(edition, "pay", {"local": local}).value for local in (True, False)]

    assert found == [100, 200]
