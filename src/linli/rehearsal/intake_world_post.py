"""Write a mail of the intake world as bytes: plain, with a table in its body, with pictures in it, forwarded."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import escape

from linli.rehearsal.dice import Dice
from linli.rehearsal.envelope import Envelope, with_envelope
from linli.rehearsal.intake_world_files import WorldFile
from linli.rehearsal.mail_variety import (
    CLIENTS,
    LINE,
    Attachment,
    Client,
    Transfer,
    attachment_part,
    content,
    multipart,
    text_part,
)

CLOCK_LAG = timedelta(seconds=9)


@dataclass(frozen=True, slots=True)
class Post:
    """A mail before it is written.

    ``html`` stands under the text; ``shown`` are pictures inside the body; ``inner`` is a
    mail that travels whole inside this one; ``written_at`` is what the sender's clock says.
    """

    subject: str
    text: str = field(repr=False)
    sender: str = field(repr=False)
    sender_name: str = field(repr=False)
    received_at: datetime
    files: tuple[WorldFile, ...] = ()
    html: str = field(default="", repr=False)
    shown: tuple[WorldFile, ...] = ()
    inner: "Post | None" = None
    written_at: datetime | None = None


def post_bytes(post: Post, number: int, dice: Dice) -> bytes:
    """Return the mail in the fashion of some mail program; ``number`` makes its identity."""
    client = _client_for(post, dice)
    attachments = [file.attachment for file in post.files]
    if post.inner:
        # The inner mail keeps its own program.
        inner = post_bytes(post.inner, number + 50_000, dice)
        attachments.append(Attachment("原邮件.eml", inner))
    boundary = f"----=_LinliWorld_{number:05}"
    if post.html or post.shown:
        body = _rich(post, attachments, client, boundary)
    else:
        body = content(post.text, attachments, client, boundary=boundary)
    envelope = Envelope(
        number=number,
        subject=post.subject,
        sender_name=post.sender_name,
        sender=post.sender,
        received_at=post.received_at,
        written_at=post.written_at or post.received_at - CLOCK_LAG,
    )
    return with_envelope(body, envelope, client)


def _client_for(post: Post, dice: Dice) -> Client:
    """Return a program that can write every letter of the mail."""
    names = [file.name for file in (*post.files, *post.shown)]
    letters = "".join((post.subject, post.text, post.html, post.sender_name, *names))
    able = [client for client in CLIENTS.values() if _can_write(client, letters)]
    client = dice.pick(able)
    if len(letters) > 3000 and client.transfer is Transfer.RAW:
        # A line of a table is longer than a mail's line may be, unless it is encoded.
        return replace(client, transfer=Transfer.BASE64)
    return client


def _can_write(client: Client, letters: str) -> bool:
    try:
        letters.encode(client.codec)
    except UnicodeEncodeError:
        return False
    return True


def _rich(post: Post, attachments: list[Attachment], client: Client, boundary: str) -> bytes:
    """Return a body in HTML, its pictures beside it, the attachments after it."""
    lines = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in post.text.split("\n"))
    pictures = "".join(
        f'<div><img src="cid:{number}@linli.example" width="500"></div>'
        for number, _ in enumerate(post.shown)
    )
    html = f"<html><body>{lines}{post.html}{pictures}</body></html>"
    body = text_part(html, client, subtype="html")
    plain = text_part(post.text or " ", client)
    body = multipart([plain, body], boundary=f"{boundary}_alternative", subtype="alternative")
    if post.shown:
        shown = [
            _with_identity(attachment_part(file.attachment, client), number)
            for number, file in enumerate(post.shown)
        ]
        body = multipart([body, *shown], boundary=f"{boundary}_related", subtype="related")
    if not attachments:
        return body
    parts = [attachment_part(one, client) for one in attachments]
    return multipart([body, *parts], boundary=boundary)


def _with_identity(part: bytes, number: int) -> bytes:
    """Return an attachment that the HTML shows: inline, with the identity by which it is named."""
    inline = part.replace(b"Content-Disposition: attachment", b"Content-Disposition: inline", 1)
    return f"Content-ID: <{number}@linli.example>".encode() + LINE + inline
