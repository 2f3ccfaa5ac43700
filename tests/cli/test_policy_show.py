"""A pack read on the command line: the rule book for people, everything for programs."""

import json
from pathlib import Path
from typing import Any

from linli.core.policy.layout import terminal
from linli.core.policy.rulebook import RuleBook
from linli.policies import get_pack
from tests.cli.program import linli


def shown(data: Path, *arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(
        linli("policy", "show", *arguments, "--json", data=data).out
    )
    return answer


def test_pack_is_shown_as_its_page_of_the_rule_book(prepared: Path) -> None:
    answer = linli("policy", "show", "ningxia-example", data=prepared)

    assert (answer.status, answer.err) == (0, "")
    assert answer.out == terminal(RuleBook(get_pack("ningxia-example")).page())


def test_check_is_shown_with_what_must_hold_and_what_is_proposed(prepared: Path) -> None:
    answer = linli("policy", "show", "xinzhou-2024", "diploma_in_time", data=prepared)

    assert (
        answer.out
        == """\
按期取得毕业证书 diploma_in_time
────────────────────────────────

· 条款：D0 二4
· 按期取得毕业证书 diploma_in_time（检查，代码 diploma_not_in_time）
    · 应当：取得毕业证书的日期 ≤ 取得毕业证书的最后日期
    · 否则：不符合——未在2024年7月5日前（含当日）取得毕业证书
    · 情况不明时：需人工核定——未登记毕业证书取得日期

要填写的事实

· 取得毕业证书的日期（日期，可填“未知”） diploma_date

用到的数值

· 取得毕业证书的最后日期 diploma_deadline：2024年7月5日（自2024年6月1日起，D0 二4）
    · 我们的理解：Q3：含7月5日当日
"""
    )


def test_figure_of_a_pack_that_is_extended_is_shown_with_that_pack_too(prepared: Path) -> None:
    answer = linli("policy", "show", "ningxia-example", "base_pay_ratio", data=prepared)

    assert (
        answer.out
        == """\
基本薪酬占月平均工资的比例 base_pay_ratio
─────────────────────────────────────────

期间                数值  条款
自2024年12月27日起  55%   D4 18

· 我们的理解：乘后四舍五入到分

用于规则

· 基本薪酬 base_pay
"""
    )


def test_programs_get_formula_facts_and_reasons_of_a_rule(prepared: Path) -> None:
    found = shown(prepared, "xinzhou-2024", "diploma_in_time")

    assert found["rules"] == [
        {
            "rule": "diploma_in_time",
            "label": "按期取得毕业证书",
            "clause": "D0 二4",
            "code": "diploma_not_in_time",
            "effect": "fail",
            "text": "未在{diploma_deadline}前（含当日）取得毕业证书",
            "unknown": "未登记毕业证书取得日期",
            "formula": "取得毕业证书的日期 ≤ 取得毕业证书的最后日期",
            "facts": ["diploma_date"],
            "parameters": ["diploma_deadline"],
            "rules": [],
        }
    ]
    assert (found["parameters"], found["inputs"]) == (
        [],
        [
            {
                "fact": "diploma_date",
                "description": "取得毕业证书的日期",
                "type": "date",
                "unit": None,
                "low": "1900-01-01",
                "high": "2199-12-31",
                "places": 0,
                "choices": {},
                "may_be_unknown": True,
            }
        ],
    )


def test_programs_get_everything_of_a_pack_and_of_the_one_it_extends(prepared: Path) -> None:
    found, pack = shown(prepared, "ningxia-example"), get_pack("ningxia-example")

    names = {
        "documents": ("code", pack.documents),
        "parameters": ("parameter", pack.parameters),
        "rules": ("rule", pack.rules),
        "inputs": ("fact", pack.inputs),
    }
    for kind, (key, entries) in names.items():
        assert [one[key] for one in found[kind]] == list(entries)
    said = ("pack", "extends", "measures", "by", "left_out", "questions")
    assert [found[name] for name in said] == [
        "ningxia-example",
        "ningxia-2024",
        list(pack.measures),
        pack.by,
        list(pack.left_out),
        list(pack.questions),
    ]
    assert found["shares"] == [
        {"total": one.total, "parts": list(one.parts)} for one in pack.shares
    ]


def test_programs_are_told_that_the_rows_of_a_table_are_bands(prepared: Path) -> None:
    (found,) = shown(prepared, "state-labour", "annual_leave_days")["parameters"]

    assert (found["bands"], found["values"][0]["value"]) == (
        True,
        {"0": 0, "1": 5, "10": 10, "20": 15},
    )


def test_fact_is_shown_with_the_codes_to_fill_in_and_their_names(prepared: Path) -> None:
    answer = linli("policy", "show", "ningxia-2024", "certificate", data=prepared)

    lines = answer.out.splitlines()
    assert lines[0] == "已登记的最高职业资格证书 certificate"
    assert "social_worker  社会工作者" in lines
