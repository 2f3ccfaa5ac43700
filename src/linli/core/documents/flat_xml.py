"""Whole documents in one XML file, with their pictures written inside in base64."""

import base64
import binascii
import re
from dataclasses import dataclass, field

from lxml import etree

from linli.core.documents.problems import Problem
from linli.core.documents.word_package import parse_xml

_MOST_PICTURES = 1_000
_BINARY = re.compile(
    rb"(<(?:[A-Za-z][\w-]{0,20}:)?(?:binary-data|binData|binaryData)\b[^<>]{0,1000}(?<!/)>)([^<]*+)(?=</)"
)


@dataclass(frozen=True, slots=True)
class FlatXml:
    """The tree (``None`` if unreadable), the binary parts by their numbers, the problems.

    In the tree a binary part is its number.
    """

    root: etree._Element | None
    parts: tuple[bytes, ...] = field(repr=False)
    problems: tuple[Problem, ...]

    def part(self, element: etree._Element) -> bytes:
        """Return the bytes of an element that holds a binary part."""
        text = (element.text or "").strip()
        known = text.isdecimal() and len(text) < 6 and int(text) < len(self.parts)
        return _unpacked(self.parts[int(text)]) if known else b""


def read_flat_xml(content: bytes) -> FlatXml:
    """Parse a document; its pictures are kept apart, since the parser refuses texts so long."""
    parts: list[bytes] = []

    def kept(match: re.Match[bytes]) -> bytes:
        if len(parts) >= _MOST_PICTURES:
            return match[1]
        parts.append(match[2])
        return match[1] + str(len(parts) - 1).encode()

    short = _BINARY.sub(kept, content)
    root, problems = parse_xml(short)
    return FlatXml(root, tuple(parts), problems)


def _unpacked(encoded: bytes) -> bytes:
    try:
        return base64.b64decode(encoded)
    except (binascii.Error, ValueError):
        return b""
