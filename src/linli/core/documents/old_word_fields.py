"""Form fields of binary Word files: boxes with their ticks, lists with what was chosen, pictures.

All three are a single character in the text that points into the stream of data.
"""

import struct

from linli.core.documents.grid import TICKED, UNTICKED
from linli.core.documents.office_art import pictures_among

_SHAPE, _NAMED_SHAPE = 0x64, 0x66
_LONGEST_FIELD = 65_536
_BOX, _LIST = 1, 2
_TAKE_DEFAULT = 25


def picture_at(data: bytes, place: int) -> bytes:
    """Return the picture that a picture character points to, nothing if it is a drawing."""
    if not 0 <= place <= len(data) - 8:
        return b""
    size, header, mapping = struct.unpack_from("<LHh", data, place)
    behind = data[place + header : place + size]
    if mapping == _NAMED_SHAPE:
        behind = behind[1 + behind[0] :] if behind else b""
    return next(pictures_among(behind), b"") if mapping in {_SHAPE, _NAMED_SHAPE} else b""


def form_field(data: bytes, place: int) -> str:
    """Return what a form field shows: a box with or without its tick, the chosen entry of a list."""
    stored = _stored(data, place)
    header = int.from_bytes(stored[4:6], "little")
    field = stored[header:]
    if len(field) < 10:
        return ""
    bits = int.from_bytes(field[4:6], "little")
    kind, result = bits & 3, bits >> 2 & 0x1F
    if kind == _BOX:
        _, at = _string(field, 10)
        chosen = int.from_bytes(field[at : at + 2], "little") if result == _TAKE_DEFAULT else result
        return TICKED if chosen == 1 else UNTICKED
    return _chosen(field, result) if kind == _LIST else ""


def _stored(data: bytes, place: int) -> bytes:
    if not 0 <= place <= len(data) - 6:
        return b""
    size = int.from_bytes(data[place : place + 4], "little")
    return data[place : place + min(size, _LONGEST_FIELD)]


def _string(field: bytes, at: int) -> tuple[str, int]:
    """Return a string with its length before it and a zero behind it, and where it ends."""
    end = at + 2 + 2 * int.from_bytes(field[at : at + 2], "little")
    return field[at + 2 : end].decode("utf-16-le", "replace"), end + 2


def _chosen(field: bytes, result: int) -> str:
    _, at = _string(field, 10)
    if result == _TAKE_DEFAULT:
        result = int.from_bytes(field[at : at + 2], "little")
    at += 2
    # Format, help, status, and two macros.
    for _ in range(5):
        _, at = _string(field, at)
    count = int.from_bytes(field[at + 2 : at + 4], "little")
    at += 6
    for number in range(min(count, 1_000)):
        end = at + 2 + 2 * int.from_bytes(field[at : at + 2], "little")
        if number == result:
            return field[at + 2 : end].decode("utf-16-le", "replace")
        at = end
    return ""
