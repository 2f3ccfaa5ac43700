"""``linli explain`` and ``linli budget``: one case, and a budget by county."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import click

from linli.cli.editions import (
    BadFacts,
    edition_of,
    json_option,
    json_value,
    on_option,
    pack_named,
    read_facts_file,
    read_others_file,
    set_option,
    with_calendar,
)
from linli.cli.start import print_json, usage_errors
from linli.core.money import yuan_text
from linli.core.policy import Explanation, Outcome, Pack, Step, explain


@click.command("explain")
@click.argument("pack")
@click.argument("rule")
@click.option("--facts", "facts_file", required=True, help="事实的JSON文件；“-”为标准输入")
@click.option(
    "--others", "others_file", help="同批其他人的事实，一组对象的JSON文件；排名的规则要用"
)
@on_option
@set_option
@json_option
def explain_case(
    pack: str,
    rule: str,
    facts_file: str,
    others_file: str | None,
    on: date | None,
    settings: tuple[str, ...],
    as_json: bool,
) -> None:
    """说明一条规则对一个具体情形的结论，逐步列出算式和条款。

    例：echo '{"county":"140902","days_served":10,"days_in_month":31,"first_month":true}' |
    linli explain xinzhou-2024 net_pay --facts - --on 2024-07-31
    """
    edition = edition_of(pack_named(pack), on, settings)
    edition.rule(rule)
    edition = with_calendar(edition, (rule,))
    others = read_others_file(edition, others_file) if others_file else None
    answer = explain(edition, rule, read_facts_file(edition, facts_file), others=others)
    if as_json:
        print_json(_explanation_json(answer))
        return
    for step in answer.steps:
        click.echo(_step_text(step))
    for reason in answer.reasons:
        click.echo(f"  理由 {reason.code}：{reason.text}  〔{reason.clause}〕")


def _step_text(step: Step) -> str:
    if step.formula == step.shown:
        formula = ""
    elif isinstance(step.value, Outcome):
        formula = f"（{step.formula}）"
    else:
        formula = f"＝{step.formula}"
    return f"{step.label}：{step.shown}{formula}  〔{step.clause}〕"


def _explanation_json(answer: Explanation) -> dict[str, Any]:
    document: dict[str, Any] = {
        "pack": answer.pack,
        "edition": answer.edition,
        "rule": answer.rule,
        "on": answer.on,
        "value": json_value(answer.value),
        "unit": answer.unit,
        "steps": [
            {
                "rule": step.rule,
                "label": step.label,
                "value": json_value(step.value),
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
@on_option
@set_option
@json_option
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

    loaded = pack_named(pack)
    people = _headcount(loaded, headcount) if headcount else None
    months_set = (f"budget_months={months}",) if months else ()
    edition = edition_of(loaded, on, (*settings, *months_set))
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


COMMANDS = (explain_case, budget_command)
