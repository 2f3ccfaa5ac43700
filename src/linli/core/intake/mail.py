"""Read one mail: who sent it, when the mailbox received it, what it says, what came with it.

Source: D0 三(一)1, 三(一)2.
"""

import datetime as dt
import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from enum import StrEnum

from linli.core.documents.problems import Problem, unreadable
from linli.core.intake import headers
from linli.core.intake.attachments import Attachment, Budget, open_attachment
from linli.core.intake.html_text import html_to_text
from linli.core.intake.tnef import TnefError, tnef_attachments

_MAX_PARTS = 300
_MAX_FORWARDS = 4
_LONGEST_TEXT = 200_000
_LONGEST_FILE_NAME = 200

_MAIL_BY_NAME = re.compile(r"\.eml$", re.IGNORECASE)
_BIG_ATTACHMENT = re.compile("超大附件|云附件|大附件|文件中转站|网盘|提取码|微云")
_BIG_EVIDENCE = re.compile(r"https?://|到期|过期|\d(?:\.\d+)?\s?[MG]B?\b")
_BIG_NAME = re.compile(
    r"([^\s<>()（）/\\]{1,80}\.(?:zip|rar|7z|docx?|pdf|jpe?g|png))\s*[(（]\s*\d", re.IGNORECASE
)
_EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}


class MailFault(StrEnum):
    """Why a mail as a whole cannot be relied on; the values are fit for a record."""

    TOO_LARGE = "too_large"
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
    is_automatic: bool = False
    is_forwarded: bool = False
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)
    unsent: tuple[str, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    faults: tuple[MailFault, ...] = ()


@dataclass(slots=True)
class _Contents:
    plain: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)
    parts: int = 0
    forwarded: bool = False


def too_large_mail(name: str, *, size: int) -> ReadMail:
    """Stand in for a mail that is listed but not read."""
    # A file name of old Windows need not be UTF-8.
    listed = f"{name}:{size}".encode(errors="surrogateescape")
    digest = hashlib.sha256(listed).hexdigest()
    return ReadMail(file=name, digest=digest, faults=(MailFault.TOO_LARGE,))


def read_mail(name: str, content: bytes) -> ReadMail:
    """Read a mail from its bytes, whatever they are; nothing is raised.

    What is wrong with the mail stands in ``faults``, with its attachments in their own
    ``problems``, with links to files that were not sent in ``problems``.
    """
    blank = ReadMail(file=name, digest=hashlib.sha256(content).hexdigest())
    if not content.strip():
        return replace(blank, faults=(MailFault.EMPTY,))
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        contents = _Contents()
        _collect(message, contents, depth=0)
        return _composed(blank, message, contents)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # The standard parser fails in these ways on structures that no mail program writes.
        return replace(blank, faults=(MailFault.BROKEN,))


def _composed(blank: ReadMail, message: Message, contents: _Contents) -> ReadMail:
    text = _body_text(contents)
    unsent = _unsent(text)
    read = replace(
        blank,
        message_id=headers.header(message, "Message-ID"),
        references=_references(message),
        received_at=headers.received_at(message),
        sender=headers.address(message, "From"),
        sender_name=headers.sender_name(message),
        subject=headers.header(message, "Subject"),
        text=text,
        is_automatic=_is_automatic(message),
        is_forwarded=contents.forwarded,
        attachments=tuple(contents.attachments),
        unsent=unsent,
        problems=(unreadable("附件只发来下载链接，文件本身没有发来"),) if unsent else (),
    )
    return replace(read, faults=tuple(_faults(read, contents)))


def _faults(read: ReadMail, contents: _Contents) -> Iterator[MailFault]:
    if not (read.sender or read.subject or read.received_at):
        yield MailFault.BROKEN
    elif not (read.subject or read.text or read.attachments):
        yield MailFault.EMPTY
    if contents.parts > _MAX_PARTS:
        yield MailFault.TOO_MANY_PARTS
    if read.received_at is None:
        yield MailFault.NO_RECEIVED_TIME


def _collect(part: Message, contents: _Contents, *, depth: int) -> None:
    contents.parts += 1
    if contents.parts > _MAX_PARTS:
        return
    headers.settle_raw_headers(part)
    if (
        part.get_content_maintype() == "message"
        and part.get_content_type() != "message/delivery-status"
    ):
        _collect_forwarded(part, contents, depth=depth)
    elif part.is_multipart():
        for inner in part.get_payload():
            if isinstance(inner, Message):
                _collect(inner, contents, depth=depth)
    else:
        _collect_leaf(part, contents, depth=depth)


def _collect_forwarded(part: Message, contents: _Contents, *, depth: int) -> None:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message) or depth >= _MAX_FORWARDS:
        return
    body = inner.get_payload()
    # Some programs encode the inner mail, which MIME forbids and the parser does not undo.
    if str(part.get("Content-Transfer-Encoding", "")).lower() == "base64" and isinstance(body, str):
        inner.replace_header(
            "Content-Transfer-Encoding", "base64"
        ) if "Content-Transfer-Encoding" in inner else (
            inner.add_header("Content-Transfer-Encoding", "base64")
        )
        decoded = inner.get_payload(decode=True)
        inner = email.message_from_bytes(decoded) if isinstance(decoded, bytes) else inner
    _collect_inner_mail(inner, contents, depth=depth)


def _collect_inner_mail(inner: Message, contents: _Contents, *, depth: int) -> None:
    contents.forwarded = True
    contents.plain.append(headers.header(inner, "Subject"))
    _collect(inner, contents, depth=depth + 1)


def _collect_leaf(part: Message, contents: _Contents, *, depth: int) -> None:
    decoded = part.get_payload(decode=True)
    content = decoded if isinstance(decoded, bytes) else b""
    name = _file_name(part)
    is_text = part.get_content_maintype() == "text"
    if is_text and not name and part.get_content_disposition() != "attachment":
        _collect_text(part, content, contents)
    elif part.get_content_type() == "application/ms-tnef" or name.lower() == "winmail.dat":
        contents.attachments += _from_tnef(name, content, contents.budget)
    elif _MAIL_BY_NAME.search(name) and depth < _MAX_FORWARDS and content.strip():
        _collect_inner_mail(email.message_from_bytes(content), contents, depth=depth)
    elif content or name:
        contents.attachments += open_attachment(
            name or _made_up_name(part), content, budget=contents.budget
        )


def _file_name(part: Message) -> str:
    name = headers.parameter(part, "Content-Disposition", "filename") or headers.parameter(
        part, "Content-Type", "name"
    )
    return name.strip()[-_LONGEST_FILE_NAME:]


def _made_up_name(part: Message) -> str:
    return "未命名附件" + _EXTENSIONS.get(part.get_content_type(), "")


def _from_tnef(name: str, content: bytes, budget: Budget) -> list[Attachment]:
    try:
        inner = tnef_attachments(content)
    except TnefError:
        made = list(open_attachment(name, content, budget=budget))
        return [
            replace(item, problems=(unreadable("winmail.dat 已损坏，无法打开"),)) for item in made
        ]
    return [
        item
        for inner_name, data in inner
        for item in open_attachment(inner_name, data, budget=budget)
    ]


def _collect_text(part: Message, content: bytes, contents: _Contents) -> None:
    charset = headers.parameter(part, "Content-Type", "charset")
    text = headers.decode_bytes(content[: 4 * _LONGEST_TEXT], charset)
    if part.get_content_subtype() == "html":
        contents.markup.append(html_to_text(text))
    else:
        contents.plain.append(text)


def _body_text(contents: _Contents) -> str:
    plain = "\n".join(text.strip() for text in contents.plain if text.strip())
    known = re.sub(r"\s", "", plain)
    # An HTML twin repeats the plain text; what it has beyond that is kept.
    extra = [text for text in contents.markup if re.sub(r"\s", "", text) not in known]
    return "\n".join([plain, *extra]).strip()[:_LONGEST_TEXT]


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


def _unsent(text: str) -> tuple[str, ...]:
    if not (_BIG_ATTACHMENT.search(text) and _BIG_EVIDENCE.search(text)):
        return ()
    return tuple(dict.fromkeys(_BIG_NAME.findall(text))) or ("未命名的超大附件",)
