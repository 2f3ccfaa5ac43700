"""The line of each key, whatever the writing around it."""

import tomllib
from collections.abc import Iterator
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linli.core.policy.toml_lines import line_numbers, nearest_line
from linli.policies import get_pack

SAMPLE = """\
# a comment with name = 1

[pack]
id = "x" # trailing = comment
note = '''
[not.a.table]
not_a_key = 1
'''

  [ documents . "民法典" ]
number = "a # b"

[[quota.values]]
from = 2024-06-01
[quota.values.value]
140902 = 46
"1409.21" = 6

[[quota.values]]
from = 2025-06-01
value = { east = 1, "西 区" = 2 }
list = [
    "one", # comment, with ]

    { deep = 3 },
]
a.b = 4
"""


def test_each_key_and_table_of_the_sample_stands_on_its_line() -> None:
    found = line_numbers(SAMPLE)

    assert found == {
        ("pack",): 3,
        ("pack", "id"): 4,
        ("pack", "note"): 5,
        ("documents", "民法典"): 10,
        ("documents", "民法典", "number"): 11,
        ("quota", "values", 0): 13,
        ("quota", "values", 0, "from"): 14,
        ("quota", "values", 0, "value"): 15,
        ("quota", "values", 0, "value", "140902"): 16,
        ("quota", "values", 0, "value", "1409.21"): 17,
        ("quota", "values", 1): 19,
        ("quota", "values", 1, "from"): 20,
        ("quota", "values", 1, "value"): 21,
        ("quota", "values", 1, "value", "east"): 21,
        ("quota", "values", 1, "value", "西 区"): 21,
        ("quota", "values", 1, "list"): 22,
        ("quota", "values", 1, "list", 0): 23,
        ("quota", "values", 1, "list", 1): 25,
        ("quota", "values", 1, "list", 1, "deep"): 25,
        ("quota", "values", 1, "a", "b"): 27,
    }


def test_escapes_in_a_quoted_key_are_read() -> None:
    assert line_numbers('\n"a\\u4e00\\"b" = 1\n') == {('a一"b',): 2}


def test_windows_line_ends_count_as_one_line() -> None:
    assert line_numbers("a = 1\r\n\r\nb = 2\r\n") == {("a",): 1, ("b",): 3}


def test_missing_key_is_told_by_the_table_around_it() -> None:
    lines = line_numbers(SAMPLE)

    assert nearest_line(lines, ("quota", "values", 0, "value", "140999")) == 15


def test_path_unknown_to_its_root_has_no_line() -> None:
    assert nearest_line(line_numbers(SAMPLE), ("nowhere", "at", "all")) is None


def leaves(
    node: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the path and value of everything that is neither a table nor an array."""
    if isinstance(node, dict | list):
        entries = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in entries:
            yield from leaves(value, (*path, key))
    else:
        yield path, node


def line_holds(line: str, path: tuple[str | int, ...], value: Any) -> bool:
    """Tell whether a line writes the last key of a path or, in an array, the value itself."""
    mark = path[-1] if isinstance(path[-1], str) else str(value).splitlines()[0]
    return mark in line


def test_every_figure_of_the_shipped_pack_is_found_on_its_line() -> None:
    text = (get_pack("xinzhou-2024").folder / "pack.toml").read_text(encoding="utf-8")

    lines = line_numbers(text)

    found = [
        (path, value, text.split("\n")[lines[path] - 1])
        for path, value in leaves(tomllib.loads(text))
    ]
    assert len(found) > 300
    assert [path for path, value, line in found if not line_holds(line, path, value)] == []


KEYS = st.sampled_from(["k{}", '"k{}"', "'k{}'", '"k{}.一"', '"键 k{} = # ["', "' ]k{}'"])
SCALARS = st.sampled_from(
    [
        "{}",
        '"v{} = 1 # ]"',
        "'v{} }}'",
        '"""v{}\n[no.table]\nno_key = 1\n"""',
        '"""v{}\n \\""" and ""two"" = 1"""""',
        "'''v{}\n\"\"\n no = 1''''",
    ]
)
INNER = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(st.tuples(KEYS, inner), max_size=3).map(tuple),
    ),
    max_leaves=6,
)
GAPS = st.sampled_from(["", "\n", "# no_key = 1\n", "\n  \n# [no.table]\n"])
SECTIONS = st.lists(
    st.tuples(
        GAPS,
        KEYS,
        st.sampled_from(["table", "entries"]),
        st.lists(st.tuples(GAPS, KEYS, INNER), max_size=4),
    ),
    max_size=4,
)


class Writer:
    """Writes the drawn shapes as TOML; each key and value carries a number of its own."""

    def __init__(self) -> None:
        self.numbers = count(1000)

    def mark(self, template: str) -> str:
        return template.format(next(self.numbers))

    def value(self, shape: Any) -> str:
        if isinstance(shape, str):
            return self.mark(shape)
        if isinstance(shape, list):
            return "[" + "".join(f"\n  {self.value(one)}, # ,]" for one in shape) + "\n]"
        pairs = ", ".join(f"{self.mark(key)} = {self.value(one)}" for key, one in shape)
        return "{ " + pairs + " }"

    def section(self, gap: str, key: str, kind: str, entries: list[Any]) -> str:
        name = self.mark(key)
        body = [f"{space}{self.mark(one)} = {self.value(shape)}\n" for space, one, shape in entries]
        if kind == "table":
            return f"{gap}[{name}]\n{''.join(body)}"
        halves = (body[::2], body[1::2])
        return "".join(
            f"{gap}[[ {name} ]]\n{''.join(half)}[{name}.sub]\n{self.mark('s{}')} = 0\n"
            for half in halves
        )


@given(SECTIONS)
def test_line_of_every_key_holds_that_key(sections: list[Any]) -> None:
    writer = Writer()
    text = "".join(writer.section(*section) for section in sections)

    lines = line_numbers(text)

    rows = text.split("\n")
    for path, value in leaves(tomllib.loads(text)):
        assert line_holds(rows[lines[path] - 1], path, value)
