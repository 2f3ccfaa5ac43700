"""A pack's table as SQL: a list in which each key is a place, or a map from its one code.

Engines evaluate both on a column's dictionary, so that they cost a fraction of a join
(docs/benchmarks.md). Only a table keyed by very many codes is joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from linli.core.policy.expression import Expression, Kind

if TYPE_CHECKING:
    from linli.core.policy.bulk.sql import SqlWriter

MOST_CODES_IN_A_MAP = 64  # a map is searched from its start
_WIDEST_LIST = 10_000
_LEAVES = ("fact", "result")


def is_joined(node: Expression, rows: dict[tuple[Any, ...], Any]) -> bool:
    """Tell whether a lookup is better joined: keyed by columns, one of them with very many codes."""
    if not all(key.operation in _LEAVES for key in node.operands):
        return False
    columns = zip(node.operands, zip(*rows, strict=True), strict=True)
    return any(
        key.shape.kind is Kind.TEXT and len(set(parts)) > MOST_CODES_IN_A_MAP
        for key, parts in columns
    )


def item_place(item: Expression) -> str:
    """Return an item of a history as lists hold it: the place of its code."""
    return f"i.{item.name}" if item.name else "i"


def _has_item(node: Expression) -> bool:
    return any(key.operation == "item" for key in node.operands)


@dataclass(frozen=True, slots=True)
class _Place:
    """One key as a place counted from 0: its SQL, how many places there are, when it holds."""

    sql: str
    places: dict[Any, int]
    guard: str = ""


class LookupWriter:
    """Writes the lookups of one plan that are not joined."""

    def __init__(self, writer: SqlWriter) -> None:
        self.writer = writer
        self.dialect = writer.dialect

    def write(self, node: Expression) -> str:
        """Return a lookup's figure; a row without it is refused, an unknown key is unknown."""
        rows = self.writer.evaluator.rows(node)
        found = self._found(node, rows)
        return found if self.writer.plan.is_total(node) else self.or_refused(node, found)

    def or_refused(self, node: Expression, found: str) -> str:
        """Return a figure that was found, or refuse the row where no key is unknown."""
        figure = f"coalesce({found}, {self.writer.no_row(node)})"
        unknown = [
            f"{self.writer.write(key)} IS NULL"
            for key in node.operands
            if self.writer.plan.is_nullable(key)
        ]
        return (
            f"(CASE WHEN {' OR '.join(unknown)} THEN NULL ELSE {figure} END)" if unknown else figure
        )

    def _found(self, node: Expression, rows: dict[tuple[Any, ...], Any]) -> str:
        kind = node.shape.kind
        if [key.shape.kind for key in node.operands] == [Kind.TEXT] and not _has_item(node):
            values = [self.writer.value(value, kind) for value in rows.values()]
            return self._mapped(
                [code for (code,) in rows], values, self.writer.write(node.operands[0])
            )
        columns = zip(*rows, strict=True)
        places = [
            self._place(key, set(parts)) for key, parts in zip(node.operands, columns, strict=True)
        ]
        found = self.dialect.entry.format(self._list(rows, places, kind), self._index(places))
        guards = [place.guard for place in places if place.guard]
        return f"(CASE WHEN {' AND '.join(guards)} THEN {found} END)" if guards else found

    def _index(self, places: list[_Place]) -> str:
        parts = []
        for number, place in enumerate(places):
            stride = prod(len(other.places) for other in places[number + 1 :])
            parts.append(f"{place.sql} * {stride}" if stride > 1 else place.sql)
        return f"({' + '.join(parts)} + 1)"

    def _list(self, rows: dict[tuple[Any, ...], Any], places: list[_Place], kind: Kind) -> str:
        entries = ["NULL"] * prod(len(place.places) for place in places)
        for row, value in rows.items():
            index = 0
            for part, place in zip(row, places, strict=True):
                index = index * len(place.places) + place.places[part]
            entries[index] = self.writer.value(value, kind)
        return self.dialect.listed.format(", ".join(entries))

    def _place(self, key: Expression, parts: set[Any]) -> _Place:
        if key.operation == "item":
            return _Place(
                item_place(key), {code: place for place, code in enumerate(self.writer.codes)}
            )
        sql = self.writer.write(key)
        if key.shape.kind is Kind.FLAG:
            return _Place(
                f"(CASE WHEN {sql} THEN 1 WHEN NOT {sql} THEN 0 END)", {False: 0, True: 1}
            )
        if key.shape.kind is Kind.NUMBER and max(parts) - min(parts) <= _WIDEST_LIST:
            return self._number_place(key, sql, min(parts), max(parts))
        ordered = sorted(parts)
        numbers = [str(place) for place in range(len(ordered))]
        return _Place(
            self._mapped(ordered, numbers, sql), {part: n for n, part in enumerate(ordered)}
        )

    def _number_place(self, key: Expression, sql: str, low: int, high: int) -> _Place:
        places = {number: number - low for number in range(low, high + 1)}
        is_within = low <= key.shape.low and key.shape.high <= high
        guard = "" if is_within else f"{sql} BETWEEN {low} AND {high}"
        return _Place(f"({sql} - {low})" if low else sql, places, guard)

    def _mapped(self, codes: list[Any], values: list[str], key: str) -> str:
        keys = ", ".join(self.writer.value(code, Kind.TEXT) for code in codes)
        lists = [self.dialect.listed.format(part) for part in (keys, ", ".join(values))]
        return self.dialect.mapped_to.format(*lists, key)
