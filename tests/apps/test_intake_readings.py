"""A mailbox read through workers with a record: stopped anywhere, it goes on and ends as if never stopped."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from linli.apps.intake.reading import Reading, Stop
from linli.apps.intake.reading_record import ReadingRecord
from linli.apps.intake.readings import read_mails
from linli.apps.intake.workers import Workers
from linli.core.intake.mailbox import MailFile, open_mailbox
from tests.apps import made_readers

ROOT = Path(__file__).parents[2]
MAILS, WORKERS = 60, 2


@dataclass(frozen=True)
class Run:
    """One mailbox, and where a run keeps what it does."""

    folder: Path
    mails: Path = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mails", self.folder.parent / "mails")
        (self.folder / "notes").mkdir(parents=True)

    @property
    def record(self) -> Path:
        return self.folder / "result.json.read"

    @property
    def result(self) -> str:
        return (self.folder / "result.json").read_text(encoding="utf-8")

    def begun(self) -> Counter[str]:
        """Count how often each mail was begun with."""
        return Counter(path.name.partition("@")[0] for path in (self.folder / "notes").iterdir())

    def start(self) -> "subprocess.Popen[bytes]":
        places = (self.mails, self.record, self.folder / "notes", self.folder / "result.json")
        return subprocess.Popen(
            [sys.executable, "-m", "tests.apps.reading_run", *map(str, places), str(WORKERS)],
            cwd=ROOT,
        )


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    """Tell whether a process is there and more than a dead one that nobody has waited for."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.fixture
def mails(tmp_path: Path) -> Path:
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(MAILS):
        (folder / f"{number:03}.eml").write_text(f"邮件{number}", encoding="utf-8")
    return folder


def test_a_run_killed_at_any_point_goes_on_and_ends_as_if_never_stopped(
    tmp_path: Path, mails: Path
) -> None:
    unstopped, stopped = Run(tmp_path / "unstopped"), Run(tmp_path / "stopped")
    assert unstopped.start().wait() == 0

    left: list[int] = []
    points = sorted(random.Random(4).sample(range(1, MAILS - 10), 3))
    for point in points:
        running = stopped.start()
        while lines(stopped.record) <= point:
            time.sleep(0.004)
        workers = children(running.pid)
        running.kill()
        running.wait()
        left += workers
    assert stopped.start().wait() == 0

    assert stopped.result == unstopped.result
    assert len(json.loads(stopped.result)) == MAILS
    assert unstopped.begun() == Counter({path.name: 1 for path in mails.iterdir()})
    again = stopped.begun() - unstopped.begun()
    assert again.total() <= len(points) * WORKERS
    assert not stopped.record.exists()
    # Nobody told the workers to end.
    assert (len(left), [pid for pid in left if is_running(pid)]) == (len(points) * WORKERS, [])


def test_a_mail_that_changed_since_it_was_read_is_read_again(tmp_path: Path, mails: Path) -> None:
    first = read(tmp_path, mails)
    (mails / "007.eml").write_text("另一封", encoding="utf-8")
    began = Run(tmp_path / "second")

    second = read(tmp_path, mails, notes=began.folder / "notes")

    assert began.begun() == Counter({"007.eml": 1})
    changed = {name for name in first if first[name] != second[name]}
    assert changed == {"007.eml"}


def test_a_mail_that_is_too_large_or_not_there_whole_is_passed_to_no_worker(
    tmp_path: Path,
) -> None:
    large = MailFile("large.eml", 99, True, tmp_path / "large.eml")
    gone = MailFile("gone.eml", 5, False, tmp_path / "gone.eml")
    workers = Workers(made_readers.unmade, {}, count=1)
    path = tmp_path / "read"

    with ReadingRecord(path, version="1") as record:
        found = list(read_mails([large, gone], workers, record=record))

    assert [(one.name, one.facts, one.stop, one.reason) for one in found] == [
        ("large.eml", None, Stop.TOO_LARGE, "邮件过大，未读取，须由人工打开"),
        ("gone.eml", None, Stop.LEFT_OUT, "邮件在读取之前已被移走，未读取"),
    ]
    # What was left out has its turn in the next run.
    assert lines(path) == 2


def read(tmp_path: Path, mails: Path, *, notes: Path | None = None) -> dict[str, Reading]:
    folder = notes or tmp_path / "notes"
    folder.mkdir(exist_ok=True)
    workers = Workers(made_readers.noting, {"folder": str(folder)}, count=1)
    with ReadingRecord(tmp_path / "read", version="1") as record:
        return {one.name: one for one in read_mails(open_mailbox(mails), workers, record=record)}
