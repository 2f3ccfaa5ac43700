"""Slips of the pen in a pack are told, and count for nothing nowhere."""

from datetime import date
from pathlib import Path

import pytest

from linli.core.policy import PackError, load_pack
from tests.core.policy.tiny_packs import FACTS_AND_FIGURES, answer, rule_text, write_pack


def refusal(folder: Path, toml: str = FACTS_AND_FIGURES, rules: str = "") -> str:
    """Return the sentence with which a pack is refused."""
    pack = write_pack(folder, toml, rules)
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    return str(caught.value)


@pytest.mark.parametrize(
    ("written", "slip", "sentence"),
    [
        ("may_be_unknown = true", "may_be_unknwn = true", "没有“may_be_unknwn”一项"),
        ("may_be_unknown = true", 'may_be_unknown = "false"', "应是 true 或 false，不加引号"),
        ('clause = "D9 一"', 'claus = "D9 一"', "没有“claus”一项"),
        ("value = 100.00 }", "value = 100.00, untill = 2025-06-30 }", "没有“untill”一项"),
        ('keys = ["place"]', 'keys = "place"', "应是一组文字"),
        ("[inputs.amount]", "[input.amount]", "没有“input”一项"),
    ],
)
def test_key_that_no_one_reads_is_refused(
    tmp_path: Path, written: str, slip: str, sentence: str
) -> None:
    told = refusal(tmp_path, FACTS_AND_FIGURES.replace(written, slip, 1))

    assert sentence in told and "pack.toml 第" in told


def test_rule_written_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    rules = rule_text("pay(fee)", "fee") + rule_text("pay(fee)", "fee * 2")

    assert refusal(tmp_path, rules=rules) == (
        "政策包 sample/rules.py 第6行：规则“pay”写了两次，另一处在 rules.py 第3行；"
        "处理办法：一条规则只写一处；前后不同的，另起名称，"
        '用 unit = "rule" 的参数写明各自的起日。'
    )


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (rule_text("pay(fee)", "fees * 2"), "第2行：规则“pay”算不下去：name 'fees' is not defined"),
        (rule_text("pay(fee)", "fee.tripled"), "规则“pay”算不下去："),
        (rule_text("pay(fee)", "when(fee)"), "规则“pay”算不下去："),
        ("from linli.core.policy import nothing\n", "第2行：规则读不进来："),
        ("undefined_name\n", "第2行：规则读不进来：name 'undefined_name' is not defined"),
    ],
)
def test_slip_in_a_rule_is_told_with_file_and_line(
    tmp_path: Path, rules: str, sentence: str
) -> None:
    told = refusal(tmp_path, rules=rules)

    assert "政策包 sample/rules.py 第2行" in told and sentence in told


def test_month_before_the_first_year_is_refused_when_the_pack_loads(tmp_path: Path) -> None:
    toml = FACTS_AND_FIGURES.replace("high = 31", "high = 40000", 1)
    rules = "from linli.core.policy import month_of, year_of\n" + rule_text(
        "early(done, days)", "year_of(month_of(done) - days)"
    )

    assert "的年月可能早于公元1年" in refusal(tmp_path, toml.replace('unit = "days"\n', ""), rules)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2024-03-01", 1, "2024-03-31"),
        ("2024-03-30", 1, "2024-04-29"),
        ("2024-03-31", 1, "2024-04-30"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-30", 1, "2025-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-07-18", 12, "2025-07-17"),
    ],
)
def test_term_ends_the_day_before_the_corresponding_day_or_with_its_month(
    tmp_path: Path, first: str, months: int, last: str
) -> None:
    found = answer(
        tmp_path,
        "end(done, days)",
        "last_day_of_term(done, days)",
        done=date.fromisoformat(first),
        days=months,
    )

    assert found.value == date.fromisoformat(last)
