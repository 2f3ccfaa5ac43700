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
    """A source document: its number, organs, the dates it carries, its disclosure class."""

    code: str
    number: str
    title: str
    organs: tuple[str, ...]
    issued: date
    disclosure: str
    superior: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that a case must bring: its type, bounds or choices, and whether it may be unknown."""

    name: str
    description: str
    type: str
    low: int = 0
    high: int = 1
    choices: Mapping[str, str] = field(default_factory=dict)
    may_be_unknown: bool = False


@dataclass(frozen=True, slots=True)
class DatedValue:
    """What a parameter is from a day on: one value, or a table by key."""

    since: date
    value: Scalar | Table
    clause: str
    line: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of a document. Money is whole fen. ``reading`` is set where the text left room."""

    name: str
    description: str
    unit: Unit
    keys: tuple[str, ...]
    clause: str
    values: tuple[DatedValue, ...]
    reading: str = ""

    def on(self, day: date) -> DatedValue:
        """Return the value in force on a day. Raises ``NothingInForce``."""
        current = [value for value in self.values if value.since <= day]
        if not current:
            raise NothingInForce(
                f"参数“{self.description}”（{self.name}）在{day}尚无生效的数值",
                why=self.clause,
                mend="查看政策包中该参数的生效日期",
            )
        return current[-1]


@dataclass(frozen=True, slots=True)
class Pack:
    """One document's policy: what it says as data, and the rules that compute with it."""

    id: str
    title: str
    edition: str
    folder: Path
    documents: Mapping[str, Document]
    inputs: Mapping[str, Input]
    parameters: Mapping[str, Parameter]
    rules: Mapping[str, Rule]
    left_out: tuple[str, ...] = ()

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
