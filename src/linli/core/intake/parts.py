"""Walk the parts of a mail: its bodies, its attachments, and the mails forwarded inside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message

from linli.core.documents.mime_parsing import TooIntricate, parsed, weight
from linli.core.documents.problems import suspicious, unreadable, unsupported
from linli.core.intake import headers
from linli.core.intake.attachments import Attachment, made_attachment, open_attachment
from linli.core.intake.html_text import (
    html_links,
    html_pictures,
    html_to_text,
    html_without_pictures,
)
from linli.core.intake.tnef import TnefError, tnef_attachments
from linli.core.intake.unpacking_budget import UnpackingBudget

#: Parts beyond these are not read.
MOST_PARTS = 300
#: No body of an application is longer, in characters.
LONGEST_TEXT = 200_000

_MAX_FORWARDS = 4
_LONGEST_FILE_NAME = 200
_MAX_PICTURES = 40

_MAIL_BY_NAME = re.compile(r"\.eml$", re.IGNORECASE)
_SPOILT_NAME = re.compile(
    r"^[?_.\s]*(?:\.\w{1,5})?$|\?{2}|\ufffd|=\?|^[^.]*$|\.(?:dat|bin)$"
    r"|^(?:ATT\d+|noname|unnamed|attachment|untitled)\b",
    re.IGNORECASE,
)
_EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/heic": ".heic",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
# Delivery reports have headers of their own; Macs send a shadow beside each file.
_PASSED_OVER = frozenset({"message/delivery-status", "application/applefile"})
_LOST_BOUNDARY = re.compile(rb'^--([^\r\n"]{1,200})\r?\nContent-', re.MULTILINE)
# What lies in a mail as a mail of its own is parsed again, one in another.
_MOST_PARSED_AGAIN = 150 * 1024 * 1024


@dataclass(slots=True)
class Contents:
    """What was found in a mail so far; ``links`` are the addresses that its HTML leads to."""

    plain: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    budget: UnpackingBudget = field(default_factory=UnpackingBudget)
    parts: int = 0
    forwarded: bool = False
    left_to_parse: int = _MOST_PARSED_AGAIN

    def parsed_again(self, content: bytes) -> Message | None:
        """Parse a mail that lies in this one; ``None`` if it would take too long."""
        self.left_to_parse -= weight(content)
        if self.left_to_parse < 0:
            return None
        try:
            return parsed(content)
        except TooIntricate:
            return None


def collect(part: Message, contents: Contents, *, depth: int = 0) -> None:
    """Add what a part holds to the contents of its mail, ``depth`` forwards deep."""
    contents.parts += 1
    if contents.parts > MOST_PARTS or part.get_content_type() in _PASSED_OVER:
        return
    headers.settle_raw_headers(part)
    if part.get_content_maintype() == "message":
        _collect_forwarded(part, contents, depth=depth)
    elif part.is_multipart():
        for inner in part.get_payload():
            if isinstance(inner, Message):
                collect(inner, contents, depth=depth)
    elif (found := _with_its_boundary(part, contents)) is not None:
        collect(found, contents, depth=depth)
    else:
        _collect_leaf(part, contents, depth=depth)


def _with_its_boundary(part: Message, contents: Contents) -> Message | None:
    """Parse again what calls itself multipart but names no or a wrong boundary; ``None`` if it cannot be."""
    if part.get_content_maintype() != "multipart":
        return None
    payload = part.get_payload(decode=True)
    mark = _LOST_BOUNDARY.search(payload) if isinstance(payload, bytes) else None
    if mark is None or not isinstance(payload, bytes):
        return None
    boundary = mark[1].rstrip(b" \t")
    head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n\n'
    found = contents.parsed_again(head + payload)
    return found if found is not None and found.is_multipart() else None


def _collect_forwarded(part: Message, contents: Contents, *, depth: int) -> None:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message) or depth >= _MAX_FORWARDS:
        return
    body = inner.get_payload()
    # Some programs encode the inner mail, which MIME forbids and the parser does not undo.
    if headers.transfer_encoding(part) == "base64" and isinstance(body, str):
        name = _file_name(part) or "转发的邮件.eml"
        _collect_packed_mail(name, headers.base64_bytes(body), contents, depth=depth)
    else:
        _collect_inner_mail(inner, contents, depth=depth)


def _collect_packed_mail(name: str, content: bytes, contents: Contents, *, depth: int) -> None:
    inner = contents.parsed_again(content)
    if inner is not None:
        _collect_inner_mail(inner, contents, depth=depth)
        return
    problem = unsupported("附件是邮件，结构过于庞杂，未读取，须由人工打开")
    contents.attachments.append(made_attachment(name, content, problem, keep=False))


def _collect_inner_mail(inner: Message, contents: Contents, *, depth: int) -> None:
    contents.forwarded = True
    contents.plain.append(headers.header(inner, "Subject"))
    sender = headers.sender_name(inner)
    contents.plain.append(f"原发件人：{sender}" if sender else "")
    collect(inner, contents, depth=depth + 1)


def _collect_leaf(part: Message, contents: Contents, *, depth: int) -> None:
    content = _content(part)
    name = _file_name(part)
    kind = part.get_content_type()
    is_text = kind.startswith("text/") and kind != "text/calendar"
    if is_text and not name and part.get_content_disposition() != "attachment":
        _collect_text(part, content, contents)
    elif kind in ("application/ms-tnef", "application/vnd.ms-tnef") or (
        name.lower() == "winmail.dat"
    ):
        contents.attachments += _from_tnef(name, content, contents.budget)
    elif _MAIL_BY_NAME.search(name) and depth < _MAX_FORWARDS and content.strip():
        _collect_packed_mail(name, content, contents, depth=depth)
    elif content or name:
        contents.attachments += open_attachment(
            name or _made_up_name(part), content, budget=contents.budget
        )


def _content(part: Message) -> bytes:
    payload = part.get_payload()
    if headers.transfer_encoding(part) == "base64" and isinstance(payload, str):
        # The standard library gives the letters themselves back if one is missing at the end.
        return headers.base64_bytes(payload)
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _file_name(part: Message) -> str:
    names = [
        headers.parameter(part, "Content-Disposition", "filename").strip(" \t\r\n\"'"),
        headers.parameter(part, "Content-Type", "name").strip(" \t\r\n\"'"),
    ]
    # Old programs and gateways spoil one of the two.
    whole = [name for name in names if name and not _SPOILT_NAME.search(name)]
    return next((name for name in (*whole, *names) if name), "")[-_LONGEST_FILE_NAME:]


def _made_up_name(part: Message) -> str:
    return "未命名附件" + _EXTENSIONS.get(part.get_content_type(), "")


def _from_tnef(name: str, content: bytes, budget: UnpackingBudget) -> list[Attachment]:
    try:
        inner = tnef_attachments(content)
    except TnefError:
        made = list(open_attachment(name, content, budget=budget))
        return [
            replace(item, problems=(unreadable("winmail.dat 已损坏，无法打开"),)) for item in made
        ]
    taken = inner[: budget.members]
    budget.members -= len(taken)
    found = [
        item
        for inner_name, data in taken
        for item in open_attachment(inner_name, data, budget=budget)
    ]
    if len(taken) < len(inner):
        problem = suspicious("winmail.dat 内附件过多，只读取了一部分")
        found.append(made_attachment(name, content, problem, keep=False))
    return found


def _collect_text(part: Message, content: bytes, contents: Contents) -> None:
    if part.get_content_subtype() == "html":
        contents.attachments += _pasted_pictures(content, contents.budget)
        markup = _text(part, html_without_pictures(content))
        contents.markup.append(html_to_text(markup))
        contents.html.append(markup)
        contents.links += html_links(markup)
    elif headers.parameter(part, "Content-Type", "format").lower() == "flowed":
        is_glued = headers.parameter(part, "Content-Type", "delsp").lower() == "yes"
        contents.plain.append(_unflowed(_text(part, content), glue="" if is_glued else " "))
    else:
        contents.plain.append(_text(part, content))


def _text(part: Message, content: bytes) -> str:
    charset = headers.parameter(part, "Content-Type", "charset")
    return headers.decode_bytes(content[: 4 * LONGEST_TEXT], charset).lstrip("\ufeff")


def _pasted_pictures(markup: bytes, budget: UnpackingBudget) -> Iterator[Attachment]:
    for number, (extension, letters) in enumerate(html_pictures(markup), start=1):
        if number > _MAX_PICTURES:
            return
        content = headers.base64_bytes(letters)
        yield from open_attachment(f"正文图片{number}.{extension}", content, budget=budget)


def _unflowed(text: str, *, glue: str) -> str:
    """Join the lines that a program broke for display (RFC 3676): those that end with a blank."""
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    joined = ""
    for line in lines:
        is_broken = line.endswith(" ") and line != "-- "
        joined += line[:-1] + glue if is_broken else line + "\n"
    return joined
