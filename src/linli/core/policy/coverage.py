"""No case may fall between the rows of a table: tables keyed by a rule's result are covered too."""

from collections.abc import Iterator
from itertools import product

from linli.core.policy.compiling import Edition
from linli.core.policy.explaining import compute
from linli.core.policy.expression import Expression
from linli.core.policy.showing import Plain

_MOST_CASES = 10_000


def missing_rows(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield parameter, rule and value of each table row that a case would need and not find.

    Looked at are the tables keyed by one rule that rests on closed choices alone; a rule on
    numbers or dates is left to the case itself, where a missing row is an error too.
    """
    for name, parameter in edition.pack.parameters.items():
        is_covered = len(parameter.keys) != 1 or parameter.bands or name not in edition.values
        if not is_covered and parameter.keys[0] in edition.rules:
            rule = parameter.keys[0]
            rows = edition.pack.table(name, edition.on)
            for value in _results(edition, rule):
                if value not in rows:
                    yield name, rule, value


def _results(edition: Edition, rule: str) -> list[str]:
    """Return the values, as keys, that a rule gives over all choices of its facts."""
    facts = sorted(_facts(edition, edition.rules[rule].tree))
    inputs = edition.pack.inputs
    choices = [tuple(inputs[name].choices) * (inputs[name].type == "choice") for name in facts]
    cases = 1
    for options in choices:
        cases *= len(options)
    if not 0 < cases <= _MOST_CASES:
        return []
    found = (
        compute(edition, rule, dict(zip(facts, case, strict=True))) for case in product(*choices)
    )
    return sorted({_as_key(value) for value in found if value is not None})


def _as_key(value: Plain) -> str:
    """Return a value as a table's row is keyed by it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _facts(edition: Edition, node: Expression) -> set[str]:
    """Return the facts that a tree rests on, through the rules that it uses."""
    if node.operation == "fact":
        return {node.name}
    if node.operation == "result":
        return _facts(edition, edition.rules[node.name].tree)
    return set().union(*(_facts(edition, operand) for operand in node.operands))
