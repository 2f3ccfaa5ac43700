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


def budget(
    edition: Edition, *, headcount: Mapping[str, int] | None = None
) -> tuple[DivisionBudget, ...]:
    """Return the budget by division; without ``headcount`` the pack's own quotas.

    The pack has the parameter ``quota`` and the rules ``monthly_budget`` and ``yearly_budget``.
    Source: D0 附件1, 附件3; requirements H8, H9.
    """
    people = edition.pack.whole_table("quota", edition.on) if headcount is None else headcount
    return tuple(_division(edition, code, count) for code, count in people.items())


def _division(edition: Edition, code: str, count: int) -> DivisionBudget:
    facts: dict[str, int | str] = {"county": code, "headcount": count}
    monthly = explain(edition, "monthly_budget", facts).whole
    total = explain(edition, "yearly_budget", facts).whole
    return DivisionBudget(code, edition.pack.inputs["county"].choices[code], count, monthly, total)
