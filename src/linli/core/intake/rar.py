"""Tell of a RAR or 7z archive, which this release does not open, whether a person could open it.

The headers are walked, nothing is unpacked. Layouts after the technical notes of RAR 4 and
RAR 5 and of 7z.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from linli.core.documents.problems import Problem, unreadable, unsupported

RAR_4, RAR_5, SEVEN_ZIP = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c"

_MOST_BLOCKS = 5_000
_FOR_A_PERSON = "附件是RAR或7z压缩包，本版本不能打开，须由人工打开"
_LOCKED = "压缩包设有密码，无法打开"
_DAMAGED = "压缩包已损坏或不完整，无法打开"
_VOLUME = "附件是分卷压缩包的一卷，无法单独打开"

# RAR 5: kinds of blocks, the flags that all headers share, and what marks an encrypted file.
_MAIN, _FILE, _ENCRYPTION = 1, 2, 4
_HAS_EXTRA, _HAS_DATA = 1, 2
_FILE_ENCRYPTION_RECORD = 1
# RAR 4: kinds of blocks and flags.
_OLD_MAIN, _OLD_FILE = 0x73, 0x74
_OLD_VOLUME, _OLD_LOCKED_HEADERS, _OLD_LOCKED_FILE, _OLD_LONG_BLOCK = 0x0001, 0x0080, 0x0004, 0x8000

_SEVEN_ZIP_HEADER = 32
_AES_CODER = b"\x06\xf1\x07\x01"


def is_foreign_archive(content: bytes) -> bool:
    """Tell a RAR or 7z archive by its first bytes."""
    return content.startswith((b"Rar!", b"7z\xbc\xaf"))


def foreign_archive_problem(content: bytes) -> Problem:
    """Say why an archive is not opened: locked, damaged, one volume of several, or sound and for a person."""
    try:
        fault = _fault(content)
    except (struct.error, IndexError, ValueError):
        fault = _DAMAGED
    return unreadable(fault) if fault else unsupported(_FOR_A_PERSON)


def _fault(content: bytes) -> str:
    if content.startswith(RAR_5):
        return next(filter(None, map(_fault_of_block, _blocks(content))), "")
    if content.startswith(RAR_4):
        return next(filter(None, map(_fault_of_old_block, _old_blocks(content))), "")
    return _fault_of_seven_zip(content) if content.startswith(SEVEN_ZIP) else _DAMAGED


@dataclass(frozen=True, slots=True)
class _Block:
    kind: int
    body: bytes
    extra: bytes


def _blocks(content: bytes) -> Iterator[_Block]:
    """Walk a RAR 5 archive. Raises ``ValueError`` at a header or a file that is damaged or cut off."""
    position = len(RAR_5)
    for _ in range(_MOST_BLOCKS):
        if position == len(content):
            return
        size, start = _number(content, position + 4)
        header = content[position + 4 : start + size]
        if struct.unpack_from("<I", content, position)[0] != zlib.crc32(header):
            raise ValueError
        kind, at = _number(content, start)
        flags, at = _number(content, at)
        extra, at = _number(content, at) if flags & _HAS_EXTRA else (0, at)
        data, at = _number(content, at) if flags & _HAS_DATA else (0, at)
        end = start + size
        yield _Block(kind, content[at : end - extra], content[end - extra : end])
        # What follows is locked as well, and cannot be walked.
        if kind == _ENCRYPTION:
            return
        position = end + data
        if position > len(content):
            raise ValueError


def _fault_of_block(block: _Block) -> str:
    if block.kind == _ENCRYPTION or (block.kind == _FILE and _has_encryption_record(block.extra)):
        return _LOCKED
    return _VOLUME if block.kind == _MAIN and _number(block.body, 0)[0] & 1 else ""


def _has_encryption_record(extra: bytes) -> bool:
    position = 0
    while position < len(extra):
        size, start = _number(extra, position)
        if _number(extra, start)[0] == _FILE_ENCRYPTION_RECORD:
            return True
        position = start + max(size, 1)
    return False


def _number(content: bytes, position: int) -> tuple[int, int]:
    """Read a number of variable length; return it and where it ends."""
    number = 0
    for shift in range(0, 63, 7):
        byte = content[position]
        position += 1
        number |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return number, position
    raise ValueError


def _old_blocks(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield kind and flags of the blocks of a RAR 4 archive. Raises ``ValueError`` at damage."""
    position = len(RAR_4)
    for _ in range(_MOST_BLOCKS):
        # Anything may follow the last block.
        if len(content) - position < 7:
            return
        checksum, kind, flags, size = struct.unpack_from("<HBHH", content, position)
        if not 0x72 <= kind <= 0x7B or size < 7:
            raise ValueError
        header = content[position + 2 : position + size]
        if kind in (_OLD_MAIN, _OLD_FILE) and zlib.crc32(header) & 0xFFFF != checksum:
            raise ValueError
        yield kind, flags
        if kind == _OLD_MAIN and flags & _OLD_LOCKED_HEADERS:
            return
        has_data = flags & _OLD_LONG_BLOCK
        data = struct.unpack_from("<I", content, position + 7)[0] if has_data else 0
        position += size + data
        if position > len(content):
            raise ValueError


def _fault_of_old_block(block: tuple[int, int]) -> str:
    kind, flags = block
    if kind == _OLD_MAIN and flags & _OLD_LOCKED_HEADERS:
        return _LOCKED
    if kind == _OLD_FILE and flags & _OLD_LOCKED_FILE:
        return _LOCKED
    return _VOLUME if kind == _OLD_MAIN and flags & _OLD_VOLUME else ""


def _fault_of_seven_zip(content: bytes) -> str:
    offset, size, checksum = struct.unpack_from("<QQI", content, 12)
    header = content[_SEVEN_ZIP_HEADER + offset : _SEVEN_ZIP_HEADER + offset + size]
    if len(header) < size or zlib.crc32(header) != checksum:
        return _DAMAGED
    return _LOCKED if _AES_CODER in header else ""
