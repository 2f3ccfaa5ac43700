"""A rule in the words of its figures, as an official would say it."""

from pathlib import Path

import pytest

from linli.core.policy.naming import NamedWording
from tests.core.policy.tiny_packs import edition_of, rule_text

WORDS = {
    # arithmetic and rounding
    ("fee, rate", "round_half_up(fee * rate)"): "费用 × 比例，四舍五入到分",
    ("fee, rate", "round_down(fee * rate, to='yuan')"): "费用 × 比例，舍去尾数到元",
    ("amount, days, month", "round_half_up(amount * days, per=month)"): "金额 × 天数 ÷ 当月天数，四舍五入到分",
    ("amount, fee, rate", "round_half_up((amount - fee) * rate)"): "（金额 − 费用） × 比例，四舍五入到分",
    ("fee, rate", "fee - round_down(fee * (1 - rate))"): "费用 × 比例，有尾数的进到分",
    ("amount, rate", "amount - round_down(amount * (1 - rate))"): "金额 − （金额 × （1 − 比例），舍去尾数到分）",
    ("days, rate", "days - round_down(days * (1 - rate))"): "天数 × 比例，有尾数的进到整数",
    ("days", "days - round_down(days, per=12) * 12"): "“天数”除以12的余数",
    ("months", "months - round_down(months, per=12) * 12"): "月数 − （月数 ÷ 12，舍去尾数到整数） × 12",
    # smaller and larger
    ("amount, fee", "smaller(amount, fee)"): "“金额”与“费用”中的较小者",
    ("amount, fee, rate", "larger(amount, round_half_up(fee * rate))"): "“金额”与（费用 × 比例，四舍五入到分）中的较大者",
    ("done, deadline", "larger(done, deadline)"): "“完成日期”与“截止日期”中的较晚者",
    ("days, month", "larger(days - month, 0)"): "天数 − 当月天数，小于0的按0计",
    ("days, month", "larger(days - month, 0) * 2"): "（天数 − 当月天数，小于0的按0计） × 2",
    ("amount, fee", "larger(amount, fee) - fee"): "金额 − 费用，小于0的按0计",
    ("amount, fee", "rest(larger(amount, fee), fee)"): "金额 − 费用，小于0的按0计",
    ("amount, fee", "larger(amount, fee) - amount"): "费用 − 金额，小于0的按0计",
    # choices
    ("holds, fee", "when(holds, fee, fee - fee)"): "如条件甲，则费用；否则0元",
    ("holds, fee", "fee * when(holds, 1, 0)"): "如条件甲，则费用；否则0元",
    ("holds, days", "days * when(holds, 1, 0)"): "如条件甲，则天数；否则0",
    ("holds, days, month", "days * when(holds, month, 0)"): "天数 × （如条件甲，则当月天数；否则0）",
    ("holds, fee", "when(holds, fee, 0)"): "如条件甲，则费用；否则0元",
    ("holds, other, days, month", "when(holds, days, when(other, month, 1))"): "如条件甲，则天数；否则，如条件乙，则当月天数；否则1",
    ("holds, other, days, month", "when(holds, when(other, month, 1), days)"): "如条件甲，则（如条件乙，则当月天数；否则1）；否则天数",
    ("allowed, days", "when(allowed, days, 0)"): "如“是否允许”为是，则天数；否则0",
    # conditions
    ("holds", "~holds"): "“条件甲”为否",
    ("allowed", "~allowed"): "“是否允许”为否",
    ("allowed", "allowed"): "“是否允许”为是",
    ("holds, other, allowed", "holds & other | allowed"): "（条件甲 且 条件乙） 或 “是否允许”为是",
    ("holds, other, allowed", "(holds | other) & allowed"): "（条件甲 或 条件乙） 且 “是否允许”为是",
    ("holds, other", "~(holds & other)"): "并非（条件甲 且 条件乙）",
    ("holds, other", "holds == other"): "（条件甲）与（条件乙）同时成立或者同时不成立",
    ("place", "place == 'east'"): "“地点”为“东区”",
    ("place", "place != 'west'"): "“地点”不为“西区”",
    ("days, month", "days <= month"): "天数 ≤ 当月天数",
    # dates
    ("born, deadline", "whole_years(born, deadline)"): "自“出生日期”至“截止日期”的整年数",
    ("born, deadline", "whole_months(born, deadline + 1)"): "自“出生日期”至（截止日期 + 1日）的整月数",
    ("done, limit", "months_after(done, limit)"): "自“完成日期”起满“期限”的对应日",
    ("done", "months_after(done, 3)"): "自“完成日期”起满3个月的对应日",
    ("done, limit", "larger(months_after(done, limit) - 1, months_after(done - 1, limit))"): "自“完成日期”当日起满“期限”的最后一日",
    ("done", "first_day_of(month_of(done) + 1)"): "（“完成日期”所在月 + 1个月）的第一日",
    ("done", "working_day_after(done, 3)"): "自“完成日期”次日起满3个工作日之日",
    # tables, histories, ranks
    ("grade, grade_pay", "grade_pay"): "等级工资",
    ("grade, grade_pay", "at(grade_pay, 3)"): "等级工资（3）",
    ("done, limit", "in_force(limit, on=done)"): "“期限”在“完成日期”的数值",
    ("results", "count_of(results, 'failed')"): "“历年考核”中“不合格”的次数",
    ("results", "length(results)"): "“历年考核”的次数",
    ("results", "fold(results, 0, lambda run, one: when(one == 'failed', run + 1, 0))"): "从0开始，按“历年考核”逐次计算：如“本次结果”为“不合格”，则累计数 + 1；否则0",
    ("results, grade, month", "fold(results, (grade, 0), lambda two, one: (smaller(two[0] + two[1], month), when(one == 'failed', two[1] + 1, 0)))[0]"): "第一个累计数从等级、第二个累计数从0开始，按“历年考核”逐次计算，最后取第一个累计数；其中，第一个累计数 ＝ （第一个累计数 + 第二个累计数）与“当月天数”中的较小者；第二个累计数 ＝ 如“本次结果”为“不合格”，则第二个累计数 + 1；否则0",
    ("results, days", "fold(results, 0, lambda run, one: run + when(one == 'failed', 2, 1)) * days"): "（从0开始，按“历年考核”逐次计算：累计数 + （如“本次结果”为“不合格”，则2；否则1）） × 天数",
    ("score", "rank(score)"): "“成绩”从高到低的名次",
    ("score, team", "rank(score, within=(team,), descending=False)"): "“成绩”在“组别”相同者中从低到高的名次",
}  # fmt: skip


@pytest.mark.parametrize(("rule", "words"), WORDS.items(), ids=[one for _, one in WORDS])
def test_formula_is_said_with_the_names_of_its_figures(
    tmp_path: Path, rule: tuple[str, str], words: str
) -> None:
    facts, result = rule
    edition = edition_of(tmp_path, rule_text(f"x({facts})", result))

    assert NamedWording(edition).formula(edition.rules["x"].tree) == words


def test_checks_are_named_and_the_worst_is_taken(tmp_path: Path) -> None:
    rules = "".join(
        f'@check("D9 一", "{label}", code="{name}", effect=Effect.FAIL, text="不行")\n'
        f"def {name}(holds):\n    return holds\n"
        for name, label in (("one", "检查甲"), ("two", "检查乙"))
    )
    rules += rule_text("all_of(one, two)", "worst(one, two)")
    rules += rule_text("both(one, two)", "passes(worst(one, two))")
    edition = edition_of(tmp_path, rules)

    words = NamedWording(edition)

    assert words.formula(edition.rules["all_of"].tree) == "检查甲、检查乙，取最不利的结论"
    assert words.formula(edition.rules["both"].tree) == "检查甲、检查乙均符合"


def test_long_part_that_would_be_said_twice_is_said_once_after_the_formula(tmp_path: Path) -> None:
    rules = (
        '@rule("D9 一", "样本规则")\n'
        "def x(amount, fee, rate, wage, holds):\n"
        "    part = round_half_up(amount * rate) + round_half_up(wage * rate) + fee\n"
        "    return when(holds, smaller(part, fee), part)\n"
    )
    edition = edition_of(tmp_path, rules)

    assert NamedWording(edition).formula(edition.rules["x"].tree) == (
        "如条件甲，则（甲与“费用”中的较小者）；否则甲；其中，甲 ＝ "
        "（金额 × 比例，四舍五入到分） + （工资 × 比例，四舍五入到分） + 费用"
    )


def test_remark_of_an_open_question_is_left_out_of_a_name(tmp_path: Path) -> None:
    rules = '@rule("D9 一", "月补贴（按天，Q4）")\ndef pay(fee):\n    return fee\n'
    edition = edition_of(tmp_path, rules + rule_text("x(pay)", "pay * 2"))

    assert NamedWording(edition).formula(edition.rules["x"].tree) == "月补贴 × 2"
