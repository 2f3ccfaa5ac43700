"""A file's rows as Polars holds them: each fact read from its column and checked, like in SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from linli.core.policy.bulk.errors import PROBLEMS_SHOWN, RowsRefused, UnreadableFile
from linli.core.policy.bulk.plan import Plan
from linli.core.policy.bulk.polars_values import month_number, words
from linli.core.policy.bulk.rows import Family, Table, check_columns, column, refused_words
from linli.core.policy.pack import Input

KEY = "k"
_EPOCH = date(1970, 1, 1).toordinal()
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_MONTH = "^[0-9]{4}-[0-9]{2}$"


def read_rows(
    plan: Plan, source: Path, keep: Sequence[str] | None, key: str | None
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return the rows, with the key, the kept columns ``c_`` and the facts ``f_``; and what is kept.

    Raises ``CaseError`` and ``RowsRefused``.
    """
    file = _scan(source)
    families = {name: _family(kind) for name, kind in _schema(file, source).items()}
    table = Table("", families, "")
    check_columns(plan, table)
    table.check(key)
    kept = table.kept(keep)
    named = pl.row_index(KEY) + 1 if key is None else pl.col(key).alias(KEY)
    read = [_value(fact, families[column(fact)]).alias(f"f_{fact.name}") for fact in plan.facts]
    unknown = [pl.col(column(fact)).is_null().alias(f"n_{fact.name}") for fact in plan.facts]
    carried = [pl.col(name).alias(f"c_{name}") for name in kept]
    rows = _collected(file.select(named.cast(pl.String), *carried, *read, *unknown), source)
    _check(plan, rows)
    return rows.drop([f"n_{fact.name}" for fact in plan.facts]), kept


def _collected(rows: pl.LazyFrame, source: Path) -> pl.DataFrame:
    try:
        return rows.collect()
    except pl.exceptions.ComputeError as error:
        # The engine's own words may quote a row, and with it a person.
        raise UnreadableFile(source.suffix.removeprefix(".")) from error


def refuse(rows: pl.DataFrame, told: Sequence[pl.Expr]) -> None:
    """Refuse the rows for which there are words. Raises ``RowsRefused``."""
    if not told:
        return
    problems = rows.select(
        pl.col(KEY).fill_null(""),
        pl.concat_str(told, separator="；", ignore_nulls=True).alias("words"),
    ).filter(pl.col("words") != "")
    if problems.height:
        raise RowsRefused(problems.head(PROBLEMS_SHOWN).rows())


def _scan(source: Path) -> pl.LazyFrame:
    if source.suffix == ".parquet":
        return pl.scan_parquet(source, glob=False)
    file = pl.scan_csv(source, infer_schema=False, glob=False)
    return file.with_columns(pl.all().replace("", None))  # an empty cell, quoted or not


def _schema(file: pl.LazyFrame, source: Path) -> dict[str, Any]:
    try:
        return dict(file.collect_schema())
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        raise UnreadableFile(source.suffix.removeprefix(".")) from error


def _family(kind: Any) -> Family:
    if isinstance(kind, pl.Decimal):
        return Family.DECIMAL
    if isinstance(kind, pl.List) and kind.inner == pl.String:
        return Family.TEXTS
    return _FAMILIES.get(kind, Family.OTHER)


_FAMILIES: dict[Any, Family] = {
    pl.Boolean: Family.FLAG,
    pl.Date: Family.DATE,
    pl.String: Family.TEXT,
    pl.Categorical: Family.TEXT,
    **dict.fromkeys(
        (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32), Family.WHOLE
    ),
}


def _value(fact: Input, family: Family) -> pl.Expr:
    name = pl.col(column(fact))
    return _READERS[fact.type](
        fact, name.cast(pl.String) if family is Family.TEXT else name, family
    )


def _whole(_: Input, name: pl.Expr, family: Family) -> pl.Expr:
    if family is Family.WHOLE:
        return name.cast(pl.Int64)
    return _where(name.str.contains("^-?[0-9]{1,18}$"), name.str.to_integer(strict=False))


def _decimal(fact: Input, name: pl.Expr, _: Family) -> pl.Expr:
    """Read the digits of a decimal as text, so that nothing is rounded on the way."""
    text = name.cast(pl.String)
    fraction = text.str.extract(r"\.([0-9]*)$").fill_null("").str.strip_chars_end("0")
    digits = text.str.extract(r"^(-?[0-9]*)") + fraction.str.pad_end(fact.places, "0")
    exact = text.str.contains(rf"^-?[0-9]{{1,12}}(\.[0-9]{{1,{fact.places}}}0*)?$")
    return _where(exact, digits.str.to_integer(strict=False))


def _flag(_: Input, name: pl.Expr, family: Family) -> pl.Expr:
    if family is Family.FLAG:
        return name
    return name.replace_strict(
        ["true", "false"], [True, False], default=None, return_dtype=pl.Boolean
    )


def _choice(_: Input, name: pl.Expr, __: Family) -> pl.Expr:
    return name.cast(pl.String)


def _date(_: Input, name: pl.Expr, family: Family) -> pl.Expr:
    if family is Family.DATE:
        return name
    return _where(name.str.contains(_DAY), name.str.to_date("%Y-%m-%d", strict=False))


def _month(fact: Input, name: pl.Expr, family: Family) -> pl.Expr:
    day = _date(fact, name, family)
    if family is not Family.DATE:
        first = (name + "-01").str.to_date("%Y-%m-%d", strict=False)
        day = pl.coalesce(day, _where(name.str.contains(_MONTH), first))
    return month_number(day)


def _history(fact: Input, name: pl.Expr, family: Family) -> pl.Expr:
    if family is Family.TEXTS:
        return name
    told = _where(name != "", name.str.split(";"))
    return told if fact.may_be_unknown else told.fill_null([])


def _where(condition: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(value)


_READERS: dict[str, Callable[[Input, pl.Expr, Family], pl.Expr]] = {
    "integer": _whole,
    "money": _whole,
    "decimal": _decimal,
    "flag": _flag,
    "choice": _choice,
    "date": _date,
    "month": _month,
    "history": _history,
}


def _check(plan: Plan, rows: pl.DataFrame) -> None:
    told = []
    for fact in plan.facts:
        sound = _is_sound(fact, pl.col(f"f_{fact.name}")).fill_null(False)
        if fact.may_be_unknown:
            sound = sound | pl.col(f"n_{fact.name}")
        told.append(words(refused_words(fact), ~sound))
    refuse(rows, told)


def _is_sound(fact: Input, value: pl.Expr) -> pl.Expr:
    match fact.type:
        case "flag":
            return value.is_not_null()
        case "choice":
            return value.is_in(list(fact.choices))
        case "history":
            known = value.list.eval(pl.element().is_in(list(fact.choices)).fill_null(False))
            return (value.list.len() <= fact.high) & known.list.all()
        case "date":
            value = value.cast(pl.Int32).cast(pl.Int64) + _EPOCH
    return value.is_between(pl.lit(fact.low, pl.Int64), pl.lit(fact.high, pl.Int64))
