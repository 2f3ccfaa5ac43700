"""The record of mails read: what was read stays read, whatever stops the run."""

import json
import os
import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.apps.intake.reading import Reading, Stop
from linli.apps.intake.reading_record import NoRecord, ReadingRecord, RecordInUse

FIRST = Reading("1.eml", "d1", {"form": {"姓名": "演练甲"}, "pages": [1, 2.5, None]})
STOPPED = Reading("2.eml", "d2", None, Stop.TIME, "读取超过60秒，已中止，须由人工打开", "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "result.json.read"


def written(path: Path, *readings: Reading, version: str = "1") -> bytes:
    with ReadingRecord(path, version=version) as record:
        for reading in readings:
            record.add(reading)
    return path.read_bytes()


def kept(path: Path, *readings: Reading, version: str = "1") -> list[Reading | None]:
    with ReadingRecord(path, version=version) as record:
        return [record.get(reading.name, reading.digest) for reading in readings]


def test_readings_come_back_whole_in_a_later_run(path: Path) -> None:
    written(path, FIRST, STOPPED)

    assert kept(path, STOPPED, FIRST) == [STOPPED, FIRST]


def test_readings_come_back_within_the_same_run(path: Path) -> None:
    with ReadingRecord(path, version="1") as record:
        record.add(FIRST)
        record.add(STOPPED)

        assert record.get("1.eml", "d1") == FIRST
        assert record.get("2.eml", "d2") == STOPPED


@pytest.mark.parametrize(
    ("name", "digest", "version"),
    [("2.eml", "d1", "1"), ("1.eml", "d2", "1"), ("1.eml", "d1", "2")],
)
def test_a_reading_of_another_mail_or_by_another_reader_does_not_count(
    path: Path, name: str, digest: str, version: str
) -> None:
    written(path, FIRST)

    assert kept(path, Reading(name, digest), version=version) == [None]


def test_a_mail_read_again_by_a_newer_reader_counts_as_read_last(path: Path) -> None:
    newer = Reading("1.eml", "d1", {"form": None})
    written(path, FIRST)
    written(path, newer, version="2")

    assert kept(path, FIRST, version="2") == [newer]
    assert kept(path, FIRST, version="1") == [FIRST]


def test_a_name_that_is_no_utf_8_is_kept(path: Path) -> None:
    odd = Reading(os.fsdecode("报名.eml".encode("gbk")), "d", {})
    written(path, odd)

    assert kept(path, odd) == [odd]


def test_a_record_cut_off_anywhere_keeps_its_whole_lines_and_can_be_written_on(path: Path) -> None:
    whole = written(path, FIRST, STOPPED)
    header = whole.index(b"\n") + 1
    second = whole.index(b"\n", header) + 1

    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        lines = (cut >= second) + (cut == len(whole))

        assert kept(path, FIRST, STOPPED) == [FIRST, STOPPED][:lines] + [None] * (2 - lines)
        assert written(path, *[FIRST, STOPPED][lines:]) == whole


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60).map(lambda junk: junk.replace(b"\n", b"")))
def test_a_damaged_line_in_the_middle_costs_only_its_mail(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("record") / "read"
    header, first, second = written(path, FIRST, STOPPED).splitlines(keepends=True)
    path.write_bytes(header + junk + b"\n" + first[:9] + junk + first[9:-2] + b"\n" + second)

    assert kept(path, STOPPED) == [STOPPED]


@pytest.mark.parametrize("content", [b'{"season": "xinzhou-2024"}\n', b"x", b"\n"])
def test_a_file_that_is_no_record_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(NoRecord, match="该文件不是读取记录，未作改动"):
        ReadingRecord(path, version="1")
    assert path.read_bytes() == content


def test_only_its_owner_can_read_a_record(path: Path) -> None:
    path.touch(0o644)
    written(path, FIRST)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_record_is_never_written_through_a_link(path: Path) -> None:
    elsewhere = path.with_name("elsewhere")
    elsewhere.touch()
    path.symlink_to(elsewhere)

    with pytest.raises(OSError, match=r"symbolic links"):
        ReadingRecord(path, version="1")
    assert elsewhere.read_bytes() == b""


def test_a_second_run_into_the_same_record_is_refused_until_the_first_ends(path: Path) -> None:
    with (
        ReadingRecord(path, version="1") as record,
        pytest.raises(RecordInUse, match="另一个进程正在读取同一邮箱"),
    ):
        record.add(FIRST)
        ReadingRecord(path, version="1")

    assert kept(path, FIRST) == [FIRST]


def test_a_removed_record_is_gone_and_the_next_run_begins_anew(path: Path) -> None:
    with ReadingRecord(path, version="1") as record:
        record.add(FIRST)
        record.remove()

        assert not path.exists()
    assert kept(path, FIRST) == [None]


def test_a_run_never_takes_a_record_that_another_run_removes_meanwhile(path: Path) -> None:
    other = threading.Thread(target=_open_and_remove, args=(path,))
    other.start()
    opened = 0
    while other.is_alive():
        with suppress(RecordInUse), ReadingRecord(path, version="1"):
            assert path.exists()
            opened += 1
    other.join()

    assert opened > 0


def _open_and_remove(path: Path) -> None:
    for _ in range(2_000):
        with suppress(RecordInUse), ReadingRecord(path, version="1") as record:
            record.remove()


def test_lines_are_json_with_the_reader_s_version(path: Path) -> None:
    line = json.loads(written(path, STOPPED, version="0.3").splitlines()[1])

    assert line == {
        "version": "0.3",
        "name": "2.eml",
        "digest": "d2",
        "facts": None,
        "stop": "time",
        "reason": "读取超过60秒，已中止，须由人工打开",
        "fault": "",
    }
