"""The tree that a rule becomes when it is called once on symbols.

Every node knows its kind, its decimal scale (value = integer / 10**scale) and the bounds
of that integer, so that mixed units and overflow are found when the pack loads and every
engine may compute in 64-bit integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from linli.core.policy.errors import RuleError

INT64_BOUND = 2**62  # one bit spare: rounding half up doubles the numerator


class Kind(StrEnum):
    """What a value is; only values of one kind add up or compare."""

    NUMBER = "number"
    MONEY = "money"
    FLAG = "flag"
    DATE = "date"
    TEXT = "text"
    OUTCOME = "outcome"


_ORDERED = (Kind.NUMBER, Kind.MONEY, Kind.DATE)


class Outcome(StrEnum):
    """The proposal of a check. A person decides; nothing is refused by the engine."""

    PASS = "pass"
    FAIL = "fail"
    REFER = "refer"

    @property
    def label(self) -> str:
        """Return the Chinese word that officials read."""
        return {"pass": "符合", "fail": "不符合", "refer": "需人工核定"}[self.value]


@dataclass(frozen=True, slots=True)
class Shape:
    """Kind, scale and bounds of a node's integer."""

    kind: Kind
    scale: int = 0
    low: int = 0
    high: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A node: an operation on other nodes, or a leaf that names a fact, parameter or rule."""

    operation: str
    operands: tuple[Expression, ...]
    shape: Shape
    name: str = ""
    value: int | str | bool | None = None

    def __add__(self, other: Operand) -> Expression:
        return _linear("+", self, lift(other))

    def __radd__(self, other: Operand) -> Expression:
        return _linear("+", lift(other), self)

    def __sub__(self, other: Operand) -> Expression:
        return _linear("-", self, lift(other))

    def __rsub__(self, other: Operand) -> Expression:
        return _linear("-", lift(other), self)

    def __mul__(self, other: Operand) -> Expression:
        return _product(self, lift(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> Expression:
        raise RuleError("规则中不能用除号", mend="用 round_half_up(甲, per=乙)，写明舍入")

    __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __truediv__

    def __lt__(self, other: Operand) -> Expression:
        return _compare("<", self, lift(other))

    def __le__(self, other: Operand) -> Expression:
        return _compare("<=", self, lift(other))

    def __gt__(self, other: Operand) -> Expression:
        return _compare(">", self, lift(other))

    def __ge__(self, other: Operand) -> Expression:
        return _compare(">=", self, lift(other))

    def __eq__(self, other: Operand) -> Expression:  # type: ignore[override]
        return _compare("=", self, lift(other))

    def __ne__(self, other: Operand) -> Expression:  # type: ignore[override]
        return _compare("<>", self, lift(other))

    __hash__ = None  # type: ignore[assignment]

    def __and__(self, other: Operand) -> Expression:
        return logical("and", self, lift(other))

    def __or__(self, other: Operand) -> Expression:
        return logical("or", self, lift(other))

    def __invert__(self) -> Expression:
        return logical("not", self)

    def __bool__(self) -> bool:
        raise RuleError(
            "规则中不能用 if、and、or 判断符号", mend="用 when(条件, 甲, 乙) 和 &、|、~"
        )


Operand = Expression | int | str | bool | Decimal


def lift(operand: Operand) -> Expression:
    """Turn a plain Python value in a rule into a literal node."""
    if isinstance(operand, Expression):
        return operand
    if isinstance(operand, bool):
        return Expression("literal", (), Shape(Kind.FLAG), value=operand)
    if isinstance(operand, str):
        return Expression("literal", (), Shape(Kind.TEXT), value=operand)
    if not isinstance(operand, int | Decimal):
        raise RuleError(f"规则中不能直接写“{operand}”", mend="数值和日期写在 pack.toml 中")
    integer, scale = scaled(Decimal(operand))
    return Expression("literal", (), Shape(Kind.NUMBER, scale, integer, integer), value=integer)


def scaled(number: Decimal) -> tuple[int, int]:
    """Split a decimal into its integer and its scale: 0.55 → (55, 2)."""
    exponent = number.normalize().as_tuple().exponent
    scale = max(0, -int(exponent))
    return int(number.scaleb(scale)), scale


def rescaled(node: Expression, scale: int) -> Expression:
    """Return the same value carried at a larger scale."""
    if node.shape.scale == scale:
        return node
    factor = 10 ** (scale - node.shape.scale)
    shape = Shape(node.shape.kind, scale, node.shape.low * factor, node.shape.high * factor)
    return bounded(Expression("rescale", (node,), shape, value=factor))


def aligned(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """Bring two nodes of one kind to one scale, or refuse mixed kinds."""
    if left.shape.kind is not right.shape.kind:
        raise RuleError(
            f"{left.shape.kind}与{right.shape.kind}不能相加、比较或并列",
            mend="核对规则中各量的单位",
        )
    scale = max(left.shape.scale, right.shape.scale)
    return rescaled(left, scale), rescaled(right, scale)


def bounded(node: Expression) -> Expression:
    """Refuse a node whose integer might not fit in 64 bits."""
    if max(abs(node.shape.low), abs(node.shape.high)) >= INT64_BOUND:
        raise RuleError(f"运算“{node.operation}”可能超出64位整数", mend="缩小输入的上限，或先舍入")
    return node


def logical(operation: str, *operands: Expression) -> Expression:
    """Join yes/no nodes by ``and``, ``or`` or ``not``."""
    if any(operand.shape.kind is not Kind.FLAG for operand in operands):
        raise RuleError(f"“{operation}”只能连接是非判断")
    return Expression(operation, operands, Shape(Kind.FLAG))


def _linear(operation: str, left: Expression, right: Expression) -> Expression:
    left, right = aligned(left, right)
    if left.shape.kind not in (Kind.NUMBER, Kind.MONEY):
        raise RuleError(f"{left.shape.kind}不能加减")
    low, high = (
        (right.shape.low, right.shape.high)
        if operation == "+"
        else (-right.shape.high, -right.shape.low)
    )
    shape = Shape(left.shape.kind, left.shape.scale, left.shape.low + low, left.shape.high + high)
    return bounded(Expression(operation, (left, right), shape))


def _product(left: Expression, right: Expression) -> Expression:
    kinds = {left.shape.kind, right.shape.kind}
    if not kinds <= {Kind.NUMBER, Kind.MONEY} or (
        left.shape.kind is right.shape.kind is Kind.MONEY
    ):
        raise RuleError(f"{left.shape.kind}与{right.shape.kind}不能相乘")
    corners = [
        x * y
        for x in (left.shape.low, left.shape.high)
        for y in (right.shape.low, right.shape.high)
    ]
    kind = Kind.MONEY if Kind.MONEY in kinds else Kind.NUMBER
    shape = Shape(kind, left.shape.scale + right.shape.scale, min(corners), max(corners))
    return bounded(Expression("*", (left, right), shape))


def _compare(operation: str, left: Expression, right: Expression) -> Expression:
    left, right = aligned(left, right)
    if operation not in ("=", "<>") and left.shape.kind not in _ORDERED:
        raise RuleError(f"{left.shape.kind}不分大小，不能用“{operation}”比较")
    return Expression(operation, (left, right), Shape(Kind.FLAG))
