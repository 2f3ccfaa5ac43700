"""Shapes of a formula that people say in one phrase: nothing, not below zero, a part of a division."""

from linli.core.policy.expression import Expression, Kind

_PASSED_THROUGH = ("rescale", "relabel", "check", "rest", "version")
_BOUNDS = ("<", ">")


def carried(node: Expression) -> Expression:
    """Return the node below changes of scale and label, which a formula does not show."""
    while node.operation in _PASSED_THROUGH:
        node = node.operands[0]
    return node


def is_bound(node: Expression) -> bool:
    """Tell whether a choice is that of the smaller or larger of two values."""
    if node.operation != "when" or node.operands[0].operation not in _BOUNDS:
        return False
    compared, chosen = node.operands[0].operands, node.operands[1:]
    return all(one is other for one, other in zip(compared, chosen, strict=True))


def code_counted(node: Expression) -> str | None:
    """Return the code whose items a walk counts, ``""`` if it counts all, ``None`` if it does more."""
    if len(node.operands) != len(("history", "start", "step")):
        return None
    _, start, step = node.operands
    if start.operation != "literal" or start.value != 0:
        return None
    if _adds_one(step):
        return ""
    if step.operation != "when":
        return None
    condition, then, otherwise = step.operands
    is_code = condition.operation == "=" and condition.operands[1].operation == "literal"
    return (
        str(condition.operands[1].value)
        if is_code and _adds_one(then) and otherwise.operation == "state"
        else None
    )


def is_nothing(node: Expression) -> bool:
    """Tell whether a value is zero: written so, or as a figure less itself, which keeps its unit."""
    if node.operation == "-":
        left, right = _sides(node)
        return left is right
    return _is_literal(node, 0)


def not_below_zero(node: Expression) -> tuple[Expression, ...]:
    """Return what ``larger(x, 0)`` keeps from falling below zero: x; or what is left of y after z.

    The latter is ``larger(y, z) - z``.
    """
    if _is_largest(node):
        left, right = _sides(node)
        return (left,) if is_nothing(right) else (right,) if is_nothing(left) else ()
    if node.operation == "-" and _is_largest(_sides(node)[0]):
        most, less = _sides(node)
        left, right = _sides(most)
        return (left, less) if right is less else (right, less) if left is less else ()
    return ()


def rounded_up(node: Expression) -> tuple[Expression, ...]:
    """Return x and r where ``x - round_down(x * (1 - r))`` rounds x × r up to a whole.

    It does so only where nothing is below zero, as rounding down is towards zero.
    """
    if node.operation != "-" or node.shape.scale or _sides(node)[1].operation != "floor":
        return ()
    whole, (amount, divisor) = _sides(node)[0], _sides(_sides(node)[1])
    if not _is_literal(divisor, 1) or amount.operation != "*" or _sides(node)[1].value != 1:
        return ()
    first, second = _sides(amount)
    is_part = first is whole and second.operation == "-" and _is_one(_sides(second)[0])
    is_part = is_part and min(whole.shape.low, second.shape.low) >= 0
    return (whole, _sides(second)[1]) if is_part else ()


def remainder(node: Expression) -> tuple[Expression, ...]:
    """Return x and n where ``x - round_down(x, per=n) * n`` is what is left of dividing x by n."""
    if node.operation != "-" or _sides(node)[1].operation != "*":
        return ()
    whole, (times, number) = _sides(node)[0], _sides(_sides(node)[1])
    if times.operation != "floor" or _sides(times)[0] is not whole or whole.shape.low < 0:
        return ()
    divisor = _sides(times)[1]
    same = divisor is number or (divisor.operation == "literal" and _same_literal(divisor, number))
    return (whole, divisor) if same else ()


def term(node: Expression) -> tuple[Expression, ...]:
    """Return the first day and the months of a term whose last day a rule computes.

    It is the day before the corresponding day, or the month's last day where there is none:
    ``larger(months_after(d, n) - 1, months_after(d - 1, n))``.
    """
    if not _is_largest(node):
        return ()
    before, moved = _sides(node)
    if moved.operation != "months_after" or not _is_less_one(before):
        return ()
    corresponding, eve = _sides(before)[0], _sides(moved)[0]
    if corresponding.operation != "months_after" or not _is_less_one(eve):
        return ()
    day, months = _sides(corresponding)
    return (day, months) if _sides(eve)[0] is day and _sides(moved)[1] is months else ()


def switched(node: Expression) -> tuple[Expression, ...]:
    """Return x and a condition where ``x * when(condition, 1, 0)`` counts x or leaves it out."""
    if node.operation != "*" or _sides(node)[1].operation != "when":
        return ()
    amount, choice = _sides(node)
    condition, one, nothing = (carried(operand) for operand in choice.operands)
    return (amount, condition) if _is_one(one) and _is_literal(nothing, 0) else ()


def said_twice(node: Expression) -> list[Expression]:
    """Return the parts that a formula would say more than once, in order of first appearance."""
    seen: dict[int, Expression] = {}
    twice: dict[int, Expression] = {}

    def visit(part: Expression) -> None:
        part = carried(part)
        if not part.operands:
            return
        if id(part) in seen:
            twice.setdefault(id(part), part)
            return
        seen[id(part)] = part
        for inner in _said_parts(part):
            visit(inner)

    visit(node)
    return [part for key, part in seen.items() if key in twice]


def _said_parts(node: Expression) -> tuple[Expression, ...]:
    for find in (not_below_zero, rounded_up, remainder, term, switched):
        if found := find(node):
            return found
    if node.operation in ("lookup", "band", "dated"):
        return ()
    return node.operands[1:] if is_bound(node) else node.operands


def _sides(node: Expression) -> tuple[Expression, Expression]:
    """Return the two operands of a node; of a bound, the two that are compared."""
    left, right = node.operands[-2:]
    return carried(left), carried(right)


def _is_largest(node: Expression) -> bool:
    return is_bound(node) and node.operands[0].operation == ">"


def _is_less_one(node: Expression) -> bool:
    return node.operation == "-" and node.shape.kind is Kind.DATE and _is_one(_sides(node)[1])


def _is_one(node: Expression) -> bool:
    return node.operation == "literal" and node.value == 10**node.shape.scale


def _is_literal(node: Expression, value: int) -> bool:
    return node.operation == "literal" and node.value == value and not node.shape.scale


def _same_literal(one: Expression, other: Expression) -> bool:
    same = (one.operation, one.value, one.shape.scale)
    return same == (other.operation, other.value, other.shape.scale)


def _adds_one(node: Expression) -> bool:
    parts = node.operands
    return node.operation == "+" and parts[0].operation == "state" and parts[1].value == 1
