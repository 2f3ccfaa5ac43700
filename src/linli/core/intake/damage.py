"""Tell from its bytes alone that a file cannot be opened: empty, cut off, or not what its name says.

Only what is certain is named; whether a picture can be read by a person is not judged here.
"""

import re
import zlib

from linli.core.documents.problems import Problem, unreadable, unsupported

_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp)$", re.IGNORECASE)
_PICTURE_MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*")
_JPEG_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_START_OF_SCAN = 0xDA
_RAR5 = b"Rar!\x1a\x07\x01\x00"
_RAR5_ENCRYPTION_HEADER = 4


def damage_of(name: str, content: bytes) -> Problem | None:
    """Return what keeps a file from being opened, ``None`` if nothing certain does."""
    if not content:
        return unreadable("附件是空文件")
    if content.startswith((b"Rar!", b"7z\xbc\xaf")):
        return _of_foreign_archive(content)
    if content.startswith(b"\xff\xd8\xff") and _is_jpeg_cut_off(content):
        return unreadable("图片不完整，无法打开")
    if content.startswith(b"\x89PNG") and b"IEND" not in content[-64:] and b"IEND" not in content:
        return unreadable("图片不完整，无法打开")
    if content.startswith(b"%PDF") and b"%%EOF" not in content[-2048:]:
        return unreadable("PDF文件不完整，无法打开")
    if _PICTURE_NAME.search(name) and not _looks_like_picture(content):
        return unreadable("附件名为图片，内容不是图片，无法打开")
    if name.lower().endswith(".pdf") and b"%PDF" not in content[:1024]:
        return unreadable("附件名为PDF，内容不是PDF，无法打开")
    return None


def _looks_like_picture(content: bytes) -> bool:
    # Phones name HEIC pictures and whole PDF scans .jpg as well.
    return content.startswith((*_PICTURE_MAGIC, b"%PDF")) or content[4:8] == b"ftyp"


def _is_jpeg_cut_off(content: bytes) -> bool:
    """Walk the segments up to the picture itself, so that an embedded preview's end does not count."""
    position = 2
    while position + 4 <= len(content):
        marker = content[position + 1]
        if content[position] != 0xFF:
            return False
        if marker == _START_OF_SCAN:
            return content.find(b"\xff\xd9", position) < 0
        if marker in _JPEG_WITHOUT_LENGTH or marker == 0xFF:
            position += 1 if marker == 0xFF else 2
            continue
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    return True


def _of_foreign_archive(content: bytes) -> Problem:
    if content.startswith(_RAR5) and _is_rar_locked(content):
        return unreadable("RAR压缩包设有密码或已损坏，无法打开")
    return unsupported("附件是RAR或7z压缩包，本版本不能打开，须由人工打开")


def _is_rar_locked(content: bytes) -> bool:
    # The first header: CRC-32, then its length and type as variable-length numbers.
    length, start = _variable_number(content, len(_RAR5) + 4)
    kind, _ = _variable_number(content, start)
    body = content[len(_RAR5) + 4 : start + length]
    stated = int.from_bytes(content[len(_RAR5) : len(_RAR5) + 4], "little")
    return kind == _RAR5_ENCRYPTION_HEADER or zlib.crc32(body) != stated


def _variable_number(content: bytes, position: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 63, 7):
        if position >= len(content):
            break
        byte = content[position]
        position += 1
        number |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return number, position
