"""One query for a plan: read and check the facts, join the tables, compute level by level."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from linli.core.policy.bulk.dialect import Dialect
from linli.core.policy.bulk.insisting import insisted
from linli.core.policy.bulk.plan import Plan, result_column
from linli.core.policy.bulk.rows import FactReader, Table, check_columns, column, refused_words
from linli.core.policy.bulk.sql import KEY, NUMBER, ROW, SqlWriter, literal
from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.expression import Expression, Kind, Shape
from linli.core.policy.pack import Input

Tables = Mapping[
    str, tuple[SqlWriter, Expression]
]  # by column; each edition has figures of its own


@dataclass(frozen=True)
class Query:
    """A plan over a table in one dialect. ``keep`` are the columns of the file to carry along.

    ``beside`` is a second plan over the same rows, to compare two editions.
    """

    plan: Plan
    table: Table
    dialect: Dialect
    keep: tuple[str, ...] = ()
    beside: Plan | None = None

    @cached_property
    def writers(self) -> tuple[SqlWriter, ...]:
        """Return the writers of the plans' expressions."""
        plans = (self.plan, self.beside) if self.beside else (self.plan,)
        return tuple(SqlWriter(plan, self.dialect) for plan in plans)

    @property
    def writer(self) -> SqlWriter:
        """Return the writer of the plan's own expressions."""
        return self.writers[0]

    @property
    def asked(self) -> tuple[Input, ...]:
        """Return the facts that the plans ask for."""
        facts = {fact.name: fact for writer in self.writers for fact in writer.plan.facts}
        return tuple(facts.values())

    def computed(self) -> str:
        """Return the query whose columns are ``c_`` kept, ``f_`` facts and ``r_`` results."""
        query = self.facts()
        for writer in self.writers:
            query = self._levels(writer, query)
            if asked := self._insisted(writer):
                query = _select([f"{ROW}.*", f"({' AND '.join(asked)}) AS {_told(writer)}"], query)
        return query

    def _insisted(self, writer: SqlWriter) -> list[str]:
        return list(insisted(writer)) if self.dialect.passes_over else []

    def _value(self, writer: SqlWriter, rule: str) -> str:
        """Return a wanted result; the first one asks for all refusals, in no condition of its own.

        A condition on the rows would be moved below, and each formula written into it.
        """
        value = writer.column(writer.result(rule))
        if rule != writer.plan.wanted[0] or not self._insisted(writer):
            return value
        return f"(CASE WHEN {ROW}.{_told(writer)} THEN {value} END)"

    def _levels(self, writer: SqlWriter, query: str) -> str:
        joined = set(_of_facts(writer))
        for level in writer.plan.levels:
            tables = {
                name: (writer, node)
                for name, node in writer.plan.tables(level).items()
                if name not in joined
            }
            joined |= set(tables)
            if tables:
                query = self._joined([f"{ROW}.*"], query, tables)
            columns = [
                f"{writer.write(writer.plan.tree(rule))} AS {self._name(writer.result(rule))}"
                for rule in level
            ]
            query = _select([f"{ROW}.*", *columns], query)
        return query

    def facts(self) -> str:
        """Return the query that reads and checks the facts and joins the tables keyed by them.

        The check is one condition a row, so that columns keep the form in which they were read.
        """
        reader = FactReader(self.writer, self.table)
        for writer in self.writers:
            check_columns(writer.plan, self.table)
        kept = [f"{self.writer.column(name)} AS {self._name(f'c_{name}')}" for name in self.keep]
        names = [
            KEY,
            *([NUMBER] if self._is_reordered else []),
            *(f"c_{name}" for name in self.keep),
            *(f"f_{one.name}" for one in self.asked),
        ]
        rows = _select([self.writer.column(name) for name in names], self._read(reader, kept))
        rows = f"{rows} WHERE {self._is_refused_unless_sound(reader)}"
        tables: Tables = {
            name: (writer, node)
            for writer in self.writers
            for name, node in _of_facts(writer).items()
        }
        return self._joined([f"{ROW}.*"], rows, tables) if tables else rows

    def _read(self, reader: FactReader, kept: Sequence[str]) -> str:
        columns = [f"{self.table.key} AS {KEY}", *kept]
        if self._is_reordered:
            columns.append(f"{self.table.number} AS {NUMBER}")
        for fact in self.asked:
            columns.append(f"{reader.read(fact)} AS {self._name(f'f_{fact.name}')}")
            if fact.may_be_unknown:
                empty = f"({self.writer.column(column(fact))} IS NULL)"
                columns.append(f"{empty} AS {self._name(f'n_{fact.name}')}")
        return _select(columns, self.table.relation)

    def problems(self, limit: int) -> str:
        """Return the query that lists rows whose facts may not be used, with the reasons."""
        reader = FactReader(self.writer, self.table)
        told = _select(
            [f"{self.writer.key} AS {KEY}", f"{self._reasons(reader)} AS words"],
            self._read(reader, ()),
        )
        return f"SELECT * FROM ({told}) {ROW} WHERE words <> '' LIMIT {limit}"

    def _is_refused_unless_sound(self, reader: FactReader) -> str:
        sound = " AND ".join(f"({self._is_sound(reader, fact)})" for fact in self.asked)
        refusal = self.writer.refusal(self._reasons(reader))
        return f"CASE WHEN {sound or 'TRUE'} THEN TRUE ELSE {refusal} END"

    def _reasons(self, reader: FactReader) -> str:
        words = [
            f"CASE WHEN {self._is_sound(reader, fact)} THEN NULL ELSE {literal(refused_words(fact))} END"
            for fact in self.asked
        ]
        return f"concat_ws('；', {', '.join(words) or 'NULL'})"

    def _is_sound(self, reader: FactReader, fact: Input) -> str:
        sound = reader.is_sound(fact, self.writer.column(f"f_{fact.name}"))
        if not fact.may_be_unknown:
            return sound
        return f"{self.writer.column(f'n_{fact.name}')} OR {sound}"

    def _joined(self, columns: Sequence[str], query: str, tables: Tables) -> str:
        joins = [_join(f"t{number}", group) for number, group in enumerate(_by_key(tables))]
        found = [one for columns, _ in joins for one in columns]
        return " ".join([_select([*columns, *found], query), *(join for _, join in joins)])

    def _name(self, name: str) -> str:
        return self.writer.name(name)

    def results(self) -> str:
        """Return the query of the kept columns and the wanted results, as files hold them."""
        self.plan.check_kept(self.keep)
        kept = [f"{self.writer.column(f'c_{name}')} AS {self._name(name)}" for name in self.keep]
        query = _select([*kept, *self._outputs()], self.computed())
        return f"{query} ORDER BY {self.writer.column(NUMBER)}" if self._is_reordered else query

    @property
    def _is_reordered(self) -> bool:
        """Tell whether rows are told by their place, because ranking puts them out of order."""
        return bool(self.table.number) and self.plan.ranks()

    def _outputs(self) -> Iterator[str]:
        for rule in self.plan.wanted:
            shape = self.plan.tree(rule).shape
            value = self._plain(self._value(self.writer, rule), shape)
            yield f"{value} AS {self._name(result_column(rule, shape))}"

    def _plain(self, value: str, shape: Shape) -> str:
        if shape.kind is Kind.MONTH:
            year = self.dialect.divided.format(value, literal(MONTHS_A_YEAR))
            month = f"{value} % {MONTHS_A_YEAR} + 1"
            text = self.dialect.text
            return f"concat(lpad(CAST({year} AS {text}), 4, '0'), '-', lpad(CAST({month} AS {text}), 2, '0'))"
        if shape.kind is Kind.NUMBER and shape.scale:
            unit = f"CAST({10**-shape.scale:.{shape.scale}f} AS DECIMAL({shape.scale + 1}, {shape.scale}))"
            return f"(CAST({value} AS DECIMAL(18, 0)) * {unit})"
        return value

    def totals(self, by: str | None) -> str:
        """Return the query that counts rows and adds up the wanted results, by a kept column."""
        self.plan.check_measures()
        return self._grouped(by, ["count(*)", *self._sums(self.writer)])

    def compared(self, by: str | None) -> str:
        """Return the query that counts rows and those affected, and adds up both plans' results."""
        self.plan.check_measures()
        before, after = self.writers
        differs = " OR ".join(
            f"{before.column(before.result(rule))} IS DISTINCT FROM {after.column(after.result(rule))}"
            for rule in self.plan.wanted
        )
        affected = f"sum(CASE WHEN {differs} THEN 1 ELSE 0 END)"
        sums = [one for writer in self.writers for one in self._sums(writer)]
        return self._grouped(by, ["count(*)", affected, *sums])

    def _sums(self, writer: SqlWriter) -> Iterator[str]:
        for rule in self.plan.wanted:
            value, kind = self._value(writer, rule), writer.plan.tree(rule).shape.kind
            yield f"coalesce({self.dialect.summed.format(counted(value, kind))}, 0)"

    def _grouped(self, by: str | None, values: Sequence[str]) -> str:
        if by is None:
            return _select(values, self.computed())
        group = self.writer.column(f"c_{by}")
        return f"{_select([group, *values], self.computed())} GROUP BY {group} ORDER BY {group} NULLS LAST"


def _told(writer: SqlWriter) -> str:
    """Return the column that holds whether all refusals were asked for."""
    return f"told{writer.plan.tag}"


def counted(value: str, kind: Kind) -> str:
    """Return what a value adds to a total: itself, or 1 where it is yes or passes."""
    if kind is Kind.FLAG:
        return f"CAST({value} AS BIGINT)"
    if kind is Kind.OUTCOME:
        return f"(CASE WHEN {value} = 'pass' THEN 1 ELSE 0 END)"
    return value


def _of_facts(writer: SqlWriter) -> dict[str, Expression]:
    """Return the tables keyed by facts alone."""
    return {
        name: node
        for name, node in writer.plan.tables(writer.plan.rules).items()
        if all(key.operation == "fact" for key in node.operands)
    }


def _by_key(tables: Tables) -> list[list[tuple[SqlWriter, Expression]]]:
    """Group lookups that share keys and rows, so that each group is joined once."""
    groups: dict[object, list[tuple[SqlWriter, Expression]]] = {}
    for writer, node in tables.values():
        keys = tuple(writer.write(key) for key in node.operands)
        rows = frozenset(writer.evaluator.rows(node))
        groups.setdefault((keys, rows), []).append((writer, node))
    return list(groups.values())


def _join(alias: str, tables: Sequence[tuple[SqlWriter, Expression]]) -> tuple[list[str], str]:
    """Join the tables of one key as one: its columns, and the join."""
    writer, first = tables[0]
    figures = [(one.value, node.shape.kind, one.evaluator.rows(node)) for one, node in tables]
    values = ", ".join(
        "("
        + ", ".join([*map(literal, key), *(say(rows[key], kind) for say, kind, rows in figures)])
        + ")"
        for key in writer.evaluator.rows(first)
    )
    names = [*(f"k{n}" for n in range(len(first.operands))), *(f"v{n}" for n in range(len(tables)))]
    on = " AND ".join(f"{writer.write(key)} = {alias}.k{n}" for n, key in enumerate(first.operands))
    columns = [
        f"{alias}.v{n} AS {one.name(one.table(node))}" for n, (one, node) in enumerate(tables)
    ]
    return columns, f"LEFT JOIN (VALUES {values}) AS {alias}({', '.join(names)}) ON {on}"


def _select(columns: Sequence[str], relation: str) -> str:
    source = relation if relation.startswith("read_") else f"({relation})"
    return f"SELECT {', '.join(columns)} FROM {source} {ROW}"
