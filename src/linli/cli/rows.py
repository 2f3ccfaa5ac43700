"""``linli evaluate`` and ``linli what-if``: the same rules over a file of many rows."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from linli.cli.editions import (
    BadFacts,
    edition_of,
    json_option,
    names,
    on_option,
    pack_named,
    set_option,
    with_calendar,
)
from linli.cli.start import parse_day, print_json
from linli.core.money import yuan_text
from linli.core.policy import Edition, Pack
from linli.core.policy.bulk.comparing import Change, Comparison, compare
from linli.core.policy.bulk.plan import Plan
from linli.core.policy.bulk.rows import column
from linli.core.policy.expression import Kind

_FORMATS = (".parquet", ".csv")


@click.command()
@click.argument("pack")
@click.option(
    "--facts",
    "source",
    required=True,
    type=click.Path(path_type=Path),
    help="每人一行的 parquet 或 csv",
)
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="结果文件，parquet 或 csv",
)
@click.option(
    "--rules", callback=names, help="要算的规则，用逗号分开；默认算文件里的列够算的全部规则"
)
@click.option("--keep", callback=names, help="结果里保留的原有列；默认全部保留")
@click.option("--key", help="报错时用来指明某一行的编号列（不用姓名、证件号）；默认用行号")
@click.option("--engine", type=click.Choice(["duckdb", "polars", "spark"]), default="duckdb")
@on_option
@set_option
@json_option
def evaluate(
    pack: str,
    source: Path,
    target: Path,
    rules: tuple[str, ...],
    keep: tuple[str, ...],
    key: str | None,
    engine: str,
    on: date | None,
    settings: tuple[str, ...],
    as_json: bool,
) -> None:
    """对一个文件里的每一行计算规则，一行不少；有一行不能算，就整个不写出。

    例：linli evaluate ningxia-example --facts workers.parquet --out pay.parquet --rules pay,region_share
    """
    _check_files(source, target)
    edition = edition_of(pack_named(pack), on, settings)
    runner = _engine(engine)
    wanted = rules or _computable(edition, _columns(source))
    edition = with_calendar(edition, wanted)
    rows = runner.evaluate(Plan(edition, wanted), source, target, keep=keep or None, key=key)
    if as_json:
        print_json(
            {
                "pack": edition.pack.id,
                "edition": edition.pack.edition,
                "on": edition.on,
                "engine": engine,
                "rows": rows,
                "rules": wanted,
                "out": target.name,
            }
        )
        return
    click.echo(f"{rows}行，{len(wanted)}条规则，结果在 {target.name}")


def _check_files(source: Path, target: Path | None = None) -> None:
    if source.is_dir() or (target and target.is_dir()):
        raise BadFacts("--facts 和 --out 应是文件，不能是文件夹", mend="写明文件名")
    if not source.is_file():
        raise BadFacts(f"找不到文件“{source.name}”", mend="核对 --facts 的路径")
    for file in (source, target):
        if file and file.suffix not in _FORMATS:
            raise BadFacts(
                f"“{file.name}”不是 parquet 或 csv", mend="文件名以 .parquet 或 .csv 结尾"
            )
    if target and not target.parent.is_dir():
        raise BadFacts("结果文件所在的文件夹不存在", mend="先建好文件夹")
    if target and target.exists() and target.samefile(source):
        raise BadFacts("结果文件不能就是事实文件", mend="换一个 --out")


def _columns(source: Path) -> tuple[str, ...]:
    """Return a file's columns; one engine reads them for all."""
    columns: tuple[str, ...] = _engine("duckdb").columns(source)
    return columns


def _engine(name: str) -> Any:
    if name == "spark":
        from linli.core.policy.bulk.spark_engine import SparkEngine

        return SparkEngine()
    if name == "polars":
        from linli.core.policy.bulk.polars_engine import PolarsEngine

        return PolarsEngine()
    from linli.core.policy.bulk.duckdb_engine import DuckdbEngine

    return DuckdbEngine()


def _computable(edition: Edition, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the rules for which a file has all columns; on stderr, what one more would give."""
    missing = {rule: _missing(edition, rule, columns) for rule in edition.rules}
    wanted = tuple(rule for rule, lacks in missing.items() if not lacks)
    if not wanted:
        raise BadFacts("文件里的列不够算任何一条规则", mend="用 --rules 指明规则，看缺哪些列")
    lacking: dict[str, list[str]] = {}
    for rule, lacks in missing.items():
        if len(lacks) == 1:
            lacking.setdefault(lacks[0], []).append(rule)
    for name, rules in lacking.items():
        click.echo(f"只缺列“{name}”，未算：{'、'.join(rules)}", err=True)
    others = sum(len(lacks) > 1 for lacks in missing.values())
    if others:
        click.echo(f"另有{others}条规则缺两列以上，未算", err=True)
    return wanted


def _missing(edition: Edition, rule: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that a rule lacks; a rule that asks for no fact says nothing of a row."""
    facts = Plan(edition, (rule,)).facts
    return tuple(column(fact) for fact in facts if column(fact) not in columns) or (
        () if facts else ("", "")
    )


@click.command("what-if")
@click.argument("pack")
@click.option(
    "--facts",
    "source",
    required=True,
    type=click.Path(path_type=Path),
    help="每人一行的 parquet 或 csv",
)
@click.option("--by", help="按哪一列分组；默认取政策包的分组（文件里有这一列时）")
@click.option("--rules", callback=names, help="要汇总的规则，用逗号分开；默认取政策包的 measures")
@click.option(
    "--against",
    callback=parse_day,
    help="改后按哪一天的规定；默认与 --on 同日",
)
@on_option
@set_option
@json_option
def what_if(
    pack: str,
    source: Path,
    by: str | None,
    rules: tuple[str, ...],
    against: date | None,
    on: date | None,
    settings: tuple[str, ...],
    as_json: bool,
) -> None:
    """改几个参数，或换一个日期的规定，看花费变多少、涉及多少人，按县列出；政策包本身不变。

    例：linli what-if ningxia-example --facts workers.parquet --set base_pay_ratio=0.60 --by county
    """
    _check_files(source)
    loaded = pack_named(pack)
    before = edition_of(loaded, on, ())
    after = edition_of(loaded, against or before.on, settings)
    if not settings and after.on == before.on:
        raise BadFacts("没有说明改什么", mend="用 --set 改参数，或用 --against 换一个日期")
    measures = rules or loaded.measures
    before, after = with_calendar(before, measures), with_calendar(after, measures)
    result = compare(before, after, source, by=by or _default_by(loaded, source), measures=measures)
    if as_json:
        print_json(_comparison_json(before, after, settings, result))
        return
    _print_comparison(before, result)


def _default_by(pack: Pack, source: Path) -> str | None:
    return pack.by if pack.by and pack.by in _columns(source) else None


def _comparison_json(
    before: Edition, after: Edition, settings: tuple[str, ...], result: Comparison
) -> dict[str, Any]:
    return {
        "pack": before.pack.id,
        "on": before.on,
        "against": after.on,
        "set": list(settings),
        "by": result.by,
        **_change_json(before, result, result.total),
        "groups": [
            {
                "group": change.group,
                "name": _group_name(before, result, change),
                **_change_json(before, result, change),
            }
            for change in result.groups
            if result.by
        ],
    }


def _change_json(edition: Edition, result: Comparison, change: Change) -> dict[str, Any]:
    return {
        "rows": change.rows,
        "affected": change.affected,
        "measures": [_measure_json(edition, change, rule) for rule in result.measures],
    }


def _measure_json(edition: Edition, change: Change, rule: str) -> dict[str, Any]:
    compiled = edition.rule(rule)
    unit = "_fen" if compiled.tree.shape.kind is Kind.MONEY else ""
    return {
        "rule": rule,
        "label": compiled.rule.label,
        f"before{unit}": change.before[rule],
        f"after{unit}": change.after[rule],
        f"difference{unit}": change.difference(rule),
    }


def _group_name(edition: Edition, result: Comparison, change: Change) -> str:
    if change.group is None:
        return "（未填）"
    fact = edition.pack.inputs.get(result.by or "")
    return fact.choices.get(change.group, change.group) if fact else change.group


def _print_comparison(edition: Edition, result: Comparison) -> None:
    for change in result.groups if result.by else ():
        _print_change(edition, result, change, _group_name(edition, result, change))
    _print_change(edition, result, result.total, "合计")


def _print_change(edition: Edition, result: Comparison, change: Change, name: str) -> None:
    click.echo(f"{name}　{change.rows}人，涉及{change.affected}人")
    for rule in result.measures:
        compiled = edition.rule(rule)
        show = _amount if compiled.tree.shape.kind is Kind.MONEY else _plain
        growth = change.difference(rule)
        sign = "+" if growth > 0 else ""
        click.echo(
            f"    {compiled.rule.label}　{show(change.before[rule])} → {show(change.after[rule])}　{sign}{show(growth)}"
        )


def _amount(fen: int) -> str:
    return f"{yuan_text(fen)}元"


def _plain(number: int) -> str:
    return f"{number:,}"


COMMANDS = (evaluate, what_if)
