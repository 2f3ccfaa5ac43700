"""Mails of made-up people, byte by byte, so that every fault of a mail program can be made on purpose."""

import base64
import io
import zipfile
from collections.abc import Mapping, Sequence

ARRIVED = "Sat, 08 Jun 2024 10:00:00 +0800"
SMALL_JPEG = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xda\x00\x04\x00\x00made up\xff\xd9"
SMALL_PDF = b"%PDF-1.7\nmade up\n%%EOF\n"
OUTER, INNER = b"=_outer", b"=_inner"


def word(text: str, *, charset: str = "utf-8", codec: str | None = None) -> bytes:
    """An RFC 2047 word; ``codec`` where the bytes are not what the charset says."""
    body = base64.b64encode(text.encode(codec or charset))
    return b"=?" + charset.encode() + b"?B?" + body + b"?="


def part(
    content: bytes, *, name_header: bytes = b"", kind: bytes = b"application/octet-stream"
) -> bytes:
    """An attachment with its disposition header as given."""
    disposition = name_header or b"attachment"
    head = b"Content-Type: " + kind + b"\nContent-Disposition: " + disposition
    return head + b"\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(content)


def named(name: str, content: bytes) -> bytes:
    """An attachment named as most programs do today."""
    return part(content, name_header=b'attachment; filename="' + word(name) + b'"')


def text_part(
    text: str, *, charset: str = "utf-8", codec: str | None = None, subtype: str = "plain"
) -> bytes:
    """A body of text."""
    head = (
        f'Content-Type: text/{subtype}; charset="{charset}"\nContent-Transfer-Encoding: base64\n\n'
    )
    return head.encode() + base64.encodebytes(text.encode(codec or charset))


def mail(
    *parts: bytes,
    sender: bytes = b"yanlian@mail.example",
    subject: bytes = b"",
    received: str | None = ARRIVED,
    headers: Sequence[bytes] = (),
) -> bytes:
    """A mail of parts."""
    lines = []
    if received is not None:
        lines.append(
            b"Received: from mx.mail.example (mx.mail.example [192.0.2.1])\n\tby mx1.office.example;\n\t"
            + received.encode()
        )
        lines.append(b"Received: from client by mx.mail.example; Sat, 01 Jun 2024 00:00:00 +0800")
    lines += [b"From: " + sender, b"Subject: " + subject, b"MIME-Version: 1.0", *headers]
    lines.append(b'Content-Type: multipart/mixed; boundary="' + OUTER + b'"')
    body = b"".join(b"--" + OUTER + b"\n" + item + b"\n" for item in parts)
    return b"\n".join(lines) + b"\n\n" + body + b"--" + OUTER + b"--\n"


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def overlapping_archive(content: bytes, *, copies: int) -> bytes:
    """A zip file whose directory names the one member many times."""
    one = archive({"a.bin": content})
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    directory = one[start:end] * copies
    counts = copies.to_bytes(2, "little") * 2
    tail = counts + len(directory).to_bytes(4, "little") + one[end + 16 :]
    return one[:start] + directory + one[end : end + 8] + tail


def gbk_archive(name: str, content: bytes) -> bytes:
    """A zip file whose member's name is GBK without saying so, as Chinese Windows makes them."""
    raw = name.encode("gbk")
    made = archive({"x" * len(raw): content})
    return made.replace(b"x" * len(raw), raw)


def locked_archive(name: str, content: bytes) -> bytes:
    """A zip file that says its member is encrypted."""
    made = bytearray(archive({name: content}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(signature) + offset] |= 1
    return bytes(made)
