"""Compute expression trees for one case, in whole numbers.

Each node becomes a closure once per edition; a case then runs through closures alone. An
unknown fact is ``None`` and stays unknown; ``and``, ``or`` and ``when`` are three-valued.
"""

import operator
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from linli.core.policy.case import Case, Compute, Mark, UsedParameter
from linli.core.policy.compiling import Edition
from linli.core.policy.errors import CaseError
from linli.core.policy.expression import Expression, Kind, Outcome, Shape
from linli.core.policy.gathering import starts_and_steps
from linli.core.policy.operations import plain_operation
from linli.core.policy.pack import Scalar
from linli.core.policy.showing import Value, labels_of, percentage, shower, shown
from linli.core.policy.units import Unit


def integer_of(value: Scalar, scale: int) -> Value:
    """Return a figure as the engines compute with it: dates as ordinals, decimals as integers."""
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return int(Decimal(value).scaleb(scale))
    raise TypeError("a list of texts is no operand")


class Evaluator:
    """Builds the closures of one edition's trees."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.labels: dict[frozenset[str], Mapping[str, str]] = {}

    def text(self, node: Expression) -> Callable[[Case], str]:
        """Return the closure that says a node's value; figures of the pack are said beforehand."""
        if node.operation == "parameter":
            text = self._figure_shower(node)(self.build(node)(Case({}, lambda _: None)))
            return lambda _: text
        if node.operation == "result":
            return _text_of_result(node.name)
        value, show = self.build(node), self._figure_shower(node)
        return lambda case: show(value(case))

    def _figure_shower(self, node: Expression) -> Callable[[Value], str]:
        """Return the function that shows a figure: a ratio of the pack in per cent."""
        parameter = self.edition.pack.parameters.get(node.name)
        if node.operation in _FIGURES and parameter and parameter.unit is Unit.RATIO:
            return _percentage_shower(node.shape.scale)
        return self.shower(node.shape)

    def shower(self, shape: Shape) -> Callable[[Value], str]:
        """Return the function that shows values of a shape, the codes of a choice by their names."""
        if shape.kind in (Kind.TEXT, Kind.HISTORY):
            return lambda value: self.shown(value, shape)
        return shower(shape)

    def shown(self, value: Value, shape: Shape) -> str:
        """Return a value as officials read it, the code of a choice by its name."""
        if shape.kind not in (Kind.TEXT, Kind.HISTORY) or value is None:
            return shown(value, shape)
        if shape.choices not in self.labels:
            self.labels[shape.choices] = labels_of(self.edition.pack.inputs, shape.choices)
        labels = self.labels[shape.choices]
        items = value if isinstance(value, tuple) else (str(value),)
        return "、".join([labels.get(item, item) for item in items]) or "无"

    def build(self, node: Expression) -> Compute:
        """Return the closure that computes a node for a case; it raises ``CaseError``."""
        special = _BUILDERS.get(node.operation)
        if special:
            return special(self, node)
        apply = plain_operation(node)
        parts = [self.build(operand) for operand in node.operands]
        if len(parts) == 1:
            return _of_one(apply, parts[0])
        return _of_two(apply, parts[0], parts[1])

    def _literal(self, node: Expression) -> Compute:
        value = node.value
        return lambda _: value

    def _fact(self, node: Expression) -> Compute:
        name = node.name
        description = self.edition.pack.inputs[name].description

        def fact(case: Case) -> Any:
            try:
                return case.facts[name]
            except KeyError:
                raise CaseError(f"缺少事实“{description}”（{name}）", mend="补上这项事实") from None

        return fact

    def _result(self, node: Expression) -> Compute:
        name = node.name
        return lambda case: case.result_of(name)

    def _state(self, node: Expression) -> Compute:
        place = int(node.value or 0)
        return lambda case: case.state[place]

    def _item(self, _: Expression) -> Compute:
        return lambda case: case.item

    def _same(self, node: Expression) -> Compute:
        return self.build(node.operands[0])

    def _version(self, node: Expression) -> Compute:
        label = self.edition.rules[node.operands[0].name].rule.label
        inner, used = self.build(node.operands[0]), self._used(node, label)
        mark = used.mark

        def version(case: Case) -> Any:
            case.used[mark] = used
            return inner(case)

        return version

    def _used(self, node: Expression, text: str) -> UsedParameter:
        parameter = self.edition.pack.parameters[node.name]
        dated = (
            parameter.values[node.value]
            if isinstance(node.value, int)
            else self.edition.values[node.name]
        )
        return UsedParameter(node.name, text, dated.since, dated.clause)

    def _stored(self, node: Expression) -> Any:
        """Return the figures that a leaf stands for: those in force, as overridden, or another day's."""
        parameter = self.edition.pack.parameters[node.name]
        dated = parameter.values[int(node.value or 0)]
        current = self.edition.values.get(node.name)
        return (current if current and current.since == dated.since else dated).value

    def _parameter(self, node: Expression) -> Compute:
        value = integer_of(self._stored(node), node.shape.scale)
        used = self._used(node, self._figure_shower(node)(value))
        mark = used.mark

        def parameter(case: Case) -> Any:
            case.used[mark] = used
            return value

        return parameter

    def rows(self, node: Expression) -> dict[tuple[Value, ...], Value]:
        """Return a table's rows by key as a case finds them, in whole numbers."""
        readers = [_key_reader(key.shape) for key in node.operands]
        return {
            tuple(read(part) for read, part in zip(readers, key, strict=True)): integer_of(
                value, node.shape.scale
            )
            for key, value in self._stored(node).items()
        }

    def _marked(
        self, node: Expression
    ) -> dict[tuple[Value, ...], tuple[Value, Mark, UsedParameter]]:
        """Return a table's rows with what a step that uses them notes."""
        marked, show = {}, self._figure_shower(node)
        for key, value in self.rows(node).items():
            used = self._used(node, show(value))
            marked[key] = value, used.mark, used
        return marked

    def _lookup(self, node: Expression) -> Compute:
        rows = self._marked(node)
        keys = [self.build(key) for key in node.operands]
        description = self.edition.pack.parameters[node.name].description

        def lookup(case: Case) -> Any:
            key = tuple([part(case) for part in keys])
            if key not in rows:
                if None in key:
                    return None
                raise self._no_row(node, description, key)
            value, mark, used = rows[key]
            case.used[mark] = used
            return value

        return lookup

    def _band(self, node: Expression) -> Compute:
        rows = sorted(self._marked(node).items(), key=lambda row: row[0])
        bounds = [bound for (bound,), _ in rows]
        key = self.build(node.operands[0])
        description = self.edition.pack.parameters[node.name].description

        def band(case: Case) -> Any:
            number = key(case)
            if number is None:
                return None
            index = bisect_right(bounds, number) - 1
            if index < 0:
                raise self._no_row(node, description, (number,))
            value, mark, used = rows[index][1]
            case.used[mark] = used
            return value

        return band

    def _no_row(self, node: Expression, description: str, key: tuple[Value, ...]) -> CaseError:
        keys = zip(key, node.operands, strict=True)
        words = "、".join([self.shown(part, operand.shape) for part, operand in keys])
        return CaseError(f"“{description}”没有“{words}”一项")

    def _dated(self, node: Expression) -> Compute:
        days = [since.toordinal() for since, _ in node.versions]
        on, *values = [self.build(operand) for operand in node.operands]
        parameter = self.edition.pack.parameters[node.name]
        until = parameter.values[-1].until or date.max
        last = until.toordinal()

        def dated(case: Case) -> Any:
            day = on(case)
            if day is None:
                return None
            index = bisect_right(days, day) - 1
            if index < 0 or day > last:
                raise parameter.nothing_on(date.fromordinal(day))
            return values[index](case)

        return dated

    def _joined(self, node: Expression) -> Compute:
        left, right = [self.build(operand) for operand in node.operands]
        decisive = node.operation == "or"

        def joined(case: Case) -> Any:
            one, other = left(case), right(case)
            if one is decisive or other is decisive:
                return decisive
            return None if one is None or other is None else not decisive

        return joined

    def _when(self, node: Expression) -> Compute:
        condition, then, otherwise = [self.build(operand) for operand in node.operands]

        def when(case: Case) -> Any:
            holds = condition(case)
            if holds is None:
                return None
            return then(case) if holds else otherwise(case)

        return when

    def _worst(self, node: Expression) -> Compute:
        parts = [self.build(operand) for operand in node.operands]

        def worst(case: Case) -> Any:
            outcomes = {part(case) for part in parts}
            order = (Outcome.FAIL, Outcome.REFER, Outcome.PASS)
            return next(outcome for outcome in order if outcome in outcomes)

        return worst

    def _rest(self, node: Expression) -> Compute:
        left = self.build(node.operands[0])

        def rest(case: Case) -> Any:
            value: int | None = left(case)
            if value is not None and value < 0:
                raise CaseError("各部分之和超过总额", mend="核对各项比例和数额")
            return value

        return rest

    def _fold(self, node: Expression) -> Compute:
        history = self.build(node.operands[0])
        starts, steps = ([self.build(one) for one in part] for part in starts_and_steps(node))
        place = int(node.value or 0)

        def fold(case: Case) -> Any:
            items = history(case)
            if items is None:
                return None
            state = tuple([start(case) for start in starts])
            for item in items:
                # A step may need a rule that folds too: what is carried is set for each step.
                outer, case.item, case.state = (case.item, case.state), item, state
                state = tuple([step(case) for step in steps])
                case.item, case.state = outer
            return state[place]

        return fold

    def _rank(self, node: Expression) -> Compute:
        value, *groups = [self.build(operand) for operand in node.operands]
        precedes = operator.gt if node.value else operator.lt

        def rank(case: Case) -> Any:
            own = value(case)
            if own is None:
                return None
            group = [part(case) for part in groups]
            if case.others is None:
                raise CaseError(
                    "排名要有同批其他人的事实", mend="一并给出同批其他人的事实（others）"
                )
            rivals = [
                value(other) for other in case.others if [part(other) for part in groups] == group
            ]
            return 1 + sum(rival is not None and precedes(rival, own) for rival in rivals)

        return rank

    def _working_day(self, node: Expression) -> Compute:
        day, number = [self.build(operand) for operand in node.operands]
        calendar = self.edition.calendar

        def working_day(case: Case) -> Any:
            start, days = day(case), number(case)
            if start is None or days is None:
                return None
            if calendar is None:
                raise CaseError("计算工作日需要放假安排表", mend="载入国务院办公厅公布的放假安排")
            return calendar.last_day_of_period(date.fromordinal(start), days).toordinal()

        return working_day


_FIGURES = ("parameter", "lookup", "band", "dated")
_BUILDERS: dict[str, Callable[[Evaluator, Expression], Compute]] = {
    "literal": Evaluator._literal,
    "fact": Evaluator._fact,
    "result": Evaluator._result,
    "state": Evaluator._state,
    "item": Evaluator._item,
    "check": Evaluator._same,
    "relabel": Evaluator._same,
    "version": Evaluator._version,
    "parameter": Evaluator._parameter,
    "lookup": Evaluator._lookup,
    "band": Evaluator._band,
    "dated": Evaluator._dated,
    "and": Evaluator._joined,
    "or": Evaluator._joined,
    "when": Evaluator._when,
    "worst": Evaluator._worst,
    "rest": Evaluator._rest,
    "fold": Evaluator._fold,
    "rank": Evaluator._rank,
    "working_day": Evaluator._working_day,
}


def _key_reader(shape: Shape) -> Callable[[str], Value]:
    """Return how a table's key is read to meet what a case brings."""
    if shape.kind is Kind.NUMBER:
        return lambda key: int(key) * 10**shape.scale
    return (lambda key: key == "true") if shape.kind is Kind.FLAG else str


def _percentage_shower(scale: int) -> Callable[[Value], str]:
    return lambda value: (
        percentage(Decimal(value).scaleb(-scale)) if isinstance(value, int) else "未知"
    )


def _text_of_result(name: str) -> Callable[[Case], str]:
    """Say a rule's result as its own step said it."""

    def text(case: Case) -> str:
        if name not in case.texts:
            case.result_of(name)
        return case.texts[name]

    return text


def _of_one(apply: Callable[[Any], Value], part: Compute) -> Compute:
    def compute(case: Case) -> Value:
        value = part(case)
        return None if value is None else apply(value)

    return compute


def _of_two(apply: Callable[[Any, Any], Value], left: Compute, right: Compute) -> Compute:
    def compute(case: Case) -> Value:
        one, other = left(case), right(case)
        return None if one is None or other is None else apply(one, other)

    return compute
