"""A rule that changed on a day: a parameter names the rule in force."""

from datetime import date
from pathlib import Path

import pytest

from linli.core.policy import (
    NothingInForce,
    PackError,
    Step,
    UsedParameter,
    compile_rules,
    explain,
    load_pack,
)
from tests.core.policy.tiny_packs import FACTS_AND_FIGURES, rule_text, write_pack

VERSIONS = """\
[parameters.pay]
description = "补贴办法"
unit = "rule"
clause = "D9 八"
values = [
    { from = 2024-06-01, value = "pay_by_day" },
    { from = 2025-01-01, value = "pay_in_full", clause = "D9 八(二)" },
]
"""
RULES = (
    '@rule("D9 一", "按日补贴")\ndef pay_by_day(fee, days):\n    return fee * days\n'
    '@rule("D9 二", "全额补贴")\ndef pay_in_full(fee):\n    return fee * 31\n'
    '@rule("D9 三", "实发")\ndef net(pay, fee):\n    return pay - fee\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path, FACTS_AND_FIGURES + VERSIONS, RULES)


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2024, 12, 31), 20000), (date(2025, 1, 1), 310000), (date(2025, 1, 2), 310000)],
)
def test_rule_is_the_one_in_force_on_the_day(folder: Path, day: date, value: int) -> None:
    edition = compile_rules(load_pack(folder), day)

    assert explain(edition, "pay", {"days": 2}).value == value
    assert explain(edition, "net", {"days": 2}).value == value - 10000


def test_other_versions_can_still_be_asked_for_by_name(folder: Path) -> None:
    edition = compile_rules(load_pack(folder), date(2025, 1, 1))

    assert explain(edition, "pay_by_day", {"days": 2}).value == 20000


def test_trace_names_the_version_with_its_clause_and_first_day(folder: Path) -> None:
    edition = compile_rules(load_pack(folder), date(2025, 1, 1))

    found = explain(edition, "net", {"days": 2})

    fee = UsedParameter("fee", "100.00元", date(2024, 6, 1), "D9 一")
    version = UsedParameter("pay", "全额补贴", date(2025, 1, 1), "D9 八(二)")
    assert found.steps == (
        Step("pay_in_full", "全额补贴", 310000, "3,100.00元", "100.00元 × 31", "D9 二", (fee,)),
        Step("pay", "补贴办法", 310000, "3,100.00元", "3,100.00元", "D9 八(二)", (version,)),
        Step("net", "实发", 300000, "3,000.00元", "3,100.00元 − 100.00元", "D9 三", (fee,)),
    )


def test_rule_before_its_first_version_is_refused(folder: Path) -> None:
    edition = compile_rules(load_pack(folder), date(2024, 5, 31))

    for name in ("pay", "net"):
        with pytest.raises(NothingInForce):
            explain(edition, name, {"days": 2})


def test_what_if_tries_another_version(folder: Path) -> None:
    edition = compile_rules(load_pack(folder), date(2025, 1, 1), {"pay": "pay_by_day"})

    assert explain(edition, "net", {"days": 2}).value == 10000


def test_version_may_be_a_check(tmp_path: Path) -> None:
    toml = (
        FACTS_AND_FIGURES + '[parameters.fitness]\ndescription = "资格"\nunit = "rule"\n'
        'clause = "D9 八"\nvalues = [{ from = 2024-06-01, value = "sound" }]\n'
    )
    rules = (
        '@check("D9 四", "样本检查", code="c", effect=Effect.FAIL, text="不行")\n'
        "def sound(holds):\n    return holds\n"
        '@rule("D9 五", "结论")\ndef verdict(fitness):\n    return worst(fitness)\n'
    )
    edition = compile_rules(load_pack(write_pack(tmp_path, toml, rules)), date(2024, 6, 1))

    found = explain(edition, "verdict", {"holds": False})

    assert [(step.rule, step.shown, step.formula) for step in found.steps] == [
        ("sound", "不符合", "条件甲：否"),
        ("fitness", "不符合", "样本检查：不符合"),
        ("verdict", "不符合", "资格：不符合"),
    ]
    assert [reason.text for reason in found.reasons] == ["不行"]


def test_table_may_be_keyed_by_a_rule_in_versions(tmp_path: Path) -> None:
    toml = (
        FACTS_AND_FIGURES
        + VERSIONS.replace("pay", "tier")
        + (
            '[parameters.grant]\ndescription = "分档"\nunit = "yuan"\nkeys = ["tier"]\n'
            'clause = "D9 九"\nvalues = [{ from = 2024-06-01, value = { 1 = 5, 2 = 6 } }]\n'
        )
    )
    rules = (
        rule_text("tier_by_day(days)", "days")
        + rule_text("tier_in_full(month)", "month - 27")
        + rule_text("sum(grant)", "grant")
    )
    pack = load_pack(write_pack(tmp_path, toml, rules))
    facts = {"days": 2, "month": 28}

    found = [
        explain(compile_rules(pack, day), "sum", facts).value
        for day in (date(2024, 12, 31), date(2025, 1, 1))
    ]

    assert found == [600, 500]


@pytest.mark.parametrize(
    ("replaced", "by", "sentence"),
    [
        ('"pay_in_full"', '"pay_twice"', "sample/pack.toml 第88行：“pay_twice”不是规则。"),
        ('"pay_in_full"', '"net"', "sample/rules.py 第8行：规则循环引用：net → pay → net。"),
        (
            '"pay_in_full"',
            '""',
            "sample/pack.toml 第88行：“”不是单位“rule”的数值；处理办法：写成规则的名称。",
        ),
        (
            '"pay_in_full"',
            "3",
            "sample/pack.toml 第88行：“3”不是单位“rule”的数值；处理办法：写成规则的名称。",
        ),
    ],
)
def test_version_that_is_no_rule_is_refused(
    tmp_path: Path, replaced: str, by: str, sentence: str
) -> None:
    toml = FACTS_AND_FIGURES + VERSIONS.replace(replaced, by)

    with pytest.raises(PackError) as caught:
        load_pack(write_pack(tmp_path, toml, RULES))

    assert str(caught.value) == f"政策包 {sentence}"


def test_name_of_the_versions_is_no_rule_of_its_own(tmp_path: Path) -> None:
    rules = RULES + rule_text("pay(fee)", "fee")

    with pytest.raises(PackError) as caught:
        load_pack(write_pack(tmp_path, FACTS_AND_FIGURES + VERSIONS, rules))

    assert str(caught.value) == "政策包 sample/pack.toml 第82行：“pay”既是参数，又是输入或规则。"
