"""The words in which rules are written: ``rule``, ``check``, ``when``, ``smaller``, ``worst``, ``round_half_up``, ``round_down``.

A rule's name is its result; its arguments are facts, parameters or other rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from linli.core.policy.errors import RuleError
from linli.core.policy.expression import Expression, Kind, Operand, Shape, aligned, bounded, lift

RuleFunction = Callable[..., Expression]


class Effect(StrEnum):
    """What a check proposes when its condition does not hold. ``NOTE`` only adds the reason."""

    FAIL = "fail"
    REFER = "refer"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as written: its function, clause and label; a check has a code and an effect too."""

    name: str
    function: RuleFunction
    clause: str
    label: str
    code: str = ""
    effect: Effect | None = None
    text: str = ""
    unknown_text: str = ""

    @property
    def is_check(self) -> bool:
        """Tell whether the rule gives ``pass``, ``fail`` or ``refer`` with a reason."""
        return self.effect is not None

    @property
    def line(self) -> int:
        """Return the line of ``rules.py`` on which the rule begins."""
        return self.function.__code__.co_firstlineno


def rule(clause: str, label: str) -> Callable[[RuleFunction], Rule]:
    """Declare a rule that computes a value. ``clause`` is quoted in every trace."""
    return lambda function: Rule(function.__name__, function, clause, label)


def check(
    clause: str, label: str, *, code: str, effect: Effect, text: str, unknown: str = ""
) -> Callable[[RuleFunction], Rule]:
    """Declare a check: its condition holds, or ``effect`` is proposed with ``text`` as the reason.

    A condition that cannot be told, because a fact is unknown, is referred to a person
    with ``unknown`` as the reason.
    """
    return lambda function: Rule(
        function.__name__, function, clause, label, code, effect, text, unknown or text
    )


def figures_named(text: str) -> frozenset[str]:
    """Return the parameters that a reason names in braces: ``{diploma_deadline}``."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError as error:
        raise RuleError(f"理由“{text}”的花括号不成对") from error


def when(condition: Expression, then: Operand, otherwise: Operand) -> Expression:
    """Choose between two values of one kind."""
    if condition.shape.kind is not Kind.FLAG:
        raise RuleError("when 的第一个参数应是是非判断")
    left, right = aligned(lift(then), lift(otherwise))
    shape = Shape(
        left.shape.kind,
        left.shape.scale,
        min(left.shape.low, right.shape.low),
        max(left.shape.high, right.shape.high),
    )
    return Expression("when", (condition, left, right), shape)


def smaller(left: Operand, right: Operand) -> Expression:
    """Return the smaller of two values."""
    left, right = aligned(lift(left), lift(right))
    return when(left < right, left, right)


def worst(*outcomes: Expression) -> Expression:
    """Combine checks: ``fail`` if any fails, else ``refer`` if any refers, else ``pass``."""
    if any(outcome.shape.kind is not Kind.OUTCOME for outcome in outcomes):
        raise RuleError("worst 只能汇总检查结论")
    return Expression("worst", outcomes, Shape(Kind.OUTCOME))


def round_half_up(amount: Expression, *, per: Operand = 1) -> Expression:
    """Divide by ``per`` and round to the whole fen (or whole number), halves away from zero.

    Rounding is said where the document rounds, never implied. ``per`` must be above zero.
    """
    return _rounded("round", amount, lift(per))


def round_down(amount: Expression, *, per: Operand = 1) -> Expression:
    """Divide by ``per`` and drop what is left over a whole fen (or whole number), towards zero."""
    return _rounded("floor", amount, lift(per))


def _rounded(operation: str, amount: Expression, divisor: Expression) -> Expression:
    if amount.shape.kind not in (Kind.NUMBER, Kind.MONEY):
        raise RuleError(f"{amount.shape.kind}不能舍入")
    if divisor.shape.kind is not Kind.NUMBER or divisor.shape.scale or divisor.shape.low < 1:
        raise RuleError("除数应为正整数")
    low, high = amount.shape.low, amount.shape.high
    whole = 10**amount.shape.scale
    doubled = 2 * max(abs(low), abs(high)) + 2 * whole * divisor.shape.high
    bounded(Expression(operation, (), Shape(Kind.NUMBER, 0, 0, doubled)))
    unit = whole * divisor.shape.low
    shape = Shape(amount.shape.kind, 0, min(0, low // unit), max(0, -(-high // unit)))
    return Expression(operation, (amount, divisor), shape)
