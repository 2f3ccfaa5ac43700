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

import pytest
from click.testing import CliRunner

from linli.apps.accounts.models import Office, User
from linli.cli import main
from linli.cli.intake import WrongTarget, target
from tests.apps.cast import official, open_one
from tests.cli.program import PROGRAM, environment, linli
from tests.core.intake.made_form import PERSON, form
from tests.core.intake.made_mail import mail, named, text_part, word

ROOT = Path(__file__).parents[2]
SEASON = "xinzhou-2024"
QUESTIONS = 60
OTHER = {"姓名": "演练乙", "身份证号": "990101200203159052", "联系电话": "13800000002"}
THIRD = {"姓名": "演练丙", "身份证号": "99010120020315900X", "联系电话": "13800000003"}
_OPENING = """
import django
django.setup()
from tests.apps.cast import official, open_one
from linli.apps.accounts.models import Office
open_one(official("city-clerk", Office.CITY, "1409"))
"""


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """Return a data folder with an opened season and an official."""
    data = Path(shutil.copytree(prepared, tmp_path / "data"))
    settings = {"DJANGO_SETTINGS_MODULE": "linli.settings"}
    call = [sys.executable, "-c", _OPENING]
    subprocess.run(call, env=environment(data) | settings, cwd=ROOT, check=True)
    return data


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    """Two mails of two made-up people, and many that ask something."""
    folder = tmp_path / "mails"
    folder.mkdir()
    write(folder, "m1", b"a@mail.example")
    write(folder, "m2", b"b@mail.example", **OTHER)
    for number in range(QUESTIONS):
        question = text_part(f"请问报名需要哪些材料？第{number}次询问")
        content = mail(question, sender=b"q@mail.example", subject=word("咨询"))
        (folder / f"q{number:02}.eml").write_bytes(content)
    return folder


def write(folder: Path, name: str, sender: bytes, **values: str) -> None:
    content = named("报名登记表.docx", form({**PERSON, **values}))
    sent = mail(content, sender=sender, subject=word("社区助理报名"))
    (folder / f"{name}.eml").write_bytes(sent)


def call(mailbox: Path, *more: object) -> list[str]:
    parts = ["intake", mailbox, "--into", SEASON, "--as", "city-clerk", "--workers", 1, *more]
    return [str(part) for part in parts]


def mails(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "linli.sqlite3")) as connection:
        return [file for (file,) in connection.execute("SELECT file FROM intake_mail")]


@pytest.mark.long
def test_a_killed_run_goes_on_and_a_later_one_takes_what_is_new_alone(
    mailbox: Path, data: Path
) -> None:
    run = subprocess.Popen(
        [PROGRAM, *call(mailbox)],
        env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    record = data / "readings" / f"{SEASON}.read"
    while run.poll() is None and lines(record) < 3:
        time.sleep(0.001)
    run.send_signal(signal.SIGKILL)
    assert (run.wait(), mails(data)) == (-signal.SIGKILL, [])
    # What was read is personal data: nobody else may look.
    modes = [path.stat().st_mode & 0o777 for path in (record.parent, record)]
    assert modes == [0o700, 0o600]

    repeated = linli(*call(mailbox), data=data)

    assert (repeated.status, repeated.out) == (
        0,
        f"新登记邮件{2 + QUESTIONS}封，新增报名2人\n"
        "须人工办理：待核对0项，须人工阅读的来件0封，须补录登记表0人，补正通知2份\n"
        f"在网站办理：/office/seasons/{SEASON}/intake/\n",
    )
    assert len(list((data / "files" / "mails").rglob("*.eml"))) == 2 + QUESTIONS
    assert not record.exists()

    write(mailbox, "m3", b"c@mail.example", **THIRD)
    later = json.loads(linli(*call(mailbox, "--json"), data=data).out)

    assert (later["mails"], later["applications"], later["left"]) == (1, 1, 0)
    assert len(mails(data)) == 3 + QUESTIONS


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.parametrize(
    ("code", "user", "sentence"),
    [
        ("nowhere-2024", "city-clerk", "没有这个编号的招募季"),
        (SEASON, "nobody", "没有这个用户，或者该用户已停用"),
        (SEASON, "gone", "没有这个用户，或者该用户已停用"),
    ],
)
def test_a_season_or_an_official_that_is_not_there_gets_a_sentence(
    divisions: None, code: str, user: str, sentence: str
) -> None:
    open_one(official("city-clerk", Office.CITY, "1409"))
    official("gone", Office.CITY, "1409")
    User.objects.filter(username="gone").update(is_active=False)

    with pytest.raises(WrongTarget, match=f"^{sentence}；处理办法："):
        target(code, user)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--into", SEASON, "--as", "city-clerk", "--out", "result.json"), "--into 不能与 --out"),
        (("--into", SEASON, "--as", "city-clerk", "--season", SEASON), "--into 不能与 --out"),
        (("--into", SEASON), "填了 --into，没有填 --as"),
        (("--as", "city-clerk"), "填了 --as，没有填 --into"),
        (("--again",), "填了 --again，没有填 --into"),
    ],
)
def test_a_mailbox_goes_into_a_season_or_into_a_file_and_into_a_season_by_somebody(
    options: tuple[str, ...], sentence: str
) -> None:
    answer = CliRunner().invoke(main, ["intake", "mails", *options])

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"linli：{sentence}")


def test_the_summary_of_a_reading_says_whose_form_is_missing(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    write(folder, "m1", b"a@mail.example")
    wordless = mail(
        text_part("报名材料见附件"), sender=b"b@mail.example", subject=word("社区助理报名")
    )
    (folder / "m2.eml").write_bytes(wordless)

    answer = linli("intake", folder, "--out", tmp_path / "r.json", "--workers", 1, data=data)

    assert answer.status == 0
    assert "2封邮件，2人" in answer.err
    assert "1人没有可读的登记表" in answer.err
