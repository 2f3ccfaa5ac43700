"""The ledger: what it keeps, what it refuses, and how it shows what was done to it behind its back."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from linli.apps.ledger.actions import Event, record
from linli.apps.ledger.models import AppendOnly, Entry, Head
from linli.apps.ledger.queries import (
    NotALedger,
    Verification,
    entries_of,
    export_lines,
    verify_export,
    verify_ledger,
)
from linli.core.record import GENESIS, Break, link
from tests.apps.cast import at, entry_count

pytestmark = pytest.mark.django_db


def event(number: int = 1, **fields: object) -> Event:
    values: dict[str, object] = {
        "at": at(6, number),
        "actor": "city",
        "action": "route",
        "subject": f"xinzhou-2024/{number:05d}",
        "clause": "D0 三(二)",
        "reason": "按工作意向转代县",
    }
    return Event(**{**values, **fields})  # type: ignore[arg-type]


@pytest.fixture
def five() -> None:
    """Five entries, added in two goes."""
    record([event(1), event(2)])
    record([event(3), event(4), event(5)])


def sql(statement: str, *values: object) -> None:
    """Change the tables as an intruder would, past all code."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken() -> Break | None:
    return verify_ledger().broken


def test_entries_of_several_goes_form_one_chain_from_the_first_on(five: None) -> None:
    rows = list(Entry.objects.values_list("sequence", "body", "digest"))

    digest = GENESIS
    for position, (sequence, body, found) in enumerate(rows, start=1):
        digest = link(digest, body)
        assert (sequence, found) == (position, digest)
    assert verify_ledger() == Verification(5, digest, None)


def test_an_entry_is_the_canonical_text_of_everything_that_was_told() -> None:
    record([event(1, at=datetime(2024, 6, 14, 16, 0, tzinfo=UTC), inputs={"b": 2, "a": "代县"})])

    assert Entry.objects.get().body == (
        '{"action":"route","actor":"city","at":"2024-06-15T00:00:00+08:00","clause":"D0 三(二)",'
        '"inputs":{"a":"代县","b":2},"reason":"按工作意向转代县","rehearsal":false,"rule":"",'
        '"sequence":1,"subject":"xinzhou-2024/00001"}'
    )


def test_the_entries_of_one_case_come_back_oldest_first_and_alone(five: None) -> None:
    record([event(3, action="qualify")])

    entries = entries_of("xinzhou-2024/00003")

    assert [(entry["sequence"], entry["action"]) for entry in entries] == [
        (3, "route"),
        (6, "qualify"),
    ]


def test_recording_nothing_leaves_the_ledger_without_even_a_head() -> None:
    record([])

    assert (entry_count(), Head.objects.count()) == (0, 0)
    assert verify_ledger() == Verification(0, GENESIS, None)


def test_entries_of_a_transaction_that_is_undone_leave_nothing_behind(five: None) -> None:
    before = verify_ledger()

    with pytest.raises(RuntimeError), transaction.atomic():
        record([event(6)])
        raise RuntimeError

    assert verify_ledger() == before
    assert entry_count() == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda: Entry.objects.filter(sequence=1).update(body="{}"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.get(sequence=1).delete(),
        lambda: Entry.objects.get(sequence=1).save(),
        lambda: Entry(sequence=1, subject="x", body="{}", digest="0").save(),
        lambda: Entry.objects.update_or_create(sequence=1, defaults={"body": "{}"}),
        lambda: Entry.objects.bulk_update(list(Entry.objects.all()), ["body"]),
        lambda: Entry.objects.bulk_create(
            [Entry(sequence=1, subject="x", body="{}", digest="0")],
            update_conflicts=True,
            unique_fields=["sequence"],
            update_fields=["body"],
        ),
    ],
    ids=[
        "update",
        "delete all",
        "delete one",
        "save",
        "save over",
        "update or create",
        "bulk update",
        "upsert",
    ],
)
def test_code_can_neither_change_nor_delete_an_entry(
    five: None, change: Callable[[], object]
) -> None:
    before = list(Entry.objects.values_list())

    with pytest.raises(AppendOnly), transaction.atomic():
        change()

    assert list(Entry.objects.values_list()) == before


@pytest.mark.parametrize("column", ["body", "digest", "subject"])
@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_one_changed_byte_is_found_wherever_it_stands(
    five: None, column: str, sequence: int
) -> None:
    text = str(Entry.objects.values_list(column, flat=True).get(sequence=sequence))
    places = range(len(text)) if sequence == 3 else (0, len(text) // 2, len(text) - 1)

    missed = []
    for place in places:
        changed = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        sql(f"UPDATE ledger_entry SET {column} = %s WHERE sequence = %s", changed, sequence)
        found = broken()
        if found is None or found.sequence != sequence:
            missed.append((place, found))

    assert missed == []


@pytest.mark.parametrize(
    ("from_", "to", "first"), [(1, 9, 1), (3, 9, 3), (5, 9, 5), (5, 0, 1), (1, 0, 1)]
)
def test_a_changed_number_of_an_entry_is_found_at_the_first_wrong_place(
    five: None, from_: int, to: int, first: int
) -> None:
    sql("UPDATE ledger_entry SET sequence = %s WHERE sequence = %s", to, from_)

    found = broken()

    assert found is not None
    assert found.sequence == first


@pytest.mark.parametrize(
    ("sequence", "reason"), [(1, "缺少此条"), (3, "缺少此条"), (5, "末尾缺少条目")]
)
def test_a_dropped_entry_is_named_by_its_number(five: None, sequence: int, reason: str) -> None:
    sql("DELETE FROM ledger_entry WHERE sequence = %s", sequence)

    assert broken() == Break(sequence, reason)


def test_all_entries_dropped_are_missed_from_the_first_on(five: None) -> None:
    sql("DELETE FROM ledger_entry")

    assert broken() == Break(1, "末尾缺少条目")


def test_two_entries_that_changed_places_are_found_at_the_first(five: None) -> None:
    sql("UPDATE ledger_entry SET sequence = 99 WHERE sequence = 2")
    sql("UPDATE ledger_entry SET sequence = 2 WHERE sequence = 4")
    sql("UPDATE ledger_entry SET sequence = 4 WHERE sequence = 99")

    assert broken() == Break(2, "内容与摘要不符")


def test_an_entry_rewritten_together_with_its_digest_is_found_at_the_next(five: None) -> None:
    first, second = Entry.objects.filter(sequence__in=(1, 2))
    forged = second.body.replace("代县", "原平市")
    sql(
        "UPDATE ledger_entry SET body = %s, digest = %s WHERE sequence = 2",
        forged,
        link(first.digest, forged),
    )

    assert broken() == Break(3, "内容与摘要不符")


@pytest.mark.parametrize(
    ("column", "value", "first"),
    [("digest", "f" * 64, 5), ("sequence", 4, 4), ("sequence", 6, 6)],
)
def test_a_changed_head_is_found_where_it_and_the_entries_part(
    five: None, column: str, value: object, first: int
) -> None:
    sql(f"UPDATE ledger_head SET {column} = %s", value)

    found = broken()

    assert found is not None
    assert found.sequence == first


def test_an_entry_put_after_the_end_past_the_head_is_found(five: None) -> None:
    last = Entry.objects.get(sequence=5)
    sql(
        "INSERT INTO ledger_entry (sequence, subject, body, digest) VALUES (6, %s, %s, %s)",
        last.subject,
        last.body,
        link(last.digest, last.body),
    )

    assert broken() == Break(6, "末尾条目与链头不符")


def test_a_lost_head_does_not_hide_that_the_end_was_cut_off(five: None) -> None:
    sql("DELETE FROM ledger_entry WHERE sequence = 5")
    sql("DELETE FROM ledger_head")

    assert broken() == Break(1, "末尾条目与链头不符")


def test_nothing_is_added_after_the_head_was_lost(five: None) -> None:
    sql("DELETE FROM ledger_head")

    with pytest.raises(IntegrityError), transaction.atomic():
        record([event(6)])

    assert entry_count() == 5


def export_to(file: Path) -> Path:
    file.write_text(
        "".join(f"{line}\n" for line in export_lines()), encoding="utf-8", errors="surrogateescape"
    )
    return file


def test_an_exported_ledger_verifies_away_from_its_database(five: None, tmp_path: Path) -> None:
    file = export_to(tmp_path / "ledger.jsonl")

    assert verify_export(file) == verify_ledger()


def test_an_export_of_an_empty_ledger_is_its_head_alone(tmp_path: Path) -> None:
    file = export_to(tmp_path / "ledger.jsonl")

    assert file.read_text() == f'{{"head": {{"sequence": 0, "digest": "{GENESIS}"}}}}\n'
    assert verify_export(file) == Verification(0, GENESIS, None)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85", "\x0b", "\r\n", '"\\', "\x00", "𠮷"])
def test_a_reason_with_odd_characters_survives_storing_and_exporting(
    mark: str, tmp_path: Path
) -> None:
    record([event(1, reason=f"前{mark}后"), event(2)])

    file = export_to(tmp_path / "ledger.jsonl")

    assert entries_of("xinzhou-2024/00001")[0]["reason"] == f"前{mark}后"
    assert verify_export(file) == Verification(2, Head.objects.get().digest, None)


@pytest.mark.parametrize("number", [1, 3, 5])
def test_any_changed_byte_of_an_exported_line_is_found_and_the_line_named(
    five: None, tmp_path: Path, number: int
) -> None:
    file = export_to(tmp_path / "ledger.jsonl")
    lines = file.read_text().split("\n")
    line = lines[number - 1]

    missed = []
    for place in range(len(line)):
        changed = line[:place] + chr(ord(line[place]) ^ 1) + line[place + 1 :]
        file.write_text("\n".join([*lines[: number - 1], changed, *lines[number:]]))
        if named_by(file) != number:
            missed.append((place, line[place], changed[place]))

    assert missed == []


@pytest.mark.parametrize("number", ['"1"', "true", "1.0", "null"])
def test_a_sequence_written_as_anything_but_a_whole_number_is_found(
    five: None, tmp_path: Path, number: str
) -> None:
    file = export_to(tmp_path / "ledger.jsonl")
    file.write_text(file.read_text().replace('"sequence": 1,', f'"sequence": {number},', 1))

    assert named_by(file) == 1


def named_by(file: Path) -> int | None:
    """Return the number of the line that verification names."""
    try:
        found = verify_export(file).broken
    except NotALedger as refusal:
        return int(refusal.what.removeprefix("第").split("行")[0])
    return found.sequence if found else None


def test_an_exported_ledger_with_its_end_cut_off_is_found(five: None, tmp_path: Path) -> None:
    file = export_to(tmp_path / "ledger.jsonl")
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines[:3], lines[-1]]) + "\n")

    assert verify_export(file).broken == Break(4, "末尾缺少条目")


def test_an_export_shows_that_the_end_was_cut_off_in_the_database(
    five: None, tmp_path: Path
) -> None:
    sql("DELETE FROM ledger_entry WHERE sequence = 5")

    file = export_to(tmp_path / "ledger.jsonl")

    assert verify_export(file).broken == Break(5, "末尾缺少条目")


def test_an_exported_ledger_without_its_head_is_told_to_be_cut_off_at_its_end(
    five: None, tmp_path: Path
) -> None:
    file = export_to(tmp_path / "ledger.jsonl")
    file.write_text("\n".join(file.read_text().splitlines()[:-1]) + "\n")

    found = verify_export(file)

    assert (found.entries, found.broken) == (5, Break(6, "末尾缺少链头，文件不完整"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "文件是空的"),
        ("姓名,成绩\n", "第1行不是台账条目"),
        ("[1, 2]\n", "第1行不是台账条目"),
        ('{"head": 3}\n', "第1行不是台账条目"),
        ('{"head": {"sequence": "一", "digest": ""}}\n', "第1行不是台账条目"),
        ('{"head": {"sequence": null, "digest": ""}}\n', "第1行不是台账条目"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_with_the_line_that_shows_it(
    tmp_path: Path, content: str, sentence: str
) -> None:
    file = tmp_path / "other.jsonl"
    file.write_text(content)

    with pytest.raises(NotALedger, match=sentence):
        verify_export(file)


def test_an_exported_line_is_what_the_interfaces_promise(five: None) -> None:
    lines = [json.loads(line) for line in export_lines()]

    assert [list(line) for line in lines] == [["sequence", "body", "digest"]] * 5 + [["head"]]
    assert lines[-1]["head"] == {"sequence": 5, "digest": lines[-2]["digest"]}
