"""What a run over rows needs: which rules in which order, which facts, which tables, what may be unknown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod

from linli.core.policy.bulk.lookups import is_joined
from linli.core.policy.compiling import Edition
from linli.core.policy.errors import CaseError
from linli.core.policy.evaluation import Evaluator
from linli.core.policy.expression import Expression, Kind, Outcome, Shape
from linli.core.policy.gathering import starts_and_steps
from linli.core.policy.pack import Input
from linli.core.policy.units import Unit

_MEASURED = (Kind.MONEY, Kind.NUMBER, Kind.FLAG, Kind.OUTCOME)
_MOST_ROWS = 10_000  # more are not proved to be there


@dataclass(frozen=True)
class Plan:
    """The rules of an edition that are wanted, with all they rest on.

    ``tag`` tells the columns of two plans apart that run over the same rows.
    """

    edition: Edition
    wanted: tuple[str, ...]
    tag: str = ""
    levels: tuple[tuple[str, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        for name in self.wanted:
            self.edition.rule(name)
        object.__setattr__(self, "levels", tuple(_levels(self.edition, self.wanted)))

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """Return all rules that run, those that others rest on first."""
        return tuple(name for level in self.levels for name in level)

    @cached_property
    def facts(self) -> tuple[Input, ...]:
        """Return the facts that the rules ask for, in the pack's order."""
        named = {node.name for node in self.nodes() if node.operation == "fact"}
        return tuple(one for name, one in self.edition.pack.inputs.items() if name in named)

    def tree(self, rule: str) -> Expression:
        """Return a rule's tree."""
        return self.edition.rules[rule].tree

    def nodes(self) -> Iterator[Expression]:
        """Yield every node of every rule that runs."""
        for rule in self.rules:
            yield from walk(self.tree(rule))

    def tables(self, rules: Iterable[str]) -> dict[str, Expression]:
        """Return the lookups of some rules that can be joined, by column: those keyed by columns."""
        return {
            table_column(node, self.tag): node
            for rule in rules
            for node in walk(self.tree(rule))
            if node.operation == "lookup" and self.is_joined(node)
        }

    def is_joined(self, node: Expression) -> bool:
        """Tell whether a lookup's table is joined to the rows, and not written into the formula."""
        return is_joined(node, Evaluator(self.edition).rows(node))

    @cached_property
    def nullable_rules(self) -> frozenset[str]:
        """Return the rules whose result may be unknown."""
        found: set[str] = set()
        for rule in self.rules:
            if self._nullable(self.tree(rule), found):
                found.add(rule)
        return frozenset(found)

    def is_nullable(self, node: Expression) -> bool:
        """Tell whether a node may be unknown because a fact may be."""
        return self._nullable(node, self.nullable_rules)

    def _nullable(self, node: Expression, rules: Iterable[str]) -> bool:
        match node.operation:
            case "fact":
                return self.edition.pack.inputs[node.name].may_be_unknown
            case "result":
                return node.name in rules
            case "check" | "worst" | "passes":
                return False
            case "state":
                return True  # one step after another may have met what is unknown
            case "fold":
                return any(self._nullable(one, rules) for one in _without_state(node))
        return any(self._nullable(operand, rules) for operand in node.operands)

    @cached_property
    def deferred_rules(self) -> frozenset[str]:
        """Return the rules that may have no answer for a case and are needed in branches only.

        To compute them for every row would refuse a row for a branch that it does not take.
        """
        certain: set[str] = set()
        for rule in reversed(self.rules):
            if rule in self.wanted or rule in certain:
                certain |= {
                    one.name for one in _certain(self.tree(rule)) if one.operation == "result"
                }
        return frozenset(self._refusing_rules() - certain - set(self.wanted))

    def _refusing_rules(self) -> set[str]:
        found: set[str] = set()
        for rule in self.rules:
            nodes = walk(self.tree(rule))
            if any(_is_result(node, found) or self.refuses(node) for node in nodes):
                found.add(rule)
        return found

    def refuses(self, node: Expression) -> bool:
        """Tell whether a node itself may have no value for a case with sound facts."""
        match node.operation:
            case "dated" | "working_day":
                return True
            case "rest":
                return node.operands[0].shape.low < 0
            case "lookup":
                return not self.is_total(node)
            case "band":
                lowest = min(Evaluator(self.edition).rows(node), key=lambda row: int(str(row[0])))
                return node.operands[0].shape.low < int(str(lowest[0]))
            case "fold":
                _, steps = starts_and_steps(node)
                return any(self.refuses(one) for step in steps for one in walk(step))
        return False

    def is_total(self, node: Expression) -> bool:
        """Tell whether a table has a row for all that its keys may be, by what they are made of."""
        keys = [_possible(key.shape) for key in node.operands]
        if not 0 < prod(map(len, keys)) <= _MOST_ROWS:
            return False
        rows = Evaluator(self.edition).rows(node)
        return all(row in rows for row in product(*keys))

    def ranks(self) -> bool:
        """Tell whether a rule ranks, so that engines sort the rows."""
        return any(node.operation == "rank" for node in self.nodes())

    def check_measures(self) -> None:
        """Refuse to add up what is no amount, number or yes/no; decimals would lose their point."""
        for rule in self.wanted:
            shape = self.tree(rule).shape
            if shape.kind not in _MEASURED or shape.scale:
                raise CaseError(
                    f"规则“{rule}”得出{'小数' if shape.scale else shape.kind.label}，不能汇总",
                    mend="汇总金额、整数、是否或检查",
                )

    def check_kept(self, names: Sequence[str]) -> None:
        """Refuse columns to carry along that would stand beside results of the same name."""
        results = {result_column(rule, self.tree(rule).shape) for rule in self.wanted}
        double = sorted(results & set(names))
        if double:
            raise CaseError(
                f"文件已有列“{'、'.join(double)}”，与要计算的结果同名",
                mend="不保留这些列，或在文件中改名",
            )

    def needs_calendar(self) -> bool:
        """Tell whether a rule counts working days."""
        return any(node.operation == "working_day" for node in self.nodes())


def _is_result(node: Expression, rules: Iterable[str]) -> bool:
    return node.operation == "result" and node.name in rules


def _possible(shape: Shape) -> Sequence[int | str]:
    """Return all that a key may be, or nothing where that is not known."""
    match shape.kind:
        case Kind.TEXT:
            return tuple(shape.choices)
        case Kind.FLAG:
            return (False, True)
        case Kind.OUTCOME:
            return tuple(Outcome)
    return range(shape.low, shape.high + 1)


def _certain(node: Expression) -> Iterator[Expression]:
    """Yield a node and what is computed with it whatever the case; not what stands in branches."""
    yield node
    operands = node.operands
    if node.operation in ("when", "dated"):
        operands = node.operands[:1]
    elif node.operation == "fold":
        operands = (node.operands[0], *starts_and_steps(node)[0])  # no item, no step
    for operand in operands:
        yield from _certain(operand)


def walk(node: Expression) -> Iterator[Expression]:
    """Yield a node and all below it."""
    yield node
    for operand in node.operands:
        yield from walk(operand)


def shared_nodes(nodes: Sequence[Expression]) -> frozenset[int]:
    """Return the nodes on which more than one other rests, by identity."""
    seen: set[int] = set()
    shared: set[int] = set()

    def visit(node: Expression) -> None:
        if id(node) in seen:
            shared.add(id(node))
            return
        seen.add(id(node))
        for operand in node.operands:
            visit(operand)

    for node in nodes:
        visit(node)
    return frozenset(shared)


def table_column(node: Expression, tag: str = "") -> str:
    """Return the column that holds a joined lookup: parameter, number of its value, keys."""
    return f"p{tag}_{node.name}_{node.value}_" + "_".join(key.name for key in node.operands)


def column_of(name: str, kind: Kind) -> str:
    """Return a fact's or result's column in files: money is whole fen and says so."""
    return f"{name}_fen" if kind is Kind.MONEY and not name.endswith("_fen") else name


def history_codes(edition: Edition) -> tuple[str, ...]:
    """Return the codes of all histories of a pack: in lists, each is told by its place here."""
    inputs = edition.pack.inputs.values()
    return tuple(sorted({code for one in inputs if one.type == "history" for code in one.choices}))


def _without_state(node: Expression) -> Iterator[Expression]:
    """Yield what a fold rests on, but for the state that it carries itself."""
    return (one for one in walk(node) if not one.operands and one.operation != "state")


def result_column(rule: str, shape: Shape) -> str:
    """Return a result's column in a file: fen and months of age say so."""
    name = column_of(rule, shape.kind)
    return f"{name}_months" if shape.unit is Unit.AGE else name


def _levels(edition: Edition, wanted: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    depths: dict[str, int] = {}

    def depth(rule: str) -> int:
        if rule not in depths:
            below = [
                depth(node.name)
                for node in walk(edition.rules[rule].tree)
                if node.operation == "result"
            ]
            depths[rule] = 1 + max(below, default=-1)
        return depths[rule]

    for rule in wanted:
        depth(rule)
    for level in range(max(depths.values(), default=-1) + 1):
        yield tuple(rule for rule in edition.rules if depths.get(rule) == level)
