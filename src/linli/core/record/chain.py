"""The chain that proves a record unchanged: each entry's digest covers the one before it.

An entry is a text (canonical JSON) and a digest: SM3 over the digest before it and the
text. Whoever holds the last digest holds the whole record.
Source: requirements P6; GB/T 32905-2016 (SM3).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class ChainedEntry:
    """One entry as stored: its place from 1 on, its text, and the digest of the chain up to it."""

    sequence: int
    body: str
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a record does not verify, and why, in Chinese."""

    sequence: int
    reason: str


def sm3_hex(data: bytes) -> str:
    """Return the SM3 digest as 64 lower-case hexadecimal digits."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def canonical_json(value: Mapping[str, object]) -> str:
    """Return the one text of a value: keys sorted, no blanks, Chinese unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous_digest: str, body: str) -> str:
    """Return the digest of an entry whose predecessor has ``previous_digest``."""
    # Bytes that are no UTF-8 are a changed entry like any other, not a crash.
    return sm3_hex(f"{previous_digest}\n{body}".encode("utf-8", "surrogateescape"))


def find_break(entries: Iterable[ChainedEntry], *, head: ChainedEntry | None) -> Break | None:
    """Return the first changed, dropped or reordered entry, or ``None`` if the record holds.

    ``head`` is the last entry as the keeper of the record noted it apart from the entries;
    without it a cut-off end cannot be seen.
    """
    digest, expected = GENESIS, 1
    for entry in entries:
        fault = _fault(entry, expected, digest) or _fault_against(head, entry)
        if fault:
            return Break(expected, fault)
        digest, expected = entry.digest, expected + 1
    return _fault_at_end(expected - 1, head)


def _fault(entry: ChainedEntry, expected: int, previous_digest: str) -> str:
    if entry.sequence > expected:
        return "缺少此条"
    if entry.sequence < expected:
        return "次序错乱或重复"
    if link(previous_digest, entry.body) != entry.digest:
        return "内容与摘要不符"
    return ""


def _fault_against(head: ChainedEntry | None, entry: ChainedEntry) -> str:
    if head and head.sequence == entry.sequence and head.digest != entry.digest:
        return "末尾条目与链头不符"
    return ""


def _fault_at_end(count: int, head: ChainedEntry | None) -> Break | None:
    if head is None or head.sequence == count:
        return None
    if head.sequence > count:
        return Break(count + 1, "末尾缺少条目")
    return Break(head.sequence + 1, "末尾条目与链头不符")
