"""One entry of the rule book in full, as `linli policy show` prints it."""

from pathlib import Path

from linli.core.policy.entries import entry
from linli.core.policy.layout import terminal
from linli.core.policy.rulebook import RuleBook
from tests.core.policy.book_pack import sample


def test_entry_of_a_figure_has_its_codes_and_the_rules_that_use_it(tmp_path: Path) -> None:
    assert (
        terminal(entry(RuleBook(sample(tmp_path)), "wage"))
        == """\
工资 wage
─────────

地点             自2024年6月1日起  自2025年1月1日起
east 东区        1,980.00元/月     2,080.00元/月
west 西区、北区  1,780.50元/月     1,880.00元/月

· 自2024年6月1日起：D9 十
· 自2025年1月1日起：D9 十

用于规则

· 旧办法 old_way
· 新办法 new_way
"""
    )


def test_entry_of_a_rule_has_its_facts_figures_and_rules(tmp_path: Path) -> None:
    assert (
        terminal(entry(RuleBook(sample(tmp_path)), "pay"))
        == """\
月薪酬 pay
──────────

· 条款：D9 一
· 月薪酬 pay ＝ 按“算法”得出的结果 + 分段补贴

要填写的事实

· 月数（整数，0至240个月） months
· 地点（选一项：东区；西区、北区） place

用到的数值

· 分段补贴 step：
    月数        自2024年6月1日起
    不满12个月  100.00元
    12个月以上  12,345.60元

用到的规则

· 算法 way
"""
    )


def test_entry_of_a_fact_has_the_codes_to_fill_in_and_their_names(tmp_path: Path) -> None:
    text = terminal(entry(RuleBook(sample(tmp_path)), "place"))

    assert text.startswith("地点 place\n")
    assert "east  东区\nwest  西区、北区\n" in text and "月薪酬 pay" in text
