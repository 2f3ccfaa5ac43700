"""One case computed exactly, with the steps, figures, clauses and reasons that an official reads."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from linli.core.policy import (
    CaseError,
    Explanation,
    NothingInForce,
    Outcome,
    Reason,
    Step,
    UnknownName,
    compile_rules,
    explain,
    load_pack,
)
from linli.core.policy.explaining import UsedParameter
from linli.core.policy.pack import Scalar
from tests.core.policy.tiny_packs import (
    FACTS_AND_FIGURES,
    JUNE,
    answer,
    edition_of,
    rule_text,
    write_pack,
)


@pytest.mark.parametrize(
    ("amount", "per", "rounded"),
    [
        (5, 2, 3),
        (-5, 2, -3),
        (3, 2, 2),
        (-3, 2, -2),
        (1, 2, 1),
        (-1, 2, -1),
        (7, 2, 4),
        (0, 2, 0),
        (4, 3, 1),
        (5, 3, 2),
        (-4, 3, -1),
        (-5, 3, -2),
        (2500000, 10**6, 3),
        (2499999, 10**6, 2),
    ],
)
def test_halves_are_rounded_away_from_zero(
    tmp_path: Path, amount: int, per: int, rounded: int
) -> None:
    toml = FACTS_AND_FIGURES.replace("1000000", "9000000")
    rules = rule_text("half(amount)", f"round_half_up(amount, per={per})")
    edition = compile_rules(load_pack(write_pack(tmp_path, toml, rules)), JUNE)

    assert explain(edition, "half", {"amount": amount}).value == rounded


@pytest.mark.parametrize(
    ("amount", "rounded"), [(5, 2), (-5, -2), (4, 2), (-4, -2), (1, 0), (-1, 0), (0, 0)]
)
def test_rest_of_a_fen_is_dropped_towards_zero(tmp_path: Path, amount: int, rounded: int) -> None:
    assert answer(tmp_path, "half(amount)", "round_down(amount, per=2)", amount=amount).value == (
        rounded
    )


@pytest.mark.parametrize(("amount", "rounded"), [(10, 6), (-10, -6), (9, 5), (11, 6), (0, 0)])
def test_product_with_a_ratio_is_rounded_at_the_fen(
    tmp_path: Path, amount: int, rounded: int
) -> None:
    assert answer(
        tmp_path, "part(amount, rate)", "round_half_up(amount * rate)", amount=amount
    ).value == (rounded)


@pytest.mark.parametrize(
    ("signature", "result", "facts", "value"),
    [
        ("x(amount, fee)", "amount + fee", {"amount": 1}, 10001),
        ("x(amount, fee)", "amount - fee", {"amount": 1}, -9999),
        ("x(days)", "2 + days", {"days": 3}, 5),
        ("x(days)", "2 - days", {"days": 3}, -1),
        ("x(days)", "3 * days", {"days": 3}, 9),
        ("x(days, rate)", "days + rate", {"days": 1}, Decimal("1.55")),
        ("x(days, rate)", "days * rate", {"days": 2}, Decimal("1.10")),
        ("x(days, rate)", "days < rate", {"days": 1}, False),
        ("x(days, rate)", "days * rate >= rate", {"days": 1}, True),
        ("x(days)", "days < 3", {"days": 3}, False),
        ("x(days)", "days <= 3", {"days": 3}, True),
        ("x(days)", "days > 3", {"days": 3}, False),
        ("x(days)", "days >= 3", {"days": 3}, True),
        ("x(days)", "days == 3", {"days": 3}, True),
        ("x(days)", "days != 3", {"days": 3}, False),
        ("x(place)", 'place == "east"', {"place": "east"}, True),
        ("x(place)", 'place != "east"', {"place": "east"}, False),
        ("x(word)", 'word == "甲"', {}, True),
        ("x(holds, allowed)", "holds == allowed", {"holds": False}, True),
        ("x(holds)", "holds == True", {"holds": True}, True),
        ("x(done, deadline)", "done <= deadline", {"done": date(2024, 7, 5)}, True),
        ("x(done, deadline)", "done <= deadline", {"done": date(2024, 7, 6)}, False),
        ("x(deadline)", "deadline", {}, date(2024, 7, 5)),
        ("x(word)", "word", {}, "甲"),
        ("x(wage)", "wage", {"place": "west"}, 178050),
        ("x(holds, fee)", "when(holds, fee, fee * 2)", {"holds": True}, 10000),
        ("x(holds, fee)", "when(holds, fee, fee * 2)", {"holds": False}, 20000),
        ("x(holds, days, rate)", "when(holds, days, rate)", {"holds": True, "days": 2}, Decimal(2)),
        ("x(amount, fee)", "smaller(amount, fee)", {"amount": 9999}, 9999),
        ("x(amount, fee)", "smaller(amount, fee)", {"amount": 10001}, 10000),
    ],
)
def test_operation_gives_the_exact_value(
    tmp_path: Path, signature: str, result: str, facts: dict[str, Scalar], value: Scalar
) -> None:
    found = answer(tmp_path, signature, result, **facts).value

    assert (found, type(found)) == (value, type(value))


AND = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, True): False,
    (False, False): False,
    (False, None): False,
    (None, True): None,
    (None, False): False,
    (None, None): None,
}


@pytest.mark.parametrize(("holds", "other"), AND)
def test_and_or_not_follow_the_table_of_three_values(
    tmp_path: Path, holds: bool | None, other: bool | None
) -> None:
    rules = (
        rule_text("both(holds, other)", "holds & other")
        + rule_text("one(holds, other)", "holds | other")
        + rule_text("no(holds)", "~holds")
    )
    edition = edition_of(tmp_path, rules)

    facts = {"holds": holds, "other": other}
    found = [explain(edition, name, facts).value for name in ("both", "one", "no")]

    negated = {True: False, False: True, None: None}
    # De Morgan gives the table of "or" from that of "and".
    either = negated[AND[negated[holds], negated[other]]]
    assert found == [AND[holds, other], either, negated[holds]]


@pytest.mark.parametrize(
    ("signature", "result", "facts"),
    [
        ("x(days)", "days + 1", {"days": None}),
        ("x(days)", "days == 3", {"days": None}),
        ("x(days)", "days != 3", {"days": None}),
        ("x(done, deadline)", "done <= deadline", {"done": None}),
        ("x(holds, fee)", "when(holds, fee, fee)", {"holds": None}),
        ("x(wage)", "wage", {"place": None}),
        ("x(wage)", "round_half_up(wage, per=2)", {"place": None}),
        ("x(days, fee)", "round_half_up(fee * days)", {"days": None}),
    ],
)
def test_value_that_depends_on_an_unknown_fact_is_unknown(
    tmp_path: Path, signature: str, result: str, facts: dict[str, None]
) -> None:
    explanation = answer(tmp_path, signature, result, **facts)

    assert (explanation.value, explanation.steps[-1].shown) == (None, "未知")


def test_branch_not_taken_may_rest_on_unknown_facts(tmp_path: Path) -> None:
    assert answer(
        tmp_path, "x(holds, days)", "when(holds, 5, days)", holds=True, days=None
    ).value == (5)


def test_branch_not_taken_may_lack_its_facts(tmp_path: Path) -> None:
    assert answer(tmp_path, "x(holds, days)", "when(holds, 5, days)", holds=True).value == 5


TRACED = (
    '@rule("D9 三", "月工资")\ndef monthly(wage):\n    return wage\n'
    '@rule("D9 三(一)", "当月工资")\ndef part(monthly, days, month):\n'
    "    return round_half_up(monthly * days, per=month)\n"
    '@rule("D9 二", "分担")\ndef share(part, rate):\n    return round_down(part * rate)\n'
    '@rule("D9 一", "其余")\ndef rest(part, share):\n    return part - share\n'
)


def test_trace_of_a_case_is_whole(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, TRACED)

    found = explain(edition, "rest", {"place": "west", "days": 10, "month": 31})

    wage = UsedParameter("wage", "1,780.50元", JUNE, "D9 三")
    rate = UsedParameter("rate", "0.55", JUNE, "D9 二")
    assert found == Explanation(
        pack="sample",
        edition="2024-06-01",
        rule="rest",
        on=JUNE,
        value=25846,
        unit="fen",
        steps=(
            Step("monthly", "月工资", 178050, "1,780.50元", "1,780.50元", "D9 三", (wage,)),
            Step(
                "part",
                "当月工资",
                57435,
                "574.35元",
                "（1,780.50元 × 10） ÷ 31，四舍五入到分",
                "D9 三(一)",
                (),
            ),
            Step(
                "share",
                "分担",
                31589,
                "315.89元",
                "（574.35元 × 0.55），舍去尾数到分",
                "D9 二",
                (rate,),
            ),
            Step("rest", "其余", 25846, "258.46元", "574.35元 − 315.89元", "D9 一", ()),
        ),
        reasons=(),
    )


def test_trace_names_the_edition_of_the_figure_that_it_used(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, rule_text("pay(wage)", "wage"), on=date(2025, 1, 1))

    found = explain(edition, "pay", {"place": "west"})

    assert found.steps[-1].parameters == (
        UsedParameter("wage", "1,880.00元", date(2025, 1, 1), "D9 三(二)"),
    )


@pytest.mark.parametrize(
    ("day", "pay"),
    [
        (date(2024, 12, 31), 178050),
        (date(2025, 1, 1), 188000),
        (date(2025, 1, 2), 188000),
    ],
)
def test_new_edition_holds_from_its_first_day(tmp_path: Path, day: date, pay: int) -> None:
    edition = edition_of(tmp_path, rule_text("pay(wage)", "wage"), on=day)

    assert explain(edition, "pay", {"place": "west"}).value == pay


def test_nothing_is_in_force_on_the_day_before_the_first(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, FACTS_AND_FIGURES, rule_text("pay(wage)", "wage")))

    with pytest.raises(NothingInForce) as caught:
        compile_rules(pack, date(2024, 5, 31))

    assert str(caught.value) == (
        "参数“工资”（wage）在2024-05-31尚无生效的数值；依据：D9 三；处理办法：查看政策包中该参数的生效日期。"
    )


@pytest.mark.parametrize(
    ("signature", "result", "formula"),
    [
        ("x(fee, days)", "(fee + fee) * days", "（100.00元 + 100.00元） × 3"),
        ("x(fee, days)", "fee + fee * days", "100.00元 + 100.00元 × 3"),
        ("x(fee, days)", "fee - (fee - fee * days)", "100.00元 − （100.00元 − 100.00元 × 3）"),
        ("x(fee)", "fee - fee - fee", "100.00元 − 100.00元 − 100.00元"),
        ("x(fee)", "fee + (fee - fee)", "100.00元 + 100.00元 − 100.00元"),
        ("x(holds, other)", "holds & (holds | other)", "是 且 （是 或 否）"),
        ("x(holds, other)", "holds | holds & other", "是 或 是 且 否"),
        ("x(holds, other)", "~(holds | other)", "非（是 或 否）"),
        ("x(days, holds)", "(days > 2) == holds", "（3 > 2） ＝ 是"),
        ("x(days, rate)", "(days + rate) * 2", "（3 + 0.55） × 2"),
        ("x(done, deadline)", "done <= deadline", "2024-07-05 ≤ 2024-07-05"),
        ("x(holds, fee)", "when(holds, fee, fee * 2)", "100.00元（因“条件甲”为是）"),
        ("x(other, fee)", "when(other, fee, fee * 2)", "100.00元 × 2（因“条件乙”为否）"),
        ("x(days, fee)", "when(days > 3, fee, fee * 2)", "100.00元 × 2（因“3 > 3”为否）"),
        (
            "x(holds, fee, days)",
            "when(holds, fee, fee) * days",
            "（100.00元（因“条件甲”为是）） × 3",
        ),
        (
            "x(fee, month)",
            "round_half_up(fee, per=month) + fee",
            "（（100.00元） ÷ 31，四舍五入到分） + 100.00元",
        ),
        ("x(days, rate)", "round_half_up(days * rate)", "（3 × 0.55），四舍五入"),
        ("x(unsure, fee)", "when(unsure, fee, fee)", "未知（因“样本规则”未知）"),
    ],
)
def test_formula_reads_as_it_is_computed(
    tmp_path: Path, signature: str, result: str, formula: str
) -> None:
    rules = rule_text("unsure(place)", 'place == "east"') + rule_text(signature, result)
    edition = edition_of(tmp_path, rules)
    facts = {
        "days": 3,
        "month": 31,
        "holds": True,
        "other": False,
        "done": date(2024, 7, 5),
        "place": None,
    }

    assert explain(edition, "x", facts).steps[-1].formula == formula


def checks(effect: str, condition: str = "holds") -> str:
    return (
        f'@check("D9 四", "样本检查", code="late", effect=Effect.{effect},\n'
        '    text="超过{deadline}，罚{fee}", unknown="未知是否超过{deadline}")\n'
        f"def in_time(holds):\n    return {condition}\n"
        '@check("D9 五", "另一检查", code="other", effect=Effect.REFER, text="请核对")\n'
        "def other_check(other):\n    return other\n"
        '@rule("D9 六", "结论")\n'
        "def verdict(in_time, other_check):\n    return worst(in_time, other_check)\n"
    )


FAILED = Reason("late", "D9 四", "超过2024-07-05，罚100.00元", "fail")
UNTOLD = Reason("late", "D9 四", "未知是否超过2024-07-05", "refer")
OTHER = Reason("other", "D9 五", "请核对", "refer")


@pytest.mark.parametrize(
    ("holds", "other", "outcome", "reasons"),
    [
        (True, True, Outcome.PASS, ()),
        (True, False, Outcome.REFER, (OTHER,)),
        (True, None, Outcome.REFER, (OTHER,)),
        (False, True, Outcome.FAIL, (FAILED,)),
        (False, False, Outcome.FAIL, (FAILED, OTHER)),
        (None, True, Outcome.REFER, (UNTOLD,)),
        (None, False, Outcome.REFER, (UNTOLD, OTHER)),
    ],
)
def test_check_that_cannot_be_told_is_referred_and_never_fails(
    tmp_path: Path,
    holds: bool | None,
    other: bool | None,
    outcome: Outcome,
    reasons: tuple[Reason, ...],
) -> None:
    edition = edition_of(tmp_path, checks("FAIL"))

    found = explain(edition, "verdict", {"holds": holds, "other": other})

    assert (found.value, found.reasons) == (outcome, reasons)


@pytest.mark.parametrize(
    ("holds", "reasons"),
    [
        (True, ()),
        (False, (Reason("late", "D9 四", "超过2024-07-05，罚100.00元", "note"),)),
        (None, (Reason("late", "D9 四", "未知是否超过2024-07-05", "note"),)),
    ],
)
def test_note_leaves_its_reason_and_passes(
    tmp_path: Path, holds: bool | None, reasons: tuple[Reason, ...]
) -> None:
    edition = edition_of(tmp_path, checks("NOTE"))

    found = explain(edition, "in_time", {"holds": holds})

    assert (found.value, found.reasons) == (Outcome.PASS, reasons)


def test_step_of_a_check_shows_its_condition_and_outcome(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, checks("FAIL"))

    found = explain(edition, "verdict", {"holds": False, "other": True})

    assert found.steps == (
        Step("in_time", "样本检查", Outcome.FAIL, "不符合", "否", "D9 四", ()),
        Step("other_check", "另一检查", Outcome.PASS, "符合", "是", "D9 五", ()),
        Step("verdict", "结论", Outcome.FAIL, "不符合", "不符合；符合", "D9 六", ()),
    )


def test_figure_in_a_reason_follows_a_what_if(tmp_path: Path) -> None:
    changed = {"deadline": date(2024, 7, 9), "fee": 12345}
    edition = edition_of(tmp_path, checks("FAIL"), overrides=changed)

    found = explain(edition, "in_time", {"holds": False})

    assert found.reasons == (Reason("late", "D9 四", "超过2024-07-09，罚123.45元", "fail"),)


@pytest.mark.parametrize(
    ("overrides", "east", "west"),
    [
        ({}, 198000, 178050),
        ({"wage.west": 200000}, 198000, 200000),
        ({"wage.west": 200000, "wage.east": 1}, 1, 200000),
    ],
)
def test_what_if_changes_the_rows_it_names_and_no_others(
    tmp_path: Path, overrides: dict[str, Scalar], east: int, west: int
) -> None:
    edition = edition_of(tmp_path, rule_text("pay(wage)", "wage"), overrides=overrides)

    found = [explain(edition, "pay", {"place": place}).value for place in ("east", "west")]

    assert found == [east, west]


def test_what_if_leaves_the_pack_as_it_was(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, FACTS_AND_FIGURES, rule_text("pay(wage)", "wage")))

    compile_rules(pack, JUNE, {"wage.west": 200000})

    assert pack.whole_table("wage", JUNE) == {"east": 198000, "west": 178050}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bonus", "政策包 sample 没有参数“bonus”。"),
        (
            "wage.north",
            "参数“wage”没有“north”一项；处理办法：用“linli policy show sample wage”查看。",
        ),
        ("fee.east", "参数“fee”没有“east”一项；处理办法：用“linli policy show sample fee”查看。"),
    ],
)
def test_what_if_on_a_figure_that_does_not_exist_is_refused(
    tmp_path: Path, name: str, sentence: str
) -> None:
    pack = load_pack(write_pack(tmp_path, FACTS_AND_FIGURES))

    with pytest.raises(UnknownName) as caught:
        compile_rules(pack, JUNE, {name: 1})

    assert str(caught.value) == sentence


def test_rule_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, "")

    with pytest.raises(UnknownName) as caught:
        explain(edition, "bonus", {})

    assert str(caught.value) == (
        "政策包 sample 没有规则“bonus”；处理办法：用“linli policy show sample”查看全部规则。"
    )


def test_fact_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, "x(days)", "days")

    assert str(caught.value) == "缺少事实“天数”（days）；处理办法：补上这项事实。"


def test_fact_that_must_be_known_may_not_be_empty(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, "x(month)", "month", month=None)

    assert str(caught.value) == "“当月天数”（month）不能为空；处理办法：补上这项事实。"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("month", 27, "“当月天数”（month）的值不合要求：应是28至31的整数"),
        ("month", 32, "“当月天数”（month）的值不合要求：应是28至31的整数"),
        ("month", True, "“当月天数”（month）的值不合要求：应是28至31的整数"),
        ("month", Decimal(30), "“当月天数”（month）的值不合要求：应是28至31的整数"),
        ("amount", 1000001, "“金额”（amount）的值不合要求：应是-1000000至1000000的整数"),
        ("amount", -1000001, "“金额”（amount）的值不合要求：应是-1000000至1000000的整数"),
        ("holds", 1, "“条件甲”（holds）的值不合要求：应是 true 或 false"),
        ("place", "north", "“地点”（place）的值不合要求：应是east、west"),
        ("done", "2024-07-05", "“完成日期”（done）的值不合要求：应是日期，如 2024-07-05"),
        ("done", datetime(2024, 7, 5), "“完成日期”（done）的值不合要求：应是日期，如 2024-07-05"),
    ],
)
def test_fact_outside_its_bounds_is_refused(
    tmp_path: Path, name: str, value: Scalar, sentence: str
) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, f"x({name})", name, **{name: value})

    assert str(caught.value) == f"{sentence}；处理办法：改正后重试。"


@pytest.mark.parametrize(
    ("name", "value"), [("month", 28), ("month", 31), ("amount", -1000000), ("amount", 1000000)]
)
def test_fact_on_its_bound_is_taken(tmp_path: Path, name: str, value: int) -> None:
    assert answer(tmp_path, f"x({name})", name, **{name: value}).value == value


def test_key_that_a_rule_gives_and_the_table_lacks_is_refused(tmp_path: Path) -> None:
    toml = (
        FACTS_AND_FIGURES
        + '[parameters.by_tier]\ndescription = "分档"\nunit = "yuan"\nkeys = ["tier"]\n'
        + 'clause = "D9 八"\nvalues = [{ from = 2024-06-01, value = { 1 = 5, 2 = 6 } }]\n'
    )
    rules = rule_text("tier(days)", "days") + rule_text("pay(by_tier)", "by_tier")
    edition = compile_rules(load_pack(write_pack(tmp_path, toml, rules)), JUNE)

    with pytest.raises(CaseError) as caught:
        explain(edition, "pay", {"days": 3})

    assert explain(edition, "pay", {"days": 2}).value == 600
    assert str(caught.value) == "“分档”没有“3”一项。"
