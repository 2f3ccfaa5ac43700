"""One small pack that uses every operation of the rule language, for all engines at once."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from linli.core.policy import Edition, compile_rules, load_pack
from tests.core.policy.bulk.generated_facts import CALENDAR
from tests.core.policy.tiny_packs import write_pack

FACTS = """\
[inputs.amount]
description = "金额"
type = "money"
low = -10000000
high = 10000000
[inputs.part]
description = "部分"
type = "money"
high = 10000000
[inputs.large]
description = "大额"
type = "money"
high = 4000000000000000000
[inputs.number]
description = "数"
type = "integer"
low = -100
high = 1000
[inputs.maybe]
description = "可能未知的数"
type = "integer"
high = 100
may_be_unknown = true
[inputs.hours]
description = "时数"
type = "decimal"
places = 1
low = 0.5
high = 24
[inputs.mark]
description = "成绩"
type = "decimal"
places = 2
low = -10
high = 100
may_be_unknown = true
[inputs.day]
description = "日期甲"
type = "date"
[inputs.until]
description = "日期乙"
type = "date"
may_be_unknown = true
[inputs.posted_on]
description = "张贴日期"
type = "date"
[inputs.term]
description = "工作日数"
type = "integer"
low = 1
high = 100
[inputs.paid_on]
description = "发放日期"
type = "date"
[inputs.month]
description = "年月"
type = "month"
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
[inputs.grade]
description = "等级"
type = "integer"
low = 1
high = 5
[inputs.assessment]
description = "考核"
type = "choice"
choices = { excellent = "优秀", good = "合格", poor = "不合格" }
[inputs.past]
description = "历年考核"
type = "history"
choices = { excellent = "优秀", good = "合格", poor = "不合格" }
most = 5
may_be_unknown = true
[inputs.posts]
description = "历次岗位"
type = "history"
choices = { clerk = "文员", excellent = "标兵", head = "主任" }
most = 3
[inputs.county]
description = "县区"
type = "choice"
choices = { 640104 = "甲区", 640121 = "乙县" }
[inputs.queue]
description = "组别"
type = "choice"
choices = { none = "不排名", first = "一组", second = "二组" }
"""

FIGURES = """\
[parameters.rate]
description = "比例"
unit = "ratio"
clause = "D9 一"
values = [{ from = 2024-06-01, value = 0.55 }]
[parameters.step]
description = "除数"
unit = "ratio"
clause = "D9 一"
values = [{ from = 2024-06-01, value = 0.08 }]
[parameters.wage]
description = "工资"
unit = "yuan"
keys = ["place"]
clause = "D9 二"
values = [{ from = 2024-06-01, value = { east = 1980, west = 1780.50 } }]
[parameters.grade_pay]
description = "等级工资"
unit = "yuan"
keys = ["grade"]
clause = "D9 三"
values = [
    { from = 2024-06-01, value = { 1 = 10, 2 = 20, 3 = 30, 4 = 40, 5 = 50 } },
    { from = 2025-01-01, value = { 1 = 11, 2 = 22, 3 = 33, 4 = 44, 5 = 55 } },
]
[parameters.points]
description = "分值"
unit = "points"
keys = ["assessment"]
clause = "D9 四"
values = [{ from = 2024-06-01, value = { excellent = 3, good = 1, poor = 0 } }]
[parameters.leave]
description = "假期"
unit = "days"
keys = ["number"]
bands = true
clause = "D9 五"
values = [{ from = 2024-06-01, value = { -100 = 0, 1 = 5, 10 = 10, 20 = 15 } }]
[parameters.sparse]
description = "有缺的表"
unit = "days"
keys = ["number_kept"]
clause = "D9 六"
values = [{ from = 2024-06-01, value = { 1 = 7, 2 = 8 } }]
[parameters.bonus]
description = "奖励"
unit = "days"
keys = ["number"]
bands = true
clause = "D9 六"
values = [{ from = 2024-06-01, value = { 1 = 2, 5 = 3 } }]
[parameters.fee]
description = "费用"
unit = "yuan"
clause = "D9 七"
values = [
    { from = 2024-06-01, value = 100.00 },
    { from = 2025-01-01, value = 120.50, until = 2026-12-31 },
]
[parameters.method]
description = "现行算法"
unit = "rule"
clause = "D9 八"
values = [{ from = 2024-06-01, value = "halved" }]
[parameters.deadline]
description = "截止日期"
unit = "date"
clause = "D9 九"
values = [{ from = 2024-06-01, value = 2024-07-05 }]
"""

WORDS = """\
from linli.core.policy import (
    as_age, at, count_of, first_day_of, fold, in_force, larger, last_day_of, length, month_of,
    months_after, passes, rank, rest, whole_months, whole_years, working_day_after, year_of,
)
"""

# Name and arguments of each rule, and what it returns.
RULES = {
    "halved(amount)": "round_half_up(amount, per=2)",
    "third(amount)": "round_half_up(amount, per=3)",
    "cut_in_half(amount)": "round_down(amount, per=2)",
    "share(amount, rate)": "round_half_up(amount * rate)",
    "whole_yuan(amount)": 'round_half_up(amount, to="yuan")',
    "yuan_reached(amount)": 'round_down(amount, to="yuan")',
    "by_decimal(amount, step)": "round_half_up(amount, per=step)",
    "by_hours(number, hours)": "round_half_up(number, per=hours)",
    "down_by_hours(number, hours)": "round_down(number, per=hours)",
    "weighted(mark, rate)": "mark * rate",
    "difference(number, maybe)": "number - maybe",
    "nearer(number, maybe)": "smaller(number, maybe)",
    "farther(number, maybe)": "larger(number, maybe)",
    "left(amount, part)": "rest(larger(amount, part), part)",
    "following_day(day)": "day + 1",
    "days_before(day, number)": "day - number",
    "days_passed(day, until)": "until - day",
    "month_later(day)": "months_after(day, 1)",
    "year_later(day)": "months_after(day, 12)",
    "months_later(day, number)": "months_after(day, number)",
    "years_passed(day, until)": "whole_years(day, until)",
    "months_passed(day, until)": "whole_months(day, until)",
    "its_month(day)": "month_of(day)",
    "its_year(day)": "year_of(day)",
    "year_of_month(month)": "year_of(month)",
    "first_day(month)": "first_day_of(month)",
    "last_day(month)": "last_day_of(month)",
    "month_moved(month, number)": "month + number",
    "month_distance(month, day)": "month_of(day) - month",
    "age(day, until)": "as_age(whole_months(day, until))",
    "in_time(until, deadline)": "until <= deadline",
    "period_end(posted_on, term)": "working_day_after(posted_on, term)",
    "both(holds, other)": "holds & other",
    "either(holds, other)": "holds | other",
    "neither(holds)": "~holds",
    "alike(holds, other)": "holds == other",
    "chosen(holds, number, maybe)": "when(holds, number, maybe)",
    "is_east(place)": 'place == "east"',
    "is_not_east(place)": 'place != "east"',
    "region(place)": 'when(place == "east", "东", "西")',
    "in_county(county)": 'county == "640121"',
    "its_wage(wage)": "wage",
    "its_grade_pay(grade_pay)": "grade_pay",
    "next_grade_pay(grade_pay, grade)": "at(grade_pay, smaller(grade + 1, 5))",
    "pay_then(grade_pay, paid_on)": "in_force(grade_pay, on=paid_on)",
    "fee_then(fee, paid_on)": "in_force(fee, on=paid_on)",
    "its_leave(leave)": "leave",
    "number_kept(number)": "number",
    "its_sparse(sparse)": "sparse",
    "its_bonus(bonus)": "bonus",
    "sparse_and_so(holds, its_sparse)": "holds & (its_sparse > 1)",
    "sparse_or_so(holds, sparse)": "~holds | (sparse > 1)",
    "less_than_sparse(maybe, its_sparse)": "maybe < its_sparse",
    "worst_with_sparse(first_check, sparse_check)": "worst(first_check, sparse_check)",
    "left_over(amount, part)": "rest(amount, part)",
    "large_amount(large)": "large",
    "sparse_if_low(number, its_sparse)": "when(number <= 2, when(number >= 1, its_sparse, 0), 0)",
    "good_years(past)": 'count_of(past, "good")',
    "years(past)": "length(past)",
    "run_of_good(past)": 'fold(past, 0, lambda n, item: when(item == "good", n + 1, 0))',
    "score(past, points)": "fold(past, 0, lambda n, item: n + at(points, item))",
    "capped(past, points)": "fold(past, 0, lambda n, item: smaller(n + at(points, item), 4))",
    "from_maybe(past, maybe)": "fold(past, maybe, lambda n, item: when(n > 2, n, n + 1))",
    "same_as_now(past, assessment)": "fold(past, 0, lambda n, item: when(item == assessment, n + 1, n))",
    "excellent_either(holds, past, posts)": 'count_of(when(holds, past, posts), "excellent")',
    "place_in_queue(mark, queue)": "rank(mark, within=(queue,))",
    "from_the_lowest(mark, queue)": "rank(mark, within=(queue,), descending=False)",
    "placed_first(place_in_queue)": "place_in_queue <= 1",
    "by_method(method)": "method",
}

CHECKS = """\
@check("D9 十", "甲", code="first", effect=Effect.FAIL, text="甲不成立", unknown="甲不明")
def first_check(holds):
    return holds
@check("D9 十", "乙", code="second", effect=Effect.REFER, text="乙不成立")
def second_check(other):
    return other
@check("D9 十", "丙", code="third", effect=Effect.NOTE, text="丙不成立")
def third_check(holds):
    return holds
@check("D9 十", "丁", code="fourth", effect=Effect.FAIL, text="丁不成立")
def sparse_check(sparse):
    return sparse > 1
@rule("D9 十", "结论")
def conclusion(first_check, second_check, third_check):
    return worst(first_check, second_check, third_check)
@rule("D9 十", "通过")
def passed(conclusion):
    return passes(conclusion)
"""


# Rules that have no answer for some sound facts.
PARTIAL = (
    "its_sparse",
    "its_bonus",
    "left_over",
    "sparse_and_so",
    "sparse_or_so",
    "less_than_sparse",
    "sparse_check",
    "worst_with_sparse",
)

SOUND: dict[str, Any] = {
    "amount": 0,
    "part": 0,
    "large": 0,
    "number": 1,
    "maybe": None,
    "hours": Decimal("2.0"),
    "mark": None,
    "day": date(2024, 7, 1),
    "until": None,
    "posted_on": date(2024, 7, 1),
    "term": 1,
    "paid_on": date(2024, 7, 1),
    "month": "2024-07",
    "holds": None,
    "other": None,
    "place": None,
    "grade": 1,
    "assessment": "good",
    "past": None,
    "posts": [],
    "county": "640104",
    "queue": "none",
}


def operations_edition(folder: Path, day: date = date(2025, 6, 1)) -> Edition:
    """Write the pack below a folder, load it, and compile it for a day."""
    rules = [
        f'@rule("D9 一", "{name}")\ndef {name}:\n    return {result}\n'
        for name, result in RULES.items()
    ]
    folder.mkdir(exist_ok=True)
    pack = write_pack(folder, FACTS + FIGURES, WORDS + "\n".join(rules) + CHECKS)
    return compile_rules(load_pack(pack), day, calendar=CALENDAR)
