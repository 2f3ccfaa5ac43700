"""The glossary and the code name the same things by the same words."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps

from linli.apps.applications.states import TABLE, Act, State
from linli.apps.seasons.models import Stage
from linli.core import policy
from linli.core.policy import Outcome
from linli.policies import get_pack, pack_ids

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
# What the rule language is made of; what each is called, the glossary says.
LANGUAGE = {
    *("Pack", "Document", "Edition", "Parameter", "Unit", "Input", "Rule"),
    *("Effect", "Outcome", "Reason", "Shares"),
}
PRINTED_IN = ("src/linli/core/policy", "src/linli/cli")
HEADER = ["Chinese term", "English identifier", "Meaning", "Clause"]


def rows() -> list[list[str]]:
    lines = [
        line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row != HEADER and set(row[0]) != {"-"}]


def identifiers(row: list[str]) -> list[str]:
    return re.findall(r"`([^`]+)`", row[1])


def clause_cells() -> dict[str, str]:
    return {identifier: row[3] for row in rows() for identifier in identifiers(row)}


def words_of_the_process() -> set[tuple[str, str]]:
    return {(member.value, str(member.label)) for member in (*Stage, *State, *Act)}


def words_of_the_models() -> set[tuple[str, str]]:
    own = [model for model in apps.get_models() if model.__module__.startswith("linli.")]
    return {(model.__name__, str(model._meta.verbose_name)) for model in own}


def words_of_the_packs() -> set[tuple[str, str]]:
    parameters = [one for pack in pack_ids() for one in get_pack(pack).parameters.values()]
    return {(one.name, one.description) for one in parameters}


def words_of_outcomes() -> set[tuple[str, str]]:
    return {(outcome.value, outcome.label) for outcome in Outcome}


def explained() -> set[tuple[str, str]]:
    """Return the identifiers of the glossary, each with its Chinese term."""
    return {(identifier, row[0]) for row in rows() for identifier in identifiers(row)}


def test_glossary_has_every_word_of_the_code_as_printed_and_no_other() -> None:
    words = words_of_the_process() | words_of_the_models() | words_of_the_packs()
    words |= words_of_outcomes()

    found = {(identifier, term) for identifier, term in explained() if identifier not in LANGUAGE}

    assert (words - found, found - words) == (set(), set())


def test_glossary_has_what_the_rule_language_is_made_of() -> None:
    assert LANGUAGE - {identifier for identifier, _ in explained()} == set()


@pytest.mark.parametrize(
    ("identifier", "term"), sorted(one for one in explained() if one[0] in LANGUAGE)
)
def test_word_of_the_rule_language_is_a_class_and_its_term_is_printed(
    identifier: str, term: str
) -> None:
    texts = [
        file.read_text(encoding="utf-8")
        for folder in PRINTED_IN
        for file in (ROOT / folder).glob("*.py")
    ]

    assert hasattr(policy, identifier) or hasattr(policy.pack, identifier)
    assert any(term in text for text in texts)


def test_no_identifier_stands_in_the_glossary_twice() -> None:
    counts = Counter(identifier for row in rows() for identifier in identifiers(row))

    assert [identifier for identifier, count in counts.items() if count > 1] == []


def test_no_chinese_term_stands_in_two_rows() -> None:
    counts = Counter(row[0] for row in rows())

    assert [term for term, count in counts.items() if count > 1] == []


def test_every_row_has_all_four_columns_filled() -> None:
    assert [row for row in rows() if len(row) != len(HEADER) or "" in row] == []


@pytest.mark.parametrize("act", Act)
def test_an_act_quotes_the_same_clause_in_glossary_and_table(act: Act) -> None:
    assert TABLE[act].clause in clause_cells()[act.value]


@pytest.mark.parametrize(
    ("name", "clause"),
    [(one.name, one.clause) for pack in pack_ids() for one in get_pack(pack).parameters.values()],
)
def test_a_parameter_quotes_the_same_clause_in_glossary_and_pack(name: str, clause: str) -> None:
    assert clause in clause_cells()[name]
