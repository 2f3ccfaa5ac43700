"""Walking a mailbox: in order, while it is still filling, and refused where there is none."""

import os
from pathlib import Path

import pytest

from linli.core.intake.mail import MailFault, read_mail, too_large_mail
from linli.core.intake.mailbox import MailboxRefused, MailLeftOut, open_mailbox


def test_folder_is_read_by_file_name_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name, content in [("b.eml", b"two"), ("a.EML", b"one"), ("notes.txt", b"x")]:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "c.eml").mkdir()

    found = [(mail.name, mail.size, mail.read()) for mail in open_mailbox(tmp_path)]

    assert found == [("a.EML", 3, b"one"), ("b.eml", 3, b"two")]


@pytest.mark.parametrize(("size", "is_too_large"), [(9, False), (10, False), (11, True)])
def test_mail_over_the_limit_is_listed_but_not_read(
    tmp_path: Path, size: int, is_too_large: bool
) -> None:
    (tmp_path / "a.eml").write_bytes(b"x" * size)

    found = [
        (mail.size, mail.is_too_large, len(mail.read()))
        for mail in open_mailbox(tmp_path, largest=10)
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
        for mail in open_mailbox(tmp_path, largest=10)
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

    assert [mail.name for mail in open_mailbox(box)] == ["a.eml"]


def test_mbox_is_read_mail_by_mail(tmp_path: Path) -> None:
    box = tmp_path / "box.mbox"
    box.write_bytes(
        b"From a@mail.example Sat Jun  8 10:00:00 2024\nSubject: 1\n\nFrom here on it is text\n\n"
        b"From b@mail.example Sat Jun  8 11:00:00 2024\nSubject: 2\n\n"
    )

    found = [(mail.name, mail.read()) for mail in open_mailbox(box)]

    assert found == [
        ("box.mbox#0001", b"Subject: 1\n\nFrom here on it is text\n\n"),
        ("box.mbox#0002", b"Subject: 2\n\n"),
    ]


def test_subfolders_are_read_and_hidden_ones_and_shadows_passed_over(tmp_path: Path) -> None:
    for name in (
        "6月8日/a.eml",
        "6月8日/下午/b.eml",
        "c.eml",
        ".trash/d.eml",
        "._c.eml",
        "e.eml.tmp",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())

    found = {mail.name: mail.read().decode() for mail in open_mailbox(tmp_path)}

    assert found == {name: name for name in ("6月8日/a.eml", "6月8日/下午/b.eml", "c.eml")}


def test_outlook_file_is_listed_so_that_a_person_learns_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.msg").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    (found,) = open_mailbox(tmp_path)

    read = read_mail(found.name, found.read())
    assert [fault.sentence for fault in read.faults] == [
        "邮件是Outlook邮件格式（.msg），本版本不能打开，请用能导出.eml格式的邮件软件转换后，再读取一次"
    ]


def test_one_mail_is_a_mailbox_too(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"one")

    assert [(mail.name, mail.read()) for mail in open_mailbox(tmp_path / "a.eml")] == [
        ("a.eml", b"one")
    ]


def grow(path: Path, more: bytes) -> None:
    with path.open("ab") as stream:
        stream.write(more)


def test_mail_that_grows_while_it_is_read_is_left_and_whole_the_next_time(tmp_path: Path) -> None:
    half, other = tmp_path / "a.eml", tmp_path / "b.eml"
    half.write_bytes(b"half")
    other.write_bytes(b"other")
    box = open_mailbox(tmp_path)
    grow(half, b" and whole")

    first, second = box
    with pytest.raises(MailLeftOut) as left:
        first.read()

    assert (left.value.what, second.read()) == ("邮件正在写入，留待下次读取", b"other")
    assert [mail.read() for mail in open_mailbox(tmp_path)] == [b"half and whole", b"other"]


def test_mail_that_grows_after_it_was_read_is_named_at_the_end(tmp_path: Path) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(b"half")
    box = open_mailbox(tmp_path)
    assert [mail.read() for mail in box] == [b"half", b"half"]

    grow(tmp_path / "a.eml", b" and whole")

    assert (box.changed(), open_mailbox(tmp_path).changed()) == ({"a.eml"}, frozenset())


def test_mail_that_is_taken_away_before_it_is_read_is_left_out(tmp_path: Path) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(b"x")
    first, second = open_mailbox(tmp_path)
    (tmp_path / "a.eml").unlink()

    with pytest.raises(MailLeftOut) as left:
        first.read()

    assert (left.value.what, second.read()) == ("邮件在读取之前已被移走，未读取", b"x")


def test_maildir_gives_what_was_delivered_and_nothing_half_written(tmp_path: Path) -> None:
    for name in ("cur/1.made:2,S", "new/2.made", "tmp/3.made", ".Sent/cur/4.made"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())

    found = {mail.name: mail.read() for mail in open_mailbox(tmp_path)}

    assert found == {"1.made": b"cur/1.made:2,S", "2.made": b"new/2.made"}


def test_mail_of_a_maildir_that_somebody_opens_meanwhile_is_read_all_the_same(
    tmp_path: Path,
) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "1[a].made").write_bytes(b"one")
    box = open_mailbox(tmp_path)
    (tmp_path / "new" / "1[a].made").rename(tmp_path / "cur" / "1[a].made:2,S")

    assert ([mail.read() for mail in box], box.changed()) == ([b"one"], frozenset())
    assert [mail.name for mail in open_mailbox(tmp_path)] == [mail.name for mail in box]


FIRST = b"From a@mail.example Sat Jun  8 10:00:00 2024\nSubject: 1\n\none\n\n"
SECOND = b"From b@mail.example Sat Jun  8 11:00:00 2024\nSubject: 2\n\ntwo\n\n"


def test_last_mail_of_an_mbox_that_is_still_written_is_left_for_the_next_time(
    tmp_path: Path,
) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(FIRST + SECOND[:60])
    first, second = open_mailbox(path)
    grow(path, SECOND[60:])

    with pytest.raises(MailLeftOut):
        second.read()

    assert first.read() == b"Subject: 1\n\none\n\n"
    assert [mail.read() for mail in open_mailbox(path)][1] == b"Subject: 2\n\ntwo\n\n"


def test_mail_of_an_mbox_is_whole_once_another_follows(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(FIRST)
    box = open_mailbox(path)
    grow(path, SECOND)

    assert ([mail.read() for mail in box], box.changed()) == (
        [b"Subject: 1\n\none\n\n"],
        frozenset(),
    )


def test_mbox_that_is_packed_while_it_is_read_gives_no_mixture(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(FIRST + SECOND)
    _, second = box = list(open_mailbox(path))
    path.write_bytes(SECOND)

    with pytest.raises(MailLeftOut):
        second.read()
    assert len(box) == 2


def test_quoted_from_lines_are_restored_and_sentences_do_not_divide(tmp_path: Path) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(
        FIRST + b">From here\n>>From there\n> From\n\nFrom June of 2024 on\n\nFrom Xinzhou, 2024\n"
    )

    (found,) = open_mailbox(path)

    assert found.read() == (
        b"Subject: 1\n\none\n\nFrom here\n>From there\n> From\n\nFrom June of 2024 on\n\nFrom Xinzhou, 2024\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        b"From - Sat Jun 08 10:00:00 2024\r\n",
        b"From 17@xxx Sat Jun 08 10:00:00 +0000 2024\n",
        b"From a@mail.example Sat Jun  8 10:00:00 CST 2024\n",
        b"From a@mail.example Sat Jun  8 10:00 2024\n",
    ],
)
def test_every_program_s_from_line_divides(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(line + b"Subject: 1\n\n" + line + b"Subject: 2\n\n")

    assert [mail.read() for mail in open_mailbox(path)] == [b"Subject: 1\n\n", b"Subject: 2\n\n"]


def test_missing_mailbox_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MailboxRefused) as refused:
        open_mailbox(tmp_path / "nowhere")

    assert refused.value.mend == "请核对路径：放 .eml 文件的文件夹，或一个 .mbox 文件"


@pytest.mark.parametrize("name", ["folder", "box.mbox"])
def test_mailbox_without_mails_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    box = tmp_path / name
    if name == "folder":
        box.mkdir()
    else:
        box.write_bytes(b"")

    with pytest.raises(MailboxRefused) as refused:
        open_mailbox(box)

    assert refused.value.what == "邮箱里没有邮件"
