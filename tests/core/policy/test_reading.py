"""Inputs and figures as a pack declares them: bounds, decimals, histories, bands, last days."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from linli.core.policy import (
    CaseError,
    NothingInForce,
    PackError,
    Unit,
    UsedParameter,
    compile_rules,
    explain,
    load_pack,
)
from linli.core.policy.pack import DatedValue, Input
from tests.core.policy.tiny_packs import JUNE, answer, edition_of, rule_text, write_pack


def refusal(folder: Path, toml: str, rules: str = "") -> str:
    """Return the sentence with which a pack is refused, without its folder."""
    pack = write_pack(folder, toml, rules)
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    return str(caught.value).removeprefix("政策包 sample/")


def one_input(written: str) -> str:
    """Return a pack's text with one input; its type stands on line 13."""
    return f'[inputs.fact]\ndescription = "事实"\n{written}\n'


# ---------------------------------------------------------------- inputs


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('type = "decimal"\nplaces = 1\nhigh = 100', Input("fact", "事实", "decimal", high=1000, places=1)),
        ('type = "decimal"\nplaces = 2\nlow = -0.5\nhigh = 99.99\nunit = "points"', Input("fact", "事实", "decimal", low=-50, high=9999, places=2, unit=Unit.POINTS)),
        ('type = "integer"\nhigh = 31\nunit = "days"', Input("fact", "事实", "integer", high=31, unit=Unit.DAYS)),
        ('type = "month"', Input("fact", "事实", "month", low=1900 * 12, high=2199 * 12 + 11)),
        ('type = "date"', Input("fact", "事实", "date", low=date(1900, 1, 1).toordinal(), high=date(2199, 12, 31).toordinal())),
        ('type = "history"\nmost = 40\nchoices = { good = "优秀" }', Input("fact", "事实", "history", high=40, choices={"good": "优秀"})),
    ],
)  # fmt: skip
def test_input_is_kept_with_its_bounds_in_whole_numbers(
    tmp_path: Path, written: str, read: Input
) -> None:
    pack = load_pack(write_pack(tmp_path, one_input(written)))

    assert pack.inputs == {"fact": read}


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ('type = "decimal"\nhigh = 1', "pack.toml 第11行：输入“fact”的小数位数（places）应是1至6的整数。"),
        ('type = "decimal"\nplaces = 0\nhigh = 1', "pack.toml 第14行：输入“fact”的小数位数（places）应是1至6的整数。"),
        ('type = "decimal"\nplaces = 7\nhigh = 1', "pack.toml 第14行：输入“fact”的小数位数（places）应是1至6的整数。"),
        ('type = "decimal"\nplaces = 1', "pack.toml 第11行：输入“fact”缺少上限（high）；处理办法：写明最大值，系统据此证明不会溢出。"),
        ('type = "decimal"\nplaces = 1\nhigh = 1.25', "pack.toml 第15行：输入“fact”的上限“1.25”不是最多1位小数的数。"),
        ('type = "decimal"\nplaces = 1\nhigh = inf', "pack.toml 第15行：输入“fact”的上限“Infinity”不是最多1位小数的数。"),
        ('type = "decimal"\nplaces = 1\nhigh = 1\nlow = 0.25', "pack.toml 第16行：输入“fact”的下限“0.25”不是不大于1的最多1位小数的数。"),
        ('type = "decimal"\nplaces = 1\nhigh = 1\nlow = 1.1', "pack.toml 第16行：输入“fact”的下限“1.1”不是不大于1的最多1位小数的数。"),
        ('type = "integer"\nhigh = 5\nlow = false', "pack.toml 第15行：输入“fact”的下限“False”不是不大于5的整数。"),
        ('type = "integer"\nhigh = 5\nunit = "dollars"', "pack.toml 第15行：输入“fact”的单位“dollars”不在单位表内。"),
        ('type = "history"\nmost = 5', "pack.toml 第11行：输入“fact”缺少可选值（choices）。"),
        ('type = "history"\nchoices = { good = "优秀" }', "pack.toml 第11行：输入“fact”的最多项数（most）应是1至100的整数。"),
        ('type = "history"\nmost = 0\nchoices = { good = "优秀" }', "pack.toml 第11行：输入“fact”的最多项数（most）应是1至100的整数。"),
        ('type = "history"\nmost = 101\nchoices = { good = "优秀" }', "pack.toml 第11行：输入“fact”的最多项数（most）应是1至100的整数。"),
    ],
)  # fmt: skip
def test_input_that_is_not_bounded_is_refused_on_its_line(
    tmp_path: Path, written: str, sentence: str
) -> None:
    assert refusal(tmp_path, one_input(written)) == sentence


# ---------------------------------------------------------------- bands


@pytest.mark.parametrize(
    ("months", "pay"),
    [(0, 10000), (11, 10000), (12, 20000), (13, 20000), (35, 20000), (36, 30000), (240, 30000)],
)
def test_band_holds_from_its_lower_bound(tmp_path: Path, months: int, pay: int) -> None:
    found = answer(tmp_path, "x(step_pay)", "step_pay", months=months)

    assert found.value == pay
    assert found.steps[-1].parameters == (
        UsedParameter("step_pay", f"{pay // 100}.00元", JUNE, "D9 九"),
    )


def test_number_below_the_lowest_band_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, "x(step_pay)", "step_pay", months=-1)

    assert str(caught.value) == "“分段补贴”没有“-1”一项。"


def test_band_of_an_unknown_number_is_unknown(tmp_path: Path) -> None:
    assert answer(tmp_path, "x(step_pay)", "step_pay", months=None).value is None


def test_band_is_looked_up_by_another_number(tmp_path: Path) -> None:
    assert answer(tmp_path, "x(step_pay, months)", "at(step_pay, months + 12)", months=0).value == (
        20000
    )


def keyed(by: str, rows: str, *, bands: bool = True) -> str:
    """Return a pack's text with one table keyed by one fact; the table's head stands on line 15."""
    return (
        one_input(by) + '[parameters.fee]\ndescription = "费用"\nunit = "yuan"\nkeys = ["fact"]\n'
        f"bands = {str(bands).lower()}\n"
        f'clause = "D9 一"\nvalues = [{{ from = 2024-06-01, value = {{ {rows} }} }}]\n'
    )


@pytest.mark.parametrize(
    ("score", "fee"), [("59.5", 100), ("60", 200), ("79.9", 200), ("80.0", 300), ("100", 300)]
)
def test_band_of_a_decimal_is_found_by_its_whole_bounds(
    tmp_path: Path, score: str, fee: int
) -> None:
    toml = keyed('type = "decimal"\nplaces = 1\nhigh = 100', "0 = 1, 60 = 2, 80 = 3")
    pack = load_pack(write_pack(tmp_path, toml, rule_text("x(fee)", "fee")))

    found = explain(compile_rules(pack, JUNE), "x", {"fact": Decimal(score)})

    assert found.value == fee


def test_bands_by_what_is_no_number_are_refused(tmp_path: Path) -> None:
    toml = keyed('type = "month"', "0 = 1")

    assert refusal(tmp_path, toml, rule_text("x(fee)", "fee")) == (
        "rules.py 第2行：规则“x”：参数“fee”不能按年月“fact”分列。"
    )


@pytest.mark.parametrize(
    "written", ['type = "date"', 'type = "history"\nmost = 1\nchoices = { a = "甲" }']
)
def test_table_by_what_has_no_rows_is_refused(tmp_path: Path, written: str) -> None:
    toml = keyed(written, "a = 1", bands=False)

    assert refusal(tmp_path, toml, rule_text("x(fee)", "fee")).startswith(
        "rules.py 第2行：规则“x”：参数“fee”不能按"
    )


@pytest.mark.parametrize(
    ("replaced", "by"),
    [("0 = 1", "low = 1"), ("0 = 1", '"0.5" = 1'), ('keys = ["fact"]', 'keys = ["fact", "fact"]')],
)
def test_bands_that_are_no_whole_bounds_of_one_key_are_refused(
    tmp_path: Path, replaced: str, by: str
) -> None:
    toml = keyed('type = "integer"\nhigh = 9', "0 = 1").replace(replaced, by)
    if 'fact", "fact' in by:
        toml = toml.replace("{ 0 = 1 }", "{ 0 = { 0 = 1 } }")

    assert refusal(tmp_path, toml) == (
        "pack.toml 第15行：参数“fee”按起点分段（bands），只能有一个键，各起点应是整数。"
    )


# ---------------------------------------------------------------- tables without holes


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("1 = 1, 2 = 2, 3 = 3", None),
        ("1 = 1, 3 = 3", "缺少“2”的数值；处理办法：每种组合都要有数值。"),
        ("2 = 2, 3 = 3", "缺少“1”的数值；处理办法：每种组合都要有数值。"),
        ("1 = 1, 2 = 2", "缺少“3”的数值；处理办法：每种组合都要有数值。"),
        ("0 = 0, 1 = 1, 2 = 2, 3 = 3", "的“0”不会出现。"),
        ("1 = 1, 2 = 2, 3 = 3, 4 = 4", "的“4”不会出现。"),
    ],
)
def test_table_by_a_number_has_a_row_for_each_from_low_to_high(
    tmp_path: Path, rows: str, sentence: str | None
) -> None:
    toml = keyed('type = "integer"\nlow = 1\nhigh = 3', rows, bands=False)

    if sentence is None:
        assert load_pack(write_pack(tmp_path, toml)).id == "sample"
    else:
        assert refusal(tmp_path, toml) == f"pack.toml 第22行：参数“fee”{sentence}"


TWO_KEYS = """\
[inputs.team]
description = "组别"
type = "choice"
choices = { red = "红组", blue = "蓝组" }
[inputs.local]
description = "本地"
type = "flag"
[parameters.fee]
description = "费用"
unit = "yuan"
keys = ["team", "local"]
clause = "D9 一"
[[parameters.fee.values]]
from = 2024-06-01
value = { red = { true = 1, false = 2 }, blue = { true = 3, false = 4 } }
"""


@pytest.mark.parametrize(
    ("replaced", "by", "sentence"),
    [
        (", false = 4", "", "缺少“blue、false”的数值；处理办法：每种组合都要有数值。"),
        ("true = 1, ", "", "缺少“red、true”的数值；处理办法：每种组合都要有数值。"),
        (", false = 4", ", false = 4, unknown = 5", "的“blue、unknown”不会出现。"),
        (
            ", blue = { true = 3, false = 4 }",
            "",
            "缺少“blue 蓝组”的数值；处理办法：每个可选值都要有数值。",
        ),
    ],
)
def test_combination_without_a_row_is_refused(
    tmp_path: Path, replaced: str, by: str, sentence: str
) -> None:
    toml = TWO_KEYS.replace(replaced, by)

    assert refusal(tmp_path, toml) == f"pack.toml 第25行：参数“fee”{sentence}"


def test_table_by_two_keys_is_looked_up_by_both(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, TWO_KEYS, rule_text("x(fee)", "fee")))
    edition = compile_rules(pack, JUNE)

    found = {
        (team, local): explain(edition, "x", {"team": team, "local": local}).value
        for team in ("red", "blue")
        for local in (True, False)
    }

    assert found == {
        ("red", True): 100,
        ("red", False): 200,
        ("blue", True): 300,
        ("blue", False): 400,
    }


# ---------------------------------------------------------------- until


@pytest.mark.parametrize(
    ("day", "is_in_force"),
    [
        (date(2024, 5, 31), False),
        (date(2024, 6, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_figure_holds_until_its_last_day(tmp_path: Path, day: date, is_in_force: bool) -> None:
    edition = edition_of(tmp_path, rule_text("x(bonus)", "bonus"), on=day)

    if is_in_force:
        assert explain(edition, "x", {}).value == 5000
        return
    with pytest.raises(NothingInForce) as caught:
        explain(edition, "x", {})
    word = "尚" if day < JUNE else "已"
    assert str(caught.value) == (
        f"参数“奖励”（bonus）在{day}{word}无生效的数值；依据：D9 十一"
        "；处理办法：查看政策包中该参数的生效日期。"
    )


def dated(*values: str) -> str:
    """Return a pack's text with one figure; its values begin on line 15."""
    rows = "".join(f"    {value},\n" for value in values)
    return (
        '[parameters.fee]\ndescription = "费用"\nunit = "yuan"\nclause = "D9 一"\n'
        f"values = [\n{rows}]\n"
    )


def test_last_day_is_kept(tmp_path: Path) -> None:
    toml = dated("{ from = 2024-06-01, value = 1, until = 2024-06-01 }")

    pack = load_pack(write_pack(tmp_path, toml))

    assert pack.parameters["fee"].values == (DatedValue(JUNE, 100, "D9 一", 16, date(2024, 6, 1)),)


def test_last_day_before_the_first_is_refused(tmp_path: Path) -> None:
    toml = dated("{ from = 2024-06-01, value = 1, until = 2024-05-31 }")

    assert (
        refusal(tmp_path, toml) == "pack.toml 第16行：参数“fee”的止日2024-05-31早于起日2024-06-01。"
    )


@pytest.mark.parametrize("later", ["2024-12-31", "2025-01-01", "2025-06-01"])
def test_value_after_one_with_a_last_day_is_refused(tmp_path: Path, later: str) -> None:
    toml = dated(
        "{ from = 2024-06-01, value = 1, until = 2024-12-31 }",
        f"{{ from = {later}, value = 2 }}",
    )

    assert refusal(tmp_path, toml) == (
        f"pack.toml 第17行：参数“fee”止于2024-12-31，其后自{later}起又有数值"
        "；处理办法：只有最后一个数值可以写止日（until），其余到下一个数值为止。"
    )


def test_rule_whose_reason_names_a_figure_not_yet_in_force_waits_for_it(tmp_path: Path) -> None:
    rules = (
        '@check("D9 四", "样本检查", code="late", effect=Effect.FAIL, text="超过{fee}")\n'
        "def in_time(holds):\n    return holds\n"
    )
    toml = one_input('type = "flag"').replace("fact", "holds") + dated(
        "{ from = 2024-06-01, value = 1 }"
    )
    toml += (
        '[parameters.other]\ndescription = "其他"\nunit = "count"\nclause = "D9 一"\n'
        "values = [{ from = 2020-01-01, value = 1 }]\n"
    )
    pack = load_pack(write_pack(tmp_path, toml, rules))

    assert list(compile_rules(pack, date(2024, 5, 31)).not_in_force) == ["in_time"]
    assert list(compile_rules(pack, JUNE).rules) == ["in_time"]
