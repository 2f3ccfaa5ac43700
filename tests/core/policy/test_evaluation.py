"""One expression evaluated for one case: exact, three-valued, and told as it is computed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from linli.core.policy import compile_rules, explain, load_pack
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


@pytest.mark.parametrize(
    ("signature", "result", "formula"),
    [
        ("x(fee, days)", "(fee + fee) * days", "（100.00元 + 100.00元） × 3"),
        ("x(fee, days)", "fee + fee * days", "100.00元 + 100.00元 × 3"),
        ("x(fee, days)", "fee - (fee - fee * days)", "100.00元 − （100.00元 − 100.00元 × 3）"),
        ("x(fee)", "fee - fee - fee", "100.00元 − 100.00元 − 100.00元"),
        ("x(fee)", "fee + (fee - fee)", "100.00元 + 100.00元 − 100.00元"),
        (
            "x(holds, other)",
            "holds & (holds | other)",
            "条件甲：是 且 （条件甲：是）",
        ),
        ("x(holds, other)", "holds & ~other", "条件甲：是 且 并非（条件乙：否）"),
        ("x(holds, other)", "holds & other", "条件乙：否"),
        ("x(holds, other)", "holds | other", "条件甲：是"),
        ("x(other, place)", 'other | (place == "east")', "条件乙：否 或 未知 ＝ 东区"),
        ("x(other, place)", 'other & (place == "east")', "条件乙：否"),
        ("x(other)", "other & other | other", "条件乙：否 且 条件乙：否 或 条件乙：否"),
        ("x(holds, other)", "~(holds & ~other)", "并非（条件甲：是 且 并非（条件乙：否））"),
        ("x(days, holds)", "(days > 2) == holds", "（3 > 2） ＝ 条件甲：是"),
        ("x(days, rate)", "(days + rate) * 2", "（3 + 55%） × 2"),
        ("x(done, deadline)", "done <= deadline", "2024-07-05 ≤ 2024-07-05"),
        ("x(holds, fee)", "when(holds, fee, fee * 2)", "100.00元（因“条件甲”为是）"),
        ("x(other, fee)", "when(other, fee, fee * 2)", "100.00元 × 2（因“条件乙”为否）"),
        ("x(days, fee)", "when(days > 3, fee, fee * 2)", "100.00元 × 2（因“3 > 3”为否）"),
        (
            "x(holds, fee, days)",
            "when(holds, fee, fee) * days",
            "100.00元（因“条件甲”为是） × 3",
        ),
        (
            "x(fee, month)",
            "round_half_up(fee, per=month) + fee",
            "3.23元（100.00元 ÷ 31，四舍五入到分） + 100.00元",
        ),
        ("x(days, rate)", "round_half_up(days * rate)", "3 × 55%，四舍五入到整数"),
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
