"""Nothing in the chained record can be changed without being found at its place."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.record import (
    GENESIS,
    Break,
    ChainedEntry,
    canonical_json,
    find_break,
    link,
    sm3_hex,
)

BODIES = st.lists(st.text(max_size=8), min_size=1, max_size=6)


def chain(bodies: list[str]) -> list[ChainedEntry]:
    """Return the record of these texts as it is written, one after another."""
    entries, digest = [], GENESIS
    for number, body in enumerate(bodies, start=1):
        digest = link(digest, body)
        entries.append(ChainedEntry(number, body, digest))
    return entries


THREE = chain(["甲", "乙", "丙"])


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
        (b"", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"),
    ],
)
def test_digest_is_that_of_the_national_standard(message: bytes, digest: str) -> None:
    assert sm3_hex(message) == digest


def test_link_is_the_digest_of_the_one_before_a_line_end_and_the_text() -> None:
    assert link(GENESIS, "甲") == sm3_hex(b"0" * 64 + b"\n" + "甲".encode())
    assert link(GENESIS, "甲") != hashlib.sha256(b"0" * 64 + b"\n" + "甲".encode()).hexdigest()


def test_one_value_has_one_text_whatever_the_order_of_its_keys() -> None:
    left = canonical_json({"b": [1, {"d": None, "c": True}], "a": "报名"})
    right = canonical_json({"a": "报名", "b": [1, {"c": True, "d": None}]})

    assert left == right == '{"a":"报名","b":[1,{"c":true,"d":null}]}'


@given(BODIES)
def test_record_as_written_holds_with_and_without_head(bodies: list[str]) -> None:
    entries = chain(bodies)

    assert (find_break(entries, head=None), find_break(entries, head=entries[-1])) == (None, None)


def test_empty_record_holds_with_the_head_of_nothing() -> None:
    assert find_break([], head=None) is None
    assert find_break([], head=ChainedEntry(0, "", GENESIS)) is None


@given(BODIES, st.data())
def test_any_changed_character_of_a_text_is_found_at_its_entry(bodies: list[str], data) -> None:
    entries = chain(["甲" + body for body in bodies])
    at = data.draw(st.integers(0, len(entries) - 1))
    body = entries[at].body
    place = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.characters(exclude_characters=body[place], exclude_categories=["Cs"]))
    changed = body[:place] + other + body[place + 1 :]
    entries[at] = ChainedEntry(at + 1, changed, entries[at].digest)

    assert find_break(entries, head=None) == Break(at + 1, "内容与摘要不符")


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("place", range(64))
def test_any_changed_digit_of_a_digest_is_found_at_its_entry(at: int, place: int) -> None:
    digest = THREE[at].digest
    other = "0" if digest[place] != "0" else "f"
    changed = digest[:place] + other + digest[place + 1 :]
    entries = [*THREE]
    entries[at] = ChainedEntry(at + 1, THREE[at].body, changed)

    assert find_break(entries, head=None) == Break(at + 1, "内容与摘要不符")


def test_digest_in_capitals_is_a_changed_digest() -> None:
    entries = [ChainedEntry(1, "甲", THREE[0].digest.upper()), *THREE[1:]]

    assert find_break(entries, head=None) == Break(1, "内容与摘要不符")


@pytest.mark.parametrize(("at", "added"), [(0, "\n"), (1, " "), (2, "0")])
def test_text_made_longer_is_found_at_its_entry(at: int, added: str) -> None:
    entries = [*THREE]
    entries[at] = ChainedEntry(at + 1, THREE[at].body + added, THREE[at].digest)

    assert find_break(entries, head=None) == Break(at + 1, "内容与摘要不符")


@pytest.mark.parametrize("dropped", [1, 2])
def test_entry_dropped_from_the_beginning_or_middle_is_missed(dropped: int) -> None:
    entries = [entry for entry in THREE if entry.sequence != dropped]

    assert find_break(entries, head=None) == Break(dropped, "缺少此条")


def test_dropped_entry_with_the_rest_numbered_anew_is_found_at_the_gap() -> None:
    entries = [THREE[0], ChainedEntry(2, THREE[2].body, THREE[2].digest)]

    assert find_break(entries, head=None) == Break(2, "内容与摘要不符")


def test_cut_off_end_is_seen_only_with_the_head() -> None:
    found = (find_break(THREE[:2], head=None), find_break(THREE[:2], head=THREE[2]))

    assert found == (None, Break(3, "末尾缺少条目"))


def test_record_emptied_whole_is_seen_with_the_head() -> None:
    assert find_break([], head=THREE[2]) == Break(1, "末尾缺少条目")


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ((1, 0, 2), Break(1, "缺少此条")),
        ((0, 2, 1), Break(2, "缺少此条")),
        ((0, 0, 1, 2), Break(2, "次序错乱或重复")),
        ((0, 1, 1, 2), Break(3, "次序错乱或重复")),
        ((0, 1, 2, 2), Break(4, "次序错乱或重复")),
    ],
)
def test_reordered_or_doubled_entry_is_found_at_the_first_wrong_place(
    order: tuple[int, ...], found: Break
) -> None:
    assert find_break([THREE[at] for at in order], head=None) == found


def test_two_texts_exchanged_under_their_numbers_are_found_at_the_first() -> None:
    first, second, third = THREE
    entries = [
        ChainedEntry(1, second.body, first.digest),
        ChainedEntry(2, first.body, second.digest),
    ]

    assert find_break([*entries, third], head=None) == Break(1, "内容与摘要不符")


def test_entry_added_behind_the_head_is_found() -> None:
    added = ChainedEntry(4, "丁", link(THREE[2].digest, "丁"))

    assert find_break([*THREE, added], head=THREE[2]) == Break(4, "末尾条目与链头不符")


def test_record_written_anew_is_found_where_the_head_was_noted() -> None:
    forged = chain(["甲", "伪", "丙"])

    assert find_break(forged, head=None) is None
    assert find_break(forged, head=THREE[2]) == Break(3, "末尾条目与链头不符")


def test_record_written_anew_and_longer_is_found_where_the_head_was_noted() -> None:
    forged = chain(["甲", "伪", "丙", "丁"])

    assert find_break(forged, head=THREE[2]) == Break(3, "末尾条目与链头不符")


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (ChainedEntry(3, "丙", GENESIS), Break(3, "末尾条目与链头不符")),
        (ChainedEntry(2, "丙", THREE[2].digest), Break(2, "末尾条目与链头不符")),
        (ChainedEntry(4, "丙", THREE[2].digest), Break(4, "末尾缺少条目")),
        (ChainedEntry(0, "", GENESIS), Break(1, "末尾条目与链头不符")),
    ],
)
def test_head_that_was_changed_does_not_fit_the_record(head: ChainedEntry, found: Break) -> None:
    assert find_break(THREE, head=head) == found


def test_first_of_several_changes_is_the_one_told() -> None:
    entries = [THREE[0], ChainedEntry(2, "伪", THREE[1].digest), ChainedEntry(3, "伪", GENESIS)]

    assert find_break(entries, head=THREE[2]) == Break(2, "内容与摘要不符")
