"""One entry of the rule book in full: a figure with its editions and codes, or a rule with its facts."""

from collections.abc import Iterable

from linli.core.policy.figure_texts import Tables, period_text
from linli.core.policy.language import Rule
from linli.core.policy.layout import Block, Code, Grid, Heading, Item, Page
from linli.core.policy.pack import Input, Parameter
from linli.core.policy.rulebook import RuleBook, wanted


def entry(book: RuleBook, name: str) -> Page:
    """Return the entry of a rule, fact or figure of a pack, also of one that it takes over."""
    rule = book.pack.rules.get(name)
    if rule:
        return tuple(_rule(book, rule))
    if name in book.pack.inputs:
        return tuple(_fact(book, book.pack.inputs[name]))
    return tuple(_figure(book, book.pack.parameter(name)))


def _fact(book: RuleBook, fact: Input) -> Iterable[Block]:
    yield Heading(2, f"{fact.description} {fact.name}")
    yield Item((f"要填写的事实：{wanted(fact)}",))
    if fact.may_be_unknown:
        yield Item(("可以未知：JSON 中写 null，csv 中留空",))
    if fact.choices:
        yield Grid(("填写", "意思"), tuple(fact.choices.items()))
    users = [one for one in book.pack.rules if fact.name in book.rules.facts(one)]
    yield from _named("用于规则", [(book.pack.rules[one].label, one) for one in users])


def _figure(book: RuleBook, parameter: Parameter) -> Iterable[Block]:
    yield Heading(2, f"{parameter.description} {parameter.name}")
    if parameter.keys:
        yield from Tables(book.pack, book.rules.editions, coded=True).grids(parameter)
        for dated in parameter.values:
            yield Item((f"{period_text(dated)}：{dated.clause}",))
    else:
        rows = [
            (period_text(one), book.value(parameter, one), one.clause) for one in parameter.values
        ]
        yield Grid(("期间", "数值", "条款"), tuple(rows))
    if parameter.bands:
        yield Item(("按起点分段，“以上”含本数，“不满”不含",))
    if parameter.reading:
        yield Item((f"我们的理解：{parameter.reading}",))
    users = [one for one in book.pack.rules if parameter.name in book.rules.needs(one).parameters]
    yield from _named("用于规则", [(book.pack.rules[one].label, one) for one in users])


def _rule(book: RuleBook, rule: Rule) -> Iterable[Block]:
    yield Heading(2, f"{rule.label} {rule.name}")
    yield Item((f"条款：{rule.clause}",))
    yield book.rule(rule)
    needs, pack = book.rules.needs(rule.name), book.pack
    facts = [pack.inputs[one] for one in book.rules.facts(rule.name)]
    yield from _named(
        "要填写的事实", [(f"{one.description}（{wanted(one)}）", one.name) for one in facts]
    )
    if needs.parameters:
        yield Heading(3, "用到的数值")
    for name in needs.parameters:
        yield book.figure(pack.parameters[name])
    yield from _named("用到的规则", [(book.tables.key_name(one), one) for one in needs.rules])


def _named(title: str, entries: list[tuple[str, str]]) -> Iterable[Block]:
    if entries:
        yield Heading(3, title)
    for text, name in entries:
        yield Item((f"{text} ", Code(name)))
