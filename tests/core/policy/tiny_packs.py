"""Packs of a few lines, written into a folder, for tests of the rule language.

The head takes lines 1 to 10 of ``pack.toml`` and the import line 1 of ``rules.py``, so what
a test adds begins on line 11 and on line 2.
"""

from datetime import date
from pathlib import Path

from linli.core.policy import Edition, Explanation, compile_rules, explain, load_pack
from linli.core.policy.pack import Scalar

HEAD = """\
[pack]
id = "sample"
title = "样本"
edition = "2024-06-01"
[documents.D9]
number = "样本〔2024〕1号"
title = "样本通知"
organs = ["样本部"]
issued = 2024-06-01
disclosure = "主动公开"
"""

IMPORT = (
    "from linli.core.policy import "
    "Effect, check, round_down, round_half_up, rule, smaller, when, worst\n"
)

# One input of each type and one parameter of each kind of value: enough for any rule below.
FACTS_AND_FIGURES = """\
[inputs.amount]
description = "金额"
type = "money"
low = -1000000
high = 1000000
[inputs.days]
description = "天数"
type = "integer"
high = 31
may_be_unknown = true
[inputs.month]
description = "当月天数"
type = "integer"
low = 28
high = 31
[inputs.holds]
description = "条件甲"
type = "flag"
may_be_unknown = true
[inputs.other]
description = "条件乙"
type = "flag"
may_be_unknown = true
[inputs.place]
description = "地点"
type = "choice"
choices = { east = "东区", west = "西区" }
may_be_unknown = true
[inputs.done]
description = "完成日期"
type = "date"
may_be_unknown = true
[parameters.fee]
description = "费用"
unit = "yuan"
clause = "D9 一"
values = [{ from = 2024-06-01, value = 100.00 }]
[parameters.rate]
description = "比例"
unit = "ratio"
clause = "D9 二"
values = [{ from = 2024-06-01, value = 0.55 }]
[parameters.wage]
description = "工资"
unit = "yuan/month"
keys = ["place"]
clause = "D9 三"
values = [
    { from = 2024-06-01, value = { east = 1980, west = 1780.50 } },
    { from = 2025-01-01, value = { east = 2080, west = 1880 }, clause = "D9 三(二)" },
]
[parameters.deadline]
description = "截止日期"
unit = "date"
clause = "D9 四"
values = [{ from = 2024-06-01, value = 2024-07-05 }]
[parameters.word]
description = "办法"
unit = "text"
clause = "D9 五"
values = [{ from = 2024-06-01, value = "甲" }]
[parameters.groups]
description = "人员"
unit = "texts"
clause = "D9 六"
values = [{ from = 2024-06-01, value = ["甲", "乙"] }]
[parameters.allowed]
description = "是否允许"
unit = "yes_no"
clause = "D9 七"
values = [{ from = 2024-06-01, value = false }]
"""

JUNE = date(2024, 6, 1)


def write_pack(folder: Path, toml: str, rules: str = "", *, head: str = HEAD) -> Path:
    """Write a pack named ``sample`` below ``folder`` and return its folder."""
    pack = folder / "sample"
    pack.mkdir()
    (pack / "pack.toml").write_text(head + toml, encoding="utf-8")
    (pack / "rules.py").write_text(IMPORT + rules, encoding="utf-8")
    return pack


def edition_of(
    folder: Path, rules: str, *, on: date = JUNE, overrides: dict[str, Scalar] | None = None
) -> Edition:
    """Load a pack of ``FACTS_AND_FIGURES`` with these rules, and compile it for a day."""
    return compile_rules(load_pack(write_pack(folder, FACTS_AND_FIGURES, rules)), on, overrides)


def rule_text(signature: str, result: str) -> str:
    """Return the source of one rule: ``rule_text("pay(fee)", "fee * 2")``."""
    return f'@rule("D9 一", "样本规则")\ndef {signature}:\n    return {result}\n'


def answer(folder: Path, signature: str, result: str, **facts: Scalar | None) -> Explanation:
    """Return the explanation of a pack with the one rule given, for one case."""
    edition = edition_of(folder, rule_text(signature, result))
    return explain(edition, signature.split("(")[0], facts)
