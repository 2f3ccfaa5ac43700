"""Read and verify the ledger."""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from linli.apps.ledger.models import Entry, Head
from linli.core.record import GENESIS, Break, ChainedEntry, find_break
from linli.core.refusal import Refusal

_NO_ENTRIES = ChainedEntry(0, "", GENESIS)


class NotALedger(Refusal):
    """A file that is not an export of the ledger."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What the verification found: the number of entries, the head, the first break if any."""

    entries: int
    digest: str
    broken: Break | None


@transaction.atomic
def verify_ledger() -> Verification:
    """Verify the whole ledger of this database against its head.

    The head is locked meanwhile, so that an entry added half-way is no false alarm. A lost
    head counts as one that holds no entries.
    """
    head = Head.objects.select_for_update().filter(id=1).first()
    noted = ChainedEntry(head.sequence, "", head.digest) if head else _NO_ENTRIES
    rows = (
        Entry.objects.order_by("sequence")
        .values_list("sequence", "body", "digest", "subject")
        .iterator(2000)
    )
    with _bytes_as_they_are():
        broken = find_break(_checked(rows), head=noted)
    return Verification(noted.sequence, noted.digest, broken)


@contextmanager
def _bytes_as_they_are() -> Iterator[None]:
    """Let SQLite hand over texts that are no UTF-8 any more: a changed byte is to be named."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    before = connection.connection.text_factory
    connection.connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.connection.text_factory = before


def _checked(rows: Iterable[tuple[int, str, str, str]]) -> Iterator[ChainedEntry]:
    """Yield rows whose look-up column agrees with the body; others with a digest that cannot hold."""
    for sequence, body, digest, subject in rows:
        agrees = f'"subject":{json.dumps(subject, ensure_ascii=False)}' in body
        yield ChainedEntry(sequence, body, digest if agrees else "")


def entries_of(subject: str) -> list[dict[str, Any]]:
    """Return the bodies of the entries about one subject, oldest first."""
    bodies = Entry.objects.of_subject(subject).values_list("body", flat=True)
    return [json.loads(body) for body in bodies]


def times_of(subjects: Collection[str], action: str) -> dict[str, datetime]:
    """Return when an act was last done to each subject, for those to whom it was."""
    rows = Entry.objects.filter(subject__in=subjects).order_by("sequence")
    bodies = [json.loads(body) for body in rows.values_list("body", flat=True)]
    return {
        body["subject"]: datetime.fromisoformat(body["at"])
        for body in bodies
        if body["action"] == action
    }


def export_lines() -> Iterator[str]:
    """Yield the ledger as JSON lines, the head last, so that a cut-off end shows.

    Entries are ``{"sequence", "body", "digest"}``; ``body`` is the text that was digested.
    The head is the one that appenders keep: an end cut off in the database shows here too.
    The last line is ``{"head": {"sequence", "digest"}}``.
    """
    head = Head.objects.filter(id=1).first()
    noted = ChainedEntry(head.sequence, "", head.digest) if head else _NO_ENTRIES
    rows = (
        Entry.objects.filter(sequence__lte=noted.sequence)
        .order_by("sequence")
        .values_list("sequence", "body", "digest")
        .iterator(2000)
    )
    for sequence, body, digest in rows:
        yield _line({"sequence": sequence, "body": body, "digest": digest})
    yield _line({"head": {"sequence": noted.sequence, "digest": noted.digest}})


def verify_export(file: Path) -> Verification:
    """Verify an exported ledger. Raises ``NotALedger`` naming the first line that is none."""
    text = file.read_text(encoding="utf-8", errors="surrogateescape")
    # Not splitlines: a reason may hold U+2028 and its like, which JSON leaves as they are.
    lines = text.removesuffix("\n").split("\n")
    if not text:
        raise NotALedger("文件是空的", mend="用“linli ledger export”重新导出")
    if lines[-1].startswith('{"sequence"'):
        last = _entry(lines[-1], len(lines))
        return Verification(
            len(lines), last.digest, Break(len(lines) + 1, "末尾缺少链头，文件不完整")
        )
    head = _entry(lines[-1], len(lines), key="head")
    entries = [_entry(line, number) for number, line in enumerate(lines[:-1], start=1)]
    return Verification(head.sequence, head.digest, find_break(entries, head=head))


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entry(line: str, number: int, key: str = "") -> ChainedEntry:
    try:
        value = json.loads(line)
        row = value[key] if key else value
        if type(row["sequence"]) is not int:
            raise TypeError("a sequence is a whole number")
        entry = ChainedEntry(row["sequence"], row.get("body", ""), row["digest"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotALedger(
            f"第{number}行不是台账条目", mend="核对该行，或用“linli ledger export”重新导出"
        ) from error
    if _line(value) != line:
        return ChainedEntry(entry.sequence, entry.body, "")
    return entry
