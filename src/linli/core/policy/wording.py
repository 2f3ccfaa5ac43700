"""A rule's tree as text with one case's numbers filled in; ``naming.py`` has it with names."""

from collections.abc import Callable

from linli.core.policy.case import Case
from linli.core.policy.compiling import Edition
from linli.core.policy.evaluation import Evaluator
from linli.core.policy.expression import Expression, Kind
from linli.core.policy.gathering import starts_and_steps
from linli.core.policy.idioms import carried, code_counted, is_bound

Text = Callable[[Case], str]

SIGNS = {"*": "×", "-": "−", "=": "＝", "<>": "≠", "<=": "≤", ">=": "≥", "and": "且", "or": "或"}
LOOSE, COMPARING, ADDING, MULTIPLYING, TIGHT = 0, 3, 4, 5, 9
BINDING = {
    **dict.fromkeys(("when", "round", "floor", "worst"), LOOSE),
    **{"or": 1, "and": 2, "+": ADDING, "-": ADDING, "*": MULTIPLYING},
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), COMPARING),
}
LEAVES = ("fact", "result", "parameter", "lookup", "band", "item", "state")
FRAMES = {
    "year_of": "{}的年份",
    "month_of": "{}所在月",
    "first_day": "{}的第一日",
    "last_day": "{}的最后一日",
    "whole_years": "自{}至{}的整年数",
    "whole_months": "自{}至{}的整月数",
    "months_after": "自{}起满{}的对应日",
    "working_day": "自{}次日起满{}之日",
}
# What a date or month is moved by, in the unit that the move implies.
STEP_UNITS = {"months_after": "个月", "working_day": "个工作日"}
MOVED_BY = {Kind.DATE: "日", Kind.MONTH: "个月"}
BOUNDS = {"<": ("较小者", "较早者"), ">": ("较大者", "较晚者")}
# Where these stand inside a formula, their own value is said first.
_COUNTED = ("round", "floor", "rank", "fold", *FRAMES)


class FilledWording:
    """Formulas with the numbers of one case: ``1,980.00元 × 10 ÷ 31，四舍五入到分``."""

    def __init__(self, edition: Edition, evaluator: Evaluator) -> None:
        self.edition = edition
        self.evaluator = evaluator

    def build(self, node: Expression) -> Text:
        """Return the closure that words a node for a case."""
        if node.operation == "relabel" and carried(node).operation in LEAVES:
            return self.within(node, TIGHT, "个月")
        node = carried(node)
        if node.operation == "literal":
            text = self.evaluator.shown(node.value, node.shape)
            return lambda _: text
        if node.operation in LEAVES:
            return self.leaf(node)
        special = _BUILDERS.get(node.operation)
        if special:
            return special(self, node)
        if node.operation in FRAMES:
            return self._framed(node)
        return self._joined(node)

    def leaf(self, node: Expression) -> Text:
        """Word a leaf's value; a bare 是 or 符合 says nothing without its name."""
        text = self.evaluator.text(node)
        if node.shape.kind in (Kind.FLAG, Kind.OUTCOME):
            name = self.name_of(node)
            return lambda case: f"{name}：{text(case)}"
        return text

    def name_of(self, node: Expression) -> str:
        """Return the Chinese name of a fact, rule or parameter."""
        pack = self.edition.pack
        if node.operation == "fact":
            return pack.inputs[node.name].description
        if node.operation == "result":
            return self.edition.rules[node.name].rule.label
        return {"item": "本次结果", "state": "累计数"}.get(node.operation) or pack.parameters[
            node.name
        ].description

    def within(self, node: Expression, binding: int, unit: str = "") -> Text:
        """Word a part of a formula so that it reads as it is computed, with its unit if given."""
        node = carried(node)
        if node.operation == "when" and not is_bound(node):
            return self.when(node, binding, unit)
        text = self.build(node)
        if node.operation in _COUNTED or is_bound(node):
            value = self.evaluator.text(node)
            return lambda case: f"{value(case)}{unit}（{text(case)}）"
        text = self.bracketed(node, binding, text)
        return lambda case: text(case) + unit

    def bracketed(self, node: Expression, binding: int, text: Text) -> Text:
        """Put a part into brackets that would be read otherwise without them."""
        if BINDING.get(node.operation, TIGHT) >= binding:
            return text
        return lambda case: f"（{text(case)}）"

    def _joined(self, node: Expression) -> Text:
        own = BINDING[node.operation]
        left, right = (carried(operand) for operand in node.operands)
        before = self.within(left, own + (own == COMPARING))
        after = self._code(left, right) or self.within(
            right,
            TIGHT
            if node.shape.kind in MOVED_BY
            else own + (own == COMPARING or node.operation == "-"),
            MOVED_BY.get(node.shape.kind, ""),
        )
        sign = f" {SIGNS.get(node.operation, node.operation)} "
        if node.operation in ("and", "or"):
            return self.decided(node, sign, before, after)
        return lambda case: before(case) + sign + after(case)

    def decided(self, node: Expression, sign: str, before: Text, after: Text) -> Text:
        """Word of two conditions the one that decides alone; both, where it takes both."""
        decisive = node.operation == "or"
        left, right = [self.evaluator.build(operand) for operand in node.operands]

        def text(case: Case) -> str:
            one, other = left(case) is decisive, right(case) is decisive
            if one is other:
                return before(case) + sign + after(case)
            return before(case) if one else after(case)

        return text

    def _code(self, choice: Expression, code: Expression) -> Text | None:
        """Word the code with which a choice is compared by its name."""
        if code.operation != "literal" or code.shape.kind is not Kind.TEXT:
            return None
        name = self.evaluator.shown(code.value, choice.shape)
        return lambda _: name

    def _framed(self, node: Expression) -> Text:
        frame, unit = FRAMES[node.operation], STEP_UNITS.get(node.operation, "")
        first, *others = node.operands
        parts = [self.within(first, TIGHT), *(self.within(one, TIGHT, unit) for one in others)]
        return lambda case: frame.format(*[part(case) for part in parts])

    def _not(self, node: Expression) -> Text:
        inner = self.build(node.operands[0])
        return lambda case: f"并非（{inner(case)}）"

    def worst(self, node: Expression) -> Text:
        """Word each check with its outcome."""
        parts = [self.build(operand) for operand in node.operands]
        return lambda case: "；".join([part(case) for part in parts])

    def passes(self, node: Expression) -> Text:
        """Word the outcome, which says itself whether it passes."""
        return self.build(node.operands[0])

    def when(self, node: Expression, binding: int = LOOSE, unit: str = "") -> Text:
        """Word the branch that was taken, and why."""
        if is_bound(node):
            return self.bound(node)
        tested = carried(node.operands[0])
        condition = self.evaluator.build(tested)
        then, otherwise = [self.within(operand, binding, unit) for operand in node.operands[1:]]
        named = self.build(tested)
        if tested.operation in LEAVES:
            name = self.name_of(tested)
            named = lambda _: name  # noqa: E731 - the flag's own value is said after it

        def text(case: Case) -> str:
            holds = condition(case)
            if holds is None:
                return f"未知（因“{named(case)}”未知）"
            branch = then(case) if holds else otherwise(case)
            return f"{branch}（因“{named(case)}”为{'是' if holds else '否'}）"

        return text

    def bound(self, node: Expression) -> Text:
        """Word the smaller or larger of two values."""
        word = BOUNDS[node.operands[0].operation][node.shape.kind in MOVED_BY]
        left, right = [self.within(operand, TIGHT) for operand in node.operands[1:]]
        return lambda case: f"{left(case)}与{right(case)}中的{word}"

    def _rounded(self, node: Expression) -> Text:
        amount, divisor = node.operands
        word = "四舍五入" if node.operation == "round" else "舍去尾数"
        is_money = amount.shape.kind is Kind.MONEY
        unit = ("到分" if node.value == 1 else "到元") if is_money else "到整数"
        if divisor.operation == "literal" and divisor.value == 1 and not divisor.shape.scale:
            whole = self.within(amount, COMPARING)
            return lambda case: f"{whole(case)}，{word}{unit}"
        inner, per = self.within(amount, MULTIPLYING), self.within(divisor, TIGHT)
        return lambda case: f"{inner(case)} ÷ {per(case)}，{word}{unit}"

    def dated(self, node: Expression) -> Text:
        """Word a figure in force on a date of the case."""
        value, on = self.evaluator.text(node), self.build(node.operands[0])
        return lambda case: f"{value(case)}（{on(case)}有效的）"

    def fold(self, node: Expression) -> Text:
        """Word a walk along a history by the history itself; the rule book says the step."""
        history, counted = self.leaf(carried(node.operands[0])), self._counted(node)
        if counted:
            return lambda case: f"“{history(case)}”{counted}"
        starts = [self.within(start, TIGHT) for start in starts_and_steps(node)[0]]
        return lambda case: (
            f"从{'、'.join([start(case) for start in starts])}开始，按历次“{history(case)}”逐次计算"
        )

    def _counted(self, node: Expression) -> str:
        """Return what a walk counts, if it only counts."""
        code = code_counted(node)
        if code is None:
            return ""
        label = self.evaluator.shown(code, node.operands[0].shape)
        return f"中“{label}”的次数" if code else "的次数"

    def rank(self, node: Expression) -> Text:
        """Word a place by the value that is ranked."""
        value, *groups = [self.within(operand, TIGHT) for operand in node.operands]
        order = "从高到低" if node.value else "从低到高"

        def text(case: Case) -> str:
            within = "、".join([group(case) for group in groups])
            return f"{value(case)}{self.group(within) if within else ''}{order}的名次"

        return text

    def group(self, within: str) -> str:
        """Word the group in which a case is ranked."""
        return f"在“{within}”中"


_BUILDERS: dict[str, Callable[[FilledWording, Expression], Text]] = {
    "not": lambda wording, node: wording._not(node),
    "worst": lambda wording, node: wording.worst(node),
    "passes": lambda wording, node: wording.passes(node),
    "when": lambda wording, node: wording.when(node),
    "round": FilledWording._rounded,
    "floor": FilledWording._rounded,
    "dated": lambda wording, node: wording.dated(node),
    "fold": lambda wording, node: wording.fold(node),
    "rank": lambda wording, node: wording.rank(node),
}
