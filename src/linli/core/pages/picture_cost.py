"""What opening a picture would take, told from its bytes: some small files decode for minutes.

A picture out of these bounds is refused by its structure alone; no camera, scanner or program
comes near them.
"""

import re
import struct

# Segments of a JPEG before its picture: a portrait's depth map fills some hundred and fifty.
_MOST_SEGMENTS = 400
_MOST_SCANS = 100
_MOST_JUNK = 20_000
_MOST_CHUNKS = 20_000
_MOST_COMMENTS = 20_000
#: Pages that are counted.
MOST_COUNTED = 1_000
_MOST_TAGS = 1_000
_MOST_VALUES = 100_000

_START_OF_SCAN, _END_OF_PICTURE = 0xDA, 0xD9
_WITHOUT_LENGTH = (0x01, 0xD8)
# Before a mark may stand 0xFF again and again; in a scan there are 0xFF00 and marks to start anew.
_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PLAIN_BYTES = (1, 2, 7)


class TooCostly(Exception):
    """Opening the picture would take too long or too much memory."""


def check_cost(content: bytes) -> None:
    """Raise ``TooCostly`` for a picture that is made to keep a decoder busy."""
    if content.startswith(b"\xff\xd8"):
        _check_jpeg(content)
    elif content.startswith(b"\x89PNG"):
        _check_png(content)
    elif content.startswith(b"GIF8") and content.count(b"\x21\xfe") > _MOST_COMMENTS:
        raise TooCostly


def _check_jpeg(content: bytes) -> None:
    position, segments, scans, junk = 2, 0, 0, 0
    while found := _MARK.search(content, position):
        mark, start = content[found.start() + 1], found.end()
        segments += mark != _START_OF_SCAN
        scans += mark == _START_OF_SCAN
        junk += found.start() - position
        if segments > _MOST_SEGMENTS or scans > _MOST_SCANS or junk > _MOST_JUNK:
            raise TooCostly
        if mark == _END_OF_PICTURE:
            return
        length = 0 if mark in _WITHOUT_LENGTH else int.from_bytes(content[start : start + 2], "big")
        position = start + length
        if mark == _START_OF_SCAN and (after := _MARK.search(content, position)):
            position = after.start()


def _check_png(content: bytes) -> None:
    position = 8
    for _ in range(_MOST_CHUNKS):
        if position + 8 > len(content):
            return
        position += 12 + int.from_bytes(content[position : position + 4], "big")
    raise TooCostly


def tiff_pages(content: bytes) -> int:
    """Return how many pages a TIFF has, ``MOST_COUNTED`` at most, one of them perhaps cut off.

    Other bytes have 0.
    Raises ``TooCostly`` for directories that are long or hold long rows of numbers.
    """
    order = {b"II": "<", b"MM": ">"}.get(content[:2])
    try:
        if order is None:
            return 0
        return _directories(content, order, is_big=content[2:4] in (b"+\x00", b"\x00+"))
    except struct.error:
        return 0


def _directories(content: bytes, order: str, *, is_big: bool) -> int:
    seen: set[int] = set()
    (place,) = struct.unpack_from(order + ("Q" if is_big else "I"), content, 8 if is_big else 4)
    while place and place not in seen and len(seen) < MOST_COUNTED:
        seen.add(place)
        try:
            place = _after_directory(content, place, order, is_big=is_big)
        except struct.error:
            break
    return len(seen)


def _after_directory(content: bytes, place: int, order: str, *, is_big: bool) -> int:
    """Return the place of the next directory, 0 if there is none."""
    number, tag = (order + "Q", order + "HHQQ") if is_big else (order + "H", order + "HHII")
    (count,) = struct.unpack_from(number, content, place)
    start, size = place + struct.calcsize(number), struct.calcsize(tag)
    if count > _MOST_TAGS:
        raise TooCostly
    for _, kind, values, _ in struct.iter_unpack(tag, content[start : start + count * size]):
        if kind not in _PLAIN_BYTES and values > _MOST_VALUES:
            raise TooCostly
    after = struct.unpack_from(order + ("Q" if is_big else "I"), content, start + count * size)
    return int(after[0])
