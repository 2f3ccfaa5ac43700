"""Files that were uploaded, put together as one mail: what shows and reads mails shows and reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

# Never a part of base64.
_BOUNDARY = "=_linli_="


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file: the name that it is shown by, its bytes, its media type."""

    name: str
    content: bytes = field(repr=False)
    media_type: str


def parcel(files: Iterable[SentFile]) -> bytes:
    """Return a mail with the files attached; the same files give the same bytes."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "网上报名"
    message.set_content("")
    for file in files:
        kind, _, subtype = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    message.set_boundary(_BOUNDARY)
    return message.as_bytes()
