"""Tell from its bytes alone that a file cannot be opened: empty, cut off, or not what its name says.

Only what is certain is named; whether a picture can be read by a person is not judged here.
"""

import re

from linli.core.documents.problems import Problem, unreadable, unsupported
from linli.core.intake.rar import foreign_archive_problem, is_foreign_archive

_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp)$", re.IGNORECASE)
_PICTURE_MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*")
_JPEG_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_START_OF_SCAN = 0xDA
_MOST_SEGMENTS = 2_000
_VOLUME_NAME = re.compile(
    r"\.(?:z\d\d|(?:zip|7z|rar)\.\d{3}|part\d{1,3}\.rar|r\d\d)$", re.IGNORECASE
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Each such file has a list of its properties.
_OUTLOOK_STREAM = "__properties_version1.0".encode("utf-16-le")


def damage_of(name: str, content: bytes) -> Problem | None:
    """Return what keeps a file from being opened, ``None`` if nothing certain does."""
    if not content:
        return unreadable("附件是空文件")
    if is_foreign_archive(content):
        return foreign_archive_problem(content)
    if is_outlook_mail(name, content):
        return unsupported(
            "附件是Outlook邮件格式（.msg），本版本不能打开，"
            "须由人工用Outlook打开，或者请报名人把其中的附件直接发来"
        )
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


def is_outlook_mail(name: str, content: bytes) -> bool:
    """Tell a mail that Outlook saved in its own format, whatever its name says."""
    if not content.startswith(_OLE_MAGIC):
        return False
    return name.lower().strip().endswith(".msg") or _OUTLOOK_STREAM in content


def is_volume(name: str, content: bytes) -> bool:
    """Tell one volume of an archive that was cut into several."""
    if _VOLUME_NAME.search(name) or content.startswith(b"PK\x07\x08"):
        return True
    # The directory at the end of a zip file tells the number of its volume.
    end = content.rfind(b"PK\x05\x06") if content.startswith(b"PK") else -1
    return end >= 0 and content[end + 4 : end + 6] not in (b"\x00\x00", b"")


def _looks_like_picture(content: bytes) -> bool:
    # Phones name HEIC pictures and whole PDF scans .jpg as well.
    return content.startswith((*_PICTURE_MAGIC, b"%PDF")) or content[4:8] == b"ftyp"


def _is_jpeg_cut_off(content: bytes) -> bool:
    """Walk the segments up to the picture itself, so that an embedded preview's end does not count."""
    position = 2
    for _ in range(_MOST_SEGMENTS):
        if position + 4 > len(content):
            return True
        marker = content[position + 1]
        if content[position] != 0xFF:
            return False
        if marker == _START_OF_SCAN:
            return content.find(b"\xff\xd9", position) < 0
        if marker in _JPEG_WITHOUT_LENGTH or marker == 0xFF:
            position += 1 if marker == 0xFF else 2
            continue
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    # Whoever opens it finds out.
    return False
