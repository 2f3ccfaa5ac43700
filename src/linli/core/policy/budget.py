"""The budget of a pack by division: people × wage × months, exact to the fen."""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.core.policy.compiling import Edition
from linli.core.policy.explaining import explain


@dataclass(frozen=True, slots=True)
class DivisionBudget:
    """A division's budget: people, what they cost a month, and in all, in fen."""

    division: str
    name: str
    headcount: int
    monthly_fen: int
    total_fen: int


def budget(edition: Edition, *, headcount: Mapping[str, int] | None = None) -> tuple[DivisionBudget, ...]:
    """Return the budget by division; without ``headcount`` the pack's own quotas.

    The pack has the parameter ``quota`` and the rules ``monthly_budget`` and ``yearly_budget``.
    Source: D0 附件1, 附件3; requirements H8, H9.
    """
    quotas = edition.pack.table("quota", edition.on)
    people = headcount if headcount is not None else {code: _whole(count) for code, count in quotas.items()}
    return tuple(_division(edition, code, count) for code, count in people.items())


def _division(edition: Edition, code: str, count: int) -> DivisionBudget:
    facts = {"county": code, "headcount": count}
    monthly, total = (_whole(explain(edition, rule, facts).value) for rule in ("monthly_budget", "yearly_budget"))
    return DivisionBudget(code, edition.pack.inputs["county"].choices[code], count, monthly, total)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a budget is made of whole numbers")
    return value
