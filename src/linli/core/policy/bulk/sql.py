"""Expression trees as SQL: 64-bit whole numbers, dates, texts; unknown is NULL."""

from collections.abc import Callable
from datetime import date
from typing import Any

from linli.core.policy.bulk.dialect import Dialect
from linli.core.policy.bulk.lookups import LookupWriter, item_place
from linli.core.policy.bulk.plan import Plan, history_codes, table_column
from linli.core.policy.bulk.shares import never_below_zero
from linli.core.policy.bulk.working_days import calendar_lists
from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.evaluation import Evaluator
from linli.core.policy.expression import Expression, Kind, Outcome
from linli.core.policy.gathering import starts_and_steps
from linli.core.policy.language import Effect

ROW = "x"
KEY = "row_key"
NUMBER = "row_number"
MARK = "§"  # stands before and between key and words of a refusal


class SqlWriter:
    """Writes the trees of one plan for one dialect."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.plan = plan
        self.dialect = dialect
        self.evaluator = Evaluator(plan.edition)
        self.codes = history_codes(plan.edition)
        self.is_in_branch = False

    def name(self, column: str) -> str:
        """Return a column's quoted name."""
        quote = self.dialect.quote
        return f"{quote}{column.replace(quote, quote * 2)}{quote}"

    def column(self, column: str) -> str:
        """Return a column of the row at hand."""
        return f"{ROW}.{self.name(column)}"

    def result(self, rule: str) -> str:
        """Return the column that holds a rule's result."""
        return f"r{self.plan.tag}_{rule}"

    def table(self, node: Expression) -> str:
        """Return the column that holds a joined lookup."""
        return table_column(node, self.plan.tag)

    @property
    def key(self) -> str:
        """Return what names the row at hand, as a text."""
        return f"coalesce(CAST({self.column(KEY)} AS {self.dialect.text}), '')"

    def refusal(self, words: str) -> str:
        """Return an error that names the row by its key; ``words`` is the SQL of a text."""
        mark = literal(MARK)
        return self.dialect.refused.format(f"concat({mark}, {self.key}, {mark}, {words}, {mark})")

    def write(self, node: Expression) -> str:
        """Return the SQL of a node."""
        writer = _WRITERS.get(node.operation)
        if writer:
            return writer(self, node)
        left, right = (self.write(operand) for operand in node.operands)
        kinds = {operand.shape.kind for operand in node.operands}
        if Kind.DATE in kinds and node.operation in ("+", "-"):
            return self._date_arithmetic(node, left, right)
        return f"({left} {node.operation} {right})"

    def _date_arithmetic(self, node: Expression, left: str, right: str) -> str:
        if node.operands[1].shape.kind is Kind.DATE:
            return self.dialect.days_between.format(left, right)
        days = right if node.operation == "+" else f"(-{right})"
        return self.dialect.days_later.format(left, days)

    def _literal(self, node: Expression) -> str:
        return literal(node.value)

    def _fact(self, node: Expression) -> str:
        return self.column(f"f_{node.name}")

    def _result(self, node: Expression) -> str:
        """Return a rule's column; within a branch, where it must not be refused in vain, its formula."""
        if self.is_in_branch and node.name in self.plan.deferred_rules:
            return self.write(self.plan.tree(node.name))
        return self.column(self.result(node.name))

    def branch(self, node: Expression) -> str:
        """Return the SQL of a node that counts for those rows alone that take its branch."""
        outer, self.is_in_branch = self.is_in_branch, True
        written = self.write(node)
        self.is_in_branch = outer
        return written

    def _same(self, node: Expression) -> str:
        return self.write(node.operands[0])

    def _item(self, node: Expression) -> str:
        codes = self.dialect.listed.format(", ".join(map(literal, self.codes)))
        return self.dialect.entry.format(codes, f"{item_place(node)} + 1")

    def _state(self, node: Expression) -> str:
        return f"s.{node.name}" if node.name else "s"

    def _rescale(self, node: Expression) -> str:
        return f"({self.write(node.operands[0])} * {literal(node.value)})"

    def _parameter(self, node: Expression) -> str:
        return self.value(self.evaluator.build(node)(_NO_CASE), node.shape.kind)

    def value(self, value: Any, kind: Kind) -> str:
        """Return a figure of the pack as SQL."""
        if kind is Kind.DATE:
            return f"DATE '{date.fromordinal(value)}'"
        return literal(value)

    def _check(self, node: Expression) -> str:
        condition = self.write(node.operands[0])
        effect = self.plan.edition.rules[node.name].rule.effect
        fails = Outcome.PASS if effect is Effect.NOTE else str(effect)
        unknown = Outcome.PASS if effect is Effect.NOTE else Outcome.REFER
        cases = [f"WHEN {condition} THEN 'pass'"]
        if self.plan.is_nullable(node.operands[0]):
            cases.append(f"WHEN ({condition}) IS NULL THEN '{unknown}'")
        return f"(CASE {' '.join(cases)} ELSE '{fails}' END)"

    def _worst(self, node: Expression) -> str:
        parts = ", ".join(self.write(operand) for operand in node.operands)
        return f"(CASE WHEN 'fail' IN ({parts}) THEN 'fail' WHEN 'refer' IN ({parts}) THEN 'refer' ELSE 'pass' END)"

    def _passes(self, node: Expression) -> str:
        return f"({self.write(node.operands[0])} = 'pass')"

    def _not(self, node: Expression) -> str:
        return f"(NOT {self.write(node.operands[0])})"

    def _when(self, node: Expression) -> str:
        condition = self.write(node.operands[0])
        then, otherwise = (self.branch(operand) for operand in node.operands[1:])
        if self.plan.is_nullable(node.operands[0]):
            return f"(CASE WHEN {condition} THEN {then} WHEN NOT {condition} THEN {otherwise} END)"
        return f"(CASE WHEN {condition} THEN {then} ELSE {otherwise} END)"

    def _rounded(self, node: Expression) -> str:
        amount, divisor = node.operands
        widened, whole = 10**divisor.shape.scale, 10**amount.shape.scale
        step = int(node.value or 1)
        numerator = _times(self.write(amount), widened)
        if divisor.operation == "literal":
            denominator: int | str = int(divisor.value or 1) * whole * step
        else:
            denominator = _times(self.write(divisor), whole * step)
        half_up = node.operation == "round"
        magnitude = self._quotient(numerator, denominator, half_up)
        if amount.shape.low < 0:
            below = self._quotient(f"(-{numerator})", denominator, half_up)
            magnitude = f"(CASE WHEN {numerator} < 0 THEN -{below} ELSE {magnitude} END)"
        return _times(magnitude, step)

    def _quotient(self, numerator: str, denominator: int | str, half_up: bool) -> str:
        if denominator == 1:
            return numerator
        if isinstance(denominator, int) and denominator % 2 == 0 and half_up:
            numerator = f"({numerator} + {literal(denominator // 2)})"
            half_up = False
        whole = literal(denominator) if isinstance(denominator, int) else denominator
        if not half_up:
            return self.dialect.divided.format(numerator, whole)
        return self.dialect.divided.format(f"({_times(numerator, 2)} + {whole})", _times(whole, 2))

    def _rest(self, node: Expression) -> str:
        left = self.write(node.operands[0])
        if never_below_zero(self.plan, node.operands[0]):
            return left
        return f"(CASE WHEN {left} < 0 THEN {self.refusal(literal('各部分之和超过总额'))} ELSE {left} END)"

    def _lookup(self, node: Expression) -> str:
        lookups = LookupWriter(self)
        if not self.plan.is_joined(node):
            return lookups.write(node)
        found = self.column(self.table(node))
        return found if self.plan.is_total(node) else lookups.or_refused(node, found)

    def no_row(self, node: Expression) -> str:
        """Return the refusal of a row for which a table has no entry."""
        description = self.plan.edition.pack.parameters[node.name].description
        return self.refusal(literal(f"“{description}”没有所需的一项"))

    def _band(self, node: Expression) -> str:
        key = self.write(node.operands[0])
        rows = sorted(self.evaluator.rows(node).items(), reverse=True)
        cases = " ".join(
            f"WHEN {key} >= {literal(bound)} THEN {self.value(value, node.shape.kind)}"
            for (bound,), value in rows
        )
        return f"(CASE {cases} WHEN {key} IS NULL THEN NULL ELSE {self.no_row(node)} END)"

    def _dated(self, node: Expression) -> str:
        on, *values = (
            self.write(node.operands[0]),
            *(self.branch(operand) for operand in node.operands[1:]),
        )
        description = self.plan.edition.pack.parameters[node.name].description
        nothing = self.refusal(literal(f"参数“{description}”在所需日期没有生效的数值"))
        pairs = zip(node.versions, values, strict=True)
        cases = " ".join(
            f"WHEN {on} >= DATE '{since}' THEN {value}"
            for (since, _), value in reversed(list(pairs))
        )
        until = self.plan.edition.pack.parameters[node.name].values[-1].until
        if until:
            cases = f"WHEN {on} > DATE '{until}' THEN {nothing} {cases}"
        return f"(CASE {cases} WHEN {on} IS NULL THEN NULL ELSE {nothing} END)"

    def _equal(self, node: Expression) -> str:
        left, right = node.operands
        if left.operation == "item" and right.operation == "literal":
            place = self.codes.index(str(right.value))
            return f"({item_place(left)} {node.operation} {place})"
        return f"({self.write(left)} {node.operation} {self.write(right)})"

    def _fold(self, node: Expression) -> str:
        history = self.write(node.operands[0])
        first, following = starts_and_steps(node)
        starts = [self.write(one) for one in first]
        steps = [self.branch(one) for one in following]  # taken by rows with an item alone
        if len(starts) == 1:
            folded = self.dialect.folded.format(history, f"CAST({starts[0]} AS BIGINT)", steps[0])
            return f"CAST({folded} AS BIGINT)"
        # Lists fold into what they hold: each item becomes a record of itself and the numbers.
        items = self.dialect.mapped.format(history, self._record("i", ["0"] * len(starts)))
        folded = self.dialect.folded.format(
            items, self._record("0", starts), self._record("0", steps)
        )
        return f"({folded}).s{node.value}"

    def _record(self, item: str, numbers: list[str]) -> str:
        fields = [("i", item), *((f"s{place}", number) for place, number in enumerate(numbers))]
        parts = [self.dialect.field.format(name, f"CAST({sql} AS BIGINT)") for name, sql in fields]
        return self.dialect.record.format(", ".join(parts))

    def _rank(self, node: Expression) -> str:
        value, *groups = (self.write(operand) for operand in node.operands)
        parts = ", ".join([*groups, f"({value} IS NULL)"])
        order = "DESC" if node.value else "ASC"
        place = f"CAST(rank() OVER (PARTITION BY {parts} ORDER BY {value} {order}) AS BIGINT)"
        return f"(CASE WHEN {value} IS NULL THEN NULL ELSE {place} END)"

    def _year_of(self, node: Expression) -> str:
        point = self.write(node.operands[0])
        if node.operands[0].shape.kind is Kind.MONTH:
            return self.dialect.divided.format(point, literal(MONTHS_A_YEAR))
        return f"CAST(year({point}) AS BIGINT)"

    def _month_of(self, node: Expression) -> str:
        return month_number(self.write(node.operands[0]))

    def _first_day(self, node: Expression) -> str:
        return self.first_of(self.write(node.operands[0]))

    def _last_day(self, node: Expression) -> str:
        return f"last_day({self.first_of(self.write(node.operands[0]))})"

    def first_of(self, month: str) -> str:
        """Return the first day of a month number."""
        twelve = literal(MONTHS_A_YEAR)
        year = self.dialect.divided.format(month, twelve)
        return self.dialect.first_of_month.format(year, f"({month} % {twelve} + 1)")

    def _whole_years(self, node: Expression) -> str:
        since, until = (self.write(operand) for operand in node.operands)
        early = f"month({until}) * 100 + day({until}) < month({since}) * 100 + day({since})"
        years = f"CAST(year({until}) AS BIGINT) - year({since})"
        return f"({years} - CASE WHEN {early} THEN 1 ELSE 0 END)"

    def _whole_months(self, node: Expression) -> str:
        since, until = (self.write(operand) for operand in node.operands)
        early = f"CASE WHEN day({until}) < day({since}) THEN 1 ELSE 0 END"
        return f"({month_number(until)} - {month_number(since)} - {early})"

    def _months_after(self, node: Expression) -> str:
        day, months = (self.write(operand) for operand in node.operands)
        first = self.first_of(f"({month_number(day)} + {months})")
        same = self.dialect.days_later.format(first, f"day({day}) - 1")
        return f"least({same}, last_day({first}))"

    def _working_day(self, node: Expression) -> str:
        day, number = (self.write(operand) for operand in node.operands)
        first, counts, offsets = calendar_lists(self.plan.edition.calendar)
        start = self.dialect.days_between.format(day, f"DATE '{first}'")
        counted = self.dialect.entry.format(self._list(counts), f"{start} + 1")
        offset = self.dialect.entry.format(self._list(offsets), f"{counted} + {number}")
        offset = f"(CASE WHEN {start} >= 0 THEN {offset} END)"
        found = self.dialect.days_later.format(f"DATE '{first}'", offset)
        missing = self.refusal(literal("节假日表缺少所需的年份"))
        unknown = f"{day} IS NULL OR {number} IS NULL"
        return (
            f"(CASE WHEN {unknown} THEN NULL WHEN {offset} IS NULL THEN {missing} ELSE {found} END)"
        )

    def _list(self, numbers: list[int]) -> str:
        return self.dialect.listed.format(", ".join(map(str, numbers)))


def literal(value: Any) -> str:
    """Return a Python value as SQL; numbers are 64 bits wide."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return f"CAST({value} AS BIGINT)"
    return "'" + str(value).replace("'", "''") + "'"


def month_number(day: str) -> str:
    """Return a date's month as year × 12 + month − 1."""
    return f"(CAST(year({day}) AS BIGINT) * {MONTHS_A_YEAR} + month({day}) - 1)"


def _times(number: str, factor: int) -> str:
    return number if factor == 1 else f"({number} * {literal(factor)})"


class _NoCase:
    """A case of which nothing is asked but a place to note figures."""

    def __init__(self) -> None:
        self.used: dict[str, Any] = {}


_NO_CASE: Any = _NoCase()

_WRITERS: dict[str, Callable[[SqlWriter, Expression], str]] = {
    "literal": SqlWriter._literal,
    "fact": SqlWriter._fact,
    "result": SqlWriter._result,
    "version": SqlWriter._same,
    "relabel": SqlWriter._same,
    "item": SqlWriter._item,
    "state": SqlWriter._state,
    "rescale": SqlWriter._rescale,
    "parameter": SqlWriter._parameter,
    "check": SqlWriter._check,
    "worst": SqlWriter._worst,
    "passes": SqlWriter._passes,
    "not": SqlWriter._not,
    "when": SqlWriter._when,
    "round": SqlWriter._rounded,
    "floor": SqlWriter._rounded,
    "rest": SqlWriter._rest,
    "lookup": SqlWriter._lookup,
    "band": SqlWriter._band,
    "dated": SqlWriter._dated,
    "=": SqlWriter._equal,
    "<>": SqlWriter._equal,
    "fold": SqlWriter._fold,
    "rank": SqlWriter._rank,
    "year_of": SqlWriter._year_of,
    "month_of": SqlWriter._month_of,
    "first_day": SqlWriter._first_day,
    "last_day": SqlWriter._last_day,
    "whole_years": SqlWriter._whole_years,
    "whole_months": SqlWriter._whole_months,
    "months_after": SqlWriter._months_after,
    "working_day": SqlWriter._working_day,
}
