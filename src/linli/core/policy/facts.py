"""Read the facts of one case as its pack declares them, or refuse them by name."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.errors import CaseError
from linli.core.policy.expression import FIRST_DAY
from linli.core.policy.pack import Input
from linli.core.policy.showing import Value


class _NotTheFact(ValueError):
    """A value that the input does not admit."""


def read_facts(inputs: Mapping[str, Input], facts: Mapping[str, Any]) -> dict[str, Value]:
    """Return the facts that the pack knows, as the engines compute with them.

    A month may be given as a date or as ``2025-01``, a decimal as ``int`` or ``Decimal``, a
    history as a list, oldest first. Raises ``CaseError`` with the name of the fact.
    """
    return {name: _read(fact, facts[name]) for name, fact in inputs.items() if name in facts}


def _read(fact: Input, value: Any) -> Value:
    if value is None:
        if fact.may_be_unknown:
            return None
        raise CaseError(f"“{fact.description}”（{fact.name}）不能为空", mend="补上这项事实")
    try:
        return _READERS[fact.type](fact, value)
    except _NotTheFact:
        raise CaseError(
            f"“{fact.description}”（{fact.name}）的值不合要求：{wanted(fact)}", mend="改正后重试"
        ) from None


def _whole(fact: Input, value: Any) -> int:
    return _within(fact, value) if type(value) is int else _refused()


def _decimal(fact: Input, value: Any) -> int:
    if type(value) not in (int, Decimal) or not Decimal(value).is_finite():
        raise _NotTheFact
    integer = Decimal(value).scaleb(fact.places)
    if integer != integer.to_integral_value():
        raise _NotTheFact
    return _within(fact, int(integer))


def _flag(_: Input, value: Any) -> bool:
    return value if type(value) is bool else _refused()


def _choice(fact: Input, value: Any) -> str:
    return value if type(value) is str and value in fact.choices else _refused()


def _date(fact: Input, value: Any) -> int:
    return _within(fact, value.toordinal()) if type(value) is date else _refused()


def _month(fact: Input, value: Any) -> int:
    if type(value) is str:
        text = value if len(value) > len("2025-01") else f"{value}-01"
        try:
            value = date.fromisoformat(text)
        except ValueError:
            raise _NotTheFact from None
        if value.isoformat() != text:
            raise _NotTheFact
    if type(value) is not date:
        raise _NotTheFact
    return _within(fact, value.year * MONTHS_A_YEAR + value.month - 1)


def _history(fact: Input, value: Any) -> tuple[str, ...]:
    if type(value) not in (list, tuple) or len(value) > fact.high:
        raise _NotTheFact
    return tuple(_choice(fact, item) for item in value)


def _within(fact: Input, value: int) -> int:
    return value if fact.low <= value <= fact.high else _refused()


def _refused() -> Any:
    raise _NotTheFact


_READERS: dict[str, Callable[[Input, Any], Value]] = {
    "integer": _whole,
    "money": _whole,
    "decimal": _decimal,
    "flag": _flag,
    "choice": _choice,
    "date": _date,
    "month": _month,
    "history": _history,
}


def wanted(fact: Input) -> str:
    """Return what a fact has to be, for the person who gave another."""
    first, last = FIRST_DAY.year, 2199
    low, high = fact.low, fact.high
    return {
        "choice": "应是" + "、".join(fact.choices),
        "history": f"应是至多{high}项的列表（csv 中用分号隔开），各项是{'、'.join(fact.choices)}",
        "integer": f"应是{low}至{high}的整数",
        "money": f"应是{low}至{high}的整数",
        "decimal": f"应是{Decimal(low).scaleb(-fact.places):f}至{Decimal(high).scaleb(-fact.places):f}的数，最多{fact.places}位小数",
        "flag": "应是 true 或 false",
        "date": f"应是{first}至{last}年的日期，如 2024-07-05",
        "month": f"应是{first}至{last}年的年月，如 2025-01",
    }[fact.type]
