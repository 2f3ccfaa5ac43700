"""The words for choosing, rounding, sharing and looking up, each with what an official reads."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from linli.core.policy import (
    CaseError,
    NothingInForce,
    Outcome,
    UsedParameter,
    explain,
)
from tests.core.policy.tiny_packs import JUNE, answer, edition_of, rule_refusal, rule_text

# ---------------------------------------------------------------- smaller, larger


@pytest.mark.parametrize(
    ("amount", "less", "more"),
    [(9999, 9999, 10000), (10000, 10000, 10000), (10001, 10000, 10001)],
)
def test_smaller_and_larger_of_two_amounts(
    tmp_path: Path, amount: int, less: int, more: int
) -> None:
    rules = rule_text("less(amount, fee)", "smaller(amount, fee)") + rule_text(
        "more(amount, fee)", "larger(amount, fee)"
    )
    edition = edition_of(tmp_path, rules)

    found = [explain(edition, name, {"amount": amount}).value for name in ("less", "more")]

    assert found == [less, more]


@pytest.mark.parametrize(
    ("signature", "result", "formula"),
    [
        ("x(amount, fee)", "smaller(amount, fee)", "99.99元与100.00元中的较小者"),
        ("x(amount, fee)", "larger(amount, fee)", "99.99元与100.00元中的较大者"),
        ("x(done, deadline)", "smaller(done, deadline)", "2024-07-01与2024-07-05中的较早者"),
        ("x(done, deadline)", "larger(done, deadline)", "2024-07-01与2024-07-05中的较晚者"),
        ("x(fee)", "larger(fee + fee, fee)", "（100.00元 + 100.00元）与100.00元中的较大者"),
        ("x(fee, rate)", "round_down(larger(fee, fee * rate))", "100.00元（100.00元与（100.00元 × 55%）中的较大者），舍去尾数到分"),
        ("x(fee)", "smaller(fee, fee) - fee", "100.00元（100.00元与100.00元中的较小者） − 100.00元"),
    ],
)  # fmt: skip
def test_smaller_and_larger_read_as_such(
    tmp_path: Path, signature: str, result: str, formula: str
) -> None:
    facts = {"amount": 9999, "done": date(2024, 7, 1)}

    found = answer(tmp_path, signature, result, **facts)

    assert found.steps[-1].formula == formula


# ---------------------------------------------------------------- rest


def test_rest_is_what_the_parts_leave_of_the_total(tmp_path: Path) -> None:
    found = answer(tmp_path, "x(fee, amount)", "rest(fee, amount, amount)", amount=5000)

    assert (found.value, found.steps[-1].formula) == (0, "100.00元 − 50.00元 − 50.00元")


def test_parts_that_exceed_the_total_by_one_fen_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, "x(fee, amount)", "rest(fee, amount)", amount=10001)

    assert str(caught.value) == "各部分之和超过总额；处理办法：核对各项比例和数额。"


def test_rest_with_an_unknown_part_is_unknown(tmp_path: Path) -> None:
    found = answer(tmp_path, "x(grade, months)", "rest(12, months)", grade=1, months=None)

    assert (found.value, found.steps[-1].formula) == (None, "12 − 未知")


def test_rest_is_known_not_to_fall_below_zero(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, rule_text("x(fee, amount)", "rest(fee, amount)"))

    shape = edition.rules["x"].tree.shape
    assert (shape.low, shape.high) == (0, 1010000)


# ---------------------------------------------------------------- round_half_up, round_down


@pytest.mark.parametrize(
    ("amount", "half_up", "down"),
    [
        (149, 100, 100),
        (150, 200, 100),
        (199, 200, 100),
        (200, 200, 200),
        (49, 0, 0),
        (50, 100, 0),
        (-49, 0, 0),
        (-50, -100, 0),
        (-150, -200, -100),
    ],
)
def test_amount_is_rounded_to_whole_yuan_and_stays_in_fen(
    tmp_path: Path, amount: int, half_up: int, down: int
) -> None:
    rules = rule_text("up(amount)", 'round_half_up(amount, to="yuan")') + rule_text(
        "down(amount)", 'round_down(amount, to="yuan")'
    )
    edition = edition_of(tmp_path, rules)

    found = [explain(edition, name, {"amount": amount}).value for name in ("up", "down")]

    assert found == [half_up, down]


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [(2175, 100), (2174, 100), (1, 0), (2165, 100), (2163, 99), (217500, 10000)],
)
def test_daily_wage_is_the_monthly_one_by_21_75(tmp_path: Path, amount: int, rounded: int) -> None:
    rules = "from decimal import Decimal\n" + rule_text(
        "daily(amount)", 'round_half_up(amount, per=Decimal("21.75"))'
    )
    edition = edition_of(tmp_path, rules)

    found = explain(edition, "daily", {"amount": amount})

    assert found.value == rounded
    assert found.steps[-1].formula.endswith("元 ÷ 21.75，四舍五入到分")


def test_divisor_may_be_a_fact_with_decimals(tmp_path: Path) -> None:
    toml_score = "round_half_up(fee * 10, per=score + 1)"

    found = answer(tmp_path, "x(fee, score)", toml_score, score=Decimal("1.5"))

    assert (found.value, found.steps[-1].formula) == (
        40000,
        "100.00元 × 10 ÷ （1.5 + 1），四舍五入到分",
    )


@pytest.mark.parametrize(
    ("result", "formula"),
    [
        ("round_half_up(fee * rate)", "100.00元 × 55%，四舍五入到分"),
        ("round_down(fee * rate)", "100.00元 × 55%，舍去尾数到分"),
        ('round_half_up(fee * rate, to="yuan")', "100.00元 × 55%，四舍五入到元"),
        ('round_down(fee * rate, per=3, to="yuan")', "100.00元 × 55% ÷ 3，舍去尾数到元"),
        ("round_half_up(fee + fee, per=3)", "（100.00元 + 100.00元） ÷ 3，四舍五入到分"),
        ("round_half_up(fee + fee * rate)", "100.00元 + 100.00元 × 55%，四舍五入到分"),
        (
            "round_half_up(round_down(fee, per=3) * rate)",
            "33.33元（100.00元 ÷ 3，舍去尾数到分） × 55%，四舍五入到分",
        ),
        ("round_down(rate * 3) * fee", "1（55% × 3，舍去尾数到整数） × 100.00元"),
    ],
)
def test_rounding_is_told_with_its_place(tmp_path: Path, result: str, formula: str) -> None:
    assert answer(tmp_path, "x(fee, rate)", result).steps[-1].formula == formula


# ---------------------------------------------------------------- at


@pytest.mark.parametrize(("grade", "pay"), [(1, 15000), (2, 25000)])
def test_table_is_looked_up_by_another_key_than_that_of_the_case(
    tmp_path: Path, grade: int, pay: int
) -> None:
    found = answer(tmp_path, "x(grade_pay, grade)", "at(grade_pay, grade + 1)", grade=grade)

    assert found.value == pay
    assert found.steps[-1].parameters == (
        UsedParameter("grade_pay", f"{pay // 100}.00元", JUNE, "D9 八"),
    )


def test_row_that_a_key_would_need_and_not_find_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        answer(tmp_path, "x(grade_pay, grade)", "at(grade_pay, grade + 1)", grade=3)

    assert str(caught.value) == "“等级工资”没有“4”一项。"


def test_two_rows_of_one_table_are_both_told(tmp_path: Path) -> None:
    found = answer(tmp_path, "x(grade_pay, grade)", "at(grade_pay, grade + 1) - grade_pay", grade=1)

    assert (found.value, found.steps[-1].formula) == (5000, "150.00元 − 100.00元")
    assert found.steps[-1].parameters == (
        UsedParameter("grade_pay", "150.00元", JUNE, "D9 八"),
        UsedParameter("grade_pay", "100.00元", JUNE, "D9 八"),
    )


# ---------------------------------------------------------------- in_force


@pytest.mark.parametrize(
    ("day", "months", "since", "clause"),
    [
        (date(2024, 6, 1), 6, date(2024, 6, 1), "D9 十"),
        (date(2024, 12, 31), 6, date(2024, 6, 1), "D9 十"),
        (date(2025, 1, 1), 12, date(2025, 1, 1), "D9 十(二)"),
        (date(2025, 1, 2), 12, date(2025, 1, 1), "D9 十(二)"),
    ],
)
def test_figure_is_that_of_a_date_of_the_case_whatever_the_edition(
    tmp_path: Path, day: date, months: int, since: date, clause: str
) -> None:
    rules = rule_text("x(limit, done)", "in_force(limit, on=done)")

    for on in (JUNE, date(2026, 1, 1)):
        (tmp_path / str(on)).mkdir()
        found = explain(edition_of(tmp_path / str(on), rules, on=on), "x", {"done": day})

        assert (found.value, found.steps[-1].formula, found.steps[-1].parameters) == (
            months,
            f"{months}（{day}有效的）",
            (UsedParameter("limit", str(months), since, clause),),
        )


def test_date_before_the_first_value_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingInForce) as caught:
        answer(tmp_path, "x(limit, done)", "in_force(limit, on=done)", done=date(2024, 5, 31))

    assert str(caught.value) == (
        "参数“期限”（limit）在2024-05-31尚无生效的数值；依据：D9 十"
        "；处理办法：查看政策包中该参数的生效日期。"
    )


def test_date_after_the_last_day_of_a_figure_is_refused(tmp_path: Path) -> None:
    edition = edition_of(tmp_path, rule_text("x(bonus, done)", "in_force(bonus, on=done)"))

    with pytest.raises(NothingInForce) as caught:
        explain(edition, "x", {"done": date(2025, 1, 1)})

    assert explain(edition, "x", {"done": date(2024, 12, 31)}).value == 5000
    assert str(caught.value) == (
        "参数“奖励”（bonus）在2025-01-01已无生效的数值；依据：D9 十一"
        "；处理办法：查看政策包中该参数的生效日期。"
    )


def test_figure_on_an_unknown_date_is_unknown(tmp_path: Path) -> None:
    found = answer(tmp_path, "x(limit, done)", "in_force(limit, on=done)", done=None)

    assert (found.value, found.steps[-1].formula) == (None, "未知（未知有效的）")


@pytest.mark.parametrize(
    ("result", "day", "pay"),
    [
        ("in_force(wage, on=done)", date(2024, 12, 31), 178050),
        ("in_force(wage, on=done)", date(2025, 1, 1), 188000),
        ('in_force(at(wage, "east"), on=done)', date(2024, 12, 31), 198000),
        ('in_force(at(wage, "east"), on=done)', date(2025, 1, 1), 208000),
    ],
)
def test_table_of_a_date_is_looked_up_by_its_keys(
    tmp_path: Path, result: str, day: date, pay: int
) -> None:
    assert answer(tmp_path, "x(wage, done)", result, done=day, place="west").value == pay


@pytest.mark.parametrize(("day", "months"), [(JUNE, 99), (date(2025, 1, 1), 12)])
def test_what_if_on_the_figure_in_force_leaves_that_of_other_dates(
    tmp_path: Path, day: date, months: int
) -> None:
    rules = rule_text("x(limit, done)", "in_force(limit, on=done)")
    edition = edition_of(tmp_path, rules, overrides={"limit": 99})

    assert explain(edition, "x", {"done": day}).value == months


# ---------------------------------------------------------------- passes


CHECK = (
    '@check("D9 四", "样本检查", code="late", effect=Effect.{effect}, text="不行")\n'
    "def in_time(holds):\n    return holds\n"
    '@check("D9 五", "另一检查", code="other", effect=Effect.FAIL, text="请核对")\n'
    "def second(other):\n    return other\n"
)


@pytest.mark.parametrize(
    ("effect", "holds", "outcome", "passes"),
    [
        ("FAIL", True, Outcome.PASS, True),
        ("FAIL", False, Outcome.FAIL, False),
        ("FAIL", None, Outcome.REFER, False),
        ("REFER", False, Outcome.REFER, False),
        ("NOTE", False, Outcome.PASS, True),
    ],
)
def test_check_passes_only_if_it_neither_fails_nor_is_referred(
    tmp_path: Path, effect: str, holds: bool | None, outcome: Outcome, passes: bool
) -> None:
    rules = CHECK.format(effect=effect) + rule_text("x(in_time)", "passes(in_time)")
    found = explain(edition_of(tmp_path, rules), "x", {"holds": holds})

    assert [step.value for step in found.steps] == [outcome, passes]
    assert found.steps[-1].formula == f"样本检查：{outcome.label}"


def test_several_checks_pass_if_the_worst_of_them_does(tmp_path: Path) -> None:
    rules = CHECK.format(effect="FAIL") + rule_text(
        "x(in_time, second, fee)", "when(passes(worst(in_time, second)), fee, fee - fee)"
    )
    edition = edition_of(tmp_path, rules)

    found = explain(edition, "x", {"holds": True, "other": False})

    assert (found.value, found.steps[-1].formula) == (
        0,
        "100.00元 − 100.00元（因“样本检查：符合；另一检查：不符合”为否）",
    )
    assert explain(edition, "x", {"holds": True, "other": True}).value == 10000


# ---------------------------------------------------------------- refusals

CODES = "可选值：east、west。"


@pytest.mark.parametrize(
    ("signature", "result", "what"),
    [
        ("x(fee, days)", "larger(fee, days)", "金额与数值不能相加、比较或并列；处理办法：核对规则中各量的单位。"),
        ("x(fee, days)", "rest(fee, days)", "金额与数值不能相加、比较或并列；处理办法：核对规则中各量的单位。"),
        ("x(days)", 'round_half_up(days, to="yuan")', "不能舍入到“yuan”；处理办法：金额可以舍入到 fen 或 yuan。"),
        ("x(fee)", 'round_down(fee, to="jiao")', "不能舍入到“jiao”；处理办法：金额可以舍入到 fen 或 yuan。"),
        ("x(fee, score)", "round_half_up(fee, per=score)", "除数应为正数。"),
        ("x(fee)", "at(fee, 1)", "at 的第一个参数应是分列的参数，其后逐一写明各键。"),
        ("x(wage)", "at(wage)", "at 的第一个参数应是分列的参数，其后逐一写明各键。"),
        ("x(wage)", 'at(wage, "east", "west")', "at 的第一个参数应是分列的参数，其后逐一写明各键。"),
        ("x(wage, days)", "at(wage, days)", "at 的键应是文字，不能用数值。"),
        ("x(wage)", 'at(wage, "north")', f"“north”不是可选值；处理办法：{CODES}"),
        ("x(place)", 'place == "north"', f"“north”不是可选值；处理办法：{CODES}"),
        ("x(place)", '"north" != place', f"“north”不是可选值；处理办法：{CODES}"),
        ("x(holds, place)", 'when(holds, place, "east") == "north"', f"“north”不是可选值；处理办法：{CODES}"),
        ("x(days, done)", "in_force(days, on=done)", "in_force 的第一个参数应是参数。"),
        ("x(limit, since)", "in_force(limit, on=since)", "in_force 的 on 应是日期；处理办法：年月用 first_day_of(年月)。"),
        ("x(days)", "as_age(days)", "as_age 只能用于以月计的整数。"),
        ("x(months, rate)", "as_age(months * rate)", "as_age 只能用于以月计的整数。"),
        ("x(holds)", "passes(holds)", "passes 只能用于检查结论。"),
    ],
)  # fmt: skip
def test_word_that_is_misused_is_refused(
    tmp_path: Path, signature: str, result: str, what: str
) -> None:
    assert rule_refusal(tmp_path, signature, result) == what
