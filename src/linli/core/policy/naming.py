"""A rule's tree as text with the names of its figures, as an official would say it."""

import re
from collections.abc import Callable
from functools import partial

from linli.core.policy.case import Case
from linli.core.policy.compiling import Edition
from linli.core.policy.evaluation import Evaluator
from linli.core.policy.expression import Expression, Kind
from linli.core.policy.gathering import starts_and_steps
from linli.core.policy.idioms import (
    carried,
    is_bound,
    is_nothing,
    not_below_zero,
    remainder,
    rounded_up,
    said_twice,
    switched,
    term,
)
from linli.core.policy.units import Unit
from linli.core.policy.wording import (
    ADDING,
    BINDING,
    BOUNDS,
    COMPARING,
    FRAMES,
    LEAVES,
    LOOSE,
    MOVED_BY,
    MULTIPLYING,
    SIGNS,
    STEP_UNITS,
    TIGHT,
    FilledWording,
    Text,
)

_LETTERS = "甲乙丙丁戊己庚辛壬癸"
_LONG = 30
_NOBODY = Case({}, lambda _: None)


class NamedWording(FilledWording):
    """Formulas with the names of their figures: ``月平均工资 × 基本薪酬比例，四舍五入到分``."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(edition, Evaluator(edition))
        self.letters: dict[int, str] = {}
        self.steps: list[str] = []

    def formula(self, node: Expression) -> str:
        """Return a tree in the words of its figures."""
        whole, meanings = self.formula_and_meanings(node)
        return f"{whole}；其中，{'；'.join(meanings)}" if meanings else whole

    def formula_and_meanings(self, node: Expression) -> tuple[str, list[str]]:
        """Return a tree in words, and beside them what its sentence would be too long for.

        These are the numbers carried along a history, and the long parts that are said twice:
        the sentence has a letter in their place.
        """
        shared = [part for part in said_twice(node) if len(self.words(part)) > _LONG]
        lettered = dict(zip(_LETTERS, shared, strict=False))
        self.letters = {id(part): letter for letter, part in lettered.items()}
        self.steps = []
        whole, steps = self.words(node), self.steps
        meanings = [f"{letter} ＝ {self.said(part)(_NOBODY)}" for letter, part in lettered.items()]
        self.letters = {}
        return whole, [*steps, *meanings]

    def words(self, node: Expression) -> str:
        """Return a part of a tree in words."""
        return self.build(node)(_NOBODY)

    def build(self, node: Expression) -> Text:
        """Word a node, by its letter where it has one."""
        letter = self.letters.get(id(carried(node)))
        return (lambda _: letter) if letter else self.said(node)

    def said(self, node: Expression) -> Text:
        """Word a node, by its idiom where it has one."""
        idiom = _idiom(carried(node))
        return super().build(node) if idiom is None else idiom(self)

    def name_of(self, node: Expression) -> str:
        """Return a name as it stands in a sentence: without the remark of an open question."""
        if node.operation == "state" and node.name:
            return _nth(int(node.value or 0))
        name = _REMARK.sub("", super().name_of(node))
        parameter = self.edition.pack.parameters.get(node.name)
        if parameter and parameter.unit is Unit.RULE:
            return f"按“{name}”得出的结果"
        if parameter and parameter.unit is Unit.TIMES and name.endswith("的"):
            return f"{name}倍数"
        return name

    def leaf(self, node: Expression) -> Text:
        """Word a leaf by its name; a table that is looked up by other keys, with those."""
        name = self.name_of(node)
        if node.operation in ("lookup", "band"):
            own = self.edition.pack.parameters[node.name].keys
            if tuple(key.name for key in node.operands) != own:
                keys = "、".join([self.words(key) for key in node.operands])
                name = f"{name}（{keys}）"
        if node.shape.kind is Kind.FLAG and _ASKS.search(name):
            name = f"{_quoted(name)}为是"
        return lambda _: name

    def within(self, node: Expression, binding: int, unit: str = "") -> Text:
        """Word a part of a formula; the name of a figure says its unit, a bare number does not."""
        node = carried(node)
        text = self.bracketed(node, binding, self.build(node))
        return lambda case: text(case) + (unit if node.operation == "literal" else "")

    def bracketed(self, node: Expression, binding: int, text: Text) -> Text:
        """Put a part into brackets by what its phrase binds, not by its first operation."""
        if id(node) in self.letters or is_nothing(node) or remainder(node):
            return text
        says_more = node.operation == "fold" and not self._counted(node)
        if binding > LOOSE and (
            says_more or not_below_zero(node) or rounded_up(node) or switched(node)
        ):
            return lambda case: f"（{text(case)}）"
        return super().bracketed(node, binding, text)

    def quoted(self, node: Expression, unit: str = "") -> Text:
        """Word a part inside a phrase: a name in quotation marks, all else in brackets."""
        node = carried(node)
        if node.operation not in LEAVES:
            return self.within(node, TIGHT, unit)
        name = _quoted(self.words(node))
        return lambda _: name

    def _joined(self, node: Expression) -> Text:
        left, right = (carried(operand) for operand in node.operands)
        if node.operation in ("and", "or"):
            return self._logical(node)
        if right.operation == "literal" and right.shape.kind is Kind.TEXT:
            verb = "为" if node.operation == "=" else "不为"
            text = f"“{self.name_of(left)}”{verb}“{self.evaluator.shown(right.value, left.shape)}”"
            return lambda _: text
        if left.shape.kind is Kind.FLAG and node.operation == "=":
            both = f"（{self.words(left)}）与（{self.words(right)}）同时成立或者同时不成立"
            return lambda _: both
        return super()._joined(node)

    def _logical(self, node: Expression) -> Text:
        """Join conditions; those joined by the other word stand in brackets."""
        own = BINDING[node.operation]
        parts = [carried(operand) for operand in node.operands]
        other = {"and": "or", "or": "and"}[node.operation]
        texts = [self.within(part, COMPARING if part.operation == other else own) for part in parts]
        return lambda case: f" {SIGNS[node.operation]} ".join([text(case) for text in texts])

    def _framed(self, node: Expression) -> Text:
        frame, unit = FRAMES[node.operation], STEP_UNITS.get(node.operation, "")
        first, *others = node.operands
        parts = [self.quoted(first), *(self.quoted(one, unit) for one in others)]
        return lambda case: frame.format(*[part(case) for part in parts])

    def _not(self, node: Expression) -> Text:
        inner = carried(node.operands[0])
        if inner.operation not in LEAVES:
            return super()._not(node)
        name = _quoted(self.name_of(inner))
        return lambda _: f"{name}为否"

    def worst(self, node: Expression) -> Text:
        """Word the checks of which the worst outcome is taken."""
        names = "、".join([self.words(operand) for operand in node.operands])
        return lambda _: f"{names}，取最不利的结论"

    def passes(self, node: Expression) -> Text:
        """Word the checks that have to pass."""
        outcome = carried(node.operands[0])
        checks = outcome.operands if outcome.operation == "worst" else (outcome,)
        names = "、".join([self.words(check) for check in checks])
        return lambda _: f"{names}{'均' if len(checks) > 1 else ''}符合"

    def when(self, node: Expression, binding: int = LOOSE, unit: str = "") -> Text:
        """Word both branches; a further choice in the last one goes on without brackets."""
        if is_bound(node):
            return self.bound(node)
        condition, then, otherwise = (carried(operand) for operand in node.operands)
        goes_on = self._is_choice(otherwise)
        parts = [
            self.build(condition),
            self.within(then, LOOSE + 1),
            self.within(otherwise, LOOSE if goes_on else LOOSE + 1),
        ]
        frame = "如{}，则{}；否则，{}" if goes_on else "如{}，则{}；否则{}"
        return lambda case: frame.format(*[part(case) for part in parts])

    def _is_choice(self, node: Expression) -> bool:
        chooses = (node.operation == "when" and not is_bound(node)) or bool(switched(node))
        return chooses and id(node) not in self.letters

    def bound(self, node: Expression) -> Text:
        """Word the smaller or larger of two values."""
        word = BOUNDS[node.operands[0].operation][node.shape.kind in MOVED_BY]
        left, right = [self.quoted(operand) for operand in node.operands[1:]]
        return lambda case: f"{left(case)}与{right(case)}中的{word}"

    def dated(self, node: Expression) -> Text:
        """Word a figure in force on a date of the case."""
        name, on = self.quoted(node.operands[1]), self.quoted(node.operands[0])
        return lambda case: f"{name(case)}在{on(case)}的数值"

    def fold(self, node: Expression) -> Text:
        """Word the step that is repeated along a history."""
        history, counted = self.quoted(node.operands[0]), self._counted(node)
        if counted:
            return lambda case: history(case) + counted
        starts, steps = ([self.words(one) for one in part] for part in starts_and_steps(node))
        if len(starts) == 1:
            return lambda case: f"从{starts[0]}开始，按{history(case)}逐次计算：{steps[0]}"
        names = [_nth(place) for place in range(len(starts))]
        begun = "、".join([f"{name}从{one}" for name, one in zip(names, starts, strict=True)])
        self.steps += [f"{name} ＝ {one}" for name, one in zip(names, steps, strict=True)]
        taken = names[int(node.value or 0)]
        return lambda case: f"{begun}开始，按{history(case)}逐次计算，最后取{taken}"

    def rank(self, node: Expression) -> Text:
        """Word a place by the value that is ranked, among those who have the groups in common."""
        value, *groups = [self.quoted(operand) for operand in node.operands]
        order = "从高到低" if node.value else "从低到高"

        def text(case: Case) -> str:
            within = "、".join([group(case) for group in groups])
            return f"{value(case)}{f'在{within}相同者中' if within else ''}{order}的名次"

        return text


def _quoted(name: str) -> str:
    """Put a name into quotation marks, and its own into single ones."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def _nth(place: int) -> str:
    """Return the name of one of several numbers that are carried along a history."""
    return f"第{'一二三四五六七八九十'[place]}个累计数"


def _idiom(node: Expression) -> Callable[[NamedWording], Text] | None:
    """Return how to word a node that people say in one phrase, or ``None``."""
    if is_nothing(node):
        return lambda _: lambda _: "0元" if node.shape.kind is Kind.MONEY else "0"
    for find, say in _IDIOMS:
        found = find(node)
        if found:
            return partial(say, parts=found)
    return None


def _say_not_below_zero(wording: NamedWording, parts: tuple[Expression, ...]) -> Text:
    left, *right = parts
    if not right:
        whole = wording.within(left, COMPARING)
        return lambda case: f"{whole(case)}，小于0的按0计"
    first, less = wording.within(left, ADDING), wording.within(right[0], MULTIPLYING)
    return lambda case: f"{first(case)} − {less(case)}，小于0的按0计"


def _say_rounded_up(wording: NamedWording, parts: tuple[Expression, ...]) -> Text:
    whole, share = [wording.within(part, MULTIPLYING) for part in parts]
    unit = "分" if parts[0].shape.kind is Kind.MONEY else "整数"
    return lambda case: f"{whole(case)} × {share(case)}，有尾数的进到{unit}"


def _say_remainder(wording: NamedWording, parts: tuple[Expression, ...]) -> Text:
    whole, divisor = [wording.quoted(part) for part in parts]
    return lambda case: f"{whole(case)}除以{divisor(case)}的余数"


def _say_term(wording: NamedWording, parts: tuple[Expression, ...]) -> Text:
    day, months = wording.quoted(parts[0]), wording.quoted(parts[1], "个月")
    return lambda case: f"自{day(case)}当日起满{months(case)}的最后一日"


def _say_switched(wording: NamedWording, parts: tuple[Expression, ...]) -> Text:
    amount, condition = wording.within(parts[0], LOOSE + 1), wording.build(parts[1])
    nothing = "0元" if parts[0].shape.kind is Kind.MONEY else "0"
    return lambda case: f"如{condition(case)}，则{amount(case)}；否则{nothing}"


_IDIOMS: tuple[tuple[Callable[[Expression], tuple[Expression, ...]], Callable[..., Text]], ...] = (
    (not_below_zero, _say_not_below_zero),
    (rounded_up, _say_rounded_up),
    (remainder, _say_remainder),
    (term, _say_term),
    (switched, _say_switched),
)
# The names of flags that are answered by 是: questions, and what would run on with what follows.
_ASKS = re.compile("是否|能否|可否|，|且")
# The remark with which a label points to an open question of the requirements.
_REMARK = re.compile(r"（[^（）]*Q\d+[^（）]*）$")
