"""What is left of a total is taken for not below zero only where that is proved."""

from pathlib import Path

import pytest

from linli.core.policy.bulk.plan import Plan
from linli.core.policy.bulk.shares import never_below_zero
from tests.core.policy.tiny_packs import JUNE, edition_of, rule_text

SHARES = "".join(
    [
        rule_text("total(amount)", "larger(amount, 0)"),
        rule_text("part(total, rate)", "round_half_up(total * rate)"),
        rule_text("dropped(total, rate)", "round_down(total * rate)"),
        rule_text("double(total)", "total * 2"),
        rule_text("of_another(double, rate)", "round_half_up(double * rate)"),
        rule_text("too_much(total, rate)", "round_half_up(total * (rate + 1))"),
        rule_text("in_yuan(total, rate)", 'round_half_up(total * rate, to="yuan")'),
        rule_text("halved(total, rate)", "round_half_up(total * rate, per=2)"),
        rule_text("of_a_debt(amount, rate)", "round_half_up(amount * rate)"),
        rule_text("of_the_rest(total, part, rate)", "round_down(rest(total, part) * rate)"),
    ]
)


@pytest.mark.parametrize(
    ("signature", "left", "is_proved"),
    [
        ("x(total, part)", "rest(total, part)", True),
        ("x(total, dropped)", "rest(total, dropped)", True),
        ("x(total, part, of_the_rest)", "rest(total, part, of_the_rest)", True),
        ("x(total, of_another)", "rest(total, of_another)", False),
        ("x(total, too_much)", "rest(total, too_much)", False),
        ("x(total, in_yuan)", "rest(total, in_yuan)", False),  # 0.50 元 rounds to 1 元
        ("x(total, halved)", "rest(total, halved)", False),  # true, but not looked into
        ("x(amount, of_a_debt)", "rest(amount, of_a_debt)", False),
        ("x(total, fee)", "rest(total, fee)", False),
        ("x(total, part, dropped)", "rest(total, part, dropped)", False),
    ],
)
def test_rest_is_proved_for_a_share_of_its_own_total_alone(
    tmp_path: Path, signature: str, left: str, is_proved: bool
) -> None:
    edition = edition_of(tmp_path, SHARES + rule_text(signature, left), on=JUNE)
    plan = Plan(edition, ("x",))

    assert never_below_zero(plan, plan.tree("x").operands[0]) is is_proved
