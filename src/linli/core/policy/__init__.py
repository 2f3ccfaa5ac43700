"""The rule language: packs of dated figures and short rules, explained with their clauses."""

from linli.core.policy.compiling import Edition, compile_rules
from linli.core.policy.errors import CaseError, NothingInForce, PackError, RuleError, UnknownName
from linli.core.policy.explaining import Explanation, Reason, Step, explain
from linli.core.policy.expression import Expression, Outcome
from linli.core.policy.language import (
    Effect,
    Rule,
    check,
    round_down,
    round_half_up,
    rule,
    smaller,
    when,
    worst,
)
from linli.core.policy.loading import load_pack
from linli.core.policy.pack import Document, Pack, Parameter
from linli.core.policy.units import Unit

__all__ = [
    "CaseError",
    "Document",
    "Edition",
    "Effect",
    "Explanation",
    "Expression",
    "NothingInForce",
    "Outcome",
    "Pack",
    "PackError",
    "Parameter",
    "Reason",
    "Rule",
    "RuleError",
    "Step",
    "Unit",
    "UnknownName",
    "check",
    "compile_rules",
    "explain",
    "load_pack",
    "round_down",
    "round_half_up",
    "rule",
    "smaller",
    "when",
    "worst",
]
