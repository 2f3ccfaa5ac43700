"""Pictures in the drawing records of old Office files.

A record is a header of eight bytes (version and instance, type, length) and its content;
version 15 marks one that holds further records.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_GROUP_OF_ALL, _PICTURE_STORE, _STORE_ENTRY = 0xF000, 0xF001, 0xF007
_SHAPE_GROUP, _SHAPE, _SHAPE_IDENTITY, _SHAPE_OPTIONS = 0xF003, 0xF004, 0xF00A, 0xF00B
_JPEG, _CMYK_JPEG, _PNG, _BITMAP, _TIFF = 0xF01D, 0xF02A, 0xF01E, 0xF01F, 0xF029
_PICTURES = frozenset({_JPEG, _CMYK_JPEG, _PNG, _BITMAP, _TIFF})
_PICTURE_NUMBER = 0x0104
_ENTRY_SIZE = 36
_MOST_RECORDS = 20_000
_MAX_DEPTH = 12
_MOST_LAYERS = 4


@dataclass(frozen=True, slots=True)
class Drawings:
    """The shapes on a document's pages: the numbers of the pictures of each, by the shape's own.

    ``store`` has the entries of the pictures, number 1 first.
    """

    numbers: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    store: tuple[bytes, ...] = field(default=(), repr=False)

    def picture(self, number: int, *, stream: bytes) -> bytes:
        """Return a picture; most stand in ``stream``, the main one of the file."""
        if not 0 < number <= len(self.store):
            return b""
        return next(_pictures(_of_entry(self.store[number - 1], stream)), b"")


@dataclass(frozen=True, slots=True)
class _Record:
    instance: int
    kind: int
    content: bytes = field(repr=False)
    is_container: bool

    def inner(self) -> Iterator["_Record"]:
        return _records(self.content) if self.is_container else iter(())


def pictures_among(stored: bytes) -> Iterator[bytes]:
    """Yield the pictures in a row of records; drawings and what is linked have none."""
    for record in _records(stored):
        if record.kind == _STORE_ENTRY:
            yield from _pictures(_behind_entry(record.content))
        elif record.kind in _PICTURES:
            yield _picture(record)


def _pictures(stored: bytes) -> Iterator[bytes]:
    return (_picture(record) for record in _records(stored) if record.kind in _PICTURES)


def read_drawings(art: bytes) -> Drawings:
    """Read the shapes of a document and the entries of their pictures."""
    first = next(_records(art), None)
    if first is None or first.kind != _GROUP_OF_ALL:
        return Drawings()
    store = tuple(
        entry.content
        for part in first.inner()
        if part.kind == _PICTURE_STORE
        for entry in part.inner()
        if entry.kind == _STORE_ENTRY
    )
    numbers: dict[int, tuple[int, ...]] = {}
    rest = art[8 + len(first.content) :]
    for _ in range(_MOST_LAYERS):
        # Each layer of the pages has a byte before its record.
        layer = next(_records(rest[1:]), None)
        if layer is None:
            break
        numbers |= {shape: tuple(pictures) for shape, pictures in _shapes(layer, depth=0)}
        rest = rest[9 + len(layer.content) :]
    return Drawings(numbers, store)


def _records(stored: bytes) -> Iterator[_Record]:
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 8 > len(stored):
            return
        first, kind, size = struct.unpack_from("<HHL", stored, at)
        if not 0xF000 <= kind <= 0xF1FF:
            return
        yield _Record(first >> 4, kind, stored[at + 8 : at + 8 + size], first & 0xF == 0xF)
        at += 8 + size


def _shapes(record: _Record, *, depth: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each shape with the numbers of its pictures; a group also has those of its members."""
    if depth > _MAX_DEPTH:
        return
    members: list[tuple[int, list[int]]] = []
    for inner in record.inner():
        if inner.kind == _SHAPE:
            members.append(_shape(inner))
        elif inner.is_container:
            members += _shapes(inner, depth=depth + 1)
    if record.kind == _SHAPE_GROUP and depth > 1 and members:
        number = members[0][0]
        members[0] = (number, [picture for _, pictures in members for picture in pictures])
    yield from members


def _shape(record: _Record) -> tuple[int, list[int]]:
    number = 0
    pictures: list[int] = []
    for inner in record.inner():
        if inner.kind == _SHAPE_IDENTITY and len(inner.content) >= 4:
            (number,) = struct.unpack_from("<L", inner.content)
        elif inner.kind == _SHAPE_OPTIONS:
            pictures += _picture_numbers(inner)
    return number, pictures


def _picture_numbers(options: _Record) -> Iterator[int]:
    for at in range(0, min(6 * options.instance, len(options.content) - 5), 6):
        name, value = struct.unpack_from("<HL", options.content, at)
        if name & 0x3FFF == _PICTURE_NUMBER:
            yield value


def _behind_entry(entry: bytes) -> bytes:
    name_size = entry[33] if len(entry) > 33 else 0
    return entry[_ENTRY_SIZE + name_size :]


def _of_entry(entry: bytes, stream: bytes) -> bytes:
    behind = _behind_entry(entry)
    if behind or len(entry) < _ENTRY_SIZE:
        return behind
    size, _, start = struct.unpack_from("<LLL", entry, 20)
    return stream[start : start + size]


def _picture(record: _Record) -> bytes:
    # One checksum of sixteen bytes or two, and a tag.
    content = record.content[33 if record.instance & 1 else 17 :]
    return _with_bitmap_header(content) if record.kind == _BITMAP else content


def _with_bitmap_header(content: bytes) -> bytes:
    """Return a bitmap as a file; in records it comes without the file's own header."""
    if len(content) < 40:
        return b""
    header, _, _, _, depth, packing = struct.unpack_from("<LllHHL", content)
    (colours,) = struct.unpack_from("<L", content, 32)
    if depth <= 8 and not colours:
        colours = 1 << depth
    masks = 12 if packing == 3 and header == 40 else 0
    start = min(14 + header + 4 * colours + masks, 14 + len(content))
    return struct.pack("<2sLHHL", b"BM", 14 + len(content), 0, 0, start) + content
