"""Expression trees as Polars columns: a second opinion, written from the trees and not from SQL.

Polars computes every branch for every row. So a column of words is carried beside each value:
why a row may not have it, or null. What stands in a branch that was not taken does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import polars as pl

from linli.core.policy.bulk.plan import Plan, shared_nodes
from linli.core.policy.bulk.polars_values import (
    KEY_SEPARATOR,
    PLAIN,
    TYPES,
    chosen,
    constant,
    day_of,
    days_of,
    first_of,
    joined_key,
    series_of,
    whole,
    words,
)
from linli.core.policy.bulk.working_days import working_days
from linli.core.policy.case import Case
from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.evaluation import Evaluator
from linli.core.policy.expression import Expression, Kind, Outcome
from linli.core.policy.gathering import starts_and_steps
from linli.core.policy.language import Effect

HELD = "h_"  # columns that a rule needs on its way


@dataclass(frozen=True, slots=True)
class Column:
    """A node over all rows: its value, and why a row may not have one; null where it may."""

    value: pl.Expr
    broken: pl.Expr | None = None


@dataclass
class Columns:
    """The rows of a run, to which each rule adds its column ``r_`` and, if need be, ``b_``."""

    plan: Plan
    frame: pl.DataFrame
    broken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.evaluator = Evaluator(self.plan.edition)
        self.held: dict[int, Column] = {}
        self.shared: frozenset[int] | None = None
        self.carried: dict[int, list[Column]] = {}
        self.count = 0
        self.item = Column(pl.lit(None))
        self.state: list[Column] = []

    def add(self, rule: str) -> None:
        """Compute a rule for all rows."""
        column = self.of(self.plan.tree(rule))
        named = [column.value.alias(f"r_{rule}")]
        if column.broken is not None:
            self.broken.add(rule)
            named.append(column.broken.alias(f"b_{rule}"))
        frame = self.frame.with_columns(named)
        self.frame = frame.drop([name for name in frame.columns if name.startswith(HELD)])
        self.held, self.carried, self.count = {}, {}, 0

    def of(self, node: Expression) -> Column:
        """Return a node's column. Each node is computed once a rule, though many may rest on it."""
        if not node.operands:
            return self._written(node)
        if id(node) not in self.held:
            column = self._written(node)
            is_shared = self.shared is None or id(node) in self.shared
            self.held[id(node)] = self._hold([column])[0] if is_shared else column
        return self.held[id(node)]

    def _written(self, node: Expression) -> Column:
        writer = _WRITERS.get(node.operation)
        if writer:
            return writer(self, node)
        parts = [self.of(operand) for operand in node.operands]
        value = PLAIN[node.operation](*(part.value for part in parts))
        return Column(value, first_of(part.broken for part in parts))

    def _hold(self, columns: Sequence[Column]) -> list[Column]:
        """Put columns into the frame, so that what is written of them stays short."""
        held, named = [], {}
        for column in columns:
            self.count += 1
            name = f"{HELD}{self.count}"
            named[name] = column.value
            if column.broken is not None:
                named[f"{name}_broken"] = column.broken
            broken = None if column.broken is None else pl.col(f"{name}_broken")
            held.append(Column(pl.col(name), broken))
        self.frame = self.frame.with_columns(**named)
        return held

    def _literal(self, node: Expression) -> Column:
        return Column(constant(node.value, node.shape.kind))

    def _fact(self, node: Expression) -> Column:
        return Column(pl.col(f"f_{node.name}"))

    def _result(self, node: Expression) -> Column:
        name = node.name
        return Column(pl.col(f"r_{name}"), pl.col(f"b_{name}") if name in self.broken else None)

    def _parameter(self, node: Expression) -> Column:
        value = self.evaluator.build(node)(Case({}, lambda _: None))
        return Column(constant(value, node.shape.kind))

    def _same(self, node: Expression) -> Column:
        return self.of(node.operands[0])

    def _item(self, _: Expression) -> Column:
        return self.item

    def _state(self, node: Expression) -> Column:
        return self.state[int(node.value or 0)]

    def _rescale(self, node: Expression) -> Column:
        part = self.of(node.operands[0])
        return Column(part.value * whole(node.value), part.broken)

    def _check(self, node: Expression) -> Column:
        condition = self.of(node.operands[0])
        effect = self.plan.edition.rules[node.name].rule.effect
        fails = Outcome.PASS if effect is Effect.NOTE else Outcome(str(effect))
        unknown = Outcome.PASS if effect is Effect.NOTE else Outcome.REFER
        told = chosen(condition.value, pl.lit(str(Outcome.PASS)), pl.lit(str(fails)))
        return Column(told.fill_null(str(unknown)), condition.broken)

    def _worst(self, node: Expression) -> Column:
        parts = [self.of(operand) for operand in node.operands]
        worst = pl.lit(str(Outcome.PASS))
        for outcome in (Outcome.REFER, Outcome.FAIL):
            found = pl.any_horizontal(part.value == str(outcome) for part in parts)
            worst = pl.when(found).then(pl.lit(str(outcome))).otherwise(worst)
        return Column(worst, first_of(part.broken for part in parts))

    def _when(self, node: Expression) -> Column:
        condition, then, otherwise = (self.of(operand) for operand in node.operands)
        broken = _chosen_words(condition.value, then.broken, otherwise.broken)
        return Column(
            chosen(condition.value, then.value, otherwise.value),
            first_of([condition.broken, broken]),
        )

    def _rounded(self, node: Expression) -> Column:
        amount, divisor = (self.of(operand) for operand in node.operands)
        widened, scale = 10 ** node.operands[1].shape.scale, 10 ** node.operands[0].shape.scale
        step = int(node.value or 1)
        denominator = divisor.value * whole(scale * step)
        numerator = amount.value.abs() * whole(widened)
        if node.operation == "round":
            numerator, denominator = numerator * 2 + denominator, denominator * 2
        steps = numerator // denominator * whole(step)
        return Column(steps * amount.value.sign(), first_of([amount.broken, divisor.broken]))

    def _plus(self, node: Expression) -> Column:
        left, right = (self.of(operand) for operand in node.operands)
        broken = first_of([left.broken, right.broken])
        if node.shape.kind is Kind.DATE:
            return Column(day_of(days_of(left.value) + right.value), broken)
        return Column(left.value + right.value, broken)

    def _minus(self, node: Expression) -> Column:
        left, right = (self.of(operand) for operand in node.operands)
        broken = first_of([left.broken, right.broken])
        if node.shape.kind is Kind.DATE:
            return Column(day_of(days_of(left.value) - right.value), broken)
        if node.operands[0].shape.kind is Kind.DATE:
            return Column(days_of(left.value) - days_of(right.value), broken)
        return Column(left.value - right.value, broken)

    def _rest(self, node: Expression) -> Column:
        left = self.of(node.operands[0])
        if node.operands[0].shape.low >= 0:
            return left
        below = words("各部分之和超过总额", left.value < 0)
        return Column(left.value, first_of([left.broken, below]))

    def _lookup(self, node: Expression) -> Column:
        keys = [self.of(operand) for operand in node.operands]
        rows = {joined_key(row): value for row, value in self.evaluator.rows(node).items()}
        key = pl.concat_str([one.value.cast(pl.String) for one in keys], separator=KEY_SEPARATOR)
        values = series_of(list(rows.values()), node.shape.kind)
        found = key.replace_strict(list(rows), values, default=None, return_dtype=values.dtype)
        missing = words(self._no_row(node), key.is_not_null() & found.is_null())
        return Column(found, first_of([*(one.broken for one in keys), missing]))

    def _no_row(self, node: Expression) -> str:
        return f"“{self.plan.edition.pack.parameters[node.name].description}”没有所需的一项"

    def _band(self, node: Expression) -> Column:
        key = self.of(node.operands[0])
        rows = sorted((bound, value) for (bound,), value in self.evaluator.rows(node).items())
        found = pl.lit(None, dtype=TYPES[node.shape.kind])
        for bound, value in rows:
            part = constant(value, node.shape.kind)
            found = pl.when(key.value >= whole(bound)).then(part).otherwise(found)
        missing = words(self._no_row(node), key.value < whole(rows[0][0]))
        return Column(found, first_of([key.broken, missing]))

    def _dated(self, node: Expression) -> Column:
        on, *values = (self.of(operand) for operand in node.operands)
        found = pl.lit(None, dtype=TYPES[node.shape.kind])
        broken = _or_none(None)
        for (since, _), value in zip(node.versions, values, strict=True):
            reached = on.value >= pl.lit(since)
            found = pl.when(reached).then(value.value).otherwise(found)
            broken = pl.when(reached).then(_or_none(value.broken)).otherwise(broken)
        return Column(found, first_of([on.broken, self._not_in_force(node, on.value), broken]))

    def _not_in_force(self, node: Expression, on: pl.Expr) -> pl.Expr:
        parameter = self.plan.edition.pack.parameters[node.name]
        until = parameter.values[-1].until
        outside = on < pl.lit(node.versions[0][0])
        if until:
            outside = outside | (on > pl.lit(until))
        return words(f"参数“{parameter.description}”在所需日期没有生效的数值", outside)

    def _fold(self, node: Expression) -> Column:
        """Return one of the numbers that are carried along a history, all at once."""
        if id(node.operands) not in self.carried:
            self.carried[id(node.operands)] = self._carry(node)
        return self.carried[id(node.operands)][int(node.value or 0)]

    def _carry(self, node: Expression) -> list[Column]:
        items = self.of(node.operands[0])
        starts, steps = starts_and_steps(node)
        state = [_begun(items, self.of(start)) for start in starts]
        length = items.value.list.len()
        longest = self.frame.select(length.max().alias("longest"))["longest"][0] or 0
        shared = shared_nodes(steps)
        for place in range(longest):
            kept = self.frame.columns
            with self._step(items.value.list.get(place, null_on_oob=True), state, shared):
                following = [self.of(step) for step in steps]
            pairs = zip(following, state, strict=True)
            state = self._hold([_carried(length > place, *pair) for pair in pairs])
            self._drop_since(kept, state)
        return state

    def _drop_since(self, kept: Sequence[str], state: Sequence[Column]) -> None:
        """Drop what a step needed on its way, so that the frame stays narrow."""
        parts = [part for one in state for part in (one.value, one.broken) if part is not None]
        needed = {*kept, *(part.meta.output_name() for part in parts)}
        self.frame = self.frame.drop([name for name in self.frame.columns if name not in needed])

    @contextmanager
    def _step(self, item: pl.Expr, state: list[Column], shared: frozenset[int]) -> Iterator[None]:
        """Stand at one place of a history, where a node means something else than elsewhere."""
        outer = self.item, self.state, self.held, self.shared
        self.item, self.state, self.held, self.shared = Column(item), state, {}, shared
        yield
        self.item, self.state, self.held, self.shared = outer

    def _rank(self, node: Expression) -> Column:
        value, *groups = (self.of(operand) for operand in node.operands)
        place = value.value.rank("min", descending=bool(node.value))
        if groups:
            place = place.over([group.value for group in groups])
        broken = first_of(part.broken for part in (value, *groups))
        return Column(place.cast(pl.Int64), broken)

    def _year_of(self, node: Expression) -> Column:
        point = self.of(node.operands[0])
        if node.operands[0].shape.kind is Kind.MONTH:
            return Column(point.value // MONTHS_A_YEAR, point.broken)
        return Column(point.value.dt.year().cast(pl.Int64), point.broken)

    def _working_day(self, node: Expression) -> Column:
        day, number = (self.of(operand) for operand in node.operands)
        covered, counted = working_days(self.plan.edition.calendar)
        before = pl.lit(pl.Series(counted)).search_sorted(day.value, side="right").cast(pl.Int64)
        found = pl.lit(pl.Series(counted)).gather(
            pl.when(day.value >= pl.lit(covered)).then(before + number.value - 1),
            null_on_oob=True,
        )
        asked = day.value.is_not_null() & number.value.is_not_null()
        missing = words("节假日表缺少所需的年份", asked & found.is_null())
        return Column(found, first_of([day.broken, number.broken, missing]))


def _chosen_words(
    condition: pl.Expr, then: pl.Expr | None, otherwise: pl.Expr | None
) -> pl.Expr | None:
    if then is None and otherwise is None:
        return None
    return chosen(condition, _or_none(then), _or_none(otherwise))


def _or_none(broken: pl.Expr | None) -> pl.Expr:
    return pl.lit(None, dtype=pl.String) if broken is None else broken


def _begun(items: Column, start: Column) -> Column:
    """Return what a fold carries before its first step, where there is a history at all."""
    known = items.value.is_not_null()
    broken = None if start.broken is None else pl.when(known).then(start.broken)
    return Column(pl.when(known).then(start.value), first_of([items.broken, broken]))


def _carried(present: pl.Expr, following: Column, state: Column) -> Column:
    """Return the state after a place: that of the step where there is an item, else as it was."""
    now = pl.when(present).then(following.value).otherwise(state.value)
    broken = None if following.broken is None else pl.when(present).then(following.broken)
    return Column(now, first_of([state.broken, broken]))


_WRITERS: dict[str, Callable[[Columns, Expression], Column]] = {
    "literal": Columns._literal,
    "fact": Columns._fact,
    "result": Columns._result,
    "parameter": Columns._parameter,
    "version": Columns._same,
    "relabel": Columns._same,
    "item": Columns._item,
    "state": Columns._state,
    "rescale": Columns._rescale,
    "check": Columns._check,
    "worst": Columns._worst,
    "when": Columns._when,
    "round": Columns._rounded,
    "floor": Columns._rounded,
    "+": Columns._plus,
    "-": Columns._minus,
    "rest": Columns._rest,
    "lookup": Columns._lookup,
    "band": Columns._band,
    "dated": Columns._dated,
    "fold": Columns._fold,
    "rank": Columns._rank,
    "year_of": Columns._year_of,
    "working_day": Columns._working_day,
}
