"""Read one mail: who sent it, when the mailbox received it, what it says, what came with it.

Source: D0 三(一)1, 三(一)2.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from enum import StrEnum

from linli.core.documents.mime_parsing import parsed
from linli.core.documents.problems import Problem, unreadable
from linli.core.intake import headers
from linli.core.intake.attachments import Attachment
from linli.core.intake.damage import is_outlook_mail
from linli.core.intake.links import unsent_files
from linli.core.intake.parts import LONGEST_TEXT, MOST_PARTS, Contents, collect


class MailFault(StrEnum):
    """Why a mail as a whole cannot be relied on; the values are fit for a record."""

    TOO_LARGE = "too_large"
    OUTLOOK = "outlook"
    BROKEN = "broken"
    EMPTY = "empty"
    NO_RECEIVED_TIME = "no_received_time"
    TOO_MANY_PARTS = "too_many_parts"

    @property
    def sentence(self) -> str:
        """Return the fault in Chinese."""
        return _FAULT_SENTENCES[self]


_FAULT_SENTENCES = {
    MailFault.TOO_LARGE: "邮件过大，未读取，须由人工处理",
    MailFault.OUTLOOK: "邮件是Outlook邮件格式（.msg），本版本不能打开，"
    "请用能导出.eml格式的邮件软件转换后，再读取一次",
    MailFault.BROKEN: "邮件已损坏，须由人工处理",
    MailFault.EMPTY: "邮件没有任何内容",
    MailFault.NO_RECEIVED_TIME: "邮件没有邮箱服务器的收到时间，无法判断是否在报名期内",
    MailFault.TOO_MANY_PARTS: "邮件的附件过多，只读取了一部分",
}


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail as read; ``received_at`` is in Beijing time, ``None`` if the mailbox's own stamp is missing.

    ``text`` holds the bodies of the mail and of mails forwarded inside it; ``unsent``
    names big attachments for which only a link was sent.
    """

    file: str
    digest: str
    message_id: str = ""
    references: tuple[str, ...] = field(default=(), repr=False)
    received_at: dt.datetime | None = None
    sender: str = field(default="", repr=False)
    sender_name: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    markup: tuple[str, ...] = field(default=(), repr=False)
    is_automatic: bool = False
    is_forwarded: bool = False
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)
    unsent: tuple[str, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    faults: tuple[MailFault, ...] = ()


def too_large_mail(name: str, *, size: int) -> ReadMail:
    """Stand in for a mail that is listed but not read."""
    # A file name of old Windows need not be UTF-8.
    listed = f"{name}:{size}".encode(errors="surrogateescape")
    digest = hashlib.sha256(listed).hexdigest()
    return ReadMail(file=name, digest=digest, faults=(MailFault.TOO_LARGE,))


def read_mail(name: str, content: bytes, *, stamped_at: dt.datetime | None = None) -> ReadMail:
    """Read a mail from its bytes, whatever they are; nothing is raised.

    ``stamped_at`` is when the mailbox says that it received the mail; it counts where the
    topmost Received header is missing or tells no sure time. The sender's Date never counts.
    What is wrong with the mail stands in ``faults``, with its attachments in their own
    ``problems``, with links to files that were not sent in ``problems``.
    """
    blank = ReadMail(file=name, digest=hashlib.sha256(content).hexdigest())
    if not content or content.isspace():
        return replace(blank, faults=(MailFault.EMPTY,))
    if is_outlook_mail(name, content):
        return replace(blank, faults=(MailFault.OUTLOOK,))
    try:
        message = parsed(content)
        contents = Contents()
        collect(message, contents)
        return _composed(blank, message, contents, stamped_at)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # The parser fails in these ways on structures that no mail program writes.
        return replace(blank, faults=(MailFault.BROKEN,))


def _composed(
    blank: ReadMail, message: Message, contents: Contents, stamped_at: dt.datetime | None
) -> ReadMail:
    text = _body_text(contents)
    unsent = unsent_files(text, links=contents.links)
    read = replace(
        blank,
        message_id=headers.header(message, "Message-ID"),
        references=_references(message),
        received_at=headers.received_at(message) or _in_beijing(stamped_at),
        sender=headers.address(message, "From"),
        sender_name=headers.sender_name(message),
        subject=headers.header(message, "Subject"),
        text=text,
        markup=tuple(contents.html),
        is_automatic=_is_automatic(message),
        is_forwarded=contents.forwarded,
        attachments=tuple(contents.attachments),
        unsent=unsent,
        problems=(unreadable("附件只发来下载链接，文件本身没有发来"),) if unsent else (),
    )
    return replace(read, faults=tuple(_faults(read, contents)))


def _in_beijing(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(headers.BEIJING) if moment else None


def _faults(read: ReadMail, contents: Contents) -> Iterator[MailFault]:
    if not (read.sender or read.subject or read.received_at):
        yield MailFault.BROKEN
    elif not (read.subject or read.text or read.attachments):
        yield MailFault.EMPTY
    if contents.parts > MOST_PARTS:
        yield MailFault.TOO_MANY_PARTS
    if read.received_at is None:
        yield MailFault.NO_RECEIVED_TIME


def _body_text(contents: Contents) -> str:
    plain = "\n".join(text.strip() for text in contents.plain if text.strip())
    known = re.sub(r"\s", "", plain)
    # An HTML twin repeats the plain text; what it has beyond that is kept.
    extra = [text for text in contents.markup if re.sub(r"\s", "", text) not in known]
    return "\n".join([plain, *extra]).strip()[:LONGEST_TEXT]


def _references(message: Message) -> tuple[str, ...]:
    text = headers.header(message, "In-Reply-To") + " " + headers.header(message, "References")
    return tuple(dict.fromkeys(re.findall(r"<[^<>\s]{1,250}>", text)))


def _is_automatic(message: Message) -> bool:
    submitted = headers.header(message, "Auto-Submitted").lower()
    return_path = headers.header(message, "Return-Path")
    return (
        submitted not in ("", "no")
        or bool(headers.header(message, "X-Autoreply") or headers.header(message, "X-Autorespond"))
        or return_path == "<>"
        or message.get_content_type() == "multipart/report"
    )
