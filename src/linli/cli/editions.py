"""What the policy commands share: a pack's edition with changed figures, and facts from JSON."""

import json
import sys
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from linli.cli.start import parse_day, prepare, usage_errors
from linli.core.policy import Age, Edition, Month, Pack, Unit, compile_rules, load_pack
from linli.core.policy.bulk.plan import Plan
from linli.core.policy.figures import NotAFigure, admitted, figure_from_text
from linli.core.policy.pack import Scalar
from linli.core.refusal import Refusal
from linli.policies import get_pack


class BadFacts(Refusal):
    """Facts or figures on the command line that cannot be read."""


on_option = click.option("--on", callback=parse_day, help="按哪一天的规定；默认取今天有效的规定")
set_option = click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="改一个参数来试算，金额以元计"
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出JSON")


def pack_named(name: str) -> Pack:
    """Return a pack by its id, or the one in a folder."""
    return load_pack(Path(name).resolve()) if Path(name).is_dir() else get_pack(name)


def edition_of(pack: Pack, on: date | None, settings: tuple[str, ...]) -> Edition:
    """Return the pack as in force on a day, with figures changed for a trial."""
    overrides = dict(_setting(pack, text) for text in settings)
    return compile_rules(pack, on or day_in_force(pack, date.today()), overrides)


def day_in_force(pack: Pack, today: date) -> date:
    """Return the last day up to today on which a figure of the pack changed, or else the first."""
    days = sorted({dated.since for one in pack.parameters.values() for dated in one.values})
    return max((day for day in days if day <= today), default=days[0] if days else today)


def with_calendar(edition: Edition, rules: tuple[str, ...]) -> Edition:
    """Give an edition the table of holidays, where one of the rules counts working days."""
    if not Plan(edition, rules).needs_calendar():
        return edition
    prepare(say=False)
    from linli.apps.holidays.queries import work_calendar

    return edition.with_calendar(work_calendar())


def _setting(pack: Pack, text: str) -> tuple[str, Scalar]:
    name, equals, value = text.partition("=")
    unit = pack.parameter(name.split(".")[0]).unit
    try:
        if not equals:
            raise NotAFigure
        figure = figure_from_text(value, unit)
        if unit is Unit.RULE and figure not in pack.rules:
            raise NotAFigure
    except NotAFigure:
        raise BadFacts(
            f"--set {text} 不是单位“{unit}”的数值",
            mend=f"写成 名称=数值，如 minimum_wage.1=2150；这里的数值是{admitted(unit)}",
        ) from None
    return name, figure


def read_facts_file(edition: Edition, file: str) -> dict[str, Any]:
    """Return the facts of one case from a JSON object; ``-`` is standard input."""
    facts = _json(file)
    if not isinstance(facts, dict):
        raise BadFacts("事实文件应是一个对象", mend='写成 {"名称": 值}')
    return _facts(edition, facts)


def read_others_file(edition: Edition, file: str) -> list[dict[str, Any]]:
    """Return the facts of the other cases of a population from a JSON list."""
    others = _json(file)
    if not isinstance(others, list) or not all(isinstance(one, dict) for one in others):
        raise BadFacts("其他人的事实应是一组对象", mend='写成 [{"名称": 值}, …]')
    return [_facts(edition, one) for one in others]


def _json(file: str) -> Any:
    try:
        with usage_errors():
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
        return json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise BadFacts(f"事实文件不是有效的JSON：{error}", mend='写成 {"名称": 值}') from error


def _facts(edition: Edition, facts: dict[str, Any]) -> dict[str, Any]:
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


def json_value(value: Any) -> Any:
    """Return a result as JSON holds it: an age as its two numbers, a month as ``2025-01``."""
    if isinstance(value, Age):
        return asdict(value)
    return str(value) if isinstance(value, Month) else value


def names(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...]:
    """Read an option that lists names, parted by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()
