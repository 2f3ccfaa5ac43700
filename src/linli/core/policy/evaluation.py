"""Evaluate one expression tree for one case, in whole numbers, remembering what was used."""

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from linli.core.money import yuan_text
from linli.core.policy.compiling import Edition
from linli.core.policy.errors import CaseError
from linli.core.policy.expression import Expression, Kind, Outcome, Shape
from linli.core.policy.pack import Scalar

Value = int | str | bool | None
_OPERATORS: dict[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SIGNS = {"*": "×", "-": "−", "=": "＝", "<>": "≠", "<=": "≤", ">=": "≥", "and": "且", "or": "或"}
_LOOSE, _COMPARING, _TIGHT = 0, 3, 9
_BINDING = {
    **dict.fromkeys(("when", "round", "floor", "worst"), _LOOSE),
    **{"or": 1, "and": 2, "+": 4, "-": 4, "*": 5},
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), _COMPARING),
}


def plain(value: Value, kind: Kind, scale: int) -> Scalar | Outcome | None:
    """Turn an engine value into a plain one: decimals, dates, outcomes."""
    if value is None:
        return None
    if kind is Kind.OUTCOME:
        return Outcome(str(value))
    if kind is Kind.DATE and isinstance(value, int):
        return date.fromordinal(value)
    if kind is Kind.NUMBER and scale and isinstance(value, int):
        return Decimal(value).scaleb(-scale)
    return value


class Evaluation:
    """One tree's run: ``value`` computes, ``formula`` tells what was computed with the numbers filled in."""

    def __init__(
        self, edition: Edition, facts: Mapping[str, Value], result_of: Callable[[str], Value]
    ) -> None:
        self.edition = edition
        self.facts = facts
        self.result_of = result_of
        self.used: dict[str, str] = {}

    def value(self, node: Expression) -> Value:
        """Return the integer, text, yes/no or unknown of a node. Raises ``CaseError``."""
        match node.operation:
            case "literal":
                return node.value
            case "fact":
                return self._fact(node.name)
            case "result":
                return self.result_of(node.name)
            case "parameter" | "lookup":
                return self._parameter(node)
            case "check":
                return self.value(node.operands[0])
            case "and" | "or":
                return self._joined(node)
            case "when":
                return self._chosen(node)
            case "worst":
                return _worst([self.value(operand) for operand in node.operands])
        return _computed(node, [self.value(operand) for operand in node.operands])

    def _fact(self, name: str) -> Value:
        if name not in self.facts:
            raise CaseError(
                f"缺少事实“{self.edition.pack.inputs[name].description}”（{name}）",
                mend="补上这项事实",
            )
        return self.facts[name]

    def _parameter(self, node: Expression) -> Value:
        stored = self.edition.values[node.name].value
        if isinstance(stored, Mapping):
            found = [self.value(key) for key in node.operands]
            if None in found:
                return None
            keys = tuple(map(str, found))
            if keys not in stored:
                raise CaseError(
                    f"“{self.edition.pack.parameters[node.name].description}”没有“{'、'.join(keys)}”一项"
                )
            stored = stored[keys]
        integer = self._integer(node, stored)
        self.used[node.name] = shown(integer, node.shape)
        return integer

    def _integer(self, node: Expression, stored: Scalar) -> Value:
        if isinstance(stored, date):
            return stored.toordinal()
        if isinstance(stored, bool | str):
            return stored
        if isinstance(stored, int | Decimal):
            return int(Decimal(stored).scaleb(node.shape.scale))
        raise CaseError(f"参数“{node.name}”不能参与计算")

    def _joined(self, node: Expression) -> Value:
        values = [self.value(operand) for operand in node.operands]
        decisive = node.operation == "or"
        if decisive in values:
            return decisive
        return None if None in values else not decisive

    def _chosen(self, node: Expression) -> Value:
        condition = self.value(node.operands[0])
        if condition is None:
            return None
        return self.value(node.operands[1 if condition else 2])

    def formula(self, node: Expression) -> str:
        """Return the tree as text, each leaf with its value: ``1,980.00元 × 10 ÷ 31``."""
        operands = node.operands
        match node.operation:
            case "literal" | "fact" | "result" | "parameter" | "lookup":
                return self._leaf(node)
            case "rescale" | "check":
                return self.formula(operands[0])
            case "not":
                return f"非（{self.formula(operands[0])}）"
            case "worst":
                return "；".join(self.formula(operand) for operand in operands)
            case "when":
                return self._chosen_formula(node)
            case "round" | "floor":
                return self._rounded_formula(node)
        sign = _SIGNS.get(node.operation, node.operation)
        return f"{self._side(node, 0)} {sign} {self._side(node, 1)}"

    def _leaf(self, node: Expression) -> str:
        """Return a leaf's value; a bare 是 or 否 says nothing without its name."""
        text = shown(self.value(node), node.shape)
        named = node.operation != "literal" and node.shape.kind is Kind.FLAG
        return f"{self._name_of(node)}：{text}" if named else text

    def _name_of(self, node: Expression) -> str:
        pack = self.edition.pack
        if node.operation == "fact":
            return pack.inputs[node.name].description
        if node.operation == "result":
            return pack.rules[node.name].label
        return pack.parameters[node.name].description

    def _side(self, node: Expression, index: int) -> str:
        """Return one side of an operation, in brackets where it would be read otherwise."""
        side = node.operands[index]
        own = _BINDING[node.operation]
        inner = _BINDING.get(_carried(side).operation, _TIGHT)
        parts_equals = own == _COMPARING or (node.operation == "-" and index == 1)
        text = self.formula(side)
        return f"（{text}）" if inner < own or (inner == own and parts_equals) else text

    def _chosen_formula(self, node: Expression) -> str:
        condition = node.operands[0]
        holds = self.value(condition)
        if holds is None:
            return f"未知（因{self._named(condition)}未知）"
        verdict = "为" + shown(holds, condition.shape)
        return f"{self.formula(node.operands[1 if holds else 2])}（因{self._named(condition)}{verdict}）"

    def _named(self, condition: Expression) -> str:
        leaf = condition.operation in ("fact", "result", "parameter", "lookup")
        return f"“{self._name_of(condition) if leaf else self.formula(condition)}”"

    def _rounded_formula(self, node: Expression) -> str:
        amount, divisor = node.operands
        per = "" if divisor.value == 1 else f" ÷ {self.formula(divisor)}"
        word = "四舍五入" if node.operation == "round" else "舍去尾数"
        to = "到分" if amount.shape.kind is Kind.MONEY else ""
        return f"（{self.formula(amount)}）{per}，{word}{to}"


def _carried(node: Expression) -> Expression:
    """Return the node below changes of scale, which a formula does not show."""
    while node.operation == "rescale":
        node = node.operands[0]
    return node


def shown(value: Value, shape: Shape) -> str:
    """Return a value as officials read it: yuan, dates, 是/否, 未知."""
    if value is None:
        return "未知"
    if shape.kind is Kind.OUTCOME:
        return Outcome(str(value)).label
    if shape.kind is Kind.FLAG:
        return "是" if value else "否"
    if not isinstance(value, int):
        return value
    if shape.kind is Kind.DATE:
        return date.fromordinal(value).isoformat()
    if shape.kind is Kind.MONEY:
        return (
            f"{Decimal(value).scaleb(-shape.scale - 2):f}元"
            if shape.scale
            else f"{yuan_text(value)}元"
        )
    return f"{Decimal(value).scaleb(-shape.scale):f}"


def _worst(outcomes: list[Value]) -> Value:
    for outcome in (Outcome.FAIL, Outcome.REFER):
        if outcome in outcomes:
            return outcome
    return Outcome.PASS


def _computed(node: Expression, values: list[Value]) -> Value:
    if any(value is None for value in values):
        return None
    if node.operation in ("=", "<>"):
        return (values[0] == values[1]) is (node.operation == "=")
    if node.operation == "not":
        return not values[0]
    numbers = [int(value) for value in values if value is not None]
    return _arithmetic(node, numbers)


def _arithmetic(node: Expression, numbers: list[int]) -> Value:
    if node.operation == "rescale":
        return numbers[0] * int(node.value or 1)
    if node.operation in ("round", "floor"):
        denominator = numbers[1] * 10 ** node.operands[0].shape.scale
        return _divided(numbers[0], denominator, half_up=node.operation == "round")
    result: int | bool = _OPERATORS[node.operation](*numbers)
    return result


def _divided(numerator: int, denominator: int, *, half_up: bool) -> int:
    """Divide to a whole number by magnitude: halves away from zero, or the rest dropped."""
    doubled = 2 * abs(numerator) + (denominator if half_up else 0)
    magnitude = doubled // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude
