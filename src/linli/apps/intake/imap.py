"""Read a mailbox on an IMAP server, over TLS only, without leaving a trace in it.

The folder is opened read-only and mails are peeked at: nothing is marked, moved or deleted.
The password comes from ``LINLI_IMAP_PASSWORD`` alone, for an address would stay in the
shell's history; ``LINLI_IMAP_CA`` names the certificate to trust where an office signs its own.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from linli.apps.intake.imap_session import (
    PAUSES,
    FolderRefused,
    ImapSession,
    ListedItem,
    imap_address,
)
from linli.core.intake.mailbox import LARGEST_MAIL_BYTES, MailSource, open_mailbox

_BATCH_MAILS = 20
_BATCH_BYTES = 8 * 1024 * 1024


@contextmanager
def mailbox_at(
    mailbox: str,
    *,
    environment: Mapping[str, str],
    largest: int = LARGEST_MAIL_BYTES,
    pauses: Sequence[float] = PAUSES,
) -> Iterator[MailSource]:
    """Open a mailbox, wherever it is: a folder, an .mbox, or ``imaps://user@host/folder``.

    ``largest`` is in bytes; ``pauses`` are the seconds before each new attempt after a lost
    connection. Raises ``MailboxRefused`` or ``ImapRefused``; reading on from a server may
    raise ``ServerUnreachable`` and ``FolderRefused`` later, too.
    """
    if not re.match(r"imaps?:", mailbox, re.IGNORECASE):
        yield open_mailbox(Path(mailbox), largest=largest)
        return
    session = ImapSession(imap_address(mailbox), environment, pauses)
    try:
        yield ImapMailbox(session, largest=largest)
    finally:
        session.close()


@dataclass(frozen=True, slots=True)
class ImapMail:
    """A mail on the server, named ``<folder>#<UIDVALIDITY>.<UID>``: no other will ever bear that name.

    It can be read only while its mailbox is open, and in the same process.
    """

    name: str
    size: int
    is_too_large: bool
    stamped_at: dt.datetime | None
    uid: int
    mailbox: "ImapMailbox" = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Return the bytes of the mail; a too large one gives none. Raises ``MailLeftOut``."""
        return b"" if self.is_too_large else self.mailbox.content(self)


class ImapMailbox:
    """The mails of a folder as the server listed them; a mail that arrives later is for the next time.

    Mails that were marked as deleted but are still there are read like the others.
    """

    def __init__(self, session: ImapSession, *, largest: int) -> None:
        self._session = session
        self._mails = [self._listed(item, largest) for item in session.listed()]
        self._places = {mail.uid: place for place, mail in enumerate(self._mails)}
        self._ahead: dict[int, bytes] = {}
        if not self._mails:
            raise FolderRefused("邮箱的这个文件夹里没有邮件", mend="请核对文件夹名")

    def _listed(self, item: ListedItem, largest: int) -> ImapMail:
        name = f"{self._session.address.folder}#{self._session.validity}.{item.uid:06d}"
        return ImapMail(name, item.size, item.size > largest, item.stamped_at, item.uid, self)

    def __len__(self) -> int:
        return len(self._mails)

    def __iter__(self) -> Iterator[ImapMail]:
        return iter(self._mails)

    def changed(self) -> frozenset[str]:
        """Return nothing: a mail on a server never changes."""
        return frozenset()

    def content(self, mail: ImapMail) -> bytes:
        """Return a mail's bytes, fetched together with a few that follow it."""
        if mail.uid not in self._ahead:
            self._ahead = self._session.contents(self._batch(self._places[mail.uid]))
        content = self._ahead.pop(mail.uid, None)
        # A server may refuse several mails because of one.
        return content if content is not None else self._session.content(mail.uid)

    def _batch(self, place: int) -> list[int]:
        uids: list[int] = []
        room = _BATCH_BYTES
        for mail in self._mails[place : place + _BATCH_MAILS]:
            room -= 0 if mail.is_too_large else mail.size
            if uids and room < 0:
                break
            if not mail.is_too_large:
                uids.append(mail.uid)
        return uids
