"""The recipe for a document names every word of the rule language, and its sample runs as printed."""

import inspect
import json
import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import linli.core.policy as policy
from linli.core.policy import (
    Effect,
    Pack,
    compile_rules,
    compute,
    explain,
    load_pack,
)
from linli.core.policy.compiling import INPUT_KINDS
from tests.core.policy.tiny_packs import JUNE, write_pack
from tests.policies.case_sheets import facts_of

ROOT = Path(__file__).resolve().parents[2]
RECIPE = (ROOT / "docs" / "how-to" / "add-a-document.md").read_text(encoding="utf-8")
# What runs rules, and is said in none.
ENGINE = {"compile_rules", "compute", "explain", "load_pack"}
FUNCTIONS = {name for name in policy.__all__ if inspect.isfunction(getattr(policy, name))}


def block(kind: str, mark: str) -> str:
    """Return the first block of a kind in which a mark stands."""
    blocks: list[str] = re.findall(rf"^```{kind}\n(.*?)^```", RECIPE, flags=re.S | re.M)
    return next(text for text in blocks if mark in text)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("policies") / "sample_2026"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""样本（示例，非公文）."""\n', encoding="utf-8")
    (folder / "pack.toml").write_text(block("toml", "[pack]"), encoding="utf-8")
    (folder / "rules.py").write_text(block("python", "@rule"), encoding="utf-8")
    return load_pack(folder)


def sheet() -> dict[str, Any]:
    return tomllib.loads(block("toml", "[[cases]]"), parse_float=Decimal)


@pytest.mark.parametrize("word", sorted(FUNCTIONS - ENGINE))
def test_recipe_explains_every_word_that_a_rule_can_use(word: str) -> None:
    assert re.search(rf"`[^`\n]*\b{word}\b[^`\n]*`", RECIPE)


@pytest.mark.parametrize("effect", Effect)
def test_recipe_names_what_every_effect_proposes(effect: Effect) -> None:
    assert f"`Effect.{effect.name}`" in RECIPE


@pytest.mark.parametrize("kind", sorted(INPUT_KINDS))
def test_recipe_has_a_row_for_every_type_of_input(kind: str) -> None:
    assert re.search(rf"^\| `{kind}` \|", RECIPE, flags=re.M)


def test_sample_loads_as_the_pack_that_the_recipe_says(sample: Pack) -> None:
    assert (sample.id, list(sample.rules), sample.measures, sample.by) == (
        "sample-2026",
        ["base_pay", "service_pay", "pay"],
        ("pay",),
        "street",
    )


def test_sample_explains_the_case_that_the_recipe_pipes_into_it(sample: Pack) -> None:
    (facts,) = re.findall(r"echo '(\{.*?\})' \| .venv/bin/linli explain sample-2026 pay", RECIPE)

    found = explain(compile_rules(sample, date(2026, 6, 30)), "pay", json.loads(facts))

    assert [(step.label, step.shown) for step in found.steps] == [
        ("基本薪酬", "3,000.00元"),
        ("年限薪酬", "300.00元"),
        ("月薪酬", "3,300.00元"),
    ]


@pytest.mark.parametrize("number", range(len(sheet()["cases"])))
def test_case_of_the_sheet_comes_out_as_printed(sample: Pack, number: int) -> None:
    rule, case = sheet()["rule"], sheet()["cases"][number]

    found = explain(
        compile_rules(sample, case["date"]), rule, facts_of(sample, case["facts"])
    ).steps[-1]

    assert (found.rule, found.clause, found.shown) == (rule, sheet()["clause"], case["expected"])


def test_ladder_of_the_recipe_climbs_as_printed(tmp_path: Path) -> None:
    grades = "".join(
        f'[inputs.{name}]\ndescription = "{name}"\ntype = "integer"\nhigh = 24\n'
        for name in ("first_grade", "highest_grade")
    )
    history = (
        '[inputs.assessments]\ndescription = "年度考核"\ntype = "history"\nmost = 5\n'
        'choices = { qualified = "合格", unqualified = "不合格" }\n'
    )
    rules = f'@rule("D9 一", "等级")\n{block("python", "fold(")}'
    edition = compile_rules(load_pack(write_pack(tmp_path, grades + history, rules)), JUNE)
    results = ["qualified", "unqualified", "qualified", "qualified"]

    found = [
        compute(
            edition,
            "grade",
            {"assessments": results[:years], "first_grade": 3, "highest_grade": 5},
        )
        for years in range(5)
    ]

    assert found == [3, 4, 4, 5, 5]
