"""Turn the rules of a pack into expression trees for one date."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from linli.core.policy.errors import NothingInForce, RuleError, UnknownName
from linli.core.policy.expression import Expression, Kind, Outcome, Shape, scaled
from linli.core.policy.language import Rule, figures_named
from linli.core.policy.pack import DatedValue, Input, Pack, Parameter, Scalar, Table
from linli.core.policy.units import Unit

INPUT_KINDS = {
    "integer": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "money": Kind.MONEY,
    "flag": Kind.FLAG,
    "choice": Kind.TEXT,
    "date": Kind.DATE,
    "month": Kind.MONTH,
    "history": Kind.HISTORY,
}


class WorkingDays(Protocol):
    """A calendar that counts working days, handed to a run that needs it."""

    @property
    def years(self) -> frozenset[int]:
        """Return the years that the calendar covers."""

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on a day."""

    def last_day_of_period(self, start: date, working_days: int) -> date:
        """Return the last day of a period that begins on the day after ``start``."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule and its tree."""

    rule: Rule
    tree: Expression


@dataclass(frozen=True, slots=True)
class Edition:
    """A pack on one date: the values in force, and its rules in order of dependence.

    ``not_in_force`` holds the rules that cannot be computed on that date, with the reason.
    """

    pack: Pack
    on: date
    values: Mapping[str, DatedValue]
    rules: Mapping[str, CompiledRule]
    not_in_force: Mapping[str, NothingInForce] = field(default_factory=dict)
    calendar: WorkingDays | None = None
    programs: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def rule(self, name: str) -> CompiledRule:
        """Return a rule by name. Raises ``UnknownName`` and ``NothingInForce``."""
        if name in self.not_in_force:
            raise self.not_in_force[name]
        if name not in self.rules:
            raise UnknownName(
                f"政策包 {self.pack.id} 没有规则“{name}”",
                mend=f"用“linli policy show {self.pack.id}”查看全部规则",
            )
        return self.rules[name]

    def with_calendar(self, calendar: WorkingDays) -> "Edition":
        """Return the edition with a calendar of working days."""
        return replace(self, calendar=calendar, programs={})


def compile_rules(
    pack: Pack,
    day: date,
    overrides: Mapping[str, Scalar] | None = None,
    *,
    calendar: WorkingDays | None = None,
) -> Edition:
    """Compile the rules of a pack as in force on a day.

    ``overrides`` replaces figures for a what-if: ``{"minimum_wage.1": 215000}`` (money in
    fen). A rule that rests on a figure not in force that day is left for ``Edition.rule`` to
    refuse. Raises ``RuleError`` for unknown names, cycles, mixed units or overflow.
    """
    values = {
        name: dated
        for name, parameter in pack.parameters.items()
        if (dated := _value_on(parameter, day)) is not None
    }
    values = _overridden(pack, values, overrides or {})
    compiler = _Compiler(pack, day, values)
    for name in (*pack.rules, *_versioned(pack)):
        compiler.build(name, ())
    return Edition(pack, day, values, compiler.done, compiler.not_in_force, calendar)


def _value_on(parameter: Parameter, day: date) -> DatedValue | None:
    try:
        return parameter.on(day)
    except NothingInForce:
        return None


def _versioned(pack: Pack) -> list[str]:
    return [name for name, one in pack.parameters.items() if one.unit is Unit.RULE]


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
            order = ".".join((parameter, *pack.parameters[parameter].keys))
            row = f"没有“{'.'.join(key)}”一项" if key else f"按键分列，要写明哪一项（{order}=数值）"
            raise UnknownName(
                f"参数“{parameter}”{row}",
                mend=f"用“linli policy show {pack.id} {parameter}”查看",
            )
        changed = {**table, tuple(key): value} if key else value
        values[parameter] = replace(dated, value=changed)
    return values


class _Compiler:
    def __init__(self, pack: Pack, day: date, values: Mapping[str, DatedValue]) -> None:
        self.pack = pack
        self.day = day
        self.values = values
        self.done: dict[str, CompiledRule] = {}
        self.not_in_force: dict[str, NothingInForce] = {}

    def build(self, name: str, above: tuple[str, ...]) -> None:
        if name in self.done or name in self.not_in_force:
            return
        if name in above:
            line = self.pack.rules[name].line if name in self.pack.rules else None
            raise RuleError(f"规则循环引用：{' → '.join((*above, name))}", line=line)
        try:
            if name in self.pack.rules:
                self._rule(self.pack.rules[name], (*above, name))
            else:
                self._version(self.pack.parameters[name], (*above, name))
        except NothingInForce as nothing:
            self.not_in_force[name] = nothing

    def _rule(self, rule: Rule, above: tuple[str, ...]) -> None:
        needed = inspect.signature(rule.function).parameters
        try:
            arguments = [self._argument(argument, above) for argument in needed]
            tree = _finished(rule, rule.function(*arguments))
            self._check_reasons(rule)
            self.done[rule.name] = CompiledRule(rule, tree)
        except RuleError as error:
            if error.line is not None:  # told already, of a rule below
                raise
            what = f"规则“{rule.name}”：{error.what}"
            raise RuleError(what, mend=error.mend, line=rule.line, file=rule.file) from error
        except (TypeError, AttributeError, NameError) as error:
            what = f"规则“{rule.name}”算不下去：{error}"
            raise RuleError(what, line=rule.line, file=rule.file) from error

    def _version(self, parameter: Parameter, above: tuple[str, ...]) -> None:
        """Stand the version of a rule that is in force on the day in for the rule's name."""
        dated = parameter.on(self.day)
        target = str(self.values[parameter.name].value)
        tree = self._argument(target, above)
        named = Rule(
            parameter.name, self.pack.rules[target].function, dated.clause, parameter.description
        )
        version = Expression("version", (tree,), tree.shape, name=parameter.name)
        self.done[parameter.name] = CompiledRule(named, version)

    def _argument(self, name: str, above: tuple[str, ...]) -> Expression:
        parameter = self.pack.parameters.get(name)
        if name in self.pack.rules or (parameter and parameter.unit is Unit.RULE):
            self.build(name, above)
            if name in self.not_in_force:
                raise self.not_in_force[name]
            return Expression("result", (), self.done[name].tree.shape, name=name)
        if name in self.pack.inputs:
            return Expression("fact", (), _input_shape(self.pack.inputs[name]), name=name)
        if parameter:
            return self._parameter(parameter, above)
        rule = self.pack.rules[above[-1]]
        raise RuleError(
            f"规则“{above[-1]}”中的“{name}”不是输入、参数或规则", line=rule.line, file=rule.file
        )

    def _parameter(self, parameter: Parameter, above: tuple[str, ...]) -> Expression:
        current = parameter.on(self.day)
        values = [
            self.values[parameter.name] if dated is current else dated for dated in parameter.values
        ]
        versions = tuple(
            (dated.since, self._leaf(parameter, dated, number, above))
            for number, dated in enumerate(values)
        )
        leaf = versions[parameter.values.index(current)][1]
        return replace(leaf, versions=versions)

    def _leaf(
        self, parameter: Parameter, dated: DatedValue, number: int, above: tuple[str, ...]
    ) -> Expression:
        if not isinstance(dated.value, Mapping):
            shape = _shape(parameter, [dated.value])
            return Expression("parameter", (), shape, parameter.name, number)
        keys = tuple(self._argument(key, above) for key in parameter.keys)
        _check_keys(parameter, keys, dated.value)
        operation = "band" if parameter.bands else "lookup"
        shape = _shape(parameter, list(dated.value.values()))
        return Expression(operation, keys, shape, parameter.name, number)

    def _check_reasons(self, rule: Rule) -> None:
        for name in sorted(figures_named(rule.text) | figures_named(rule.unknown_text)):
            parameter = self.pack.parameters.get(name)
            if not parameter or isinstance(parameter.values[0].value, Mapping | tuple):
                raise RuleError(f"理由中的“{name}”不是单一数值的参数")
            parameter.on(self.day)


def _check_keys(parameter: Parameter, keys: tuple[Expression, ...], table: Table) -> None:
    """Refuse keys that no row could meet: a table is keyed by numbers, choices, yes or no."""
    for position, key in enumerate(keys):
        if key.shape.kind not in _KEYS or (parameter.bands and key.shape.kind is not Kind.NUMBER):
            raise RuleError(f"参数“{parameter.name}”不能按{key.shape.kind.label}“{key.name}”分列")
        for row in table:
            if not _KEYS[key.shape.kind](row[position]):
                raise RuleError(f"参数“{parameter.name}”的“{row[position]}”不会是“{key.name}”的值")


_KEYS: dict[Kind, Callable[[str], bool]] = {
    Kind.NUMBER: lambda key: key.removeprefix("-").isdecimal(),
    Kind.FLAG: lambda key: key in ("true", "false"),
    Kind.TEXT: lambda key: True,
    Kind.OUTCOME: lambda key: key in list(Outcome),
}


def _finished(rule: Rule, tree: object) -> Expression:
    if not isinstance(tree, Expression):
        raise RuleError("没有得出由事实、参数或规则算出的结果")
    if rule.is_check:
        if tree.shape.kind is not Kind.FLAG:
            raise RuleError("检查应得出是或否")
        return Expression("check", (tree,), Shape(Kind.OUTCOME), name=rule.name)
    if tree.shape.kind is Kind.MONEY and tree.shape.scale:
        raise RuleError("结果不是整分", mend="在文件规定舍入之处写明 round_half_up")
    if tree.shape.kind is Kind.HISTORY:
        raise RuleError("结果不能是历次记录", mend="用 fold 或 count_of 得出一个数")
    return tree


def _input_shape(fact: Input) -> Shape:
    unit = fact.unit if fact.unit and fact.unit.measures else None
    codes = frozenset(fact.choices)
    return Shape(INPUT_KINDS[fact.type], fact.places, fact.low, fact.high, unit, codes)


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
        ordinals = [value.toordinal() for value in values if isinstance(value, date)]
        return Shape(Kind.DATE, 0, min(ordinals), max(ordinals))
    if isinstance(sample, tuple):
        raise RuleError(f"参数“{parameter.name}”是一组文字，不能参与计算")
    scale = parameter_scale(values)
    integers = [
        int(Decimal(value).scaleb(scale)) for value in values if isinstance(value, int | Decimal)
    ]
    kind = Kind.MONEY if parameter.unit.is_money else Kind.NUMBER
    unit = parameter.unit if kind is Kind.NUMBER and parameter.unit.measures else None
    return Shape(kind, scale, min(integers), max(integers), unit)
