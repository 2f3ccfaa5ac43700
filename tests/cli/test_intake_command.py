"""A mailbox taken into a season from the command line: again and again, while it fills, killed and repeated."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from linli.cli import main
from tests.cli.program import PROGRAM, environment, linli
from tests.core.intake.made_form import PERSON, form
from tests.core.intake.made_mail import mail, named, text_part, word

ROOT = Path(__file__).parents[2]
SEASON = "xinzhou-2024"
OTHER = {"姓名": "演练乙", "身份证号": "990101200203159052", "联系电话": "13800000002"}
THIRD = {"姓名": "演练丙", "身份证号": "99010120020315900X", "联系电话": "13800000003"}
_OPENING = """
import django
django.setup()
from tests.apps.cast import official, open_one
from linli.apps.accounts.models import Office
open_one(official("city-clerk", Office.CITY, "1409"))
official("county-clerk", Office.COUNTY, "140923")
gone = official("gone", Office.CITY, "1409")
gone.is_active = False
gone.save()
"""


@pytest.fixture(scope="module")
def opened(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with an opened season, two officials and one who left."""
    data = tmp_path_factory.mktemp("opened") / "data"
    shutil.copytree(prepared, data)
    settings = {"DJANGO_SETTINGS_MODULE": "linli.settings"}
    call = [sys.executable, "-c", _OPENING]
    subprocess.run(call, env=environment(data) | settings, cwd=ROOT, check=True)
    return data


@pytest.fixture
def data(opened: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(opened, tmp_path / "data"))


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    """Two mails of two made-up people."""
    folder = tmp_path / "mails"
    folder.mkdir()
    write(folder, "m1", b"a@mail.example")
    write(folder, "m2", b"b@mail.example", **OTHER)
    return folder


def write(folder: Path, name: str, sender: bytes, **values: str) -> None:
    content = named("报名登记表.docx", form({**PERSON, **values}))
    sent = mail(content, sender=sender, subject=word("社区助理报名"))
    (folder / f"{name}.eml").write_bytes(sent)


def call(mailbox: Path, *more: object, into: str = SEASON, user: str = "city-clerk") -> list[str]:
    parts = ["intake", mailbox, "--into", into, "--as", user, "--workers", 1, *more]
    return [str(part) for part in parts]


def taken(mailbox: Path, data: Path) -> dict[str, Any]:
    answer = linli(*call(mailbox, "--json"), data=data)
    assert answer.status == 0, answer.err
    document: dict[str, Any] = json.loads(answer.out)
    return document


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "linli.sqlite3")) as connection:
        return connection.execute(query).fetchall()


def mails(data: Path) -> list[str]:
    return [file for (file,) in rows(data, "SELECT file FROM intake_mail ORDER BY file")]


def readings(data: Path) -> list[Path]:
    return list((data / "readings").iterdir())


def test_a_mailbox_is_taken_in_and_kept_and_later_runs_take_what_is_new_alone(
    mailbox: Path, data: Path
) -> None:
    answer = linli(*call(mailbox), data=data)

    assert (answer.status, answer.out) == (
        0,
        "新登记邮件2封，新增报名2人\n"
        "须人工办理：待核对0项，须人工阅读的来件0封，须补录登记表0人，补正通知0份\n"
        f"在网站办理：/office/seasons/{SEASON}/intake/\n",
    )
    assert len(list((data / "files" / "mails").rglob("*.eml"))) == 2
    # What was read is personal data: nobody else may enter, and nothing is left behind.
    assert ((data / "readings").stat().st_mode & 0o777, readings(data)) == (0o700, [])

    second = taken(mailbox, data)
    write(mailbox, "m3", b"c@mail.example", **THIRD)
    third = taken(mailbox, data)

    counted = [(one["mails"], one["applications"]) for one in (second, third)]
    assert counted == [(0, 0), (1, 1)]
    assert mails(data) == ["m1.eml", "m2.eml", "m3.eml"]


def test_a_run_that_was_killed_goes_on_and_ends_as_if_never_stopped(
    mailbox: Path, data: Path
) -> None:
    for number in range(60):
        question = text_part(f"请问报名需要哪些材料？第{number}次询问")
        content = mail(question, sender=b"q@mail.example", subject=word("咨询"))
        (mailbox / f"q{number:02}.eml").write_bytes(content)

    run = subprocess.Popen(
        [PROGRAM, *call(mailbox)],
        env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    record = data / "readings" / f"{SEASON}.read"
    while run.poll() is None and lines(record) < 3:
        time.sleep(0.001)
    run.send_signal(signal.SIGKILL)

    assert (run.wait(), mails(data)) == (-signal.SIGKILL, [])
    assert lines(record) >= 3
    assert record.stat().st_mode & 0o777 == 0o600
    again = taken(mailbox, data)
    assert (again["mails"], again["applications"], readings(data)) == (62, 2, [])


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.parametrize(
    ("into", "user", "sentence"),
    [
        ("nowhere-2024", "city-clerk", "没有这个编号的招募季"),
        (SEASON, "gone", "没有这个用户，或者该用户已停用"),
        (SEASON, "county-clerk", "“登记邮箱”由市委社会工作部办理"),
    ],
)
def test_who_may_not_or_where_nothing_is_gets_a_sentence_and_nothing_is_read(
    opened: Path, mailbox: Path, into: str, user: str, sentence: str
) -> None:
    answer = linli(*call(mailbox, into=into, user=user), data=opened)

    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"linli：{sentence}；处理办法：")
    assert not (opened / "files" / "mails").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--into", SEASON, "--as", "city-clerk", "--out", "result.json"), "--into 不能与 --out"),
        (("--into", SEASON, "--as", "city-clerk", "--season", SEASON), "--into 不能与 --out"),
        (("--into", SEASON), "填了 --into，没有填 --as"),
        (("--as", "city-clerk"), "填了 --as，没有填 --into"),
    ],
)
def test_a_mailbox_goes_into_a_season_or_into_a_file_and_into_a_season_by_somebody(
    options: tuple[str, ...], sentence: str
) -> None:
    answer = CliRunner().invoke(main, ["intake", "mails", *options])

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"linli：{sentence}")
