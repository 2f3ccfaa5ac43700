"""Keep the bytes of every mail that came in, by their digest: nothing is changed, nothing deleted."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from linli.core.intake.mailbox import ListedMail, MailSource
from linli.core.refusal import Refusal


class NotKept(Refusal):
    """Bytes are not where they were kept, or are no longer the same."""


class FileLost(NotKept):
    """The bytes of a file that was uploaded on the site are gone or were changed."""


class MailNotKept(NotKept):
    """The bytes of a registered mail are gone or were changed."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of the storage in which bytes lie by their digest; ``lost`` tells that some are gone."""

    folder: str
    ending: str
    lost: Callable[[], NotKept]

    def keep(self, content: bytes) -> str:
        """Store bytes unless they are stored already; return their SHA-256.

        What a killed run left half-written is written again.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not (default_storage.exists(path) and default_storage.size(path) == len(content)):
            _write(path, content)
        return digest

    def kept(self, digest: str) -> bytes:
        """Return the bytes of a digest. Raises ``NotKept`` if they are gone or were changed."""
        path = self._path(digest)
        if default_storage.exists(path):
            with default_storage.open(path, "rb") as stream:
                content: bytes = stream.read()
            if hashlib.sha256(content).hexdigest() == digest:
                return content
        raise self.lost()

    def discard(self, digests: Iterable[str]) -> None:
        """Delete the bytes of digests; what is not there is passed over."""
        for digest in digests:
            default_storage.delete(self._path(digest))

    def discard_older(self, than: datetime) -> None:
        """Delete the bytes that were stored before an instant."""
        folders = default_storage.listdir(self.folder)[0] if self._is_there() else []
        for folder in folders:
            for name in default_storage.listdir(f"{self.folder}/{folder}")[1]:
                path = f"{self.folder}/{folder}/{name}"
                if default_storage.get_modified_time(path) < than:
                    default_storage.delete(path)

    def _is_there(self) -> bool:
        return default_storage.exists(self.folder)

    def _path(self, digest: str) -> str:
        return f"{self.folder}/{digest[:2]}/{digest}{self.ending}"


def _write(name: str, content: bytes) -> None:
    """Write bytes whole or not at all; two who write the same at once leave one file."""
    if not isinstance(default_storage, FileSystemStorage):
        # A storage elsewhere does it in its own way.
        default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
        return
    place = Path(default_storage.path(name))
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    whole = Path(stream.name)
    whole.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    whole.replace(place)


def _mail_lost() -> MailNotKept:
    return MailNotKept("来件原文已不在存储中，或者已被改动", mend="请系统管理员从备份恢复来件存储")


def _file_lost() -> FileLost:
    return FileLost("这个文件已不在存储中，或者已被改动", mend="请重新上传")


def _workbook_lost() -> FileLost:
    return FileLost("上传的表格已不在存储中", mend="请重新上传")


MAILS = Shelf("mails", ".eml", _mail_lost)
UPLOADS = Shelf("uploads", "", _file_lost)
#: Workbooks between being tried and being recorded.
WORKBOOKS = Shelf("workbooks", ".xlsx", _workbook_lost)


def keep(content: bytes) -> str:
    """Store a mail unless it is stored already; return its SHA-256."""
    return MAILS.keep(content)


def kept(digest: str) -> bytes:
    """Return the bytes of a mail. Raises ``MailNotKept`` if they are gone or were changed."""
    return MAILS.kept(digest)


@dataclass(frozen=True, slots=True)
class _KeptMail:
    """A listed mail whose bytes are kept when they are read."""

    listed: ListedMail

    @property
    def name(self) -> str:
        return self.listed.name

    @property
    def size(self) -> int:
        return self.listed.size

    @property
    def is_too_large(self) -> bool:
        return self.listed.is_too_large

    @property
    def stamped_at(self) -> datetime | None:
        return self.listed.stamped_at

    def read(self) -> bytes:
        content = self.listed.read()
        if content:
            keep(content)
        return content


class KeepingMailbox:
    """A mailbox of which every mail that is read is kept."""

    def __init__(self, mailbox: MailSource) -> None:
        self._mailbox = mailbox

    def __len__(self) -> int:
        return len(self._mailbox)

    def __iter__(self) -> Iterator[ListedMail]:
        return (_KeptMail(mail) for mail in self._mailbox)

    def changed(self) -> frozenset[str]:
        """Name the mails that are no longer as they were listed."""
        return self._mailbox.changed()
