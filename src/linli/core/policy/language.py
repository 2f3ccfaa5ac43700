"""The words in which rules are written: declaring, choosing, rounding, sharing, looking up.

A rule's name is its result; its arguments are facts, parameters or other rules. Words for
dates stand in ``dates.py``, for histories and ranks in ``gathering.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Literal

from linli.core.policy.errors import RuleError
from linli.core.policy.expression import (
    Expression,
    Kind,
    Operand,
    Shape,
    aligned,
    bounded,
    check_code,
    common_unit,
    lift,
)
from linli.core.policy.units import Unit

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

    @property
    def file(self) -> Path:
        """Return the ``rules.py`` in which the rule is written."""
        return Path(self.function.__code__.co_filename)


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
    codes = _codes(left), _codes(right)
    shape = Shape(
        left.shape.kind,
        left.shape.scale,
        min(left.shape.low, right.shape.low),
        max(left.shape.high, right.shape.high),
        common_unit(left, right),
        codes[0] | codes[1] if all(codes) else frozenset(),
    )
    return Expression("when", (condition, left, right), shape)


def _codes(node: Expression) -> frozenset[str]:
    """Return all codes that a text may be, or none where it may be any text."""
    literal = node.operation == "literal" and node.shape.kind is Kind.TEXT
    return frozenset([str(node.value)]) if literal else node.shape.choices


def smaller(left: Operand, right: Operand) -> Expression:
    """Return the smaller of two values."""
    left, right = aligned(lift(left), lift(right))
    low, high = (min(pair) for pair in zip(_bounds(left), _bounds(right), strict=True))
    chosen = when(left < right, left, right)
    return replace(chosen, shape=replace(chosen.shape, low=low, high=high))


def larger(left: Operand, right: Operand) -> Expression:
    """Return the larger of two values."""
    left, right = aligned(lift(left), lift(right))
    low, high = (max(pair) for pair in zip(_bounds(left), _bounds(right), strict=True))
    chosen = when(left > right, left, right)
    return replace(chosen, shape=replace(chosen.shape, low=low, high=high))


def _bounds(node: Expression) -> tuple[int, int]:
    return node.shape.low, node.shape.high


def worst(*outcomes: Expression) -> Expression:
    """Combine checks: ``fail`` if any fails, else ``refer`` if any refers, else ``pass``."""
    if any(outcome.shape.kind is not Kind.OUTCOME for outcome in outcomes):
        raise RuleError("worst 只能汇总检查结论")
    return Expression("worst", outcomes, Shape(Kind.OUTCOME))


def passes(outcome: Expression) -> Expression:
    """Tell whether a check, or what ``worst`` made of several, is ``pass``."""
    if outcome.shape.kind is not Kind.OUTCOME:
        raise RuleError("passes 只能用于检查结论")
    return Expression("passes", (outcome,), Shape(Kind.FLAG))


Whole = Literal["fen", "yuan"]
_FEN = {"fen": 1, "yuan": 100}


def round_half_up(amount: Expression, *, per: Operand = 1, to: Whole = "fen") -> Expression:
    """Divide by ``per`` and round to the whole fen or yuan (or whole number), halves away from zero.

    Rounding is said where the document rounds, never implied. ``per`` must be above zero.
    """
    return _rounded("round", amount, lift(per), to)


def round_down(amount: Expression, *, per: Operand = 1, to: Whole = "fen") -> Expression:
    """Divide by ``per`` and drop what is left over a whole fen or yuan (or whole number), towards zero."""
    return _rounded("floor", amount, lift(per), to)


def _rounded(operation: str, amount: Expression, divisor: Expression, to: Whole) -> Expression:
    if amount.shape.kind not in (Kind.NUMBER, Kind.MONEY):
        raise RuleError(f"{amount.shape.kind.label}不能舍入")
    if divisor.shape.kind is not Kind.NUMBER or divisor.shape.low < 1:
        raise RuleError("除数应为正数")
    if to not in _FEN or (to != "fen" and amount.shape.kind is not Kind.MONEY):
        raise RuleError(f"不能舍入到“{to}”", mend="金额可以舍入到 fen 或 yuan")
    step = _FEN[to]
    low, high = amount.shape.low, amount.shape.high
    # value = amount / 10**a ÷ (divisor / 10**d) = amount × 10**d ÷ (divisor × 10**a)
    widened = 10**divisor.shape.scale
    whole = 10**amount.shape.scale * step
    doubled = 2 * max(abs(low), abs(high)) * widened + 2 * whole * divisor.shape.high
    bounded(Expression(operation, (), Shape(Kind.NUMBER, 0, 0, doubled)))
    unit = whole * divisor.shape.low
    shape = Shape(
        amount.shape.kind,
        0,
        min(0, low * widened // unit) * step,
        max(0, -(-high * widened // unit)) * step,
        _unit_of_quotient(amount, divisor),
    )
    return Expression(operation, (amount, divisor), shape, value=step)


def _unit_of_quotient(amount: Expression, divisor: Expression) -> Unit | None:
    return None if divisor.shape.unit else amount.shape.unit


def rest(total: Operand, *parts: Operand) -> Expression:
    """Return what is left of a total after its parts, so that all shares add up exactly.

    A case in which the parts exceed the total is refused, never a share below zero.
    """
    left = lift(total)
    for part in parts:
        left = left - part
    shape = replace(left.shape, low=max(0, left.shape.low), high=max(0, left.shape.high))
    return Expression("rest", (left,), shape)


def at(parameter: Expression, *keys: Operand) -> Expression:
    """Look a table up by other keys than the case's own: the next grade, an item of a history."""
    if parameter.operation not in ("lookup", "band") or len(keys) != len(parameter.operands):
        raise RuleError("at 的第一个参数应是分列的参数，其后逐一写明各键")
    others = tuple(lift(key) for key in keys)
    for own, other in zip(parameter.operands, others, strict=True):
        if other.shape.kind is not own.shape.kind:
            raise RuleError(f"at 的键应是{own.shape.kind.label}，不能用{other.shape.kind.label}")
        check_code(own, other)
    return replace(
        parameter,
        operands=others,
        versions=tuple((since, at(one, *keys)) for since, one in parameter.versions),
    )


def in_force(parameter: Expression, *, on: Expression) -> Expression:
    """Return a parameter's value in force on a date of the case, not on the day of the edition.

    A date before the parameter's first value is refused.
    """
    if not parameter.versions:
        raise RuleError("in_force 的第一个参数应是参数")
    if on.shape.kind is not Kind.DATE:
        raise RuleError("in_force 的 on 应是日期", mend="年月用 first_day_of(年月)")
    first, *others = (value for _, value in parameter.versions)
    shape = first.shape
    for other in others:
        shape = when(lift(True), replace(first, shape=shape), other).shape
    values = tuple(_scaled_to(value, shape.scale) for _, value in parameter.versions)
    days = tuple(
        (since, value) for (since, _), value in zip(parameter.versions, values, strict=True)
    )
    return Expression("dated", (on, *values), shape, name=parameter.name, versions=days)


def _scaled_to(value: Expression, scale: int) -> Expression:
    return aligned(value, replace(value, shape=replace(value.shape, scale=scale)))[0]


def as_age(months: Expression) -> Expression:
    """Show a number of months as years and months: ``60年1个月``."""
    if months.shape.unit is not Unit.MONTHS or months.shape.scale:
        raise RuleError("as_age 只能用于以月计的整数")
    return Expression("relabel", (months,), replace(months.shape, unit=Unit.AGE))
