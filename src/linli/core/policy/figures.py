"""What a unit admits: one reading of a figure, for packs and for what-ifs alike."""

from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from linli.core.policy.pack import Scalar
from linli.core.policy.units import Unit

_TYPES: dict[Unit, tuple[type, ...]] = {
    Unit.DATE: (date,),
    Unit.TEXT: (str,),
    Unit.RULE: (str,),
    Unit.YES_NO: (bool,),
    Unit.RATIO: (int, Decimal),
    Unit.POINTS: (int, Decimal),
    Unit.TIMES: (int, Decimal),
}


class NotAFigure(ValueError):
    """A value that its unit does not admit."""


def admitted(unit: Unit) -> str:
    """Return what a unit admits, for the person who wrote something else."""
    if unit.is_money:
        return "以元计，最多两位小数"
    return _ADMITTED.get(unit, "从0起的整数")


_ADMITTED = {
    Unit.RATIO: "0至1的小数；大于1的系数用 times",
    Unit.POINTS: "从0起的数，可以有小数",
    Unit.TIMES: "从0起的数，可以有小数",
    Unit.DATE: "日期，如 2024-07-05，不加引号",
    Unit.YES_NO: "true 或 false",
    Unit.TEXT: "加引号的文字",
    Unit.TEXTS: "一组文字",
    Unit.RULE: "规则的名称",
}


def figure(raw: Any, unit: Unit) -> Scalar:
    """Return a value as a pack keeps it: money in whole fen, a ratio from 0 to 1.

    Numbers are finite and not below zero. Raises ``NotAFigure``.
    """
    if unit.is_money:
        return _fen(raw)
    if unit is Unit.TEXTS:
        if not is_texts(raw):
            raise NotAFigure
        return tuple(raw)
    if type(raw) not in _TYPES.get(unit, (int,)):
        raise NotAFigure
    if type(raw) in (int, Decimal) and not _is_number(raw):
        raise NotAFigure
    if unit in (Unit.TEXT, Unit.RULE) and not raw.strip():
        raise NotAFigure
    if unit is Unit.RATIO and raw > 1:
        raise NotAFigure
    value: Scalar = raw
    return value


def figure_from_text(text: str, unit: Unit) -> Scalar:
    """Return a value written as text, for a what-if: ``2150``, ``0.55``, ``2024-07-05``, ``true``."""
    if unit is Unit.TEXTS:
        return figure([part.strip() for part in text.split(",")], unit)
    return figure(_plain(text, unit), unit)


def is_texts(raw: Any) -> bool:
    """Tell whether a value is a list of one text or more."""
    return isinstance(raw, list) and bool(raw) and all(isinstance(one, str) for one in raw)


def _plain(text: str, unit: Unit) -> Any:
    try:
        if unit in (Unit.TEXT, Unit.RULE):
            return text
        if unit is Unit.DATE:
            return date.fromisoformat(text)
        if unit is Unit.YES_NO:
            return {"true": True, "是": True, "false": False, "否": False}[text]
        if unit is Unit.RATIO and text.endswith("%"):
            return Decimal(text[:-1]) / 100
        if unit.is_money or unit in (Unit.RATIO, Unit.POINTS, Unit.TIMES):
            return Decimal(text)
        return int(text)
    except (ValueError, InvalidOperation, KeyError) as error:
        raise NotAFigure from error


def _fen(raw: Any) -> int:
    if not _is_number(raw):
        raise NotAFigure
    fen = Fraction(raw) * 100
    if fen.denominator != 1:
        raise NotAFigure
    return int(fen)


def _is_number(raw: Any) -> bool:
    """Tell whether a value is a finite number from 0 on; TOML also has ``nan`` and ``inf``."""
    return type(raw) in (int, Decimal) and Decimal(raw).is_finite() and raw >= 0
