"""A pack's figures as officials write them: money, days, percentages, ages, tables with names."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from linli.core.money import yuan_text
from linli.core.policy.compiling import Edition
from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.expression import Kind, Outcome
from linli.core.policy.layout import Grid
from linli.core.policy.pack import DatedValue, Pack, Parameter, Scalar, Table
from linli.core.policy.showing import labels_of, percentage
from linli.core.policy.units import Unit

_MOST_TEXTS, _TEXTS_SHOWN = 8, 5
_FEW_ROWS = 6
_AGE = "年龄"


def day_text(day: date) -> str:
    """Return a date as documents write it: ``2024年6月7日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def period_text(dated: DatedValue) -> str:
    """Return from when on, and until when, a value holds."""
    until = f"，止于{day_text(dated.until)}" if dated.until else ""
    return f"自{day_text(dated.since)}起{until}"


def scalar_text(pack: Pack, value: Scalar, of: Parameter) -> str:
    """Return one value of a figure with its unit, as people write it."""
    unit = of.unit
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, tuple):
        return _texts(value)
    if isinstance(value, str):
        rule = pack.rules.get(value) if unit is Unit.RULE else None
        return f"“{rule.label}”" if rule else labels_of(pack.inputs, frozenset()).get(value, value)
    if unit.is_money:
        return f"{yuan_text(int(value))}{unit.label}"
    if unit is Unit.RATIO:
        return percentage(value)
    year = "周岁" if _AGE in of.description else Unit.YEARS.label
    if unit is Unit.YEARS:
        return f"{value}{year}"
    return f"{number_text(value)}{unit.label}{_in_years(value, unit, year)}"


def number_text(number: int | Decimal) -> str:
    """Return a number; one of five digits or more with separators, which a year never has."""
    return f"{Decimal(number):f}" if -10_000 < number < 10_000 else f"{Decimal(number):,f}"


def reason_figure(pack: Pack, name: str) -> str:
    """Return what a reason says in place of a figure's name; a figure with editions by its name."""
    parameter = pack.parameters[name]
    value = parameter.values[0].value
    if len(parameter.values) > 1 or isinstance(value, Mapping):
        return f"〔{parameter.description}〕"
    if isinstance(value, date) or parameter.unit is Unit.RATIO or parameter.unit.is_money:
        return scalar_text(pack, value, parameter)
    return str(value)


def listed(names: Iterable[str]) -> str:
    """Return names as a list; those with commas of their own parted by semicolons."""
    names = list(names)
    return ("；" if any(mark in name for name in names for mark in "、，") else "、").join(names)


def _texts(texts: tuple[str, ...]) -> str:
    if len(texts) <= _MOST_TEXTS:
        return listed(texts)
    return f"{listed(texts[:_TEXTS_SHOWN])}等{len(texts)}项"


def _in_years(value: int | Decimal, unit: Unit, year: str) -> str:
    """Return more than a year of months in years as well: ``36个月（3年）``."""
    if unit is not Unit.MONTHS or value <= MONTHS_A_YEAR:
        return ""
    years, months = divmod(int(value), MONTHS_A_YEAR)
    return f"（{years}{year}{f'{months}个月' if months else ''}）"


# ---------------------------------------------------------------- tables


class Tables:
    """The tables of a pack, with the names of what they are keyed by.

    ``coded`` are written in full, with the code of each name, as a what-if asks for it.
    """

    def __init__(self, pack: Pack, editions: Mapping[str, Edition], *, coded: bool = False) -> None:
        self.pack = pack
        self.editions = editions
        self.coded = coded

    def key_name(self, key: str) -> str:
        """Return what a table is keyed by: a fact's description or a rule's label."""
        if key in self.pack.inputs:
            return self.pack.inputs[key].description
        rule, parameter = self.pack.rules.get(key), self.pack.parameters.get(key)
        return rule.label if rule else parameter.description if parameter else key

    def key_text(self, key: str, code: str) -> str:
        """Return one value of a key as people say it."""
        fact = self.pack.inputs.get(key)
        if fact:
            flags = {"true": "是", "false": "否"} if fact.type == "flag" else {}
            unit = fact.unit.label if fact.unit and fact.type == "integer" else ""
            name = fact.choices.get(code) or flags.get(code)
            return (f"{code} {name}" if self.coded else name) if name else f"{code}{unit}"
        shape = self.editions[key].rules[key].tree.shape
        if shape.kind is Kind.OUTCOME:
            return Outcome(code).label
        if shape.kind is Kind.FLAG:
            return "是" if code == "true" else "否"
        if shape.kind is Kind.TEXT:
            return labels_of(self.pack.inputs, shape.choices).get(code, code)
        return f"{code}{shape.unit.label if shape.unit else ''}"

    def grids(self, parameter: Parameter) -> tuple[Grid, ...]:
        """Return a parameter with keys as tables, the long ones put together."""
        tables = [dated.value for dated in parameter.values if isinstance(dated.value, Mapping)]
        if len(parameter.keys) == 2:
            return tuple([self._crossed(parameter, dated) for dated in parameter.values])
        if parameter.bands:
            single = [replace(parameter, values=(dated,)) for dated in parameter.values]
            return tuple([self._rows(one) for one in single])
        if len(tables) == 1 and _has_few_values(tables[0]) and not self.coded:
            return (self._gathered(parameter, tables[0]),)
        return (self._rows(parameter),)

    def _rows(self, parameter: Parameter) -> Grid:
        """Return a row for each key, and a column for each edition."""
        keys = list(dict.fromkeys(key for one in parameter.values for key in _table(one)))
        rows = [
            (
                *self._names(parameter, key),
                *(self._cell(parameter, _table(one).get(key)) for one in parameter.values),
            )
            for key in keys
        ]
        header = tuple([self.key_name(key) for key in parameter.keys])
        return Grid((*header, *self._titles(parameter)), tuple(rows))

    def _titles(self, parameter: Parameter) -> list[str]:
        differ = len({one.clause for one in parameter.values}) > 1
        return [
            period_text(one) + (f"〔{one.clause}〕" if differ else "") for one in parameter.values
        ]

    def _gathered(self, parameter: Parameter, table: Table) -> Grid:
        """Return a row for each value, with all the keys that have it."""
        found: dict[str, list[str]] = {}
        for key, value in sorted(table.items(), key=lambda row: _rank(row[1])):
            names = found.setdefault(self._cell(parameter, value), [])
            names.append("、".join(self._names(parameter, key)))
        rows = [(value, listed(names)) for value, names in found.items()]
        title = f"数值（{self._titles(parameter)[0]}）"
        return Grid((title, self.key_name(parameter.keys[0])), tuple(rows))

    def _crossed(self, parameter: Parameter, dated: DatedValue) -> Grid:
        """Return a table with two keys: down the one with more values, across the other."""
        table = _table(dated)
        sides = [list(dict.fromkeys(key[side] for key in table)) for side in (0, 1)]
        down = 0 if len(sides[0]) >= len(sides[1]) else 1
        first, second = parameter.keys[down], parameter.keys[1 - down]
        by = {(key[down], key[1 - down]): value for key, value in table.items()}
        unit = parameter.unit.label
        rows = [
            (
                self.key_text(first, row),
                *(
                    self._cell(parameter, by.get((row, column))).removesuffix(unit)
                    for column in sides[1 - down]
                ),
            )
            for row in sides[down]
        ]
        said = f"，{unit}" if unit else ""
        corner = f"{period_text(dated)}{said}：{self.key_name(first)}＼{self.key_name(second)}"
        return Grid((corner, *[self.key_text(second, one) for one in sides[1 - down]]), tuple(rows))

    def _names(self, parameter: Parameter, key: tuple[str, ...]) -> list[str]:
        if parameter.bands:
            return [self.band_text(parameter, key[0])]
        return [self.key_text(name, code) for name, code in zip(parameter.keys, key, strict=True)]

    def band_text(self, parameter: Parameter, start: str) -> str:
        """Return from where to where a row holds: ``3年以上不满6年``; 以上 includes, 不满 does not."""
        key = parameter.keys[0]
        bounds = sorted(int(code) for (code,) in _table(parameter.values[0]))
        ends = dict(pairwise(bounds))
        first, last = self.key_text(key, start), ends.get(int(start))
        if last is None:
            return f"{first}以上"
        end = f"不满{self.key_text(key, str(last))}"
        return end if int(start) == 0 else f"{first}以上{end}"

    def _cell(self, parameter: Parameter, value: Scalar | None) -> str:
        return "—" if value is None else scalar_text(self.pack, value, parameter)


def _rank(value: Scalar) -> Decimal:
    """Return what values that stand in a table are sorted by: 是 first, numbers by size."""
    if isinstance(value, bool):
        return Decimal(not value)
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def _table(dated: DatedValue) -> Table:
    return dated.value if isinstance(dated.value, Mapping) else {}


def _has_few_values(table: Table) -> bool:
    """Tell whether a long table is shorter when the keys of each value stand together."""
    return len(table) > _FEW_ROWS and 2 * len(set(table.values())) <= len(table)
