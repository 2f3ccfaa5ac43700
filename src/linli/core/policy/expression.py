"""The tree that a rule becomes when it is called once on symbols.

Every node knows its kind, unit, decimal scale (value = integer / 10**scale) and the bounds
of that integer, so that mixed units and overflow are found when the pack loads and every
engine may compute in 64-bit integers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from linli.core.policy.errors import RuleError
from linli.core.policy.units import Unit

INT64_BOUND = 2**62  # one bit spare: rounding half up doubles the numerator
MONTHS_OF_YEAR_ONE = 12  # a month is year × 12 + month − 1
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)  # what a fact may be


class Kind(StrEnum):
    """What a value is; only values of one kind add up or compare."""

    NUMBER = "number"
    MONEY = "money"
    FLAG = "flag"
    DATE = "date"
    MONTH = "month"
    TEXT = "text"
    HISTORY = "history"
    OUTCOME = "outcome"

    @property
    def label(self) -> str:
        """Return the Chinese word for the kind, as refusals say it."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.NUMBER: "数值",
    Kind.MONEY: "金额",
    Kind.FLAG: "是非判断",
    Kind.DATE: "日期",
    Kind.MONTH: "年月",
    Kind.TEXT: "文字",
    Kind.HISTORY: "历次记录",
    Kind.OUTCOME: "检查结论",
}
_ORDERED = (Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.MONTH)


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
    """Kind, scale and bounds of a node's integer; the unit of a number, the codes of a choice."""

    kind: Kind
    scale: int = 0
    low: int = 0
    high: int = 1
    unit: Unit | None = None
    choices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A node: an operation on other nodes, or a leaf that names a fact, parameter or rule.

    ``value`` is a literal's value, or what else the operation needs: the factor of a change
    of scale, the whole to which is rounded, the number of a parameter's dated value.
    ``versions`` are a parameter's dated values, for ``in_force``.
    """

    operation: str
    operands: tuple[Expression, ...]
    shape: Shape
    name: str = ""
    value: int | str | bool | None = None
    versions: tuple[tuple[date, Expression], ...] = ()

    def __add__(self, other: Operand) -> Expression:
        return _sum(self, lift(other))

    def __radd__(self, other: Operand) -> Expression:
        return _sum(lift(other), self)

    def __sub__(self, other: Operand) -> Expression:
        return _difference(self, lift(other))

    def __rsub__(self, other: Operand) -> Expression:
        return _difference(lift(other), self)

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
    shape = replace(
        node.shape, scale=scale, low=node.shape.low * factor, high=node.shape.high * factor
    )
    return bounded(Expression("rescale", (node,), shape, value=factor))


def aligned(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """Bring two nodes of one kind to one scale, or refuse mixed kinds and units.

    Nothing is nothing in any kind of number: a plain 0 beside money is 0 fen.
    """
    left, right = _nothing_like(left, right), _nothing_like(right, left)
    if left.shape.kind is not right.shape.kind:
        raise RuleError(
            f"{left.shape.kind.label}与{right.shape.kind.label}不能相加、比较或并列",
            mend="核对规则中各量的单位",
        )
    common_unit(left, right)
    scale = max(left.shape.scale, right.shape.scale)
    return rescaled(left, scale), rescaled(right, scale)


def _nothing_like(node: Expression, other: Expression) -> Expression:
    is_nothing = node.operation == "literal" and node.shape.kind is Kind.NUMBER and not node.value
    if is_nothing and other.shape.kind is Kind.MONEY:
        return replace(node, shape=replace(node.shape, kind=Kind.MONEY))
    return node


def common_unit(left: Expression, right: Expression) -> Unit | None:
    """Return the unit of two nodes that are added or compared; a plain number goes with any."""
    one, other = left.shape.unit, right.shape.unit
    if one and other and one is not other:
        raise RuleError(
            f"单位“{one.label}”（{one}）与“{other.label}”（{other}）不能相加、比较或并列",
            mend="核对规则中各量的单位，或先换算",
        )
    return one or other


def bounded(node: Expression) -> Expression:
    """Refuse a node whose integer might not fit in 64 bits, or whose date leaves the calendar."""
    low, high = node.shape.low, node.shape.high
    if node.shape.kind is Kind.DATE and not 1 <= low <= high <= date.max.toordinal():
        raise RuleError(f"运算“{node.operation}”的日期可能超出公历", mend="缩小输入的上下限")
    if node.shape.kind is Kind.MONTH and low < MONTHS_OF_YEAR_ONE:
        raise RuleError(f"运算“{node.operation}”的年月可能早于公元1年", mend="缩小输入的上下限")
    if max(abs(low), abs(high)) >= INT64_BOUND:
        raise RuleError(f"运算“{node.operation}”可能超出64位整数", mend="缩小输入的上限，或先舍入")
    return node


def logical(operation: str, *operands: Expression) -> Expression:
    """Join yes/no nodes by ``and``, ``or`` or ``not``."""
    if any(operand.shape.kind is not Kind.FLAG for operand in operands):
        raise RuleError(f"“{operation}”只能连接是非判断")
    return Expression(operation, operands, Shape(Kind.FLAG))


def _sum(left: Expression, right: Expression) -> Expression:
    if right.shape.kind in _STEPS:
        left, right = right, left
    if left.shape.kind in _STEPS:
        return _moved("+", left, right)
    left, right = aligned(left, right)
    return _linear("+", left, right, right.shape.low, right.shape.high)


def _difference(left: Expression, right: Expression) -> Expression:
    kind = left.shape.kind
    if kind in _STEPS and right.shape.kind is kind:
        low, high = left.shape.low - right.shape.high, left.shape.high - right.shape.low
        shape = Shape(Kind.NUMBER, 0, low, high, _STEPS[kind])
        return Expression("-", (left, right), shape)
    if kind in _STEPS:
        return _moved("-", left, right)
    left, right = aligned(left, right)
    return _linear("-", left, right, -right.shape.high, -right.shape.low)


# Dates move by days and months by months; the distance of two has that unit.
_STEPS = {Kind.DATE: Unit.DAYS, Kind.MONTH: Unit.MONTHS}


def _moved(operation: str, point: Expression, steps: Expression) -> Expression:
    kind, unit = point.shape.kind, steps.shape.unit
    if steps.shape.kind is not Kind.NUMBER or steps.shape.scale:
        other = "小数" if steps.shape.kind is Kind.NUMBER else steps.shape.kind.label
        raise RuleError(f"{kind.label}只能加减整数，不能加减{other}")
    if unit not in (None, _STEPS[kind]):
        raise RuleError(
            f"{kind.label}加减的应是“{_STEPS[kind].label}”，不是“{unit.label if unit else ''}”"
        )
    low, high = steps.shape.low, steps.shape.high
    if operation == "-":
        low, high = -high, -low
    shape = Shape(kind, 0, point.shape.low + low, point.shape.high + high)
    return bounded(Expression(operation, (point, steps), shape))


def _linear(operation: str, left: Expression, right: Expression, low: int, high: int) -> Expression:
    if left.shape.kind not in (Kind.NUMBER, Kind.MONEY):
        raise RuleError(f"{left.shape.kind.label}不能加减")
    shape = Shape(
        left.shape.kind,
        left.shape.scale,
        left.shape.low + low,
        left.shape.high + high,
        common_unit(left, right),
    )
    return bounded(Expression(operation, (left, right), shape))


def _product(left: Expression, right: Expression) -> Expression:
    kinds = {left.shape.kind, right.shape.kind}
    if not kinds <= {Kind.NUMBER, Kind.MONEY} or (
        left.shape.kind is right.shape.kind is Kind.MONEY
    ):
        raise RuleError(f"{left.shape.kind.label}与{right.shape.kind.label}不能相乘")
    corners = [
        x * y
        for x in (left.shape.low, left.shape.high)
        for y in (right.shape.low, right.shape.high)
    ]
    units = [one.shape.unit for one in (left, right) if one.shape.unit]
    kind = Kind.MONEY if Kind.MONEY in kinds else Kind.NUMBER
    unit = units[0] if len(units) == 1 and kind is Kind.NUMBER else None
    scale = left.shape.scale + right.shape.scale
    return bounded(
        Expression("*", (left, right), Shape(kind, scale, min(corners), max(corners), unit))
    )


def _compare(operation: str, left: Expression, right: Expression) -> Expression:
    left, right = aligned(left, right)
    if operation not in ("=", "<>") and left.shape.kind not in _ORDERED:
        raise RuleError(f"{left.shape.kind.label}不分大小，不能用“{operation}”比较")
    if left.shape.kind is Kind.HISTORY:
        raise RuleError("历次记录不能直接比较", mend="用 count_of 或 fold")
    check_code(left, right)
    check_code(right, left)
    return Expression(operation, (left, right), Shape(Kind.FLAG))


def check_code(choice: Expression, code: Expression) -> None:
    """Refuse a code that the choice can never have: it would silently never be met."""
    known = choice.shape.choices
    if known and code.operation == "literal" and code.value not in known:
        raise RuleError(f"“{code.value}”不是可选值", mend=f"可选值：{'、'.join(sorted(known))}")
