"""Read documents, inputs and parameters from a pack's TOML, each refused by file and line."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.errors import PackError
from linli.core.policy.expression import FIRST_DAY, LAST_DAY
from linli.core.policy.figures import NotAFigure, admitted, figure, is_texts
from linli.core.policy.pack import DatedValue, Document, Input, Parameter, Scalar, Table
from linli.core.policy.source import At, Source
from linli.core.policy.units import Unit

MOST_ITEMS = 100
_DOCUMENT_KEYS = (
    "number", "title", "organs", "issued", "disclosure", "superior", "numbering",
)  # fmt: skip
_INPUT_KEYS = (
    "description", "type", "unit", "low", "high", "places", "choices", "most", "may_be_unknown",
)  # fmt: skip
_PARAMETER_KEYS = ("description", "unit", "keys", "bands", "clause", "reading", "values")


def read_document(source: Source, code: str) -> Document:
    """Return a source document as registered in the pack."""
    path = ("documents", code)
    source.only(path, _DOCUMENT_KEYS)
    organs = source.get((*path, "organs"))
    if not is_texts(organs):
        raise source.error(path, f"文件{code}缺少发文机关（organs）")
    return Document(
        code=code,
        number=source.text((*path, "number")),
        title=source.text((*path, "title")),
        organs=tuple(organs),
        issued=source.day((*path, "issued")),
        disclosure=source.text((*path, "disclosure")),
        superior=source.get((*path, "superior")) or "",
        numbering=source.get((*path, "numbering")) or "",
    )


def read_input(source: Source, name: str) -> Input:
    """Return a fact that cases bring, with its type, unit and bounds."""
    path = ("inputs", name)
    source.only(path, _INPUT_KEYS)
    kind = source.text((*path, "type"))
    if kind not in _BOUNDS:
        raise source.error(path, f"输入“{name}”的类型“{kind}”不在{'、'.join(_BOUNDS)}之内")
    choices = source.get((*path, "choices")) or {}
    if kind in ("choice", "history") and (not isinstance(choices, dict) or not choices):
        raise source.error(path, f"输入“{name}”缺少可选值（choices）")
    places = _places(source, path) if kind == "decimal" else 0
    low, high = _BOUNDS[kind](source, path, places)
    return Input(
        name=name,
        description=source.text((*path, "description")),
        type=kind,
        low=low,
        high=high,
        choices=choices,
        may_be_unknown=source.flag((*path, "may_be_unknown")),
        places=places,
        unit=_unit(source, path, f"输入“{name}”") if source.get((*path, "unit")) else None,
    )


def _places(source: Source, path: At) -> int:
    places = source.get((*path, "places"))
    if type(places) is not int or not 1 <= places <= 6:
        raise source.error((*path, "places"), f"输入“{path[1]}”的小数位数（places）应是1至6的整数")
    return places


def _unit(source: Source, path: At, of: str) -> Unit:
    text = source.text((*path, "unit"))
    try:
        return Unit(text)
    except ValueError:
        raise source.error((*path, "unit"), f"{of}的单位“{text}”不在单位表内") from None


def _number_bounds(source: Source, path: At, places: int) -> tuple[int, int]:
    low, high = source.get((*path, "low")), source.get((*path, "high"))
    if high is None:
        raise source.error(
            path, f"输入“{path[1]}”缺少上限（high）", "写明最大值，系统据此证明不会溢出"
        )
    number = f"最多{places}位小数的数" if places else "整数"
    most = _bound(high, places)
    if most is None:
        raise source.error((*path, "high"), f"输入“{path[1]}”的上限“{high}”不是{number}")
    least = _bound(0 if low is None else low, places)
    if least is None or least > most:
        raise source.error(
            (*path, "low"), f"输入“{path[1]}”的下限“{low}”不是不大于{high}的{number}"
        )
    return least, most


def _bound(value: Any, places: int) -> int | None:
    if type(value) not in ((int, Decimal) if places else (int,)) or not Decimal(value).is_finite():
        return None
    integer = Decimal(value).scaleb(places)
    return int(integer) if integer == integer.to_integral_value() else None


def _history_bounds(source: Source, path: At, _: int) -> tuple[int, int]:
    most = source.get((*path, "most"))
    if type(most) is not int or not 1 <= most <= MOST_ITEMS:
        raise source.error(path, f"输入“{path[1]}”的最多项数（most）应是1至{MOST_ITEMS}的整数")
    return 0, most


def _fixed(low: int, high: int) -> Callable[[Source, At, int], tuple[int, int]]:
    return lambda source, path, places: (low, high)


_BOUNDS: dict[str, Callable[[Source, At, int], tuple[int, int]]] = {
    "integer": _number_bounds,
    "money": _number_bounds,
    "decimal": _number_bounds,
    "flag": _fixed(0, 1),
    "choice": _fixed(0, 1),
    "date": _fixed(FIRST_DAY.toordinal(), LAST_DAY.toordinal()),
    "month": _fixed(
        FIRST_DAY.year * MONTHS_A_YEAR, LAST_DAY.year * MONTHS_A_YEAR + MONTHS_A_YEAR - 1
    ),
    "history": _history_bounds,
}


def read_parameter(source: Source, name: str) -> Parameter:
    """Return a figure of the document with its dated values."""
    path = ("parameters", name)
    source.only(path, _PARAMETER_KEYS)
    unit = _unit(source, path, f"参数“{name}”")
    entries = source.get((*path, "values"))
    if not isinstance(entries, list) or not entries:
        raise source.error(path, f"参数“{name}”没有数值（values）")
    clause = source.get((*path, "clause")) or ""
    keys = source.texts((*path, "keys"))
    values = tuple(
        _dated_value(source, (*path, "values", index), unit, keys, clause)
        for index in range(len(entries))
    )
    _check_order(source, path, values)
    return Parameter(
        name=name,
        description=source.text((*path, "description")),
        unit=unit,
        keys=keys,
        clause=clause,
        values=values,
        reading=source.get((*path, "reading")) or "",
        bands=_bands(source, path, keys, values),
    )


def _bands(source: Source, path: At, keys: tuple[str, ...], values: tuple[DatedValue, ...]) -> bool:
    if not source.flag((*path, "bands")):
        return False
    bounds = [key for dated in values if isinstance(dated.value, dict) for (key, *_) in dated.value]
    if len(keys) != 1 or not all(key.removeprefix("-").isdecimal() for key in bounds):
        raise source.error(
            path, f"参数“{path[1]}”按起点分段（bands），只能有一个键，各起点应是整数"
        )
    return True


def _dated_value(
    source: Source, path: At, unit: Unit, keys: tuple[str, ...], clause: str
) -> DatedValue:
    source.only(path, ("from", "until", "value", "clause"))
    own_clause = source.get((*path, "clause")) or clause
    if not own_clause.strip():
        raise source.error(
            path, f"参数“{path[1]}”的数值没有条款（clause）", "写明文件代号和条款，如 D0 附件1"
        )
    raw = source.get((*path, "value"))
    if raw is None:
        raise source.error(path, f"参数“{path[1]}”缺少 value")
    at = (*path, "value")
    value = _table(source, at, raw, unit, len(keys)) if keys else _scalar(source, at, raw, unit)
    since = source.day((*path, "from"))
    return DatedValue(since, value, own_clause, source.line(at), _until(source, path, since))


def _until(source: Source, path: At, since: date) -> date | None:
    if source.get((*path, "until")) is None:
        return None
    until = source.day((*path, "until"))
    if until < since:
        raise source.error((*path, "until"), f"参数“{path[1]}”的止日{until}早于起日{since}")
    return until


def _table(source: Source, path: At, raw: Any, unit: Unit, depth: int) -> Table:
    if not isinstance(raw, dict) or not raw:
        raise source.error(path, f"参数“{path[1]}”应按键分列")
    table: dict[tuple[str, ...], Scalar] = {}
    for key, entry in raw.items():
        if depth == 1:
            table[key,] = _scalar(source, (*path, key), entry, unit)
        else:
            inner = _table(source, (*path, key), entry, unit, depth - 1)
            table.update({(key, *rest): value for rest, value in inner.items()})
    return table


def _scalar(source: Source, path: At, raw: Any, unit: Unit) -> Scalar:
    try:
        return figure(raw, unit)
    except NotAFigure:
        raise source.error(
            path, f"“{raw}”不是单位“{unit}”的数值", f"写成{admitted(unit)}"
        ) from None


def _check_order(source: Source, path: At, values: tuple[DatedValue, ...]) -> None:
    for index, (earlier, later) in enumerate(pairwise(values), start=1):
        at = (*path, "values", index, "from")
        if later.since <= earlier.since:
            raise source.error(
                at,
                f"参数“{path[1]}”自{later.since}起的数值与自{earlier.since}起的重叠",
                "按生效日期先后排列，同一日期只留一个",
            )
        if earlier.until:
            raise _gap_error(source, at, str(path[1]), earlier.until, later.since)


def _gap_error(source: Source, at: At, name: str, until: date, since: date) -> PackError:
    return source.error(
        at,
        f"参数“{name}”止于{until}，其后自{since}起又有数值",
        "只有最后一个数值可以写止日（until），其余到下一个数值为止",
    )
