"""What a list for export is: its columns with their types, its rows, who may take it.

A chunk of rows costs the same few queries whatever the length of the list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from linli.apps.accounts.models import User
from linli.apps.ledger.actions import BEIJING
from linli.apps.seasons.models import Season
from linli.apps.seasons.permissions import Permission
from linli.core.documents.workbook import Cell, Kind, SheetColumn

#: Rows that are in memory at a time.
CHUNK = 1_000
Filters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, what it holds of a row, of which kind.

    ``full`` is what it holds where the office takes the list with personal data in full.
    """

    header: str
    value: Callable[[Any], Cell]
    kind: Kind = Kind.TEXT
    full: Callable[[Any], Cell] | None = None

    def of(self, row: Any, *, is_full: bool) -> Cell:
        """Return the cell of a row."""
        return (self.full or self.value)(row) if is_full else self.value(row)


@dataclass(frozen=True, slots=True)
class OfficeList:
    """One list of the office: what it is called and holds, who may take it, its filters and rows.

    ``find`` returns the rows within an official's scope, in order. ``prepare`` makes of a chunk
    of them what the columns read, with queries by chunk.
    """

    name: str
    title: str
    holds: str
    may: Callable[[User, Season], Permission]
    find: Callable[[Season, User, Filters], "QuerySet[Any]"]
    columns: tuple[Column, ...]
    filters: tuple[str, ...] = ()
    prepare: Callable[[Sequence[Any]], Iterable[Any]] = iter

    @property
    def has_full(self) -> bool:
        """Tell whether anything is masked that can be had in full."""
        return any(column.full for column in self.columns)

    @property
    def sheet_columns(self) -> tuple[SheetColumn, ...]:
        """Return the columns as a workbook takes them."""
        return tuple(SheetColumn(column.header, column.kind) for column in self.columns)

    def rows(
        self, found: "QuerySet[Any]", keys: Sequence[Any], *, is_full: bool
    ) -> Iterator[list[tuple[Cell, ...]]]:
        """Yield the rows of the keys chunk by chunk, in their order; what is gone is left out.

        No cursor stays open between chunks: on SQLite nothing could be written meanwhile.
        """
        for start in range(0, len(keys), CHUNK):
            chunk = list(keys[start : start + CHUNK])
            by_key = {row.pk: row for row in found.order_by().filter(pk__in=chunk)}
            there = [by_key[key] for key in chunk if key in by_key]
            yield [self._cells(row, is_full=is_full) for row in self.prepare(there)]

    def _cells(self, row: Any, *, is_full: bool) -> tuple[Cell, ...]:
        return tuple(column.of(row, is_full=is_full) for column in self.columns)


def local(at: datetime | None) -> datetime | None:
    """Return an instant as Beijing's clock shows it, without zone: Excel knows none."""
    return at.astimezone(BEIJING).replace(tzinfo=None) if at else None
