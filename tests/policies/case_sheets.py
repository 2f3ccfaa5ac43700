"""Case sheets: one TOML file a rule, in the words of officials, for every policy pack.

A sheet gives ``rule``, ``clause``, ``[facts]`` common to its cases, and ``[[cases]]`` with
``title``, ``date``, ``facts`` by description, and ``expected`` as shown, with ``reasons``;
``refused`` holds part of the sentence instead, where a case must be refused. ``others`` are
the facts of the rest of the population, for ranks.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from linli.core.policy import Pack

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sheet:
    """The cases of one rule of one pack."""

    pack: str
    file: Path
    rule: str
    clause: str
    facts: dict[str, Any]
    cases: tuple[dict[str, Any], ...]


def sheets_of(pack_id: str) -> list[Sheet]:
    """Return the sheets of a pack, by file name."""
    return [_sheet(pack_id, file) for file in sorted((FOLDER / pack_id).glob("*.toml"))]


def _sheet(pack_id: str, file: Path) -> Sheet:
    data = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    return Sheet(
        pack_id, file, data["rule"], data["clause"], data.get("facts", {}), tuple(data["cases"])
    )


def facts_of(pack: Pack, written: dict[str, Any]) -> dict[str, Any]:
    """Translate facts as officials write them: descriptions, 是/否/未知, names of choices."""
    named = {fact.description: fact for fact in pack.inputs.values()}
    facts: dict[str, Any] = {}
    for description, value in written.items():
        fact = named[description]
        codes = {label: code for code, label in fact.choices.items()}
        words = {"是": True, "否": False} if fact.type == "flag" else codes
        if value == "未知":
            facts[fact.name] = None
        elif isinstance(value, list):
            facts[fact.name] = [words.get(item, item) for item in value]
        else:
            facts[fact.name] = words.get(value, value)
    return facts


def case_of(
    pack: Pack, sheet: Sheet, case: dict[str, Any]
) -> tuple[date, dict[str, Any], list[Any]]:
    """Return the day, the facts and the others of a case."""
    facts = facts_of(pack, sheet.facts | case.get("facts", {}))
    others = (
        [facts_of(pack, sheet.facts | other) for other in case["others"]]
        if "others" in case
        else None
    )
    return case["date"], facts, others
