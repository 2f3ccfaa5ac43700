"""Laws of the arithmetic: proven bounds hold, fractions agree, on any expression."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linli.core.policy import (
    Pack,
    Rule,
    RuleError,
    compile_rules,
    explain,
    round_down,
    round_half_up,
)
from linli.core.policy.language import smaller, when
from linli.core.policy.pack import Input

NAMES = ("a", "b", "c")
BOUNDS = st.tuples(st.integers(-(10**6), 10**6), st.integers(0, 10**6)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
FACTS = st.fixed_dictionaries(dict.fromkeys(NAMES, BOUNDS)).flatmap(
    lambda bounds: st.tuples(
        st.just(bounds),
        st.fixed_dictionaries({name: st.integers(*bounds[name]) for name in NAMES}),
    )
)
DIVISORS = st.integers(1, 1000)
TREES = st.recursive(
    st.sampled_from(NAMES) | st.integers(-1000, 1000),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "smaller", "when"]), inner, inner),
        st.tuples(st.sampled_from(["half_up", "down"]), inner, DIVISORS),
    ),
    max_leaves=8,
)


def symbols(tree: Any, names: dict[str, Any]) -> Any:
    """Build the expression of a drawn tree."""
    if isinstance(tree, str):
        return names[tree]
    if isinstance(tree, int):
        return names["a"] * 0 + tree
    operation, left, right = tree
    one = symbols(left, names)
    if operation == "half_up":
        return round_half_up(one, per=right)
    if operation == "down":
        return round_down(one, per=right)
    two = symbols(right, names)
    return {
        "+": lambda: one + two,
        "-": lambda: one - two,
        "*": lambda: one * two,
        "smaller": lambda: smaller(one, two),
        "when": lambda: when(one >= two, one, two * 2),
    }[operation]()


def reference(tree: Any, facts: dict[str, int]) -> Fraction:
    """Compute a drawn tree by fractions, written apart from the engine."""
    if isinstance(tree, str):
        return Fraction(facts[tree])
    if isinstance(tree, int):
        return Fraction(tree)
    operation, left, right = tree
    one = reference(left, facts)
    if operation in ("half_up", "down"):
        share = abs(one) / right + (Fraction(1, 2) if operation == "half_up" else 0)
        return Fraction(int(share) * (1 if one >= 0 else -1))
    two = reference(right, facts)
    return {
        "+": one + two,
        "-": one - two,
        "*": one * two,
        "smaller": min(one, two),
        "when": one if one >= two else two * 2,
    }[operation]


@given(TREES, FACTS)
def test_any_expression_equals_its_fractions_and_stays_in_its_proven_bounds(
    tree: Any, drawn: tuple[dict[str, tuple[int, int]], dict[str, int]]
) -> None:
    bounds, facts = drawn
    inputs = {name: Input(name, name, "integer", *bounds[name]) for name in NAMES}
    rule = Rule("x", lambda a, b, c: symbols(tree, {"a": a, "b": b, "c": c}), "D9 一", "样本")
    pack = Pack("sample", "样本", "1", Path("sample"), {}, inputs, {}, {"x": rule})

    try:
        edition = compile_rules(pack, date(2024, 6, 1))
    except RuleError as refusal:
        assert "可能超出64位整数" in refusal.what
        return
    found = explain(edition, "x", facts).value

    shape = edition.rules["x"].tree.shape
    assert found == reference(tree, facts)
    assert shape.low <= found <= shape.high
