"""Decode mail headers as Chinese mail programs write them.

The standard library's header parser loses raw 8-bit GBK, and characters beyond GB 2312
in words labelled gb2312; so headers are taken raw and decoded here.
"""

import base64
import binascii
import datetime as dt
import quopri
import re
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

# No program writes a header this long.
_LONGEST_HEADER = 20_000

BEIJING = dt.timezone(dt.timedelta(hours=8))

# gb2312 and gbk are subsets of gb18030, and senders use more characters than they declare.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
}
_HAN = re.compile("[\u4e00-\u9fff]")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bqBQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(=\?[^?\s]{1,40}\?[bqBQ]\?[^?]*\?=)\s+(?==\?)")
_ZONE = re.compile(r"[+-]\d{4}|\b(?:GMT|UTC?|Z)\b")
_COMMENT = re.compile(r"\([^()]*\)")


def decode_bytes(content: bytes, charset: str | None) -> str:
    """Decode by the declared charset widened to its superset, else by what makes Chinese of it."""
    declared = (charset or "").strip().strip("\"'").lower()
    wider = _WIDER.get(declared, declared)
    try:
        return content.decode(wider) if wider else guessed_text(content)
    except (LookupError, ValueError):
        return guessed_text(content, fallback=_known(wider))


def guessed_text(content: bytes, *, fallback: str = "gb18030") -> str:
    """Decode bytes that do not say what they are.

    Short GBK names can be valid UTF-8 by accident (学位证 reads as Cyrillic and Hebrew), so
    UTF-8 without any Chinese character gives way to GB 18030 with some.
    """
    readings = [
        text
        for text in (_decoded(content, "utf-8"), _decoded(content, "gb18030"))
        if text is not None
    ]
    chinese = [text for text in readings if _HAN.search(text)]
    if chinese or readings:
        return (chinese or readings)[0]
    return content.decode(fallback, "replace")


def _decoded(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except ValueError:
        return None


def _known(charset: str) -> str:
    try:
        b"".decode(charset)
    except (LookupError, ValueError):
        return "gb18030"
    return charset or "gb18030"


def raw_text(value: object) -> str:
    """Return a raw header value as text; 8-bit bytes are taken as UTF-8, else as GB 18030."""
    text = str(value)
    try:
        text.encode("utf-8")
        return text
    except UnicodeEncodeError:
        return decode_bytes(text.encode("utf-8", "surrogateescape"), None)


def decode_words(text: str) -> str:
    """Decode RFC 2047 words, also those that split one character between two words."""
    joined = _BETWEEN_WORDS.sub(r"\1", _BETWEEN_WORDS.sub(r"\1", text))
    pieces: list[str] = []
    charset, pending, position = "", b"", 0
    for match in _ENCODED_WORD.finditer(joined):
        if match.start() > position or match[1].lower() != charset:
            pieces.append(decode_bytes(pending, charset) if pending else "")
            pending = b""
        pieces.append(joined[position : match.start()])
        charset = match[1].lower().partition("*")[0]
        pending += _word_bytes(match[2], match[3])
        position = match.end()
    pieces.append(decode_bytes(pending, charset) if pending else "")
    return "".join(pieces) + joined[position:]


def _word_bytes(encoding: str, body: str) -> bytes:
    raw = body.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return raw


def header(message: Message, name: str) -> str:
    """Return the first header of a name, decoded and on one line; ``""`` if there is none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            text = decode_words(_unfolded(raw_text(value)[:_LONGEST_HEADER]))
            return " ".join(text.split())
    return ""


def _unfolded(text: str) -> str:
    return re.sub(r"\r?\n(?=[ \t])", "", text)


def address(message: Message, name: str) -> str:
    """Return the bare address of a header in lower case, ``""`` if there is none."""
    # The display name may hold anything; decoded, it could itself look like an address.
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            found = parseaddr(_unfolded(raw_text(value)[:_LONGEST_HEADER]))[1]
            return found.strip().lower() if "@" in found else ""
    return ""


def sender_name(message: Message) -> str:
    """Return the display name in the From header, ``""`` if there is none."""
    text = header(message, "From")
    return text.partition("<")[0].strip().strip("\"'").strip() if "<" in text else ""


def received_at(message: Message) -> dt.datetime | None:
    """Return the instant of receipt in Beijing time, by the topmost Received header.

    Only that header is the mailbox's own; Date and lower hops are the sender's word.
    ``None`` if it is missing or carries no time with a zone. Source: D0 三(一)2.
    """
    for key, value in message.raw_items():
        if key.lower() == "received":
            return _stamp(raw_text(value)[:_LONGEST_HEADER].rpartition(";")[2])
    return None


def _stamp(text: str) -> dt.datetime | None:
    bare = " ".join(_COMMENT.sub(" ", text).split())
    # A bare CST is China's time to one server and America's to another.
    if not _ZONE.search(bare):
        return None
    try:
        found = parsedate_to_datetime(bare)
        # -0000 says: UTC, and the sender's zone is not known.
        aware = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        return aware.astimezone(BEIJING)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def parameter(part: Message, header_name: str, name: str) -> str:
    """Return a parameter such as a file name, in any of the encodings that occur; ``""`` if absent."""
    try:
        value = part.get_param(name, header=header_name)
    except (ValueError, LookupError, TypeError):
        return ""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return decode_bytes(value[2].encode("latin-1", "replace"), value[0])
    return decode_words(_unfolded(value[:_LONGEST_HEADER]))


def settle_raw_headers(part: Message) -> None:
    """Replace the 8-bit bytes of the headers that carry parameters by the text they mean."""
    for name in ("Content-Type", "Content-Disposition"):
        for key, value in part.raw_items():
            if key.lower() == name.lower() and raw_text(value) != str(value):
                part.replace_header(key, raw_text(value))
                break
