"""A pack with one of everything that the rule book says, for the tests of its pages."""

from pathlib import Path

from linli.core.policy import Pack, load_pack
from tests.core.policy.tiny_packs import write_pack

HEAD = """\
[pack]
id = "sample"
title = "样本|甲"
purpose = "计算工资"
edition = "2024-06-01"
left_out = ["D9 二十：组织领导"]
questions = ["D9 三：是否含当日？"]
measures = ["pay"]
by = "place"
[coherence]
shares = [{ total = "pay", parts = ["half", "other_half"] }]
[documents.D9]
number = "样本〔2024〕1号"
title = "关于转发《通知》的通知"
organs = ["样本部", "样本局"]
issued = 2024-06-07
disclosure = "主动公开"
superior = "上级〔2024〕2号"
[documents."法"]
number = "主席令第一号"
title = "样本法"
organs = ["样本会"]
issued = 2007-06-29
disclosure = "主动公开"
[inputs.amount]
description = "金额"
type = "money"
high = 1000000
[inputs.months]
description = "月数"
type = "integer"
unit = "months"
high = 240
[inputs.holds]
description = "条件甲"
type = "flag"
may_be_unknown = true
[inputs.place]
description = "地点"
type = "choice"
choices = { east = "东区", west = "西区、北区" }
[inputs.done]
description = "完成日期"
type = "date"
"""
FIGURES = """\
[parameters.rate]
description = "比例"
unit = "ratio"
clause = "D9 十九"
reading = "文件未定，示例值"
values = [
    { from = 2024-06-01, value = 0.55 },
    { from = 2025-01-01, value = 0.6, until = 2025-12-31, clause = "法 第九条" },
]
[parameters.deadline]
description = "截止日期"
unit = "date"
clause = "D9 九"
values = [{ from = 2024-06-01, value = 2024-07-05 }]
[parameters.step]
description = "分段补贴"
unit = "yuan"
keys = ["months"]
bands = true
clause = "D9 附件1"
values = [{ from = 2024-06-01, value = { 0 = 100, 12 = 12345.60 } }]
[parameters.wage]
description = "工资"
unit = "yuan/month"
keys = ["place"]
clause = "D9 十"
values = [
    { from = 2024-06-01, value = { east = 1980, west = 1780.50 } },
    { from = 2025-01-01, value = { east = 2080, west = 1880 } },
]
[parameters.way]
description = "算法"
unit = "rule"
clause = "D9 二"
values = [
    { from = 2024-06-01, value = "old_way" },
    { from = 2025-01-01, value = "new_way" },
]
"""
RULES = (
    '@rule("D9 二", "旧办法")\ndef old_way(wage):\n    return wage\n'
    '@rule("D9 二", "新办法")\ndef new_way(wage, rate):\n    return round_half_up(wage * rate)\n'
    '@rule("D9 一", "月薪酬")\ndef pay(way, step):\n    return way + step\n'
    '@rule("D9 三", "一半")\ndef half(pay):\n    return round_down(pay, per=2)\n'
    '@rule("D9 三", "另一半")\ndef other_half(pay, half):\n    return rest(pay, half)\n'
    '@check("D9 九", "按期", code="late", effect=Effect.FAIL, text="未在{deadline}前完成")\n'
    "def in_time(done, deadline):\n    return done <= deadline\n"
    '@check("D9 九", "有证", code="proof", effect=Effect.REFER, text="无证", unknown="有无不明")\n'
    "def with_proof(holds):\n    return holds\n"
    '@rule("D9 九", "可以发放")\ndef may_pay(in_time):\n    return passes(in_time)\n'
)


def sample(folder: Path) -> Pack:
    return load_pack(write_pack(folder, FIGURES, RULES, head=HEAD))
