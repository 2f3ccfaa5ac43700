"""Walking a mailbox: lazily, in order, and refused where there is none."""

import os
from pathlib import Path

import pytest

from linli.core.intake.mail import MailFault, read_mail, too_large_mail
from linli.core.intake.mailbox import MailboxRefused, mails_in


def test_folder_is_read_by_file_name_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name, content in [("b.eml", b"two"), ("a.EML", b"one"), ("notes.txt", b"x")]:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "c.eml").mkdir()

    found = [(mail.name, mail.size, mail.read()) for mail in mails_in(tmp_path)]

    assert found == [("a.EML", 3, b"one"), ("b.eml", 3, b"two")]


@pytest.mark.parametrize(("size", "is_too_large"), [(9, False), (10, False), (11, True)])
def test_mail_over_the_limit_is_listed_but_not_read(
    tmp_path: Path, size: int, is_too_large: bool
) -> None:
    (tmp_path / "a.eml").write_bytes(b"x" * size)

    found = [
        (mail.size, mail.is_too_large, len(mail.read())) for mail in mails_in(tmp_path, largest=10)
    ]

    assert found == [(size, is_too_large, 0 if is_too_large else size)]


def test_too_large_mail_with_a_name_in_gbk_does_not_end_the_reading(tmp_path: Path) -> None:
    large = os.fsencode(tmp_path) + b"/" + "报名.eml".encode("gbk")
    Path(os.fsdecode(large)).write_bytes(b"x" * 11)
    (tmp_path / "z.eml").write_bytes(b"From: a@b")

    found = [
        too_large_mail(mail.name, size=mail.size)
        if mail.is_too_large
        else read_mail(mail.name, mail.read())
        for mail in mails_in(tmp_path, largest=10)
    ]

    assert {MailFault.TOO_LARGE in mail.faults: mail.file for mail in found} == {
        True: os.fsdecode("报名.eml".encode("gbk")),
        False: "z.eml",
    }


def test_link_that_leads_out_of_the_mailbox_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"x")
    box = tmp_path / "box"
    box.mkdir()
    (box / "a.eml").write_bytes(b"one")
    (box / "b.eml").symlink_to(tmp_path / "elsewhere")

    assert [mail.name for mail in mails_in(box)] == ["a.eml"]


def test_mbox_is_read_mail_by_mail(tmp_path: Path) -> None:
    box = tmp_path / "box.mbox"
    box.write_bytes(
        b"From a@mail.example Sat Jun  8 10:00:00 2024\nSubject: 1\n\nFrom here on it is text\n\n"
        b"From b@mail.example Sat Jun  8 11:00:00 2024\nSubject: 2\n\n"
    )

    found = [(mail.name, mail.read()) for mail in mails_in(box)]

    assert found == [
        ("box.mbox#0001", b"Subject: 1\n\nFrom here on it is text\n\n"),
        ("box.mbox#0002", b"Subject: 2\n\n"),
    ]


def test_missing_mailbox_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MailboxRefused) as refused:
        mails_in(tmp_path / "nowhere")

    assert refused.value.mend == "请核对路径：放 .eml 文件的文件夹，或一个 .mbox 文件"


@pytest.mark.parametrize("name", ["folder", "box.mbox"])
def test_mailbox_without_mails_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    box = tmp_path / name
    if name == "folder":
        box.mkdir()
    else:
        box.write_bytes(b"")

    with pytest.raises(MailboxRefused) as refused:
        mails_in(box)

    assert refused.value.what == "邮箱里没有邮件"
