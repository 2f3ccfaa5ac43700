"""Parse the bytes of a mail with the standard library, in bounded time and memory.

The library keeps each line by itself, compares each with every boundary that is open, makes an
object of each part, and takes quadratic time over parameters. No mail program comes near these
bounds.
"""

import email
import re
from email.message import Message
from email.policy import Policy, compat32

# A mail of 50 MiB has 700,000 lines of base64.
_MOST_LINES = 1_000_000
_MOST_COMPARED = 40_000_000
_MOST_PARTS = 10_000
_MOST_HEADERS = 1_000
_LONGEST_HEADER = 20_000
_LONGEST_PARAMETERS = 4_000
# A name written as HTML entities has a semicolon after each character.
_MOST_PARAMETERS = 300
# The time that a line takes beside that of its bytes.
_BYTES_A_LINE = 50
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)


class TooIntricate(ValueError):
    """Parsing the bytes would take minutes or gigabytes."""


class _Part(Message):
    """A part whose headers are cut off where no program writes on."""

    def set_raw(self, name: str, value: str) -> None:
        if len(self) >= _MOST_HEADERS:
            return
        if name[:8].lower() == "content-":
            pieces = value[:_LONGEST_PARAMETERS].split(";")
            value = ";".join(pieces[:_MOST_PARAMETERS])
        super().set_raw(name, value[:_LONGEST_HEADER])


def weight(content: bytes) -> int:
    """Return how much there is to parse, in bytes that stand in long lines."""
    return len(content) + _BYTES_A_LINE * _lines(content)


def parsed(content: bytes) -> Message:
    """Return the mail in its bytes. Raises ``TooIntricate``."""
    lines = _lines(content)
    if lines > _MOST_LINES:
        raise TooIntricate
    if lines * sum(1 for _ in _BOUNDARY.finditer(content)) > _MOST_COMPARED:
        raise TooIntricate
    # The parser makes one part more, to see whether it can.
    parts = iter(range(_MOST_PARTS + 1))

    def part(policy: Policy = compat32) -> Message:
        if next(parts, None) is None:
            raise TooIntricate
        return _Part(policy)

    return email.message_from_bytes(content, part, policy=compat32)


def _lines(content: bytes) -> int:
    return content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n")
