"""Packs of a few lines, written into a folder, for tests of the rule language.

The head takes lines 1 to 10 of ``pack.toml`` and the import line 1 of ``rules.py``, so what
a test adds begins on line 11 and on line 2.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linli.core.policy import (
    Edition,
    Explanation,
    PackError,
    compile_rules,
    explain,
    load_pack,
)
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

IMPORT = "from linli.core.policy import *\n"

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

# What the newer words need: points in time, units, a history, a group, figures by steps and days.
TIMES_AND_GROUPS = """\
[inputs.born]
description = "出生日期"
type = "date"
may_be_unknown = true
[inputs.since]
description = "起算年月"
type = "month"
may_be_unknown = true
[inputs.months]
description = "月数"
type = "integer"
unit = "months"
low = -12
high = 240
may_be_unknown = true
[inputs.span]
description = "日数"
type = "integer"
unit = "days"
low = -400
high = 400
[inputs.working]
description = "工作日数"
type = "integer"
unit = "working_days"
low = 1
high = 30
may_be_unknown = true
[inputs.score]
description = "成绩"
type = "decimal"
unit = "points"
places = 1
high = 100
may_be_unknown = true
[inputs.team]
description = "组别"
type = "choice"
choices = { red = "红组", blue = "蓝组" }
may_be_unknown = true
[inputs.results]
description = "历年考核"
type = "history"
choices = { excellent = "优秀", fair = "合格", failed = "不合格" }
most = 5
may_be_unknown = true
[inputs.grade]
description = "等级"
type = "integer"
unit = "grade"
low = 1
high = 3
[parameters.grade_pay]
description = "等级工资"
unit = "yuan/month"
keys = ["grade"]
clause = "D9 八"
values = [{ from = 2024-06-01, value = { 1 = 100, 2 = 150, 3 = 250 } }]
[parameters.step_pay]
description = "分段补贴"
unit = "yuan"
keys = ["months"]
bands = true
clause = "D9 九"
values = [{ from = 2024-06-01, value = { 0 = 100, 12 = 200, 36 = 300 } }]
[parameters.limit]
description = "期限"
unit = "months"
clause = "D9 十"
values = [
    { from = 2024-06-01, value = 6 },
    { from = 2025-01-01, value = 12, clause = "D9 十(二)" },
]
[parameters.bonus]
description = "奖励"
unit = "yuan"
clause = "D9 十一"
values = [{ from = 2024-06-01, value = 50, until = 2024-12-31 }]
[parameters.points_of]
description = "考核得分"
unit = "count"
keys = ["rating"]
clause = "D9 十二"
values = [{ from = 2024-06-01, value = { excellent = 3, fair = 1, failed = 0 } }]
[inputs.rating]
description = "本年考核"
type = "choice"
choices = { excellent = "优秀", fair = "合格", failed = "不合格" }
"""
EVERYTHING = FACTS_AND_FIGURES + TIMES_AND_GROUPS

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
    """Load a pack of ``EVERYTHING`` with these rules, and compile it for a day."""
    return compile_rules(load_pack(write_pack(folder, EVERYTHING, rules)), on, overrides)


def rule_refusal(folder: Path, signature: str, result: str) -> str:
    """Return why one rule is refused in a pack of ``EVERYTHING``, without place and rule."""
    pack = write_pack(folder, EVERYTHING, rule_text(signature, result))
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    start = f"政策包 sample/rules.py 第2行：规则“{signature.split('(')[0]}”："
    assert str(caught.value).startswith(start)
    return str(caught.value).removeprefix(start)


def rule_text(signature: str, result: str) -> str:
    """Return the source of one rule: ``rule_text("pay(fee)", "fee * 2")``."""
    return f'@rule("D9 一", "样本规则")\ndef {signature}:\n    return {result}\n'


def answer(folder: Path, signature: str, result: str, **facts: Any) -> Explanation:
    """Return the explanation of a pack with the one rule given, for one case."""
    edition = edition_of(folder, rule_text(signature, result))
    return explain(edition, signature.split("(")[0], facts)
