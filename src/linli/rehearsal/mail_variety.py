"""Write mails as the programs of Chinese senders do: old character sets, broken headers and all.

Every byte is placed by hand, since Python's email package would mend what is to be tested.
"""

import base64
import quopri
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote

LINE = b"\r\n"
BASE64_LINE = 76
# 45 bytes are 60 letters in Base64: with the frame an encoded word stays under 75.
ENCODED_WORD_BYTES = 45
CONTINUED_NAME_LETTERS = 54


class HeaderStyle(StrEnum):
    """How a header says Chinese words."""

    BASE64 = "B"
    QUOTED = "Q"
    CUT_INSIDE_CHARACTERS = "B, cut between any two bytes"
    RAW = "bytes as they are"


class NameStyle(StrEnum):
    """How an attachment says its file name."""

    ENCODED_WORD = "encoded word in quotes"
    EXTENDED = "RFC 2231"
    CONTINUED = "RFC 2231 in pieces"
    RAW = "bytes as they are"


class Transfer(StrEnum):
    """The content transfer encoding of text."""

    BASE64 = "base64"
    QUOTED = "quoted-printable"
    RAW = "8bit"


@dataclass(frozen=True, slots=True)
class Client:
    """A mail program; ``label`` is the character set it names, ``codec`` the one it uses."""

    name: str
    label: str
    codec: str
    headers: HeaderStyle
    names: NameStyle
    transfer: Transfer
    writes_html: bool = False


CLIENTS = MappingProxyType(
    {
        client.name: client
        for client in (
            Client(
                "web_gb18030",
                "gb18030",
                "gb18030",
                HeaderStyle.BASE64,
                NameStyle.ENCODED_WORD,
                Transfer.BASE64,
                writes_html=True,
            ),
            Client(
                "web_gbk",
                "GBK",
                "gbk",
                HeaderStyle.BASE64,
                NameStyle.ENCODED_WORD,
                Transfer.BASE64,
                writes_html=True,
            ),
            Client(
                "desktop_gb2312",
                "gb2312",
                "gbk",
                HeaderStyle.BASE64,
                NameStyle.ENCODED_WORD,
                Transfer.QUOTED,
            ),
            Client(
                "web_utf8",
                "utf-8",
                "utf-8",
                HeaderStyle.BASE64,
                NameStyle.ENCODED_WORD,
                Transfer.BASE64,
                writes_html=True,
            ),
            Client(
                "desktop_utf8",
                "utf-8",
                "utf-8",
                HeaderStyle.QUOTED,
                NameStyle.EXTENDED,
                Transfer.QUOTED,
            ),
            Client(
                "phone",
                "utf-8",
                "utf-8",
                HeaderStyle.BASE64,
                NameStyle.CONTINUED,
                Transfer.BASE64,
            ),
            Client(
                "careless",
                "utf-8",
                "utf-8",
                HeaderStyle.CUT_INSIDE_CHARACTERS,
                NameStyle.EXTENDED,
                Transfer.BASE64,
            ),
            Client("raw_gbk", "gbk", "gbk", HeaderStyle.RAW, NameStyle.RAW, Transfer.RAW),
            Client("raw_utf8", "utf-8", "utf-8", HeaderStyle.RAW, NameStyle.RAW, Transfer.RAW),
        )
    }
)

CONTENT_TYPES = MappingProxyType(
    {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docm": "application/vnd.ms-word.document.macroEnabled.12",
        "doc": "application/msword",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
        "jpg": "image/jpeg",
        "zip": "application/zip",
        "eml": "message/rfc822",
    }
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; its type follows from its name."""

    name: str
    content: bytes

    @property
    def content_type(self) -> str:
        """Return the MIME type that a mail program would guess."""
        return CONTENT_TYPES.get(self.name.rpartition(".")[2].lower(), "application/octet-stream")


def header_text(text: str, client: Client) -> bytes:
    """Return an unstructured header's value, folded between encoded words."""
    if text.isascii():
        return text.encode("ascii")
    if client.headers is HeaderStyle.RAW:
        return text.encode(client.codec)
    cut = _cut_bytes if client.headers is HeaderStyle.CUT_INSIDE_CHARACTERS else _cut_characters
    words = (_encoded_word(piece, client) for piece in cut(text, client.codec))
    return (LINE + b" ").join(words)


def _cut_characters(text: str, codec: str) -> list[bytes]:
    pieces, current = [], b""
    for character in text:
        encoded = character.encode(codec)
        if len(current) + len(encoded) > ENCODED_WORD_BYTES:
            pieces.append(current)
            current = b""
        current += encoded
    return [*pieces, current]


def _cut_bytes(text: str, codec: str) -> list[bytes]:
    encoded = text.encode(codec)
    # An odd length cuts characters of two, three and four bytes alike.
    size = 31
    return [encoded[start : start + size] for start in range(0, len(encoded), size)]


def _encoded_word(piece: bytes, client: Client) -> bytes:
    label = client.label.encode("ascii")
    if client.headers is HeaderStyle.QUOTED:
        letters = b"".join(b"=%02X" % byte for byte in piece)
        return b"=?" + label + b"?Q?" + letters + b"?="
    return b"=?" + label + b"?B?" + base64.b64encode(piece) + b"?="


def text_part(text: str, client: Client, *, subtype: str = "plain") -> bytes:
    """Return a text part with its headers."""
    encoded = text.replace("\n", "\r\n").encode(client.codec)
    bodies: dict[Transfer, Callable[[bytes], bytes]] = {
        Transfer.BASE64: _base64_lines,
        Transfer.QUOTED: lambda raw: quopri.encodestring(raw.replace(LINE, b"\n")).replace(
            b"\n", LINE
        ),
        Transfer.RAW: lambda raw: raw,
    }
    return _part(
        f'Content-Type: text/{subtype}; charset="{client.label}"'.encode(),
        f"Content-Transfer-Encoding: {client.transfer.value}".encode(),
        body=bodies[client.transfer](encoded),
    )


def attachment_part(attachment: Attachment, client: Client) -> bytes:
    """Return an attachment with its headers; a mail inside a mail stays readable as such."""
    if attachment.content_type == "message/rfc822":
        return _part(
            b"Content-Type: message/rfc822",
            b"Content-Disposition: attachment",
            body=attachment.content,
        )
    return _part(
        f"Content-Type: {attachment.content_type};".encode()
        + _parameter("name", attachment.name, client),
        b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: attachment;" + _parameter("filename", attachment.name, client),
        body=_base64_lines(attachment.content),
    )


def _parameter(key: str, name: str, client: Client) -> bytes:
    start = LINE + b"\t" + key.encode("ascii")
    match client.names:
        case NameStyle.RAW:
            return start + b'="' + name.encode(client.codec) + b'"'
        case NameStyle.ENCODED_WORD:
            return start + b'="' + header_text(name, client) + b'"'
        case NameStyle.EXTENDED:
            return start + f"*={client.label}''{_percent(name, client)}".encode()
        case NameStyle.CONTINUED:
            return _continued(key, name, client)


def _percent(name: str, client: Client) -> str:
    return quote(name.encode(client.codec), safe="")


def _continued(key: str, name: str, client: Client) -> bytes:
    """Cut between characters only: a cut inside %XX would be no RFC 2231 at all."""
    pieces = [f"{client.label}''"]
    for character in name:
        letters = _percent(character, client)
        if len(pieces[-1]) + len(letters) > CONTINUED_NAME_LETTERS:
            pieces.append("")
        pieces[-1] += letters
    lines = (f"\r\n\t{key}*{number}*={piece}" for number, piece in enumerate(pieces))
    return ";".join(lines).encode("ascii")


def multipart(parts: Sequence[bytes], *, boundary: str, subtype: str = "mixed") -> bytes:
    """Return parts joined under a boundary, with the header that names it."""
    mark = b"--" + boundary.encode("ascii")
    inside = b"".join(mark + LINE + part + LINE for part in parts)
    return _part(
        f'Content-Type: multipart/{subtype};\r\n\tboundary="{boundary}"'.encode(),
        body=inside + mark + b"--" + LINE,
    )


def content(
    text: str, attachments: Sequence[Attachment], client: Client, *, boundary: str
) -> bytes:
    """Return a mail's content: the text, perhaps also as HTML, and the attachments."""
    body = text_part(text, client)
    if client.writes_html:
        html = "<html><body>" + "".join(f"<div>{line}</div>" for line in text.split("\n"))
        body = multipart(
            [body, text_part(html + "</body></html>", client, subtype="html")],
            boundary=f"{boundary}_alternative",
            subtype="alternative",
        )
    if not attachments:
        return body
    return multipart(
        [body, *(attachment_part(one, client) for one in attachments)], boundary=boundary
    )


def _part(*headers: bytes, body: bytes) -> bytes:
    return LINE.join(headers) + LINE + LINE + body


def _base64_lines(raw: bytes) -> bytes:
    letters = base64.b64encode(raw)
    return b"".join(
        letters[start : start + BASE64_LINE] + LINE for start in range(0, len(letters), BASE64_LINE)
    )
