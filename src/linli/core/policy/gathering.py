"""Words that look beyond one value of one case: along a history, and across a group."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, overload

from linli.core.policy.errors import RuleError
from linli.core.policy.expression import Expression, Kind, Operand, Shape, lift
from linli.core.policy.language import when

Carried = Expression | tuple[Expression, ...]
Step = Callable[[Any, Expression], Any]
MOST_CASES_IN_A_GROUP = 10**9


@overload
def fold(history: Expression, start: Operand, step: Step) -> Expression: ...


@overload
def fold(history: Expression, start: tuple[Operand, ...], step: Step) -> tuple[Expression, ...]: ...


def fold(history: Expression, start: Operand | tuple[Operand, ...], step: Step) -> Carried:
    """Carry whole numbers along a history, item by item: ``step(carried, item)`` is what comes next.

    One number, or a tuple of several; the result is of the same form. Their bounds follow
    from as many steps as the history may hold.
    """
    if history.shape.kind is not Kind.HISTORY:
        raise RuleError("fold 的第一个参数应是历次记录")
    several = isinstance(start, tuple)
    starts = start if isinstance(start, tuple) else (start,)
    first = tuple(_checked(lift(one), "fold 的起始值应是整数") for one in starts)
    walk = _Walk(step, Expression("item", (), _item_shape(history), _field("i", several)), several)
    carried = tuple(
        Expression("state", (), one.shape, _field(f"s{place}", several), place)
        for place, one in enumerate(first)
    )
    for _ in range(history.shape.high):
        pairs = zip(carried, walk.next(carried), strict=True)
        carried = tuple(
            replace(one, shape=when(lift(True), one, after).shape) for one, after in pairs
        )
    operands = (history, *first, *walk.next(carried))
    parts = tuple(Expression("fold", operands, one.shape, value=one.value) for one in carried)
    return parts if several else parts[0]


def starts_and_steps(
    node: Expression,
) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """Return what a fold carries at first, and what each of its steps makes of it."""
    _, *parts = node.operands
    return tuple(parts[: len(parts) // 2]), tuple(parts[len(parts) // 2 :])


def _item_shape(history: Expression) -> Shape:
    return Shape(Kind.TEXT, choices=history.shape.choices)


def _field(name: str, several: bool) -> str:
    """Return the name under which engines carry a number beside others; alone it needs none."""
    return name if several else ""


@dataclass(frozen=True, slots=True)
class _Walk:
    """The steps of a fold as the rule's function makes them."""

    step: Step
    item: Expression
    several: bool

    def next(self, carried: tuple[Expression, ...]) -> tuple[Expression, ...]:
        made = self.step(carried if self.several else carried[0], self.item)
        following = made if self.several else (made,)
        if not isinstance(following, tuple) or len(following) != len(carried):
            raise RuleError("fold 的每一步应得出与起始值同样多的数")
        return tuple(_checked(lift(one), "fold 的每一步应得出整数") for one in following)


def _checked(carried: Expression, what: str) -> Expression:
    if carried.shape.kind is not Kind.NUMBER or carried.shape.scale:
        raise RuleError(what)
    if _holds(carried, ("rank", "fold")):
        raise RuleError("fold 的每一步不能再用 fold 或 rank")
    return carried


def count_of(history: Expression, code: str) -> Expression:
    """Return how often a code stands in a history."""
    return fold(history, 0, lambda count, item: when(item == code, count + 1, count))


def length(history: Expression) -> Expression:
    """Return how many items a history has."""
    return fold(history, 0, lambda count, _: count + 1)


def rank(
    value: Expression, *, within: tuple[Expression, ...] = (), descending: bool = True
) -> Expression:
    """Return the place of a case within its group: the first is 1, equal values share a place.

    A case whose value is unknown has no place and takes none: 72, 71, 71, 70 → 1, 2, 2, 4.
    """
    if value.shape.kind not in (Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.MONTH):
        raise RuleError(f"{value.shape.kind.label}不能排名")
    shape = Shape(Kind.NUMBER, 0, 1, MOST_CASES_IN_A_GROUP)
    return Expression("rank", (value, *within), shape, value=descending)


def _holds(node: Expression, operations: tuple[str, ...]) -> bool:
    return node.operation in operations or any(_holds(one, operations) for one in node.operands)
