"""A rule that is not well formed is refused when its pack loads, by file, line and rule."""

from pathlib import Path

import pytest

from linli.core.policy import PackError, load_pack
from tests.core.policy.tiny_packs import FACTS_AND_FIGURES, rule_text, write_pack


def refusal(folder: Path, rules: str) -> str:
    pack = write_pack(folder, FACTS_AND_FIGURES, rules)
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    return str(caught.value)


@pytest.mark.parametrize(
    ("signature", "result", "what"),
    [
        (
            "pay(fee, days)",
            "fee + days",
            "金额与数值不能相加、比较或并列；处理办法：核对规则中各量的单位",
        ),
        (
            "pay(fee)",
            "fee + 1",
            "金额与数值不能相加、比较或并列；处理办法：核对规则中各量的单位",
        ),
        (
            "late(done, days)",
            "done <= days",
            "日期与数值不能相加、比较或并列；处理办法：核对规则中各量的单位",
        ),
        (
            "same(place, days)",
            "place == days",
            "文字与数值不能相加、比较或并列；处理办法：核对规则中各量的单位",
        ),
        (
            "pay(holds, fee, days)",
            "when(holds, fee, days)",
            "金额与数值不能相加、比较或并列；处理办法：核对规则中各量的单位",
        ),
        (
            "pay(fee, days)",
            "smaller(fee, days)",
            "金额与数值不能相加、比较或并列；处理办法：核对规则中各量的单位",
        ),
        ("pay(fee, amount)", "fee * amount", "金额与金额不能相乘"),
        ("pay(fee, holds)", "fee * holds", "金额与是非判断不能相乘"),
        ("pay(done)", "done * 2", "日期与数值不能相乘"),
        ("both(holds, other)", "holds + other", "是非判断不能加减"),
        ("more(place, word)", "place < word", "文字不分大小，不能用“<”比较"),
        ("more(holds, other)", "holds >= other", "是非判断不分大小，不能用“>=”比较"),
        ("least(place, word)", "smaller(place, word)", "文字不分大小，不能用“<”比较"),
        ("both(holds, days)", "holds & days", "“and”只能连接是非判断"),
        ("both(holds, days)", "days | holds", "“or”只能连接是非判断"),
        ("no(days)", "~days", "“not”只能连接是非判断"),
        ("pay(days, fee)", "when(days, fee, fee)", "when 的第一个参数应是是非判断"),
        ("all_of(holds)", "worst(holds)", "worst 只能汇总检查结论"),
        ("pay(holds)", "round_half_up(holds)", "是非判断不能舍入"),
        ("pay(done)", "round_down(done)", "日期不能舍入"),
        ("pay(fee, days)", "round_half_up(fee, per=days)", "除数应为正数"),
        ("pay(fee, amount)", "round_down(fee, per=amount)", "除数应为正数"),
        ("pay(fee)", "round_half_up(fee, per=0)", "除数应为正数"),
        (
            "pay(fee, rate)",
            "fee * rate",
            "结果不是整分；处理办法：在文件规定舍入之处写明 round_half_up",
        ),
        (
            "pay(fee)",
            "fee / 2",
            "规则中不能用除号；处理办法：用 round_half_up(甲, per=乙)，写明舍入",
        ),
        (
            "pay(fee)",
            "fee // 2",
            "规则中不能用除号；处理办法：用 round_half_up(甲, per=乙)，写明舍入",
        ),
        (
            "pay(days)",
            "31 % days",
            "规则中不能用除号；处理办法：用 round_half_up(甲, per=乙)，写明舍入",
        ),
        (
            "pay(fee)",
            "fee * 0.5",
            "规则中不能直接写“0.5”；处理办法：数值和日期写在 pack.toml 中",
        ),
        (
            "pay(fee)",
            "fee + None",
            "规则中不能直接写“None”；处理办法：数值和日期写在 pack.toml 中",
        ),
        (
            "pay(fee, days)",
            "fee if days > 1 else fee * 2",
            "规则中不能用 if、and、or 判断符号；处理办法：用 when(条件, 甲, 乙) 和 &、|、~",
        ),
        (
            "both(holds, other)",
            "holds and other",
            "规则中不能用 if、and、or 判断符号；处理办法：用 when(条件, 甲, 乙) 和 &、|、~",
        ),
        (
            "between(days)",
            "1 < days < 31",
            "规则中不能用 if、and、or 判断符号；处理办法：用 when(条件, 甲, 乙) 和 &、|、~",
        ),
        ("pay(groups)", "groups", "参数“groups”是一组文字，不能参与计算"),
        ("pay(fee)", "12", "没有得出由事实、参数或规则算出的结果"),
        ("pay(fee)", "None", "没有得出由事实、参数或规则算出的结果"),
    ],
)
def test_operation_that_makes_no_sense_is_refused(
    tmp_path: Path, signature: str, result: str, what: str
) -> None:
    name = signature.split("(")[0]

    assert refusal(tmp_path, "\n" + rule_text(signature, result)) == (
        f"政策包 sample/rules.py 第3行：规则“{name}”：{what}。"
    )


def test_python_if_on_a_symbol_is_refused(tmp_path: Path) -> None:
    rules = (
        '@rule("D9 一", "补贴")\ndef pay(fee, days):\n'
        "    if days > 15:\n        return fee\n    return fee * 2\n"
    )

    assert refusal(tmp_path, rules) == (
        "政策包 sample/rules.py 第2行：规则“pay”：规则中不能用 if、and、or 判断符号"
        "；处理办法：用 when(条件, 甲, 乙) 和 &、|、~。"
    )


def test_argument_that_names_nothing_is_refused_on_the_rule_that_asks(tmp_path: Path) -> None:
    rules = rule_text("double(fee)", "fee * 2") + rule_text("pay(double, bonus)", "double + bonus")

    assert refusal(tmp_path, rules) == (
        "政策包 sample/rules.py 第5行：规则“pay”中的“bonus”不是输入、参数或规则。"
    )


def test_rules_that_need_each_other_are_refused_with_the_circle(tmp_path: Path) -> None:
    rules = (
        rule_text("one(three)", "three")
        + rule_text("two(one)", "one")
        + rule_text("three(two)", "two")
    )

    assert refusal(tmp_path, rules) == (
        "政策包 sample/rules.py 第2行：规则循环引用：one → three → two → one。"
    )


def test_rule_that_needs_itself_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, rule_text("one(one)", "one")) == (
        "政策包 sample/rules.py 第2行：规则循环引用：one → one。"
    )


def test_error_in_a_rule_below_is_told_of_that_rule(tmp_path: Path) -> None:
    rules = rule_text("pay(half)", "half") + "\n" + rule_text("half(fee)", "fee / 2")

    assert refusal(tmp_path, rules) == (
        "政策包 sample/rules.py 第6行：规则“half”：规则中不能用除号"
        "；处理办法：用 round_half_up(甲, per=乙)，写明舍入。"
    )


def check_text(condition: str, *, text: str = "不行", unknown: str = "") -> str:
    return (
        f'@check("D9 一", "样本检查", code="c", effect=Effect.FAIL, text="{text}", unknown="{unknown}")\n'
        f"def sound(holds, days, fee):\n    return {condition}\n"
    )


def test_check_that_gives_no_yes_or_no_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, check_text("days")) == (
        "政策包 sample/rules.py 第2行：规则“sound”：检查应得出是或否。"
    )


@pytest.mark.parametrize("field", ["text", "unknown"])
@pytest.mark.parametrize("name", ["bonus", "wage", "groups", "days", ""])
def test_reason_that_names_no_single_figure_is_refused(
    tmp_path: Path, field: str, name: str
) -> None:
    assert refusal(tmp_path, check_text("holds", **{field: f"超过{{{name}}}"})) == (
        f"政策包 sample/rules.py 第2行：规则“sound”：理由中的“{name}”不是单一数值的参数。"
    )


def test_reason_with_an_open_brace_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, check_text("holds", text="超过{fee")) == (
        "政策包 sample/rules.py 第2行：规则“sound”：理由“超过{fee”的花括号不成对。"
    )


LIMIT = 2**62


def one_input(high: int, *, low: int = 0) -> str:
    return f'[inputs.many]\ndescription = "数"\ntype = "integer"\nlow = {low}\nhigh = {high}\n[parameters]\n'


@pytest.mark.parametrize(
    ("result", "operation", "low", "high"),
    [
        ("many + 1", "+", 0, LIMIT - 1),
        ("many - 1", "-", -(LIMIT - 1), 0),
        ("many * 2", "*", 0, LIMIT // 2),
        ("many * many", "*", -(2**31), 2**31),
        ("many < many * 1 + 1", "+", 0, LIMIT - 1),
        ("round_half_up(many, per=2)", "round", 0, LIMIT // 2),
        ("round_half_up(many, per=2)", "round", -(LIMIT // 2), 0),
        ("round_down(many, per=2)", "floor", 0, LIMIT // 2),
    ],
)
def test_operation_that_may_leave_64_bits_is_refused(
    tmp_path: Path, result: str, operation: str, low: int, high: int
) -> None:
    pack = write_pack(tmp_path, one_input(high, low=low), rule_text("huge(many)", result))

    with pytest.raises(PackError) as caught:
        load_pack(pack)

    assert str(caught.value) == (
        f"政策包 sample/rules.py 第2行：规则“huge”：运算“{operation}”可能超出64位整数"
        "；处理办法：缩小输入的上限，或先舍入。"
    )


@pytest.mark.parametrize(
    ("result", "low", "high"),
    [
        ("many + 1", 0, LIMIT - 2),
        ("many - 1", -(LIMIT - 2), 0),
        ("many * 2", 0, LIMIT // 2 - 1),
        ("round_half_up(many, per=2)", 0, LIMIT // 2 - 3),
        ("round_half_up(many, per=2)", -(LIMIT // 2 - 3), 0),
    ],
)
def test_operation_that_just_fits_in_64_bits_is_taken(
    tmp_path: Path, result: str, low: int, high: int
) -> None:
    pack = load_pack(
        write_pack(tmp_path, one_input(high, low=low), rule_text("huge(many)", result))
    )

    assert list(pack.rules) == ["huge"]


def test_rules_are_checked_in_each_edition_of_the_figures(tmp_path: Path) -> None:
    toml = (
        one_input(10)
        + '[parameters.factor]\ndescription = "倍数"\nunit = "count"\nclause = "D9 一"\nvalues = [\n'
        + f"    {{ from = 2024-06-01, value = {LIMIT} }},\n    {{ from = 2025-06-01, value = 1 }},\n]\n"
    )
    pack = write_pack(tmp_path, toml, rule_text("huge(many, factor)", "many * factor"))

    with pytest.raises(PackError) as caught:
        load_pack(pack)

    assert str(caught.value) == (
        "政策包 sample/rules.py 第2行：规则“huge”：运算“*”可能超出64位整数"
        "；处理办法：缩小输入的上限，或先舍入。"
    )
