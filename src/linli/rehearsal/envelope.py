"""The headers around a mail: who sent it, which servers it passed and when.

Only documentation addresses (RFC 5737) and ``.example`` names (RFC 2606) occur.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

from linli.rehearsal.mail_variety import LINE, Client, header_text

BEIJING = timezone(timedelta(hours=8))
OFFICE_ADDRESS = "baoming@swgzb.example"
OFFICE_SERVER = "mx.swgzb.example"
RELAYS = (
    ("smtp1.mail.example", "192.0.2.25"),
    ("out.post.example", "198.51.100.12"),
    ("relay.students.example", "203.0.113.40"),
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """The headers of one mail.

    ``received_at`` is when the office's own server took it; ``written_at`` is the sender's
    clock and proves nothing. ``has_received`` is false for a mail saved out of a drafts folder.
    """

    number: int
    subject: str
    sender_name: str
    sender: str
    received_at: datetime
    written_at: datetime
    has_received: bool = True


def with_envelope(content: bytes, envelope: Envelope, client: Client) -> bytes:
    """Return the whole mail: envelope headers, then ``content`` with its own headers."""
    name = header_text(envelope.sender_name, client)
    headers = [
        *(_received(envelope) if envelope.has_received else []),
        b"From: " + name + f" <{envelope.sender}>".encode(),
        f"To: <{OFFICE_ADDRESS}>".encode(),
        b"Subject: " + header_text(envelope.subject, client),
        f"Date: {format_datetime(envelope.written_at)}".encode(),
        f"Message-ID: <sample-{envelope.number:04}@{envelope.sender.partition('@')[2]}>".encode(),
        b"X-Linli-Sample: made-up people",
        b"MIME-Version: 1.0",
    ]
    return LINE.join(headers) + LINE + content


def _received(envelope: Envelope) -> list[bytes]:
    """The office's server stands on top; the hop below keeps its own clock and zone."""
    server, address = RELAYS[envelope.number % len(RELAYS)]
    top = (
        f"Received: from {server} ({server} [{address}])\r\n"
        f"\tby {OFFICE_SERVER} with ESMTPS id S{envelope.number:06}\r\n"
        f"\tfor <{OFFICE_ADDRESS}>; {format_datetime(envelope.received_at)}"
    )
    below = (
        f"Received: from [198.51.100.{100 + envelope.number % 100}]\r\n"
        f"\tby {server} with HTTP; "
        f"{format_datetime((envelope.written_at + timedelta(seconds=1)).astimezone(UTC))}"
    )
    return [top.encode("ascii"), below.encode("ascii")]
