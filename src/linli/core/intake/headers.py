"""Decode mail headers as Chinese mail programs write them.

The standard library's header parser loses raw 8-bit GBK, and characters beyond GB 2312
in words labelled gb2312; so headers are taken raw and decoded here.
"""

import base64
import datetime as dt
import html
import quopri
import re
import string
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any
from urllib.parse import unquote_to_bytes

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
    "ms936": "gb18030",
    "euc-cn": "gb18030",
    "big5": "big5hkscs",
}
# Programs write these where they do not know better; any bytes are valid in the Latin ones.
_SAYING_NOTHING = frozenset({"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default"})
_LATIN = re.compile(r"iso[-_]?8859|latin|windows-125|cp125", re.IGNORECASE)
_ENCODED_WORD = re.compile(r"=\?([^?\s]{0,40})\?([bqBQ])\?([^?]*)(?:\?=|\??$)")
_BETWEEN_WORDS = re.compile(r"(=\?[^?\s]{0,40}\?[bqBQ]\?[^?]*\?=)\s+(?==\?)")
# A zone by its offset, after the time of day: +0800, +08:00, GMT+8.
_OFFSET = re.compile(r"(?:(?<=:\d\d)|(?<=[\sTC(]))([+-])(\d{1,2}):?(\d\d)?(?![\d-])")
_UTC = re.compile(r"\b(?:GMT|UTC?)\b|\dZ\b|\bZ\b")
_NAMED_ZONE = re.compile(r"\b(?:GMT|UTC?|CST|[A-Z]{2,4}T|Z)\b|(?<=\d)Z\b")
_HALF_DAY = re.compile(r"\d\s*(?:[AP]M\b|上午|下午)|(?:上午|下午)", re.IGNORECASE)
_FRACTION = re.compile(r"(?<=:\d\d)\.\d+")
_COMMENT = re.compile(r"\([^()]*\)")

# The 3,755 everyday characters of GB 2312, its punctuation and its wide letters.
_COMMON = frozenset(
    bytes(
        byte
        for row in (0xA1, 0xA3, *range(0xB0, 0xD8))
        for column in range(0xA1, 0xFF)
        for byte in (row, column)
    ).decode("gb2312", "ignore")
)
_NO_BASE64 = bytes(set(range(256)) - set(string.ascii_letters.encode() + b"0123456789+/="))
_SAMPLE_LETTERS = 20_000
# A name as an office system puts it into an address: two bytes or more beyond ASCII.
_ESCAPED = re.compile("%[89A-Fa-f][0-9A-Fa-f][^\n]*%[89A-Fa-f][0-9A-Fa-f]")


def decode_bytes(content: bytes, charset: str | None) -> str:
    """Decode by the declared charset widened to its superset, where the bytes bear it out.

    A label that says nothing, is unknown or wrong gives way to the reading with the most
    everyday Chinese characters.
    """
    declared = (charset or "").strip().strip("\"'").lower()
    wider = _WIDER.get(declared, declared)
    if wider in _SAYING_NOTHING or not _is_known(wider):
        return _likeliest(content, ("utf-8", "gb18030"))
    if wider == "gb18030":
        return _likeliest(content, ("gb18030", "utf-8"))
    if _LATIN.match(wider):
        return _likeliest(content, ("utf-8", wider, "gb18030"))
    try:
        return content.decode(wider)
    except ValueError:
        return _likeliest(content, (wider, "utf-8", "gb18030"))


def guessed_text(content: bytes) -> str:
    """Decode bytes that do not say what they are: UTF-8, or GB 18030 if that reads more like Chinese."""
    return decode_bytes(content, None)


def _likeliest(content: bytes, charsets: tuple[str, ...]) -> str:
    readings = [content.decode(charset, "replace") for charset in charsets]
    return readings[0] if content.isascii() else max(readings, key=_likeness)


def _likeness(text: str) -> float:
    """Return how much like Chinese a text is, from -1 (nothing readable) to 1.

    Short GBK names can be valid UTF-8 by accident: 学位证 reads as Cyrillic and Hebrew.
    """
    letters = [letter for letter in text[:_SAMPLE_LETTERS] if not letter.isascii()]
    score = sum((letter in _COMMON) - _is_junk(letter) for letter in letters)
    return score / max(len(letters), 1)


def _is_junk(letter: str) -> bool:
    # Bytes that mean nothing, C1 controls, and characters of private use.
    return letter == "\ufffd" or "\x80" <= letter < "\xa0" or "\ue000" <= letter <= "\uf8ff"


def _is_known(charset: str) -> bool:
    try:
        # No bytes at all would be decoded without a look at the name.
        b" ".decode(charset)
    except UnicodeDecodeError:
        return True
    except (LookupError, ValueError):
        return False
    return True


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
    once = _decoded_words(text)
    # Some gateways encode what is encoded already.
    return _decoded_words(once) if once != text else once


def _decoded_words(text: str) -> str:
    joined = _BETWEEN_WORDS.sub(r"\1", _BETWEEN_WORDS.sub(r"\1", text))
    pieces: list[str] = []
    charset, pending, position = "", b"", 0
    for match in _ENCODED_WORD.finditer(joined):
        declared = match[1].lower().partition("*")[0]
        declared = _WIDER.get(declared, declared)
        if match.start() > position or declared != charset:
            pieces.append(decode_bytes(pending, charset) if pending else "")
            pending = b""
        pieces.append(joined[position : match.start()])
        charset = declared
        pending += _word_bytes(match[2], match[3])
        position = match.end()
    pieces.append(decode_bytes(pending, charset) if pending else "")
    return "".join(pieces) + joined[position:]


def _word_bytes(encoding: str, body: str) -> bytes:
    if encoding in "qQ":
        return quopri.decodestring(body.encode("utf-8", "replace"), header=True)
    return base64_bytes(body)


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
            # The name of a hop, quoted or in a comment, may hold a semicolon.
            return stamp(raw_text(value)[:_LONGEST_HEADER].rpartition(";")[2])
    return None


def stamp(text: str) -> dt.datetime | None:
    """Return the instant that a date in a mail means, in Beijing time; ``None`` without a sure zone.

    A bare CST is China's time to one server and America's to another.
    """
    comments = " ".join(_COMMENT.findall(text))
    bare = " ".join(_COMMENT.sub(" ", text).split())
    offset = _OFFSET.search(bare) or (None if _UTC.search(bare) else _OFFSET.search(comments))
    if not (offset or _UTC.search(bare)) or _HALF_DAY.search(bare):
        return None
    zone = f"{offset[1]}{int(offset[2]):02d}{offset[3] or '00'}" if offset else "+0000"
    clock = _FRACTION.sub("", _NAMED_ZONE.sub(" ", _OFFSET.sub(" ", bare)))
    try:
        found = _moment(" ".join(clock.split()), zone)
        return found.astimezone(BEIJING) if found.tzinfo else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _moment(clock: str, zone: str) -> dt.datetime:
    if re.match(r"\d{4}-\d\d-\d\d[T ]", clock):
        return dt.datetime.fromisoformat(f"{clock}{zone}")
    found = parsedate_to_datetime(f"{clock} {zone}")
    # -0000 says: UTC, and the sender's zone is not known.
    return found.replace(tzinfo=dt.UTC) if zone == "-0000" else found


def parameter(part: Message, header_name: str, name: str) -> str:
    """Return a parameter such as a file name, in any of the encodings that occur; ``""`` if absent.

    Where a program gives it twice, the form of RFC 2231 is the better one (RFC 6266).
    """
    try:
        found = part.get_params(failobj=[], header=header_name)
    except (ValueError, LookupError, TypeError):
        return ""
    values: list[object] = [value for key, value in found if key.lower() == name]
    extended = [_extended_text(value) for value in values if isinstance(value, tuple)]
    plain = [_plain_text(value) for value in values if isinstance(value, str)]
    return next((text for text in (*extended, *plain) if text), "")


def _extended_text(value: tuple[Any, ...]) -> str:
    charset, _, text = value
    return decode_words(decode_bytes(text.encode("latin-1", "replace"), charset))


def _plain_text(value: str) -> str:
    text = decode_words(_unfolded(value[:_LONGEST_HEADER]))
    if _ESCAPED.search(text):
        text = decode_bytes(unquote_to_bytes(text), None)
    return html.unescape(text) if "&#" in text else text


def transfer_encoding(part: Message) -> str:
    """Return how a part is encoded for transfer, in lower case, without quotes and comments."""
    written = str(part.get("Content-Transfer-Encoding", ""))
    return _COMMENT.sub("", written).strip(" \t\"';").lower()


def base64_bytes(letters: str) -> bytes:
    """Decode base64 up to its end or the first padding, whatever else stands between; none is raised."""
    kept = letters.encode("utf-8", "surrogateescape").translate(None, delete=_NO_BASE64)
    body = kept.partition(b"=")[0]
    # One letter alone is not yet a byte.
    body = body[: len(body) - (len(body) % 4 == 1)]
    return base64.b64decode(body + b"=" * (-len(body) % 4))


def settle_raw_headers(part: Message) -> None:
    """Put into plain words what the standard parser cannot read: 8-bit parameters, quoted encodings."""
    if "Content-Transfer-Encoding" in part:
        part.replace_header("Content-Transfer-Encoding", transfer_encoding(part))
    for name in ("Content-Type", "Content-Disposition"):
        for key, value in part.raw_items():
            if key.lower() == name.lower() and raw_text(value) != str(value):
                part.replace_header(key, raw_text(value))
                break
