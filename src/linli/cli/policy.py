"""``linli policy``, ``linli explain``, ``linli budget``: the packs, for people and programs."""

import csv
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from linli.cli.start import parse_day, print_json, usage_errors
from linli.core.money import yuan_text
from linli.core.policy import (
    Explanation,
    Outcome,
    Pack,
    Parameter,
    Unit,
    UnknownName,
    compile_rules,
    explain,
    load_pack,
)
from linli.core.policy.compiling import Edition
from linli.core.policy.figures import NotAFigure, figure_from_text
from linli.core.policy.pack import Scalar
from linli.core.refusal import Refusal
from linli.policies import get_pack, pack_ids


class BadFacts(Refusal):
    """Facts or figures on the command line that cannot be read."""


@click.group()
def policy() -> None:
    """政策包：数字、条款和规则。"""


@policy.command("list")
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def list_packs(as_json: bool) -> None:
    """列出全部政策包及其文件。

    例：linli policy list
    """
    packs = [get_pack(pack_id) for pack_id in pack_ids()]
    if as_json:
        print_json(
            [
                {
                    "pack": pack.id,
                    "edition": pack.edition,
                    "title": pack.title,
                    "documents": [
                        {
                            "code": one.code,
                            "number": one.number,
                            "title": one.title,
                            "issued": one.issued,
                        }
                        for one in pack.documents.values()
                    ],
                }
                for pack in packs
            ]
        )
        return
    for pack in packs:
        click.echo(f"{pack.id}  {pack.edition}  {pack.title}")
        for document in pack.documents.values():
            click.echo(f"    {document.code}  {document.number}  {document.title}")


@policy.command()
@click.argument("pack")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def show(pack: str, name: str | None, as_json: bool) -> None:
    """列出一个政策包的数字和规则，或其中一项。

    例：linli policy show xinzhou-2024 minimum_wage
    """
    loaded = get_pack(pack)
    if name and name not in loaded.parameters and name not in loaded.rules:
        raise UnknownName(
            f"政策包 {pack} 没有“{name}”", mend=f"用“linli policy show {pack}”查看全部"
        )
    parameters = [one for key, one in loaded.parameters.items() if name in (None, key)]
    rules = [one for key, one in loaded.rules.items() if name in (None, key)]
    if as_json:
        print_json(
            {
                "pack": loaded.id,
                "edition": loaded.edition,
                "parameters": [_parameter_json(one) for one in parameters],
                "rules": [
                    {"rule": one.name, "label": one.label, "clause": one.clause, "code": one.code}
                    for one in rules
                ],
                "left_out": loaded.left_out,
            }
        )
        return
    for one in parameters:
        _show_parameter(loaded, one)
    for rule in rules:
        click.echo(f"{rule.name}  {rule.label}  〔{rule.clause}〕")


def _parameter_json(parameter: Parameter) -> dict[str, Any]:
    return {
        "parameter": parameter.name,
        "description": parameter.description,
        "unit": "fen" if parameter.unit.is_money else parameter.unit.value,
        "keys": parameter.keys,
        "reading": parameter.reading,
        "values": [
            {"since": dated.since, "clause": dated.clause, "value": _table_json(dated.value)}
            for dated in parameter.values
        ],
    }


def _table_json(value: Any) -> Any:
    return (
        {".".join(key): entry for key, entry in value.items()}
        if isinstance(value, Mapping)
        else value
    )


def _show_parameter(pack: Pack, parameter: Parameter) -> None:
    click.echo(f"{parameter.name}  {parameter.description}")
    for dated in parameter.values:
        if isinstance(dated.value, Mapping):
            click.echo(f"    自{dated.since}起  〔{dated.clause}〕")
            for key, value in dated.value.items():
                click.echo(
                    f"      {_key_text(pack, parameter, key)}  {_value_text(value, parameter.unit)}"
                )
        else:
            click.echo(
                f"    自{dated.since}起  {_value_text(dated.value, parameter.unit)}  〔{dated.clause}〕"
            )
    if parameter.reading:
        click.echo(f"    我们的理解：{parameter.reading}")


def _key_text(pack: Pack, parameter: Parameter, key: tuple[str, ...]) -> str:
    names = []
    for name, part in zip(parameter.keys, key, strict=True):
        choices = pack.inputs[name].choices if name in pack.inputs else {}
        names.append(f"{part} {choices[part]}" if part in choices else part)
    return "、".join(names)


def _value_text(value: object, unit: Unit) -> str:
    if unit.is_money and isinstance(value, int):
        return f"{yuan_text(value)}{unit.label}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value) if len(value) <= 8 else f"{'、'.join(value[:5])}等{len(value)}项"
    return f"{value}{unit.label}"


@policy.command("check")
@click.argument("pack", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def check_packs(pack: str | None, as_json: bool) -> None:
    """检查政策包：条款齐全、合计相符、阶段相接、单位一致、不会溢出。PACK 可为编号或文件夹。

    例：linli policy check xinzhou-2024
    """
    names = [pack] if pack else list(pack_ids())
    failures = []
    for name in names:
        try:
            loaded = load_pack(Path(name)) if Path(name).is_dir() else get_pack(name)
        except Refusal as refusal:
            failures.append({"pack": name, "error": str(refusal)})
            click.echo(str(refusal), err=True)
            continue
        click.echo(
            f"{loaded.id}：{len(loaded.parameters)}个参数、{len(loaded.rules)}条规则，检查通过",
            err=as_json,
        )
    if as_json:
        print_json({"checked": names, "failures": failures})
    if failures:
        sys.exit(1)


@click.command("explain")
@click.argument("pack")
@click.argument("rule")
@click.option("--facts", "facts_file", required=True, help="事实的JSON文件；“-”为标准输入")
@click.option("--on", callback=parse_day, help="按哪一天的规定；默认取政策包最新的生效日")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="改一个参数来试算，金额以元计"
)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def explain_case(
    pack: str, rule: str, facts_file: str, on: date | None, settings: tuple[str, ...], as_json: bool
) -> None:
    """说明一条规则对一个具体情形的结论，逐步列出算式和条款。

    例：echo '{"county":"140902","days_served":10,"days_in_month":31,"first_month":true}' |
    linli explain xinzhou-2024 net_pay --facts - --on 2024-07-31
    """
    edition = _edition(get_pack(pack), on, settings)
    answer = explain(edition, rule, _facts(edition, facts_file))
    if as_json:
        print_json(_explanation_json(answer))
        return
    for step in answer.steps:
        formula = "" if step.formula == step.shown else f"＝{step.formula}"
        click.echo(f"{step.label}：{step.shown}{formula}  〔{step.clause}〕")
    for reason in answer.reasons:
        click.echo(f"  理由 {reason.code}：{reason.text}  〔{reason.clause}〕")


def _edition(pack: Pack, on: date | None, settings: tuple[str, ...]) -> Edition:
    day = on or max(dated.since for one in pack.parameters.values() for dated in one.values)
    return compile_rules(pack, day, dict(_setting(pack, text) for text in settings))


def _setting(pack: Pack, text: str) -> tuple[str, Scalar]:
    name, equals, value = text.partition("=")
    unit = pack.parameter(name.split(".")[0]).unit
    try:
        if not equals:
            raise NotAFigure
        return name, figure_from_text(value, unit)
    except NotAFigure:
        raise BadFacts(
            f"--set {text} 不是单位“{unit}”的数值",
            mend="写成 名称=数值，金额以元计、最多两位小数，如 minimum_wage.1=2150",
        ) from None


def _facts(edition: Edition, file: str) -> dict[str, Any]:
    try:
        with usage_errors():
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        facts = json.loads(text)
    except ValueError as error:
        raise BadFacts(f"事实文件不是有效的JSON：{error}", mend='写成 {"名称": 值}') from error
    if not isinstance(facts, dict):
        raise BadFacts("事实文件应是一个对象", mend='写成 {"名称": 值}')
    unknown = sorted(set(facts) - set(edition.pack.inputs))
    if unknown:
        raise BadFacts(
            f"政策包没有“{'、'.join(unknown)}”这样的事实",
            mend=f"可用：{'、'.join(edition.pack.inputs)}",
        )
    return {name: _fact(edition, name, value) for name, value in facts.items()}


def _fact(edition: Edition, name: str, value: Any) -> Any:
    if edition.pack.inputs[name].type == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise BadFacts(f"“{name}”不是日期", mend="如 2024-07-05") from None
    return value


def _explanation_json(answer: Explanation) -> dict[str, Any]:
    document: dict[str, Any] = {
        "pack": answer.pack,
        "edition": answer.edition,
        "rule": answer.rule,
        "on": answer.on,
        "value": answer.value,
        "unit": answer.unit,
        "steps": [
            {
                "rule": step.rule,
                "label": step.label,
                "value": step.value,
                "formula": step.formula,
                "clause": step.clause,
                "parameters": [
                    {"name": one.name, "value": one.value, "since": one.since, "clause": one.clause}
                    for one in step.parameters
                ],
            }
            for step in answer.steps
        ],
    }
    if isinstance(answer.value, Outcome):
        document["reasons"] = [
            {"code": one.code, "clause": one.clause, "text": one.text, "effect": one.effect}
            for one in answer.reasons
        ]
    return document


@click.command("budget")
@click.argument("pack")
@click.option(
    "--headcount",
    type=click.Path(path_type=Path),
    help="CSV：division,headcount；默认用政策包的名额",
)
@click.option("--months", type=click.IntRange(1, 120), help="月数；默认取政策包")
@click.option("--on", callback=parse_day, help="按哪一天的标准")
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="改一个参数来试算，金额以元计"
)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
def budget_command(
    pack: str,
    headcount: Path | None,
    months: int | None,
    on: date | None,
    settings: tuple[str, ...],
    as_json: bool,
) -> None:
    """按县算出一年的补贴预算。

    例：linli budget xinzhou-2024 --json
    """
    from linli.core.policy.budget import budget

    loaded = get_pack(pack)
    people = _headcount(loaded, headcount) if headcount else None
    edition = _edition(loaded, on, (*settings, *((f"budget_months={months}",) if months else ())))
    rows = budget(edition, headcount=people)
    total = sum(row.total_fen for row in rows)
    if as_json:
        print_json(
            {
                "pack": loaded.id,
                "months": edition.values["budget_months"].value,
                "headcount": sum(row.headcount for row in rows),
                "total_fen": total,
                "by_division": [
                    {
                        "division": row.division,
                        "name": row.name,
                        "headcount": row.headcount,
                        "monthly_fen": row.monthly_fen,
                        "total_fen": row.total_fen,
                    }
                    for row in rows
                ],
            }
        )
        return
    for row in rows:
        click.echo(
            f"{row.name}　{row.headcount:>4}人　每月{yuan_text(row.monthly_fen):>14}元　合计{yuan_text(row.total_fen):>16}元"
        )
    click.echo(f"全市　{sum(row.headcount for row in rows)}人　合计{yuan_text(total)}元")


def _headcount(pack: Pack, file: Path) -> dict[str, int]:
    people: dict[str, int] = {}
    with usage_errors(), file.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            code, count = (row.get("division") or "").strip(), (row.get("headcount") or "").strip()
            if code not in pack.inputs["county"].choices or not count.isdecimal() or code in people:
                raise BadFacts(
                    f"{file.name}第{number}行的区划或人数不对",
                    mend="每行写 区划代码,人数，区划不重复",
                )
            people[code] = int(count)
    return people


COMMANDS = (policy, explain_case, budget_command)
