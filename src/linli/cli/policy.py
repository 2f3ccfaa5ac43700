"""``linli policy``: the packs, for people and programs."""

import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import click

from linli.cli.editions import pack_named
from linli.cli.start import print_json
from linli.core.policy import Document, Month, Parameter, Rule, UnknownName
from linli.core.policy.dates import MONTHS_A_YEAR
from linli.core.policy.entries import entry
from linli.core.policy.layout import terminal
from linli.core.policy.pack import Input
from linli.core.policy.rulebook import RuleBook
from linli.core.refusal import Refusal
from linli.policies import get_pack, pack_ids


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
    loaded = pack_named(pack)
    if name and name not in {**loaded.parameters, **loaded.rules, **loaded.inputs}:
        raise UnknownName(
            f"政策包 {pack} 没有“{name}”", mend=f"用“linli policy show {pack}”查看全部"
        )
    book = RuleBook(loaded)
    if as_json:
        print_json(_pack_json(book, name))
    else:
        click.echo(terminal(entry(book, name) if name else book.page()), nl=False)


def _pack_json(book: RuleBook, name: str | None) -> dict[str, Any]:
    """Return the whole pack, with what it takes over from another, or the entries of one name."""
    pack = book.pack
    return {
        "pack": pack.id,
        "edition": pack.edition,
        "title": pack.title,
        "purpose": pack.purpose,
        "extends": pack.base.id if pack.base else None,
        "documents": [_document_json(one) for one in pack.documents.values()],
        "parameters": [
            _parameter_json(one) for key, one in pack.parameters.items() if name in (None, key)
        ],
        "rules": [_rule_json(book, one) for key, one in pack.rules.items() if name in (None, key)],
        "inputs": [_input_json(pack.inputs[one]) for one in _facts(book, name)],
        "shares": [{"total": one.total, "parts": one.parts} for one in pack.shares],
        "measures": pack.measures,
        "by": pack.by,
        "left_out": pack.left_out,
        "questions": pack.questions,
    }


def _facts(book: RuleBook, name: str | None) -> tuple[str, ...]:
    """Return the facts of the pack, of one rule, or those by which one figure is listed."""
    pack = book.pack
    if name is None:
        return tuple(pack.inputs)
    if name in pack.rules:
        return book.rules.facts(name)
    if name in pack.inputs:
        return (name,)
    return tuple([key for key in pack.parameters[name].keys if key in pack.inputs])


def _document_json(document: Document) -> dict[str, Any]:
    return {
        "code": document.code,
        "number": document.number,
        "title": document.title,
        "organs": document.organs,
        "issued": document.issued,
        "disclosure": document.disclosure,
        "superior": document.superior,
    }


def _parameter_json(parameter: Parameter) -> dict[str, Any]:
    """Return a figure; ``bands`` and ``until`` stand only where they are set."""
    return {
        "parameter": parameter.name,
        "description": parameter.description,
        "unit": "fen" if parameter.unit.is_money else parameter.unit.value,
        "keys": parameter.keys,
        "reading": parameter.reading,
        "values": [
            {"since": dated.since, "clause": dated.clause, "value": _table_json(dated.value)}
            | ({"until": dated.until} if dated.until else {})
            for dated in parameter.values
        ],
    } | ({"bands": True} if parameter.bands else {})


def _table_json(value: Any) -> Any:
    return (
        {".".join(key): entry for key, entry in value.items()}
        if isinstance(value, Mapping)
        else value
    )


def _rule_json(book: RuleBook, rule: Rule) -> dict[str, Any]:
    needs = book.rules.needs(rule.name)
    return {
        "rule": rule.name,
        "label": rule.label,
        "clause": rule.clause,
        "code": rule.code,
        "effect": rule.effect,
        "text": rule.text,
        "unknown": rule.unknown_text,
        "formula": book.rules.formula(rule.name),
        "facts": book.rules.facts(rule.name),
        "parameters": needs.parameters,
        "rules": needs.rules,
    }


def _input_json(fact: Input) -> dict[str, Any]:
    return {
        "fact": fact.name,
        "description": fact.description,
        "type": fact.type,
        "unit": fact.unit,
        "low": _bound(fact, fact.low),
        "high": _bound(fact, fact.high),
        "places": fact.places,
        "choices": fact.choices,
        "may_be_unknown": fact.may_be_unknown,
    }


def _bound(fact: Input, value: int) -> Any:
    """Return a bound as a case would give it: money in fen, dates and months as text."""
    if fact.type == "date":
        return date.fromordinal(value)
    if fact.type == "month":
        return str(Month(value // MONTHS_A_YEAR, value % MONTHS_A_YEAR + 1))
    return Decimal(value).scaleb(-fact.places) if fact.places else value


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
            loaded = pack_named(name)
        except UnknownName:
            raise
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


COMMANDS = (policy,)
