"""Load a policy pack from its folder and refuse it, by file, line and figure, where it is not sound."""

import importlib.util
import sys
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from traceback import extract_tb
from typing import Any

from linli.core.policy.coherence import check_coherence
from linli.core.policy.compiling import compile_rules
from linli.core.policy.coverage import missing_rows
from linli.core.policy.errors import PackError, RuleError
from linli.core.policy.figures import NotAFigure, figure, is_texts
from linli.core.policy.language import Rule
from linli.core.policy.pack import DatedValue, Document, Input, Pack, Parameter, Scalar, Table
from linli.core.policy.toml_lines import line_numbers, nearest_line
from linli.core.policy.units import Unit

_INPUT_TYPES = ("integer", "money", "flag", "choice", "date")


def load_pack(folder: Path) -> Pack:
    """Load the pack in ``folder`` (``pack.toml`` and ``rules.py``) and check it whole.

    Raises ``PackError`` naming file, line and figure.
    """
    source = _Source(folder / "pack.toml")
    head = source.table(("pack",))
    pack = Pack(
        id=source.text(("pack", "id")),
        title=source.text(("pack", "title")),
        edition=source.text(("pack", "edition")),
        folder=folder,
        documents={code: _document(source, code) for code in source.table(("documents",))},
        inputs={name: _input(source, name) for name in source.table(("inputs",))},
        parameters={name: _parameter(source, name) for name in source.table(("parameters",))},
        rules=_rules(folder / "rules.py"),
        left_out=tuple(head.get("left_out", ())),
    )
    _check_clauses(source, pack)
    _check_names(source, pack)
    check_coherence(pack, source.data.get("coherence", {}), source.error)
    _check_rules(source, pack)
    return pack


class _Source:
    """A TOML file with the lines of its keys."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            text = file.read_text(encoding="utf-8")
            self.data: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
        except FileNotFoundError:
            raise PackError(
                "找不到文件", file=file, mend="每个政策包是一个含 pack.toml 的文件夹"
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise PackError(
                f"不是有效的TOML：{error}", file=file, mend="改正所指位置的写法"
            ) from error
        self.lines = line_numbers(text)

    def error(self, path: tuple[str | int, ...], what: str, mend: str = "") -> PackError:
        return PackError(what, file=self.file, line=nearest_line(self.lines, path), mend=mend)

    def get(self, path: tuple[str | int, ...]) -> Any:
        node: Any = self.data
        for step in path:
            node = (
                node[step]
                if isinstance(step, int)
                else node.get(step)
                if isinstance(node, dict)
                else None
            )
            if node is None:
                return None
        return node

    def table(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        node = self.get(path)
        if not isinstance(node, dict):
            raise self.error(path, f"缺少[{'.'.join(map(str, path))}]一节")
        return node

    def text(self, path: tuple[str | int, ...]) -> str:
        node = self.get(path)
        if not isinstance(node, str) or not node.strip():
            raise self.error(path, f"缺少“{'.'.join(map(str, path))}”", "补上这一项")
        return node

    def day(self, path: tuple[str | int, ...]) -> date:
        node = self.get(path)
        if type(node) is not date:
            raise self.error(path, f"“{'.'.join(map(str, path))}”应是日期，如 2024-06-07")
        return node

    def line(self, path: tuple[str | int, ...]) -> int:
        return nearest_line(self.lines, path) or 1


def _document(source: _Source, code: str) -> Document:
    path = ("documents", code)
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
    )


def _input(source: _Source, name: str) -> Input:
    path = ("inputs", name)
    kind = source.text((*path, "type"))
    if kind not in _INPUT_TYPES:
        raise source.error(path, f"输入“{name}”的类型“{kind}”不在{'、'.join(_INPUT_TYPES)}之内")
    low, high = _bounds(source, path, kind)
    choices = source.get((*path, "choices")) or {}
    if kind == "choice" and (not isinstance(choices, dict) or not choices):
        raise source.error(path, f"输入“{name}”缺少可选值（choices）")
    return Input(
        name=name,
        description=source.text((*path, "description")),
        type=kind,
        low=low,
        high=high,
        choices=choices,
        may_be_unknown=bool(source.get((*path, "may_be_unknown"))),
    )


def _bounds(source: _Source, path: tuple[str, ...], kind: str) -> tuple[int, int]:
    if kind not in ("integer", "money"):
        return 0, 1
    low, high = source.get((*path, "low")), source.get((*path, "high"))
    if type(high) is not int:
        raise source.error(
            path, f"输入“{path[1]}”缺少上限（high）", "写明最大值，系统据此证明不会溢出"
        )
    low = 0 if low is None else low
    if type(low) is not int or low > high:
        raise source.error((*path, "low"), f"输入“{path[1]}”的下限“{low}”不是不大于{high}的整数")
    return low, high


def _parameter(source: _Source, name: str) -> Parameter:
    path = ("parameters", name)
    unit_text = source.text((*path, "unit"))
    try:
        unit = Unit(unit_text)
    except ValueError:
        raise source.error(
            (*path, "unit"), f"参数“{name}”的单位“{unit_text}”不在单位表内"
        ) from None
    entries = source.get((*path, "values"))
    if not isinstance(entries, list) or not entries:
        raise source.error(path, f"参数“{name}”没有数值（values）")
    clause = source.get((*path, "clause")) or ""
    keys = tuple(source.get((*path, "keys")) or ())
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
    )


def _dated_value(
    source: _Source, path: tuple[str | int, ...], unit: Unit, keys: tuple[str, ...], clause: str
) -> DatedValue:
    own_clause = source.get((*path, "clause")) or clause
    if not own_clause.strip():
        raise source.error(
            path, f"参数“{path[1]}”的数值没有条款（clause）", "写明文件代号和条款，如 D0 附件1"
        )
    raw = source.get((*path, "value"))
    if raw is None:
        raise source.error(path, f"参数“{path[1]}”缺少 value")
    value = (
        _table(source, (*path, "value"), raw, unit, len(keys))
        if keys
        else _scalar(source, (*path, "value"), raw, unit)
    )
    return DatedValue(source.day((*path, "from")), value, own_clause, source.line((*path, "value")))


def _table(source: _Source, path: tuple[str | int, ...], raw: Any, unit: Unit, depth: int) -> Table:
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


def _scalar(source: _Source, path: tuple[str | int, ...], raw: Any, unit: Unit) -> Scalar:
    try:
        return figure(raw, unit)
    except NotAFigure:
        raise source.error(path, f"“{raw}”不是单位“{unit}”的数值") from None


def _check_order(
    source: _Source, path: tuple[str | int, ...], values: tuple[DatedValue, ...]
) -> None:
    for index, (earlier, later) in enumerate(pairwise(values), start=1):
        if later.since <= earlier.since:
            raise source.error(
                (*path, "values", index, "from"),
                f"参数“{path[1]}”自{later.since}起的数值与自{earlier.since}起的重叠",
                "按生效日期先后排列，同一日期只留一个",
            )


def _rules(file: Path) -> Mapping[str, Rule]:
    name = f"linli.policies.{file.parent.name}.rules"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None or not file.exists():
        raise PackError("找不到文件", file=file, mend="没有规则的政策包也要有空的 rules.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise PackError(f"规则写法有误：{error.msg}", file=file, line=error.lineno) from error
    except TypeError as error:
        line = next(
            (at.lineno for at in extract_tb(error.__traceback__) if at.filename == str(file)), None
        )
        raise PackError(
            f"规则声明不完整：{error}",
            file=file,
            line=line,
            mend="写明条款、名称，检查还要写明代码、效果和理由",
        ) from error
    return {name: value for name, value in vars(module).items() if isinstance(value, Rule)}


def _check_clauses(source: _Source, pack: Pack) -> None:
    for parameter in pack.parameters.values():
        for dated in parameter.values:
            if dated.clause.split()[0] not in pack.documents:
                raise source.error(("parameters", parameter.name), *_unregistered(dated.clause))
    for rule in pack.rules.values():
        if not rule.clause.strip() or rule.clause.split()[0] not in pack.documents:
            what, mend = _unregistered(rule.clause)
            what = f"规则“{rule.name}”：{what}"
            raise PackError(what, file=pack.folder / "rules.py", line=rule.line, mend=mend)


def _unregistered(clause: str) -> tuple[str, str]:
    return f"条款“{clause}”指向未登记的文件", "在 [documents] 中登记该文件"


def _check_names(source: _Source, pack: Pack) -> None:
    for name in pack.parameters:
        if name in pack.inputs or name in pack.rules:
            raise source.error(("parameters", name), f"“{name}”既是参数，又是输入或规则")
    for name in pack.inputs:
        if name in pack.rules:
            raise source.error(("inputs", name), f"“{name}”既是输入，又是规则")
    for parameter in pack.parameters.values():
        for key in parameter.keys:
            if key not in pack.inputs and key not in pack.rules:
                raise source.error(
                    ("parameters", parameter.name, "keys"),
                    f"参数“{parameter.name}”的键“{key}”不是输入或规则",
                )
            _check_choices(source, pack, parameter, key)


def _check_choices(source: _Source, pack: Pack, parameter: Parameter, key: str) -> None:
    path: tuple[str | int, ...]
    choices = pack.inputs[key].choices if key in pack.inputs else {}
    position = parameter.keys.index(key)
    for index, dated in enumerate(parameter.values):
        found = (
            {row[position] for row in dated.value} if isinstance(dated.value, Mapping) else set()
        )
        for name in choices and sorted(found - set(choices)):
            path = ("parameters", parameter.name, "values", index, "value", name)
            raise source.error(path, f"参数“{parameter.name}”的“{name}”不在输入“{key}”的可选值内")
        for name in choices and sorted(set(choices) - found):
            path = ("parameters", parameter.name, "values", index, "value")
            raise source.error(
                path,
                f"参数“{parameter.name}”缺少“{name} {choices[name]}”的数值",
                "每个可选值都要有数值",
            )


def _check_rules(source: _Source, pack: Pack) -> None:
    """Compile the rules on every day from which all figures are in force and one changes."""
    dated = [parameter.values for parameter in pack.parameters.values()]
    complete = max((values[0].since for values in dated), default=date.min)
    changes = {value.since for values in dated for value in values if value.since >= complete}
    for day in sorted(changes or {complete}):
        try:
            edition = compile_rules(pack, day)
        except RuleError as error:
            file = pack.folder / "rules.py"
            raise PackError(error.what, file=file, line=error.line, mend=error.mend) from error
        for name, rule, value in missing_rows(edition):
            index = pack.parameters[name].values.index(edition.values[name])
            raise source.error(
                ("parameters", name, "values", index, "value"),
                f"参数“{name}”缺少“{value}”的数值，而规则“{rule}”会得出它",
                "补上这一行，或核对规则",
            )
