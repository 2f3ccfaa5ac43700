"""A proof that what is left of a total is not below zero, so that no row need be checked for it."""

from linli.core.policy.bulk.plan import Plan
from linli.core.policy.expression import Expression, Kind


def never_below_zero(plan: Plan, node: Expression) -> bool:
    """Tell whether a value cannot be below zero: by its bounds, or as a total less a share of it.

    A whole total times a rate of at most 1, rounded to a whole number, is never more than
    the total.
    """
    node = _carried(node)
    if node.shape.low >= 0:
        return True
    if node.operation != "-" or node.shape.kind not in (Kind.MONEY, Kind.NUMBER):
        return False
    total, share = node.operands
    return never_below_zero(plan, total) and _is_share(plan, share, total)


def _is_share(plan: Plan, share: Expression, total: Expression) -> bool:
    while share.operation == "result":
        share = _carried(plan.tree(share.name))
    if share.operation not in ("round", "floor") or share.value != 1 or total.shape.scale:
        return False
    amount, divisor = share.operands
    is_whole = divisor.operation == "literal" and divisor.value == 1 and not divisor.shape.scale
    if not is_whole or amount.operation != "*":
        return False
    left, right = amount.operands
    return (_is_same(left, total) and _is_rate(right)) or (
        _is_same(right, total) and _is_rate(left)
    )


def _is_rate(node: Expression) -> bool:
    return (
        node.shape.kind is Kind.NUMBER
        and 0 <= node.shape.low <= node.shape.high <= 10**node.shape.scale
    )


def _is_same(one: Expression, other: Expression) -> bool:
    """Tell whether two nodes are the same value of a case by how they are made."""
    one, other = _carried(one), _carried(other)
    pairs = zip(one.operands, other.operands, strict=False)
    return (
        (one.operation, one.name, one.value, one.shape.scale)
        == (other.operation, other.name, other.value, other.shape.scale)
        and len(one.operands) == len(other.operands)
        and all(_is_same(left, right) for left, right in pairs)
    )


def _carried(node: Expression) -> Expression:
    while node.operation in ("rest", "version"):
        node = node.operands[0]
    return node
