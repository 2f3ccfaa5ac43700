"""Facts of a mail as plain JSON values and back, for the file of a run and for the database.

The shape follows the dataclasses themselves; a record of another shape, or of another
``READING_VERSION``, is refused, so that mails read by an older release are read again.
"""

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from linli.core.intake.sent import MailFacts

#: Raised with every change of what is read or how: the records of an older reading do not count.
READING_VERSION = 2


class RecordOutdated(ValueError):
    """A stored record is of another reading, or does not have the shape of today's facts."""


def to_record(facts: MailFacts) -> dict[str, Any]:
    """Return the facts as JSON values: objects, lists, texts, numbers, true, false, null.

    Beside the facts, ``version`` is the ``READING_VERSION`` that they were read with.
    """
    return {**plain(facts), "version": READING_VERSION}


def from_record(record: Mapping[str, Any]) -> MailFacts:
    """Return the facts that a record holds. Raises ``RecordOutdated`` for another shape or version."""
    if record.get("version") != READING_VERSION:
        raise RecordOutdated
    try:
        facts: MailFacts = made(MailFacts, record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordOutdated from error
    return facts


def plain(value: Any) -> Any:
    """Return facts, or a part of them, as JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def made(kind: Any, value: Any) -> Any:
    """Return what a record of a kind holds: a dataclass, a tuple, a mapping or one value."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else made(_not_none(inner), value)
    if origin is tuple:
        members = [inner[0]] * len(value) if inner[1:] == (...,) else inner
        return tuple(made(member, item) for member, item in zip(members, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return types.MappingProxyType({key: made(inner[1], item) for key, item in value.items()})
    if dataclasses.is_dataclass(kind):
        names = [item.name for item in dataclasses.fields(kind)]
        hints = _hints(cast(type, kind))
        return cast(type, kind)(**{name: made(hints[name], value[name]) for name in names})
    return _scalar(kind, value)


def _not_none(members: tuple[Any, ...]) -> Any:
    return next(member for member in members if member is not type(None))


def _scalar(kind: Any, value: Any) -> Any:
    if kind is dt.datetime:
        return dt.datetime.fromisoformat(value)
    if issubclass(kind, StrEnum):
        return kind(value)
    # JSON writes a whole number where a fraction happens to be one.
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value
