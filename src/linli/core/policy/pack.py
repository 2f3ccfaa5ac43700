"""A policy pack as loaded: documents, inputs, dated parameters, rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from linli.core.policy.errors import NothingInForce, UnknownName
from linli.core.policy.language import Rule
from linli.core.policy.units import Unit

Scalar = int | bool | str | Decimal | date | tuple[str, ...]
Table = Mapping[tuple[str, ...], Scalar]


@dataclass(frozen=True, slots=True)
class Document:
    """A source document: its number, organs, the dates it carries, its disclosure class.

    ``numbering`` says how its clauses are told, where it has no numbers of its own.
    """

    code: str
    number: str
    title: str
    organs: tuple[str, ...]
    issued: date
    disclosure: str
    superior: str = ""
    numbering: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that a case must bring: its type, bounds or choices, and whether it may be unknown.

    ``low`` and ``high`` are included: whole numbers, fen, or units of the last of ``places``;
    ordinals of dates; months as year × 12 + month − 1. A history has at most ``high`` items.
    """

    name: str
    description: str
    type: str
    low: int = 0
    high: int = 1
    choices: Mapping[str, str] = field(default_factory=dict)
    may_be_unknown: bool = False
    places: int = 0
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What a parameter is from a day on: one value, or a table by key. ``until`` is included."""

    since: date
    value: Scalar | Table
    clause: str
    line: int
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of a document. Money is whole fen. ``reading`` is set where the text left room.

    With ``bands``, the key of a row is the number from which on the row holds.
    """

    name: str
    description: str
    unit: Unit
    keys: tuple[str, ...]
    clause: str
    values: tuple[DatedValue, ...]
    reading: str = ""
    bands: bool = False

    def on(self, day: date) -> DatedValue:
        """Return the value in force on a day. Raises ``NothingInForce``."""
        current = [value for value in self.values if value.since <= day]
        if not current or (current[-1].until and current[-1].until < day):
            raise self.nothing_on(day)
        return current[-1]

    def nothing_on(self, day: date) -> NothingInForce:
        """Return the refusal of a day before the first value or after the last."""
        word = "尚无生效" if day < self.values[0].since else "已无生效"
        return NothingInForce(
            f"参数“{self.description}”（{self.name}）在{day}{word}的数值",
            why=self.clause,
            mend="查看政策包中该参数的生效日期",
        )


@dataclass(frozen=True, slots=True)
class Shares:
    """Money rules whose results add up to another's, to the fen, in every case."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One document's policy: what it says as data, and the rules that compute with it.

    ``purpose`` is one line on what it is for. ``base`` is the pack that it extends, all of
    which it holds too.
    """

    id: str
    title: str
    edition: str
    folder: Path
    documents: Mapping[str, Document]
    inputs: Mapping[str, Input]
    parameters: Mapping[str, Parameter]
    rules: Mapping[str, Rule]
    left_out: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    by: str = ""
    shares: tuple[Shares, ...] = ()
    purpose: str = ""
    base: "Pack | None" = None

    @property
    def notice(self) -> Document:
        """Return the document that the pack puts into effect: the first of its documents."""
        return next(iter(self.documents.values()))

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by name. Raises ``UnknownName``."""
        if name not in self.parameters:
            raise UnknownName(
                f"政策包 {self.id} 没有参数“{name}”",
                mend=f"用“linli policy show {self.id}”查看全部参数",
            )
        return self.parameters[name]

    def scalar(self, name: str, day: date) -> Scalar:
        """Return the one value of a parameter without keys on a day."""
        value = self.parameter(name).on(day).value
        if isinstance(value, Mapping):
            raise UnknownName(
                f"参数“{name}”按{'、'.join(self.parameters[name].keys)}分列，没有单一数值"
            )
        return value

    def table(self, name: str, day: date) -> Mapping[str, Scalar]:
        """Return the values of a parameter with one key, by that key, in the pack's order."""
        value = self.parameter(name).on(day).value
        if not isinstance(value, Mapping) or len(self.parameters[name].keys) != 1:
            raise UnknownName(f"参数“{name}”不是按一个键分列的数值")
        return {key[0]: entry for key, entry in value.items()}

    def whole_table(self, name: str, day: date) -> dict[str, int]:
        """Return a keyed parameter of whole numbers (or fen), by its key."""
        return {key: _whole(value, name) for key, value in self.table(name, day).items()}

    def date_table(self, name: str, day: date) -> dict[str, date]:
        """Return a keyed parameter of dates, by its key."""
        return {
            key: value for key, value in self.table(name, day).items() if isinstance(value, date)
        }

    def texts(self, name: str, day: date) -> tuple[str, ...]:
        """Return a parameter that is a list of texts on a day."""
        value = self.scalar(name, day)
        if not isinstance(value, tuple):
            raise UnknownName(f"参数“{name}”不是一组文字")
        return value

    def clause(self, name: str, day: date) -> str:
        """Return the clause behind a parameter's value on a day."""
        return self.parameter(name).on(day).clause

    def whole(self, name: str, day: date) -> int:
        """Return a parameter that is a whole number (or fen) on a day."""
        return _whole(self.scalar(name, day), name)

    def text(self, name: str, day: date) -> str:
        """Return a parameter that is a text on a day."""
        value = self.scalar(name, day)
        if not isinstance(value, str):
            raise UnknownName(f"参数“{name}”不是文字")
        return value


def _whole(value: Scalar, name: str) -> int:
    if not isinstance(value, int):
        raise UnknownName(f"参数“{name}”不是整数")
    return value
