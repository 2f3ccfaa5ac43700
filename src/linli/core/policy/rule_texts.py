"""A pack's rules in words: the formula, what a check demands and proposes, what it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from linli.core.policy.compiling import Edition, compile_rules
from linli.core.policy.expression import Expression, Kind, Outcome
from linli.core.policy.figure_texts import reason_figure
from linli.core.policy.language import Effect, Rule, figures_named
from linli.core.policy.naming import NamedWording
from linli.core.policy.pack import Pack

PROPOSED = {
    Effect.FAIL: Outcome.FAIL.label,
    Effect.REFER: Outcome.REFER.label,
    Effect.NOTE: f"提示，结论仍为{Outcome.PASS.label}",
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What a rule names itself, in order of first appearance; the keys of its tables with it."""

    facts: tuple[str, ...]
    parameters: tuple[str, ...]
    rules: tuple[str, ...]


def last_editions(pack: Pack) -> dict[str, Edition]:
    """Return for each rule of a pack the last edition in which it can be computed."""
    found: dict[str, Edition] = {}
    for day in reversed(days_of_change(pack)):
        edition = compile_rules(pack, day)
        for name in edition.rules:
            found.setdefault(name, edition)
        if all(name in found for name in pack.rules):
            break
    return found


def days_of_change(pack: Pack) -> list[date]:
    """Return the days on which a figure of a pack takes a new value, the earliest first."""
    dated = [value for one in pack.parameters.values() for value in one.values]
    return sorted({value.since for value in dated}) or [date.min]


class RuleTexts:
    """The rules of a pack, worded by the last edition of each."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.editions: Mapping[str, Edition] = last_editions(pack)

    def formula(self, name: str) -> str:
        """Return a rule's formula in the words of its figures."""
        edition = self.editions[name]
        return NamedWording(edition).formula(edition.rules[name].tree)

    def formula_and_meanings(self, name: str) -> tuple[str, list[str]]:
        """Return a rule's formula, and what its letters stand for."""
        edition = self.editions[name]
        return NamedWording(edition).formula_and_meanings(edition.rules[name].tree)

    def sign(self, name: str) -> str:
        """Return what stands between a rule's name and its formula."""
        kind = self.editions[name].rules[name].tree.shape.kind
        return "：成立的条件是 " if kind is Kind.FLAG else " ＝ "

    def reason(self, text: str) -> str:
        """Return a check's reason with its figures."""
        return text.format_map(
            {name: reason_figure(self.pack, name) for name in figures_named(text)}
        )

    def outcomes(self, rule: Rule) -> list[tuple[str, str]]:
        """Return when a check proposes what: the case, and the proposal with its reason."""
        if rule.effect is None:
            return []
        found = [("否则", f"{PROPOSED[rule.effect]}——{self.reason(rule.text)}")]
        if self.may_be_unknown(rule.name):
            unknown = rule.effect if rule.effect is Effect.NOTE else Effect.REFER
            found.append(("情况不明时", f"{PROPOSED[unknown]}——{self.reason(rule.unknown_text)}"))
        return found

    def may_be_unknown(self, name: str) -> bool:
        """Tell whether a fact that a rule rests on may be unknown."""
        return any(self.pack.inputs[fact].may_be_unknown for fact in self.facts(name))

    def facts(self, name: str) -> tuple[str, ...]:
        """Return all facts that a rule rests on, also through other rules, in the pack's order."""
        seen: set[str] = set()
        todo, done = [name], set()
        while todo:
            rule = todo.pop()
            done.add(rule)
            needs = self.needs(rule)
            seen.update(needs.facts)
            todo += [one for one in needs.rules if one not in done]
        return tuple([fact for fact in self.pack.inputs if fact in seen])

    def needs(self, name: str) -> Needs:
        """Return the facts, figures and rules that a rule names itself."""
        nodes = list(_leaves(self.editions[name].rules[name].tree))
        by = {
            "facts": ("fact",),
            "parameters": ("parameter", "lookup", "band"),
            "rules": ("result",),
        }
        return Needs(
            **{
                what: tuple(dict.fromkeys(one.name for one in nodes if one.operation in operations))
                for what, operations in by.items()
            }
        )


def _leaves(node: Expression) -> Iterator[Expression]:
    if node.name and node.operation not in ("check", "version", "dated"):
        yield node
    for operand in node.operands:
        yield from _leaves(operand)
