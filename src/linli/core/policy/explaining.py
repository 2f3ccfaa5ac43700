"""Answer one case exactly, with the steps that an official can read.

Unknown facts (``None``) are carried as unknown: a yes/no answer that depends on one is
neither yes nor no, and a check on it is referred to a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.core.money import yuan_text
from linli.core.policy.compiling import Edition
from linli.core.policy.errors import CaseError, UnknownName
from linli.core.policy.evaluation import Evaluation, Value, plain, shown
from linli.core.policy.expression import Expression, Kind, Outcome
from linli.core.policy.language import Effect, figures_named
from linli.core.policy.pack import Input, Scalar


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a check did not plainly pass. ``effect`` is ``fail``, ``refer`` or ``note``."""

    code: str
    clause: str
    text: str
    effect: str


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A figure that a step used, since when it holds, and its clause."""

    name: str
    value: str
    since: date
    clause: str


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of a decision: its value and the formula with the numbers filled in."""

    rule: str
    label: str
    value: Scalar | Outcome | None
    shown: str
    formula: str
    clause: str
    parameters: tuple[UsedParameter, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer of one rule for one case: value, steps in order, reasons. Money is fen."""

    pack: str
    edition: str
    rule: str
    on: date
    value: Scalar | Outcome | None
    unit: str
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]

    @property
    def whole(self) -> int:
        """Return the value of a rule that gives whole fen or a whole number."""
        if not isinstance(self.value, int):
            raise TypeError(f"rule {self.rule} gives no whole number")
        return self.value


def explain(edition: Edition, rule: str, facts: Mapping[str, Scalar | None]) -> Explanation:
    """Compute a rule for one case. Raises ``UnknownName`` and ``CaseError``."""
    if rule not in edition.rules:
        raise UnknownName(
            f"政策包 {edition.pack.id} 没有规则“{rule}”",
            mend=f"用“linli policy show {edition.pack.id}”查看全部规则",
        )
    run = _Run(
        edition,
        {name: _fact(edition, name, facts[name]) for name in facts if name in edition.pack.inputs},
    )
    run.compute(rule)
    kind = edition.rules[rule].tree.shape.kind
    scale = edition.rules[rule].tree.shape.scale
    return Explanation(
        edition.pack.id,
        edition.pack.edition,
        rule,
        edition.on,
        plain(run.results[rule], kind, scale),
        "fen" if kind is Kind.MONEY else "",
        tuple(run.steps),
        tuple(reason for name, reason in run.reasons.items() if reason),
    )


def _fact(edition: Edition, name: str, value: Scalar | None) -> Value:
    fact = edition.pack.inputs[name]
    if value is None:
        if not fact.may_be_unknown:
            raise CaseError(f"“{fact.description}”（{name}）不能为空", mend="补上这项事实")
        return None
    wanted = {"integer": int, "money": int, "flag": bool, "choice": str, "date": date}[fact.type]
    if type(value) is not wanted or not _within(fact, value):
        raise CaseError(
            f"“{fact.description}”（{name}）的值不合要求：{_wanted(fact)}", mend="改正后重试"
        )
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, int | str) else None


def _within(fact: Input, value: Scalar) -> bool:
    if fact.type == "choice":
        return value in fact.choices
    if fact.type in ("integer", "money"):
        return isinstance(value, int) and fact.low <= value <= fact.high
    return True


def _wanted(fact: Input) -> str:
    if fact.type == "choice":
        return "应是" + "、".join(fact.choices)
    if fact.type in ("integer", "money"):
        return f"应是{fact.low}至{fact.high}的整数"
    return {"flag": "应是 true 或 false", "date": "应是日期，如 2024-07-05"}[fact.type]


class _Run:
    """One case on its way through the rules it needs."""

    def __init__(self, edition: Edition, facts: Mapping[str, Value]) -> None:
        self.edition = edition
        self.facts = facts
        self.results: dict[str, Value] = {}
        self.steps: list[Step] = []
        self.reasons: dict[str, Reason | None] = {}

    def compute(self, name: str) -> Value:
        if name in self.results:
            return self.results[name]
        compiled = self.edition.rules[name]
        evaluation = Evaluation(self.edition, self.facts, self.compute)
        value = evaluation.value(compiled.tree)
        if compiled.rule.is_check:
            value = self._judge(name, value)
        self.results[name] = value
        self.steps.append(self._step(name, compiled.tree, value, evaluation))
        return value

    def _judge(self, name: str, holds: Value) -> str:
        rule = self.edition.rules[name].rule
        self.reasons[name] = None
        if holds is True:
            return Outcome.PASS
        effect = Effect.REFER if holds is None and rule.effect is not Effect.NOTE else rule.effect
        text = self._filled(rule.unknown_text if holds is None else rule.text)
        self.reasons[name] = Reason(rule.code, rule.clause, text, str(effect))
        return Outcome.PASS if effect is Effect.NOTE else Outcome(str(effect))

    def _filled(self, text: str) -> str:
        """Put the figures in force into a reason: ``{diploma_deadline}`` → 2024-07-05."""
        figures = {name: self._figure(name) for name in figures_named(text)}
        return text.format_map(figures)

    def _figure(self, name: str) -> str:
        value = self.edition.values[name].value
        is_money = self.edition.pack.parameters[name].unit.is_money
        return f"{yuan_text(value)}元" if is_money and isinstance(value, int) else str(value)

    def _step(self, name: str, tree: Expression, value: Value, evaluation: Evaluation) -> Step:
        rule = self.edition.rules[name].rule
        shape = tree.shape
        used = tuple(
            UsedParameter(
                parameter,
                text,
                self.edition.values[parameter].since,
                self.edition.values[parameter].clause,
            )
            for parameter, text in evaluation.used.items()
        )
        return Step(
            rule=name,
            label=rule.label,
            value=plain(value, shape.kind, shape.scale),
            shown=shown(value, shape),
            formula=evaluation.formula(tree),
            clause=rule.clause,
            parameters=used,
        )
