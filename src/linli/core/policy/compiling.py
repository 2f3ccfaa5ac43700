"""Turn the rules of a pack into expression trees for one date."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from linli.core.policy.errors import RuleError, UnknownName
from linli.core.policy.expression import Expression, Kind, Shape, scaled
from linli.core.policy.language import Rule, figures_named
from linli.core.policy.pack import DatedValue, Input, Pack, Parameter, Scalar

_INPUT_KINDS = {
    "integer": Kind.NUMBER,
    "money": Kind.MONEY,
    "flag": Kind.FLAG,
    "choice": Kind.TEXT,
    "date": Kind.DATE,
}


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule and its tree."""

    rule: Rule
    tree: Expression


@dataclass(frozen=True, slots=True)
class Edition:
    """A pack on one date: the values in force, and its rules in order of dependence."""

    pack: Pack
    on: date
    values: Mapping[str, DatedValue]
    rules: Mapping[str, CompiledRule]


def compile_rules(pack: Pack, day: date, overrides: Mapping[str, Scalar] | None = None) -> Edition:
    """Compile the rules of a pack as in force on a day.

    ``overrides`` replaces figures for a what-if: ``{"minimum_wage.1": 215000}`` (money in
    fen). Raises ``NothingInForce`` for a day before a figure's first, and ``RuleError`` for
    unknown names, cycles, mixed units or overflow.
    """
    values = {
        name: parameter.on(day)
        for name, parameter in pack.parameters.items()
        if parameter.values[0].since <= day
    }
    values = _overridden(pack, values, overrides or {})
    compiler = _Compiler(pack, day, values)
    for name in pack.rules:
        compiler.build(name, ())
    return Edition(pack, day, values, compiler.done)


def _overridden(
    pack: Pack, values: dict[str, DatedValue], overrides: Mapping[str, Scalar]
) -> dict[str, DatedValue]:
    for name, value in overrides.items():
        parameter, *key = name.split(".")
        if parameter not in values:
            raise UnknownName(f"政策包 {pack.id} 没有参数“{parameter}”")
        dated = values[parameter]
        table = dated.value if isinstance(dated.value, Mapping) else {}
        if bool(table) != bool(key) or (key and tuple(key) not in table):
            raise UnknownName(
                f"参数“{parameter}”没有“{'.'.join(key)}”一项",
                mend=f"用“linli policy show {pack.id} {parameter}”查看",
            )
        changed = {**table, tuple(key): value} if key else value
        values[parameter] = DatedValue(dated.since, changed, dated.clause, dated.line)
    return values


class _Compiler:
    def __init__(self, pack: Pack, day: date, values: Mapping[str, DatedValue]) -> None:
        self.pack = pack
        self.day = day
        self.values = values
        self.done: dict[str, CompiledRule] = {}

    def build(self, name: str, above: tuple[str, ...]) -> None:
        if name in self.done:
            return
        rule = self.pack.rules[name]
        if name in above:
            raise RuleError(f"规则循环引用：{' → '.join((*above, name))}", line=rule.line)
        needed = inspect.signature(rule.function).parameters
        try:
            arguments = [self._argument(argument, (*above, name)) for argument in needed]
            self.done[name] = CompiledRule(rule, _finished(rule, rule.function(*arguments)))
            self._check_reasons(rule)
        except RuleError as error:
            if error.line is not None:  # told already, of a rule below
                raise
            what = f"规则“{name}”：{error.what}"
            raise RuleError(what, mend=error.mend, line=rule.line) from error

    def _argument(self, name: str, above: tuple[str, ...]) -> Expression:
        if name in self.pack.rules:
            self.build(name, above)
            return Expression("result", (), self.done[name].tree.shape, name=name)
        if name in self.pack.inputs:
            return Expression("fact", (), _input_shape(self.pack.inputs[name]), name=name)
        if name in self.values:
            return self._parameter(self.pack.parameters[name], self.values[name], above)
        if name in self.pack.parameters:
            self.pack.parameters[name].on(self.day)
        raise RuleError(
            f"规则“{above[-1]}”中的“{name}”不是输入、参数或规则",
            line=self.pack.rules[above[-1]].line,
        )

    def _parameter(
        self, parameter: Parameter, dated: DatedValue, above: tuple[str, ...]
    ) -> Expression:
        if not isinstance(dated.value, Mapping):
            return Expression(
                "parameter", (), _shape(parameter, [dated.value]), name=parameter.name
            )
        keys = tuple(self._argument(key, above) for key in parameter.keys)
        return Expression(
            "lookup", keys, _shape(parameter, list(dated.value.values())), name=parameter.name
        )

    def _check_reasons(self, rule: Rule) -> None:
        for name in sorted(figures_named(rule.text) | figures_named(rule.unknown_text)):
            if name not in self.values or isinstance(self.values[name].value, Mapping | tuple):
                raise RuleError(f"理由中的“{name}”不是单一数值的参数")


def _finished(rule: Rule, tree: object) -> Expression:
    if not isinstance(tree, Expression):
        raise RuleError("没有得出由事实、参数或规则算出的结果")
    if rule.is_check:
        if tree.shape.kind is not Kind.FLAG:
            raise RuleError("检查应得出是或否")
        return Expression("check", (tree,), Shape(Kind.OUTCOME), name=rule.name)
    if tree.shape.kind is Kind.MONEY and tree.shape.scale:
        raise RuleError("结果不是整分", mend="在文件规定舍入之处写明 round_half_up")
    return tree


def _input_shape(fact: Input) -> Shape:
    return Shape(_INPUT_KINDS[fact.type], 0, fact.low, fact.high)


def parameter_scale(values: list[Scalar]) -> int:
    """Return the one scale at which all values of a parameter are whole."""
    return max((scaled(value)[1] for value in values if isinstance(value, Decimal)), default=0)


def _shape(parameter: Parameter, values: list[Scalar]) -> Shape:
    sample = values[0]
    if isinstance(sample, bool):
        return Shape(Kind.FLAG)
    if isinstance(sample, str):
        return Shape(Kind.TEXT)
    if isinstance(sample, date):
        return Shape(Kind.DATE)
    if isinstance(sample, tuple):
        raise RuleError(f"参数“{parameter.name}”是一组文字，不能参与计算")
    scale = parameter_scale(values)
    integers = [
        int(Decimal(value).scaleb(scale)) for value in values if isinstance(value, int | Decimal)
    ]
    return Shape(
        Kind.MONEY if parameter.unit.is_money else Kind.NUMBER, scale, min(integers), max(integers)
    )
