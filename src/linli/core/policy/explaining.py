"""Answer one case exactly, with the steps that an official can read.

Unknown facts (``None``) are carried as unknown: a yes/no answer that depends on one is
neither yes nor no, and a check on it is referred to a person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from linli.core.money import yuan_text
from linli.core.policy.case import Case, Compute, UsedParameter
from linli.core.policy.compiling import CompiledRule, Edition
from linli.core.policy.evaluation import Evaluator
from linli.core.policy.expression import Kind, Outcome
from linli.core.policy.facts import read_facts
from linli.core.policy.language import Effect, Rule, figures_named
from linli.core.policy.showing import Plain, Value, percentage, plain
from linli.core.policy.units import Unit
from linli.core.policy.wording import FilledWording, Text


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a check did not plainly pass. ``effect`` is ``fail``, ``refer`` or ``note``.

    ``is_unknown`` tells that an unknown fact kept the condition from being told: no fault is known.
    """

    code: str
    clause: str
    text: str
    effect: str
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One rule of a decision: its value and the formula with the numbers filled in."""

    rule: str
    label: str
    value: Plain
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
    value: Plain
    unit: str
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]

    @property
    def whole(self) -> int:
        """Return the value of a rule that gives whole fen or a whole number."""
        if not isinstance(self.value, int):
            raise TypeError(f"rule {self.rule} gives no whole number")
        return self.value


def explain(
    edition: Edition,
    rule: str,
    facts: Mapping[str, Any],
    *,
    others: Sequence[Mapping[str, Any]] | None = None,
) -> Explanation:
    """Compute a rule for one case, with its steps.

    ``others`` are the facts of the other cases of its population, where a rule ranks; an
    empty list says that there are none.
    Raises ``UnknownName``, ``NothingInForce`` and ``CaseError``.
    """
    compiled = edition.rule(rule)
    run = _Run(edition, facts, others)
    value = run.compute(rule)
    shape = compiled.tree.shape
    return Explanation(
        edition.pack.id,
        edition.pack.edition,
        rule,
        edition.on,
        plain(value, shape),
        "fen" if shape.kind is Kind.MONEY else "",
        tuple(run.steps),
        tuple([reason for reason in run.reasons if reason]),
    )


def compute(
    edition: Edition,
    rule: str,
    facts: Mapping[str, Any],
    *,
    others: Sequence[Mapping[str, Any]] | None = None,
) -> Plain:
    """Compute a rule for one case without its steps. Raises as ``explain`` does."""
    shape = edition.rule(rule).tree.shape
    return plain(_Quiet(edition, facts, others).compute(rule), shape)


@dataclass(frozen=True, slots=True)
class _Program:
    """A rule made ready to run: its closures, built once an edition."""

    compiled: CompiledRule
    value: Compute
    text: Text
    shown: Callable[[Value], str]
    reasons: Mapping[bool | None, Reason | None]


def _program(edition: Edition, name: str) -> _Program:
    program: _Program | None = edition.programs.get(name)
    if program is None:
        compiled = edition.rule(name)
        evaluator = Evaluator(edition)
        program = edition.programs[name] = _Program(
            compiled,
            evaluator.build(compiled.tree),
            FilledWording(edition, evaluator).build(compiled.tree),
            evaluator.shower(compiled.tree.shape),
            _reasons(edition, compiled.rule) if compiled.rule.is_check else {},
        )
    return program


def _reasons(edition: Edition, rule: Rule) -> dict[bool | None, Reason | None]:
    """Return the reason for each answer that a check's condition may have."""
    unknown = rule.effect if rule.effect is Effect.NOTE else Effect.REFER
    return {
        True: None,
        False: Reason(rule.code, rule.clause, _filled(edition, rule.text), str(rule.effect)),
        None: Reason(
            rule.code,
            rule.clause,
            _filled(edition, rule.unknown_text),
            str(unknown),
            is_unknown=True,
        ),
    }


def _filled(edition: Edition, text: str) -> str:
    """Put the figures in force into a reason: ``{diploma_deadline}`` → 2024-07-05."""
    return text.format_map({name: _figure(edition, name) for name in figures_named(text)})


def _figure(edition: Edition, name: str) -> str:
    value, unit = edition.values[name].value, edition.pack.parameters[name].unit
    if unit.is_money and isinstance(value, int):
        return f"{yuan_text(value)}元"
    if unit is Unit.RATIO and isinstance(value, int | Decimal):
        return percentage(value)
    return str(value)


class _Quiet:
    """One case on its way through the rules it needs."""

    def __init__(
        self,
        edition: Edition,
        facts: Mapping[str, Any],
        others: Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        self.edition = edition
        self.results: dict[str, Value] = {}
        self.case = Case(read_facts(edition.pack.inputs, facts), self.compute)
        if others is not None:
            self.case.others = _population(edition, [facts, *others])

    def compute(self, name: str) -> Value:
        if name not in self.results:
            self.results[name] = self.answer(_program(self.edition, name))
        return self.results[name]

    def answer(self, program: _Program) -> Value:
        value: Value = program.value(self.case)
        if not program.compiled.rule.is_check:
            return value
        return _judged(program.reasons[value is True if value is not None else None])


def _population(edition: Edition, facts: Sequence[Mapping[str, Any]]) -> list[Case]:
    """Return all cases of a population, each of which knows all: what is ranked may rest on ranks.

    A case is never ahead of itself, so that it may stand among the others.
    """
    cases = [_Quiet(edition, one).case for one in facts]
    for case in cases:
        case.others = cases
    return cases


class _Run(_Quiet):
    """The same, keeping steps and reasons."""

    def __init__(
        self, edition: Edition, facts: Mapping[str, Any], others: Sequence[Mapping[str, Any]] | None
    ) -> None:
        super().__init__(edition, facts, others)
        self.steps: list[Step] = []
        self.reasons: list[Reason | None] = []

    def answer(self, program: _Program) -> Value:
        outer, self.case.used = self.case.used, {}
        value: Value = program.value(self.case)
        rule = program.compiled.rule
        if rule.is_check:
            reason = program.reasons[value is True if value is not None else None]
            self.reasons.append(reason)
            value = _judged(reason)
        shown = self.case.texts[rule.name] = program.shown(value)
        formula = program.text(self.case)
        used, self.case.used = tuple(self.case.used.values()), outer
        self.steps.append(
            Step(
                rule.name,
                rule.label,
                plain(value, program.compiled.tree.shape),
                shown,
                formula,
                rule.clause,
                used,
            )
        )
        return value


def _judged(reason: Reason | None) -> str:
    if reason is None or reason.effect == Effect.NOTE:
        return Outcome.PASS
    return Outcome(reason.effect)
