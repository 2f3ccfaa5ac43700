"""Take the attachments out of winmail.dat, the package that Outlook sends instead of plain MIME.

Layout after MS-OXTNEF: a signature, a key, then attributes of level, id, length, value, checksum.
"""

import struct
from collections.abc import Iterator

from linli.core.intake.headers import decode_bytes

_SIGNATURE = 0x223E9F78
_ATTACHMENT_LEVEL = 2
_RENDER_DATA = 0x9002
_TITLE = 0x8010
_DATA = 0x800F
_PROPERTIES = 0x9005
_LONG_FILENAME = struct.pack("<HH", 0x001F, 0x3707)
_LONG_FILENAME_8BIT = struct.pack("<HH", 0x001E, 0x3707)


class TnefError(ValueError):
    """The package is damaged."""


def tnef_attachments(content: bytes) -> tuple[tuple[str, bytes], ...]:
    """Return name and bytes of every attachment, in order.

    Raises ``TnefError`` if the bytes are no such package or end too early.
    """
    found: list[tuple[str, bytes]] = []
    for attribute, value in _attributes(content):
        if attribute == _RENDER_DATA:
            found.append(("", b""))
        elif found and attribute == _TITLE:
            # The long name, if there was one before, is the better one.
            name = found[-1][0] or decode_bytes(value.rstrip(b"\x00"), "gb18030")
            found[-1] = (name, found[-1][1])
        elif found and attribute == _DATA:
            found[-1] = (found[-1][0], value)
        elif found and attribute == _PROPERTIES:
            found[-1] = (_long_name(value) or found[-1][0], found[-1][1])
    return tuple((name or "未命名附件", value) for name, value in found)


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != _SIGNATURE:
        raise TnefError
    position = 6
    while position < len(content):
        if position + 9 > len(content):
            raise TnefError
        level, attribute, _, length = struct.unpack_from("<BHHI", content, position)
        start, position = position + 9, position + 9 + length + 2
        if position > len(content):
            raise TnefError
        if level == _ATTACHMENT_LEVEL:
            yield attribute, content[start : start + length]


def _long_name(properties: bytes) -> str:
    """Find PR_ATTACH_LONG_FILENAME: its tag, a count of 1, the length in bytes, the text."""
    for tag, charset in ((_LONG_FILENAME, "utf-16-le"), (_LONG_FILENAME_8BIT, "gb18030")):
        at = properties.find(tag)
        if at < 0 or at + 12 > len(properties):
            continue
        length = struct.unpack_from("<I", properties, at + 8)[0]
        text = decode_bytes(properties[at + 12 : at + 12 + length], charset)
        return text.rstrip("\x00")
    return ""
