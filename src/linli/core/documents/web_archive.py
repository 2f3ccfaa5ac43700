"""Read a web archive (.mht): a page and its pictures as a mail, as Word and browsers save them."""

import re
import urllib.parse
from email.message import Message

from linli.core.documents.carrier import ReadCarrier
from linli.core.documents.mime_parsing import parsed
from linli.core.documents.problems import unreadable
from linli.core.documents.web_page import read_web_page

_MOST_PARTS = 300
_HEADER = re.compile(
    rb"\s{0,20}(?:mime-version|content-type|from|subject|date|x-[\w-]{1,40}|(?:snapshot-)?content-location)\s{0,9}:",
    re.IGNORECASE,
)
_PAGE_TYPE = re.compile(rb"multipart/related|text/html", re.IGNORECASE)


def is_web_archive(content: bytes) -> bool:
    """Tell by its first lines whether a file is a page saved as a mail."""
    head = content[:4_096]
    return bool(_HEADER.match(head)) and bool(_PAGE_TYPE.search(head))


def read_web_archive(content: bytes) -> ReadCarrier:
    """Read the page of an archive; every failure comes back as a problem, none is raised."""
    try:
        parts = _leaves(parsed(content.lstrip()))
        page = next((part for part in parts if part.get_content_type() == "text/html"), None)
        if page is None:
            return ReadCarrier(None, (unreadable("网页文件已损坏，无法读取"),))
        return read_web_page(_content(page), enclosed=_pictures(parts), charset=_charset(page))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # The standard parser fails in these ways on structures that no program writes.
        return ReadCarrier(None, (unreadable("网页文件已损坏，无法读取"),))


def _leaves(message: Message) -> list[Message]:
    leaves: list[Message] = []
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            break
        if not part.is_multipart():
            leaves.append(part)
    return leaves


def _content(part: Message) -> bytes:
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _charset(part: Message) -> str | None:
    charset = part.get_param("charset")
    return charset if isinstance(charset, str) else None


def _pictures(parts: list[Message]) -> dict[str, bytes]:
    """Return the pictures by the addresses that the page may name them by."""
    found: dict[str, bytes] = {}
    for part in parts:
        if part.get_content_maintype() != "image":
            continue
        content = _content(part)
        place = str(part.get("Content-Location", "")).strip()
        number = str(part.get("Content-ID", "")).strip(" <>\t\r\n")
        plain = urllib.parse.unquote(place)
        for address in (place, plain, re.split(r"[\\/]", plain)[-1], number and f"cid:{number}"):
            if address:
                found.setdefault(address, content)
    return found
