"""The verdict that the checks of an application come to, in the five kinds that intake reports.

A verdict sorts applications for the officials. It refuses nobody: ``ineligible`` is a proposal
that a named official decides on (Q15; 个人信息保护法 art. 24).

Source: D0 三(二).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from linli.apps.applications.facts import Facts
from linli.core.policy import Edition, Effect, Explanation, Reason, explain
from linli.core.policy.clauses import place_of

_NO_CLAUSE = "—"
# An item that stands under a part without a section between them: 二4.
_ITEM_OF_A_PART = re.compile(r"^([一二三四五六七八九十]+)(?=\d)")


class VerdictKind(StrEnum):
    """The kinds of verdict; of several that reasons ask for, the first in this order holds."""

    WITHDRAWN = "withdrawn"
    INELIGIBLE = "ineligible"
    SUPPLEMENT = "supplement"
    CONDITIONAL = "conditional"
    ELIGIBLE = "eligible"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict with its reasons, each a code and a clause without its document.

    ``reasons`` are known faults and notes alone; ``unknown`` are the codes of checks that a
    person must look at because a fact is not known. ``priority`` names the groups that are
    proven: ``social_work``, ``low_income``, ``veteran``.
    """

    kind: VerdictKind
    reasons: tuple[tuple[str, str], ...]
    priority: tuple[str, ...]
    unknown: tuple[str, ...]


def judge(edition: Edition, facts: Facts, *, withdrawn: bool) -> Verdict:
    """Return the verdict on the facts of one application."""
    return verdict_of(
        explain(edition, "eligibility", facts),
        explain(edition, "has_priority", facts),
        withdrawn=withdrawn,
        conditional=edition.pack.texts("conditional_reasons", edition.on),
    )


def verdict_of(
    eligibility: Explanation,
    priority: Explanation,
    *,
    withdrawn: bool,
    conditional: Collection[str],
) -> Verdict:
    """Return the verdict on an answer of the rule ``eligibility`` and one of ``has_priority``.

    ``withdrawn`` leaves no other reason; ``conditional`` are codes that make an application
    conditional although their check passes with a note.
    """
    groups = [step.rule for step in priority.steps if step.value is True]
    known = [reason for reason in eligibility.reasons if not reason.is_unknown]
    kinds = {_kind_of(reason, conditional) for reason in known}
    kind = next(kind for kind in VerdictKind if kind in {*kinds, VerdictKind.ELIGIBLE})
    reasons = tuple([(reason.code, result_clause(reason.clause)) for reason in known])
    if withdrawn:
        kind, reasons = VerdictKind.WITHDRAWN, (("withdrawn", _NO_CLAUSE),)
    return Verdict(
        kind=kind,
        reasons=reasons,
        priority=tuple([name for name in groups if name != priority.rule]),
        unknown=tuple([one.code for one in eligibility.reasons if one.is_unknown]),
    )


def _kind_of(reason: Reason, conditional: Collection[str]) -> VerdictKind:
    if reason.effect == Effect.FAIL:
        return VerdictKind.INELIGIBLE
    if reason.effect == Effect.REFER:
        return VerdictKind.SUPPLEMENT
    return VerdictKind.CONDITIONAL if reason.code in conditional else VerdictKind.ELIGIBLE


def result_clause(clause: str) -> str:
    """Return a clause as result documents write it: ``D0 三(一)6(2)`` → ``三(一)6(2)``, ``D0 二4`` → ``二.4``.

    A reason that rests on no clause of the notice has a dash.
    """
    return _ITEM_OF_A_PART.sub(r"\1.", place_of(clause)) or _NO_CLAUSE
