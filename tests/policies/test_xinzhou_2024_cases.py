"""The cases of 忻社发〔2024〕3号 that an official can read, in ``xinzhou-2024/``, one file a rule."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linli.core.policy import Pack, compile_rules, explain
from linli.core.policy.pack import Scalar
from linli.policies import get_pack

FOLDER = Path(__file__).parent / "xinzhou-2024"
FILES = sorted(FOLDER.glob("*.toml"))
SHEETS = [tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES]
CASES = [
    pytest.param(sheet, case, id=f"{sheet['rule']}-{number}")
    for sheet in SHEETS
    for number, case in enumerate(sheet["cases"], start=1)
]


def facts_of(pack: Pack, written: dict[str, Any]) -> dict[str, Scalar | None]:
    """Translate facts as officials write them: descriptions, 是/否/未知, names of choices."""
    named = {fact.description: fact for fact in pack.inputs.values()}
    facts: dict[str, Scalar | None] = {}
    for description, value in written.items():
        fact = named[description]
        codes = {label: code for code, label in fact.choices.items()}
        words = {"是": True, "否": False} if fact.type == "flag" else codes
        facts[fact.name] = None if value == "未知" else words.get(value, value)
    return facts


@pytest.mark.parametrize(("sheet", "case"), CASES)
def test_case_of_the_notice_comes_out_as_the_sheet_says(
    sheet: dict[str, Any], case: dict[str, Any]
) -> None:
    pack = get_pack("xinzhou-2024")
    facts = facts_of(pack, sheet.get("facts", {}) | case["facts"])

    found = explain(compile_rules(pack, case["date"]), sheet["rule"], facts)

    step = found.steps[-1]
    assert (step.rule, step.clause, step.shown, [reason.text for reason in found.reasons]) == (
        sheet["rule"],
        sheet["clause"],
        case["expected"],
        case.get("reasons", []),
    ), case["title"]


def test_every_rule_of_the_notice_has_its_sheet_of_cases() -> None:
    rules = get_pack("xinzhou-2024").rules

    with_cases = {sheet["rule"] for sheet in SHEETS if sheet["cases"]}

    assert set(rules) - with_cases == set()
    assert [file.stem for file in FILES] == [sheet["rule"] for sheet in SHEETS]


def test_every_check_has_a_case_for_each_outcome_that_it_can_have() -> None:
    pack = get_pack("xinzhou-2024")
    texts = {
        sheet["rule"]: {reason for case in sheet["cases"] for reason in case.get("reasons", [])}
        for sheet in SHEETS
    }

    for name, rule in pack.rules.items():
        if rule.is_check:
            figures = {
                "class_year": "2024",
                "diploma_deadline": "2024-07-05",
            }
            assert rule.text.format(**figures) in texts[name]
            passing = [one for one in SHEETS if one["rule"] == name]
            assert [] in [case.get("reasons", []) for case in passing[0]["cases"]]


def test_titles_of_one_sheet_tell_its_cases_apart() -> None:
    doubled = [
        sheet["rule"]
        for sheet in SHEETS
        if len({case["title"] for case in sheet["cases"]}) != len(sheet["cases"])
    ]

    assert doubled == []


def test_cases_of_the_sheets_fall_within_the_season() -> None:
    days = {case["date"] for sheet in SHEETS for case in sheet["cases"]}

    assert date(2024, 6, 1) <= min(days) and max(days) <= date(2024, 7, 31)
