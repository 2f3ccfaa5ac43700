"""Walk a mailbox: a folder of .eml files, or one .mbox file, mail by mail."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from linli.core.refusal import Refusal

#: Mailboxes refuse mails over about 50 MiB themselves; a larger file is not somebody's application.
LARGEST_MAIL_BYTES = 50 * 1024 * 1024

_MBOX_START = re.compile(rb"From \S.*\d{4}")


class MailboxRefused(Refusal):
    """There is no mailbox to read, or nothing in it."""


@dataclass(frozen=True, slots=True)
class MailFile:
    """One mail of a mailbox: its name, its size in bytes, and where its bytes are.

    ``name`` is the file's name, or ``<mbox name>#<number>``; ``is_too_large`` mails are
    listed and never read.
    """

    name: str
    size: int
    is_too_large: bool
    path: Path = field(repr=False)
    offset: int = field(default=0, repr=False)

    def read(self) -> bytes:
        """Return the bytes of the mail; a too large one gives none."""
        if self.is_too_large:
            return b""
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            return stream.read(self.size)


def mails_in(mailbox: Path, *, largest: int = LARGEST_MAIL_BYTES) -> Iterator[MailFile]:
    """List the mails of a mailbox, a folder by file name, an .mbox in its own order.

    Sizes are in bytes. Raises ``MailboxRefused`` at once if there is no such mailbox or it holds no mail.
    """
    if not mailbox.exists():
        raise MailboxRefused(
            "找不到邮箱文件夹或文件", mend="请核对路径：放 .eml 文件的文件夹，或一个 .mbox 文件"
        )
    found = _in_folder(mailbox, largest) if mailbox.is_dir() else _in_mbox(mailbox, largest)
    first = next(found, None)
    if first is None:
        raise MailboxRefused(
            "邮箱里没有邮件", mend="请把邮件导出为 .eml 文件放入该文件夹，或导出为一个 .mbox 文件"
        )
    return _chained(first, found)


def _chained(first: MailFile, rest: Iterator[MailFile]) -> Iterator[MailFile]:
    yield first
    yield from rest


def _in_folder(folder: Path, largest: int) -> Iterator[MailFile]:
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        # A link could lead out of the mailbox.
        if path.suffix.lower() == ".eml" and path.is_file() and not path.is_symlink():
            size = path.stat().st_size
            yield MailFile(path.name, size, size > largest, path)


def _in_mbox(path: Path, largest: int) -> Iterator[MailFile]:
    with path.open("rb") as stream:
        for number, (start, end) in enumerate(_mbox_spans(stream), start=1):
            size = end - start
            yield MailFile(f"{path.name}#{number:04d}", size, size > largest, path, start)


def _mbox_spans(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield where each mail of an .mbox starts (after its From line) and ends."""
    start: int | None = None
    offset = 0
    after_blank = True
    while line := stream.readline(1 << 20):
        if after_blank and _MBOX_START.match(line):
            if start is not None:
                yield start, offset
            start = offset + len(line)
        offset += len(line)
        after_blank = line in (b"\n", b"\r\n")
    if start is not None:
        yield start, offset
