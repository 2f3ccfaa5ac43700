"""Refusals that an engine must not pass over, though it could answer without looking.

Engines leave out what cannot change a result: after a no, the other side of an ``and``, and
Spark more than that. One case alone is refused all the same, so each node that may refuse
and may be left out is asked for in a condition.
"""

from collections.abc import Iterator

from linli.core.policy.bulk.dialect import ANY_OPERATION
from linli.core.policy.bulk.sql import SqlWriter, literal
from linli.core.policy.expression import Expression
from linli.core.policy.gathering import starts_and_steps

_NO_VALUE = literal("§")  # no value reads so, which no engine can know


def insisted(writer: SqlWriter) -> Iterator[str]:
    """Yield conditions that hold for every row, or refuse it; those of branches for their rows."""
    plan = writer.plan
    for rule in plan.rules:
        if rule not in plan.deferred_rules:
            is_left_out = writer.dialect.passes_over == ANY_OPERATION
            yield from _insisted(writer, plan.tree(rule), (), is_left_out)


def _insisted(
    writer: SqlWriter, node: Expression, guards: tuple[str, ...], is_left_out: bool
) -> Iterator[str]:
    below = is_left_out or node.operation in writer.dialect.passes_over
    for operand, guard in _reached(writer, node):
        yield from _insisted(writer, operand, (*guards, guard) if guard else guards, below)
    if node.operation == "result" and node.name in writer.plan.deferred_rules:
        yield from _insisted(writer, writer.plan.tree(node.name), guards, is_left_out)
    elif is_left_out and writer.plan.refuses(node):
        value = writer.branch(node) if guards else writer.write(node)
        told = f"CAST({value} AS {writer.dialect.text}) IS DISTINCT FROM {_NO_VALUE}"
        yield f"(CASE WHEN {' AND '.join(guards)} THEN {told} ELSE TRUE END)" if guards else told


def _reached(writer: SqlWriter, node: Expression) -> Iterator[tuple[Expression, str]]:
    """Yield what a node rests on, with the condition under which it does; not steps of a fold."""
    if node.operation == "when":
        condition, then, otherwise = node.operands
        holds = writer.write(condition)
        yield from ((condition, ""), (then, holds), (otherwise, f"NOT {holds}"))
    elif node.operation == "dated":
        yield node.operands[0], ""
    elif node.operation == "fold":
        yield from ((one, "") for one in (node.operands[0], *starts_and_steps(node)[0]))
    else:
        yield from ((operand, "") for operand in node.operands)
