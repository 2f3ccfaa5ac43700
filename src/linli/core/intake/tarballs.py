"""Unpack .gz, .bz2, .xz and .tar files in memory: plain files only, nothing linked, run or written."""

import bz2
import io
import lzma
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from linli.core.documents.problems import Problem, suspicious, unreadable
from linli.core.documents.word_package import ARCHIVE_ERRORS
from linli.core.intake.headers import guessed_text
from linli.core.intake.unpacking_budget import MOST_MEMBER_BYTES, UnpackingBudget

_GZIP, _BZIP, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_TAR_MAGIC = slice(257, 262)
_XZ_MEMORY = 128 * 1024 * 1024
_GZIP_WINDOW = 31
_PACKED_NAME = re.compile(r"\.(?:gz|gzip|bz2|xz)$", re.IGNORECASE)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Unpacked:
    """One file out of an archive, or without a name the archive itself with what is wrong with it."""

    name: str = field(repr=False)
    content: bytes = field(default=b"", repr=False)
    problem: Problem | None = None


def is_tarball(content: bytes) -> bool:
    """Tell a tar file and whatever gzip, bzip2 or xz packed."""
    return content.startswith((_GZIP, _BZIP, _XZ)) or _is_tar(content)


def _is_tar(content: bytes) -> bool:
    return content[_TAR_MAGIC] == b"ustar"


def unpacked(name: str, content: bytes, *, budget: UnpackingBudget) -> Iterator[Unpacked]:
    """Yield what a tar or packed file holds, the problems of the archive itself without a name.

    Takes from the mail's ``budget`` what it unpacks.
    """
    if _is_tar(content):
        yield from _members(content, budget)
        return
    try:
        inner = _decompressed(content, limit=budget.size)
    except (*ARCHIVE_ERRORS, MemoryError):
        yield Unpacked("", problem=unreadable("压缩包已损坏，无法打开"))
        return
    if inner is None or not budget.may_swell(len(inner), len(content)):
        yield Unpacked("", problem=suspicious("压缩包异常膨胀，疑为压缩炸弹，未予展开"))
    elif _is_tar(inner):
        yield from _members(inner, budget)
    else:
        budget.size -= len(inner)
        budget.members -= 1
        yield Unpacked(_PACKED_NAME.sub("", name.rpartition("/")[2]) or name, inner)


def _decompressed(content: bytes, *, limit: int) -> bytes | None:
    """Return the bytes, ``None`` if there are more than ``limit``; an end that is cut off is an error."""
    inner, is_whole = _inflated(content, limit + 1)
    if len(inner) > limit:
        return None
    if not is_whole:
        raise EOFError
    return inner


def _inflated(content: bytes, most: int) -> tuple[bytes, bool]:
    if content.startswith(_GZIP):
        gzip = zlib.decompressobj(_GZIP_WINDOW)
        return gzip.decompress(content, most), gzip.eof
    if content.startswith(_BZIP):
        bzip = bz2.BZ2Decompressor()
        return bzip.decompress(content, most), bzip.eof
    xz = lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
    return xz.decompress(content, most), xz.eof


def _members(content: bytes, budget: UnpackingBudget) -> Iterator[Unpacked]:
    stream = io.BytesIO(content)
    try:
        with tarfile.open(
            fileobj=stream, mode="r:", encoding="utf-8", errors="surrogateescape"
        ) as archive:
            for member in archive:
                if budget.members <= 0:
                    yield Unpacked("", problem=suspicious("压缩包内文件过多，只读取了一部分"))
                    return
                if not member.isdir():
                    budget.members -= 1
                    yield _member(archive, member, budget)
    except (*ARCHIVE_ERRORS, tarfile.TarError):
        yield Unpacked("", problem=unreadable("压缩包已损坏，只读取了一部分或者无法打开"))


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo, budget: UnpackingBudget) -> Unpacked:
    name = guessed_text(member.name.encode("utf-8", "surrogateescape"))[-_LONGEST_NAME:]
    if not member.isreg() or member.issparse():
        return Unpacked(name, problem=suspicious("压缩包内含链接或者设备文件，未予展开"))
    if member.size > min(MOST_MEMBER_BYTES, budget.size):
        return Unpacked(name, problem=suspicious("压缩包内文件的实际大小超出限制，未予展开"))
    stream = archive.extractfile(member)
    content = stream.read() if stream else b""
    if len(content) < member.size:
        return Unpacked(name, problem=unreadable("压缩包内的文件已损坏，无法打开"))
    budget.size -= len(content)
    return Unpacked(name, content)
