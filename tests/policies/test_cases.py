"""Every rule of every pack comes out as its case sheet says, and every rule has its sheet."""

import re
from typing import Any

import pytest

from linli.core.policy import compile_rules, explain
from linli.core.refusal import Refusal
from linli.policies import get_pack, pack_ids
from tests.policies.case_sheets import Sheet, case_of, sheets_of

SHEETS = {pack_id: sheets_of(pack_id) for pack_id in pack_ids()}
CASES = [
    pytest.param(sheet, case, id=f"{pack_id}-{sheet.file.stem}-{number}")
    for pack_id, sheets in SHEETS.items()
    for sheet in sheets
    for number, case in enumerate(sheet.cases, start=1)
]


@pytest.mark.parametrize(("sheet", "case"), CASES)
def test_case_comes_out_as_the_sheet_says(
    sheet: Sheet, case: dict[str, Any], calendar: Any
) -> None:
    pack = get_pack(sheet.pack)
    day, facts, others = case_of(pack, sheet, case)
    edition = compile_rules(pack, day, calendar=calendar)

    if "refused" in case:
        with pytest.raises(Refusal) as caught:
            explain(edition, sheet.rule, facts, others=others)
        assert case["refused"] in str(caught.value), case["title"]
        return
    found = explain(edition, sheet.rule, facts, others=others)

    step = found.steps[-1]
    assert (step.rule, step.clause, step.shown, [reason.text for reason in found.reasons]) == (
        sheet.rule,
        sheet.clause,
        case["expected"],
        case.get("reasons", []),
    ), case["title"]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_rule_of_a_pack_has_its_sheet_of_cases(pack_id: str) -> None:
    pack = get_pack(pack_id)
    own = {name for name, rule in pack.rules.items() if rule.file.parent == pack.folder}

    with_cases = {sheet.rule for sheet in SHEETS[pack_id] if sheet.cases}

    assert own - with_cases == set()
    assert [sheet.file.stem for sheet in SHEETS[pack_id]] == [
        sheet.rule for sheet in SHEETS[pack_id]
    ]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_check_has_a_case_with_its_own_reason_and_one_without(pack_id: str) -> None:
    pack = get_pack(pack_id)
    checks = {name: rule for name, rule in pack.rules.items() if rule.is_check}
    told: dict[str, set[bool]] = {}
    for sheet in (sheet for sheet in SHEETS[pack_id] if sheet.rule in checks):
        found = told.setdefault(sheet.rule, set())
        own = _any_figures(checks[sheet.rule].text)
        for case in (case for case in sheet.cases if "refused" not in case):
            reasons = case.get("reasons", [])
            if not reasons or own.fullmatch(reasons[0]):
                found.add(bool(reasons))

    assert {name for name in told if told[name] != {True, False}} == set()


def _any_figures(reason: str) -> re.Pattern[str]:
    """Return the pattern of a reason with any figures in the places of those that it names."""
    return re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(reason)))


@pytest.mark.parametrize("pack_id", pack_ids())
def test_titles_of_one_sheet_tell_its_cases_apart(pack_id: str) -> None:
    doubled = [
        sheet.rule
        for sheet in SHEETS[pack_id]
        if len({case["title"] for case in sheet.cases}) != len(sheet.cases)
    ]

    assert doubled == []
