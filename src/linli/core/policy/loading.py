"""Load a policy pack from its folder and refuse it, by file, line and figure, where it is not sound."""

import ast
import importlib.util
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from traceback import extract_tb

from linli.core.policy.coherence import check_coherence, check_shares
from linli.core.policy.compiling import Edition, compile_rules
from linli.core.policy.coverage import missing_rows
from linli.core.policy.errors import PackError, RuleError
from linli.core.policy.language import Rule
from linli.core.policy.pack import DatedValue, Input, Pack, Parameter, Shares
from linli.core.policy.reading import read_document, read_input, read_parameter
from linli.core.policy.source import At, Source
from linli.core.policy.units import Unit

_MOST_KEYS = 1_000
_PACK_KEYS = (
    "id", "title", "purpose", "edition", "extends", "left_out", "questions", "measures", "by",
)  # fmt: skip


def load_pack(folder: Path) -> Pack:
    """Load the pack in ``folder`` (``pack.toml`` and ``rules.py``) and check it whole.

    A pack that ``extends`` another takes over all of it; its own parameters replace what the
    other had to ask for as an input. Raises ``PackError`` naming file, line and figure.
    """
    return _loaded(folder, ())


def _loaded(folder: Path, above: tuple[Path, ...]) -> Pack:
    source = Source(folder / "pack.toml")
    pack = _own(source, folder)
    extended = source.get(("pack", "extends"))
    if extended:
        base = _base(source, str(extended), (*above, folder))
        _check_extension(source, pack, base)
        pack = _merged(base, pack)
    _check_clauses(source, pack)
    _check_names(source, pack)
    check_coherence(pack, source.data.get("coherence", {}), source.error)
    _check_rules(source, pack)
    return pack


def _own(source: Source, folder: Path) -> Pack:
    source.only((), ("pack", "documents", "coherence", "inputs", "parameters"))
    source.only(("pack",), _PACK_KEYS)
    return Pack(
        id=source.text(("pack", "id")),
        title=source.text(("pack", "title")),
        edition=source.text(("pack", "edition")),
        folder=folder,
        documents={code: read_document(source, code) for code in source.table(("documents",))},
        inputs={name: read_input(source, name) for name in source.data.get("inputs", {})},
        parameters={
            name: read_parameter(source, name) for name in source.data.get("parameters", {})
        },
        rules=_rules(folder / "rules.py"),
        left_out=source.texts(("pack", "left_out")),
        questions=source.texts(("pack", "questions")),
        measures=source.texts(("pack", "measures")),
        by=source.get(("pack", "by")) or "",
        shares=tuple(_shares(source)),
        purpose=source.get(("pack", "purpose")) or "",
    )


def _shares(source: Source) -> Iterator[Shares]:
    for index, entry in enumerate(source.get(("coherence", "shares")) or ()):
        path = ("coherence", "shares", index)
        total, parts = entry.get("total"), entry.get("parts")
        if not isinstance(total, str) or not isinstance(parts, list):
            raise source.error(path, "shares 的每一项要写 total 和 parts")
        yield Shares(total, tuple(parts))


def _base(source: Source, name: str, above: tuple[Path, ...]) -> Pack:
    base = above[-1].parent / name.replace("-", "_")
    if not (base / "pack.toml").is_file():
        raise source.error(("pack", "extends"), f"找不到所依据的政策包“{name}”")
    if base in above:
        raise source.error(("pack", "extends"), f"所依据的政策包“{name}”又依据本政策包")
    return _loaded(base, above)


def _check_extension(source: Source, own: Pack, base: Pack) -> None:
    """Refuse what the base says already: its rules, its figures, its facts, its document codes.

    A locality supplies figures; one that changes a rule writes a pack of its own.
    """
    for name, rule in own.rules.items():
        if name in base.rules:
            what = f"规则“{name}”是政策包“{base.id}”的，不能另写"
            mend = "只补充文件留给地方的数值；规则不同的，另立政策包"
            raise PackError(what, file=rule.file, line=rule.line, mend=mend)
    for section in ("parameters", "inputs"):
        for name in getattr(own, section):
            if name in base.parameters or (section == "inputs" and name in base.inputs):
                raise source.error(
                    (section, name),
                    f"“{name}”是政策包“{base.id}”已有的，不能另写",
                    "只补充该包要求办理时填写的事实",
                )
    for code, document in own.documents.items():
        if base.documents.get(code, document) != document:
            raise source.error(
                ("documents", code),
                f"文件代号“{code}”在政策包“{base.id}”中是另一文件",
                "换一个代号",
            )


def _merged(base: Pack, own: Pack) -> Pack:
    inputs = {name: one for name, one in base.inputs.items() if name not in own.parameters}
    return replace(
        own,
        documents={**own.documents, **base.documents},
        inputs={**inputs, **own.inputs},
        parameters={**base.parameters, **own.parameters},
        rules={**base.rules, **own.rules},
        left_out=(*base.left_out, *own.left_out),
        questions=(*base.questions, *own.questions),
        measures=own.measures or base.measures,
        by=own.by or base.by,
        shares=(*base.shares, *own.shares),
        base=base,
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
        raise PackError(
            f"规则声明不完整：{error}",
            file=file,
            line=_line_in(file, error),
            mend="写明条款、名称，检查还要写明代码、效果和理由",
        ) from error
    except (NameError, ImportError, AttributeError) as error:
        raise PackError(f"规则读不进来：{error}", file=file, line=_line_in(file, error)) from error
    rules = {name: value for name, value in vars(module).items() if isinstance(value, Rule)}
    _check_doubles(rules)
    return rules


def _line_in(file: Path, error: Exception) -> int | None:
    return next(
        (at.lineno for at in extract_tb(error.__traceback__) if at.filename == str(file)), None
    )


def _check_doubles(rules: Mapping[str, Rule]) -> None:
    """Refuse two rules of one name: Python would keep the later one without a word."""
    found: dict[str, tuple[Path, int]] = {}
    for file in sorted({rule.file for rule in rules.values()}):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name not in rules:
                continue
            if node.name in found:
                other, line = found[node.name]
                raise PackError(
                    f"规则“{node.name}”写了两次，另一处在 {other.name} 第{line}行",
                    file=file,
                    line=node.lineno,
                    mend='一条规则只写一处；前后不同的，另起名称，用 unit = "rule" 的参数写明各自的起日',
                )
            found[node.name] = file, node.lineno


def _check_clauses(source: Source, pack: Pack) -> None:
    for parameter in pack.parameters.values():
        for dated in parameter.values:
            if dated.clause.split()[0] not in pack.documents:
                raise source.error(("parameters", parameter.name), *_unregistered(dated.clause))
    for rule in pack.rules.values():
        if not rule.clause.strip() or rule.clause.split()[0] not in pack.documents:
            what, mend = _unregistered(rule.clause)
            what = f"规则“{rule.name}”：{what}"
            raise PackError(what, file=rule.file, line=rule.line, mend=mend)


def _unregistered(clause: str) -> tuple[str, str]:
    return f"条款“{clause}”指向未登记的文件", "在 [documents] 中登记该文件"


def _check_names(source: Source, pack: Pack) -> None:
    for name in pack.parameters:
        if name in pack.inputs or name in pack.rules:
            raise source.error(("parameters", name), f"“{name}”既是参数，又是输入或规则")
    for name in pack.inputs:
        if name in pack.rules:
            raise source.error(("inputs", name), f"“{name}”既是输入，又是规则")
    named: list[tuple[At, str]] = [(("pack", "measures"), name) for name in pack.measures]
    for shares in pack.shares:
        named += [(("coherence", "shares"), name) for name in (shares.total, *shares.parts)]
    for path, name in named:
        if name not in pack.rules:
            raise source.error(path, f"“{name}”不是规则")
    if pack.by and pack.by not in pack.inputs:
        raise source.error(("pack", "by"), f"“{pack.by}”不是输入")
    for parameter in pack.parameters.values():
        _check_parameter(source, pack, parameter)


def _check_parameter(source: Source, pack: Pack, parameter: Parameter) -> None:
    path = ("parameters", parameter.name)
    if parameter.unit is Unit.RULE:
        for index, dated in enumerate(parameter.values):
            if dated.value not in pack.rules:
                raise source.error((*path, "values", index), f"“{dated.value}”不是规则")
    for key in parameter.keys:
        if key not in pack.inputs and key not in pack.rules and not _is_version(pack, key):
            raise source.error((*path, "keys"), f"参数“{parameter.name}”的键“{key}”不是输入或规则")
        _check_choices(source, pack, parameter, key)
    if parameter.keys and not parameter.bands:
        for index, dated in enumerate(parameter.values):
            _check_rows(source, pack, parameter, index, dated)


def _is_version(pack: Pack, name: str) -> bool:
    return name in pack.parameters and pack.parameters[name].unit is Unit.RULE


def _check_choices(source: Source, pack: Pack, parameter: Parameter, key: str) -> None:
    path: At
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


def _check_rows(
    source: Source, pack: Pack, parameter: Parameter, index: int, dated: DatedValue
) -> None:
    """Refuse a table with a hole: every combination of what its keys may be has a row."""
    domains = [_domain(pack.inputs.get(key)) for key in parameter.keys]
    if not all(domains) or not isinstance(dated.value, Mapping):
        return
    path = ("parameters", parameter.name, "values", index, "value")
    possible = set(product(*domains))
    for row in sorted(possible - set(dated.value)):
        raise source.error(
            path, f"参数“{parameter.name}”缺少“{'、'.join(row)}”的数值", "每种组合都要有数值"
        )
    for row in sorted(set(dated.value) - possible):
        raise source.error(path, f"参数“{parameter.name}”的“{'、'.join(row)}”不会出现")


def _domain(fact: Input | None) -> list[str]:
    """Return all that a key may be, or nothing where that is not known or too much."""
    if fact is None:
        return []
    if fact.type == "integer" and fact.high - fact.low < _MOST_KEYS:
        return [str(number) for number in range(fact.low, fact.high + 1)]
    return {"choice": list(fact.choices), "flag": ["true", "false"]}.get(fact.type, [])


def _check_rules(source: Source, pack: Pack) -> None:
    """Compile the rules on every day on which a figure changes; each must be in force on one."""
    computable: set[str] = set()
    edition = None
    for day in _days_of_change(pack):
        edition = _compiled(pack, day)
        check_shares(edition, source.error)
        computable |= set(edition.rules)
        for name, rule, value in missing_rows(edition):
            index = pack.parameters[name].values.index(edition.values[name])
            raise source.error(
                ("parameters", name, "values", index, "value"),
                f"参数“{name}”缺少“{value}”的数值，而规则“{rule}”会得出它",
                "补上这一行，或核对规则",
            )
    for name, nothing in (edition.not_in_force if edition else {}).items():
        if name not in computable:
            raise source.error(("pack",), f"规则“{name}”在任何一天都不能计算：{nothing.what}")


def _compiled(pack: Pack, day: date) -> Edition:
    try:
        return compile_rules(pack, day)
    except RuleError as error:
        file = error.file or pack.folder / "rules.py"
        raise PackError(error.what, file=file, line=error.line, mend=error.mend) from error


def _days_of_change(pack: Pack) -> list[date]:
    dated = [value for one in pack.parameters.values() for value in one.values]
    return sorted({value.since for value in dated}) or [date.min]
