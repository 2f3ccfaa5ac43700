"""Walk a mailbox that may still be filling: a folder of .eml files, a Maildir, or one .mbox file.

A folder is read with its subfolders, for people sort what they export; a Maildir in it gives
what lies in ``cur`` and ``new``. Names with a leading dot (half-written copies, shadows that a
Mac leaves) and links are passed over. An .mbox is split at its From lines, and one ``>`` is
taken from quoted ``>From `` lines, as mboxrd quotes them; a program of the older mboxo kind
loses at most a quote mark by that. No file is locked, changed or moved.

A mail counts only if it is read as it was listed; one that is still being written is left for
the next time, whole.
"""

import datetime as dt
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from linli.core.refusal import Refusal

#: Mailboxes refuse mails over about 50 MiB themselves; a larger file is not somebody's application.
LARGEST_MAIL_BYTES = 50 * 1024 * 1024

# A sentence of a mail may begin with From and name a year; only the separator tells the time of day.
_MBOX_START = re.compile(rb"From \S.{0,300}?\d:\d\d(?::\d\d)?\b.{0,40}\d{4}")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_FROM_LINE = 1_000
# Outlook's own .msg is listed too: it cannot be read, and a person must learn that it is there.
_MAIL_SUFFIXES = (".eml", ".msg")


class MailboxRefused(Refusal):
    """There is no mailbox to read, or nothing in it."""


class MailLeftOut(Refusal):
    """A listed mail is not there whole: it is being written or was taken away. Nothing of it is read."""


class ListedMail(Protocol):
    """One mail of a mailbox, listed and not yet read."""

    @property
    def name(self) -> str:
        """The same at every reading; it names no person unless the mail's file does."""
        ...

    @property
    def size(self) -> int:
        """The size in bytes."""
        ...

    @property
    def is_too_large(self) -> bool:
        """Whether the mail is only listed and never read."""
        ...

    @property
    def stamped_at(self) -> dt.datetime | None:
        """When the mailbox says that it received the mail, if it keeps that beside the mail."""
        ...

    def read(self) -> bytes:
        """Return the bytes of the mail; a too large one gives none. Raises ``MailLeftOut``."""
        ...


class MailSource(Protocol):
    """A mailbox as it was listed when it was opened; mails that arrive later are for the next time."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[ListedMail]: ...

    def changed(self) -> frozenset[str]:
        """Name the listed mails that are no longer as they were listed, to be asked after the reading.

        What was read of them may be half a mail: it is left for the next time.
        """
        ...


@dataclass(frozen=True, slots=True)
class MailFile:
    """A mail in a file of its own, and the file's size and time of change when it was listed."""

    name: str
    size: int
    is_too_large: bool
    path: Path = field(repr=False)
    changed_ns: int = field(default=0, repr=False)

    @property
    def stamped_at(self) -> dt.datetime | None:
        """Return ``None``: the time of a file is that of its last copy."""
        return None

    def read(self) -> bytes:
        """Return the bytes of the mail; a too large one gives none. Raises ``MailLeftOut``."""
        if self.is_too_large:
            return b""
        with _opened(self.path) as stream:
            content = stream.read(self.size)
            if not self._is_as_listed(os.fstat(stream.fileno())):
                raise _being_written()
        return content

    def is_whole(self) -> bool:
        """Tell whether the file is as it was when it was listed."""
        try:
            return self._is_as_listed(self.path.stat())
        except OSError:
            # Taken away after it was read: what was read was whole.
            return True

    def _is_as_listed(self, found: os.stat_result) -> bool:
        return (found.st_size, found.st_mtime_ns) == (self.size, self.changed_ns)


@dataclass(frozen=True, slots=True)
class MaildirFile(MailFile):
    """A mail of a Maildir, whose file moves and is renamed when somebody looks at it."""

    def read(self) -> bytes:
        """Return the bytes of the mail; a too large one gives none. Raises ``MailLeftOut``."""
        if self.is_too_large:
            return b""
        unique = _unique_name(self.path.name)
        for folder in ("new", "cur"):
            for path in (self.path.parent.parent / folder).glob(_glob_quoted(unique) + "*"):
                if _unique_name(path.name) == unique:
                    with _opened(path) as stream:
                        return stream.read()
        raise _taken_away()

    def is_whole(self) -> bool:
        """Return ``True``: a mail is moved into a Maildir whole, and never changes."""
        return True


@dataclass(frozen=True, slots=True)
class MboxMail(MailFile):
    """A mail in an .mbox: where its From line and its first header start, in bytes."""

    head: int = field(default=0, repr=False)
    start: int = field(default=0, repr=False)

    def read(self) -> bytes:
        """Return the bytes of the mail; a too large one gives none. Raises ``MailLeftOut``."""
        if self.is_too_large:
            return b""
        with _opened(self.path) as stream:
            if not self._stands_in(stream):
                raise _being_written()
            stream.seek(self.start)
            return _QUOTED_FROM.sub(rb"\1", stream.read(self.size))

    def is_whole(self) -> bool:
        """Tell whether the mail still lies between its From line and the next, or the end."""
        try:
            with self.path.open("rb") as stream:
                return self._stands_in(stream)
        except OSError:
            return True

    def _stands_in(self, stream: BinaryIO) -> bool:
        stream.seek(self.head)
        if not _MBOX_START.match(stream.readline(_LONGEST_FROM_LINE)):
            return False
        stream.seek(self.start + self.size)
        after = stream.readline(_LONGEST_FROM_LINE)
        return not after or bool(_MBOX_START.match(after))


class FileMailbox:
    """The mails of a folder or an .mbox, as they were when it was opened."""

    def __init__(self, mails: Sequence[MailFile]) -> None:
        self._mails = mails

    def __len__(self) -> int:
        return len(self._mails)

    def __iter__(self) -> Iterator[MailFile]:
        return iter(self._mails)

    def changed(self) -> frozenset[str]:
        """Name the mails that are no longer as they were listed."""
        return frozenset(mail.name for mail in self._mails if not mail.is_whole())


def open_mailbox(mailbox: Path, *, largest: int = LARGEST_MAIL_BYTES) -> FileMailbox:
    """List the mails of a mailbox: a folder by file name, an .mbox in its own order, or one .eml.

    ``largest`` is in bytes. Names are ``subfolder/file`` or ``<mbox name>#<number>``.
    Raises ``MailboxRefused`` if there is no such mailbox, it cannot be read or holds no mail.
    """
    if not mailbox.exists():
        raise MailboxRefused(
            "找不到邮箱文件夹或文件", mend="请核对路径：放 .eml 文件的文件夹，或一个 .mbox 文件"
        )
    try:
        mails = list(
            _in_folder(mailbox, largest) if mailbox.is_dir() else _in_file(mailbox, largest)
        )
    except OSError as error:
        raise MailboxRefused(
            "邮箱文件夹或其中的子文件夹无法读取", mend="请核对运行本程序的账号有无读取权限"
        ) from error
    if not mails:
        raise MailboxRefused(
            "邮箱里没有邮件", mend="请把邮件导出为 .eml 文件放入该文件夹，或导出为一个 .mbox 文件"
        )
    return FileMailbox(mails)


def _in_folder(folder: Path, largest: int) -> list[MailFile]:
    found: dict[str, MailFile] = {}
    for where, folders, files in os.walk(folder, onerror=_raised):
        here = Path(where)
        mails = [_mail_file(here / name, folder, largest) for name in files if _is_mail_name(name)]
        left: set[str] = set()
        if {"cur", "new"} <= set(folders):
            left = {"cur", "new", "tmp"}
            mails += _in_maildir(here, folder, largest)
        folders[:] = [name for name in folders if not name.startswith(".") and name not in left]
        # A mail may move from new to cur in between.
        found |= {mail.name: mail for mail in mails if mail is not None}
    return sorted(found.values(), key=lambda mail: mail.name)


def _is_mail_name(name: str) -> bool:
    return name.lower().endswith(_MAIL_SUFFIXES) and not name.startswith(".")


def _mail_file(path: Path, folder: Path, largest: int) -> MailFile | None:
    found = _file_status(path)
    if found is None:
        return None
    name = path.relative_to(folder).as_posix()
    return MailFile(name, found.st_size, found.st_size > largest, path, found.st_mtime_ns)


def _in_maildir(maildir: Path, folder: Path, largest: int) -> Iterator[MailFile]:
    for part in ("new", "cur"):
        for path in (maildir / part).iterdir():
            found = None if path.name.startswith(".") else _file_status(path)
            if found is not None:
                name = (maildir.relative_to(folder) / _unique_name(path.name)).as_posix()
                yield MaildirFile(name, found.st_size, found.st_size > largest, path)


def _file_status(path: Path) -> os.stat_result | None:
    """Return a file's status; ``None`` for a link, which could lead out of the mailbox, and what is gone."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _unique_name(file_name: str) -> str:
    """Return a Maildir file's name without the flags, which change when the mail is looked at."""
    return re.split("[:;!]2,", file_name)[0]


def _glob_quoted(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _in_file(path: Path, largest: int) -> Iterator[MailFile]:
    if path.name.lower().endswith(_MAIL_SUFFIXES):
        mail = _mail_file(path, path.parent, largest)
        yield from [mail] if mail else []
        return
    with path.open("rb") as stream:
        for number, (head, start, end) in enumerate(_mbox_spans(stream), start=1):
            size = end - start
            name = f"{path.name}#{number:04d}"
            yield MboxMail(name, size, size > largest, path, head=head, start=start)


def _mbox_spans(stream: BinaryIO) -> Iterator[tuple[int, int, int]]:
    """Yield where each mail's From line starts, where the mail starts after it, and where it ends."""
    span: tuple[int, int] | None = None
    offset = 0
    after_blank = True
    while line := stream.readline(1 << 20):
        if after_blank and _MBOX_START.match(line):
            if span is not None:
                yield *span, offset
            span = (offset, offset + len(line))
        offset += len(line)
        after_blank = line in (b"\n", b"\r\n")
    if span is not None:
        yield *span, offset


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise _taken_away() from None
    except OSError:
        raise MailLeftOut(
            "邮件文件无法打开，未读取", mend="请核对读取权限，或者等其他程序用完后再读"
        ) from None


def _being_written() -> MailLeftOut:
    return MailLeftOut("邮件正在写入，留待下次读取")


def _taken_away() -> MailLeftOut:
    return MailLeftOut("邮件在读取之前已被移走，未读取")


def _raised(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error
