"""Refusals that an engine must not pass over, though it could answer without looking.

Spark leaves out what cannot change a result: after a no, the other side of an ``and``. One
case alone is refused all the same, so each node that may refuse is asked for in a condition.
"""

from collections.abc import Iterator

from linli.core.policy.bulk.sql import SqlWriter, literal
from linli.core.policy.expression import Expression

_NO_VALUE = literal("§")  # no value reads so, which no engine can know


def insisted(writer: SqlWriter) -> Iterator[str]:
    """Yield conditions that hold for every row, or refuse it; those of branches for their rows."""
    plan = writer.plan
    for rule in plan.rules:
        if rule not in plan.deferred_rules:
            yield from _insisted(writer, plan.tree(rule), ())


def _insisted(writer: SqlWriter, node: Expression, guards: tuple[str, ...]) -> Iterator[str]:
    for operand, guard in _reached(writer, node):
        yield from _insisted(writer, operand, (*guards, guard) if guard else guards)
    if node.operation == "result" and node.name in writer.plan.deferred_rules:
        yield from _insisted(writer, writer.plan.tree(node.name), guards)
    elif writer.plan.refuses(node):
        value = writer.branch(node) if guards else writer.write(node)
        told = f"CAST({value} AS {writer.dialect.text}) IS DISTINCT FROM {_NO_VALUE}"
        yield f"(CASE WHEN {' AND '.join(guards)} THEN {told} ELSE TRUE END)" if guards else told


def _reached(writer: SqlWriter, node: Expression) -> Iterator[tuple[Expression, str]]:
    """Yield what a node rests on, with the condition under which it does; not steps of a fold."""
    if node.operation == "when":
        condition, then, otherwise = node.operands
        holds = writer.write(condition)
        yield from ((condition, ""), (then, holds), (otherwise, f"NOT {holds}"))
    elif node.operation in ("dated", "fold"):
        yield node.operands[0], ""
    else:
        yield from ((operand, "") for operand in node.operands)
