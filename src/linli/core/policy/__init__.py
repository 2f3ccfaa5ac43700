"""The rule language: packs of dated figures and short rules, explained with their clauses."""

from linli.core.policy.case import UsedParameter
from linli.core.policy.compiling import Edition, compile_rules
from linli.core.policy.dates import (
    first_day_of,
    last_day_of,
    last_day_of_term,
    month_of,
    months_after,
    whole_months,
    whole_years,
    working_day_after,
    year_of,
)
from linli.core.policy.errors import CaseError, NothingInForce, PackError, RuleError, UnknownName
from linli.core.policy.explaining import Explanation, Reason, Step, compute, explain
from linli.core.policy.expression import Expression, Outcome
from linli.core.policy.gathering import count_of, fold, length, rank
from linli.core.policy.language import (
    Effect,
    Rule,
    as_age,
    at,
    check,
    in_force,
    larger,
    passes,
    rest,
    round_down,
    round_half_up,
    rule,
    smaller,
    when,
    worst,
)
from linli.core.policy.loading import load_pack
from linli.core.policy.pack import Document, Pack, Parameter
from linli.core.policy.showing import Age, Month
from linli.core.policy.units import Unit

__all__ = [
    "Age",
    "CaseError",
    "Document",
    "Edition",
    "Effect",
    "Explanation",
    "Expression",
    "Month",
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
    "UsedParameter",
    "as_age",
    "at",
    "check",
    "compile_rules",
    "compute",
    "count_of",
    "explain",
    "first_day_of",
    "fold",
    "in_force",
    "larger",
    "last_day_of",
    "last_day_of_term",
    "length",
    "load_pack",
    "month_of",
    "months_after",
    "passes",
    "rank",
    "rest",
    "round_down",
    "round_half_up",
    "rule",
    "smaller",
    "when",
    "whole_months",
    "whole_years",
    "working_day_after",
    "worst",
    "year_of",
]
